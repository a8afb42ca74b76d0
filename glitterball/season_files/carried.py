"""What a season file does not hold of a season: every fact and count compared with those the file leads to."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from domain.findings import Finding
from domain.gateway.tally import GatewayTally, Tallies, WeekTally
from domain.parts import TwoParts
from domain.record import Fact, Recorded, canonical_json
from domain.season import events as e
from domain.season.proposing.facts import asked_for
from domain.season.state import Proposal, SeasonState
from projections.fold import SeasonFold

LEFT_OUT: dict[str, tuple[str, ...]] = {
    e.TieSettled.TYPE: ("by",),
    e.CutSettled.TYPE: ("by",),
    e.OutcomeCertified.TYPE: ("cuts", "inputs_sha256", "working_sha256"),
}
"""Particulars that name log positions or people, which a season file does not hold."""

IN_PARTS = ("nonce", "in_danger", "placed", "replaces")
"""What only the second form of a fact says: random bits, and what is in its other fields as well, or in announcements."""

IN_TWO_FORMS = (e.OutcomeCertified, e.BatchVoided, e.InputSubstituted, e.ManifestReplaced)
"""Facts of which a second form hides the counts."""

APART: dict[str, str] = {
    e.DecisionProposed.TYPE: "compared as proposals: one that was approved stands in what it became",
    e.DecisionApproved.TYPE: "the end of a proposal",
    e.DecisionRejected.TYPE: "the end of a proposal",
    e.DecisionWithdrawn.TYPE: "the end of a proposal",
    e.SignedProposal.TYPE: "compared as proposals, like those of the first form",
    e.ProposalInParts.TYPE: "compared as proposals, like those of the first form",
    e.SignedApproval.TYPE: "the end of a proposal",
    e.SignedRejection.TYPE: "the end of a proposal",
}
"""Facts that are not compared one by one, and why."""

WHO_AND_WHEN = Finding(
    "the season",
    "who recorded each fact and when, vote windows, and the order of events where it decides nothing are in the event log only",
    "note",
)


def not_carried(state: SeasonState, tallies: Tallies, back: SeasonFold) -> Iterator[Finding]:
    """One finding a fact or count that is missing or other in the season read back."""
    yield WHO_AND_WHEN
    held = Counter(_compared(fact) for fact in facts_of(back.state))
    for fact in facts_of(state):
        essence, compared = _essence(fact), _compared(fact)
        if held[compared] > 0:
            held[compared] -= 1
        else:
            week = getattr(fact, "week", None)
            where = f"week {week}" if week is not None else "the season"
            yield Finding(where, f"not held by the file: {essence}")
    for number, proposal in state.proposals.items():
        if not isinstance(proposal.settled and proposal.settled.fact, e.DecisionApproved):
            asked = asked_for(proposal.proposed.fact)
            how = _ended(proposal)
            yield Finding("the season", f"not held by the file: proposal {number} ({asked}), {how}")
    for week in sorted({*tallies, *back.tallies}):
        lost = _lost_numbers(state, week)
        yield from _votes(week, tallies.get(week, WeekTally()), back.tallies.get(week, WeekTally()), lost)


def _ended(proposal: Proposal) -> str:
    if proposal.settled is None:
        return "still open"
    return "taken back" if isinstance(proposal.settled.fact, e.DecisionWithdrawn) else "rejected"


def facts_of(state: SeasonState) -> Iterator[e.SeasonFact]:
    """Every fact that a season remembers, wherever it remembers it: a kind of fact that is new is compared like all others."""
    events = {event.position: event for event in _recorded_in(state)}
    for _, event in sorted(events.items()):
        if event.fact.TYPE not in APART:
            yield event.fact


def _recorded_in(value: object) -> Iterator[Recorded[Any]]:
    """The events in a value, and in all that it is made of."""
    if isinstance(value, Recorded):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from _recorded_in(getattr(value, part.name))
    elif isinstance(value, dict | tuple | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _recorded_in(member)


def _essence(fact: e.SeasonFact) -> str:
    return f"{fact.TYPE} {json.dumps(_particulars(fact), ensure_ascii=False)}"


def _compared(fact: e.SeasonFact) -> str:
    """What is compared: which of its forms a fact is read back in follows from how the week's lines were opened."""
    kind, _, form = fact.TYPE.rpartition(".")
    particulars = _particulars(fact)
    if isinstance(fact, e.OutcomeCertified):
        particulars |= {name: sorted(particulars[name]) for name in ("leaving", "saved")}
    return json.dumps([kind if isinstance(fact, IN_TWO_FORMS) else f"{kind}.{form}", particulars], sort_keys=True)


def _particulars(fact: Fact) -> dict[str, Any]:
    particulars: dict[str, Any] = json.loads(canonical_json(fact))
    left_out = IN_PARTS if isinstance(fact, TwoParts) else ()
    for name in (*left_out, *(name for kind, names in LEFT_OUT.items() if _is(fact, kind) for name in names)):
        particulars.pop(name, None)
    if isinstance(fact, e.RulebookAdopted):
        particulars["rulebook"] = fact.rulebook.ref
    return particulars


def _is(fact: Fact, kind: str) -> bool:
    return fact.TYPE.rpartition(".")[0] == kind.rpartition(".")[0]


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
        (total.channel, total.received, total.accepted, total.late, sorted(total.rejected))
        for total in tally.manifest.fact.totals
        if total.received
    )
