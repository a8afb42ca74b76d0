"""The checks of a week's audit: what must agree with what, and a finding for each place where it does not."""

from collections.abc import Mapping

from domain.findings import Finding
from domain.rulebook.plug_ins import plug_ins_of
from domain.season import commands as c
from domain.season import events as e
from domain.season.deciding.facts import OfOutcome
from domain.season.deciding.rules import certified
from domain.season.outcome import Tabulated
from domain.season.readiness import readiness
from domain.season.state import Announced, rulebook_event, rulebook_of
from domain.tabulation.outcome import Outcome
from glitterball.audit import disagreements as found
from projections.fold import SeasonFold
from projections.names import couple_names, in_places, listed
from projections.outcomes import lets_nobody_leave, places_of, touched_after

SPOKEN = {
    "rulebook": "the rulebook",
    "rulebook_sha256": "the rulebook's text",
    "form": "the form",
    "sides": "the sides",
    "cuts": "the cut of the votes",
    "inputs_sha256": "the scores, votes and decisions counted",
    "working_sha256": "the working",
    "standings": "the standings",
    "bottom": "the bottom set",
    "leaving": "who leaves",
    "saved": "who is saved",
}
"""What each field of a certificate fixes. `week` is given."""


def announced_against_computed(season: SeasonFold, week: int, outcome: Outcome, said: Announced) -> list[Finding]:
    """What was said on air against what follows. Who left and the places must agree; the danger set announced need not be
    the true lowest set (RULES 1.5), so a difference there is a warning."""
    where, names = f"week {week}", couple_names(season.state, week)
    if lets_nobody_leave(season.state, week):
        left = said.eliminated or ()
        return [found.LEFT_THOUGH_NOBODY_DOES.at(where, announced=_list(left, names))] if left else []
    danger = _danger_against_computed(where, outcome, said, names)
    if outcome.status != "decided":
        return danger
    findings = []
    if said.eliminated is not None and set(said.eliminated) != set(outcome.leaving):
        announced, computed = _list(said.eliminated, names), _list(outcome.leaving, names)
        findings.append(found.LEAVING_DIFFERS.at(where, announced=announced, computed=computed))
    if said.places is not None and outcome.placed and set(said.places) != set(places_of(outcome)):
        announced, computed = _places(said.places, names), _places(places_of(outcome), names)
        findings.append(found.PLACES_DIFFER.at(where, announced=announced, computed=computed))
    findings += danger
    if said.saved is not None and set(said.saved) - set(outcome.saved) and not outcome.placed:
        announced, computed = _list(said.saved, names), _list(outcome.saved, names)
        findings.append(found.SAVED_DIFFERS.at(where, announced=announced, computed=computed))
    return findings


def _danger_against_computed(where: str, outcome: Outcome, said: Announced, names: Mapping[str, str]) -> list[Finding]:
    """The danger set is said before the judges save anybody, so it is compared as soon as it is settled (US 29)."""
    if said.danger is None or not outcome.bottom or not outcome.bottom_settled:
        return []
    if set(said.danger) == set(outcome.bottom):
        return []
    announced, computed = _list(said.danger, names), _list(outcome.bottom, names)
    return [found.DANGER_DIFFERS.at(where, announced=announced, computed=computed)]


def corrections(season: SeasonFold, week: int) -> list[Finding]:
    """Announcements that were taken back (US 29: the wrong bottom two, corrected on air): both stay on record."""
    names = couple_names(season.state, week)
    return [
        found.ANNOUNCEMENT_CORRECTED.at(
            f"week {event.fact.week}, event {event.position}",
            what=event.fact.what,
            couples=_list(event.fact.couples, names),
            reason=event.fact.reason,
        )
        for event in season.state.weeks[week].announcements
        if isinstance(event.fact, e.AnnouncementCorrected)
    ] + [
        found.ANNOUNCEMENT_CORRECTED.at(
            f"week {event.fact.week}, event {event.position}",
            what="places",
            couples=_list(tuple(line.couple for line in in_places(event.fact.places)), names),
            reason=event.fact.reason,
        )
        for event in season.state.weeks[week].announcements
        if isinstance(event.fact, e.PlacesCorrected)
    ]


def certified_against_recomputed(season: SeasonFold, week: int, again: Tabulated) -> list[Finding]:
    """The last certificate against the outcome recomputed from the events: two things that must agree, computed twice."""
    state = season.state
    this = state.weeks[week]
    if not this.certified:
        return []
    event = this.certified[-1]
    where = f"week {week}, event {event.position}"
    findings = []
    later = touched_after(season, week)
    if later:
        findings.append(found.CERTIFICATE_STALE.at(where, event=later))
    if again.outcome.status == "not tabulated":
        return [*findings, found.CERTIFIED_NOT_COMPUTABLE.at(where)]
    made = certified(c.CertifyOutcome(week=week, nonce=event.fact.nonce), state, season.tallies, again)
    for name in OfOutcome.model_fields:
        if getattr(made, name) != getattr(event.fact, name):
            how = _how(event.fact, made, name, couple_names(state, week))
            findings.append(found.CERTIFICATE_DIFFERS.at(where, field=SPOKEN.get(name, name), how=how))
    adoption = rulebook_event(state, week)
    if adoption is not None and adoption.fact.rulebook.hash() != adoption.fact.sha256:
        findings.append(found.RULEBOOK_HASH_WRONG.at(f"week {week}, event {adoption.position}"))
    return findings


def _how(before: e.OutcomeCertified, again: e.OutcomeCertified, name: str, names: Mapping[str, str]) -> str:
    if name in ("leaving", "bottom", "saved"):
        return f": {_list(getattr(before, name), names)}; {_list(getattr(again, name), names)}"
    if name == "standings":
        lines = {line.couple: line for line in before.standings}
        couples = [line.couple for line in again.standings if lines.get(line.couple) != line]
        return f" for {_list(tuple(sorted(couples)), names)}"
    return ""


def certified_before_announced(season: SeasonFold, week: int) -> list[Finding]:
    """Outside history a result is announced from a certificate (US 29), where there can be one."""
    this, rulebook = season.state.weeks[week], rulebook_of(season.state, week)
    by_a_package = rulebook is not None and bool(plug_ins_of(rulebook))
    if season.state.mode == "historic" or by_a_package or lets_nobody_leave(season.state, week):
        return []
    first = this.certified[0].position if this.certified else None
    return [
        found.ANNOUNCED_UNCERTIFIED.at(f"week {week}, event {event.position}")
        for event in this.announcements
        if isinstance(event.fact, e.CoupleEliminated | e.PlacesAwarded) and (first is None or event.position < first)
    ]


def voids(season: SeasonFold, week: int) -> list[Finding]:
    """Voided batches: what they restate cannot be more than their channel delivered. Batch by batch the gateway's own
    events are needed, which a season's fold does not keep; that comparison is noted as not made here."""
    this = season.state.weeks[week]
    if not this.voided_batches:
        return []
    restated: dict[tuple[str, str, str, str], int] = {}
    for event in this.voided_batches.values():
        for given in event.fact.votes:
            key = (event.fact.gateway, event.fact.channel, event.fact.body, given.couple)
            restated[key] = restated.get(key, 0) + given.votes
    findings = []
    gateways = season.tallies[week].gateways if week in season.tallies else {}
    for (gateway, channel, body, couple), votes in restated.items():
        tally = gateways[gateway].channels.get((channel, body)) if gateway in gateways else None
        delivered = tally.votes.get(couple, 0) if tally else 0
        if votes > delivered:
            named = couple_names(season.state, week).get(couple, couple)
            place = f"week {week}, gateway {gateway}, channel {channel}"
            findings.append(found.VOID_TOO_LARGE.at(place, votes=votes, couple=named, delivered=delivered))
    where = ", ".join(f"event {event.position}" for event in this.voided_batches.values())
    return [*findings, found.VOIDS_NOT_COMPARED.at(f"week {week}, {where}")]


def standing_warnings(season: SeasonFold, week: int) -> list[Finding]:
    """What readiness warns of (paddles, batches after the seal); of a live week also what was missing."""
    standing = readiness(season.state, week, season.tallies)
    historic = season.state.mode == "historic"
    certified_live = not historic and bool(season.state.weeks[week].certified)
    return [finding for finding in standing if finding.severity != "error" or certified_live]


def _list(couples: tuple[str, ...], names: Mapping[str, str]) -> str:
    return listed([names.get(couple, couple) for couple in couples])


def _places(places: tuple[tuple[str, int], ...], names: Mapping[str, str]) -> str:
    placed = sorted(places, key=lambda one: one[1])
    return ", ".join(f"{place} {names.get(couple, couple)}" for couple, place in placed) or "none"
