"""Margins as JSON, and in sentences for the page."""

from collections.abc import Iterator, Mapping

from domain.exact import write_exact
from glitterball.audit.as_json import Json
from glitterball.closeness.margins import Margin, Margins, MarkMargin, QuestionMargins
from projections.names import listed
from projections.numbers import number


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


def margin_lines(margins: Margins, names: Mapping[str, str], judges: Mapping[str, str]) -> Iterator[str]:
    """The margins in sentences, question by question."""
    if margins.why:
        yield f"{margins.why[:1].upper()}{margins.why[1:]}."
    for question_margins in margins.questions:
        question = f"{question_margins.question[:1].upper()}{question_margins.question[1:]}"
        yield (
            f"{question}: "
            + "; ".join((*_votes(question_margins, names), _one_mark(question_margins.mark_disturbed, names, judges)))
            + "."
        )


def _votes(one: QuestionMargins, names: Mapping[str, str]) -> Iterator[str]:
    for unit in one.units:
        margin = unit.disturbed
        if margin.witness is None:
            yield (
                f"no number of votes {unit.unit} was found to change it"
                if margin.why
                else f"no votes {unit.unit} change it"
            )
            continue
        changed = [names.get(couple, couple) for couple, _ in margin.witness.changes]
        about = " or ".join(str(bound) for bound in {margin.at_least, margin.at_most} if bound is not None)
        fewest = number(margin.votes) if margin.votes is not None else f"{about} (bounds)"
        yield f"{fewest} vote{'' if fewest == '1' else 's'} {unit.unit} ({listed(changed)})"


def _one_mark(mark: MarkMargin, names: Mapping[str, str], judges: Mapping[str, str]) -> str:
    if mark.change is None or mark.witness is None:
        return "no single mark changes it"
    who = listed([names.get(couple, couple) for couple in mark.witness.couples])
    judge = f" of {judges.get(mark.witness.judge, mark.witness.judge)}" if mark.witness.judge else ""
    return f"or one mark{judge} for {who}, {number(mark.witness.was)} to {number(mark.witness.becomes)}"
