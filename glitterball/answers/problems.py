"""The refusals as machines are told them (RFC 9457), and the catalogue of all there are. Written nowhere twice."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from domain.plurals import of_several
from domain.refusals import Refusal
from glitterball.answers.statuses import STATUS_OF, status_of
from glitterball.answers.values import as_record

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
        "status": status_of(refusal.code, exit_code_of(refusal)),
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
            facts=kind.about,
            exit_code=exit_code_of(kind),
            status=status_of(kind.code, exit_code_of(kind)),
        )
        for kind in sorted(set(_kinds(Refusal)), key=lambda kind: kind.code)
    )


@cache
def everything() -> tuple[Problem, ...]:
    """Every kind of refusal there is, by code: what raises them is loaded first, as far as its packages are installed."""
    for room in ("domain", "projections", "glitterball"):
        for module in walk_packages(import_module(room).__path__, f"{room}."):
            if not module.name.endswith(("__main__", "pytest_plugin")):
                with suppress(ImportError):
                    import_module(module.name)
    return tuple(problem for problem in catalogue() if problem.code in STATUS_OF)


def _kinds(of: type[Refusal]) -> Iterator[type[Refusal]]:
    for kind in of.__subclasses__():
        if hasattr(kind, "code") and hasattr(kind, "says") and getattr(of, "code", None) != kind.code:
            yield kind
        yield from _kinds(kind)


def _meaning(kind: type[Refusal]) -> str:
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split()).rstrip(".")
