"""How a week is worked out with pencil and paper: where each number stands, what is done with it, in the show's words."""

from collections.abc import Iterator
from typing import assert_never

from domain.rulebook.book import Side
from domain.stages import measures as me
from domain.stages import points as po
from domain.stages.points import TieConvention
from glitterball.contingency.sheet import Sheet
from glitterball.rules import sentences as say

PLACES: dict[TieConvention, str] = {
    "standard": "the number of couples that dance, less one for each couple with more",
    "low": "1, and one more for each couple with less",
    "dense": "the number of couples that dance, less one for each different number that is more",
    "average": "the number of couples that dance, less one for each couple with more, less a half for each other couple with as "
    "much",
}
"""What a couple gets for its place, without looking at places."""


OF_A_PACKAGE = "a package works it out, and only whoever wrote its rule can say how; without that person, stop."


def by_hand(sheet: Sheet) -> Iterator[str]:
    """The page, a line at a time."""
    yield f"HOW TO WORK OUT WEEK {sheet.week} BY HAND"
    yield ""
    yield f"{sheet.standing()} {sheet.until}"
    yield "Rule for all of it: write fractions as fractions and round nothing."
    yield "Where a number is missing, stop: nothing follows, and nobody may fill it in but two people who decide it."
    yield ""
    for number, side in enumerate(sheet.rulebook.sides, start=1):
        yield f"{number}. {say.named(side.name).capitalize()}."
        yield f"   {say.counted(side)}"
        yield f"   On paper: {_counting(side.counts)}"
        yield f"   {say.converted(side)}"
        yield f"   On paper: {_points(side)}"
    step = len(sheet.rulebook.sides) + 1
    yield f"{step}. Put together. {say.combined(sheet.rulebook)}"
    yield f"{step + 1}. Couples that are level."
    yield from _ties(sheet)
    yield f"{step + 2}. How the week ends ({sheet.period.form})."
    yield from _ending(sheet)
    yield ""
    yield "Compare what you found with standings.csv and working.txt, which the program worked out: they have to be the same."


def _counting(counts: me.Measure) -> str:
    match counts:
        case me.Marks():
            return (
                "in marks.csv add up the column mark over every row that names the couple (a team's dance is each couple's, "
                "whole), then add its points in bonuses.csv. A row that says MISSING stops you."
            )
        case me.Votes(bodies=bodies):
            return (
                f"in votes.csv add up the column counts, minus signs too, over the couple's rows whose body is {bodies} "
                "(* stands for anything). Where no row of it is without a reason in the column why, stop."
            )
        case me.Bodies(bodies=bodies):
            return (
                f"for each body like {bodies} add up the column counts of votes.csv by couple, order the couples, most first, "
                "and give the points above by place; 0 votes get no points. Then add what all bodies gave."
            )
        case me.Placings():
            return (
                "each judge's marks of a dance in marks.csv are the places that judge gave. Work out each dance by the Skating "
                "System, then all dances; a couple counts the number of couples that dance, and 1, less its place."
            )
        case me.PlugInMeasure():
            return OF_A_PACKAGE
        case me.Calls():
            return "in marks.csv count the couple's rows with mark 1: each is a judge who called it back."
        case _:
            assert_never(counts)


def _points(side: Side) -> str:
    match side.points:
        case po.RankPoints(ties=ties):
            told = f"a couple gets {PLACES[ties]}."
        case po.SharePoints():
            told = "add up what all couples counted; a couple gets its own number over that sum, as a fraction."
        case po.TablePoints():
            told = "order the couples, most first, and give the points of the table by place; below its end nothing."
        case po.PlugInPoints():
            told = OF_A_PACKAGE
        case po.RawPoints():
            told = "leave the numbers as they are."
        case _:
            assert_never(side.points)
    return told if side.weight == 1 else f"{told} Then multiply by {side.weight}."


def _ties(sheet: Sheet) -> Iterator[str]:
    for at, link in enumerate(sheet.rulebook.tie_chain):
        begin = "Couples with equal points are told apart by" if at == 0 else "Those still equal, by"
        yield f"   {begin} {say.told_apart(link)}."
    yield "   Couples still level are told apart by the last row of settled.csv that names just them, best first."
    yield "   Without such a row they stay level, and if it matters who is lower, people decide it before anybody goes on."
    yield "   The head judge stands in week.csv, running order and the points of the week before in couples.csv."


def _ending(sheet: Sheet) -> Iterator[str]:
    if sheet.period.cancelled:
        yield "   The elimination was cancelled: nobody leaves."
    form = sheet.rulebook.form(sheet.period.form)
    if form is None:
        yield "   The rulebook has no such form: nothing follows."
        return
    yield f"   {form.says} {say.ends(form)}"
    if sheet.period.immune:
        yield f"   Cannot be in danger, and are passed over: {sheet.called(sheet.period.immune)}."
    if form.second_stage is not None:
        yield f"   {say.decided(form.second_stage)} The judges' ballots stand in ballots.csv, votes to save in votes.csv."
