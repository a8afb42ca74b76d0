"""A user's file is read within limits, and what is no such file is refused at once, in a sentence, without its content."""

import io
import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball import files
from glitterball.files import depth, limits
from glitterball.files.limits import Limit
from glitterball.files.refusals import FileTooLarge, FileUnreadable, LineTooLong
from glitterball.log import EventLog
from tests.cli.typing_at_it import Desk
from tests.files.night_desk import everything_in, night

READERS = {
    "rulebook": "rules check {file}",
    "rulebook of another history": "history audit {folder}/scores.csv --rules {file}",
    "history": "history audit {file}",
    "results": "history audit {folder}/scores.csv --results {file}",
    "votes": "votes import us-33 2 {file}",
    "votes to sign": "votes sign us-33 2 {file} --key {folder}/web.key",
    "key to sign with": "votes sign us-33 2 {folder}/empty --key {file}",
    "policy": "verify {folder}/empty --policy {file}",
    "checkpoint known": "verify {folder}/empty --policy {folder}/policy --known {file}",
    "checkpoint to keep to": "checkpoint publish --key {folder}/log.key --known {file}",
    "log's key": "checkpoint publish --key {file}",
    "answer": "checkpoint cosigned {file} --key {folder}/log.key --witness x",
    "request": "checkpoint cosign {file} --key {folder}/log.key --log {log} --record {folder}/seen",
    "certificate": "bundle us-33 --key {folder}/log.key -o {folder}/out --certificate {file}",
    "season": "season validate {file}",
}
KEYS = ("key to sign with", "log's key")
BUNDLES = {
    "bundle": "verify {file} --policy {folder}/policy",
    "openings": "verify {folder}/sealed --policy {folder}/policy --openings {file}",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = night(tmp_path_factory.mktemp("desk"))
    public = desk.types("votes key make web -o {folder}/web.key").out.strip()
    desk.file("policy", f"log {public}\nquorum none\n")
    desk.file("empty", "")
    desk.file("log.pub", public)
    desk.file("scores.csv", "season,week,couple,judge,score\n33,1,A & B,C,7\n")
    sealed = desk.types("bundle us-33 --key {folder}/log.key --sealed --guessable -o {folder}/sealed")
    assert sealed.code == 0, sealed.err
    return desk


def line_for(desk: Desk, reader: str, file: Path | str) -> str:
    words = READERS.get(reader) or BUNDLES[reader]
    return words.replace("{file}", str(file)).replace("{log}", (desk.folder / "log.pub").read_text())


def copies_register(desk: Desk, key: Path) -> None:
    """A key's register lies beside it, or nothing is asked of the key."""
    beside = Path(f"{key}.signed.sqlite")
    if not beside.exists() and key.parent == desk.folder:
        beside.write_bytes((desk.folder / "log.key.signed.sqlite").read_bytes())


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("reader", [*READERS, *BUNDLES])
def test_a_device_a_pipe_a_folder_and_a_file_that_is_not_there_are_refused_at_once(desk: Desk, reader: str) -> None:
    for name in ("pipe.toml", "zero.toml", "folder.toml"):
        (desk.folder / name).exists() or {
            "pipe.toml": os.mkfifo,
            "zero.toml": lambda path: Path(path).symlink_to("/dev/zero"),
            "folder.toml": os.mkdir,
        }[name](desk.folder / name)
    before = everything_but_pipes(desk)
    for name in ("pipe.toml", "zero.toml", "folder.toml", "nothing.toml"):
        if reader == "log's key":
            copies_register(desk, desk.folder / name)
        said = desk.types(line_for(desk, reader, desk.folder / name))
        assert said.code == 3, (name, said.err)
        assert name in said.err
        assert "Traceback" not in said.err
    if reader != "log's key":
        assert everything_but_pipes(desk) == before


def everything_but_pipes(desk: Desk) -> dict[str, bytes]:
    return {name: octets for name, octets in everything_in(desk.folder).items() if not name.startswith("show.sqlite-")}


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader not in KEYS])
def test_a_private_key_handed_to_any_option_is_said_so_and_never_repeated(desk: Desk, reader: str) -> None:
    secret = (desk.folder / "web.key").read_text().strip().split("+", 4)[4]
    key = desk.file("wrong.toml", "\ufeff# a policy\n  " + (desk.folder / "web.key").read_text())
    said = desk.types(line_for(desk, reader, key))
    assert (said.code, "[private-key-given]" in said.err) == (3, True), said.err
    assert secret not in said.out + said.err


@pytest.mark.parametrize("reader", KEYS)
def test_a_damaged_key_file_is_refused_without_its_content(desk: Desk, reader: str) -> None:
    whole = (desk.folder / "web.key").read_bytes().strip()
    secret = whole.split(b"+", 4)[4]
    for damaged in (b"\xef\xbb\xbf" + whole[:-3], whole + b"\xff", secret, b"x" + whole, whole * 3, b"\0" + whole):
        key = desk.file("damaged.key", damaged)
        copies_register(desk, key)
        said = desk.types(line_for(desk, reader, key))
        assert (said.code, "Traceback" in said.err) == (3, False), said.err
        assert secret[:12].decode() not in said.out + said.err


@pytest.mark.parametrize("reader", READERS)
def test_a_store_in_use_is_not_read_as_anything_else(desk: Desk, reader: str) -> None:
    with EventLog.open(f"sqlite:{desk.folder / 'other.sqlite'}"):
        alias = desk.folder / "alias.toml"
        os.link(desk.folder / "other.sqlite", alias)
        copies_register(desk, alias)
        said = desk.types(line_for(desk, reader, alias))
        alias.unlink()
    assert said.code == 3
    assert "[file-in-use]" in said.err or "[file-of-another-kind]" in said.err, said.err


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader != "log's key"])
def test_a_file_larger_than_any_of_its_kind_is_refused_by_its_size(desk: Desk, reader: str) -> None:
    path = desk.folder / "huge.toml"
    with path.open("wb") as file:
        file.truncate(700_000_000)  # takes no room on disk
    said = desk.types(line_for(desk, reader, path))
    assert (said.code, "[file-too-large]" in said.err) == (3, True), said.err
    assert "700,000,000" in said.err
    path.unlink()


MEASURED = """
import resource, sys
from glitterball.cli.app import app
from glitterball.cli.ending import run
run(app, ["season", "list"])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
code = run(app, sys.argv[1:])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def memory_of(*words: str) -> tuple[int, int]:
    """The exit code of a command, and by how many KiB it grew at most."""
    ran = subprocess.run([sys.executable, "-c", MEASURED, *words], capture_output=True, text=True, check=True)
    code, grown = ran.stdout.split()[-2:]
    return int(code), int(grown)


@pytest.mark.heavy("every one")
def test_a_line_of_40_mb_and_a_file_of_700_mb_are_refused_in_little_memory(desk: Desk) -> None:
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
    line = desk.file("line.jsonl", b'{"votes":[' + b'["a",1],' * 5_000_000)
    with (desk.folder / "zeros").open("wb") as file:
        file.truncate(700_000_000)
    for words in (("votes", "import", "us-33", "2", str(line)), ("rules", "check", str(desk.folder / "zeros"))):
        code, grown = memory_of("--store", desk.store, *words)
        assert code == 3
        assert grown < 40_000, f"{words}: {grown} KiB"
    line.unlink()


def test_standard_input_goes_through_the_same_limits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for given_, code in (
        (b"x" * 300_000, "line-too-long"),
        ((b"{" + b" " * 997 + b"}\n") * 75_000, "file-too-large"),
        (b'{"a":' * 20 + b"\n", "file-nests-too-deep"),
        ((desk.folder / "web.key").read_bytes(), "private-key-given"),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given_)))
        said = desk.types("votes import us-33 2 -")
        assert (said.code, f"[{code}]" in said.err, "standard input" in said.err) == (3, True, True), said.err


def test_a_pipe_the_shell_hands_over_is_read_like_standard_input(desk: Desk) -> None:
    reading, writing = os.pipe()
    os.write(writing, (desk.folder / "policy").read_bytes())
    os.close(writing)
    try:
        assert files.read(f"/dev/fd/{reading}", limits.POLICY) == (desk.folder / "policy").read_bytes()
    finally:
        os.close(reading)


def test_a_byte_order_mark_is_no_part_of_any_text(desk: Desk) -> None:
    marked = b"\xef\xbb\xbf"
    key = desk.file("marked.key", marked + (desk.folder / "log.key").read_bytes())
    copies_register(desk, key)
    rulebook = Path(__file__).parents[2] / "glitterball" / "rulebooks" / "us-33.toml"
    desk.file("marked.toml", marked + rulebook.read_bytes())
    desk.file("marked.note", marked + (desk.folder / "first.note").read_bytes())
    assert desk.types("rules check {folder}/marked.toml").code == 0
    said = desk.types(
        "checkpoint publish --key {folder}/marked.key --known {folder}/marked.note -o {folder}/marked.out"
    )
    assert said.code == 0, said.err
    desk.file("marked.policy", marked + (desk.folder / "policy").read_bytes())
    said = desk.types("verify {folder}/empty --policy {folder}/marked.policy --known {folder}/marked.note")
    assert (said.code, "policy" in said.err, "no-bundle" in said.out) == (3, False, True), said.err
    desk.file("marked.jsonl", marked + b"\n")
    for empty in ("empty", "marked.jsonl"):
        assert "[nothing-delivered]" in desk.types(f"votes import us-33 2 {{folder}}/{empty}").err


def test_what_is_not_utf_8_is_told_with_line_and_byte(desk: Desk) -> None:
    said = desk.types(f"rules check {desk.file('latin.toml', b'id = 1' + chr(10).encode() + b'# caf' + bytes([0xE9]))}")
    assert "latin.toml:2 is not UTF-8: byte 13 of the file is E9." in said.err
    assert said.code == 3


SMALL = Limit("a test", 1_000, longest=100, deepest=5)


@given(st.lists(st.integers(0, 130), max_size=12), st.binary(max_size=3))
def test_size_and_line_limits_hold_to_the_byte(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int], end: bytes
) -> None:
    octets = b"\n".join(b"x" * length for length in lengths) + end.replace(b"\xef", b"")
    path = tmp_path_factory.getbasetemp() / "limits"
    path.write_bytes(octets)
    try:
        assert files.read(path, SMALL) == octets
    except FileTooLarge:
        assert len(octets) > 1_000
    except LineTooLong as refusal:
        found = [len(line) > 100 for line in octets.split(b"\n")]
        assert refusal.line == found.index(True) + 1
    else:
        assert len(octets) <= 1_000
        assert all(len(line) <= 100 for line in octets.split(b"\n"))


def by_definition(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(by_definition, value.values()), default=0)
    return 1 + max(map(by_definition, value), default=0) if isinstance(value, list) else 0


VALUES = st.recursive(
    st.integers() | st.text('[]{}"\\a', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('[{"', max_size=2), inner, max_size=3),
)


@given(VALUES, st.integers(0, 8))
def test_nesting_is_that_of_the_value_whatever_brackets_its_texts_have(value: object, most: int) -> None:
    line = json.dumps(value).encode()
    assert depth.nests_deeper(line, most) == (by_definition(value) > most)


@pytest.mark.parametrize("value", [{"": []}, [{}], {"": [{"": [{}]}]}], ids=str)
def test_brackets_of_two_kinds_inside_one_another_count_each(value: object) -> None:
    """An object in which a list stood counted as one level, so that twice as many were let through."""
    line, depth_of_it = json.dumps(value).encode(), by_definition(value)
    assert depth.nests_deeper(line, depth_of_it - 1)
    assert not depth.nests_deeper(line, depth_of_it)


def test_every_limit_has_its_reason_written_down() -> None:
    text = Path(limits.__file__).read_text()
    for name, value in vars(limits).items():
        if isinstance(value, Limit):
            assert re.search(rf'^{name} = Limit\(.*?\)\n"""', text, re.MULTILINE | re.DOTALL), name


@given(st.binary(max_size=300), st.sampled_from([value for value in vars(limits).values() if isinstance(value, Limit)]))
def test_any_bytes_are_read_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, octets: bytes, limit: Limit
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(octets)
    try:
        assert octets.endswith(files.read(path, limit))
        files.read_text(path, limit)
    except Refusal as refusal:
        assert "any" in refusal.sentence()


def test_a_name_that_can_be_no_file_is_refused(tmp_path: Path) -> None:
    for name in ("nul\0", "\udce9", "\ud800", "x" * 300):
        with pytest.raises(FileUnreadable):
            files.read(tmp_path / name, SMALL)
