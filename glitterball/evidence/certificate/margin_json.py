"""Margins as JSON."""

from domain.exact import write_exact
from glitterball.audit.as_json import Json
from glitterball.closeness.margins import Margin, Margins, MarkMargin


def margins_as_json(margins: Margins | None) -> Json | None:
    """Every question, each unit with its witness."""
    if margins is None:
        return None
    return {
        "why_none": margins.why,
        "questions": [
            {
                "question": question.question,
                "units": [
                    {"unit": unit.unit, "disturbed": _margin(unit.disturbed), "overturned": _margin(unit.overturned)}
                    for unit in question.units
                ],
                "mark_disturbed": _mark(question.mark_disturbed),
                "mark_overturned": _mark(question.mark_overturned),
            }
            for question in margins.questions
        ],
    }


def _margin(one: Margin) -> Json:
    witness = one.witness
    return {
        "at_least": None if one.at_least is None else str(one.at_least),
        "at_most": None if one.at_most is None else str(one.at_most),
        "exact": one.exact,
        "witness": None if witness is None else [[couple, str(change)] for couple, change in witness.changes],
        "why": one.why,
    }


def _mark(one: MarkMargin) -> Json:
    witness = one.witness
    return {
        "change": None if one.change is None else write_exact(one.change),
        "witness": None
        if witness is None
        else {
            "dance": witness.dance,
            "judge": witness.judge,
            "was": write_exact(witness.was),
            "becomes": write_exact(witness.becomes),
        },
        "why": one.why,
    }
