"""What is newer than this program: well said, under a leaf that fits, and not known here (bundle.md, section 12).

A type of event that is not known leaves an event without a fact, a command or a kind of signature its decision with JSON. A
kind of stage that is not known leaves the rulebook as JSON: who adopted it, when and with which text can be checked, only its
outcomes cannot be computed.
"""

import json
import re
from typing import Any, NamedTuple

from pydantic import ValidationError

from domain.facts import FACTS, UPCASTERS
from domain.record import Fact, canonical_json
from domain.rulebook.plug_ins import plug_ins_of
from domain.season.commands import AdoptRulebook
from domain.season.events import DecisionProposed, RulebookAdopted
from glitterball.evidence.bundle.sealing import written

LONGEST = 60
_TYPE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*\.v[1-9][0-9]{0,3}")
_KIND = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")

_STAGES: dict[str, tuple[str, Any]] = {
    "tie_chain": ("the tie link", {"source": "-", "kind": "lot"}),
    "points": ("the points", {"kind": "raw"}),
    "counts": ("the measure", {"kind": "bodies", "bodies": "*", "table": [1], "ties": "shared"}),
    "second_stage": ("the second stage", {"source": "-", "decides": "majority", "kind": "judges_save"}),
    "select": ("the selection", {"kind": "lowest", "couples": 40}),
}
"""Where a rulebook says the kind of a stage: what is said of it, and a known one to stand in for a newer one."""


_WHOLE = {"command": "the command", "signature": "the signature"}
"""Fields whose kind says what the whole event means: where it is not known, the event cannot be taken in."""


class Kind(NamedTuple):
    """A kind that is not known here: the field it stands in, what holds it and under which key, and its name."""

    field: str
    holder: Any
    key: Any
    name: str

    @property
    def says(self) -> str:
        """As it is told."""
        return f"{_WHOLE.get(self.field) or _STAGES[self.field][0]} {self.name}"


def is_newer_type(topic: Any) -> bool:
    """Whether it is well said, as the type of an event, and none that is known here."""
    said = isinstance(topic, str) and len(topic) <= LONGEST and _TYPE.fullmatch(topic)
    return bool(said) and topic not in FACTS and topic not in UPCASTERS


def has_newer_stages(adopted: Any) -> bool:
    """Whether an adopted rulebook has a kind of stage that is not known here."""
    return isinstance(adopted.rulebook, dict)


def stage_kinds_of_packages(fact: Any) -> tuple[str, ...]:
    """The kinds of packages that an adopted or proposed rulebook names: known by their form, and computed by no verifier."""
    said = getattr(fact, "command", None) if isinstance(fact, DecisionProposed) else fact
    rulebook: Any = said.rulebook if isinstance(said, RulebookAdopted | AdoptRulebook) else None
    if isinstance(rulebook, dict):  # a rulebook with newer stages as well
        stages = [*rulebook["tie_chain"], *(side[part] for side in rulebook["sides"] for part in ("counts", "points"))]
        stages += [form["select"].get("counts", {}) for form in rulebook["forms"]]
        stages += [form.get(part, {}) for form in rulebook["forms"] for part in ("select", "second_stage")]
        return tuple(dict.fromkeys(stage["name"] for stage in stages if stage.get("kind") == "plug_in"))
    return plug_ins_of(rulebook) if rulebook is not None else ()


def is_computed(adopted: Any) -> bool:
    """Whether outcomes under an adopted rulebook can be computed here: it has no kind that is newer, and none of a package."""
    return not has_newer_stages(adopted) and not stage_kinds_of_packages(adopted)


def with_newer_kinds(kind: type[Fact], octets: bytes, error: ValidationError) -> tuple[Fact | None, tuple[str, ...]]:
    """The fact as far as it can be taken in, and what in it is newer; raises the error where anything else is wrong."""
    value = json.loads(octets)
    kinds = [_kind_at(value, found) for found in error.errors(include_url=False) if not _is_long_enough(found)]
    newer = [found for found in kinds if found is not None]
    if written(value) != octets or len(newer) < len(kinds):
        raise error
    says = tuple(found.says for found in newer)
    if any(found.field in _WHOLE for found in newer):
        return kind.model_construct(**value), says
    fact = _with_rulebook_as_json(kind, json.loads(octets))
    for found in newer:
        found.holder[found.key] = _STAGES[found.field][1]
    if fact is None or not _is_spelled(kind, value):
        raise error
    return fact, says


def _is_long_enough(found: Any) -> bool:
    """Whether a list was called too short only because members of newer kinds were not counted."""
    return bool(found["type"] == "too_short" and len(found["input"]) >= found["ctx"]["min_length"])


def _kind_at(value: Any, found: Any) -> Kind | None:
    """The kind that an error is about, if being unknown is all that is wrong with it."""
    if found["type"] != "union_tag_invalid":
        return None
    holder, key, names = None, None, [step for step in found["loc"] if isinstance(step, str)]
    for step in found["loc"]:
        if isinstance(value, list) or (isinstance(value, dict) and step in value):
            holder, key, value = value, step, value[step]  # any other step is the tag of a union
    field = names[-1] if names else ""
    name = value.get("do" if field == "command" else "kind") if isinstance(value, dict) else None
    if (
        not (field in _WHOLE or field in _STAGES)
        or not isinstance(name, str)
        or len(name) > LONGEST
        or not _KIND.fullmatch(name)
    ):
        return None
    return Kind(field, holder, key, name)


def _with_rulebook_as_json(kind: type[Fact], value: Any) -> Fact | None:
    if kind is RulebookAdopted:
        return RulebookAdopted.model_construct(**value)
    if issubclass(kind, DecisionProposed):
        return kind.model_construct(**{**value, "command": AdoptRulebook.model_construct(**value["command"])})
    return None


def _is_spelled(kind: type[Fact], value: Any) -> bool:
    """Whether all but the newer kinds is in the stored form. What disagrees with a stand-in may agree with what is newer."""
    try:
        return canonical_json(kind.model_validate_json(written(value))) == written(value)
    except ValidationError:
        return True
