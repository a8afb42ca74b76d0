"""What a season file does not hold of a season: every fact and count compared with those the file leads to."""

import json
from collections import Counter
from collections.abc import Iterator

from domain.findings import Finding
from domain.gateway.tally import GatewayTally, Tallies, WeekTally
from domain.record import canonical_json
from domain.season import events as e
from domain.season.state import SeasonState, WeekState
from projections.fold import SeasonFold

LEFT_OUT: dict[str, tuple[str, ...]] = {
    e.TieSettled.TYPE: ("by",),
    e.OutcomeCertified.TYPE: ("cuts", "inputs_sha256", "working_sha256"),
}
"""Particulars that name log positions or people, which a season file does not hold."""

WHO_AND_WHEN = Finding(
    "the season",
    "who recorded each fact and when, vote windows, and the order of events where it decides nothing are in the event log only",
    "note",
)


def not_carried(state: SeasonState, tallies: Tallies, back: SeasonFold) -> Iterator[Finding]:
    """One finding a fact or count that is missing or other in the season read back."""
    yield WHO_AND_WHEN
    held = Counter(_essence(fact) for fact in _facts(back.state))
    for fact in _facts(state):
        essence = _essence(fact)
        if held[essence] > 0:
            held[essence] -= 1
        else:
            week = getattr(fact, "week", None)
            where = f"week {week}" if week is not None else "the season"
            yield Finding(where, f"not held by the file: {essence}")
    for number, proposal in state.proposals.items():
        if not isinstance(proposal.settled and proposal.settled.fact, e.DecisionApproved):
            asked = proposal.proposed.fact.command.do
            how = "rejected" if proposal.settled else "still open"
            yield Finding("the season", f"not held by the file: proposal {number} ({asked}), {how}")
    for week in sorted({*tallies, *back.tallies}):
        lost = _lost_numbers(state, week)
        yield from _votes(week, tallies.get(week, WeekTally()), back.tallies.get(week, WeekTally()), lost)


def _facts(state: SeasonState) -> Iterator[e.SeasonFact]:
    if state.opened is not None:
        yield state.opened.fact
    for adopted in state.rulebooks:
        yield adopted.fact
    for cast in state.couples.values():
        yield cast.fact
    for withdrew in state.withdrawals.values():
        yield withdrew.fact
    for keys in state.gateway_keys.values():
        yield from (key.introduced.fact for key in keys)
        yield from (key.revoked.fact for key in keys if key.revoked is not None)
    for week in state.weeks.values():
        yield from _week_facts(week)


def _week_facts(week: WeekState) -> Iterator[e.SeasonFact]:
    for dance in week.dances.values():
        for event in (dance.scheduled, *dance.history, *dance.paddles.values()):
            yield event.fact
    single = (week.opened, week.voting, week.seal, week.cancelled, week.closed)
    for one in single:
        if one is not None:
            yield one.fact
    by_name = (
        week.panels, week.voided_batches, week.voided_channels, week.substitutions, week.ballots
    )  # fmt: skip
    for named in by_name:
        for event in named.values():
            yield event.fact
    listed = (
        week.absences, week.totals, week.bonuses, week.immunities, week.outages, week.settlements, week.certified,
        week.announcements, week.disputes, week.reopened,
    )  # fmt: skip
    for events in listed:
        for event in events:
            yield event.fact


def _essence(fact: e.SeasonFact) -> str:
    particulars = json.loads(canonical_json(fact))
    for name in LEFT_OUT.get(fact.TYPE, ()):
        particulars.pop(name, None)
    if isinstance(fact, e.RulebookAdopted):
        particulars["rulebook"] = fact.rulebook.ref
    return f"{fact.TYPE} {json.dumps(particulars, ensure_ascii=False)}"


def _lost_numbers(state: SeasonState, week: int) -> set[tuple[str, int]]:
    return set(state.weeks[week].voided_batches) if week in state.weeks else set()


def _votes(week: int, was: WeekTally, now: WeekTally, voided: set[tuple[str, int]]) -> Iterator[Finding]:
    for name in sorted({*was.gateways, *now.gateways}):
        where = f"week {week}, gateway {name}"
        before, after = was.gateways.get(name, GatewayTally()), now.gateways.get(name, GatewayTally())
        if _counts(before) != _counts(after):
            yield Finding(where, "not held by the file: votes it delivered differ when read back")
        if before.after_the_seal:
            yield Finding(where, f"not held by the file: batches after the seal: {before.after_the_seal}")
        missing = {batch for first, last in before.missing for batch in range(first, min(last, first + 1000) + 1)}
        if missing - {batch for gateway, batch in voided if gateway == name}:
            yield Finding(where, "not held by the file: that batches are missing; the votes that came are added up")
        if _manifest(before) != _manifest(after):
            yield Finding(where, "not held by the file: a manifest that differs from the votes delivered")


def _counts(tally: GatewayTally) -> list[tuple[object, ...]]:
    return sorted(
        (key, one.received, one.accepted, one.late, sorted(one.rejected.items()), sorted(one.votes.items()))
        for key, one in tally.channels.items()
        if one.received
    )


def _manifest(tally: GatewayTally) -> list[tuple[object, ...]] | None:
    if tally.manifest is None:
        return None
    return sorted(
        (one.channel, one.received, one.accepted, one.late, sorted(one.rejected))
        for one in tally.manifest.fact.totals
        if one.received
    )
