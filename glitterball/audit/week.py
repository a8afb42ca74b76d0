"""The audit of one week as a value: from marks to points to order to who left, each step with its clause, the clause's
source and the events it rests on; announced against computed; certified against recomputed; what is assumed, disputed and
not published; and where votes are secret, what the announced result implies about them."""

from dataclasses import dataclass
from typing import Literal

from domain.exact import Exact
from domain.findings import Finding
from domain.period.ranges import Ranges
from domain.period.scoring_period import ScoringPeriod
from domain.period.step import Step
from domain.record import Recorded
from domain.rulebook.book import Rulebook
from domain.rulebook.variants import plain, variants
from domain.season import events as e
from domain.season.outcome import Tabulated, tabulated
from domain.season.refusals import NoRulebook, WeekUnknown
from domain.season.state import Announced, SeasonState, announced, rulebook_event
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.audit import checks
from glitterball.audit.clauses import source_of
from glitterball.closeness.implied import Implied, implied
from projections.fold import SeasonFold
from projections.names import couple_names
from projections.outcomes import Certified, agrees, certified_of, lets_nobody_leave, votes_are_secret

Verdict = Literal[
    "follows",
    "does not follow",
    "consistent",
    "inconsistent",
    "depends on an unpublished rule",
    "undecided",
    "nothing announced",
    "not worked out",
]
"""`follows` and `does not follow` where votes are on record; the next three where they are secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditStep:
    """One step of the outcome. `compared` are couples with exact values, `groups` what it decided, best first."""

    number: int
    stage: str
    clause: str
    source: str
    compared: tuple[tuple[str, Exact], ...]
    groups: tuple[tuple[str, ...], ...]
    how: str
    rests_on: Ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Another source's claim beside an announcement."""

    what: str
    couples: tuple[str, ...]
    claim: str
    source: str
    position: int


@dataclass(frozen=True, slots=True)
class AssumptionInForce:
    """Something no public source says, with the other readings."""

    name: str
    clause: str
    says: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """The outcome under another reading of the rulebook, where votes are on record."""

    switched: tuple[tuple[str, str], ...]
    status: str
    leaving: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekAudit:
    """The audit of one week. `names` are the couples' names as said on screen; everything else uses identifiers."""

    season: str
    mode: str
    week: int
    rulebook: str
    rulebook_sha256: str
    rulebook_adopted_at: int
    form: str
    says: str
    names: tuple[tuple[str, str], ...]
    verdict: Verdict
    outcome: Outcome
    steps: tuple[AuditStep, ...]
    announced: Announced
    certified: Certified
    certified_at: int | None
    findings: tuple[Finding, ...]
    disputes: tuple[Dispute, ...]
    assumptions: tuple[AssumptionInForce, ...]
    not_published: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    implied: Implied | None
    implied_by_danger: Implied | None
    """The same with the danger set announced taken as exactly the lowest, where one was announced."""

    def __repr__(self) -> str:
        return f"<Audit of week {self.week} of {self.season}, {self.mode}: {self.verdict}>"

    @property
    def sound(self) -> bool:
        """Whether nothing contradicts: no error among the findings, and no verdict against what was announced."""
        refuted = self.verdict in ("does not follow", "inconsistent")
        return not refuted and not any(finding.severity == "error" for finding in self.findings)


def audit_week(fold: SeasonFold, week: int) -> WeekAudit:
    """The audit of a week. Refuses a week that was not opened or has no rulebook."""
    state = fold.state
    if week not in state.weeks:
        raise WeekUnknown(week)
    adoption = rulebook_event(state, week)
    if adoption is None:
        raise NoRulebook(week)
    this, rulebook = state.weeks[week], adoption.fact.rulebook
    week_found = tabulated(state, week, fold.tallies)
    period, outcome = week_found.period, week_found.outcome
    said = announced(this)
    secret = state.mode == "historic" and votes_are_secret(outcome)
    found = implied(rulebook, period, said) if secret else None
    by_danger = implied(rulebook, period, said, danger_is_lowest=True) if secret and said.danger else None
    return WeekAudit(
        season=state.opened.fact.season if state.opened else "",
        mode=state.mode,
        week=week,
        rulebook=rulebook.ref,
        rulebook_sha256=adoption.fact.sha256,
        rulebook_adopted_at=adoption.position,
        form=period.form,
        says=next((form.says for form in rulebook.forms if form.name == period.form), ""),
        names=_names(state, period),
        verdict=_verdict(fold, week, outcome, said, found),
        outcome=outcome,
        steps=tuple(_step(number, step, rulebook) for number, step in enumerate(outcome.working, start=1)),
        announced=said,
        certified=certified_of(fold, week),
        certified_at=this.certified[-1].position if this.certified else None,
        findings=_findings(fold, week, week_found, said),
        disputes=tuple(_dispute(event) for event in this.disputes),
        assumptions=assumptions_of(rulebook),
        not_published=_not_published(rulebook, period, secret),
        alternatives=() if secret else _alternatives(rulebook, period),
        implied=found,
        implied_by_danger=by_danger,
    )


def _verdict(fold: SeasonFold, week: int, outcome: Outcome, said: Announced, found: Implied | None) -> Verdict:
    silent = not said.eliminated and said.places is None and not lets_nobody_leave(fold.state, week)
    if silent and votes_are_secret(outcome):
        return "nothing announced"
    if found is not None:
        return found.verdict
    if outcome.status != "decided":
        return "undecided"
    answer = agrees(fold, week, outcome, said)
    if answer == "not yet":
        return "nothing announced"
    return "follows" if answer == "yes" else "does not follow"


def _findings(fold: SeasonFold, week: int, found: Tabulated, said: Announced) -> tuple[Finding, ...]:
    return (
        *checks.announced_against_computed(fold, week, found.outcome, said),
        *checks.certified_against_recomputed(fold, week, found),
        *checks.certified_before_announced(fold, week),
        *checks.corrections(fold, week),
        *checks.voids(fold, week),
        *checks.standing_warnings(fold, week),
    )


def _step(number: int, step: Step, rulebook: Rulebook) -> AuditStep:
    source = source_of(rulebook, step.clause)
    return AuditStep(
        number=number,
        stage=step.stage,
        clause=step.clause,
        source=source,
        compared=step.compared(),
        groups=step.groups,
        how=step.how,
        rests_on=step.rests_on,
    )


def _names(state: SeasonState, period: ScoringPeriod) -> tuple[tuple[str, str], ...]:
    """Names of all couples cast: a dispute or an announcement may name one that does not dance any more."""
    return tuple(sorted(couple_names(state, period.week).items()))


def _dispute(event: Recorded[e.AnnouncementDisputed]) -> Dispute:
    fact = event.fact
    return Dispute(
        what=fact.what, couples=fact.couples, claim=fact.claim, source=fact.source or "", position=event.position
    )


def assumptions_of(rulebook: Rulebook) -> tuple[AssumptionInForce, ...]:
    """What a rulebook assumes where no public source says, with the other readings."""
    return tuple(
        AssumptionInForce(
            assumption.name,
            assumption.clause,
            assumption.says,
            tuple(plain(reading) for reading in assumption.alternatives),
        )
        for assumption in rulebook.assumptions
    )


def _not_published(rulebook: Rulebook, period: ScoringPeriod, secret: bool) -> tuple[str, ...]:
    lacking = [f"votes of side {side.name}" for side in rulebook.sides if secret and side.counts.stage == "votes"]
    unsplit = [dance.dance for dance in period.dances if dance.stated_total is not None]
    if unsplit:
        lacking.append(f"the marks of each judge for {', '.join(unsplit)} (only totals)")
    form = rulebook.form(period.form)
    if form is not None and form.second_stage is not None and form.second_stage.takes_ballots:
        voted = {ballot.judge for ballot in period.ballots}
        missing = [judge for judge in period.panel.judges if judge not in voted]
        if missing:
            lacking.append(f"the ballots of {', '.join(missing)}")
    return tuple(lacking)


def _alternatives(rulebook: Rulebook, period: ScoringPeriod) -> tuple[Alternative, ...]:
    """The outcome under every other reading."""
    others = [variant for variant in variants(rulebook) if variant.switched]
    tabulated = [(other.switched, tabulate(other.rulebook, period, explain=False)) for other in others]
    return tuple(Alternative(switched, outcome.status, outcome.leaving) for switched, outcome in tabulated)
