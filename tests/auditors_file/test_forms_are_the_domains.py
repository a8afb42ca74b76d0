"""The single file's table of forms says of every field what the domain says of it: names, order, ranges, lengths, words.

The two are written apart, so nothing but this compares them: a mark of 10 that the domain takes and the file does not would
make a sound bundle look damaged, and the other way round a damaged one sound.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic.json_schema import GenerateJsonSchema

from domain.facts import FACTS
from domain.parts import TwoParts
from tests.auditors_file.single_file import vb

WHERE = "mend glitterball/auditors_file/parts/part_08_forms.py, then: python -m glitterball.auditors_file.build"
EXACT = {"type": "exact"}
UNBOUNDED = 10**9
"""How long a list may be where a form states no bound."""

BEHIND_A_RULE = {
    "input-substituted.v1.votes": 1,
    "manifest-replaced.v1.votes": 1,
    "hidden input-substituted.v2.votes": 1,
    "hidden manifest-replaced.v2.votes": 1,
    "hidden decision-proposed.v3.command(substitute-input).votes": 1,
    "hidden decision-proposed.v3.command(replace-manifest).votes": 1,
    "decision-proposed.v1.command(substitute-input).votes": 1,
    "decision-proposed.v2.command(substitute-input).votes": 1,
    "decision-proposed.v1.command(replace-manifest).votes": 1,
    "decision-proposed.v2.command(replace-manifest).votes": 1,
}
"""Lists whose bound the domain checks after a rule of its own, where schemas do not show it."""

TWO_PATTERNS = {r"(?!.*[\x00-\x1f\x7f])[^*?\[]*\*": r"[^*?\[]*\*"}
"""A text that has to fit two patterns: the file writes them as one, schemas show the last (the other is a name's)."""


class Schema(GenerateJsonSchema):
    """JSON schemas in which an exact number is a type of its own."""

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> dict[str, Any]:
        return dict(EXACT)


class Compared:
    """One fact's form beside the schema of its class."""

    def __init__(self, fact: type[Any]) -> None:
        self.schema = fact.model_json_schema(schema_generator=Schema)
        self.defined = self.schema.get("$defs", {})
        self.seen: set[tuple[str, str]] = set()

    def differences(self, kind: str, schema: Any, where: str) -> Iterator[str]:
        """In what the value at `where` may be other things for the file than for the domain."""
        schema = self.plain(schema)
        if repeated := re.fullmatch(r"(.+?)(\*|\+|\{(\d+),(\d*)\})", kind):
            least, most = int(repeated[3] or (repeated[2] == "+")), int(repeated[4] or UNBOUNDED)
            ours = (BEHIND_A_RULE.get(where, schema.get("minItems", 0)), schema.get("maxItems", UNBOUNDED))
            yield from _other(where, "members", ours, (least, most))
            yield from self.differences(repeated[1], schema.get("items", {}), f"{where}[]")
        elif kind == "parameters":
            yield from self.of_parameters(schema, where)
        elif kind in vb.FORMS:
            yield from self.of_record(kind, schema, where)
        elif kind in vb.UNIONS:
            yield from self.of_union(kind, schema, where)
        elif kind in vb.PAIRS:
            for member, held in zip(
                vb.PAIRS[kind], schema.get("prefixItems", ({},) * len(vb.PAIRS[kind])), strict=True
            ):
                yield from self.differences(member, held, f"{where}[]")
        elif kind != "do":  # which command it is was the union's to say
            yield from _other(where, kind, _domains(schema, kind), _files(kind))

    def of_parameters(self, schema: Any, where: str) -> Iterator[str]:
        """A table for kinds of packages; the file checks its members one by one."""
        name = schema["propertyNames"]
        ours = (schema["maxProperties"], name["pattern"].strip("^$"), name["maxLength"])
        pattern, longest = vb.WORDS["parameter"]
        yield from _other(where, "parameters", ours, (vb.MOST_PARAMETERS, pattern.pattern, longest))

    def of_record(self, form: str, schema: Any, where: str) -> Iterator[str]:
        if (form, where) in self.seen:
            return
        self.seen.add((form, where))
        told = dict(field.split(": ", 1) for field in vb.FORMS[form].split("; "))
        properties = self.of_part(form, schema.get("properties", {}))
        ours = [f"{name}?" if _may_be_absent(held) else name for name, held in properties.items()]
        yield from _other(where, "fields", ours, list(told))
        for name, kind in told.items():
            if (bare := name.rstrip("?")) in properties:
                yield from self.differences(kind, properties[bare], f"{where}.{bare}")

    def of_part(self, form: str, properties: dict[str, Any]) -> dict[str, Any]:
        """Of a fact of two parts the fields that stand in the part the form is of; the public one names the hidden one's hash."""
        kind = FACTS.get(form.removeprefix("hidden "))
        if kind is None or not issubclass(kind, TwoParts):
            return properties
        if form.startswith("hidden "):
            return {name: held for name, held in properties.items() if name in kind.HIDDEN}
        shown = {name: held for name, held in properties.items() if name not in kind.HIDDEN}
        return {**shown, "hidden_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}

    def of_union(self, union: str, schema: Any, where: str) -> Iterator[str]:
        by = vb.UNIONS[union]
        prefix = vb.SAID_AS.get(union, union)
        listed = map(self.plain, schema.get("oneOf", [schema]))
        members = {word: member for member in listed for word in self.words(member, by)}
        formed = [form.split(" ", 1)[1] for form in vb.FORMS if form.startswith(f"{prefix} ")]
        yield from _other(where, union, sorted(members), sorted(formed))
        for word, member in members.items():
            if f"{prefix} {word}" in vb.FORMS:
                yield from self.of_record(f"{prefix} {word}", member, f"{where}({word})")

    def words(self, member: Any, by: str) -> list[str]:
        named = self.plain(member["properties"][by])
        return [named["const"]] if "const" in named else list(named["enum"])

    def plain(self, schema: Any) -> Any:
        """Without references, and without the null that stands for what is left out."""
        while True:
            if "$ref" in schema:
                schema = self.defined[schema["$ref"].rsplit("/", 1)[1]]
            elif "anyOf" in schema:
                (member, *_) = [member for member in schema["anyOf"] if member != {"type": "null"}]
                schema = {**_bounds(schema), **member}
            else:
                return schema


def _bounds(schema: Any) -> dict[str, Any]:
    """The bounds of a list that may also be written otherwise (a table in a rulebook): stored is the list, named first."""
    names = {"minLength": "minItems", "maxLength": "maxItems"}
    return {items: schema[length] for length, items in names.items() if length in schema}


def _may_be_absent(schema: Any) -> bool:
    return {"type": "null"} in schema.get("anyOf", ())


def _other(where: str, what: str, domain: Any, file: Any) -> Iterator[str]:
    if domain != file:
        yield f"{where}: {what}: the domain says {domain}, the form {file}"


def _domains(schema: Any, kind: str) -> Any:
    match schema.get("type"):
        case "integer":
            return schema.get("minimum"), schema.get("maximum")
        case "string" if "enum" in schema or "const" in schema:
            return sorted(schema.get("enum", [schema.get("const")]))
        case "string":
            return _pattern(schema.get("pattern", "")), schema.get("maxLength", _bounded_by(schema.get("pattern", "*")))
        case other:
            return other


def _pattern(text: str) -> str:
    """A pattern as both write it: the whole text, without names for what is caught."""
    return TWO_PATTERNS.get(text, text).removeprefix("^").removesuffix("$").replace("(?:", "(")


def _bounded_by(pattern: str) -> str | None:
    """Where the pattern alone says how long a text may be, no number has to."""
    return None if re.search(r"[*+]|,\}", re.sub(r"\[[^]]*\]", "", pattern)) else "by its pattern"


def _files(kind: str) -> Any:
    if kind in vb.RANGES:
        return vb.RANGES[kind]
    if kind in vb.WORDS:
        pattern, longest = vb.WORDS[kind]
        return _pattern(pattern.pattern), _bounded_by(pattern.pattern) or longest
    if kind in ("exact", "flag"):
        return {"exact": "exact", "flag": "boolean"}[kind]
    return sorted((vb.PROMISE if kind == "promise" else kind.removeprefix("=")).split("|"))


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("stored", FACTS)
def test_a_form_says_what_the_domain_says(stored: str) -> None:
    compared = Compared(FACTS[stored])
    found = (
        list(compared.differences(stored, compared.schema, stored)) if stored in vb.FORMS else [f"{stored}: no form"]
    )
    if issubclass(FACTS[stored], TwoParts):
        hidden = Compared(FACTS[stored])
        found += hidden.of_record(f"hidden {stored}", hidden.schema, f"hidden {stored}")
    assert not found, "\n".join([*found, WHERE])


def test_a_substitution_of_no_votes_is_refused_by_both() -> None:
    fact = {"week": 1, "body": "viewers", "votes": [], "reason": "a wrong number on screen"}
    with pytest.raises(ValidationError, match="at least 1 item"):
        FACTS["input-substituted.v1"].model_validate_json(json.dumps(fact))
    with pytest.raises(vb.Wrong, match="a list of VOTES is needed"):
        vb.check_of("input-substituted.v1")(fact)
