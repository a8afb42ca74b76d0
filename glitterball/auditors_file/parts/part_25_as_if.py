"""A week's votes as if something else had counted: without a channel, with a void one, with void batches (decision 0033)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .part_01_findings import demand
from .part_02_spellings import Json
from .part_13_tallies import Tally
from .part_14_weeks import Week
from .part_15_season import Season

EXCLUSION_PROVED = "exclusion-proved.v1"
"""The event type of a proof that the same couples leave, as if something else had counted."""


def as_if_says(fact: Json) -> str:
    """In which words a claim names what would have been otherwise."""
    channel = fact.get("channel")
    if fact["as_if"] == "without":
        return f"without channel {channel}"
    return f"also with channel {channel}, which is void" if channel else "also with the batches that are void"


def voting_weeks(season: Season, number: int, fact: Json) -> dict[int, Week]:
    """The weeks whose votes count towards one, as the fact takes them to have been; refuses what would change nothing."""
    voted = sorted(set(season.weeks[number].opened["votes_from"]) & season.weeks.keys())
    weeks = {earlier: season.weeks[earlier] for earlier in voted}
    if "as_if" not in fact:
        return weeks
    possible = any(_is_possible(season, earlier, week, fact) for earlier, week in weeks.items())
    demand(possible, f"nothing would be otherwise {as_if_says(fact)}")
    return {earlier: _otherwise(week, fact) for earlier, week in weeks.items()}


def _is_possible(season: Season, number: int, week: Week, fact: Json) -> bool:
    """Whether other batches would count. A void batch that never came, or a channel in which nothing did, changes nothing."""
    channel, left_out = fact.get("channel"), fact["as_if"] == "without"
    tally = season.tallies.get(number, Tally())
    if channel is None:
        return not left_out and season.by_batch and any(void for _, void in _came(week, tally, None))
    if left_out:
        return channel not in week.void_channels and any(counts for counts, _ in _came(week, tally, channel))
    if channel not in week.void_channels:
        return False
    stated = any(replaced == channel for _, replaced, _ in week.replaced)
    return stated or any(counts for counts, _ in _came(_otherwise(week, fact), tally, channel))


def _came(week: Week, tally: Tally, channel: str | None) -> Iterator[tuple[bool, bool]]:
    """For each place that counts, perhaps of one channel alone: whether a batch in it counts, and whether one in it is void."""
    for name, gateway in tally.gateways.items():
        for (where, body), held in gateway.channels.items():
            if channel in (None, where) and week.counts(name, where, body):
                numbers = {*held.committing, *held.silent}
                void = {number for number in numbers if (name, number) in week.voids}
                yield not numbers or numbers > void, bool(void)


def _otherwise(week: Week, fact: Json) -> Week:
    channel = fact.get("channel")
    if channel is None:
        return replace(week, voids={})
    void = {name: event for name, event in week.void_channels.items() if name != channel}
    if fact["as_if"] == "without":
        assert week.voting is not None, "of a week without lines no channel counts"
        void[channel] = week.voting
    return replace(week, void_channels=void)
