"""No output takes the place of the store, of what lies beside it, of a key, or of anything that is not an older output."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from glitterball import files
from glitterball.files import kinds
from glitterball.files.refusals import OutputProtected, OutputTaken, OutputUnwritable
from tests.cli.typing_at_it import Desk
from tests.conditions import as_somebody_without_rights
from tests.files.night_desk import everything_in, night, parts_in


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return night(tmp_path_factory.mktemp("evening")).folder


@pytest.fixture
def desk(evening: Path, tmp_path: Path) -> Desk:
    shutil.copytree(evening, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path)


OUTPUTS = {
    "bundle": "bundle us-33 --key {folder}/log.key -o",
    "note": "checkpoint show --key {folder}/log.key -o",
    "published": "checkpoint publish --key {folder}/log.key -o",
    "request": "checkpoint request --key {folder}/log.key -o",
    "export": "events export -o",
    "verifier": "verifier",
    "gateway key": "votes key make web -o",
    "log key": "checkpoint key example.org/other -o",
}
NEVER = (
    "show.sqlite",
    "show.sqlite-wal",
    "show.sqlite-shm",
    "show.sqlite-journal",
    "show.sqlite.merkle.sqlite",
    "show.sqlite.views.sqlite",
    "show.sqlite.snapshots.sqlite",
    "log.key",
    "log.key.signed.sqlite",
)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("name", NEVER)
@pytest.mark.parametrize("output", OUTPUTS)
def test_an_output_named_like_the_store_or_the_key_is_refused_and_everything_stays(
    desk: Desk, output: str, name: str
) -> None:
    before = everything_in(desk.folder)
    said = desk.types(f"{OUTPUTS[output]} {{folder}}/{name}")
    assert said.code == 3, said.err
    assert name in said.err
    assert "Traceback" not in said.err
    assert everything_in(desk.folder) == before


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic link", "hard link"])
@pytest.mark.parametrize("to", ["show.sqlite", "log.key", "log.key.signed.sqlite"])
def test_a_link_to_the_store_the_key_or_the_register_is_as_safe_as_they_are(
    desk: Desk, output: str, link: object, to: str
) -> None:
    assert callable(link)
    link(desk.folder / to, desk.folder / "out")
    before = everything_in(desk.folder)
    said = desk.types(f"{OUTPUTS[output]} {{folder}}/out")
    assert said.code == 3, said.err
    assert everything_in(desk.folder) == before
    assert (desk.folder / "out").samefile(desk.folder / to)


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_store_of_another_show_a_folder_and_a_text_of_somebody_are_not_written_over(desk: Desk, output: str) -> None:
    shutil.copy(desk.folder / "show.sqlite", desk.folder / "other-show")
    (desk.folder / "folder").mkdir()
    desk.file("diary.txt", "Dear diary")
    os.mkfifo(desk.folder / "pipe")
    before = everything_in(desk.folder)
    for name in ("other-show", "folder", "diary.txt", "pipe", "nowhere/out"):
        said = desk.types(f"{OUTPUTS[output]} {{folder}}/{name}")
        assert (said.code, name.split("/")[0] in said.err) == (3, True), said.err
    assert everything_in(desk.folder) == before


@pytest.mark.parametrize(
    "there", [None, b"", b'#!/usr/bin/env python3\n"""Verify a Glitterball bundle, an older one"""\n']
)
def test_the_names_of_a_store_that_is_not_there_yet_or_is_damaged_are_kept_for_it(
    tmp_path: Path, there: bytes | None
) -> None:
    desk = Desk(tmp_path)
    for name in ("show.sqlite", "show.sqlite-wal", "show.sqlite.views.sqlite-journal"):
        if there is not None:
            desk.file(name, there)
        before = everything_in(tmp_path)
        said = desk.types(f"verifier {{folder}}/{name}")
        assert (said.code, "[output-protected]" in said.err) == (3, True), said.err
        assert everything_in(tmp_path) == before
    assert desk.types("--store sqlite:{folder}/other.sqlite verifier {folder}/show.sqlite").code == 0, (
        "it is of no store"
    )


@pytest.mark.parametrize("folder", [".", "..", "/", "./", "x/.."])
def test_a_name_that_can_only_be_a_folder_gets_no_ending(folder: str, desk: Desk) -> None:
    """`week certificate --out .` ended with 70, an empty name."""
    said = desk.types(f"week certificate us-33 1 --out {folder}")
    assert (said.code, said.err.strip().endswith("[output-protected]")) == (3, True), said.err
    assert "is a folder, and no output is written over it" in said.err


def test_nothing_is_signed_when_the_note_has_nowhere_to_go(desk: Desk) -> None:
    said = desk.types("votes key make web -o {folder}/web.key")
    assert said.code == 0
    assert desk.types("season import us-33 --as again").code == 0
    before = (desk.folder / "log.key.signed.sqlite").read_bytes()
    said = desk.types("checkpoint publish --key {folder}/log.key -o {folder}/web.key")
    assert (said.code, "a private key" in said.err, "Nothing was recorded." in said.err) == (3, True, True)
    assert (desk.folder / "log.key.signed.sqlite").read_bytes() == before


@pytest.mark.heavy("every one")
def test_each_output_takes_the_place_of_its_own_kind_and_of_an_empty_file_and_of_no_other(desk: Desk) -> None:
    places = ("bundle", "note", "request", "verifier")
    for output in places:
        desk.file(f"{output}.out", "")
        for _ in range(2):
            said = desk.types(f"{OUTPUTS[output]} {{folder}}/{output}.out")
            assert said.code == 0, said.err
    for output in places:
        for other in places:
            if other != output:
                said = desk.types(f"{OUTPUTS[output]} {{folder}}/{other}.out")
                assert (said.code, "[output-taken]" in said.err) == (3, True), (output, other, said.err)


def test_an_export_and_a_key_never_replace_even_one_of_their_own(desk: Desk) -> None:
    for output in ("export", "gateway key", "log key"):
        line = f"{OUTPUTS[output]} {{folder}}/new"
        assert desk.types(line).code == 0
        before = everything_in(desk.folder)
        assert desk.types(line).code == 3
        assert everything_in(desk.folder) == before
        (desk.folder / "new").unlink()


def test_files_of_somebody_that_are_called_new_or_part_survive(desk: Desk) -> None:
    theirs = ("out.new", "out.part", ".out.glitterball-part", ".out.0.glitterball-part", "seen.new", "seen.lock")
    for name in theirs:
        desk.file(name, "mine")
    for output in ("bundle", "request"):
        assert desk.types(f"{OUTPUTS[output]} {{folder}}/out").code == 0
        (desk.folder / "out").unlink()
    witness = desk.types("checkpoint key example.net/witness --witness -o {folder}/witness.key")
    assert witness.code == 0
    log = desk.types("checkpoint key example.org/else -o {folder}/else.key").out.strip()
    assert desk.types(f"{OUTPUTS['request']} {{folder}}/asked").code == 0
    cosign = "checkpoint cosign {folder}/asked --key {folder}/witness.key --record {folder}/seen -o {folder}/answer"
    assert desk.types(f"{cosign} --log {log}").code == 1
    assert {name: (desk.folder / name).read_text() for name in theirs} == dict.fromkeys(theirs, "mine")


def test_a_witness_does_not_write_its_record_over_a_key(desk: Desk) -> None:
    assert desk.types("checkpoint key example.net/witness --witness -o {folder}/witness.key").code == 0
    log = desk.types("checkpoint key example.org/else -o {folder}/else.key").out.strip()
    assert desk.types(f"{OUTPUTS['request']} {{folder}}/asked").code == 0
    before = everything_in(desk.folder)
    said = desk.types(
        f"checkpoint cosign {{folder}}/asked --key {{folder}}/witness.key --log {log} --record {{folder}}/log.key"
    )
    assert (said.code, "a private key" in said.err) == (3, True)
    assert everything_in(desk.folder) == before


def test_a_symbolic_link_to_an_older_output_stays_one_and_leads_to_the_new_one(tmp_path: Path) -> None:
    files.write(tmp_path / "real.json", b"{}", kinds.JSON)
    (tmp_path / "latest.json").symlink_to("real.json")
    files.write(tmp_path / "latest.json", b'{"week": 2}', kinds.JSON)
    assert (tmp_path / "latest.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b'{"week": 2}'


def test_a_replaced_file_keeps_its_mode_a_new_one_follows_the_umask_and_a_secret_is_its_owners(tmp_path: Path) -> None:
    for mode in (0o640, 0o604, 0o600):
        files.write(tmp_path / "a.json", b"{}", kinds.JSON)
        (tmp_path / "a.json").chmod(mode)
        files.write(tmp_path / "a.json", b"[]", kinds.JSON)
        assert (tmp_path / "a.json").stat().st_mode & 0o777 == mode
    before = os.umask(0o027)
    try:
        files.write(tmp_path / "b.json", b"{}", kinds.JSON)
    finally:
        os.umask(before)
    assert (tmp_path / "b.json").stat().st_mode & 0o777 == 0o640
    files.write_key(tmp_path / "c.key", "PRIVATE+KEY+x\n")
    assert (tmp_path / "c.key").stat().st_mode & 0o777 == 0o600


def test_a_file_that_may_not_be_written_is_not_replaced_though_its_folder_may() -> None:
    with tempfile.TemporaryDirectory() as name:
        target = Path(name, "a.json")
        target.write_bytes(b"{}")
        target.chmod(0o444)
        Path(name).chmod(0o777)
        with as_somebody_without_rights(), pytest.raises(OutputUnwritable, match="may not be written"):
            files.write(target, b"[]", kinds.JSON)
        assert everything_in(Path(name)) == {"a.json": b"{}"}


def while_written(target: Path, comes: bytes, kind: kinds.Kind, *, new: bool = False) -> None:
    with files.writing(target, kind, new=new) as output:
        output.write(b"an output")
        target.write_bytes(comes)


def test_what_comes_to_stand_there_while_an_output_is_written_is_not_replaced(tmp_path: Path) -> None:
    secret = b"PRIVATE+KEY+example.org/dancing+00000000+AAAA\n"
    with pytest.raises(OutputProtected):
        while_written(tmp_path / "out", secret, kinds.BUNDLE)
    with pytest.raises(OutputTaken):
        while_written(tmp_path / "new", b"{}\n", kinds.LINES, new=True)
    assert everything_in(tmp_path) == {"out": secret, "new": b"{}\n"}


def test_the_name_of_a_log_of_a_store_is_protected_by_the_store_it_belongs_to(evening: Path, tmp_path: Path) -> None:
    shutil.copy(evening / "show.sqlite", tmp_path / "other")
    for ending in (
        "-wal",
        "-shm",
        "-journal",
        ".merkle.sqlite",
        ".views.sqlite",
        ".snapshots.sqlite",
        ".signed.sqlite",
    ):
        with pytest.raises(OutputProtected):
            files.write(tmp_path / f"other{ending}", b"{}", kinds.JSON)
    files.write(tmp_path / "finale-journal", b"{}", kinds.JSON)
    assert sorted(everything_in(tmp_path)) == ["finale-journal", "other"]
    assert parts_in(tmp_path) == []
