"""An auditor holds an export's folder against the log's key: whoever changed it on the stick is found, whatever was changed."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import glitterball as gb
from glitterball.contingency.report import CODES
from glitterball.evidence.ledger import make_key
from glitterball.files.refusals import FileUnreadable
from glitterball.proof.checkpoints import Checkpoint, sign_checkpoint
from glitterball.proof.keys import Algorithm, SignerKey
from glitterball.proof.notes import parse_note, sign_note
from glitterball.proof.refusals import KeyMalformed
from glitterball.proof.spellings import from_base64
from glitterball.refusals import ValuesDoNotFit
from tests.cli.typing_at_it import Desk, Said
from tests.rehearsed import rehearsed

KEY, OTHER = SignerKey("example.org/log", bytes(32)), SignerKey("example.org/log", bytes(31) + b"\1")
VKEY = KEY.verifier_key().to_text()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of week 2, signed by the log's key."""
    from glitterball.contingency import write_contingency

    made = tmp_path_factory.mktemp("signed") / "out"
    write_contingency(rehearsed(), made, [2], [KEY])
    return made


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy on a stick, for somebody to change."""
    return Path(shutil.copytree(sound, tmp_path / "stick"))


def codes(folder: Path, **also: object) -> set[tuple[str, str]]:
    """What is found, by code and file."""
    report = gb.verify_folder(folder, log=VKEY, **also)  # type: ignore[arg-type] # what is known elsewhere
    return {(found.code, found.file) for found in report.findings}


def test_a_folder_as_it_was_signed_is_called_so_and_says_what_it_is_of(folder: Path) -> None:
    report = gb.verify_folder(folder, log=VKEY)
    assert (report.exit_code, report.findings) == (0, ())
    assert (report.season, report.rehearsal, report.files) == ("us-33-rehearsal", True, 18)
    assert report.position == rehearsed().basis()["position"]
    said = list(report.lines())
    assert said[0] == "REHEARSAL  The folder is as it was signed: 18 files, none missing, none more."
    assert f"up to position {report.position} of the log, root {report.root}; signed by example.org/log+" in said[1]
    assert any(line.startswith("NOT checked: the log's root there against") for line in said)


Change = Callable[[Path], object]


def rewritten(name: str, how: Callable[[bytes], bytes]) -> Change:
    """A file with other bytes, and of the same name."""
    return lambda folder: (folder / name).write_bytes(how((folder / name).read_bytes()))


def moved_behind_a_link(folder: Path) -> None:
    (folder / "week-2").rename(folder.parent / "elsewhere")
    (folder / "week-2").symlink_to(folder.parent / "elsewhere")


def replaced_by_a_link(folder: Path) -> None:
    (folder / "week-2" / "votes.csv").rename(folder.parent / "votes.csv")
    (folder / "week-2" / "votes.csv").symlink_to(folder.parent / "votes.csv")


def replaced_by_a_folder(folder: Path) -> None:
    (folder / "cast.csv").unlink()
    (folder / "cast.csv").mkdir()


def a_hundred_votes_more_and_a_list_that_fits(folder: Path) -> None:
    """Somebody who changes a file and counts its hash again, as `sha256sum` does."""
    from hashlib import sha256

    votes = folder / "week-2" / "votes.csv"
    before = sha256(votes.read_bytes()).hexdigest()
    votes.write_bytes(votes.read_bytes().replace(b",0,", b",100,", 1) + b"\n")
    after = sha256(votes.read_bytes()).hexdigest()
    for name in ("SHA256SUMS", "SHA256SUMS.note"):
        (folder / name).write_bytes((folder / name).read_bytes().replace(before.encode(), after.encode()))


CHANGES: dict[str, tuple[Change, set[tuple[str, str]]]] = {
    "a byte more": (rewritten("week-2/votes.csv", lambda octets: octets + b"\n"), {("changed", "week-2/votes.csv")}),
    "nothing left of a file": (rewritten("cast.csv", lambda octets: b""), {("changed", "cast.csv")}),
    "a file in the notepad of Windows": (
        rewritten("week-2/by-hand.txt", lambda octets: octets.replace(b"\n", b"\r\n")),
        {("changed", "week-2/by-hand.txt")},
    ),
    "a file gone": (lambda folder: (folder / "week-2" / "marks.csv").unlink(), {("missing", "week-2/marks.csv")}),
    "a file more": (lambda folder: (folder / "week-2" / "votes-2.csv").touch(), {("extra", "week-2/votes-2.csv")}),
    "a hidden file more": (lambda folder: (folder / ".DS_Store").touch(), {("extra", ".DS_Store")}),
    "an empty folder more": (lambda folder: (folder / "week-3").mkdir(), {("extra", "week-3")}),
    "a folder in place of a file": (replaced_by_a_folder, {("missing", "cast.csv")}),
    "a link to the same bytes": (replaced_by_a_link, {("link", "week-2/votes.csv")}),
    "a link more": (lambda folder: (folder / "more").symlink_to("cast.csv"), {("extra", "more")}),
    "the list with the line ends of Windows": (
        rewritten("SHA256SUMS", lambda octets: octets.replace(b"\n", b"\r\n")),
        {("list", "SHA256SUMS")},
    ),
    "the list in another order": (
        rewritten("SHA256SUMS", lambda octets: b"".join(sorted(octets.splitlines(keepends=True)))),
        {("list", "SHA256SUMS")},
    ),
    "no list beside the note": (lambda folder: (folder / "SHA256SUMS").unlink(), {("missing", "SHA256SUMS")}),
    "no note": (lambda folder: (folder / "SHA256SUMS.note").unlink(), {("unsigned", "")}),
    "a file and the list and the note changed alike": (
        a_hundred_votes_more_and_a_list_that_fits,
        {("note", "SHA256SUMS.note")},
    ),
    "the note with the line ends of Windows": (
        rewritten("SHA256SUMS.note", lambda octets: octets.replace(b"\n", b"\r\n")),
        {("note", "SHA256SUMS.note")},
    ),
    "the note cut off": (rewritten("SHA256SUMS.note", lambda octets: octets[:100]), {("note", "SHA256SUMS.note")}),
    "the note of another key": (
        rewritten("SHA256SUMS.note", lambda octets: sign_note(parse_note(octets).text, [OTHER])),
        {("note", "SHA256SUMS.note")},
    ),
    "another word of the same key": (
        rewritten("SHA256SUMS.note", lambda octets: sign_checkpoint(Checkpoint(KEY.name, 7, bytes(32)), KEY)),
        {("statement", "SHA256SUMS.note")},
    ),
    "a note of a later form": (
        rewritten("SHA256SUMS.note", lambda octets: sign_note("glitterball contingency export v2\nmore\n", [KEY])),
        {("newer", "SHA256SUMS.note")},
    ),
}


@pytest.mark.skipif(os.name != "posix", reason="links of Windows take rights that a test has not")
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_was_changed_on_the_stick_is_found_and_named(change: str, folder: Path) -> None:
    how, found = CHANGES[change]
    how(folder)
    assert codes(folder) == found
    integrity = any(CODES[code] == "integrity" for code, _ in found)
    assert gb.verify_folder(folder, log=VKEY).exit_code == (5 if integrity else 3)


@pytest.mark.skipif(os.name != "posix", reason="links of Windows take rights that a test has not")
def test_nothing_is_read_behind_a_link(folder: Path) -> None:
    moved_behind_a_link(folder)
    found = codes(folder)
    assert {code for code, _ in found} == {"link"}
    assert {name.split("/")[0] for _, name in found} == {"week-2"}
    (folder / "SHA256SUMS.note").rename(folder.parent / "note")
    (folder / "SHA256SUMS.note").symlink_to(folder.parent / "note")
    assert codes(folder) == {("link", "SHA256SUMS.note")}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_in_place_of_a_file_is_named_and_not_waited_for(folder: Path) -> None:
    (folder / "cast.csv").unlink()
    os.mkfifo(folder / "cast.csv")
    assert codes(folder) == {("missing", "cast.csv")}


@given(st.data())
def test_any_byte_of_any_file_is_found(
    sound: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = Path(shutil.copytree(sound, tmp_path_factory.mktemp("stick") / "out"))
    files = sorted(str(path.relative_to(sound)) for path in sound.rglob("*") if path.is_file())
    name = data.draw(st.sampled_from(files))
    octets = bytearray((folder / name).read_bytes())
    octets[data.draw(st.integers(0, len(octets) - 1))] ^= data.draw(st.integers(1, 255))
    (folder / name).write_bytes(octets)
    report = gb.verify_folder(folder, log=VKEY)
    assert report.exit_code == 5, name
    assert {found.file for found in report.findings} == {name}


def test_the_files_of_one_export_do_not_pass_under_the_note_of_another(folder: Path, tmp_path: Path) -> None:
    from glitterball.contingency import write_contingency

    season = rehearsed()
    write_contingency(season.as_of(season.basis()["position"] - 1), tmp_path / "earlier", [2], [KEY])
    shutil.copy(tmp_path / "earlier" / "SHA256SUMS.note", folder)
    assert ("list", "SHA256SUMS") in codes(folder)
    shutil.copy(tmp_path / "earlier" / "SHA256SUMS", folder)
    assert ("changed", "READ-ME-FIRST.txt") in codes(folder)


@pytest.mark.parametrize("name", ["../cast.csv", "/etc/passwd", "week-2/../../x", "a//b", "C:x", "SHA256SUMS", "a\\b"])
def test_no_list_leads_out_of_its_folder_whoever_signed_it(name: str, folder: Path) -> None:
    text = parse_note((folder / "SHA256SUMS.note").read_bytes()).text
    (folder / "SHA256SUMS.note").write_bytes(sign_note(f"{text}{'0' * 64}  {name}\n", [KEY]))
    assert codes(folder) == {("statement", "SHA256SUMS.note")}


@pytest.mark.parametrize(
    ("line", "said"),
    [(1, "us 33"), (2, "0449"), (2, "-1"), (3, "AAAA"), (3, ""), (4, f"{'0' * 63}  cast.csv"), (4, f"{'G' * 64}  x")],
)
def test_a_statement_in_another_spelling_is_none(line: int, said: str, folder: Path) -> None:
    lines = parse_note((folder / "SHA256SUMS.note").read_bytes()).text.split("\n")
    lines[line] = said
    (folder / "SHA256SUMS.note").write_bytes(sign_note("\n".join(lines), [KEY]))
    assert codes(folder) == {("statement", "SHA256SUMS.note")}


def test_a_file_listed_twice_is_no_list(folder: Path) -> None:
    text = parse_note((folder / "SHA256SUMS.note").read_bytes()).text
    (folder / "SHA256SUMS.note").write_bytes(sign_note(text + text.splitlines()[-1] + "\n", [KEY]))
    assert codes(folder) == {("statement", "SHA256SUMS.note")}


def test_another_folder_is_no_export_and_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    assert codes(tmp_path / "photos") == {("no-export", "")}
    with pytest.raises(FileUnreadable):
        gb.verify_folder(tmp_path / "nowhere", log=VKEY)


@pytest.mark.parametrize("name", ["a\x1b[2Jb", "a\nINTEGRITY [x] y", "a\u202egpj"])
def test_no_name_of_a_file_says_anything_to_a_terminal(name: str, folder: Path) -> None:
    (folder / name).touch()
    report = gb.verify_folder(folder, log=VKEY)
    assert report.exit_code == 5
    assert all(line.isprintable() for line in report.lines())
    assert json.loads(json.dumps(report.as_json()))["findings"][0]["code"] == "extra"


# What else is known of the log.


def checkpoint(size: int, root: bytes, key: SignerKey = KEY) -> bytes:
    return sign_checkpoint(Checkpoint(key.name, size, root), key)


def test_the_root_is_held_against_a_checkpoint_of_the_same_size(folder: Path) -> None:
    told = gb.verify_folder(folder, log=VKEY)
    assert told.position is not None
    assert told.root is not None
    root = from_base64(told.root)
    same = gb.verify_folder(folder, log=VKEY, known=[checkpoint(told.position, root)])
    assert same.exit_code == 0
    assert "the log's root there against 1 checkpoint you hold" in same.checked
    assert not [one for one in same.not_checked if "root" in one]
    other = gb.verify_folder(folder, log=VKEY, known=[checkpoint(told.position, bytes(32))])
    assert (other.exit_code, other.findings[0].code) == (5, "known")
    assert other.verdict == "The folder is as it was signed, but NOT of the history of the log you know."
    later = gb.verify_folder(folder, log=VKEY, known=[checkpoint(told.position + 1, root)])
    assert later.exit_code == 0
    assert "the log's root there against the checkpoint of" in later.not_checked[0]
    assert "against 1 checkpoint" not in "".join(later.checked)


def test_a_checkpoint_of_another_log_is_named(folder: Path, tmp_path: Path) -> None:
    another = SignerKey("example.org/other", bytes(32))
    policy = tmp_path / "policy.txt"
    policy.write_text(
        f"log {VKEY}\nlog {SignerKey(another.name, bytes(31) + b'9').verifier_key().to_text()}\nquorum none\n"
    )
    note = checkpoint(5, bytes(32), SignerKey(another.name, bytes(31) + b"9"))
    report = gb.verify_folder(folder, policy, known=[note])
    assert "another log" in report.findings[0].says
    unknown = gb.verify_folder(folder, log=VKEY, known=[checkpoint(5, bytes(32), another)])
    assert "cannot be relied on" in unknown.findings[0].says


def test_the_root_is_held_against_the_store(folder: Path) -> None:
    told = gb.verify_folder(folder, log=VKEY, store=rehearsed().store)
    assert told.exit_code == 0
    assert "the log's root there against the store's" in told.checked
    with gb.open_store() as another:
        assert codes(folder, store=another) == {("store", "")}
        another.take_in(gb.shipped_season("us-33"))
        assert codes(folder, store=another) == {("store", "")}  # shorter than the rehearsal


def test_a_store_of_another_history_is_found(folder: Path) -> None:
    text = parse_note((folder / "SHA256SUMS.note").read_bytes()).text.split("\n")
    text[2] = str(rehearsed().basis()["position"] - 1)
    (folder / "SHA256SUMS.note").write_bytes(sign_note("\n".join(text), [KEY]))
    found = gb.verify_folder(folder, log=VKEY, store=rehearsed().store).findings
    assert [one.code for one in found] == ["store"]
    assert "the store's log is another" in found[0].says


def test_an_export_of_no_known_root_says_that_it_was_not_compared(folder: Path) -> None:
    text = parse_note((folder / "SHA256SUMS.note").read_bytes()).text.split("\n")
    text[3] = "-"
    (folder / "SHA256SUMS.note").write_bytes(sign_note("\n".join(text), [KEY]))
    report = gb.verify_folder(folder, log=VKEY, known=[checkpoint(5, bytes(32))], store=rehearsed().store)
    assert (report.exit_code, report.root) == (0, "-")
    assert [one for one in report.not_checked if "states no root" in one] == list(report.not_checked[:2])
    assert len(report.checked) == 1


# Whom one trusts, and the command line.


def test_whoever_trusts_nobody_or_two_is_refused(folder: Path, tmp_path: Path) -> None:
    for whom in ({}, {"policy": tmp_path / "p", "log": VKEY}):
        with pytest.raises(ValuesDoNotFit):
            gb.verify_folder(folder, **whom)  # type: ignore[arg-type] # either is of its own type
    with pytest.raises(KeyMalformed, match="a witness"):
        gb.verify_folder(folder, log=KEY.verifier_key(Algorithm.COSIGNATURE).to_text())


def typed(folder: Path, line: str) -> Said:
    return Desk(folder.parent).types(line.replace("VKEY", VKEY))


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("verify {folder}/stick --log VKEY", 0, "REHEARSAL  The folder is as it was signed: 18 files"),
        ("verify {folder}/stick --log VKEY --format json", 0, '"schema": "glitterball.folder-verification.v1"'),
        ("verify {folder}/stick", 2, "say whom you trust"),
        ("verify {folder}/stick --log VKEY --policy p", 2, "say whom you trust"),
        ("verify {folder}/stick --log VKEY --signer x --pins y", 2, "--signer and --pins are for a bundle"),
        ("verify {folder}/none --log VKEY", 3, "[file-unreadable]"),
        ("verify {folder}/stick/cast.csv --log VKEY --in-store", 2, "--in-store is for the folder"),
        ("verify {folder}/stick --log VKEY --in-store", 3, "[no-store]"),
        ("verify {folder} --log VKEY", 3, "The folder is no contingency export."),
    ],
)
def test_at_the_terminal(line: str, code: int, says: str, folder: Path) -> None:
    said = typed(folder, line)
    assert says in said.out + said.err
    assert said.code == code


def test_at_the_terminal_a_changed_count_ends_with_five_and_names_the_file(folder: Path) -> None:
    rewritten("week-2/votes.csv", lambda octets: octets.replace(b"1", b"2", 1))(folder)
    said = typed(folder, "verify {folder}/stick --log VKEY")
    assert said.code == 5
    assert said.out.splitlines()[0] == "REHEARSAL  The folder is NOT as it was signed."
    assert "INTEGRITY [changed] week-2/votes.csv: its bytes are not those that were signed." in said.out


@pytest.mark.heavy("every one")
def test_at_the_terminal_it_is_held_against_the_store_it_was_made_from(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    vkey = make_key(tmp_path / "log.key", "example.org/log").verifier_key().to_text()
    assert desk.types("rehearse us-33 --through 1").code == 0
    assert desk.types("season contingency us-33-rehearsal 1 -o {folder}/out --key {folder}/log.key").code == 0
    said = desk.types(f"verify {{folder}}/out --log {vkey} --in-store")
    assert (said.code, "Checked: the log's root there against the store's." in said.out) == (0, True)
