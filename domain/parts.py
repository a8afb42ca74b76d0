"""Facts of two parts: what everybody may see, and what stays with the show and its adjudicator.

A type says which of its fields are hidden (`HIDDEN`); everything else follows from that one place. The public part is the
fact without them, and at its end the hash of the hidden part: that is what is stored in the event's line, hashed into the
tree, signed by a gateway, exported. The hidden part is the rest, with the nonce that keeps its hash from being guessed; it
is stored apart, and whoever has it holds it against the hash.
"""

import hashlib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import cache
from typing import Any, ClassVar, TypeVar, cast

from pydantic import create_model
from pydantic_core import SchemaSerializer

from domain.record import Fact, Frozen, Salt, canonical_json

_NAMED = b',"hidden_sha256":"'
_DIGITS = 64
_TAIL = len(_NAMED) + _DIGITS + len(b'"}')


class TwoParts(Fact):
    """A fact of two parts. A type of it names its hidden fields in `HIDDEN`; `nonce` is always one of them.

    One that was read without its hidden part lacks those fields (`is_whole`): what is missing is not zero.
    """

    HIDDEN: ClassVar[frozenset[str]] = frozenset()

    nonce: Salt

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Refuses (`TypeError`) a stored type that hides no nonce, a field it has not, or everything."""
        super().__pydantic_init_subclass__(**kwargs)
        if "TYPE" not in cls.__dict__:
            return
        unknown = cls.HIDDEN - cls.model_fields.keys()
        if unknown or "nonce" not in cls.HIDDEN or cls.model_fields.keys() == cls.HIDDEN:
            raise TypeError(
                f"{cls.__name__} hides {sorted(cls.HIDDEN)}: the nonce among fields it has, and not all of them"
            )

    @property
    def is_whole(self) -> bool:
        """Whether the hidden part is known."""
        return "nonce" in self.__dict__


T = TypeVar("T", bound=TwoParts)


def hidden_json(fact: TwoParts) -> bytes:
    """The hidden part: compact JSON of the hidden fields in field order, what is absent left out."""
    return _writers(type(fact))[1](fact)


def public_json(fact: Frozen) -> bytes:
    """What everybody may see of a fact, as it is stored, hashed and signed. All of it, where it has no hidden part."""
    return parts_of(fact)[0]


def hash_of_hidden(fact: TwoParts) -> str:
    """The SHA-256 of a fact's hidden part, also where that part is not known."""
    if fact.is_whole:
        return hashlib.sha256(hidden_json(fact)).hexdigest()
    named: str = fact.__dict__["hidden_sha256"]
    return named


def parts_of(fact: Frozen) -> tuple[bytes, bytes | None]:
    """Both parts of a fact as they are stored; no second where nothing of it is hidden."""
    if not isinstance(fact, TwoParts):
        return canonical_json(fact), None
    write_public, write_hidden = _writers(type(fact))
    hidden = write_hidden(fact)
    return _over(write_public(fact), hashlib.sha256(hidden).hexdigest()), hidden


def public_with(fact: TwoParts, hidden_sha256: str) -> bytes:
    """The public part over a hidden part of that hash, which need not be known."""
    return _over(_writers(type(fact))[0](fact), hidden_sha256)


def _over(shown: bytes, hidden_sha256: str) -> bytes:
    """Public fields, and at their end the hash."""
    return b'%b%b%b"}' % (shown[:-1], _NAMED, hidden_sha256.encode())


def hidden_sha256(public: bytes) -> str:
    """The hash of the hidden part that a public part names. `ValueError` where it names none."""
    named, digits, end = public[-_TAIL : -_DIGITS - 2], public[-_DIGITS - 2 : -2], public[-2:]
    if named != _NAMED or end != b'"}' or digits.strip(b"0123456789abcdef"):
        raise ValueError("it does not name the hash of its hidden part")
    return digits.decode()


def read_parts(kind: type[T], public: bytes, hidden: bytes) -> T:
    """The fact in both parts, validated. `ValueError` unless they belong together."""
    fact: T = kind.__pydantic_validator__.validate_json(joined(public, hidden))
    return fact


def joined(public: bytes, hidden: bytes) -> bytes:
    """Both parts as one JSON object, to be validated as the fact. `ValueError` unless they belong together.

    The hidden part is what the public part names by its hash. It stands first in what is read: of two fields of one name the
    later counts, so a hidden part cannot say a public field anew.
    """
    if not public.endswith(b'%b%b"}' % (_NAMED, hashlib.sha256(hidden).hexdigest().encode())):
        hidden_sha256(public)  # refused where it names none at all
        raise ValueError("its hidden part is not the one it names")
    if not (hidden.startswith(b"{") and hidden.endswith(b"}")) or len(hidden) == len(b"{}"):
        raise ValueError("its hidden part is not in the stored form")
    return b"%b,%b}" % (hidden[:-1], public[1:-_TAIL])


def read_public(kind: type[T], public: bytes) -> T:
    """The fact as far as its public part tells. `ValueError` where that is not one."""
    named = hidden_sha256(public)
    shown = _public_fields(kind).model_validate_json(public[:-_TAIL] + b"}")
    fact = without_hidden(kind, shown.__dict__)
    fact.__dict__["hidden_sha256"] = named
    return fact


def without_hidden(kind: type[T], fields: Mapping[str, Any]) -> T:
    """A fact whose hidden part is not known."""
    fact = cast(T, kind.model_construct(**fields))
    for name in kind.HIDDEN:
        fact.__dict__.pop(name, None)
    return fact


_Writer = Callable[[TwoParts], bytes]
"""What writes some fields of a fact: compact JSON in field order, what is absent left out."""


@cache
def _writers(kind: type[TwoParts]) -> tuple[_Writer, _Writer]:
    """What writes the public fields, and the hidden ones."""
    return _writer(kind, kind.model_fields.keys() - kind.HIDDEN), _writer(kind, kind.HIDDEN)


def _writer(kind: type[TwoParts], names: AbstractSet[str]) -> _Writer:
    """What writes these fields. Where the type is nothing but its fields they get a serialiser of their own: to leave the
    others out anew in each of a million facts takes as long as to write them."""
    whole, chosen, schema = kind.__pydantic_serializer__, set(names), cast(Any, kind.__pydantic_core_schema__)
    if schema["type"] == "model" and schema["schema"]["type"] == "model-fields":
        fields = {name: field for name, field in schema["schema"]["fields"].items() if name in names}
        part = {**schema, "schema": {**schema["schema"], "fields": fields}}
        with suppress(
            TypeError
        ):  # an older pydantic, which might put the serialiser of all fields in the place of this one
            to_json = SchemaSerializer(cast(Any, part), _use_prebuilt=False).to_json
            return lambda fact: to_json(fact, exclude_none=True)
    return lambda fact: whole.to_json(fact, exclude_none=True, include=chosen)


@cache
def _public_fields(kind: type[TwoParts]) -> type[Frozen]:
    shown: dict[str, Any] = {
        name: (field.annotation, field) for name, field in kind.model_fields.items() if name not in kind.HIDDEN
    }
    return create_model(f"PublicPartOf{kind.__name__}", __base__=Frozen, **shown)
