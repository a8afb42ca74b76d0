"""Whose votes count: every stretch of votes of a week, by gateway, channel and voting body, with what was decided about it.

Whoever adds up the votes, and whoever shows how they were added up, goes through the same entries.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from domain.gateway.tally import Tallies
from domain.season.state import SeasonState, WeekState, counts_as_delivered
from domain.season.voting.facts import votes_stated
from domain.season.words import CoupleVotes

What = Literal["delivered", "batch voided", "stated in place of a manifest", "substituted"]
"""What an entry is: batches as delivered, one of them taken out, or votes that two people stated."""

Why = Literal[
    "", "channel voided", "gateway given up", "manifest replaced", "votes substituted", "nothing to take it out of"
]
"""Why an entry counts nothing; empty where it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteEntry:
    """Votes of one voting body in one week. `sign` says how they count: 1 added, -1 taken out, 0 not at all, and then `why`.

    A substitution is of a whole body, so it names neither gateway nor channel. `position` is that of the decision, 0 for what
    was delivered.
    """

    week: int
    body: str
    what: What
    votes: Mapping[str, int]
    gateway: str = ""
    channel: str = ""
    sign: Literal[-1, 0, 1] = 1
    why: Why = ""
    position: int = 0


def vote_entries(state: SeasonState, number: int, tallies: Tallies) -> tuple[VoteEntry, ...]:
    """Everything on record about the votes of a week, in the order in which it is added up; nothing of a week not opened.

    A voting body that has no entry with a sign has no votes; one whose entries add up to nothing has none for anybody.
    """
    week = state.weeks.get(number)
    if week is None:
        return ()
    entries = [*_delivered(week, number, tallies)]
    counted = {entry.body for entry in entries if entry.sign}
    entries += _voided(week, number, counted)
    entries += _replaced(week, number)
    substituted = week.substitutions.keys()
    left = [
        replace(entry, sign=0, why="votes substituted") if entry.body in substituted else entry for entry in entries
    ]
    return (*left, *_substituted(week, number))


def _delivered(week: WeekState, number: int, tallies: Tallies) -> Iterator[VoteEntry]:
    tally = tallies.get(number)
    for name, gateway in tally.gateways.items() if tally else ():
        for (channel, body), delivered in gateway.channels.items():
            why = _why_not(week, name, channel, body)
            yield VoteEntry(
                week=number, body=body, what="delivered", votes=delivered.votes, gateway=name, channel=channel,
                sign=0 if why else 1, why=why,
            )  # fmt: skip


def _voided(week: WeekState, number: int, counted: set[str]) -> Iterator[VoteEntry]:
    """Batches taken out, where anything of their body counts that they could be taken out of."""
    for void in week.voided_batches.values():
        fact = void.fact
        why: Why = _why_not(week, fact.gateway, fact.channel, fact.body)
        if not why and fact.body not in counted:
            why = "nothing to take it out of"
        yield VoteEntry(
            week=number, body=fact.body, what="batch voided", votes=_by_couple(votes_stated(fact)), gateway=fact.gateway,
            channel=fact.channel, sign=0 if why else -1, why=why, position=void.position,
        )  # fmt: skip


def _replaced(week: WeekState, number: int) -> Iterator[VoteEntry]:
    for (gateway, channel, body), stated in week.replaced.items():
        voided = channel in week.voided_channels
        yield VoteEntry(
            week=number, body=body, what="stated in place of a manifest", votes=_by_couple(votes_stated(stated.fact)),
            gateway=gateway, channel=channel, sign=0 if voided else 1, why="channel voided" if voided else "",
            position=stated.position,
        )  # fmt: skip


def _substituted(week: WeekState, number: int) -> Iterator[VoteEntry]:
    for body, stated in week.substitutions.items():
        votes = _by_couple(votes_stated(stated.fact))
        yield VoteEntry(week=number, body=body, what="substituted", votes=votes, position=stated.position)


def _why_not(week: WeekState, gateway: str, channel: str, body: str) -> Why:
    if counts_as_delivered(week, gateway, channel, body):
        return ""
    if channel in week.voided_channels:
        return "channel voided"
    return "manifest replaced" if (gateway, channel, body) in week.replaced else "gateway given up"


def _by_couple(votes: tuple[CoupleVotes, ...]) -> dict[str, int]:
    return {given.couple: given.votes for given in votes}
