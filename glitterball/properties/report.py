"""Results told to people, and as JSON."""

from collections.abc import Sequence
from typing import Any

from domain.exact import write_exact
from domain.plurals import count_of
from domain.rulebook.promises import PromiseName
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.result import UNTESTED, Result


def told(result: Result) -> str:
    """The verdict in words. What was merely not broken is never called proved."""
    if result.verdict == "broken":
        if result.promised:
            return "BROKEN, though promised"
        return "broken; waived" if result.waived is not None else "broken; not promised"
    if result.verdict == "exhaustive":
        return _holds(result)
    if result.verdict in UNTESTED:
        said = result.verdict.upper() if result.promised else result.verdict
        why = f": {result.notes[-1].rstrip('.')}" if result.verdict == "could not be asked" else ""
        return f"{said}{', though promised' if result.promised else ''}{why}"
    searched = sum(one.weeks for one in result.covered) + result.drawn
    return f"no violation in {count_of(searched, 'week')}; that proves nothing beyond them"


def _holds(result: Result) -> str:
    """For what it holds: all weeks up to the size to which every form was gone through."""
    counted = {one.counted for one in result.covered}
    if counted == {"ways"}:
        return "holds, whichever way the judges vote"
    largest = {one.form: one.couples for one in sorted(result.covered, key=lambda one: one.couples)}
    return f"holds in all {' and '.join(sorted(counted))} of up to {min(largest.values())} couples"


def report(results: Sequence[Result]) -> list[str]:
    """Lines for people: a line a property, then every counterexample with its tables, promised ones first."""
    if not results:
        return ["No property was tried."]
    width = max(len(result.name) for result in results)
    lines = [f"{result.name.ljust(width)}  {told(result)}" for result in results]
    broken = sorted((one for one in results if one.verdict == "broken"), key=lambda one: not one.promised)
    for result in broken:
        lines += ["", f"{result.name}: {result.promise}"]
        if result.waived is not None:
            lines.append(f"  Waived: {result.waived}")
        assert result.counterexample is not None, "what is broken is shown"
        lines += ["  " + line if line else "" for line in result.counterexample.lines()]
    lines += ["", "How far it was searched:"]
    lines += [f"  {one.name}: {one.searched()}" for one in results if one.verdict != "does not apply"]
    lines += [f"  {one.name}: {note}" for one in results for note in one.notes]
    seeds = sorted({one.seed for one in results})
    return [*lines, f"Seed {', '.join(map(str, seeds))}; the same seed finds the same weeks."]


def as_json(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The same, as values of JSON: exact numbers as text where they are no whole numbers."""
    return [
        {
            "property": one.name,
            "promise": one.promise,
            "rulebook": one.rulebook,
            "verdict": one.verdict,
            "promised": one.promised,
            "waived": one.waived,
            "searched": one.searched(),
            "covered": [
                {"form": it.form, "couples": it.couples, it.counted: it.weeks, "every": it.every, "whole": it.whole}
                for it in one.covered
            ],
            "weeks_drawn": one.drawn,
            "outcomes": one.outcomes,
            "compared": one.compared,
            "seed": one.seed,
            "cut_short": one.cut_short,
            "notes": list(one.notes),
            "counterexample": _counterexample(one.counterexample) if one.counterexample else None,
        }
        for one in results
    ]


def _counterexample(found: Counterexample) -> dict[str, Any]:
    return {"says": found.says, "tried": found.tried, "weeks": [_shown(one) for one in found.shown]}


def _shown(shown: Shown) -> dict[str, Any]:
    names = [side.name for side in shown.outcome.sides]
    return {
        "what": shown.what,
        "form": shown.outcome.form,
        "rulebook": shown.rulebook.ref,
        "status": shown.outcome.status,
        "standings": [
            {
                "couple": row.couple,
                "raw": {name: _number(value) for name, value in zip(names, row.raw, strict=True)},
                "points": {name: _number(value) for name, value in zip(names, row.points, strict=True)},
                "combined": None if row.combined is None else _number(row.combined),
                "place": row.place,
                "result": row.result,
            }
            for row in shown.outcome.standings()
        ],
        "ballots": [{"judge": one.judge, "saves": one.saves} for one in shown.period.ballots],
    }


def _number(value: Any) -> int | str:
    return value if isinstance(value, int) else write_exact(value)


def broken_promises(results: Sequence[Result]) -> tuple[PromiseName, ...]:
    """The promises the rulebook makes and does not keep."""
    return tuple(one.name for one in results if one.breaks_a_promise)


def untested_promises(results: Sequence[Result]) -> tuple[PromiseName, ...]:
    """The promises the rulebook makes that were not put to the test, or not to the end of it."""
    return tuple(one.name for one in results if one.leaves_a_promise_untested)
