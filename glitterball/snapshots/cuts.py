"""A season as of any position: from the last snapshot before it, and the log from there on.

Nothing in a snapshot is believed over the log. It is used where its last event is the log's event at that position, where
the log's tree is the ledger's as far as a ledger has come, and where each tally is bound to the root; otherwise the log is
read. So is a season whose batches each commit to their counts: what they commit to is kept batch by batch.
"""

from collections import OrderedDict
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from threading import RLock
from typing import Any

from domain.gateway.events import season_stream
from domain.gateway.tally import WeekTally
from domain.record import Recorded
from domain.season.lookup import commits_by_batch
from domain.season.state import SeasonState
from glitterball.answers.basis import root_in_ledger
from glitterball.log import EventLog
from glitterball.log.refusals import RecordDamaged
from glitterball.log.times import recorded_by
from glitterball.proof.hashing import leaf_hash
from glitterball.snapshots.file import Snapshot, SnapshotFile
from glitterball.snapshots.forms import Place, SnapshotUnfit, unpacked
from glitterball.snapshots.history import History
from glitterball.views.tallies import delivered_in
from projections.fold import SeasonFold

REMEMBERED = 16
"""Weeks' tallies remembered after they were asked for: a step to the next position asks for the same ones again."""

Kept = tuple[str, int, int]
"""A season, a week, and the position its tally was kept at."""


class Cuts:
    """Seasons of one log as of any position. Use it from any thread. `path` is that of the snapshots, if they are kept."""

    def __init__(self, log: EventLog, path: Path | None) -> None:
        self._log, self._path = log, path
        self._file: SnapshotFile | None = None
        self._histories: dict[str, History] = {}
        self._looked: dict[str, int] = {}
        """The position up to which it is known whether a season's openings were destroyed."""
        self._tallies: OrderedDict[Kept, WeekTally] = OrderedDict()
        self._lock = RLock()

    def close(self) -> None:
        """Let go of the snapshots."""
        with self._lock:
            file, self._file = self._file, None
            if file is not None:
                file.close()

    def fold(self, season: str, position: int) -> SeasonFold:
        """A season as it was known when the log ended at a position. Refuses one whose openings were destroyed."""
        self._log.require_openings(season)
        with self._lock:
            snapshot = self._snapshot(position)
            if snapshot is not None:
                try:
                    return self._from(snapshot, season, position)
                except SnapshotUnfit:
                    self._throw_away()
            return self.replayed(season, position)

    def state(self, season: str, position: int) -> SeasonState:
        """A season without its votes, as of a position; where its openings were destroyed, what is public of it."""
        return self._history(season).state(position)

    def own(self, season: str, after: int, until: int) -> list[Recorded[Any]]:
        """The events of a season's own stream, behind a position and up to another."""
        return self._history(season).events(after, until)

    def _history(self, season: str) -> History:
        """What is remembered of a season's own stream. What was hidden is forgotten once its openings are destroyed."""
        with self._lock:
            known, last = self._histories.get(season), self._log.last_position()
            if known is None or self._looked.get(season) != last:
                ended = self._log.destroyed_at(season)
                if known is None or (ended is not None and known.reached < ended):
                    known = self._histories[season] = History(self._log, season)
                self._looked[season] = last
            return known

    def recorded_by(self, season: str, time: str) -> int:
        """The position at which the log ended when a season was known as of a time (`glitterball.log.times`)."""
        with self._lock:
            after = 0
            try:
                file = self._opened()
                after = 0 if file is None else file.recorded_by(season, time)
            except SnapshotUnfit:
                self._throw_away()
            return recorded_by(self._log, season, time, after if self._snapshot(after) else 0)

    def replayed(self, season: str, position: int) -> SeasonFold:
        """The same from the log alone."""
        fold = SeasonFold()
        streams = [season_stream(season), *self._log.stream_names(f"votes/{season}/")]
        for event in self._log.read(until=position, streams=streams):
            fold.apply(event)
        return fold

    def _from(self, snapshot: Snapshot, season: str, position: int) -> SeasonFold:
        state = self.state(season, snapshot.position)
        if commits_by_batch(state):
            return self.replayed(season, position)
        fold = SeasonFold(state, self.tallies(snapshot, season, state))
        for event in self._own(season, snapshot.position, position):
            fold.apply(event)
        return fold

    def tallies(self, snapshot: Snapshot, season: str, state: SeasonState) -> "KeptTallies":
        """The tallies of a season in a snapshot, each read when it is asked for."""
        assert self._file is not None, "the snapshot was read from it"
        return KeptTallies(self, snapshot, season, state, self._file.weeks(season, snapshot.position))

    def _own(self, season: str, after: int, until: int) -> Iterator[Recorded[Any]]:
        """A season's events, read by position: few positions, whoever else they belong to."""
        kinds = (season_stream(season), f"votes/{season}/")
        for event in self._log.read(after, until, in_public=True):
            if event.stream == kinds[0] or event.stream.startswith(kinds[1]):
                yield event

    def tally(self, season: str, week: int, kept_at: int, snapshot: Snapshot, state: SeasonState) -> WeekTally:
        """A week's tally as it was kept, which goes on as its reader's own; from the log, where what was kept does not fit."""
        kept = season, week, kept_at
        with self._lock:
            if kept not in self._tallies:
                try:
                    self._tallies[kept] = self._read(kept, state)
                except SnapshotUnfit:
                    self._throw_away()
                    self._tallies[kept] = self.replayed(season, snapshot.position).tallies[week]
                while len(self._tallies) > REMEMBERED:
                    self._tallies.popitem(last=False)
            self._tallies.move_to_end(kept)
            return self._tallies[kept].frozen()

    def _read(self, kept: Kept, state: SeasonState) -> WeekTally:
        season, week, position = kept
        file = self._opened()
        found = None if file is None else file.at(position)
        if file is None or found is None or found.position != position:
            raise SnapshotUnfit(f"there is no snapshot at {position} any more")
        place = Place(season, week, position, found.root)
        delivered = delivered_in(self._log, season, week, state)
        return unpacked(file.tally(season, week, position), place, self._log.cipher(season), delivered)

    def _snapshot(self, position: int) -> Snapshot | None:
        """The last snapshot up to a position, where it is one of this log."""
        try:
            file = self._opened()
            found = None if file is None else file.at(position)
            if found is None or fits(found, self._log):
                return found
        except SnapshotUnfit:
            pass  # as one that does not fit
        self._throw_away()
        return None

    def _opened(self) -> SnapshotFile | None:
        if self._file is None and self._path is not None and self._path.exists():
            self._file = SnapshotFile.to_read(self._path)
            if self._file is not None and not fits_ledger(self._file, self._log):
                self._throw_away()
        return self._file

    def _throw_away(self) -> None:
        """Go on without snapshots: whoever writes them next begins them again (`keeping`)."""
        self.close()
        self._path = None


class KeptTallies(MutableMapping[int, WeekTally]):
    """The tallies of a season from a snapshot on, each week's read when it is first asked for."""

    def __init__(self, cuts: Cuts, snapshot: Snapshot, season: str, state: SeasonState, weeks: dict[int, int]) -> None:
        self._cuts, self._snapshot, self._season, self._state = cuts, snapshot, season, state
        self._kept = weeks
        self._read: dict[int, WeekTally] = {}

    def __getitem__(self, week: int) -> WeekTally:
        if week not in self._read and week in self._kept:
            self._read[week] = self._cuts.tally(self._season, week, self._kept[week], self._snapshot, self._state)
        return self._read[week]

    def __setitem__(self, week: int, tally: WeekTally) -> None:
        self._read[week] = tally

    def __delitem__(self, week: int) -> None:
        self._kept.pop(week, None)
        del self._read[week]

    def __iter__(self) -> Iterator[int]:
        return iter(sorted({*self._kept, *self._read}))

    def __len__(self) -> int:
        return len({*self._kept, *self._read})


def fits(snapshot: Snapshot, log: EventLog) -> bool:
    """Whether a snapshot stands behind the event that the log has at its position, with a tree of that size."""
    try:
        line = next((line for _, line in log.raw(snapshot.position - 1, snapshot.position)), None)
        return line is not None and leaf_hash(line) == snapshot.leaf and snapshot.frontier.size == snapshot.position
    except (SnapshotUnfit, RecordDamaged):
        return False


def fits_ledger(file: SnapshotFile, log: EventLog) -> bool:
    """Whether the last snapshot's tree is the ledger's; nothing speaks against it where no ledger has come so far."""
    try:
        last = file.at(log.last_position())
        hashed = None if last is None else root_in_ledger(log, last.position)
        return last is None or hashed is None or last.root == hashed
    except SnapshotUnfit:
        return False
