"""What margins are asked of a week, what an outcome answers, and one mark changed as a witness says (bundle.md, section 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from .part_02_spellings import Json, exact
from .part_18_period import Period
from .part_22_tie_chain import Outcome

UNITS = ["added", "moved", "removed"]


def other_than_asked(questions: Json, why_none: Json, form: Json, period: Period) -> Iterator[str]:
    """Questions are those of the form, each answered in every unit or in none; why in none is said."""
    if [question["question"] for question in questions] != _asked(form, period):
        yield "margins answer other questions than are asked"
    for question in questions:
        told = [unit["unit"] for unit in question["units"]]
        if told != UNITS and (told or not why_none):
            yield f"margins of {question['question']} name other units than there are"


def _asked(form: Json, period: Period) -> list[str]:
    """What can be asked of a week that ends so, where the order of the couples alone says who is selected."""
    kind = form["select"]["kind"]
    if period.cancelled or kind in ("nobody", "wildcard", "called_back"):
        return []
    if kind == "everyone_placed":
        return ["who wins", "who is placed where"]
    size = _size(form, period)
    leave = min(form.get("leave", 0), size)
    leaves = ["who leaves"] if leave else []
    return leaves if leave and leave == size and "second_stage" not in form else [*leaves, "who is in the bottom set"]


def _size(form: Json, period: Period) -> int:
    """How many couples are selected, as far as there are so many that can be."""
    select, eligible = form["select"], len(period.couples) - len(set(period.immune) & set(period.couples))
    couples: int = select.get("couples", 0)
    return min(couples, eligible) if select["kind"] == "lowest" else max(eligible - couples, 0)


def is_shown(mark: Json, wrongs: list[str], spelled: Callable[[Fraction], Json]) -> bool:
    """Whether a change of one mark is of the size told, and one of the changed weeks is as it should; or no number is told."""
    witness = mark["witness"]
    if witness is None:
        return mark["change"] is None
    size = abs(exact(witness["becomes"]) - exact(witness["was"]))
    return mark["change"] == spelled(size) and not all(wrongs)


def with_mark(witness: Json, period: Period) -> Iterator[Period]:
    """The week with the mark of a witness, or the stated total, in each dance of that name in which it stands so."""
    if witness is None:
        return
    was, becomes = exact(witness["was"]), exact(witness["becomes"])
    for at, dance in enumerate(period.dances):
        if dance.name != witness["dance"]:
            continue
        if witness["judge"] is None and dance.total == was:
            other = dance._replace(total=becomes)
        elif (witness["judge"], was) in dance.marks:
            marks = [(judge, becomes if judge == witness["judge"] else mark) for judge, mark in dance.marks]
            other = dance._replace(marks=marks)
        else:
            continue
        yield replace(period, dances=[*period.dances[:at], other, *period.dances[at + 1 :]])


def unchanged_because(after: Json, kind: str, now: Json) -> str:
    """Why a changed week does not answer otherwise, as it should: with another answer, where it is overturned a decided one."""
    if after == now:
        return "with its witness the answer is the same"
    return "with its witness the answer is open" if kind == "overturned" and after is None else ""


def answered_by(question: str, outcome: Outcome, form: Json, period: Period) -> Json:
    """What an outcome answers: couples, best first where they are placed; nothing where that is open."""
    tabulated, select, size = outcome.status != "not tabulated", form["select"], _size(form, period)
    if question == "who is in the bottom set":
        return [sorted(outcome.bottom)] if tabulated and len(outcome.bottom) == size else None
    if question == "who leaves":
        leave = min(form.get("leave", 0), size)
        whole = outcome.status == "decided" if "second_stage" in form else tabulated and len(outcome.leaving) == leave
        return [sorted(outcome.leaving)] if whole else None
    if question == "who wins":
        first = outcome.order[0] if outcome.order else []
        return [sorted(first)] if len(first) == 1 or (first and select.get("shared_places")) else None
    return [sorted(group) for group in outcome.order] if outcome.status == "decided" else None
