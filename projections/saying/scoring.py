"""Scoring, in sentences."""

from typing import assert_never

from domain.season import events as e
from projections.names import listed
from projections.numbers import number
from projections.saying.speaker import Speaker

Facts = (
    e.ScoreGiven
    | e.TotalGiven
    | e.ScoreCorrected
    | e.ScoreTakenBack
    | e.PaddleShown
    | e.CouplesCalled
    | e.BonusAwarded
    | e.ImmunityGranted
    | e.ByeStated
)


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
        case e.ScoreTakenBack():
            mark = (
                f"{speak.judge(fact.judge)}'s {number(fact.was)} for {_dancers(fact, speak)} and {_their(fact, speak)}"
            )
            return f"{mark} was taken back."
        case e.PaddleShown():
            shown = f"{speak.judge(fact.judge)}'s paddle showed {number(fact.mark)}"
            return f"{shown} for {_dancers(fact, speak)} and {_their(fact, speak)}."
        case e.TotalGiven():
            named = listed([speak.dance(fact.week, dance) for dance in fact.dances])
            dancers = speak.dancers(fact.week, fact.dances[0])
            return f"{dancers} got {number(fact.total)} in all for their {named}; the split is not public."
        case e.CouplesCalled():
            called = f"{speak.judge(fact.judge)} called back {speak.couples(fact.couples)}"
            again = f", in place of the card before: {fact.reason}" if fact.reason else ""
            return f"{called} in round {fact.round} of episode {fact.episode}{again}."
        case e.BonusAwarded():
            got = f"{speak.couple(fact.couple)} got {number(fact.points)} bonus {'point' if fact.points == 1 else 'points'}"
            return f"{got} in week {fact.week}: {fact.reason}."
        case e.ImmunityGranted():
            return f"{speak.couple(fact.couple)} were made immune in week {fact.week}: {fact.reason}."
        case e.ByeStated():
            return _bye(fact, speak)
        case _:
            assert_never(fact)


def _bye(fact: e.ByeStated, speak: Speaker) -> str:
    who = listed([speak.couple(couple) for couple in fact.couples])
    match fact.holds:
        case "bye":
            holds = f"have a bye in week {fact.week}: they are through, and not in its ranking"
        case "no marks":
            holds = f"have no further marks in week {fact.week}; what is missing counts nothing"
        case "marks of a week":
            holds = f"keep their marks of week {fact.marks_of}, which count in week {fact.week} once more"
        case _:
            assert_never(fact.holds)
    return f"{who} {holds}: {fact.reason}."


Mark = e.ScoreGiven | e.ScoreCorrected | e.ScoreTakenBack | e.PaddleShown


def _dancers(fact: Mark, speak: Speaker) -> str:
    return speak.dancers(fact.week, fact.dance)


def _their(fact: Mark, speak: Speaker) -> str:
    return f"their {speak.dance(fact.week, fact.dance)}"
