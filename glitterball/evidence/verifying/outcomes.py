"""Outcomes recomputed: certifications on what stood before them, announcements on all there is, rulebooks adopted later."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.record import Recorded
from domain.season import commands as c
from domain.season import events as e
from domain.season.deciding.rules import certified
from domain.season.outcome import outcome_of, tabulated
from domain.season.state import Announced, WeekState, announced, last_touched, rulebook_event, rulebook_of
from domain.tabulation.outcome import Outcome
from glitterball.audit.checks import SPOKEN, announced_against_computed
from glitterball.evidence.verifying.differences import differences
from glitterball.evidence.verifying.findings import Findings
from glitterball.evidence.verifying.margin_file import margin_json
from projections.fold import SeasonFold
from projections.names import couple_names, listed

SAID_ONLY = ("source", "nonce")
"""What of a certification nothing follows from."""


class Certifications:
    """What was certified against what is recomputed. `weeks` are those recomputed, by the certification's position.
    `is_read` says of a week whether its rulebook is known here to its last stage."""

    def __init__(
        self, fold: SeasonFold, margins_of: frozenset[int], findings: Findings, is_read: Callable[[int], bool]
    ) -> None:
        self.fold, self.findings, self.is_read = fold, findings, is_read
        self.margins_of = margins_of
        self.margins: dict[int, bytes] = {}
        """How close each week was when it was last certified, where the bundle says something about it."""
        self.weeks: dict[int, int] = {}

    def certified(self, event: Recorded[Any], fact: e.OutcomeCertified) -> None:
        """Recompute a certification from the events before it, under the rulebook in force in its week."""
        state, tallies = self.fold.state, self.fold.tallies
        found = tabulated(state, fact.week, tallies)
        outcome = found.outcome
        self.weeks[event.position] = fact.week
        if fact.week in self.margins_of:
            self.margins[fact.week] = margin_json(self.fold, fact.week)
        if outcome.status != "decided":
            says = f"what follows from the events is {outcome.status}, not an outcome"
            self.findings.add("outcome", says, event.position, fact.week)
            if outcome.status == "not tabulated":
                return
        again = certified(c.CertifyOutcome(week=fact.week, nonce=fact.nonce), state, tallies, found)
        for name in (name for name in type(fact).model_fields if name not in SAID_ONLY):
            if getattr(again, name) != getattr(fact, name):
                says = f"{SPOKEN.get(name, name)} as certified and as recomputed differ{self._how(fact, again, name)}"
                self.findings.add("outcome", says, event.position, fact.week)

    def rulebook_changed(self, adoption: Recorded[Any]) -> None:
        """A rulebook adopted after weeks were certified: what each of them would have been under it."""
        state = self.fold.state
        for week, this in sorted(state.weeks.items()):
            if week < adoption.fact.from_week or not this.certified or rulebook_event(state, week) is not adoption:
                continue
            before = this.certified[-1].fact
            outcome = outcome_of(state, week, self.fold.tallies, explain=False)
            if _result(outcome) != _result_certified(before):
                was = self._list(before.leaving, week)
                says = f"under this rulebook: {self._told(outcome, week)}; certified was: {was} leaving"
                self.findings.add("changed", says, adoption.position, week)

    def standing(self, counted: bool) -> None:
        """With all events known: certificates that became stale, and announcements against what follows; where nothing was
        `counted`, against what was certified last."""
        state = self.fold.state
        for week, this in sorted(state.weeks.items()):
            if this.certified and (later := last_touched(state, week)) > this.certified[-1].position:
                says = f"it changed what the certificate at event {this.certified[-1].position} rests on"
                self.findings.add("stale", says, later, week)
            said = announced(this)
            if not counted:
                self._as_certified(week, this, said)
                continue
            if rulebook_of(state, week) is None or not self.is_read(week):
                continue
            outcome = outcome_of(state, week, self.fold.tallies, explain=False)
            for found in announced_against_computed(self.fold, week, outcome, said):
                code = "announced" if found.severity == "error" else "danger"
                self.findings.add(code, found.what, max(said.rests_on, default=None), week)

    def _as_certified(self, week: int, this: WeekState, said: Announced) -> None:
        """What was said on air against the last certificate, as far as that shows it."""
        if not this.certified:
            return
        fact, where = this.certified[-1].fact, max(said.rests_on, default=None)
        if said.eliminated is not None and set(said.eliminated) != set(fact.leaving):
            told = (
                f"{self._list(said.eliminated, week)} announced as leaving; certified: {self._list(fact.leaving, week)}"
            )
            self.findings.add("announced", told, where, week)
        placed = placed_in(fact)
        if said.places and placed and set(said.places) != placed:
            self.findings.add("announced", "the places announced are not those certified", where, week)
        danger = _danger_in(fact)
        if said.danger and danger and set(said.danger) != danger:
            self.findings.add("danger", "the couples announced in danger are not those certified", where, week)
        if set(said.saved or ()) - set(fact.saved) and not placed:
            self.findings.add("danger", "a couple announced as saved is not one certified", where, week)

    def _told(self, outcome: Outcome, week: int) -> str:
        return f"{self._list(outcome.leaving, week)} leaving" if outcome.status == "decided" else outcome.status

    def _list(self, couples: tuple[str, ...], week: int) -> str:
        names: Mapping[str, str] = couple_names(self.fold.state, week)
        return listed([names.get(couple, couple) for couple in couples]) or "nobody"

    def _how(self, before: e.OutcomeCertified, again: e.OutcomeCertified, name: str) -> str:
        return f": {'; '.join(differences(before, again, name, couple_names(self.fold.state, before.week)))}"


def placed_in(fact: e.OutcomeCertified) -> set[tuple[str, int]]:
    """The places a certificate awards, as far as it shows them; nothing where none are awarded."""
    lines: tuple[Any, ...] = getattr(fact, "placed", None) or ()
    if "standings" in fact.__dict__:
        lines = tuple(line for line in fact.standings if line.result == "placed")
    return {(line.couple, line.place) for line in lines}


def _danger_in(fact: e.OutcomeCertified) -> set[str]:
    """Who was in danger, as far as a certificate shows it."""
    return set(getattr(fact, "in_danger", None) or (fact.bottom if "bottom" in fact.__dict__ else ()))


def _result(outcome: Outcome) -> tuple[object, ...]:
    lines = tuple((line.couple, line.place, line.result) for line in outcome.standings())
    return (outcome.bottom, sorted(outcome.leaving), sorted(outcome.saved), lines)


def _result_certified(fact: e.OutcomeCertified) -> tuple[object, ...]:
    lines = tuple((line.couple, line.place, line.result) for line in fact.standings)
    return (fact.bottom, sorted(fact.leaving), sorted(fact.saved), lines)
