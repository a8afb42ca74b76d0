"""Scoring, in sentences."""

from typing import assert_never

from domain.season import events as e
from projections.names import listed
from projections.numbers import number
from projections.saying.speaker import Speaker

Facts = e.ScoreGiven | e.TotalGiven | e.ScoreCorrected | e.PaddleShown | e.BonusAwarded | e.ImmunityGranted


def say(fact: Facts, speak: Speaker) -> str:
    """The sentence of a fact."""
    match fact:
        case e.ScoreGiven():
            return (
                f"{speak.judge(fact.judge)} gave {_dancers(fact, speak)} {number(fact.mark)} for {_their(fact, speak)}."
            )
        case e.ScoreCorrected():
            change = f"from {number(fact.was)} to {number(fact.mark)}"
            whose = f"{speak.judge(fact.judge)}'s score for {_dancers(fact, speak)}"
            return f"{whose} and {_their(fact, speak)} was corrected {change}: {fact.reason}."
        case e.PaddleShown():
            shown = f"{speak.judge(fact.judge)}'s paddle showed {number(fact.mark)}"
            return f"{shown} for {_dancers(fact, speak)} and {_their(fact, speak)}."
        case e.TotalGiven():
            named = listed([speak.dance(fact.week, dance) for dance in fact.dances])
            dancers = speak.dancers(fact.week, fact.dances[0])
            return f"{dancers} got {number(fact.total)} in all for their {named}; the split is not public."
        case e.BonusAwarded():
            got = f"{speak.couple(fact.couple)} got {number(fact.points)} bonus points"
            return f"{got} in week {fact.week}: {fact.reason}."
        case e.ImmunityGranted():
            return f"{speak.couple(fact.couple)} were made immune in week {fact.week}: {fact.reason}."
        case _:
            assert_never(fact)


Mark = e.ScoreGiven | e.ScoreCorrected | e.PaddleShown


def _dancers(fact: Mark, speak: Speaker) -> str:
    return speak.dancers(fact.week, fact.dance)


def _their(fact: Mark, speak: Speaker) -> str:
    return f"their {speak.dance(fact.week, fact.dance)}"
