"""Identifiers met before are recognised by a set, before their pattern is tried: a night names few, a million times each.

A word stands in the set of a pattern only after that pattern has accepted it. What the sets do not recognise is read by the
type itself, which also says what is wrong: nothing else is accepted, and every refusal is the type's.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import SchemaValidator, core_schema

from domain.record import Fact

F = TypeVar("F", bound=Fact)
Rule = tuple[str, int, int]
"""The rule of an identifier: its pattern, its shortest and its longest."""

FIRST = 8
"""After so many facts that were not recognised their words are learned; then after twice as many, and so on."""
MOST = 2_048
"""Words remembered at most; with more they are forgotten, and learned anew."""


class Recognising(Generic[F]):
    """Reads facts of one type, as the type's own validator does. Any number of threads may call it."""

    def __init__(self, kind: type[F]) -> None:
        self._whole: Callable[[bytes], F] = kind.__pydantic_validator__.validate_json
        self._kind = kind
        self._named = _fields_with_identifiers(kind)
        self._forget()

    def __call__(self, octets: bytes) -> F:
        """The fact; `ValidationError` where there is none."""
        quick = self._quick
        if quick is not None:
            try:
                return quick(octets)
            except ValidationError:
                pass  # words that are new, or no fact at all: the type itself will say
        fact = self._whole(octets)
        self._note(fact)
        return fact

    def _forget(self) -> None:
        self._quick: Callable[[bytes], F] | None = None
        self._words: set[str] = set()
        self._unknown, self._until = 0, FIRST

    def _note(self, fact: F) -> None:
        """A fact was not recognised. From time to time that is learned from: a validator takes a third of a millisecond."""
        self._words.update(_words_in(fact.__dict__[name] for name in self._named))
        self._unknown += 1
        if len(self._words) > MOST:
            self._forget()
        elif self._unknown >= self._until:
            self._until *= 2
            self._quick = _recognising(self._kind, frozenset(self._words))


def _words_in(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from _words_in(value)


def _fields_with_identifiers(kind: type[F]) -> tuple[str, ...]:
    """The fields in which identifiers stand; times, hashes and commitments are never met twice, and would crowd them out."""
    schema: Any = kind.__pydantic_core_schema__
    return tuple(name for name, field in schema["schema"]["fields"].items() if _has_identifiers(field))


def _has_identifiers(schema: Any) -> bool:
    if isinstance(schema, dict):
        return _is_identifier(schema) or any(map(_has_identifiers, schema.values()))
    return isinstance(schema, list) and any(map(_has_identifiers, schema))


def _is_identifier(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "str" and schema.keys() >= {"pattern", "min_length", "max_length"}


def _recognising(kind: type[F], words: frozenset[str]) -> Callable[[bytes], F]:
    """The type's own validator with, in the place of each identifier's rule, the words that this rule accepts."""
    schema = _with_words(kind.__pydantic_core_schema__, words, {})
    try:
        return SchemaValidator(schema, _use_prebuilt=False).validate_json
    except TypeError:  # an older pydantic, which never puts the type's own validator in the place of the one asked for
        return SchemaValidator(schema).validate_json


def _with_words(schema: Any, words: frozenset[str], known: dict[Rule, Any]) -> Any:
    """The schema with the words that are accepted in the place of each rule of identifiers."""
    if isinstance(schema, list):
        return [_with_words(part, words, known) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if _is_identifier(schema):
        rule = schema["pattern"], schema["min_length"], schema["max_length"]
        if rule not in known:
            accepts = SchemaValidator(schema).isinstance_python
            accepted = sorted(filter(accepts, words))
            known[rule] = core_schema.literal_schema(accepted) if accepted else schema
        return known[rule]
    return {name: _with_words(part, words, known) for name, part in schema.items()}
