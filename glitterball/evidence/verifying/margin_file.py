"""How close it was, as a file of a bundle: the margins of a week as certified, each with the change that shows it.

{"schema":"glitterball.margin.v1","week":2,"rulebook":"us-33@1","form":"single","votes":[["anna-ezra",906],...],
 "questions":[{"question":"who leaves","now":[["cleo-dov"]],"units":[...],"added_for":[...],"marks":{...}}],"why":""}
"""

from typing import Any

from domain.exact import Exact
from domain.season.gathering import period_of
from domain.season.state import rulebook_of
from glitterball.closeness.margins import Margin, MarkMargin, QuestionMargins, UnitMargins, margin
from glitterball.evidence.bundle.sealing import written
from projections.fold import SeasonFold

SCHEMA = "glitterball.margin.v1"


def margin_json(fold: SeasonFold, week: int) -> bytes:
    """The margins of a week on what the season holds, in one spelling. The week has a rulebook."""
    rulebook = rulebook_of(fold.state, week)
    assert rulebook is not None, "only a certified week has a margin"
    found = margin(rulebook, period_of(fold.state, week, fold.tallies))
    return written(
        {
            "schema": SCHEMA,
            "week": found.week,
            "rulebook": found.rulebook,
            "form": found.form,
            "votes": [[couple, _text(votes)] for couple, votes in found.votes],
            "questions": [_question(question) for question in found.questions],
            "why": found.why,
        }
    )


def _question(one: QuestionMargins) -> dict[str, Any]:
    return {
        "question": one.question,
        "says": one.says,
        "now": one.now,
        "units": [_unit(unit) for unit in one.units],
        "added_for": [[couple, _unit(unit)] for couple, unit in one.added_for],
        "marks": {"disturbed": _mark(one.mark_disturbed), "overturned": _mark(one.mark_overturned)},
    }


def _unit(one: UnitMargins) -> dict[str, Any]:
    return {"unit": one.unit, "disturbed": _margin(one.disturbed), "overturned": _margin(one.overturned)}


def _margin(one: Margin) -> dict[str, Any]:
    witness = one.witness
    return {
        "at_least": one.at_least,
        "at_most": one.at_most,
        "why": one.why,
        "witness": witness and {"changes": witness.changes, "votes": witness.votes, "after": witness.after},
    }


def _mark(one: MarkMargin) -> dict[str, Any]:
    witness = one.witness
    return {
        "change": None if one.change is None else _text(one.change),
        "why": one.why,
        "witness": witness
        and {
            "dance": witness.dance,
            "couples": witness.couples,
            "judge": witness.judge,
            "was": _text(witness.was),
            "becomes": _text(witness.becomes),
            "after": witness.after,
        },
    }


def _text(value: Exact) -> int | str:
    """Whole numbers as numbers, fractions as text."""
    return value if isinstance(value, int) else str(value)
