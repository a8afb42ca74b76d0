"""The persisted views of a log: opened, caught up in pages, asked, begun again.

A page is one transaction with one tracking row (the library's runner would commit once an event). Only the weeks a page
can have changed are worked out again, by the same pure functions that answer in memory; all that is kept between pages
is the seasons met lately, so memory does not grow with the vote batches.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from threading import RLock
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from eventsourcing.persistence import PersistenceError

from glitterball.frames import Rows, Table, stacked
from glitterball.log import EventLog
from glitterball.spelling import did_you_mean
from glitterball.sqlite_files.damage import is_damage
from glitterball.telemetry import CaughtUp, span, tell
from glitterball.views import opening
from glitterball.views.catalogue import ROWS, VERSIONS
from glitterball.views.columns import reader
from glitterball.views.fingerprints import RowUnfit
from glitterball.views.following import Following
from glitterball.views.recorder import Overtaken, ViewsRecorder
from glitterball.views.refusals import ViewsDamaged, ViewsUnwritable, ViewUnknown
from glitterball.views.status import Status, ViewStatus

PAGE = 20_000
"""Events a transaction. What rests on a week's votes is worked out once a page, however many of its batches are in it."""

_READERS = {name: reader(row) for name, row in ROWS.items()}


def views_path(beside: Path | None) -> Path:
    """Where the views of a store are kept unless said: beside it, `STORE.views.sqlite`. `ValueError` for `memory:`."""
    if beside is None:
        raise ValueError("nothing lies beside a store in memory: say where its views are to be kept")
    return Path(f"{beside}.views.sqlite")


class Views:
    """The views of one log in one file. Open with `Views.open`; `catch_up` after recording, then ask `rows`.

    It may be used from several threads, and the file by several processes.
    """

    def __init__(self, path: Path, log: EventLog, recorder: ViewsRecorder) -> None:
        self.path, self.log, self.recorder = path, log, recorder
        self._following: Following | None = None
        self._writing = RLock()

    @classmethod
    def open(cls, path: str | Path, log: EventLog) -> Self:
        """Open a views file, or make it. A damaged or older one, or one of another log, begins again from nothing.

        Refuses a file that is something else (`NotViews`) or newer (`ViewsNewer`). Nothing is caught up yet.
        """
        return cls(Path(path), log, opening.recorder(Path(path), log))

    def close(self) -> None:
        """Let go of the file."""
        with self._writing:
            self._following = None
            self.recorder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Filling.

    def catch_up(
        self, until: int | None = None, *, page: int = PAGE, progress: Callable[[int], None] | None = None
    ) -> int:
        """Apply the log up to a position (by default all there is now); the answer is where the views now stand.

        `progress` is told that position after each page. Stopped at any moment, it goes on from the last whole page.
        """
        with self._writing, self._refusing(), span("views.catch_up"):
            began, before = perf_counter(), self.recorder.position()
            until = min(self.log.last_position() if until is None else until, self.log.last_position())
            while True:
                following = self._following or Following(self.log, self.recorder)
                self._following = None  # until the pages are written, what is remembered is ahead of the file
                try:
                    self._pages(following, until, page, progress)
                except Overtaken:
                    continue  # go on from where the other process has come
                self._following = following
                self.log.views_at(following.position)
                tell(CaughtUp(max(following.position - before, 0), following.position, perf_counter() - began))
                return following.position

    def _pages(self, following: Following, until: int, page: int, progress: Callable[[int], None] | None) -> None:
        following.pass_over(self.log.destroyed())
        events = iter(self.log.read(following.position, until, in_public=True))
        while (before := following.position) < until:
            changes = following.changes(islice(events, page))
            assert following.position > before, "the log has every position up to its last"
            self.recorder.apply_page(changes, following.position)
            following.forget()
            if progress is not None:
                progress(following.position)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Make all views again from the log, apart from the file, then put them in its place in one transaction.

        Readers see the old views until then. The answer is the position reached. Stopped at any moment, nothing is left.
        """
        with self._writing, self._refusing(), closing(ViewsRecorder.temporary()) as fresh:
            position = Views(self.path, self.log, fresh).catch_up(progress=progress)
            self._following = None
            try:
                fresh.put_in_place_of(self.path)
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise  # busy, full, forbidden: the views are as they were
                self.recorder.close()
                try:
                    opening.remove(self.path)
                    fresh.put_in_place_of(self.path)
                finally:
                    self.recorder = ViewsRecorder.at(self.path)
            return position

    # Asking.

    def rows(self, view: str, season: str, week: int | None = None) -> Rows[Any]:
        """A view's rows of a season, or of one week, as far as the views have come. `ViewUnknown` names those there are."""
        self._known(view)
        with self._refusing():
            rows = map(_READERS[view], self.recorder.rows(view, season, week))
            return Rows(view, ROWS[view], rows, self.recorder.mode(season), season)

    def seasons(self) -> tuple[str, ...]:
        """The seasons the views have met, in order of identifier."""
        with self._refusing():
            return self.recorder.seasons()

    def export(self, view: str) -> Iterator[bytes]:
        """A view as lines of JSON, all seasons in order: the same bytes whenever the views stand at the same position."""
        self._known(view)
        for season in self.seasons():
            for row in self.rows(view, season).to_dicts():
                yield json.dumps(row, separators=(",", ":"), ensure_ascii=False, default=str).encode()

    def table(self, view: str, season: str | None = None) -> Table:
        """A view as a table, of one season or of all, in the one schema of its kind. `ViewUnknown` names those there are."""
        self._known(view)
        seasons = self.seasons() if season is None else (season,)
        return stacked(view, ROWS[view], [self.rows(view, name) for name in seasons])

    def status(self) -> Status:
        """How far each view has come, and whether that is the whole log."""
        with self._refusing():
            found = self.recorder.select("SELECT view, version, position FROM views_status")
            last = self.log.last_position()
            views = tuple(
                ViewStatus(
                    view=view, version=version, position=position, lag=max(last - position, 0), current=position >= last
                )
                for view, version, position in found
            )
            return Status(str(self.path), self.recorder.position(), last, views)

    @staticmethod
    def _known(view: str) -> None:
        if view not in VERSIONS:
            raise ViewUnknown(view, ", ".join(VERSIONS), did_you_mean(view, VERSIONS))

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Errors of the file, as a refusal."""
        try:
            yield
        except RowUnfit as unfit:
            raise ViewsDamaged(str(self.path), str(unfit)) from None
        except UnicodeDecodeError as error:
            raise ViewsDamaged(str(self.path), str(error)) from error
        except (sqlite3.Error, PersistenceError) as error:
            if is_damage(error):
                raise ViewsDamaged(str(self.path), str(error)) from error
            raise ViewsUnwritable(str(self.path), str(error)) from error
