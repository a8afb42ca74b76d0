"""Everything that was left out of the count or put in its place, and whether the outcome would have been another without that.

Each is taken back alone, with everything else as it stands, and the week is tabulated again.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Literal

from domain.gateway.events import VoteBatchReceived
from domain.gateway.tally import Tallies, WeekTally
from domain.record import Recorded
from domain.rulebook.book import Rulebook
from domain.season import events as e
from domain.season.gathering import period_of
from domain.season.state import SeasonState, WeekState, vote_decisions
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.evidence.certificate.people import Answerable, answerable
from projections.fold import SeasonFold
from projections.outcomes import places_of

Kind = Literal[
    "batch voided", "channel voided", "votes substituted", "manifest replaced", "gateway given up", "batches after the seal",
    "elimination cancelled",
]  # fmt: skip

AboutVotes = e.BatchVoided | e.ChannelVoided | e.InputSubstituted | e.ManifestReplaced | e.GatewayGivenUp
"""What two people decide about votes."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a week ends: enough to see whether two outcomes differ."""

    status: str
    bottom: tuple[str, ...]
    leaving: tuple[str, ...]
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """One exclusion, who answers for it, and the outcome without it. `votes` is how many were left out, where known."""

    kind: Kind
    week: int
    what: str
    votes: int | None
    reason: str
    people: Answerable | None
    position: int | None
    without: Ended | None
    differs: bool | None
    bottom_differs: bool | None


def ended(outcome: Outcome) -> Ended:
    """How an outcome ends."""
    return Ended(outcome.status, outcome.bottom, outcome.leaving, places_of(outcome))


def kind_and_what(fact: AboutVotes | e.EliminationCancelled) -> tuple[Kind, str]:
    """What a decision that leaves something out is called, and what it left out. Both are public."""
    match fact:
        case e.BatchVoided():
            return "batch voided", f"batch {fact.batch} of {fact.gateway} ({fact.channel}, {fact.body})"
        case e.ChannelVoided():
            return "channel voided", f"channel {fact.channel}"
        case e.InputSubstituted():
            return "votes substituted", f"the votes of {fact.body}"
        case e.ManifestReplaced():
            return "manifest replaced", f"the votes of {fact.gateway} in channel {fact.channel} ({fact.body})"
        case e.GatewayGivenUp():
            return "gateway given up", f"gateway {fact.gateway}, its votes taken {fact.taken}"
        case e.EliminationCancelled():
            return "elimination cancelled", "nobody leaves"


def exclusions_of(
    fold: SeasonFold,
    week: int,
    rulebook: Rulebook,
    outcome: Outcome,
    after_the_seal: Sequence[Recorded[VoteBatchReceived]],
) -> tuple[Exclusion, ...]:
    """All exclusions in the weeks whose votes count, in the order of the log."""
    retake = _Retake(fold, week, rulebook, ended(outcome))
    found = [one for number in retake.counted() for one in _of_week(retake, number, after_the_seal)]
    cancelled = fold.state.weeks[week].cancelled
    if cancelled is not None:
        taken_back = retake.with_week(week, cancelled=None)
        kind, what = kind_and_what(cancelled.fact)
        found.append(retake.compared(kind, week, what, None, cancelled, taken_back, fold.tallies))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Retake:
    """The week as it stands, to be taken again with one thing different."""

    fold: SeasonFold
    week: int
    rulebook: Rulebook
    stands: Ended

    def counted(self) -> list[int]:
        state = self.fold.state
        return [number for number in state.weeks[self.week].opened.fact.votes_from if number in state.weeks]

    def with_week(self, number: int, **changed: Any) -> SeasonState:
        state = self.fold.state
        return replace(state, weeks={**state.weeks, number: replace(state.weeks[number], **changed)})

    def compared(
        self,
        kind: Kind,
        number: int,
        what: str,
        votes: int | None,
        event: Recorded[Any] | None,
        state: SeasonState,
        tallies: Tallies,
        reason: str = "",
    ) -> Exclusion:
        without = ended(tabulate(self.rulebook, period_of(state, self.week, tallies), explain=False))
        here = self.stands
        differs = (without.status, set(without.leaving), set(without.places)) != (
            here.status, set(here.leaving), set(here.places),
        )  # fmt: skip
        return Exclusion(
            kind=kind,
            week=number,
            what=what,
            votes=votes,
            reason=event.fact.reason if event is not None else reason,
            people=answerable(self.fold.state, event) if event is not None else None,
            position=event.position if event is not None else None,
            without=without,
            differs=differs,
            bottom_differs=set(without.bottom) != set(here.bottom),
        )


def _of_week(
    retake: _Retake, number: int, after_the_seal: Sequence[Recorded[VoteBatchReceived]]
) -> Iterator[Exclusion]:
    week, tallies = retake.fold.state.weeks[number], retake.fold.tallies
    for event in sorted(vote_decisions(week), key=lambda event: event.position):
        fact: AboutVotes = event.fact
        kind, what = kind_and_what(fact)
        votes: int | None = None
        match fact:
            case e.BatchVoided():
                left = {key: one for key, one in week.voided_batches.items() if one is not event}
                state = retake.with_week(number, voided_batches=left)
                votes = sum(given.votes for given in fact.votes)
            case e.ChannelVoided():
                channels = {key: one for key, one in week.voided_channels.items() if one is not event}
                state = retake.with_week(number, voided_channels=channels)
                votes = _accepted(tallies.get(number), fact.channel)
            case e.InputSubstituted():
                substitutions = {key: one for key, one in week.substitutions.items() if one is not event}
                state = retake.with_week(number, substitutions=substitutions)
            case e.ManifestReplaced():
                replaced = {key: held for key, held in week.replaced.items() if held is not event}
                state = retake.with_week(number, replaced=replaced)
            case e.GatewayGivenUp():
                given_up = {key: held for key, held in week.given_up.items() if held is not event}
                state = retake.with_week(number, given_up=given_up)
                votes = _of_gateway(tallies.get(number), fact.gateway) if fact.taken == "not at all" else None
        yield retake.compared(kind, number, what, votes, event, state, tallies)
    yield from _late(retake, number, week, after_the_seal)


def _accepted(tally: WeekTally | None, channel: str) -> int:
    gateways = tally.gateways.values() if tally else ()
    return sum(one.accepted for gateway in gateways for (name, _), one in gateway.channels.items() if name == channel)


def _of_gateway(tally: WeekTally | None, gateway: str) -> int:
    found = tally.gateways.get(gateway) if tally else None
    return sum(delivered.accepted for delivered in found.channels.values()) if found else 0


def _late(
    retake: _Retake, number: int, week: WeekState, after_the_seal: Sequence[Recorded[VoteBatchReceived]]
) -> Iterator[Exclusion]:
    """Batches behind the seal: nobody decided to leave them out, the seal did (decision 0004)."""
    tally = retake.fold.tallies.get(number)
    behind = sum(gateway.after_the_seal for gateway in tally.gateways.values()) if tally else 0
    if tally is None or not behind:
        return
    sealed = week.seal.position if week.seal else 0
    late = [event for event in after_the_seal if event.fact.week == number and event.position > sealed]
    votes = sum(gateway.votes_after_the_seal for gateway in tally.gateways.values())
    what, reason = f"{behind} batch{'es' if behind > 1 else ''}", "they reached the log after the vote was sealed"
    if len(late) != behind:
        yield Exclusion(
            kind="batches after the seal",
            week=number,
            what=what,
            votes=votes,
            reason=reason,
            people=None,
            position=None,
            without=None,
            differs=None,
            bottom_differs=None,
        )
        return
    opened_again = deepcopy(tally)
    opened_again.sealed_at = 0
    for event in late:
        opened_again.count(event)
    with_late = {**retake.fold.tallies, number: opened_again}
    state = retake.fold.state
    yield retake.compared("batches after the seal", number, what, votes, None, state, with_late, reason)
