"""The exclusions that were really made, both ways: the week as it stands, and the week had they not been made.

Each is taken back alone, with everything else as it stands; where there are several, at last all together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from domain.gateway.tally import MINUTE
from domain.period.scoring_period import BodyVotes, ScoringPeriod
from domain.record import Recorded
from domain.season.gathering import period_of
from domain.season.state import SeasonState, WeekState
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.exclusion.parts import Passed, in_minutes, weeks_counted
from glitterball.closeness.exclusion.results import Made, Seen, Why
from glitterball.closeness.exclusion.standing import Standing, look
from projections.fold import SeasonFold

WHAT: dict[Why, str] = {
    "batch voided": "voided_batches",
    "channel voided": "voided_channels",
    "votes substituted": "substitutions",
    "manifest replaced": "replaced",
    "gateway given up": "given_up",
}
"""What a week remembers of each kind."""

BEHIND_THE_SEAL = "it reached the log after the vote was sealed"


def made(season: SeasonFold, week: int, standing: Standing, passed: Passed) -> Iterator[Made]:
    """By kind, week and position."""
    retake = _Retake(season, week, standing)
    counted = weeks_counted(season, week)
    ways = 0
    for why in WHAT:
        for number, this in counted.items():
            for event in getattr(this, WHAT[why]).values():
                ways += 1
                yield retake.taken_back(why, number, event, passed)
    for number in sorted(passed.late):
        ways += 1
        late = {number: passed.late[number]}
        seen = retake.seen(season.state, Passed(late=late))
        votes = sum(_accepted(late, counted).values())
        yield retake.both("after the seal", number, "batches after the seal", BEHIND_THE_SEAL, None, votes, seen)
    if ways > 1:
        seen = retake.seen(_as_though_nothing(season.state, counted), passed)
        yield retake.both("all of these", week, "everything left out or replaced", "", None, 0, seen)
    yield from _outages(season, standing, counted, passed)


def _outages(season: SeasonFold, standing: Standing, counted: dict[int, WeekState], passed: Passed) -> Iterator[Made]:
    for number, this in counted.items():
        for event in this.outages:
            fact = event.fact
            ended = fact.ended[:MINUTE] if fact.ended else None
            part = in_minutes(season, number, fact.channel, fact.began[:MINUTE], ended, passed)
            without = standing.without(part)
            stands = standing.seen
            yield Made(
                "outage", number, part.name, fact.what, event.position, part.total, True, stands, without,
                stands.ending.same_as(without.ending), stands.ending.bottom == without.ending.bottom,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Retake:
    """The week as it stands, to be taken again with one thing different."""

    season: SeasonFold
    week: int
    standing: Standing

    def taken_back(self, why: Why, number: int, event: Recorded[Any], passed: Passed) -> Made:
        """One decision as though it had not been made."""
        state = self.season.state
        this = state.weeks[number]
        left = {key: one for key, one in getattr(this, WHAT[why]).items() if one is not event}
        seen = self.seen(_with(state, number, **{WHAT[why]: left}), Passed())
        fact = event.fact
        if why == "batch voided":
            name, votes = f"{fact.gateway} {fact.batch}", sum(one.votes for one in fact.votes)
        elif why == "channel voided":
            name, votes = fact.channel, self._delivered(number, fact.channel)
        elif why == "gateway given up":
            name, votes = fact.gateway, self._of_gateway(number, fact.gateway)
        elif why == "manifest replaced":
            name, votes = f"{fact.gateway} {fact.channel}", sum(given.votes for given in fact.votes)
        else:
            name, votes = fact.body, sum(one.votes for one in fact.votes)
        return self.both(why, number, name, fact.reason, event.position, votes, seen)

    def seen(self, state: SeasonState, passed: Passed) -> Seen:
        """The week under a changed state, with batches from behind the seal added."""
        rulebook = self.standing.rulebook
        period = period_of(state, self.week, self.season.tallies)
        period = _with_late(period, _accepted_by_body(passed, {n: state.weeks[n] for n in passed.late}))
        return look(rulebook, tabulate(rulebook, period, explain=False), period)

    def both(
        self, why: Why, number: int, name: str, reason: str, position: int | None, votes: int, with_it: Seen
    ) -> Made:
        """With what was left out, and as it stands."""
        stands = self.standing.seen
        same_bottom = with_it.ending.bottom == stands.ending.bottom
        same = with_it.ending.same_as(stands.ending)
        return Made(why, number, name, reason, position, votes, False, with_it, stands, same, same_bottom)

    def _of_gateway(self, number: int, gateway: str) -> int:
        """Accepted votes that a gateway delivered."""
        tally = self.season.tallies.get(number)
        found = tally.gateways.get(gateway) if tally else None
        return sum(delivered.accepted for delivered in found.channels.values()) if found else 0

    def _delivered(self, number: int, channel: str) -> int:
        """Accepted votes of a channel, without its voided batches."""
        tally, this = self.season.tallies.get(number), self.season.state.weeks[number]
        gateways = tally.gateways.values() if tally else ()
        came = sum(one.accepted for each in gateways for (name, _), one in each.channels.items() if name == channel)
        voids = (void.fact for void in this.voided_batches.values() if void.fact.channel == channel)
        return came - sum(one.votes for void in voids for one in void.votes)


def _with(state: SeasonState, number: int, **changed: Any) -> SeasonState:
    return replace(state, weeks={**state.weeks, number: replace(state.weeks[number], **changed)})


def _as_though_nothing(state: SeasonState, counted: dict[int, WeekState]) -> SeasonState:
    for number in counted:
        state = _with(state, number, **{held: {} for held in WHAT.values()})
    return state


def _accepted(late: dict[int, Any], weeks: dict[int, WeekState]) -> dict[tuple[str, str], int]:
    """Late votes that would count, by body and couple."""
    found: dict[tuple[str, str], int] = {}
    for number, channels in late.items():
        this = weeks[number]
        for (channel, body), counted in channels.items():
            if channel not in this.voided_channels and body not in this.substitutions:
                for couple, votes in counted.votes.items():
                    found[body, couple] = found.get((body, couple), 0) + votes
    return found


def _accepted_by_body(passed: Passed, weeks: dict[int, WeekState]) -> dict[str, dict[str, int]]:
    by_body: dict[str, dict[str, int]] = {}
    for (body, couple), votes in _accepted(passed.late, weeks).items():
        by_body.setdefault(body, {})[couple] = votes
    return by_body


def _with_late(period: ScoringPeriod, late: dict[str, dict[str, int]]) -> ScoringPeriod:
    if not late:
        return period
    counts = {one.body: dict(zip(period.couples, one.votes, strict=True)) for one in period.votes}
    for body, votes in late.items():
        held = counts.setdefault(body, dict.fromkeys(period.couples, 0))
        for couple in held:
            held[couple] += votes.get(couple, 0)
    return replace(period, votes=tuple(BodyVotes(body, tuple(counts[body].values())) for body in sorted(counts)))
