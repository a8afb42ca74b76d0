"""What became of the mutants: a table by room, each survivor by its place, a line of JSON for each."""

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction

from tests.mutants.trial import Result

HEAD = ("room", "mutants", "killed", "by its own", "hangs", "survived", "equivalent", "noticed")


def rate(results: Iterable[Result]) -> Fraction | None:
    """The part that is noticed, equivalents left out; None where nothing is left."""
    counted = [result for result in results if result.fate != "equivalent"]
    return Fraction(sum(result.noticed for result in counted), len(counted)) if counted else None


def table(results: Sequence[Result]) -> list[str]:
    """A line a room, and one for all."""
    rooms = list(dict.fromkeys(result.room for result in results))
    rows = [HEAD, *(_row(room.name, [each for each in results if each.room == room]) for room in rooms)]
    if len(rooms) > 1:
        rows.append(_row("all", results))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return ["  ".join(_padded(cell, widths, column) for column, cell in enumerate(row)).rstrip() for row in rows]


def survivors(results: Iterable[Result]) -> list[str]:
    """Each mutation no test noticed, by place, and how many were asked."""
    return [f"{result.place}    {_let_pass(result.asked)}" for result in results if result.fate == "survived"]


def _let_pass(tests: int) -> str:
    return {0: "no test runs it", 1: "1 test lets it pass"}.get(tests, f"{tests} tests let it pass")


def line(result: Result) -> str:
    """One mutant as a line of JSON."""
    place = result.place
    facts = {
        "room": result.room.name,
        "path": place.path,
        "line": place.line,
        "function": place.function,
        "kind": place.kind,
        "mutation": place.mutation,
        "fate": result.fate,
        "by": result.by,
        "own": result.own,
        "asked": result.asked,
    }
    return json.dumps(facts, ensure_ascii=False)


def enough(results: Iterable[Result], at_least: int) -> bool:
    """Whether so many percent are noticed."""
    part = rate(results)
    return part is None or part * 100 >= at_least


def _row(name: str, results: Sequence[Result]) -> tuple[str, ...]:
    fates = [result.fate for result in results]
    own = sum(result.own for result in results)
    part = rate(results)
    percent = "-" if part is None else f"{float(part * 100):.1f} %"
    counts = (len(fates), fates.count("killed"), own, fates.count("hangs"), fates.count("survived"))
    return (name, *map(str, counts), str(fates.count("equivalent")), percent)


def _padded(cell: str, widths: list[int], column: int) -> str:
    return cell.ljust(widths[column]) if column == 0 else cell.rjust(widths[column])
