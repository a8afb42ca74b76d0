"""The certificate of a week as a value: what was counted, under which rules, with what result, and what nobody checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from domain.gateway.events import VoteBatchReceived
from domain.record import Recorded
from domain.refusals import Refusal
from domain.rulebook.book import Rulebook
from domain.season import events as e
from domain.season.state import SeasonState, rulebook_event, window_of
from domain.tabulation.outcome import Standing
from glitterball.audit.week import WeekAudit, audit_week
from glitterball.closeness.margins import Margins
from glitterball.evidence.certificate.decisions import Decision, Settled, decisions_of, settled_ties
from glitterball.evidence.certificate.exclusions import Exclusion, exclusions_of
from glitterball.evidence.certificate.people import Answerable, answerable
from glitterball.evidence.certificate.proofs import Proof, proof_of, proofs_as_if
from glitterball.evidence.certificate.publishing import Published
from glitterball.evidence.certificate.scope import not_checked
from glitterball.evidence.certificate.scores import Scores, scores_of
from glitterball.evidence.certificate.verifier import Verifier, shipped_verifier
from glitterball.evidence.certificate.zones import UTC, Zone
from projections import turnout
from projections.fold import SeasonFold


class NothingCertified(Refusal):
    """A certificate is made from a certified outcome."""

    says: ClassVar = "No outcome of week {week} was certified."
    fix: ClassVar = "Certify it first: glitterball week certify."
    week: int


@dataclass(frozen=True, slots=True)
class Episode:
    """A broadcast of a week that counts."""

    week: int
    number: int
    date: str | None
    theme: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When the votes of a week were taken: as planned, and as the log has it."""

    week: int
    opens: str | None
    closes: str | None
    opened_at: int
    opened_time: str
    sealed_at: int | None
    sealed_time: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rulebook in force, and the event that put it in force."""

    ref: str
    title: str
    sha256: str
    adopted_at: int
    adopted_time: str
    from_week: int
    people: Answerable


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Everything a certificate says. `audit` holds the outcome with its working, findings and assumptions."""

    opened: e.SeasonOpened
    week: int
    episodes: tuple[Episode, ...]
    scores_from: tuple[int, ...]
    votes_from: tuple[int, ...]
    windows: tuple[Window, ...]
    rules: Rules
    checkpoints: tuple[Published, ...]
    certified: Recorded[e.OutcomeCertified]
    certified_by: Answerable
    audit: WeekAudit
    standings: tuple[Standing, ...]
    scores: Scores
    votes: tuple[turnout.Row, ...]
    ties: tuple[Settled, ...]
    margins: Margins | None
    exclusions: tuple[Exclusion, ...]
    decisions: tuple[Decision, ...]
    proof: Proof | None
    as_if: tuple[Proof, ...]
    """Proofs that the same follows as if other votes had counted."""
    verifier: Verifier
    not_checked: tuple[str, ...]
    sealed: bool
    """Whether vote counts, and all that would give them away, are left out."""
    as_of: int | None
    """The position of the log up to which it was made; None for all of it."""
    zone: Zone

    def __repr__(self) -> str:
        return f"<Certificate of week {self.week} of {self.opened.season}, {self.opened.mode}>"

    @property
    def mode(self) -> str:
        """`live`, `rehearsal` or `historic`."""
        return self.opened.mode

    @property
    def names(self) -> dict[str, str]:
        """Couples as called on screen."""
        return dict(self.audit.names)

    @property
    def in_parts(self) -> bool:
        """Whether it is sealed and about a certification that hides its standings: then it shows no more than that does."""
        return self.sealed and isinstance(self.certified.fact, e.OutcomeCertifiedV2)

    @property
    def hides_danger(self) -> bool:
        """Whether who was in danger is kept from view, since it was not announced before the certification."""
        fact = self.certified.fact
        return self.in_parts and getattr(fact, "in_danger", None) is None and not self.audit.outcome.placed

    @property
    def bottom(self) -> tuple[str, ...]:
        """Those in danger, lowest last; sealed in the order of the alphabet, and none where they are kept from view."""
        return () if self.hides_danger else self._named(self.audit.outcome.bottom)

    @property
    def leaving(self) -> tuple[str, ...]:
        """Those who leave; sealed in the order of the alphabet."""
        return self._named(self.audit.outcome.leaving)

    @property
    def saved(self) -> tuple[str, ...]:
        """Those who were saved; sealed in the order of the alphabet."""
        return self._named(self.audit.outcome.saved)

    @property
    def lines(self) -> tuple[Standing, ...]:
        """The standings; sealed in the order of the alphabet."""
        return tuple(sorted(self.standings, key=lambda line: line.couple)) if self.sealed else self.standings

    def result_of(self, line: Standing) -> str:
        """How it ended for a couple; where the danger is kept from view, no more than who stays."""
        return "stays" if self.hides_danger and line.result in ("safe", "in danger", "immune") else line.result

    def _named(self, couples: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(couples)) if self.sealed else couples

    @property
    def stands(self) -> bool:
        """Whether the certified outcome is what follows now, and nothing contradicts it."""
        return self.audit.sound and self.audit.certified == "yes" and self.audit.outcome.status == "decided"

    @property
    def rehearsal(self) -> bool:
        """Whether the votes are synthetic."""
        return self.mode == "rehearsal"


def certificate_of(
    fold: SeasonFold,
    week: int,
    *,
    checkpoints: Sequence[Published] = (),
    margins: Margins | None = None,
    after_the_seal: Sequence[Recorded[VoteBatchReceived]] = (),
    verifier: Verifier | None = None,
    sealed: bool = False,
    as_of: int | None = None,
    zone: Zone = UTC,
) -> Certificate:
    """The certificate of a week whose outcome was certified; refuses NothingCertified.

    `checkpoints` come oldest first; `after_the_seal` are batches behind the seal; `sealed` leaves out every vote count;
    `as_of` is the position of the log that `fold` ends at, `zone` the show's own hours.
    """
    audit = audit_week(fold, week)
    state, this = fold.state, fold.state.weeks[week]
    if not this.certified or state.opened is None:
        raise NothingCertified(week)
    event, fact, given = this.certified[-1], this.opened.fact, tuple(checkpoints)
    exclusions = exclusions_of(fold, week, _rulebook(state, week), audit.outcome, after_the_seal)
    proof, as_if = proof_of(fold, week, event.position), proofs_as_if(fold, week, event.position)
    proofs = (*([proof] if proof is not None else []), *as_if)
    return Certificate(
        opened=state.opened.fact,
        week=week,
        episodes=episodes_of(state, (*fact.scores_from, *fact.votes_from, week)),
        scores_from=fact.scores_from,
        votes_from=fact.votes_from,
        windows=windows_of(state, fact.votes_from),
        rules=rules_of(state, week),
        checkpoints=given,
        certified=event,
        certified_by=answerable(state, event),
        audit=audit,
        standings=audit.outcome.standings(),
        scores=scores_of(state, week),
        votes=tuple(row for number in fact.votes_from for row in turnout.rows(fold, number)),
        ties=settled_ties(state, week, audit),
        margins=None if sealed else margins,
        exclusions=exclusions,
        decisions=decisions_of(state, week),
        proof=proof,
        as_if=as_if,
        verifier=verifier or shipped_verifier(),
        not_checked=not_checked(audit, given, margins, exclusions, event.position, sealed, state, proofs),
        sealed=sealed,
        as_of=as_of,
        zone=zone,
    )


def _rulebook(state: SeasonState, week: int) -> Rulebook:
    adoption = rulebook_event(state, week)
    assert adoption is not None, "an audited week has a rulebook"
    return adoption.fact.rulebook


def rules_of(state: SeasonState, week: int) -> Rules:
    """The rulebook in force in a week that has one."""
    adoption = rulebook_event(state, week)
    assert adoption is not None, "an audited week has a rulebook"
    fact = adoption.fact
    return Rules(
        ref=fact.rulebook.ref,
        title=fact.rulebook.title,
        sha256=fact.sha256,
        adopted_at=adoption.position,
        adopted_time=adoption.time,
        from_week=fact.from_week,
        people=answerable(state, adoption),
    )


def episodes_of(state: SeasonState, weeks: Sequence[int]) -> tuple[Episode, ...]:
    """The broadcasts of these weeks, in order."""
    return tuple(
        Episode(number, episode.number, episode.date, episode.theme)
        for number in sorted(set(weeks) & set(state.weeks))
        for episode in state.weeks[number].opened.fact.episodes
    )


def windows_of(state: SeasonState, weeks: Sequence[int]) -> tuple[Window, ...]:
    """When the votes of these weeks were taken, of those whose lines were opened."""
    return tuple(window for number in weeks for window in _window(state, number))


def _window(state: SeasonState, number: int) -> Sequence[Window]:
    week = state.weeks.get(number)
    if week is None or week.voting is None:
        return ()
    opened, seal = week.voting, week.seal
    window = Window(
        week=number,
        opens=window_of(week)[0],
        closes=window_of(week)[1],
        opened_at=opened.position,
        opened_time=opened.time,
        sealed_at=None if seal is None else seal.position,
        sealed_time=None if seal is None else seal.time,
    )
    return (window,)
