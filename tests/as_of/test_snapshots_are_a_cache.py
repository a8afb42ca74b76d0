"""A snapshot is never believed over the log: altered, another log's, damaged or gone, the answer is the log's, and the doctor
says which it is. What is asked costs what lies behind the last snapshot, however long the season."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from domain.season import commands as c
from glitterball.doctor import examine
from glitterball.evidence.ledger import Ledger
from glitterball.log import EventLog
from glitterball.rulebooks import shipped_rulebook
from glitterball.snapshots import Cuts, keep, snapshots_path
from glitterball.snapshots.checking import differences
from glitterball.snapshots.file import SnapshotFile
from glitterball.snapshots.forms import Place, packed
from glitterball.snapshots.refusals import SnapshotsUnwritable
from glitterball.store import Season, open_store
from tests.as_of.nights import FIRST, VOTES, a_night
from tests.engine.small_season import PRODUCER, batch, opening
from tests.evidence.verifying.night import SEASON, played
from tests.proving.shows import Show

EVERY = 10


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A night on disk, with snapshots every ten positions."""
    path = tmp_path / "night.sqlite"
    night = a_night(f"sqlite:{path}")
    with night.store as store:
        assert keep(store.log, beside(path), every=EVERY) is not None
    return path


def beside(store: Path) -> Path:
    found = snapshots_path(store)
    assert found is not None
    return found


def as_of_now(store: Path) -> Any:
    """The tally and the state as of the last position, by snapshots and by the log alone."""
    with open_store(f"sqlite:{store}", read_only=True) as opened:
        season = opened.season("small")
        last = opened.log.last_position()
        asked, replayed = season.as_of(last), season.as_of(last, from_the_beginning=True)
        return (asked.state, dict(asked.fold.tallies)), (replayed.state, dict(replayed.fold.tallies))


def doctor(store: Path) -> tuple[str, str]:
    (row,) = [row for row in examine(store) if row.what == "snapshots"]
    return row.state, row.do


def by_hand(path: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(statement, values)


def test_snapshots_of_this_log_are_found_right(store: Path) -> None:
    found, log = as_of_now(store)
    assert found == log
    assert doctor(store) == ("ok", "")


def test_they_are_their_owners_alone_and_protected_from_outputs(store: Path) -> None:
    from glitterball.files.protected import beside as names_beside

    assert beside(store).stat().st_mode & 0o077 == 0
    assert str(beside(store)) in set(names_beside(str(store)))


def test_deleting_them_loses_nothing(store: Path) -> None:
    beside(store).unlink()
    found, log = as_of_now(store)
    assert found == log
    assert not beside(store).exists(), "who asks writes nothing"


@pytest.mark.parametrize(("table", "column"), [("tallies", "tally"), ("snapshots", "edge"), ("snapshots", "leaf")])
def test_a_flipped_bit_is_noticed_and_the_log_answers(store: Path, table: str, column: str) -> None:
    with closing(sqlite3.connect(beside(store), isolation_level=None)) as db:
        rows = db.execute(f"SELECT position, {column} FROM {table}").fetchall()
        for position, octets in rows:
            flipped = bytes((*octets[:-1], octets[-1] ^ 1))
            db.execute(f"UPDATE {table} SET {column} = ? WHERE position = ?", (flipped, position))
    found, log = as_of_now(store)
    assert found == log
    assert doctor(store)[0] == "damaged"
    assert "projections rebuild" in doctor(store)[1]


def test_a_tally_moved_to_another_place_is_noticed(store: Path) -> None:
    with closing(sqlite3.connect(beside(store), isolation_level=None)) as db:
        rows = db.execute("SELECT position, tally FROM tallies ORDER BY position").fetchall()
        assert len(rows) > 1
        db.execute("UPDATE tallies SET tally = ? WHERE position = ?", (rows[0][1], rows[-1][0]))
    found, log = as_of_now(store)
    assert found == log
    assert doctor(store)[0] == "damaged"


def test_votes_put_in_by_somebody_who_knows_the_form_are_found_by_the_doctor_and_never_signed(store: Path) -> None:
    """No digest keeps out who can write the file; so nothing that is signed rests on it, and the doctor counts again."""
    with open_store(f"sqlite:{store}") as opened:
        tally = opened.season("small").fold.tallies[1].frozen()
        tally.gateways["phones"].channels["sms", "viewers"].minutes["2024-09-24T20:00"].votes["gil-hal"] = 999
        file = SnapshotFile.to_write(beside(store))
        assert file is not None
        with closing(file):
            newest = file.newest()
            assert newest is not None
            position = file.weeks("small", newest.position)[1]
            at = file.at(position)
            assert at is not None
            forged = packed(tally, Place("small", 1, position, at.root), None)
        by_hand(beside(store), "UPDATE tallies SET tally = ? WHERE position = ?", forged, position)
    found, log = as_of_now(store)
    assert found != log, "the log alone is what is asked for a signature"
    assert doctor(store)[0] == "damaged"
    with open_store(f"sqlite:{store}") as opened:
        keep(opened.log, beside(store), every=EVERY, afresh=True)
    assert as_of_now(store)[0] == log
    assert doctor(store) == ("ok", "")


def test_those_of_another_log_are_thrown_away_and_made_again(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with open_store(f"sqlite:{other}", clock=lambda: "2024-10-01T20:00:00Z") as opened:
        begin = c.OpenSeason(season="small", show="Another show", number=1, mode="rehearsal")
        opened.engine.do("small", begin, PRODUCER)
        for number in range(50):
            cast = c.CastCouple(couple=f"couple-{number}", celebrity=f"Amy {number}", professional=f"Ben {number}")
            opened.engine.do("small", cast, PRODUCER)
    shutil.copy(beside(store), beside(other))
    found, log = as_of_now(other)
    assert found == log
    assert doctor(other)[0] == "damaged"
    with open_store(f"sqlite:{other}") as opened:
        keep(opened.log, beside(other), every=EVERY)
    assert doctor(other) == ("ok", "")


def test_a_tree_that_is_not_the_ledgers_is_not_used(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        with Ledger.open(log) as ledger:
            ledger.catch_up()
        with closing(Cuts(log, beside(store))) as cuts:
            assert cuts._snapshot(log.last_position()) is not None
        edge = SnapshotFile.to_read(beside(store))
        assert edge is not None
        with closing(edge):
            newest = edge.newest()
        assert newest is not None
        altered = newest.edge[:8] + bytes(32) + newest.edge[40:]
        by_hand(beside(store), "UPDATE snapshots SET edge = ? WHERE position = ?", altered, newest.position)
        with closing(Cuts(log, beside(store))) as cuts:
            assert cuts._snapshot(log.last_position()) is None


def test_an_empty_file_is_none(store: Path) -> None:
    os.truncate(beside(store), 0)
    found, log = as_of_now(store)
    assert found == log
    with open_store(f"sqlite:{store}") as opened:
        keep(opened.log, beside(store), every=EVERY)
        assert differences(beside(store), opened.log) == ()


@pytest.mark.parametrize("cut", [100, 5_000])
def test_a_file_that_was_cut_off_is_not_used_and_the_doctor_says_so(store: Path, cut: int) -> None:
    os.truncate(beside(store), cut)
    found, log = as_of_now(store)
    assert found == log
    assert doctor(store)[0] == "damaged"


def test_one_with_a_damaged_page_is_not_used_and_begins_again(store: Path) -> None:
    with beside(store).open("r+b") as file:
        file.seek(8_192)
        file.write(b"\xff" * 8_192)
    found, log = as_of_now(store)
    assert found == log
    assert doctor(store)[0] == "damaged"
    with open_store(f"sqlite:{store}") as opened:
        keep(opened.log, beside(store), every=EVERY)
        assert differences(beside(store), opened.log) == ()


def test_one_of_another_layout_is_not_used_and_an_older_one_begins_again(store: Path) -> None:
    for layout, state in ((0, "ok"), (2, "look")):
        by_hand(beside(store), f"PRAGMA user_version={layout}")
        found, log = as_of_now(store)
        assert found == log
        with open_store(f"sqlite:{store}") as opened:
            keep(opened.log, beside(store), every=EVERY)
        assert doctor(store)[0] == state


def test_a_file_of_somebody_elses_is_left_alone(store: Path) -> None:
    beside(store).unlink()
    by_hand(beside(store), "CREATE TABLE recipes (cake TEXT)")
    before = beside(store).read_bytes()
    with open_store(f"sqlite:{store}") as opened:
        assert opened.keep_snapshots() is None
    assert beside(store).read_bytes() == before
    found, log = as_of_now(store)
    assert found == log
    assert doctor(store)[0] == "damaged"


def test_a_keeper_that_was_stopped_goes_on(store: Path) -> None:
    beside(store).unlink()
    with EventLog.open(f"sqlite:{store}") as log:

        def stop(position: int) -> None:
            if position >= 10:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            keep(log, beside(store), every=EVERY, progress=stop)
        told: list[int] = []
        keep(log, beside(store), every=EVERY, progress=told.append)
        assert told[0] > 10
        assert differences(beside(store), log) == ()


@pytest.fixture
def long(tmp_path: Path) -> Iterator[Season]:
    """A night of a thousand batches, with snapshots every hundred positions."""
    with open_store(f"sqlite:{tmp_path}/long.sqlite", clock=lambda: FIRST) as store:
        for command, by in opening():
            store.engine.do("small", command, by)
        store.engine.receive([batch(number, VOTES) for number in range(1, 1_001)])
        path = snapshots_path(store.log.beside)
        assert path is not None
        keep(store.log, path, every=100)
        yield store.season("small")


def test_a_step_reads_what_lies_behind_the_last_snapshot_and_no_more(
    long: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans: list[int] = []
    read = EventLog.read

    def counted(log: EventLog, after: int = 0, until: int | None = None, **chosen: Any) -> Any:
        assert until is not None
        spans.append(until - after)
        return read(log, after, until, **chosen)

    monkeypatch.setattr(EventLog, "read", counted)
    last = long.store.log.last_position()
    for position in range(last, 100, -37):
        assert len(long.as_of(position).fold.tallies[1].gateways) == 1
    assert len(spans) > 20
    assert max(spans) < 100


def test_where_they_cannot_be_kept_it_is_said_by_name(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log, pytest.raises(SnapshotsUnwritable, match="nowhere"):
        keep(log, store.parent / "nowhere" / "kept.sqlite")


def test_a_season_that_hides_its_counts_keeps_snapshots_under_its_key(tmp_path: Path) -> None:
    """Who destroys the key destroys them with the openings; without it nothing of a count stands beside the store."""
    address = f"sqlite:{tmp_path}/night.sqlite"
    played(tmp_path, second_form=True, address=address).close()
    path = snapshots_path(tmp_path / "night.sqlite")
    assert path is not None
    with EventLog.open(address) as log:
        keep(log, path, every=EVERY)
        assert differences(path, log) == ()
        with closing(sqlite3.connect(path)) as db:
            kinds = {octets[:1] for (octets,) in db.execute("SELECT tally FROM tallies")}
        assert b"\1" in kinds
        last = log.last_position()
        with closing(Cuts(log, path)) as cuts:
            assert dict(cuts.fold(SEASON, last).tallies) == cuts.replayed(SEASON, last).tallies


def test_a_season_whose_batches_commit_is_counted_from_the_log(tmp_path: Path) -> None:
    """What each batch commits to is kept batch by batch, so a snapshot of it would be the log once more."""
    with EventLog.open("memory:") as log:
        show = Show(shipped_rulebook("us-28-29"), log=log, by_batch=True)
        form = show.rulebook.forms[0].name
        show.open_week(1, form)
        show.open_lines(1)
        show.vote(1, {"viewers": {couple: 100 + at for at, couple in enumerate(show.field(1))}})
        path = tmp_path / "kept.sqlite"
        keep(log, path, every=EVERY)
        last = log.last_position()
        with closing(Cuts(log, path)) as cuts:
            found = cuts.fold("small", last)
            assert dict(found.tallies) == dict(cuts.replayed("small", last).tallies)
            assert any(channel.committed for channel in found.tallies[1].gateways["north"].channels.values())
        assert differences(path, log) == ()


def test_a_moment_is_kept_over_a_stop_also_where_clocks_disagree(tmp_path: Path) -> None:
    """A night recorded at 20:30, gone on with by a clock that says 20:10: as of 20:15 nothing recorded behind 20:30 is shown."""
    path = tmp_path / "kept.sqlite"
    with open_store("memory:") as store:
        begin = c.OpenSeason(season="small", show="A show", number=1, mode="rehearsal")
        store.engine.do("small", begin, PRODUCER, FIRST)
        for number, minute in enumerate((30, 10, 11, 12)):
            cast = c.CastCouple(couple=f"couple-{number}", celebrity=f"Amy {number}", professional=f"Ben {number}")
            store.engine.do("small", cast, PRODUCER, f"2024-09-24T20:{minute}:00Z")
            keep(store.log, path, every=1)
        assert differences(path, store.log) == ()
        with closing(Cuts(store.log, path)) as cuts:
            assert cuts.recorded_by("small", "2024-09-24T20:15:00Z") == 1
            assert cuts.recorded_by("small", "2024-09-24T20:30:00Z") == 5


def test_a_tally_forged_without_the_key_makes_no_answer_of_a_season_that_hides_its_counts(tmp_path: Path) -> None:
    path = tmp_path / "show.sqlite"
    played(tmp_path, second_form=True, address=f"sqlite:{path}").close()
    with open_store(f"sqlite:{path}") as store:
        assert keep(store.log, beside(path), every=EVERY) is not None
        forge(store.log, beside(path))
    with open_store(f"sqlite:{path}", read_only=True) as store:
        season, last = store.season(SEASON), store.log.last_position()
        asked, replayed = season.as_of(last), season.as_of(last, from_the_beginning=True)
        assert asked.fold.tallies[1].gateways == replayed.fold.tallies[1].gateways
    assert doctor(path)[0] == "damaged"
    with open_store(f"sqlite:{path}") as store:
        keep(store.log, beside(path), every=EVERY)
    assert doctor(path) == ("ok", "")


def forge(log: EventLog, path: Path, votes: int = 5_000, *, sealed: bool = False) -> None:
    """Another tally in the place of the last that was kept of week 1, under the season's key only if `sealed`."""
    file = SnapshotFile.to_read(path)
    assert file is not None
    with closing(file):
        kept_at = file.weeks(SEASON, log.last_position())[1]
        snapshot = file.at(kept_at)
    assert snapshot is not None
    with closing(Cuts(log, None)) as cuts:
        tally = cuts.replayed(SEASON, kept_at).tallies[1]
    for gateway in tally.gateways.values():
        for channel in gateway.channels.values():
            for counted in channel.minutes.values():
                counted.votes["cleo-dov"] += votes
    forged = packed(tally, Place(SEASON, 1, kept_at, snapshot.root), log.cipher(SEASON) if sealed else None)
    by_hand(
        path, "UPDATE tallies SET tally = ? WHERE week = 1 AND position = ? AND season = ?", forged, kept_at, SEASON
    )


def test_what_was_kept_before_a_season_had_a_key_is_kept_again_under_it(tmp_path: Path) -> None:
    path = tmp_path / "show.sqlite"
    played(tmp_path, second_form=True, address=f"sqlite:{path}").close()
    with open_store(f"sqlite:{path}") as store:
        assert keep(store.log, beside(path), every=EVERY) is not None
        forge(store.log, beside(path), votes=0)
    assert doctor(path) == ("ok", ""), "an honest tally from before the key is no damage"
    with open_store(f"sqlite:{path}") as store:
        keep(store.log, beside(path), every=EVERY)
    with closing(sqlite3.connect(beside(path))) as db:
        kept = {bytes(tally[:1]) for (tally,) in db.execute("SELECT tally FROM tallies WHERE season = ?", (SEASON,))}
    assert kept == {b"\1"}


def test_exclusion_about_now_asks_no_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "show.sqlite"
    played(tmp_path, second_form=True, address=f"sqlite:{path}").close()
    with open_store(f"sqlite:{path}") as store:
        honest = store.season(SEASON).week(1).exclude()
        assert keep(store.log, beside(path), every=EVERY) is not None
        forge(store.log, beside(path), sealed=True)
    with open_store(f"sqlite:{path}", read_only=True) as store:
        season = store.season(SEASON)
        believed = season.as_of(store.log.last_position()).week(1).exclude()
        assert believed != honest, "the forgery is one"
        assert season.week(1).exclude() == honest
