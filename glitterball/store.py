"""The Python door: a store of seasons, a season, a week. Everything it answers is computed from the events.

import glitterball as gb
season = gb.open_season("us-33")
season.week(2).standings().to_polars()
season.as_of(412).week(2).check()
season.as_of("week 2 announced").week(2).standings()
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from domain.findings import Finding
from domain.gateway.events import DeliverySignedV1, OfBatch, OfManifest, deliveries_stream, season_stream
from domain.plurals import count_of
from domain.record import Actor, Recorded
from domain.season.commands import Approve, SeasonCommand
from domain.season.outcome import outcome_of
from domain.season.people.facts import OfPerson
from domain.season.readiness import readiness
from domain.season.state import SeasonState, competing, plug_ins_in_force, rulebook_of, seen_at
from domain.season.unready import SIGNED_WITHOUT_OPENING
from domain.tabulation.outcome import Outcome
from glitterball.answers.basis import basis_of
from glitterball.clock import Clock, utc_now
from glitterball.engine import Engine, Receipt, Receipts
from glitterball.engine.openings import opening_of
from glitterball.engine.trial import Trial
from glitterball.frames import Rows
from glitterball.log.event_log import EventLog
from glitterball.log.recording import Key
from glitterball.naming.identifiers import identifier
from glitterball.naming.moments import (
    AtPosition,
    AtTime,
    InAWeek,
    Moment,
    MomentUnclear,
    moment_said,
    position_in_week,
)
from glitterball.people import Signer, Signers, nobodys
from glitterball.questions import SeasonQuestions, Subscription, WeekQuestions
from glitterball.refusals import (
    NothingAtPosition,
    SeasonNotYet,
    SeasonTaken,
    SeasonUnknown,
    ValueNotValid,
    WeekNotInSeason,
)
from glitterball.snapshots import Cuts, KeptSnapshots, keep, snapshots_path
from glitterball.timeline import Asked, Page, kinds_named, page
from projections import (
    couple_season,
    leaderboard,
    outcomes,
    scorecards,
    season_grid,
    sentences,
    standings,
    turnout,
)
from projections.fold import SeasonFold
from projections.look_alikes import look_alikes

if TYPE_CHECKING:
    from glitterball.audit.week import WeekAudit
    from glitterball.nodes import Awaited
    from glitterball.season_files import SeasonFile

R = TypeVar("R")

HISTORIAN = Actor(name="Glitterball's shipped record", role="historian")
"""Who speaks when a shipped season is taken in: each fact also names its own source."""


class Store:
    """Seasons in one event log. Use it as a context manager, or close it."""

    def __init__(self, log: EventLog, clock: Clock = utc_now) -> None:
        self.log = log
        self.engine = Engine(log, clock)
        self.cuts = Cuts(log, snapshots_path(log.beside))

    def seasons(self) -> tuple[str, ...]:
        """The names of the seasons on record."""
        return self.engine.seasons()

    def state_in_public(self, name: str) -> SeasonState:
        """The state of a season; of one whose openings were destroyed as far as what is public tells, else as always."""
        if self.log.destroyed_at(name) is None:
            return self.engine.state(name)
        return self.cuts.state(name, self.log.last_position())

    def season(self, name: str) -> "Season":
        """A season on record. Refuses one that is not there."""
        if not self._is_on_record(name):
            from glitterball.season_files import shipped_seasons

            raise SeasonUnknown(name, ", ".join(self.seasons()) or "none", ", ".join(shipped_seasons()))
        return Season(self, name)

    def _is_on_record(self, name: str) -> bool:
        try:
            return self.log.version(f"season/{name}") > 0
        except ValueError:  # no stream can be called that
            return False

    def take_in(
        self,
        file: "SeasonFile",
        by: Actor = HISTORIAN,
        name: str | None = None,
        *,
        second: Actor | None = None,
        signers: Signers = nobodys,
        people: tuple[OfPerson, ...] = (),
        key: str | None = None,
    ) -> "Season":
        """Record a whole season file, through commands, in one commit: all or nothing.

        A live season is said by `by`, and by `second` where that takes two; without a second person it stops there
        (`ImportWaits`), and goes on when it is taken in again. With `people` it has a roster from its opening on. The same file
        may be taken in again, whatever became of the first time; under an idempotency key no other is.
        """
        from glitterball.engine.importing import import_script

        name = import_script(self.engine, file, by, name, second=second, signers=signers, people=people, key=key)
        return Season(self, name)

    def timeline(
        self,
        seasons: Sequence[str] | None = None,
        *,
        after: int = 0,
        until: int | None = None,
        kinds: Iterable[str] = (),
        votes: bool = False,
        limit: int | None = None,
    ) -> Page:
        """Events as plain sentences in the order of the log, a page at a time: `after` of a page begins the next.

        Of all seasons, where none is named; of the kinds named (`score-given`), or all but vote batches and their signatures.
        One season or one kind may be named alone. Refuses a `limit` below 1 (`ValueNotValid`).
        """
        named = (seasons,) if isinstance(seasons, str) else seasons
        asked = Asked(
            seasons=tuple(self.seasons() if named is None else named),
            after=after,
            until=min(self.log.last_position(), self.log.last_position() if until is None else until),
            kinds=kinds_named(kinds),
            votes=votes,
        )
        return page(self.log, self.cuts, asked, limit)

    def rehearse(self, ships: str, name: str | None = None, *, seed: int = 33, through: int | None = None) -> "Season":
        """Play a shipped season again with synthetic votes that fit every announced result, up to a week or whole.

        Gateways sign what they deliver, and two people of a roster what they decide; REHEARSAL is on everything that comes of it.
        Refuses a name that is taken, or is no identifier (`ValueNotValid`). The same seed gives the same votes.

        >>> with gb.open_store() as store:
        ...     store.rehearse("us-33", through=1)
        <Season us-33-rehearsal, rehearsal, 1 week>
        """
        from glitterball.rehearsal import rehearse
        from glitterball.rehearsal.gateways import SigningGateways
        from glitterball.rehearsal.people import RosterOfARehearsal
        from glitterball.rehearsal.shipped import reported_votes

        recorded = identifier(name, "name", "harbour-1") if name else f"{ships}-rehearsal"
        if recorded in self.seasons():
            raise SeasonTaken(recorded)
        played = open_season(ships)
        again = played.state if through is None else played.at_end_of(through).state
        rehearse(
            again,
            self.engine,
            recorded,
            seed,
            reported_votes(ships, again),
            gateways=SigningGateways(seed, recorded),
            roster=RosterOfARehearsal(seed, recorded),
        )
        return Season(self, recorded)

    def subscribe(self, after: int | None = None, *, timeout: float | None = None) -> Subscription:
        """The events of all seasons after a position (unless said, from now on) as they are recorded: see `Season.subscribe`.

        >>> [event.position for event in season.store.subscribe(after=448, timeout=0)]
        [449]
        """
        return Subscription(self.log, self.log.last_position() if after is None else after, None, timeout)

    def await_checkpoint(self, events: "Sequence[Recorded[Any]]", seconds: float = 10.0) -> "Awaited | None":
        """Of what `do` answered: the checkpoint after those events that ask for one (voting closed, an outcome certified), where
        another machine signs for the store. It is waited for so many seconds at most; the events are on record all the while.

        None where none of them asks for one, or nobody signs: `glitterball nodes publish` does, for a store on a server.

        >>> store = season.store
        >>> store.await_checkpoint(tuple(season.events())) is None  # in memory: nobody else can sign for it
        True
        """
        from glitterball.nodes.waiting import await_checkpoint

        return await_checkpoint(self.log, events, seconds)

    def __repr__(self) -> str:
        return f"<Store {self.log.address}, {count_of(len(self.seasons()), 'season')}>"

    def keep_snapshots(self) -> KeptSnapshots | None:
        """Keep snapshots beside the store, so that no question as of a position reads the log from its beginning.

        They are a cache: deleting `STORE.snapshots.sqlite` loses nothing. Nothing is kept of a store in memory.
        """
        path = snapshots_path(self.log.beside)
        return None if path is None else keep(self.log, path)

    def close(self) -> None:
        """Let go of the log."""
        self.cuts.close()
        self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _moment(said: object) -> Moment:
    """A moment as Python says it: a position, or text."""
    if isinstance(said, int) and not isinstance(said, bool):
        return AtPosition(said)
    if not isinstance(said, str):
        raise MomentUnclear(str(said))
    return moment_said(said)


class Season(SeasonQuestions):
    """A season as the log tells it: up to now, or up to the position it was asked `as_of`."""

    def __init__(
        self,
        store: Store,
        name: str,
        position: int | None = None,
        *,
        from_the_beginning: bool = False,
        fold: SeasonFold | None = None,
        is_now: bool = False,
    ) -> None:
        self.store, self.name, self.position = store, name, position
        self._from_the_beginning = from_the_beginning
        self._cut = fold
        self.is_now = position is None or is_now
        """Whether what is asked is how things stand, and not how they stood."""

    @property
    def fold(self) -> SeasonFold:
        """What was remembered: the season's state and the tallies of its votes."""
        if self.position is None:
            return self.store.engine.fold(self.name)
        if self._cut is None:
            cut = self.store.cuts.replayed if self._from_the_beginning else self.store.cuts.fold
            self._cut = cut(self.name, self.position)
        return self._cut

    def held(self) -> "Season":
        """The season as it stands now, which stays so however much is recorded while it is looked at; it knows its position."""
        if self.position is not None:
            return self
        fold, position = self.store.engine.fold_and_position(self.name)
        return Season(self.store, self.name, position, fold=fold, is_now=True)

    @property
    def state(self) -> SeasonState:
        """The season without its votes, which is all that most questions need."""
        return self.store.engine.state(self.name) if self.position is None else self.fold.state

    @property
    def mode(self) -> str:
        """`live`, `rehearsal` or `historic`."""
        return self.state.mode

    @property
    def opening(self) -> str:
        """The opening that gateways name above what they sign: the leaf hash of the event that opened the season."""
        opened = self.state.opened
        assert opened is not None, "a season that is on record was opened"
        return opening_of(self.store.log, opened)

    def as_of(self, moment: int | str, *, from_the_beginning: bool = False) -> "Season":
        """The season as it was known in a moment: when the log ended at a position, or as people say it.

        `412`, a time (`2024-09-24T21:58`, in UTC unless it names an offset), or what happened in a week (`week 2 announced`).
        Of a time it is what was recorded by then. Refuses what it does not understand (`MomentUnclear`), a position beyond
        the log, a moment that is not on record, and one in which there was nothing of the season yet (`SeasonNotYet`).

        It is answered from a snapshot where one is kept; `from_the_beginning` reads the log, for what somebody will sign.
        """
        position = self.position_of(moment)
        opened = self.store.log.get(season_stream(self.name), 1)
        assert opened is not None, "a season that is on record was opened"
        if position < opened.position:
            raise SeasonNotYet(self.name, str(moment), opened.time, opened.position)
        return Season(self.store, self.name, position, from_the_beginning=from_the_beginning)

    def position_of(self, moment: int | str) -> int:
        """The position of the log that a moment is, said as to `as_of`. Of a season as it was known none is later than that."""
        asked = _moment(moment)
        last = self.store.log.last_position()
        known = self.position or last
        if isinstance(asked, AtTime):
            return min(known, self.store.cuts.recorded_by(self.name, asked.time))
        if isinstance(asked, InAWeek):
            told = self.store.state_in_public(self.name) if self.position is None else self.state
            return position_in_week(asked, self.name, told)
        if not 1 <= asked.position <= last:
            raise NothingAtPosition(asked.position, last)
        if asked.position > known:
            raise ValueNotValid(
                "as_of", asked.position, f"This is {self.name} as of {known}; ask the season itself for what came later"
            )
        return asked.position

    def basis(self, week: int | None = None) -> dict[str, Any]:
        """What an answer rests on: the position of the log, its root there, and the rulebook in force with its hash."""
        weeks = self.state.weeks
        rulebook = rulebook_of(self.state, week or max(weeks, default=1))
        position = self.position or self.store.log.last_position()
        basis = basis_of(self.store.log, self.name, position, rulebook)
        if kinds := plug_ins_in_force(self.state):
            basis["stage_kinds_of_packages"] = list(kinds)
        return basis

    def events(self) -> Iterator[Recorded[Any]]:
        """The season's events, votes among them, in the order of the log."""
        names = self.store.log.stream_names
        streams = [f"season/{self.name}", *names(f"votes/{self.name}/"), *names(f"deliveries/{self.name}/")]
        return self.store.log.read(until=self.position, streams=streams)

    def at_end_of(self, week: int) -> "Season":
        """The season as of the closing of a week; as it stands while that is open.

        >>> season.at_end_of(2).position
        130
        """
        closed = self.state.weeks[self.week(week).number].closed
        return self if closed is None else self.as_of(closed.position)

    def week(self, number: int) -> "Week":
        """One week. Refuses one that was not opened."""
        if number not in self.state.weeks:
            raise WeekNotInSeason(number, self.name, ", ".join(map(str, sorted(self.state.weeks))) or "none")
        return Week(self, number)

    def weeks(self) -> tuple["Week", ...]:
        """All weeks, in order."""
        return tuple(Week(self, number) for number in sorted(self.state.weeks))

    def do(
        self,
        command: SeasonCommand,
        by: Actor,
        *,
        key: str | None = None,
        signer: Signer | None = None,
        part_of: str = "",
    ) -> tuple[Recorded[Any], ...]:
        """Record what a command leads to. Raises a named refusal, which says what is known to be recorded.

        Under an idempotency key the command may be repeated, whatever became of the answer: it is recorded once.
        In a season with a roster `signer` signs what two people decide (`glitterball.people`). `part_of` says of what longer
        request it is a step, if of any. It waits for no checkpoint: `Store.await_checkpoint` does.
        """
        return self.do_all((command,), by, key=key, signer=signer, part_of=part_of)

    def do_all(
        self,
        commands: Sequence[SeasonCommand],
        by: Actor,
        *,
        key: str | Key | None = None,
        signer: Signer | None = None,
        part_of: str = "",
        seen: int | None = None,
    ) -> tuple[Recorded[Any], ...]:
        """Record what several commands of one person lead to, in one commit: all or none. Otherwise as `do`.

        `seen` is the sequence of the season as it was seen; where it has moved on since, nothing is recorded (`MovedOn`).
        """
        if any(isinstance(command, Approve) for command in commands):
            self.store.cuts.close()  # an approval may destroy what is counted there; it opens again when it is asked for
        return self.store.engine.do_all(self.name, commands, by, key=key, signer=signer, part_of=part_of, seen=seen)

    def trial(self) -> Trial:
        """The season as it stands, to decide commands on without recording anything: what they would lead to."""
        return self.store.engine.trial(self.name)

    def receive(self, deliveries: Sequence[OfBatch | OfManifest], *, key: str | None = None) -> tuple[Receipt, ...]:
        """Take in vote batches and closing manifests, all or none. Under an idempotency key nothing else is taken in."""
        return self.store.engine.receive(deliveries, key=key)

    def deliver(self, message: bytes, week: int | None = None, *, key: str | None = None) -> Receipts:
        """Take in one signed delivery as the gateway sent it (docs/formats/deliveries.md), all or none; `key` as in `receive`."""
        return self.store.engine.deliver(message, self.name, week, key=key)

    def rows(self, view: str, row: type[R], rows: Iterable[R]) -> Rows[R]:
        """Rows of a view that say whose they are, and whether the season is live, a rehearsal or historic."""
        return Rows(view, row, rows, self.mode, self.name)

    def grid(self) -> Rows[season_grid.Row]:
        """Week by couple: the table fans know."""
        return self.rows("season_grid", season_grid.Row, season_grid.rows(self.fold))

    def scorecards(self) -> Rows[scorecards.Row]:
        """Every mark."""
        return self.rows("scorecards", scorecards.Row, scorecards.rows(self.fold))

    def outcomes(self) -> Rows[outcomes.Row]:
        """Every week's outcome, announced against computed."""
        return self.rows("outcomes", outcomes.Row, outcomes.rows(self.fold))

    def couple(self, couple: str) -> Rows[couple_season.Row]:
        """One couple's season, week by week."""
        return self.rows("couple_seasons", couple_season.Row, couple_season.of_couple(self.fold, couple))

    def sentences(self) -> Rows[sentences.Row]:
        """The log as plain sentences."""
        return self.rows("log", sentences.Row, sentences.rows(self.events()))


class Week(WeekQuestions):
    """One week of a season."""

    def __init__(self, season: Season, number: int) -> None:
        self.season, self.number = season, number

    def outcome(self) -> Outcome:
        """The outcome with its ordered working."""
        fold = self.season.fold
        return outcome_of(fold.state, self.number, fold.tallies)

    def standings(self) -> Rows[standings.Row]:
        """Both sides, combined, in order."""
        return self.season.rows("standings", standings.Row, standings.rows(self.season.fold, self.number))

    def leaderboard(self) -> Rows[leaderboard.Row]:
        """Judges' totals."""
        return self.season.rows("leaderboard", leaderboard.Row, leaderboard.rows(self.season.fold, self.number))

    def scorecards(self) -> Rows[scorecards.Row]:
        """Every mark of the week."""
        return self.season.rows("scorecards", scorecards.Row, scorecards.rows(self.season.fold, self.number))

    def turnout(self) -> Rows[turnout.Row]:
        """What each gateway delivered."""
        return self.season.rows("turnout", turnout.Row, turnout.rows(self.season.fold, self.number))

    def check(self) -> tuple[Finding, ...]:
        """What keeps the week from being certified, and what one should know: also which names could be taken for another."""
        fold, now = self.season.fold, self.season.is_now
        state = seen_at(fold.state, self.season.store.engine.clock()) if now else fold.state
        found = readiness(state, self.number, fold.tallies)
        alike = look_alikes(fold.state, competing(fold.state, self.number))
        return (*found, *self._signed_without_opening(), *alike)

    def _signed_without_opening(self) -> Iterator[Finding]:
        """Gateways whose signatures would fit a rehearsal as well; a live season takes that only from those under way so."""
        week, log = self.season.state.weeks[self.number], self.season.store.log
        if week.voting is None or self.season.mode != "live":
            return
        for name in sorted(gateway.gateway for gateway in week.voting.fact.gateways):
            stream = deliveries_stream(self.season.name, self.number, name)
            signed = log.stream(stream, until_position=self.season.position)
            count = sum(isinstance(event.fact, DeliverySignedV1) for event in signed)
            if count:
                yield SIGNED_WITHOUT_OPENING.at(f"week {self.number}, gateway {name}", deliveries=count)

    def audit(self) -> "WeekAudit":
        """Every step of the outcome with its clause and events, announced against computed, and what it implies."""
        from glitterball.audit.week import audit_week

        return audit_week(self.season.fold, self.number)


def open_store(
    address: str = "memory:", *, read_only: bool = False, clock: Clock = utc_now, state: Path | str | None = None
) -> Store:
    """Open `memory:`, `sqlite:PATH` (making a new store where there is none) or `postgresql://...`. `read_only` is for auditors.

    `state` is the folder where this machine keeps its own files of a store on a server: views, snapshots, keys of hidden parts.
    """
    return Store(EventLog.open(address, read_only=read_only, state=state), clock)


def open_season(name: str) -> Season:
    """A season that ships with Glitterball, replayed from its events in memory."""
    from glitterball.season_files import shipped_season

    return open_store().take_in(shipped_season(name))
