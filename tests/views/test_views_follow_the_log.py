"""The persisted views say at every position what a replay of the log cut there says."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glitterball.log import EventLog
from glitterball.testing import Script, seasons
from glitterball.views import Views
from tests.thoroughness import examples
from tests.views.played import exported, on_record, persisted, remembered

pytestmark = pytest.mark.heavy("nights")


SLOW = settings(max_examples=examples(6, fewest=2), deadline=None, suppress_health_check=list(HealthCheck))
PLAYED = seasons(max_weeks=3)


@SLOW
@given(script=PLAYED)
def test_as_of_every_position_the_views_equal_a_replay_cut_there(script: Script) -> None:
    with tempfile.TemporaryDirectory() as folder, EventLog.open("memory:") as log:
        on_record(script, log)
        with Views.open(Path(folder, "v.sqlite"), log) as views:
            for position in range(1, log.last_position() + 1):
                assert views.catch_up(position) == position
                assert persisted(views) == remembered(log, position)


@SLOW
@given(first=PLAYED, second=PLAYED, page=st.sampled_from((1, 2, 3, 7, 50, 5_000)))
def test_two_seasons_between_each_other_and_any_page_size_make_no_difference(
    first: Script, second: Script, page: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, EventLog.open("memory:") as log:
        on_record(first, log, second)
        with Views.open(Path(folder, "v.sqlite"), log) as views:
            views.catch_up(page=page)
            assert persisted(views) == remembered(log, log.last_position())


@SLOW
@given(script=PLAYED, second=PLAYED, runs=st.lists(st.tuples(st.integers(1, 99), st.integers(1, 40)), max_size=8))
def test_a_process_that_dies_between_pages_goes_on_where_it_stopped(
    script: Script, second: Script, runs: list[tuple[int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, EventLog.open("memory:") as log:
        on_record(script, log, second)
        path, last = Path(folder, "v.sqlite"), log.last_position()
        for percent, page in sorted(runs):
            dropped = Views.open(path, log)
            dropped.catch_up(last * percent // 100, page=page)
            del dropped
        with Views.open(path, log) as views, Views.open(Path(folder, "w.sqlite"), log) as whole:
            assert views.catch_up() == whole.catch_up() == last
            assert persisted(views) == remembered(log, last)
            assert exported(views) == exported(whole)
            views.rebuild()
            assert exported(views) == exported(whole)
