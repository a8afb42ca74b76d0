"""Every kind of refusal, and each on a page of its own, to which problem documents point."""

from collections.abc import Iterator
from typing import Any

from glitterball.answers import Problem, everything
from glitterball.web.page import Cell, Page, Table
from glitterball.web.refusals import NoSuchPage
from glitterball.web.words import worded

HEADINGS = (worded("code"), worded("status"), worded("what it means"))


def problems() -> Page:
    """All of them, by code."""
    rows = tuple(
        (
            Cell(text=problem.code, to=address_of(problem.code), heads=True),
            Cell(text=str(problem.status), right=True),
            Cell(text=problem.meaning, tone="said"),
        )
        for problem in everything()
    )
    table = Table(
        caption=worded("Why something is not done, by code"),
        headings=tuple(Cell(text=heading, right=heading == "status") for heading in HEADINGS),
        rows=rows,
        stacks=True,
    )
    return Page(
        template="table.html",
        title=worded("Refusals"),
        shown={"table": table},
        document=_document("problems", [as_told(problem) for problem in everything()]),
    )


def problem(code: str) -> Page:
    """One kind of refusal. Refuses a code that is none."""
    found = next((known for known in everything() if known.code == code), None)
    if found is None:
        raise NoSuchPage(address_of(code)[:200])
    table = Table(
        caption=found.meaning,
        headings=(Cell(text=worded("what")), Cell(text=worded("how it is"))),
        rows=tuple((Cell(text=what, heads=True), Cell(text=says, tone="said")) for what, says in _lines(found)),
        stacks=True,
    )
    return Page(
        template="table.html",
        title=worded("Refusal: %(code)s", code=found.code),
        shown={"table": table},
        document=_document("problem", [as_told(found)]),
    )


def address_of(code: str) -> str:
    """Where the page of a refusal is, which is also its type (RFC 9457)."""
    return f"/problems/{code}"


def as_told(problem: Problem) -> dict[str, Any]:
    """A kind of refusal for machines."""
    return {
        "code": problem.code,
        "type": address_of(problem.code),
        "status": problem.status,
        "title": problem.meaning,
        "says": problem.says,
        "fix": problem.fix,
        "facts": list(problem.facts),
    }


def _lines(problem: Problem) -> Iterator[tuple[str, str]]:
    yield "says", problem.says
    yield "how to go on", problem.fix
    yield "facts", ", ".join(problem.facts) or "none"
    yield "status of HTTP", str(problem.status)
    yield "exit code", str(problem.exit_code)


def _document(schema: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"schema": f"glitterball.{schema}.v1", "mode": "", "basis": {}, "data": rows, "warnings": []}
