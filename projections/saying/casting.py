"""Casting, in sentences."""

from typing import assert_never

from domain.season import events as e
from projections.names import listed
from projections.saying.speaker import Speaker

Facts = e.CastChanged | e.RunningOrderStated | e.WithdrawalTakenBack


def say(fact: Facts, speak: Speaker) -> str:
    """The sentence of a fact."""
    match fact:
        case e.CastChanged():
            return f"{_people(fact)} {_when(fact)} the couple {fact.couple}: {fact.reason}."
        case e.RunningOrderStated():
            order = listed([_dance(fact.week, name, speak) for name in fact.dances])
            return f"The running order of episode {fact.episode} is: {order}; {fact.reason}."
        case e.WithdrawalTakenBack():
            return f"{speak.couple(fact.couple)} did not withdraw in week {fact.week}, as was said: {fact.reason}."
        case _:
            assert_never(fact)


def _people(fact: e.CastChanged) -> str:
    return (
        f"{fact.celebrity} and {fact.professional}"
        if fact.professional
        else f"{fact.celebrity}, with a pro not on record,"
    )


def _when(fact: e.CastChanged) -> str:
    if fact.to_week is None:
        return f"are from week {fact.from_week} on"
    if fact.to_week == fact.from_week:
        return f"are in week {fact.from_week}"
    return f"are from week {fact.from_week} to week {fact.to_week}"


def _dance(week: int, name: str, speak: Speaker) -> str:
    """Who dances, and in which round where it is not the first."""
    fact = speak.state.weeks[week].dances[name].scheduled.fact
    dancers = speak.dancers(week, name)
    return dancers if fact.round == "1" or fact.team else f"{dancers} in round {fact.round}"
