"""A season's key in three shares: what each says, that two give it back at a copy of the store, and what is refused."""

import shutil
from base64 import b64decode
from collections.abc import Sequence
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.custody.refusals import ShareUnreadable
from glitterball.custody.share_files import join, read_share, split
from glitterball.log.season_keys import SeasonKey, key_file
from tests.cli.typing_at_it import Desk, Said
from tests.evidence.verifying.night import SEASON, played

HOLDERS = "--for Ada 'Ola Nord' Sue"
OPENING = "5f" * 32


@pytest.fixture
def night(tmp_path: Path) -> Desk:
    """A desk whose store holds two weeks that hide their counts, and its key in three shares."""
    desk = Desk(tmp_path)
    played(desk.folder, second_form=True, address=desk.store).close()
    said = desk.types(f"season key split {SEASON} --to {{folder}}/1 {{folder}}/2 {{folder}}/3 {HOLDERS}")
    assert said.code == 0, said.err
    return desk


def key_of(desk: Desk) -> Path:
    return key_file(desk.folder / "show.sqlite", SEASON)


def joining(desk: Desk, *files: str) -> Said:
    return desk.types(f"season key join {SEASON} {' '.join(f'{{folder}}/{file}' for file in files)}")


def forged(desk: Desk, number: str, **said: str) -> str:
    """A copy of a share in which lines were written anew, under a checksum that is right."""
    lines = (desk.folder / number).read_text().splitlines()[:-1]
    written = [
        f"{line.split(' ', 1)[0]} {said[line.split(' ', 1)[0]]}" if line.split(" ", 1)[0] in said else line
        for line in lines
    ]
    if "octets" in said:
        written[-1] = "+".join((*written[-1].split("+", 5)[:5], said["octets"]))
    text = "".join(f"{line}\n" for line in written)
    name = f"forged-{number}"
    desk.file(name, f"{text}sha256 {sha256(text.encode()).hexdigest()}\n")
    return name


def test_each_share_says_what_it_belongs_to_and_is_its_owners_alone(night: Desk) -> None:
    texts = [(night.folder / str(number)).read_text() for number in (1, 2, 3)]
    key = key_of(night).read_text()
    for number, (text, holder) in enumerate(zip(texts, ("Ada", "Ola Nord", "Sue"), strict=True), start=1):
        assert text.startswith(f"glitterball key share v1\nseason {SEASON}\nopening ")
        assert f"\nshare {number} of 3, any two give the key\nholder {holder}\n" in text
        assert key.split("+", 4)[4].strip() not in text
        assert (night.folder / str(number)).stat().st_mode & 0o077 == 0
    assert len({text.splitlines()[3] for text in texts}) == 1, "all name one key"


@pytest.mark.heavy("accidents")
@pytest.mark.parametrize("two", list(combinations("123", 2)))
def test_the_adjudicator_opens_a_copy_of_the_store_with_two_shares(
    night: Desk, two: Sequence[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert night.types("events export -o {folder}/log.jsonl --hidden").code == 0
    key = key_of(night).read_bytes()
    copy = Desk(tmp_path_factory.mktemp("adjudicator"))
    for name in ("show.sqlite", *two):
        shutil.copyfile(night.folder / name, copy.folder / name)
    refused = copy.types("events export -o {folder}/none.jsonl --hidden")
    assert (refused.code, "[season-key-missing]" in refused.err) == (3, True)
    said = joining(copy, *two)
    assert said.code == 0, said.err
    assert key_of(copy).read_bytes() == key
    assert key_of(copy).stat().st_mode & 0o077 == 0
    assert copy.types("events export -o {folder}/log.jsonl --hidden").code == 0
    for name in ("log.jsonl", "log.jsonl.hidden"):
        assert (copy.folder / name).read_bytes() == (night.folder / name).read_bytes()


def test_what_does_not_give_the_key_is_refused_and_nothing_is_written(night: Desk) -> None:
    key = key_of(night).read_bytes()
    key_of(night).unlink()
    shutil.copyfile(night.folder / "1", night.folder / "same")
    octets = (night.folder / "1").read_text().splitlines()[-2].split("+", 5)[5]
    night.file("note.txt", "share 1\n")
    for files, code in {
        ("1",): "share-alone",
        ("1", "1"): "shares-equal",
        ("1", "same"): "shares-equal",
        ("1", forged(night, "2", octets=octets)): "share-forged",
        ("1", forged(night, "3", key="a" * 64)): "shares-of-two-keys",
        (forged(night, "1", opening="b" * 64), "2"): "shares-of-two-keys",
        ("1", "note.txt"): "share-unreadable",
        ("1", "show.sqlite"): "file-of-another-kind",
    }.items():
        said = joining(night, *files)
        assert (said.code, f"[{code}]" in said.err) == (3, True), (files, said.err)
        assert octets not in said.err + said.out
        assert not key_of(night).exists()
    assert joining(night, "1", "3").code == 0
    assert key_of(night).read_bytes() == key


def test_a_forged_share_is_named_when_the_other_two_are_there(night: Desk) -> None:
    key_of(night).unlink()
    octets = (night.folder / "1").read_text().splitlines()[-2].split("+", 5)[5]
    bad = forged(night, "2", octets=octets)
    said = joining(night, bad, "1", "3")
    assert said.code == 0, said.err
    assert f"{bad} does not fit the other two" in said.err


def test_shares_of_another_season_do_not_open_this_one(night: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Desk(tmp_path_factory.mktemp("other"))
    played(other.folder, second_form=True, address=other.store).close()
    where = f"{night.folder}/x {night.folder}/y {night.folder}/z"
    assert other.types(f"season key split {SEASON} --to {where} {HOLDERS}").code == 0
    key_of(night).unlink()
    said = joining(night, "x", "y")
    assert (said.code, "[shares-of-another-store]" in said.err) == (3, True)
    mixed = joining(night, "1", "y")
    assert (mixed.code, "[shares-of-two-keys]" in mixed.err) == (3, True)
    assert not key_of(night).exists()


def test_shares_of_two_splittings_do_not_fit_together(night: Desk) -> None:
    again = night.types(f"season key split {SEASON} --to {{folder}}/a {{folder}}/b {{folder}}/c {HOLDERS}")
    assert again.code == 0
    key_of(night).unlink()
    said = joining(night, "1", "b")
    assert (said.code, "[share-forged]" in said.err) == (3, True)
    assert joining(night, "a", "b").code == 0


def test_a_key_that_lies_there_is_not_written_over(night: Desk) -> None:
    said = joining(night, "1", "2")
    assert (said.code, "[output-protected]" in said.err or "[output-taken]" in said.err) == (3, True), said.err


def test_who_holds_what_is_shown_and_never_the_key(night: Desk) -> None:
    said = night.types(f"season key show {SEASON} {{folder}}/1 {{folder}}/2 --format json")
    fingerprint = SeasonKey(SEASON, b64decode(key_of(night).read_text().split("+", 4)[4])).fingerprint
    assert "Ola Nord" in said.out
    assert "share 2 of 3" in said.out
    assert said.out.count(fingerprint) == 3
    for path in (key_of(night), night.folder / "1", night.folder / "2"):
        for line in path.read_text().splitlines():
            assert not line.startswith("HIDDEN") or line.split("+", 4)[4] not in said.out + said.err
    key_of(night).unlink()
    lost = night.types(f"season key show {SEASON}")
    assert lost.code == 0
    assert "its file is missing" in lost.out


def test_a_season_that_hides_nothing_has_no_key_to_split(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.types("season import us-33").code == 0
    said = desk.types(f"season key split us-33 --to {{folder}}/1 {{folder}}/2 {{folder}}/3 {HOLDERS}")
    assert (said.code, "[key-not-begun]" in said.err) == (3, True)
    assert not (tmp_path / "1").exists()


def test_when_one_of_three_files_cannot_be_written_none_is(night: Desk) -> None:
    night.file("taken", "a letter\n")
    said = night.types(f"season key split {SEASON} --to {{folder}}/n {{folder}}/m {{folder}}/taken {HOLDERS}")
    assert (said.code, "[output-taken]" in said.err) == (3, True), said.err
    assert not (night.folder / "n").exists()
    assert not (night.folder / "m").exists()
    twice = night.types(f"season key split {SEASON} --to {{folder}}/n {{folder}}/n {{folder}}/m {HOLDERS}")
    assert (twice.code, "[value-not-valid]" in twice.err) == (3, True), twice.err
    assert not (night.folder / "m").exists()


def test_a_share_typed_where_a_word_belongs_is_not_repeated(night: Desk) -> None:
    line = (night.folder / "1").read_text().splitlines()[-2]
    for secret in (line, key_of(night).read_text().strip()):
        said = night.types(f"season show '{secret}'")
        assert (said.code, secret[-44:] in said.err + said.out) == (2, False)


@given(octets=st.binary(min_size=32, max_size=32))
def test_a_share_comes_back_from_its_file_and_any_two_give_the_key(
    octets: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    key, folder = SeasonKey("us-33", octets), tmp_path_factory.mktemp("share")
    shares = split(key, OPENING, ("Ada", "Ola", "Sue"))
    for part in shares:
        path = folder / str(part.number)
        path.write_text(part.to_text())
        assert read_share(path) == part
    for here, there in combinations(shares, 2):
        assert join([("here", here), ("there", there)]).key == key


def test_any_letter_that_is_another_and_any_that_is_missing_is_found(tmp_path: Path) -> None:
    text = split(SeasonKey("us-33", bytes(range(32))), OPENING, ("Ada", "Ola", "Sue"))[0].to_text()
    path = tmp_path / "share"
    for at, letter in enumerate(text):
        other = "b" if letter == "a" else "a"
        for damaged in (text[:at] + other + text[at + 1 :], text[:at] + text[at + 1 :], text[:at]):
            path.write_text(damaged)
            with pytest.raises(ShareUnreadable):
                read_share(path)
