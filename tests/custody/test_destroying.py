"""A season's openings are destroyed by two people: recorded first, then the key is gone, and what was given out before stands."""

import contextlib
import io
import shlex
import shutil
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest

from domain.season import commands as c
from glitterball.custody.in_store import key_in
from glitterball.doctor import store_rows
from glitterball.doctor.beside import beside_rows
from glitterball.files import destroying
from glitterball.log import EventLog
from glitterball.log.refusals import SeasonKeyDestroyed, SeasonKeyRemains
from glitterball.log.season_keys import SeasonKey, key_file
from glitterball.store import open_store
from glitterball.testing import PEOPLE
from glitterball.views import opening
from tests.auditors_file.single_file import vb
from tests.cli.typing_at_it import Desk
from tests.evidence.verifying.night import OTHER, SEASON, played

TWO = "--by 'Elin (executive)' --with 'Olga (adjudicator)'"
DESTROY = f"season key destroy {SEASON} --reason 'the year of complaints is over'"
NEEDS_COUNTS = (
    f"week audit {SEASON} 1",
    f"week check {SEASON} 1",
    f"week certificate {SEASON} 1 --out {{folder}}/w1",
    f"season show {SEASON}",
    f"season export {SEASON} --out {{folder}}/files",
    f"season contingency {SEASON} 1 --out {{folder}}/by-hand",
    f"votes status {SEASON} 1",
    f"week standings {SEASON} 1",
    f"bundle {SEASON} --key {{folder}}/key -o {{folder}}/open.bundle",
    "events export -o {folder}/all.jsonl --hidden",
    f"week reopen {SEASON} 2 --reason late {TWO}",
    f"decision list {SEASON}",
)
"""Commands that rest on what is hidden."""


@pytest.fixture
def night(tmp_path: Path, as_it_was: Path) -> Desk:
    """A desk of one's own as it was after those two weeks."""
    shutil.copytree(as_it_was, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path)


@pytest.fixture(scope="module")
def as_it_was(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose store holds two weeks that hide their counts, published, with a sealed and an open bundle made of them."""
    desk = Desk(tmp_path_factory.mktemp("as-it-was"))
    show = played(desk.folder, second_form=True, address=desk.store)
    desk.file("policy", f"log {show.signer.verifier_key().to_text()}\nquorum none\n")
    show.close()
    for line in (
        f"bundle {SEASON} --key {{folder}}/key --sealed -o {{folder}}/before.bundle",
        f"bundle {SEASON} --key {{folder}}/key -o {{folder}}/opened-before.bundle",
    ):
        assert desk.types(line).code == 0
    return desk.folder


def key_of(desk: Desk) -> Path:
    return key_file(desk.folder / "show.sqlite", SEASON)


def types_of(desk: Desk) -> list[str]:
    said = desk.types("events export -o {folder}/types.jsonl")
    assert said.code == 0, said.err
    lines = (desk.folder / "types.jsonl").read_text().splitlines()
    (desk.folder / "types.jsonl").unlink()
    return [line.split('"type":"', 1)[1].split('"', 1)[0] for line in lines]


def verified(desk: Desk, bundle: str, *options: str) -> tuple[int, int]:
    """How both verifiers end."""
    words = f"{{folder}}/{bundle} --policy {{folder}}/policy {' '.join(options)}"
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        single = vb.main(shlex.split(words.replace("{folder}", str(desk.folder))))
    return desk.types(f"verify {words}").code, single


@pytest.mark.heavy("accidents")
def test_two_people_destroy_the_openings_and_what_was_given_out_before_still_verifies(night: Desk) -> None:
    whole = key_of(night).read_text()
    fingerprint = SeasonKey(SEASON, b64decode(whole.split("+", 4)[4])).fingerprint
    said = night.types(f"{DESTROY} {TWO}")
    assert said.code == 0, said.err
    assert "recorded" in said.err
    assert f"The key {fingerprint} was overwritten, and its file removed." in said.err
    assert not key_of(night).exists()
    assert types_of(night)[-2:] == ["decision-approved.v1", "openings-destroyed.v1"]
    for path in night.folder.iterdir():
        assert whole.split("+", 4)[4].strip().encode() not in (path.read_bytes() if path.is_file() else b"")
    assert verified(night, "before.bundle") == (0, 0)
    assert verified(night, "before.bundle", "--openings {folder}/before.bundle.openings") == (0, 0)
    assert verified(night, "opened-before.bundle") == (0, 0)


def test_every_command_that_needs_a_count_says_that_it_was_destroyed_and_by_which_event(night: Desk) -> None:
    assert night.types(f"{DESTROY} {TWO}").code == 0
    at = len(types_of(night))
    for line in NEEDS_COUNTS:
        said = night.types(line)
        assert (said.code, "[season-key-destroyed]" in said.err) == (3, True), (line, said.err)
        assert f"two people said so at event {at}" in said.err
    assert not (night.folder / "open.bundle").exists()


def test_what_is_public_is_told_and_a_sealed_bundle_with_its_end_in_it_verifies(night: Desk) -> None:
    assert night.types(f"{DESTROY} {TWO}").code == 0
    at = len(types_of(night))
    assert f"openings destroyed at event {at}" in night.types("season list").out
    told = night.types("events list --format csv")
    assert told.code == 0
    assert "The openings of the season were destroyed" in told.out
    assert "What was said is hidden, and its hidden part is not known." in told.out
    assert night.types(f"season show {OTHER}").code == 0, "another season of the store goes on"
    assert f"destroyed at event {at}" in night.types(f"season key show {SEASON}").out
    assert night.types("checkpoint publish --key {folder}/key -o {folder}/last.txt").code == 0
    sealed = night.types(f"bundle {SEASON} --key {{folder}}/key --sealed -o {{folder}}/after.bundle")
    assert sealed.code == 0, sealed.err
    assert "written from what is public, and nothing can open it" in sealed.err
    assert not (night.folder / "after.bundle.openings").exists()
    assert verified(night, "after.bundle") == (0, 0)


def test_the_doctor_tells_a_destroyed_key_from_a_lost_one(night: Desk) -> None:
    copy = Desk(night.folder / "copy")
    copy.folder.mkdir()
    shutil.copyfile(night.folder / "show.sqlite", copy.folder / "show.sqlite")
    lost = store_rows(copy.folder / "show.sqlite")
    assert [row for row in lost if row.state == "not read" and "is not there" in row.found]
    assert night.types(f"{DESTROY} {TWO}").code == 0
    rows = store_rows(night.folder / "show.sqlite")
    assert {row.state for row in rows} == {"ok"}
    (told,) = [row for row in rows if row.what == f"openings of {SEASON}"]
    assert "were destroyed: two people said so" in told.found
    refused = copy.types(f"week audit {SEASON} 1")
    assert (refused.code, "[season-key-missing]" in refused.err) == (3, True)


def test_one_person_alone_proposes_and_nothing_is_gone(night: Desk) -> None:
    whole = key_of(night).read_bytes()
    alone = night.types(f"{DESTROY} --by 'Elin (executive)'")
    assert alone.code == 4
    for by in ("Elin (executive)", "ELIN (adjudicator)", "Eve (executive)", "Pia (producer)"):
        said = night.types(f"decision approve {SEASON} 7 --by '{by}'")
        assert said.code != 0, by
    assert key_of(night).read_bytes() == whole
    assert "openings-destroyed.v1" not in types_of(night)
    number = sum(kind.startswith("decision-proposed") for kind in types_of(night))
    approved = night.types(f"decision approve {SEASON} {number} --by 'Olga (adjudicator)'")
    assert approved.code == 0, approved.err
    assert not key_of(night).exists(), "whoever approves, by whichever command, the key goes with it"


def test_the_persisted_views_which_hold_counts_go_with_the_key(night: Desk) -> None:
    views, snapshots = (night.folder / f"show.sqlite.{kind}.sqlite" for kind in ("views", "snapshots"))
    assert night.types("projections update").code == 0
    assert views.exists()
    assert snapshots.exists()
    assert night.types(f"{DESTROY} --by 'Elin (executive)'").code == 4
    number = sum(kind.startswith("decision-proposed") for kind in types_of(night))
    assert night.types(f"decision approve {SEASON} {number} --by 'Olga (adjudicator)'").code == 0
    assert not [path.name for path in night.folder.iterdir() if path.name.startswith((views.name, snapshots.name))]
    assert night.types("projections update").code == 0, "of the store's other seasons there are views again"
    octets = b"".join(path.read_bytes() for path in night.folder.iterdir() if path.name.startswith(views.name))
    assert OTHER.encode() in octets
    assert b"cleo-dov" not in octets
    assert night.types(f"season show {OTHER} --as-of 20").code == 0, "and snapshots of them"
    assert {row.state for row in store_rows(night.folder / "show.sqlite")} == {"ok"}


def approved_from_python(night: Desk) -> None:
    with open_store(night.store) as store:
        season = store.season(SEASON)
        assert season.as_of("week 1 sealed").week(1).standings(), "the store has its snapshots open"
        fingerprint = key_in(store.log, SEASON).fingerprint
        season.do(c.Propose(command=c.DestroyOpenings(key=fingerprint, reason="over")), PEOPLE["executive"])
        season.do(c.Approve(decision=len(season.state.proposals)), PEOPLE["adjudicator"])


def test_views_go_with_the_key_as_well_where_it_is_approved_from_python(night: Desk) -> None:
    """Only the command line removed them: `cleo-dov 100` stood beside a store whose openings nobody could read."""
    views, snapshots = (night.folder / f"show.sqlite.{kind}.sqlite" for kind in ("views", "snapshots"))
    assert night.types("projections update").code == 0
    approved_from_python(night)
    assert not key_of(night).exists()
    assert not [path.name for path in night.folder.iterdir() if path.name.startswith((views.name, snapshots.name))]


def test_views_that_cannot_be_removed_are_told_with_what_is_on_record(
    night: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That they could not be removed was told with "Nothing was recorded", after the end of the openings was."""
    views, snapshots = (night.folder / f"show.sqlite.{kind}.sqlite" for kind in ("views", "snapshots"))
    assert night.types("projections update").code == 0
    overwrite = destroying._overwrite

    def held_by_a_backup(path: Path) -> None:
        if path.name.startswith(views.name):
            raise OSError(16, "held by a backup")
        overwrite(path)

    with monkeypatch.context() as failing:
        failing.setattr(destroying, "_overwrite", held_by_a_backup)
        said = night.types(f"{DESTROY} {TWO}")
    assert (said.code, "[counts-remain]" in said.err) == (4, True), said.err
    assert "That the openings are destroyed is on record." in said.err
    assert "Nothing was recorded" not in said.err
    assert str(views) in said.err
    assert not key_of(night).exists()
    assert not snapshots.exists(), "what can be removed is"
    assert night.types(f"{DESTROY} {TWO}").code == 0
    assert not views.exists()


def test_views_that_another_process_has_open_are_not_overwritten_under_it(night: Desk) -> None:
    """They were, and the other process then told every season of the store as damaged."""
    views = night.folder / "show.sqlite.views.sqlite"
    assert night.types("projections update").code == 0
    reads = (
        f"import sqlite3, sys; db = sqlite3.connect({str(views)!r}); "
        "ask = lambda: print(len(db.execute('SELECT * FROM log').fetchall()), flush=True); "
        "ask(); sys.stdin.readline(); ask()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", reads], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        before = other.stdout.readline()
        said = night.types(f"{DESTROY} {TWO}")
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == before != ""
    assert (said.code, "it is open in another process" in said.err) == (4, True), said.err
    assert not key_of(night).exists()
    assert night.types(f"{DESTROY} {TWO}").code == 0
    assert not views.exists()


def test_views_that_a_stopped_removal_left_are_begun_again_without_the_counts(
    night: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between the commit and the removal, the votes stayed in the clear beside the store, and were told as current."""
    views = night.folder / "show.sqlite.views.sqlite"
    assert night.types("projections update").code == 0
    with monkeypatch.context() as stopped:

        def ctrl_c(_: Path) -> None:
            raise KeyboardInterrupt

        stopped.setattr(opening, "forget", ctrl_c)
        night.types(f"{DESTROY} {TWO}")
    assert not key_of(night).exists()
    assert b"cleo-dov" in views.read_bytes()
    told = [row for row in beside_rows(night.folder / "show.sqlite") if row.what == "views"]
    assert [row.state for row in told] == ["look"]
    assert f"openings of {SEASON} were destroyed" in told[0].found
    assert night.types("projections update").code == 0
    octets = b"".join(path.read_bytes() for path in night.folder.iterdir() if path.name.startswith(views.name))
    assert OTHER.encode() in octets
    assert b"cleo-dov" not in octets
    told = [row for row in beside_rows(night.folder / "show.sqlite") if row.what == "views"]
    assert [row.state for row in told] == ["ok"]


def test_a_store_that_told_the_season_before_tells_only_what_is_public_afterwards(night: Desk) -> None:
    """A store that was open went on telling who had proposed what, and what an outcome was, from its memory."""
    with open_store(night.store, read_only=True) as desk:
        before = desk.timeline([SEASON]).rows
        assert night.types(f"{DESTROY} {TWO}").code == 0
        after = desk.timeline([SEASON]).rows
        with open_store(night.store, read_only=True) as fresh:
            assert [row.sentence for row in after] == [row.sentence for row in fresh.timeline([SEASON]).rows]
    assert [row.sentence for row in before] != [row.sentence for row in after[: len(before)]]


def test_events_from_a_moment_of_a_week_are_listed_after_the_openings_are_destroyed(night: Desk) -> None:
    """A seal is public, and the question was refused for the counts it does not need."""
    assert night.types(f"{DESTROY} {TWO}").code == 0
    listed = night.types(f"events list --season {SEASON} --from 'week 1 sealed'")
    assert listed.code == 0, listed.err
    assert "The openings of the season were destroyed" in " ".join(listed.out.split())


def test_a_dry_run_destroys_nothing(night: Desk) -> None:
    said = night.types(f"{DESTROY} {TWO} --dry-run")
    assert said.code == 0
    assert "overwritten" not in said.err
    assert key_of(night).exists()
    assert "openings-destroyed.v1" not in types_of(night)


def test_a_power_cut_between_the_record_and_the_removal_is_gone_on_with(
    night: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:

        def power_cut(_: Path) -> None:
            raise KeyboardInterrupt

        cut.setattr(destroying, "_overwrite", power_cut)
        night.types(f"{DESTROY} {TWO}")
    assert key_of(night).exists()
    assert types_of(night)[-1] == "openings-destroyed.v1"
    refused = night.types(f"week audit {SEASON} 1")
    assert (refused.code, "[season-key-remains]" in refused.err) == (4, True), (
        "nothing hidden is read with what is left"
    )
    again = night.types(f"{DESTROY} --by 'Elin (executive)'")
    assert again.code == 0, again.err
    assert "a file of the key that was there was removed now" in again.err
    assert not key_of(night).exists()
    assert types_of(night).count("openings-destroyed.v1") == 1


def test_a_disk_that_cannot_remove_the_key_is_told_with_what_is_on_record(
    night: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(5, "an error of the disk")

    with monkeypatch.context() as failing:
        failing.setattr(destroying, "_overwrite", full)
        said = night.types(f"{DESTROY} {TWO}")
    assert (said.code, "[season-key-remains]" in said.err) == (4, True), said.err
    assert "That the openings are destroyed is on record." in said.err
    assert night.types(f"{DESTROY} {TWO}").code == 0
    assert not key_of(night).exists()


@pytest.mark.parametrize("options", ["", "--idempotency-key once"])
def test_a_key_that_remains_is_told_as_well_where_the_call_has_a_key_of_its_own(
    night: Desk, monkeypatch: pytest.MonkeyPatch, options: str
) -> None:
    """The call was found answered under its own key, and told that the file was removed, with the file still there."""

    def full(_: Path) -> None:
        raise OSError(5, "an error of the disk")

    with monkeypatch.context() as failing:
        failing.setattr(destroying, "_overwrite", full)
        for call in (f"{DESTROY} {TWO} {options}", f"{DESTROY} {TWO} {options}"):
            said = night.types(call)
            assert (said.code, "[season-key-remains]" in said.err) == (4, True), said.err
            assert "was overwritten" not in said.err
        assert key_of(night).exists()
    assert night.types(f"{DESTROY} {TWO} {options}").code == 0
    assert not key_of(night).exists()


def test_an_approval_under_a_key_never_says_that_a_key_that_remains_is_gone(
    night: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(5, "an error of the disk")

    assert night.types(f"{DESTROY} --by 'Elin (executive)'").code == 4
    number = sum(kind.startswith("decision-proposed") for kind in types_of(night))
    approve = f"decision approve {SEASON} {number} --by 'Olga (adjudicator)' --idempotency-key once"
    with monkeypatch.context() as failing:
        failing.setattr(destroying, "_overwrite", full)
        said = night.types(approve)
        assert (said.code, "[season-key-remains]" in said.err) == (4, True), said.err
    again = night.types(approve)
    assert (again.code, "[season-key-remains]" in again.err) == (4, True), again.err
    assert night.types(f"{DESTROY} {TWO}").code == 0
    assert not key_of(night).exists()


def test_a_backup_of_the_key_that_is_put_back_opens_nothing_here(night: Desk) -> None:
    backup = night.folder / "backup"
    shutil.copyfile(key_of(night), backup)
    line = f"season key split {SEASON} --to {{folder}}/1 {{folder}}/2 {{folder}}/3 --for Ada Ola Sue"
    assert night.types(line).code == 0
    assert night.types(f"{DESTROY} {TWO}").code == 0
    joined = night.types(f"season key join {SEASON} {{folder}}/1 {{folder}}/2")
    assert (joined.code, "[season-key-destroyed]" in joined.err) == (3, True)
    shutil.copyfile(backup, key_of(night))
    refused = night.types(f"week audit {SEASON} 1")
    assert (refused.code, "[season-key-remains]" in refused.err) == (4, True)
    assert [row for row in store_rows(night.folder / "show.sqlite") if row.state == "not read"]
    assert "yet a file of it lies here" in night.types(f"season key show {SEASON}").out
    assert night.types(f"{DESTROY} {TWO}").code == 0
    assert not key_of(night).exists()


def test_a_store_from_before_with_its_key_reads_still_and_the_docs_say_so(night: Desk) -> None:
    """What no program can help: whoever kept a copy of the store and its key has both."""
    copy = Desk(night.folder / "copy")
    copy.folder.mkdir()
    for path in (night.folder / "show.sqlite", key_of(night)):
        shutil.copyfile(path, copy.folder / path.name)
    assert night.types(f"{DESTROY} {TWO}").code == 0
    assert copy.types(f"week audit {SEASON} 1").code == 0
    assert "backup" in (Path(__file__).parents[2] / "docs" / "trust.md").read_text()


def test_a_desk_that_has_the_store_open_forgets_what_it_counted(night: Desk) -> None:
    with open_store(night.store, read_only=True) as desk:
        assert desk.season(SEASON).week(1).standings()
        assert night.types(f"{DESTROY} {TWO}").code == 0
        with pytest.raises(SeasonKeyDestroyed):
            desk.season(SEASON).week(1).standings()
        with pytest.raises(SeasonKeyDestroyed):
            list(desk.log.read())


def test_a_desk_that_read_before_reads_nothing_hidden_while_the_key_remains(
    night: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file of the key lay where it lay, so whoever had read it before went on reading counts."""

    def full(_: Path) -> None:
        raise OSError(5, "an error of the disk")

    monkeypatch.setattr(destroying, "_overwrite", full)
    with EventLog.open(night.store, read_only=True) as log:
        assert list(log.read())
        assert night.types(f"{DESTROY} {TWO}").code == 4
        assert key_of(night).exists()
        with pytest.raises(SeasonKeyRemains):
            list(log.read())


def test_nothing_is_destroyed_while_a_week_is_open_or_under_a_key_that_is_another(night: Desk) -> None:
    reopened = night.types(f"week reopen {SEASON} 2 --reason late {TWO}")
    assert reopened.code == 0, reopened.err
    said = night.types(f"{DESTROY} {TWO}")
    assert (said.code, "[openings-still-needed]" in said.err) == (3, True), said.err
    assert night.types(f"week close {SEASON} 2 --by 'Pia (producer)'").code == 0
    whole = key_of(night).read_text()
    other = SeasonKey(SEASON, bytes(32)).to_text()
    key_of(night).write_text(other)
    wrong = night.types(f"{DESTROY} {TWO}")
    assert (wrong.code, "[season-key-wrong]" in wrong.err) == (3, True)
    assert key_of(night).read_text() == other, "a file that is not the season's key is left alone"
    key_of(night).write_text(whole)
    assert night.types(f"{DESTROY} {TWO}").code == 0


def test_the_log_removes_no_key_whose_end_is_not_on_record(night: Desk) -> None:
    with EventLog.open(night.store) as log, pytest.raises(ValueError, match="were not destroyed"):
        log.destroy_key(SEASON)
    assert key_of(night).exists()


def test_a_key_behind_a_link_is_overwritten_where_it_lies(tmp_path: Path) -> None:
    there, link = tmp_path / "usb-stick", tmp_path / "show.sqlite.us-33.key"
    there.write_text("HIDDEN+KEY+us-33")
    second = tmp_path / "hard-link"
    second.hardlink_to(there)
    left = tmp_path / f".{link.name}.0123456789abcdef.glitterball-part"
    left.write_text("HIDDEN+KEY+half")
    link.symlink_to(there)
    assert destroying.destroy(link)
    assert [path.name for path in tmp_path.iterdir()] == ["hard-link"]
    assert b"HIDDEN" not in second.read_bytes()
    assert not destroying.destroy(link)


def test_what_remains_is_for_a_person_and_what_is_destroyed_for_nobody() -> None:
    assert (SeasonKeyDestroyed.exit_code, SeasonKeyRemains.exit_code) == (3, 4)
