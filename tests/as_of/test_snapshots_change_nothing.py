"""As of any position a season from snapshots is the season from a replay of the log cut there, view by view."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.season.events import VotingClosed
from glitterball.log import EventLog
from glitterball.snapshots import Cuts, keep
from glitterball.snapshots.checking import differences
from glitterball.snapshots.file import SnapshotFile
from glitterball.testing import Script, seasons
from glitterball.views import VIEWS
from glitterball.views.as_of import as_of
from projections.fold import SeasonFold
from tests.thoroughness import examples, part
from tests.views.played import on_record

SLOW = settings(max_examples=examples(40, fewest=4), deadline=None, suppress_health_check=list(HealthCheck))
PLAYED = seasons(max_weeks=3)
APART = st.sampled_from((1, 2, 3, 7, 20, 50))


@contextmanager
def played(first: Script, second: Script | None = None) -> Iterator[tuple[EventLog, Path]]:
    """A log of one season, or of two between each other, and where its snapshots go."""
    with tempfile.TemporaryDirectory() as folder, EventLog.open("memory:") as log:
        on_record(first, log, second)
        yield log, Path(folder, "kept.sqlite")


def every_view(season: SeasonFold) -> list[object]:
    return [view.rows(season, None) for view in VIEWS]


def positions_of(path: Path) -> list[int]:
    file = SnapshotFile.to_read(path)
    assert file is not None
    with closing(file):
        return [snapshot.position for snapshot in file.all()]


@pytest.mark.heavy("nights")
@SLOW
@given(first=PLAYED, second=PLAYED, every=APART)
def test_as_of_every_position_every_view_is_that_of_the_log_cut_there(
    first: Script, second: Script, every: int
) -> None:
    with played(first, second) as (log, path):
        keep(log, path, every=every)
        with closing(Cuts(log, path)) as cuts:
            for position in part(range(1, log.last_position() + 1), every, of=4):
                for name, season in as_of(log, position).seasons.items():
                    found = cuts.fold(name, position)
                    assert found.state == season.state
                    assert dict(found.tallies) == season.tallies
                    assert every_view(found) == every_view(season)


@pytest.mark.heavy("every one")
@SLOW
@given(script=PLAYED, every=APART, asked=st.lists(st.integers(1, 100), min_size=2, max_size=8))
def test_in_whatever_order_one_asks_what_was_handed_out_stays(script: Script, every: int, asked: list[int]) -> None:
    with played(script) as (log, path):
        keep(log, path, every=every)
        last = log.last_position()
        positions = [max(last * percent // 100, 1) for percent in asked]
        with closing(Cuts(log, path)) as cuts:
            handed_out = [cuts.fold("us-33", position) for position in positions]
            for position, found in zip(positions, handed_out, strict=True):
                season = as_of(log, position).seasons["us-33"]
                assert (found.state, dict(found.tallies)) == (season.state, season.tallies)


@pytest.mark.heavy("every one")
@SLOW
@given(script=PLAYED, stops=st.lists(st.integers(1, 100), min_size=1, max_size=4), every=APART)
def test_kept_in_whatever_parts_the_snapshots_are_the_same(script: Script, stops: list[int], every: int) -> None:
    with played(script) as (whole, path), EventLog.open("memory:") as growing:
        keep(whole, path, every=every)
        in_parts = path.with_name("in-parts.sqlite")
        entries = list(whole.read())
        for percent in sorted({*stops, 100}):
            until = len(entries) * percent // 100
            for event in entries[growing.last_position() : until]:
                growing.append_at(event.stream, event.sequence, event.fact, event.actor, event.time)
            keep(growing, in_parts, every=every)
        assert positions_of(in_parts) == positions_of(path)
        assert differences(in_parts, growing) == differences(path, whole) == ()


@SLOW
@given(script=PLAYED, every=st.integers(1, 60))
def test_a_snapshot_stands_at_each_seal_and_none_further_apart_than_asked(script: Script, every: int) -> None:
    with played(script) as (log, path):
        keep(log, path, every=every)
        kept = positions_of(path)
        seals = {event.position for event in log.read() if type(event.fact) is VotingClosed}
        assert seals <= set(kept)
        assert all(
            later - earlier <= every for earlier, later in zip((0, *kept), (*kept, log.last_position()), strict=True)
        )


@SLOW
@given(script=PLAYED, every=APART, percent=st.integers(1, 100))
def test_a_time_is_the_same_position_with_snapshots_and_without(script: Script, every: int, percent: int) -> None:
    with played(script) as (log, path):
        keep(log, path, every=every)
        moment = list(log.read())[(log.last_position() - 1) * percent // 100].time
        with closing(Cuts(log, path)) as cuts, closing(Cuts(log, None)) as bare:
            assert cuts.recorded_by("us-33", moment) == bare.recorded_by("us-33", moment)
