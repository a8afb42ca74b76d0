"""The folder of a contingency export: whole or not there, its owner's alone, honest about how far the night is, and signed."""

import csv
import io
import os
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.season import commands as c
from domain.season.voting.facts import VotingClosed, VotingOpened
from glitterball.evidence.ledger import make_key
from glitterball.files.refusals import FolderTaken, OutputUnwritable
from glitterball.formulas import NUMBER
from glitterball.proof.notes import open_note
from glitterball.proof.refusals import NoteUnverified, SignatureWrong
from glitterball.refusals import Refusal
from glitterball.store import open_store
from glitterball.testing import Said, Script, seasons
from tests.cli.typing_at_it import Desk
from tests.contingency.test_counted_by_hand import differing, played
from tests.naive.contingency_folder import rows_of
from tests.rehearsed import rehearsed
from tests.thoroughness import examples


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file by its name within the folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("contingency") / "out"
    rehearsed().contingency(made, [2])
    return made


def test_the_first_thing_it_says_is_that_it_holds_counts_and_of_a_rehearsal_that_it_is_one(folder: Path) -> None:
    lines = (folder / "READ-ME-FIRST.txt").read_text().splitlines()
    assert lines[0] == "REHEARSAL"
    assert lines[1].startswith("THIS FOLDER HOLDS VOTE COUNTS.")
    for page in folder.rglob("*.txt"):
        assert page.read_text().startswith("REHEARSAL\n"), page
    for table in folder.rglob("*.csv"):
        assert {row["mode"] for row in rows_of(table)} <= {"rehearsal"}, table


def test_every_page_is_as_wide_as_a_sheet_of_paper(folder: Path) -> None:
    wide = [line for page in folder.rglob("*.txt") for line in page.read_text().splitlines() if len(line) > 96]
    assert wide == []


def test_its_list_names_every_other_file_with_its_digest(folder: Path) -> None:
    held = files_in(folder)
    listed = [line.split("  ") for line in held.pop("SHA256SUMS").decode().splitlines()]
    assert {name: digest for digest, name in listed} == {
        name: sha256(octets).hexdigest() for name, octets in held.items()
    }


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_every_file_of_it_is_its_owners_alone(folder: Path) -> None:
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file()} == {0}


def test_the_same_log_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    rehearsed().contingency(tmp_path / "again", [2])
    assert files_in(tmp_path / "again") == files_in(folder)


@pytest.mark.parametrize(
    ("moment", "says"),
    [(VotingOpened, "NOT FINAL: lines are open"), (VotingClosed, "NOT FINAL: the outcome is not certified")],
)
def test_while_the_night_goes_on_every_page_that_is_counted_from_says_not_final(
    moment: type, says: str, tmp_path: Path
) -> None:
    season = rehearsed()
    position = next(
        event.position
        for event in season.events()
        if isinstance(event.fact, moment) and event.fact.week == 2  # type: ignore[attr-defined]
    )
    made = season.as_of(position).contingency(tmp_path / "out", [2])
    assert made.position == position
    assert made.standing[0][1].startswith(says)
    for page in ("READ-ME-FIRST.txt", "week-2/by-hand.txt", "week-2/week.csv"):
        text = " ".join((tmp_path / "out" / page).read_text().split())
        assert says in text, page
    for page in ("READ-ME-FIRST.txt", "week-2/by-hand.txt"):
        text = " ".join((tmp_path / "out" / page).read_text().split())
        assert f"position {position} of the log, {made.time}" in text, page


def test_a_certificate_that_is_stale_is_not_called_final(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certified = rehearsed().state.weeks[1].certified[-1].position
    assert rehearsed().contingency(tmp_path / "stands", [1]).standing == ((1, f"Certified at event {certified}."),)
    monkeypatch.setattr("glitterball.contingency.writing.certified_of", lambda fold, week: "stale")
    found = rehearsed().contingency(tmp_path / "stale", [1]).standing
    assert found == ((1, f"NOT FINAL: the certificate at event {certified} is stale."),)


def test_it_is_never_written_over_a_folder_that_holds_anything(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.txt").write_text("kept")
    with pytest.raises(FolderTaken):
        rehearsed().contingency(tmp_path / "out", [1])
    assert files_in(tmp_path / "out") == {"kept.txt": b"kept"}


def test_where_the_disk_is_full_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written, write = [0], os.write

    def full(descriptor: int, octets: bytes) -> int:
        written[0] += 1
        if written[0] == 9:
            raise OSError(28, "No space left on device")
        return write(descriptor, octets)

    monkeypatch.setattr("glitterball.files.folders.os.write", full)
    with pytest.raises(OutputUnwritable):
        rehearsed().contingency(tmp_path / "out", [1])
    assert not (tmp_path / "out").exists()


def test_a_week_that_was_not_opened_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        rehearsed().contingency(tmp_path / "out", [1, 40])
    assert refused.value.code == "week-not-in-season"
    assert not (tmp_path / "out").exists()


def test_the_logs_key_signs_the_list_with_the_place_in_the_log(tmp_path: Path) -> None:
    key, other = make_key(tmp_path / "log.key", "example.org/log"), make_key(tmp_path / "o.key", "example.org/other")
    made = rehearsed().contingency(tmp_path / "out", [2], key=tmp_path / "log.key")
    note = (tmp_path / "out" / "SHA256SUMS.note").read_bytes()
    text = open_note(note, [key.verifier_key()]).text
    sums = (tmp_path / "out" / "SHA256SUMS").read_text()
    assert text == f"glitterball contingency export v1\n{made.season}\n{made.position}\n{made.root}\n{sums}"
    with pytest.raises(NoteUnverified):
        open_note(note, [other.verifier_key()])
    with pytest.raises(SignatureWrong):
        open_note(note.replace(b"week-2/votes.csv", b"week-3/votes.csv"), [key.verifier_key()])


HOSTILE = st.sampled_from(
    ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", 'a "b", c', "'=x", "<b>&amp;", "\u202eevil", "Zoë; DROP"]
)


def runs(cell: str) -> bool:
    """Whether a spreadsheet would run a cell."""
    return cell[:1] in tuple("=+-@\t\r") and not NUMBER.fullmatch(cell)


def renamed(script: Script, names: list[str]) -> Script:
    """A drawn season whose couples have names that somebody meant badly."""
    steps = []
    for at, step in enumerate(script.steps):
        if isinstance(step, Said) and isinstance(step.command, c.CastCouple):
            command = step.command.model_copy(update={"celebrity": f"{names[at % len(names)]} {at}"})
            steps.append(replace(step, command=command))
        else:
            steps.append(step)
    return replace(script, steps=tuple(steps))


@settings(deadline=None, max_examples=examples(15), suppress_health_check=list(HealthCheck))
@given(seasons(mode="historic", max_weeks=2), st.lists(HOSTILE, min_size=3, max_size=5))
def test_whatever_couples_are_called_stays_within_its_cell(script: Script, names: list[str]) -> None:
    with TemporaryDirectory() as place, open_store() as store:
        try:
            season = played(store, renamed(script, names))
        except Refusal:  # a name that the season itself refuses
            return
        folder = Path(place) / "out"
        season.contingency(folder)
        for table in folder.rglob("*.csv"):
            rows = list(csv.reader(io.StringIO(table.read_bytes().decode(), newline="")))
            assert {len(row) for row in rows} == {len(rows[0])}, table
            assert not any(runs(cell) for row in rows for cell in row), table
        assert all(line.isprintable() for page in folder.rglob("*.txt") for line in page.read_text().split("\n"))
        assert differing(season, folder) == []


@pytest.mark.heavy("every one")
def test_at_the_terminal_it_says_first_that_counts_are_in_it_and_refuses_the_same_folder_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.types("rehearse us-33 --through 1").code == 0
    said = desk.types("season contingency us-33-rehearsal 1 -o {folder}/out")
    assert said.code == 0
    assert "holds vote counts" in said.err.splitlines()[0]
    assert said.err.startswith("REHEARSAL")
    again = desk.types("season contingency us-33-rehearsal 1 -o {folder}/out")
    assert again.code == 3
    assert "[folder-taken]" in again.err


def test_counts_that_nobody_can_read_are_refused_and_never_written_as_none(tmp_path: Path) -> None:
    from tests.backups.going_on import more
    from tests.faults import night

    path = tmp_path / "show.sqlite"
    night.lines_open(path, in_parts=True)
    more(path, 1, 2)
    desk = Desk(tmp_path)
    with open_store(f"sqlite:{path}") as store:
        (season,) = store.seasons()
    assert desk.types(f"season contingency {season} -o {{folder}}/read").code == 0
    for key in tmp_path.glob("show.sqlite.*.key"):
        shutil.move(key, tmp_path / "elsewhere")
    said = desk.types(f"season contingency {season} -o {{folder}}/out")
    assert said.code == 3, said.err
    assert not (tmp_path / "out").exists()
