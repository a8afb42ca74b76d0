"""From a page of events to what it changes: seasons remembered, and only the weeks an event can have changed worked out."""

import hashlib
from collections.abc import Collection, Iterable

from domain.gateway.events import (
    DeliverySigned,
    GatewayClosed,
    VoteBatchReceived,
    VoteBatchReceivedV2,
    season_stream,
)
from domain.gateway.tally import MINUTE, WeekTally
from domain.record import Fact, Recorded
from domain.season.events import VotingClosed, VotingOpened, WindowStated
from domain.season.evolve import evolve
from domain.season.lookup import commits_by_batch
from glitterball.log import EventLog
from glitterball.views import tallies
from glitterball.views.as_of import as_of
from glitterball.views.catalogue import VIEWS
from glitterball.views.columns import writer
from glitterball.views.recorder import Changes, Overtaken, ViewsRecorder
from projections import sentences
from projections.fold import SeasonFold

KEPT = 32
"""Seasons remembered between pages; others are read again when an event of theirs comes (season streams are short)."""

NO_WEEK = 61
"""Beyond the last week a season can have."""

WHOLE = tuple(view for view in VIEWS if view.part is None)
IN_PARTS = tuple(view for view in VIEWS if view.part is not None)

_WRITERS = {view.name: writer(view.row) for view in VIEWS}
_TELL = writer(sentences.Row)


class Following:
    """The seasons as of `position`, and how the next page changes them.

    Vote batches and their signatures are not told in the log table: a finale has millions, turnout sums them up, and the
    log itself has them.
    """

    def __init__(self, log: EventLog, recorder: ViewsRecorder) -> None:
        self._log, self._recorder = log, recorder
        self.position = recorder.position()
        self._seasons: dict[str, SeasonFold] = {}
        self._silent: set[str] = set()

    def pass_over(self, seasons: Collection[str]) -> None:
        """Seasons of which nothing is shown, since their openings were destroyed and views are made of counts."""
        self._silent = {
            name for name in (self._log.stream_names() if seasons else ()) if name.split("/", 2)[1] in seasons
        }

    def changes(self, page: Iterable[Recorded[Fact]]) -> Changes:
        """Remember a page and say what it changes. A page that then cannot be written leaves this unusable.

        Events are let go of one by one: thousands of them held at once would be walked by the garbage collector.
        """
        changes = Changes(after=self.position)
        scored: dict[str, int] = {}
        voted: dict[str, set[int]] = {}
        counting: dict[str, tuple[SeasonFold, WeekTally | None, set[str]]] = {}
        position = self.position
        for event in page:
            fact, position = event.fact, event.position
            if event.stream in self._silent:
                continue
            if type(fact) is VoteBatchReceived or type(fact) is VoteBatchReceivedV2:
                known = counting.get(event.stream)
                if known is None:
                    season = self._season(fact.season)
                    counted = None if commits_by_batch(season.state) else season.tally(fact.week)
                    known = counting[event.stream] = (season, counted, set())
                    voted.setdefault(fact.season, set()).add(fact.week)
                season, tally, minutes = known
                if tally is not None and type(fact) is VoteBatchReceived:
                    tally.count(event)  # type: ignore[arg-type]  # its fact was just looked at
                else:
                    season.apply(event)
                minutes.add(fact.opens[:MINUTE])
                continue
            if isinstance(fact, DeliverySigned):
                continue  # like the batches it covers
            name = event.stream.split("/", 2)[1]
            season = self._season(name)
            season.apply(event)
            changes.told.append((name, season.state.mode, *_TELL(sentences.row_of(event, season.state))))
            if isinstance(fact, GatewayClosed | VotingClosed | VotingOpened | WindowStated):
                voted.setdefault(name, set()).add(fact.week)
            if not isinstance(fact, GatewayClosed):
                scored[name] = min(scored.get(name, NO_WEEK), _first_week(fact))
        self._work_out(changes, scored, voted)
        for stream, (_, _, minutes) in counting.items():
            self._minutes(changes, stream, minutes)
        self.position = position
        _, line = next(self._log.raw(position - 1, position))
        changes.last_event_sha256 = hashlib.sha256(line).hexdigest()
        return changes

    def forget(self) -> None:
        """Let go of seasons not met lately."""
        for name in list(self._seasons)[:-KEPT]:
            del self._seasons[name]

    def _work_out(self, changes: Changes, scored: dict[str, int], voted: dict[str, set[int]]) -> None:
        for name in sorted(scored.keys() | voted.keys()):
            season = self._seasons[name]
            delivered = voted.get(name, set())
            for week in sorted(delivered):
                changes.tallies[name, week] = tallies.written(season.tally(week))
            since = scored.get(name, NO_WEEK)
            for week, state in sorted(season.state.weeks.items()):
                rests_on_votes = week in delivered or not delivered.isdisjoint(state.opened.fact.votes_from)
                for view in WHOLE:
                    if week >= since or (view.counts_votes and rests_on_votes):
                        write = _WRITERS[view.name]
                        rows = view.rows(season, week)
                        changes.replaced.setdefault(view.name, {})[name, week] = [
                            (name, season.state.mode, *write(row), ordinal) for ordinal, row in enumerate(rows)
                        ]

    def _minutes(self, changes: Changes, stream: str, minutes: set[str]) -> None:
        """The rows of the minutes in which a gateway's batches of this page opened."""
        _, name, week, gateway = stream.split("/", 3)
        season = self._seasons[name]
        for view in IN_PARTS:
            assert view.part is not None
            write = _WRITERS[view.name]
            rows = view.part(season, int(week), gateway, minutes)
            changes.put.setdefault(view.name, []).extend((name, season.state.mode, *write(row)) for row in rows)

    def _season(self, name: str) -> SeasonFold:
        """The season as of the last page, remembered or restored."""
        season = self._seasons.pop(name, None)
        if season is None:
            season = self._restored(name) if self.position else SeasonFold()
        self._seasons[name] = season  # the one met last comes last
        return season

    def _restored(self, name: str) -> SeasonFold:
        """From its stream and its persisted tallies: no vote batch is read again, unless each commits to its counts."""
        season = SeasonFold()
        for event in self._log.stream(season_stream(name), until_position=self.position):
            season.state = evolve(season.state, event)
        if commits_by_batch(season.state):
            return as_of(self._log, self.position, name).seasons[name]
        position, counted, minutes, votes = self._recorder.tallies(name)
        if position != self.position:
            raise Overtaken
        for week, state in counted:
            delivered = tallies.delivered_in(self._log, name, week, season.state)
            season.tallies[week] = tallies.restored(state, delivered)
        tallies.restore_minutes(season.tallies, minutes, votes)
        return season


def _first_week(fact: Fact) -> int:
    """The first week a season's fact can change; `NO_WEEK` when it changes none."""
    if hasattr(fact, "decision"):
        return NO_WEEK
    return int(getattr(fact, "week", None) or getattr(fact, "from_week", None) or 1)
