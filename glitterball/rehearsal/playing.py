"""Playing a season again: the whole path of a live one, from casting to places, with votes that fit what was announced."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from domain.exact import Exact
from domain.gateway.events import OfBatch, OfManifest
from domain.record import Actor, Fact
from domain.rulebook import Rulebook
from domain.season import commands as c
from domain.season.gathering import period_of
from domain.season.hiding import hides_counts
from domain.season.lookup import commits_by_batch, couples_in_order
from domain.season.proving.refusals import CannotBeProved
from domain.season.setting_up.refusals import GapsAreForHistory
from domain.season.state import SeasonState, WeekState, announced, field_of, rulebook_of
from domain.season.words import Place
from glitterball.engine import Engine
from glitterball.engine.openings import opening_of
from glitterball.procedures import deliver_and_close, setting_up_of, sign
from glitterball.procedures.lines import GROUP
from glitterball.proving import Proofs, prove
from glitterball.refusals import SeasonTaken
from glitterball.rehearsal.gateways import SigningGateways
from glitterball.rehearsal.marks import marks_of
from glitterball.rehearsal.orders import public_order
from glitterball.rehearsal.people import (
    ADJUDICATOR,
    DESK,
    EXECUTIVE,
    PRODUCER,
    SECOND_DESK,
    RosterOfARehearsal,
)
from glitterball.rehearsal.votes import GATEWAYS, by_night, night, totals_in_order

SMALLEST_NIGHT, LARGEST_NIGHT = 8_000_000, 19_000_000
"""Accepted votes of a night whose number was not reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What a rehearsal put on record."""

    season: str
    seed: int
    weeks: int
    batches: int
    votes: int
    events: int
    proved: int = 0
    """Weeks whose outcome was proved."""
    unproved: tuple[CannotBeProved, ...] = ()
    """What stood against proving the others."""


def rehearse(
    played: SeasonState,
    engine: Engine,
    season: str,
    seed: int = 33,
    reported: Mapping[int, int] | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
    *,
    gateways: SigningGateways | None = None,
    published: Callable[[str], object] = lambda at: None,
    proofs: Proofs | None = None,
    roster: RosterOfARehearsal | None = None,
) -> Rehearsed:
    """Play a season that is over once more, as `season`, in mode `rehearsal`.

    The same seed gives the same votes. `reported` are accepted votes by week where a total was published. Everything
    goes through commands and deliveries; a week is certified by two people before its result is announced. With `gateways`
    every delivery is signed and every batch has a nonce; with a `roster` two people sign what they decide, where else names
    are as typed. `published` is told when voting closed, when an outcome was
    certified, and at the end of a week, so that a checkpoint can stand there.

    With `proofs` (and `CommittingGateways`) each week that can be is proved.

    A rehearsal that was stopped after a week is gone on with, where it has a roster and is of the same seed; then the answer
    counts what is new. Refuses another season of that name (`SeasonTaken`), and a season of which a date or a pro is not on
    record (`GapsAreForHistory`), before anything is recorded.
    """
    _refuse_gaps(played)
    return _Rehearsal(
        played, engine, season, seed, reported or {}, progress, gateways, published, proofs, roster
    ).play()


def _refuse_gaps(played: SeasonState) -> None:
    for event in played.couples.values():
        if event.fact.professional is None:
            raise GapsAreForHistory("a rehearsal", f"the pro of {event.fact.celebrity}")
    for week in played.weeks.values():
        for episode in week.opened.fact.episodes:
            if episode.date is None:
                raise GapsAreForHistory("a rehearsal", f"the date of episode {episode.number}")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a rehearsed week: what is delivered is taken in when its last batch closes, manifests `later`."""

    engine: Engine
    season: str
    week: int
    later: str
    gateways: SigningGateways | None
    published: Callable[[str], object]

    def receive(self, deliveries: Sequence[OfBatch | OfManifest]) -> None:
        last = deliveries[-1]
        at = last.closes if isinstance(last, OfBatch) else self.later
        if self.gateways is None:
            self.engine.receive(deliveries, at)
            return
        opened = self.engine.state(self.season).opened
        assert opened is not None, "lines are open in a season that was opened"
        for message in self.gateways.messages(deliveries, opening_of(self.engine.log, opened)):
            self.engine.deliver(message, self.season, self.week, at)

    def close(self) -> None:
        self.engine.do(self.season, c.CloseVoting(week=self.week), PRODUCER, self.later)
        self.published(self.later)

    def retry_the_last_of(self, batches: Sequence[OfBatch]) -> Callable[[int], None]:
        """A gateway whose last answer was lost sends the batch again, or the message it was in."""

        def again(delivered: int) -> None:
            if delivered == len(batches):
                last = [
                    batch
                    for batch in batches[-(len(batches) % GROUP or GROUP) :]
                    if batch.gateway == batches[-1].gateway
                ]
                self.receive(last if self.gateways else last[-1:])

        return again


class _Rehearsal:
    def __init__(
        self,
        played: SeasonState,
        engine: Engine,
        season: str,
        seed: int,
        reported: Mapping[int, int],
        progress: Callable[[int, int], None],
        gateways: SigningGateways | None,
        published: Callable[[str], object],
        proofs: Proofs | None,
        roster: RosterOfARehearsal | None,
    ) -> None:
        assert played.opened is not None, "only a season that was opened can be played again"
        self.played, self.engine, self.season, self.seed = played, engine, season, seed
        self.reported, self.progress = reported, progress
        self.gateways, self.published, self.roster = gateways, published, roster
        self.decisions = 0
        self.opened = played.opened.fact
        self.proofs, self.unproved = proofs, list[CannotBeProved]()
        self.batches = self.votes = self.proved = 0
        self.plan = self._planned()

    def play(self) -> Rehearsed:
        before = self.engine.log.last_position()
        there = self._gone_on_with() if self.season in self.engine.seasons() else 0
        if not there:
            self._set_up()
        for done, number in enumerate(sorted(self.played.weeks), start=1):
            if done > there:
                self._week(number, self.played.weeks[number])
            self.progress(done, len(self.played.weeks))
        events = self.engine.log.last_position() - before
        return Rehearsed(
            season=self.season,
            seed=self.seed,
            weeks=len(self.played.weeks),
            batches=self.batches,
            votes=self.votes,
            events=events,
            proved=self.proved,
            unproved=tuple(self.unproved),
        )

    def _gone_on_with(self) -> int:
        """How many weeks of this rehearsal are there already, each played to its end. Refuses a season that is another."""
        state = self.engine.state(self.season)
        ours = (
            self.roster is not None and state.founded is not None and state.founded.fact.people == self.roster.people()
        )
        weeks = sorted(self.played.weeks)[: len(state.weeks)]
        whole = list(state.weeks) == weeks and all(week.closed for week in state.weeks.values())
        if not (
            ours
            and weeks
            and whole
            and self._sent_as_now(state, weeks)
            and all(self._votes_of(week) == sum(self.plan[week].values()) for week in weeks)
        ):
            raise SeasonTaken(self.season)
        if self.gateways:
            for week in weeks:
                self.gateways.open_lines(week, field_of(state, week))
        self.decisions = len(state.proposals)
        return len(weeks)

    def _sent_as_now(self, state: SeasonState, weeks: Sequence[int]) -> bool:
        """Whether gateways sent what is there as those of now would: no other form is taken on in the middle of a season."""
        gateways = self.gateways
        if commits_by_batch(state) != bool(gateways and gateways.commits_by_batch):
            return False
        stated = gateways is not None and gateways.order_of(field_of(state, weeks[0])) is not None
        keys = gateways is not None
        return bool(state.gateway_keys) == keys and all(bool(couples_in_order(state, week)) == stated for week in weeks)

    def _votes_of(self, week: int) -> int:
        """Votes of a week that were accepted."""
        tally = self.engine.fold(self.season).tallies[week]
        return sum(channel.accepted for gateway in tally.gateways.values() for channel in gateway.channels.values())

    def _do(self, command: c.SeasonCommand, by: Actor, at: str) -> None:
        self.engine.do(self.season, command, by, at)

    def _signed(self, command: c.TwoPersonCommand, one: Actor, other: Actor, at: str) -> None:
        """Proposed by one, approved by the other."""
        sign(partial(self._said, at), command, one, other)

    def _said(self, at: str, command: c.SeasonCommand, by: Actor) -> list[Fact]:
        """One word of a decision, signed where the rehearsal has a roster."""
        signer = self.roster.signer(by) if self.roster else None
        if self.roster and isinstance(command, c.Propose):
            self.decisions += 1
            command = command.model_copy(update={"nonce": self.roster.nonce(self.decisions)})
        return [event.fact for event in self.engine.do(self.season, command, by, at, signer=signer)]

    def _chance(self, *about: object) -> Random:
        return Random("/".join(map(str, (self.seed, self.season, *about))))

    def _planned(self) -> dict[int, dict[str, int]]:
        """Accepted votes by week and couple: each scoring period's order gives its announced result."""
        plan: dict[int, dict[str, int]] = {}
        for number in sorted(self.played.weeks, reverse=True):
            weeks = [week for week in self.played.weeks[number].opened.fact.votes_from if week in self.played.weeks]
            open_weeks = [week for week in weeks if week not in plan]
            if not open_weeks:
                continue
            chance = self._chance("votes", number)
            rulebook = self._rulebook(number)
            period = period_of(self.played, number, {})
            order = public_order(rulebook, period, announced(self.played.weeks[number]), chance)
            nights = [self.reported.get(week, chance.randint(SMALLEST_NIGHT, LARGEST_NIGHT)) for week in open_weeks]
            totals = totals_in_order(order, sum(nights), chance)
            parts = by_night(totals, nights, chance)
            for index, week in enumerate(open_weeks):
                plan[week] = {couple: shares[index] for couple, shares in parts.items()}
                gone = set(field_of(self.played, week)) - set(totals)
                plan[week] |= {couple: min(plan[week].values()) // 2 for couple in sorted(gone)}
        return plan

    def _rulebook(self, week: int) -> Rulebook:
        rulebook = rulebook_of(self.played, week)
        assert rulebook is not None, "an opened week has a rulebook"
        return rulebook

    def _set_up(self) -> None:
        fact, at = self.opened, self._at(1, "17:00")
        begin = c.OpenSeason(season=self.season, show=fact.show, number=fact.number, mode="rehearsal", venue=fact.venue)
        if self.gateways and self.gateways.commits_by_batch:
            begin = begin.model_copy(update={"commitments": "by batch"})
        self._do(begin, PRODUCER, at)
        if self.roster:
            self._do(c.FoundSeason(people=self.roster.people()), PRODUCER, at)
        for adoption in self.played.rulebooks:
            adopt = c.AdoptRulebook(rulebook=adoption.fact.rulebook, from_week=adoption.fact.from_week)
            self._signed(adopt, EXECUTIVE, ADJUDICATOR, at)
        for event in self.played.couples.values():
            couple = event.fact
            cast = c.CastCouple(couple=couple.couple, celebrity=couple.celebrity, professional=couple.professional)
            self._do(cast, PRODUCER, at)
        for introduction in self.gateways.introductions() if self.gateways else ():
            self._signed(introduction, EXECUTIVE, ADJUDICATOR, at)

    def _at(self, week: int, hour: str) -> str:
        """An hour, UTC, of the evening of the week's last episode."""
        return f"{self._date(week)}T{hour}:00Z"

    def _date(self, week: int) -> str:
        date = self.played.weeks[week].opened.fact.episodes[-1].date
        assert date is not None, "a season with gaps is refused before it is played"
        return date

    def _week(self, number: int, week: WeekState) -> None:
        at = self._at(number, "18:00")
        self.engine.do_all(self.season, setting_up_of(week), PRODUCER, at)
        self._scores_and_votes(number, week)
        self._result(number, week)
        if self.proofs is not None:
            self._prove(number, self.proofs)
        self.published(self._at(number, "22:45"))

    def _prove(self, number: int, proofs: Proofs) -> None:
        try:
            prove(self.engine, self.season, number, PRODUCER, proofs, self._at(number, "22:30"))
        except CannotBeProved as refusal:
            self.unproved.append(refusal)
        else:
            self.proved += 1

    def _scores_and_votes(self, number: int, week: WeekState) -> None:
        on_air, later = self._at(number, "20:00"), self._at(number, "22:05")
        dancing = field_of(self.engine.state(self.season), number)
        order = self.gateways.order_of(dancing) if self.gateways else None
        self._do(c.OpenVoting(week=number, gateways=GATEWAYS, couples=order), PRODUCER, on_air)
        if self.gateways:
            self.gateways.open_lines(number, dancing)
        misread = self._scores(number, week, on_air)
        chance = self._chance("night", number)
        delivered = night(self.season, number, self._date(number), self.plan[number], chance)
        lines = _Lines(self.engine, self.season, number, later, self.gateways, self.published)
        deliver_and_close(
            lines, delivered.batches, delivered.manifests, delivered=lines.retry_the_last_of(delivered.batches)
        )
        if misread is not None:
            self._signed(misread, DESK, SECOND_DESK, later)
        self.batches += len(delivered.batches)
        self.votes += sum(self.plan[number].values())

    def _scores(self, number: int, week: WeekState, at: str) -> c.CorrectScore | None:
        """Every mark; the first one of a week is misread by a step, to be corrected after the lock by two people."""
        scale = self._rulebook(number).scale
        correction: c.CorrectScore | None = None
        for dance, marks in marks_of(week, scale).items():
            for judge, mark in marks.items():
                given: Exact = mark
                if correction is None:
                    given = mark - scale.step if scale.allows(mark - scale.step) else mark + scale.step
                    reason = "REHEARSAL: the card was misread"
                    correction = c.CorrectScore(week=number, dance=dance, judge=judge, mark=mark, reason=reason)
                self._do(c.GiveScore(week=number, dance=dance, judge=judge, mark=given), DESK, at)
        for bonus in week.bonuses:
            awarded = bonus.fact.model_dump(exclude_none=True, exclude={"source"})
            self._do(c.AwardBonus.model_validate(awarded), DESK, at)
        return correction

    def _result(self, number: int, week: WeekState) -> None:
        at = self._at(number, "22:30")
        nonce = None
        if self.gateways:
            hides = hides_counts(self.engine.state(self.season), number)
            nonce = (self.gateways.salt if hides else self.gateways.nonce)("certified", number)
        self._signed(c.CertifyOutcome(week=number, nonce=nonce), EXECUTIVE, ADJUDICATOR, at)
        self.published(at)
        said = announced(week)
        if said.danger:
            self._do(c.AnnounceDanger(week=number, couples=said.danger), PRODUCER, at)
        for event in week.announcements:
            if event.fact.TYPE == "couple-saved.v1":
                saved = event.fact.model_dump(exclude_none=True, exclude={"source"})
                self._do(c.AnnounceSave.model_validate(saved), PRODUCER, at)
        for couple in said.eliminated or ():
            self._do(c.AnnounceElimination(week=number, couple=couple), PRODUCER, at)
        if said.places:
            places = tuple(Place(couple=couple, place=place) for couple, place in said.places)
            self._do(c.AwardPlaces(week=number, places=places), PRODUCER, at)
        self._do(c.CloseWeek(week=number), PRODUCER, at)
