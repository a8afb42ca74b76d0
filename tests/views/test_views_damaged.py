"""A wrong table with exit 0: views somebody edited by hand, or whose disk did not keep them, are refused when they are read."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from one_of_each import DORA, batch, recorded

from domain.gateway.events import gateway_stream
from domain.refusals import Refusal
from glitterball.log import EventLog
from glitterball.views import VIEWS, Views, refusals
from glitterball.views.columns import reader, writer
from glitterball.views.recorder import Changes, ViewsRecorder
from projections import votes_over_time
from tests.thoroughness import examples
from tests.views.played import entries, exported

AT = "2024-09-25T00:00:00Z"


def by_hand(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        assert db.execute(statement).rowcount > 0
        db.commit()


@pytest.mark.heavy("accidents")
@pytest.mark.parametrize(
    ("view", "harm", "where"),
    [
        (
            "leaderboard",
            "UPDATE leaderboard SET total = 99, name = 'Wrong Person' WHERE ordinal = 0",
            "week 1, ordinal 0",
        ),
        ("leaderboard", "UPDATE leaderboard SET total_numerator = 99 WHERE ordinal = 0", "week 1, ordinal 0"),
        ("leaderboard", "UPDATE leaderboard SET total = '' || total WHERE typeof(total) = 'integer'", "week 1"),
        ("leaderboard", "UPDATE leaderboard SET mode = 'rehearsal'", "week 1, ordinal 0"),
        ("leaderboard", "UPDATE leaderboard SET ordinal = ordinal + 100", "week 1, ordinal 100"),
        ("leaderboard", "DELETE FROM leaderboard WHERE ordinal = 0", "week 1 has"),
        ("leaderboard", "DELETE FROM leaderboard", "week 1 has 0 rows"),
        ("turnout_over_time", "DELETE FROM turnout_over_time WHERE gateway = 'vox'", "week 1 has"),
        ("log", "UPDATE log SET sentence = 'Nobody danced.' WHERE position = 3", "position 3"),
        ("log", "DELETE FROM log WHERE position = 3", "rows"),
    ],
)
def test_a_table_altered_by_hand_is_not_told(views: Views, view: str, harm: str, where: str) -> None:
    by_hand(views.path, harm)
    with pytest.raises(refusals.ViewsDamaged, match=f"{view}.* season us-33.*{where}.*projections rebuild") as refused:
        list(views.export(view))
    assert refused.value.exit_code == 5
    views.rebuild()
    assert list(views.export(view))


def test_a_row_put_in_by_hand_is_not_told(views: Views) -> None:
    with closing(sqlite3.connect(views.path)) as db:
        columns = [name for _, name, *_ in db.execute("PRAGMA table_info(scorecards)") if name != "ordinal"]
        names = ", ".join(f'"{name}"' for name in columns)
        db.execute(f"INSERT INTO scorecards ({names}, ordinal) SELECT {names}, 99 FROM scorecards WHERE ordinal = 0")
        db.commit()
    with pytest.raises(refusals.ViewsDamaged, match="scorecards, season us-33, week 1, ordinal 99"):
        views.rows("scorecards", "us-33", 1)


def test_a_count_of_rows_altered_by_hand_is_not_believed(views: Views) -> None:
    by_hand(views.path, "UPDATE counts SET held = held - 1 WHERE view = 'leaderboard'")
    with pytest.raises(refusals.ViewsDamaged, match="counts, season us-33, week 1, view leaderboard"):
        views.rows("leaderboard", "us-33")


@pytest.mark.parametrize("harm", ["DELETE FROM log WHERE season = 'us-33'", "DELETE FROM counts WHERE view = 'log'"])
def test_a_season_taken_out_of_the_log_of_the_views_is_missed(views: Views, harm: str) -> None:
    by_hand(views.path, harm)
    with pytest.raises(refusals.ViewsDamaged, match="log, season us-33"):
        views.seasons()


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE tallies SET state = state || ' '",
        "DELETE FROM tallies",
        "UPDATE votes_over_time SET votes = votes + 1",
        "DELETE FROM turnout_over_time WHERE gateway = 'vox'",
    ],
)
def test_votes_are_not_counted_on_from_an_altered_tally(views: Views, harm: str) -> None:
    views.close()
    by_hand(views.path, harm)
    with Views.open(views.path, views.log) as again:
        number = again.log.version(gateway_stream("us-33", 1, "west")) + 1
        again.log.append_at(
            gateway_stream("us-33", 1, "west"), number, batch(number, 1, 1, 1, gateway="west"), DORA, AT
        )
        with pytest.raises(refusals.ViewsDamaged, match="season us-33, week 1"):
            again.catch_up()


def test_a_position_set_back_by_hand_is_not_gone_on_from(views: Views) -> None:
    by_hand(views.path, "UPDATE tracking SET notification_id = notification_id - 5")
    with pytest.raises(refusals.ViewsDamaged, match="the position is given as"):
        views.status()
    views.log.append("season/us-33", views.log.version("season/us-33"), [recorded()[-1].fact], DORA, AT)
    with pytest.raises(refusals.ViewsDamaged, match="the position is given as"):
        views.catch_up()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes, list[bytes]]:
    """A store, the bytes of its views, and what they say."""
    folder = tmp_path_factory.mktemp("whole")
    with EventLog.open(f"sqlite:{folder / 'show.glitter'}") as log:
        log.append_many(entries(recorded()))
        with Views.open(folder / "v.sqlite", log) as views:
            views.catch_up()
            says = exported(views)
        return log.address, (folder / "v.sqlite").read_bytes(), says


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_flipped_bit_changes_nothing_that_is_told_without_a_refusal(
    whole: tuple[str, bytes, list[bytes]], place: int, bit: int
) -> None:
    address, octets, says = whole
    flipped = bytearray(octets)
    flipped[place % len(octets)] ^= 1 << bit
    with tempfile.TemporaryDirectory() as folder, EventLog.open(address, read_only=True) as log:
        path = Path(folder, "v.sqlite")
        path.write_bytes(flipped)
        try:
            with Views.open(path, log) as views:
                if views.status().position:
                    assert exported(views) == says
        except Refusal as refusal:
            assert refusal.exit_code in (3, 5)


@pytest.mark.parametrize("name", ["Anna", "cha-cha", "Cha-cha", "anna-ezra"])
def test_a_flipped_bit_in_a_name_is_noticed_wherever_it_stands(
    whole: tuple[str, bytes, list[bytes]], tmp_path: Path, name: str
) -> None:
    address, octets, says = whole
    begins, noticed = 0, 0
    with EventLog.open(address, read_only=True) as log:
        while (begins := octets.find(name.encode(), begins + 1)) > 0:
            flipped = bytearray(octets)
            flipped[begins] ^= 1
            path = tmp_path / f"{begins}.sqlite"
            path.write_bytes(flipped)
            with Views.open(path, log) as views:
                try:
                    if views.status().position:
                        assert exported(views) == says  # it stood where nothing is kept any more
                except refusals.ViewsDamaged:
                    noticed += 1
            if noticed == 5:
                break
    assert noticed or name == "cha-cha"


def test_views_whose_pages_are_lost_while_they_are_open_are_damaged_and_not_merely_unwritable(
    log: EventLog, path: Path
) -> None:
    with Views.open(path, log) as views:
        views.catch_up()
    with Views.open(path, log) as views:
        octets = path.read_bytes()
        path.write_bytes(octets[:4096] + b"\xff" * (len(octets) - 4096))
        with pytest.raises(refusals.ViewsDamaged, match="projections rebuild") as refused:
            views.rows("leaderboard", "us-33")
        assert refused.value.exit_code == 5
        views.rebuild()
        assert views.rows("leaderboard", "us-33")


def test_a_number_too_large_for_sqlite_stays_exact_and_is_not_taken_for_damage() -> None:
    recorder = ViewsRecorder.temporary()
    written, read = writer(votes_over_time.Row), reader(votes_over_time.Row)
    row = votes_over_time.Row(1, "2024-09-25T00:01", "vox", "sms", "", "anna-ezra", 2**70)
    recorder.apply_page(Changes(put={"votes_over_time": [("us-33", "live", *written(row))]}), 1)
    assert recorder.select("SELECT typeof(votes) FROM votes_over_time") == [("text",)]
    assert [read(cells) for cells in recorder.rows("votes_over_time", "us-33", None)] == [row]
    recorder.close()


def test_new_views_are_their_owners_alone(log: EventLog, path: Path) -> None:
    before = os.umask(0)
    try:
        with Views.open(path, log) as views:
            views.catch_up()
            for file in (path, Path(f"{path}-wal")):
                assert file.stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)


def test_every_view_is_told_by_the_views_as_they_were_written(views: Views) -> None:
    assert all(list(views.export(view.name)) for view in VIEWS if view.name != "surges")
