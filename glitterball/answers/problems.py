"""The refusals as machines are told them (RFC 9457), and the catalogue of all there are. Written nowhere twice."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from domain.plurals import of_several
from domain.refusals import Refusal
from glitterball.answers.values import as_record

STATUS = {1: 422, 2: 400, 3: 422, 4: 409, 5: 500, 6: 503}
"""The status of HTTP for each exit code: 4 waits for people, 5 is integrity, 6 may have been recorded."""

WAITS_FOR_PEOPLE = (
    "week-not-ready",
    "needs-second-person",
    "same-person",
    "not-certified",
    "import-waits",
    "import-needs-role",
    "import-stopped",
    "follows-otherwise",
    "proposal-expired",
    "not-its-proposer",
)
"""Refusals that wait for people rather than for better input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One kind of refusal: its code, stable for ever; what it means; its sentences with the facts left open."""

    code: str
    meaning: str
    says: str
    fix: str
    facts: tuple[str, ...]
    exit_code: int
    status: int


def exit_code_of(refusal: Refusal | type[Refusal]) -> int:
    """How a command ends that is refused: 3 unless the refusal says otherwise, 4 where it waits for people."""
    stated: int | None = getattr(refusal, "exit_code", None)
    if stated is not None:
        return int(stated)
    return 4 if refusal.code in WAITS_FOR_PEOPLE else 3


def problem_of(refusal: Refusal) -> dict[str, Any]:
    """A refusal as a problem document: what is wrong here, how to go on, and what is known to be recorded."""
    return {
        "type": f"urn:glitterball:problem:{refusal.code}",
        "title": _meaning(type(refusal)),
        "status": STATUS[exit_code_of(refusal)],
        "detail": refusal.sentence(),
        "code": refusal.code,
        "facts": as_record(refusal.facts()),
        "on_record": refusal.on_record,
    }


def catalogue() -> tuple[Problem, ...]:
    """Every kind of refusal that has been imported, by code."""
    return tuple(
        Problem(
            code=kind.code,
            meaning=_meaning(kind),
            says=of_several(kind.says),
            fix=kind.fix,
            facts=tuple(field.name for field in fields(kind)),
            exit_code=exit_code_of(kind),
            status=STATUS[exit_code_of(kind)],
        )
        for kind in sorted(set(_kinds(Refusal)), key=lambda kind: kind.code)
    )


def _kinds(of: type[Refusal]) -> Iterator[type[Refusal]]:
    for kind in of.__subclasses__():
        if hasattr(kind, "code") and hasattr(kind, "says") and getattr(of, "code", None) != kind.code:
            yield kind
        yield from _kinds(kind)


def _meaning(kind: type[Refusal]) -> str:
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split()).rstrip(".")
