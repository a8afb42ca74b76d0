"""A season as if something else had counted: a channel left out, a void one or void batches counted (decision 0033).

Everything else stays as it is, so what is claimed of it is what `tabulate` would have said if two people had decided otherwise.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from domain.gateway.tally import Tallies, WeekTally
from domain.record import Actor, Recorded
from domain.season.lookup import commits_by_batch, week_of
from domain.season.proving.facts import How, OfExclusion, OfProof
from domain.season.proving.refusals import ProofDoesNotFit
from domain.season.state import SeasonState, WeekState, counts_as_delivered
from domain.season.voting.facts import ChannelVoided

NOBODY = Actor(name="nobody", role="engine")


class AsIf(NamedTuple):
    """As if votes were left out (`without` a channel), or counted that are void (`with` a channel, or all void batches)."""

    how: How
    channel: str | None = None

    @property
    def says(self) -> str:
        """For a sentence: `the same couples leave ...`."""
        if self.how == "without":
            return f"without channel {self.channel}"
        return (
            f"also with channel {self.channel}, which is void"
            if self.channel
            else "also with the batches that are void"
        )


def as_if_of(fact: OfProof) -> AsIf | None:
    """What a claim is made as if; nothing where it is made of what counted."""
    return AsIf(fact.as_if, fact.channel) if isinstance(fact, OfExclusion) else None


def changed(state: SeasonState, week: int, tallies: Tallies, wanted: AsIf) -> SeasonState:
    """The season with that one thing otherwise, in each week whose votes count. Refuses what is so already, or cannot be."""
    numbers = [number for number in week_of(state, week).opened.fact.votes_from if number in state.weeks]
    if not any(_can_be(state, number, tallies.get(number, WeekTally()), wanted) for number in numbers):
        raise ProofDoesNotFit(week, f"nothing would be otherwise {wanted.says}")
    weeks = {number: _changed(state.weeks[number], wanted) for number in numbers}
    return replace(state, weeks={**state.weeks, **weeks})


def _can_be(state: SeasonState, number: int, tally: WeekTally, wanted: AsIf) -> bool:
    """Whether a week would count other batches. A void batch that never came changes nothing, nor does an empty channel."""
    week = state.weeks[number]
    if wanted.channel is None:
        by_batch = wanted.how == "with" and commits_by_batch(state)
        return by_batch and any(void for _, void in _batches(week, tally, None))
    if (wanted.channel in week.voided_channels) is (wanted.how == "without"):
        return False
    counted = _changed(week, wanted) if wanted.how == "with" else week
    stated = wanted.how == "with" and any(channel == wanted.channel for _, channel, _ in week.replaced)
    return stated or any(counts for counts, _ in _batches(counted, tally, wanted.channel))


def _batches(week: WeekState, tally: WeekTally, channel: str | None) -> Iterator[tuple[bool, bool]]:
    """Of each place that counts, or of those of a channel: whether a batch of it counts, and whether one that came is void."""
    for name, gateway in tally.gateways.items():
        voided = {batch for of, batch in week.voided_batches if of == name}
        for (where, body), held in gateway.channels.items():
            if channel in (None, where) and counts_as_delivered(week, name, where, body):
                came = {*(batch.number for batch in held.committed), *held.uncommitted}
                yield not came or bool(came - voided), bool(came & voided)


def _changed(week: WeekState, wanted: AsIf) -> WeekState:
    if wanted.channel is None:
        return replace(week, voided_batches={})
    channels = {name: void for name, void in week.voided_channels.items() if name != wanted.channel}
    if wanted.how == "without":
        number = week.opened.fact.week
        void = ChannelVoided(week=number, channel=wanted.channel, reason="as if")
        channels[wanted.channel] = Recorded(0, "", 0, "", NOBODY, void)
    return replace(week, voided_channels=channels)
