"""From a fact that a proof exists to the statements it must prove, each with the commitments it speaks of.

Nothing is believed of the fact: what it says of groups, equal counts and bodies has to be what the season says, or it is
refused (`ProofDoesNotFit`).
"""

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import NamedTuple

from domain.claims.claim import Claim
from domain.claims.comparing import public_of, shown_points
from domain.claims.compiling import statement_of, statement_of_body, statement_of_save
from domain.claims.refusals import ClaimCannotBeCompiled
from domain.claims.statement import Statement
from domain.gateway.tally import Tallies
from domain.period.scoring_period import BodyVotes, ScoringPeriod
from domain.rulebook.book import Rulebook
from domain.rulebook.forms import EveryonePlaced, Form
from domain.season.gathering import period_of
from domain.season.lookup import commits_by_batch, rulebook_in, week_of
from domain.season.proving.as_if import AsIf, changed
from domain.season.proving.counted import Committed, committed
from domain.season.proving.facts import OfProof
from domain.season.proving.groups import Groups, groups_announced
from domain.season.proving.provable import against_form, gives_points, measures_of, places_of, tells_equal
from domain.season.proving.refusals import CannotBeProved, ProofDoesNotFit
from domain.season.proving.saved import Saved, saved_by_viewers
from domain.season.state import SeasonState, announced, last_touched
from domain.stages.measures import Votes
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate


class Question(NamedTuple):
    """A week to be proved: what everybody knows of it, the commitments that count, and the claims that may be made of it."""

    certified: int
    rulebook: Rulebook
    form: Form
    period: ScoringPeriod
    """Without votes."""
    counted: tuple[Committed, ...]
    claims: tuple[Groups, ...]
    season: str
    by_batch: bool
    """Whether each batch commits to its counts, and not only manifests do."""
    saved: Saved | None
    """Whom a vote of its own kept of those in danger."""

    @property
    def bodies(self) -> tuple[str, ...]:
        """The voting bodies of which something counts, ascending."""
        return tuple(sorted({body for held in self.counted for _, body in held.named}))


class Asked(NamedTuple):
    """One statement, of the votes of one voting body (or pattern of them)."""

    body: str
    statement: Statement


class Claimed(NamedTuple):
    """What a week's last certification, where it holds, may be claimed to be, and under which rule. Votes are not looked at."""

    certified: int
    rulebook: Rulebook
    form: Form
    period: ScoringPeriod
    claims: tuple[Groups, ...]
    saved: Saved | None


def claimed(state: SeasonState, week: int) -> Claimed:
    """The claims that may be made now. Refuses where the certification holds no more, or nothing that was said is a claim."""
    certificates = week_of(state, week).certified
    if not certificates:
        raise ProofDoesNotFit(week, "the week has not been certified")
    last, touched = certificates[-1].position, last_touched(state, week)
    if touched > last:
        raise ProofDoesNotFit(week, f"event {touched} changed what certification {last} rests on")
    rulebook, period = rulebook_in(state, week), replace(period_of(state, week, {}), votes=())
    form = rulebook.form(period.form)
    if form is None:
        raise CannotBeProved(week, "rule-not-provable", f"{rulebook.ref} has no form {period.form}")
    why = next(against_form(rulebook, form), None)
    if why is not None:
        raise CannotBeProved(week, "rule-not-provable", why)
    said = announced(state.weeks[week])
    return Claimed(last, rulebook, form, period, groups_announced(form, period, said), saved_by_viewers(form, said))


def question(state: SeasonState, week: int, tallies: Tallies, as_if: AsIf | None = None) -> Question:
    """What a proof of the week's last certification would be about, perhaps as if something else had counted. Refuses where there
    can be none."""
    certified, rulebook, form, period, claims, saved = claimed(state, week)
    counted = committed(state if as_if is None else changed(state, week, tallies, as_if), week, tallies)
    season = state.opened.fact.season if state.opened is not None else ""
    found = Question(certified, rulebook, form, period, counted, claims, season, commits_by_batch(state), saved)
    if any(len([pattern for pattern in bodies_of(found) if fnmatchcase(body, pattern)]) > 1 for body in found.bodies):
        raise CannotBeProved(week, "rule-not-provable", f"a vote counts in form {form.name} and in its instant save")
    if gives_points(rulebook) and any(len(places_of(rulebook, form, body)) > 1 for body in bodies_of(found)):
        raise CannotBeProved(week, "rule-not-provable", f"a body gives points by two tables in form {form.name}")
    return found


def bodies_of(question: Question) -> tuple[str, ...]:
    """What statements are about: the pattern of the one vote, and that of an instant save; or each body that gives points."""
    measures = measures_of(question.rulebook, question.form)
    if isinstance(measures[0], Votes):
        return (measures[0].bodies, *([question.saved.body] if question.saved is not None else []))
    return tuple(body for body in question.bodies if any(fnmatchcase(body, measure.bodies) for measure in measures))


def asked(question: Question, fact: OfProof) -> tuple[Asked, ...]:
    """The statements a proof of that fact must prove. Refuses a fact that is not about what the season says."""
    _require_fit(question, fact)
    return tuple(_compiled(question, fact))


def _compiled(question: Question, fact: OfProof) -> Iterator[Asked]:
    for proved in fact.proved:
        saved = question.saved
        if saved is not None and proved.body == saved.body:
            left = saved.left(fact.groups)
            statement = statement_of_save(question.period.couples, proved.turnout, saved.kept, left)
        elif proved.placed is None:
            claim = Claim(fact.groups, fact.equal)
            try:
                statement = statement_of(question.rulebook, question.period, proved.turnout, claim)
            except ClaimCannotBeCompiled as lack:
                raise CannotBeProved(fact.week, "rule-not-provable", lack.why) from None
        else:
            (places,) = places_of(question.rulebook, question.form, proved.body)
            statement = statement_of_body(question.period.couples, proved.turnout, proved.placed, places)
        yield Asked(proved.body, statement)


def _require_fit(question: Question, fact: OfProof) -> None:
    why = next(_misfits(question, fact), None)
    if why is not None:
        raise ProofDoesNotFit(fact.week, why)


def _misfits(question: Question, fact: OfProof) -> Iterator[str]:
    couples = set(question.period.couples)
    if fact.certified != question.certified:
        yield f"it is of certification {fact.certified}, and the last is {question.certified}"
    if fact.groups not in question.claims:
        yield "its groups are not those announced"
    if tuple(proved.body for proved in fact.proved) != bodies_of(question):
        yield f"the bodies that count are {', '.join(bodies_of(question)) or 'none'}"
    by_bodies = gives_points(question.rulebook)
    if any((proved.placed is not None) != by_bodies for proved in fact.proved):
        yield "couples are placed by body exactly where bodies give points"
        return
    named = [couple for group in fact.equal for couple in group]
    in_order = all(list(group) == sorted(group) for group in fact.equal) and list(fact.equal) == sorted(fact.equal)
    if len(set(named)) < len(named) or not set(named) <= couples or not in_order:
        yield "couples said to have equal counts are not ranked, or named twice or out of order"
    if fact.equal and not _tells_no_more(question, fact):
        yield "equal counts are disclosed where they tell nothing about the outcome"
    stated, counted = sum(proved.turnout for proved in fact.proved), _published(question)
    if counted is not None and stated != counted:
        yield f"the turnout is {stated}, and the manifests say {counted}"
    if by_bodies:
        yield from _misfits_of_bodies(question, fact)


def _misfits_of_bodies(question: Question, fact: OfProof) -> Iterator[str]:
    """The points as published, tabulated: they have to end as it was announced."""
    couples = question.period.couples
    votes: list[BodyVotes] = []
    for proved in fact.proved:
        placed = proved.placed or ()
        if (
            len(set(placed)) < len(placed)
            or not set(placed) <= set(couples)
            or len(placed) > max(places_of(question.rulebook, question.form, proved.body))
        ):
            yield f"the couples placed by {proved.body} are not ranked, or named twice, or more than get points"
            return
        counts = {couple: len(couples) - at for at, couple in enumerate(placed)}
        votes.append(BodyVotes(proved.body, tuple(counts.get(couple, 0) for couple in couples)))
    outcome = tabulate(question.rulebook, replace(question.period, votes=tuple(votes)), explain=False)
    if outcome.status != "decided" or not _ends_so(question.form, outcome, fact.groups):
        yield "the points published do not lead to what was announced"


def _ends_so(form: Form, outcome: Outcome, groups: Groups) -> bool:
    """Whether the groups are the places; or the last of them leaves and, where those in danger are told apart, so are they."""
    if isinstance(form.select, EveryonePlaced):
        return tuple(tuple(sorted(group)) for group in outcome.order) == groups
    in_danger = {couple for group in groups[1:] for couple in group}
    told = len(groups) < 3 or in_danger == set(outcome.bottom)
    return told and tuple(sorted(outcome.leaving)) == groups[-1]


def level(question: Question) -> dict[str, Fraction]:
    """The points of each couple on the sides that are shown, less a constant: equal where these are."""
    try:
        return shown_points(public_of(question.rulebook, question.period))
    except ClaimCannotBeCompiled as lack:
        raise CannotBeProved(question.period.week, "rule-not-provable", lack.why) from None


def _tells_no_more(question: Question, fact: OfProof) -> bool:
    """Where votes are not made into ranks, equal counts matter only between couples that the marks leave level."""
    if gives_points(question.rulebook):
        return False
    shown = level(question)
    return tells_equal(question.rulebook) or all(len({shown[couple] for couple in group}) == 1 for group in fact.equal)


def _published(question: Question) -> int | None:
    """The accepted votes of the channels that count, by the manifests; nothing where a body of theirs is not proved, and where
    batches were left out that the manifests tell of."""
    patterns = bodies_of(question)
    if not all(any(fnmatchcase(body, pattern) for pattern in patterns) for body in question.bodies):
        return None
    accepted = 0
    for held in question.counted:
        if held.manifest is None or not held.is_whole:
            return None
        channels = {channel for channel, _ in held.named}
        accepted += sum(totals.accepted for totals in held.manifest.fact.totals if totals.channel in channels)
    return accepted


def named(body: str, pattern: str) -> bool:
    """Whether the votes of a body are among those a statement is about."""
    return body == pattern or fnmatchcase(body, pattern)
