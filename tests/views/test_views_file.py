"""The file: plain SQL tables, safe to delete, made again when it cannot be gone on with, refused when it is not ours."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from one_of_each import DORA, batch, recorded

from domain.gateway.events import gateway_stream
from glitterball.log import EventLog
from glitterball.views import VIEWS, Views, as_of, refusals, schema, views_path
from glitterball.views.columns import declared, writer
from tests.views.played import exported

AT = "2024-09-25T00:00:00Z"


def asked(path: Path, statement: str, *parameters: Any) -> list[Any]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(statement, parameters).fetchall()


def test_the_file_lies_beside_the_store(log: EventLog, path: Path) -> None:
    assert path.name == "show.glitter.views.sqlite"
    with pytest.raises(ValueError, match="in memory"):
        views_path(None)


def test_any_sqlite_tool_reads_what_the_rows_say(views: Views) -> None:
    season = as_of(views.log, views.log.last_position()).seasons["us-33"]
    for view in VIEWS:
        write = writer(view.row)
        found = asked(views.path, f"SELECT * FROM {view.name} ORDER BY {view.order}")
        width = len(declared(view.row))
        assert [row[2 : 2 + width] for row in found] == [write(one) for one in view.rows(season, None)]
        assert all(row[:2] == ("us-33", "live") for row in found)


def test_a_half_point_is_text_with_numerator_and_denominator_beside_it(views: Views) -> None:
    statement = "SELECT typeof(mark), mark, mark_numerator, mark_denominator FROM scorecards ORDER BY position"
    assert asked(views.path, statement) == [("integer", 21, 21, 1), ("text", "17/2", 17, 2)][::-1]


def test_people_find_views_with_plain_names(views: Views) -> None:
    assert asked(views.path, "SELECT name, result FROM who_left ORDER BY name") == [
        ("Cara & Gus", "leaves"), ("Dan & Hope", "withdrew"),
    ]  # fmt: skip
    assert asked(views.path, "SELECT received, accepted, rejected, late FROM turnout_by_week") == [(1310, 1300, 10, 0)]
    assert asked(views.path, "SELECT names, about_total FROM dance_totals ORDER BY 1")[0] == ("Anna & Ezra", 8.5)
    last = views.log.last_position()
    assert {row[2] for row in asked(views.path, "SELECT * FROM views_status")} == {last}


def test_the_log_tells_everything_but_single_vote_batches(views: Views) -> None:
    told = [row.sentence for row in views.rows("log", "us-33", 1)]
    assert "Carrie Ann Inaba gave Anna & Ezra 6 for their Cha-cha (episode 1)." in told
    assert not any(sentence.startswith("Batch 1 of") for sentence in told)


def test_status_says_how_far_the_views_have_come(log: EventLog, path: Path) -> None:
    with Views.open(path, log) as views:
        views.catch_up(10)
        status = views.status()
        assert (status.position, status.lag, status.current) == (10, log.last_position() - 10, False)
        assert {view.view for view in status.views} == {*(view.name for view in VIEWS), "log"}
        views.catch_up()
        assert views.status().current
        assert all(view.current and view.lag == 0 for view in views.status().views)


def test_deleting_the_file_is_safe_and_rebuilding_gives_the_same_bytes(log: EventLog, path: Path) -> None:
    with Views.open(path, log) as views:
        views.catch_up(page=3)
        before = exported(views)
        views.rebuild()
        assert exported(views) == before
    path.unlink()
    with Views.open(path, log) as views:
        views.catch_up()
        assert exported(views) == before
    assert not path.with_name(f"{path.name}.new").exists()


def test_readers_in_other_processes_live_through_a_rebuild(views: Views) -> None:
    with closing(sqlite3.connect(views.path)) as reader:
        before = reader.execute("SELECT count(*) FROM scorecards").fetchone()
        views.rebuild()
        assert reader.execute("SELECT count(*) FROM scorecards").fetchone() == before


@pytest.mark.heavy("accidents")
@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE view_versions SET version = 0 WHERE view = 'standings'",
        "DROP TABLE standings",
        "UPDATE basis SET last_event_sha256 = 'something else'",
        "ALTER TABLE turnout ADD COLUMN more TEXT",
    ],
)
def test_views_that_cannot_be_gone_on_with_begin_again(views: Views, harm: str) -> None:
    before = exported(views)
    views.close()
    with closing(sqlite3.connect(views.path)) as db:
        db.execute(harm)
        db.commit()
    with Views.open(views.path, views.log) as again:
        assert again.status().position == 0
        again.catch_up()
        assert exported(again) == before


def test_damaged_views_begin_again(views: Views) -> None:
    before = exported(views)
    views.close()
    damaged = bytearray(views.path.read_bytes())
    damaged[4096:] = b"\xff" * (len(damaged) - 4096)
    views.path.write_bytes(damaged)
    with Views.open(views.path, views.log) as again:
        again.catch_up()
        assert exported(again) == before


def test_views_damaged_while_they_are_open_can_be_rebuilt(log: EventLog, path: Path) -> None:
    with Views.open(path, log) as views:
        views.catch_up()
        before = exported(views)
        path.write_bytes(b"SQLite format 3\x00 and then nothing of sense" * 200)
        views.rebuild()
        assert exported(views) == before


def test_views_of_another_log_begin_again(views: Views, tmp_path: Path) -> None:
    views.close()
    with EventLog.open(f"sqlite:{tmp_path / 'other.glitter'}") as other:
        other.append("season/uk-22", 0, [recorded()[0].fact], DORA, AT)
        with Views.open(views.path, other) as again:
            assert again.status().position == 0
            assert again.catch_up() == 1


@pytest.mark.parametrize("contents", [b"episode,couple,mark\n1,anna,8\n", b"SQLite format 3\x00", b"\x00" * 300])
def test_a_file_that_is_something_else_is_refused_and_left_alone(log: EventLog, path: Path, contents: bytes) -> None:
    path.write_bytes(contents)
    with pytest.raises(refusals.NotViews, match="is not a file of views"):
        Views.open(path, log)
    assert path.read_bytes() == contents


def test_somebody_elses_database_and_the_store_itself_are_refused(log: EventLog, path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipes (name)")
    for other in (path, tmp_path / "show.glitter", tmp_path):
        with pytest.raises(refusals.NotViews):
            Views.open(other, log)


@pytest.mark.parametrize(
    "newer",
    [f"PRAGMA user_version = {schema.LAYOUT + 1}", "UPDATE view_versions SET version = 99 WHERE view = 'votes'"],
)
def test_views_of_a_newer_glitterball_are_refused(views: Views, newer: str) -> None:
    views.close()
    with closing(sqlite3.connect(views.path)) as db:
        db.execute(newer)
        db.commit()
    with pytest.raises(refusals.ViewsNewer, match="newer Glitterball"):
        Views.open(views.path, views.log)


def test_a_folder_that_is_not_there_is_told(log: EventLog, tmp_path: Path) -> None:
    with pytest.raises(refusals.ViewsUnwritable, match="cannot be kept"):
        Views.open(tmp_path / "nowhere" / "v.sqlite", log)


def test_a_view_or_position_that_is_not_there_is_told(views: Views) -> None:
    with pytest.raises(refusals.ViewUnknown, match="there are scorecards, leaderboard"):
        views.rows("marks", "us-33")
    with pytest.raises(refusals.PositionUnknown, match="from 0"):
        as_of(views.log, 1_000)
    assert len(views.rows("scorecards", "us-1")) == 0
    assert as_of(views.log, 0).seasons == {}


def test_a_late_batch_changes_turnout_and_no_votes(views: Views) -> None:
    before = exported_of(views, "votes")
    late = batch(4, 9_000, 0, 0, gateway="west")
    views.log.append_at(gateway_stream("us-33", 1, "west"), 4, late, DORA, AT)
    views.catch_up()
    west = [row for row in views.rows("turnout", "us-33") if row.gateway == "west"]
    assert west == []  # nothing of it was counted, so there is no channel to tell of, and it was not expected
    assert exported_of(views, "votes") == before


def exported_of(views: Views, view: str) -> list[bytes]:
    return list(views.export(view))
