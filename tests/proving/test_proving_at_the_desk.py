"""A night that is proved, typed from first to last: signed with commitments, certified, proved, handed out, verified."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk

pytestmark = pytest.mark.heavy("proofs")


HARBOUR = Path(__file__).parents[2] / "docs" / "tutorial" / "harbour"
PETRA, DORA = '--by "Petra (producer)"', '--by "Dora (score desk)"'
TWO = '--by "Eve (executive)" --with "Ada (adjudicator)"'
SUPERVISORS = '--by "Sam (supervisor)" --with "Sue (supervisor)"'
LINES = "--opens 2026-03-07T20:00:00Z --closes 2026-03-07T21:00:00Z"
MARKS = {"mia": (9, 9), "otto": (7, 6), "pia": (7, 8)}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The first week of the harbour show, on air."""
    return on_air(tmp_path)


def on_air(tmp_path: Path, head: str = "") -> Desk:
    """The same, perhaps with more at the head of the season's file."""
    desk = Desk(tmp_path)
    shutil.copytree(HARBOUR, tmp_path / "harbour")
    file = tmp_path / "harbour" / "season.toml"
    file.write_text(file.read_text().replace("number =", f"{head}number =", 1))
    typed(desk, f"season import {{folder}}/harbour/season.toml {TWO}")
    typed(desk, f"week open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}")
    typed(desk, f"votes open harbour-1 1 --gateway phones:sms --in-order {LINES} {PETRA}")
    for couple, given in MARKS.items():
        for judge, mark in zip(("ana", "ben"), given, strict=True):
            typed(desk, f"score give harbour-1 1 {couple} {judge} {mark} {DORA}")
    key = typed(desk, "votes key make phones -o {folder}/phones.key").strip()
    typed(desk, f"votes key introduce harbour-1 phones {key} {SUPERVISORS}")
    return desk


def typed(desk: Desk, line: str, code: int = 0) -> str:
    said = desk.types(line)
    assert said.code == code, (line, said.out, said.err)
    return said.out + said.err


def signed(desk: Desk, how: str) -> None:
    said = desk.types(
        f"votes sign harbour-1 1 {{folder}}/harbour/phones.ndjson --key {{folder}}/phones.key --in-order {how}"
    )
    assert said.code == 0, said.err
    desk.file("signed.txt", said.out)
    typed(desk, "votes import harbour-1 1 {folder}/signed.txt")


def announced(desk: Desk) -> None:
    typed(desk, f"votes close harbour-1 1 {PETRA}")
    typed(desk, f"week certify harbour-1 1 {TWO}")
    typed(desk, f"week announce harbour-1 1 --out mia {PETRA}")


def bundled(desk: Desk, how: str, code: int = 0) -> str:
    return typed(
        desk, f"bundle harbour-1 1 --key {{folder}}/log.key -o {{folder}}/a.bundle --sealed --guessable {how}", code
    )


def published(desk: Desk) -> None:
    if not (desk.folder / "log.key").exists():
        line = typed(desk, "checkpoint key example.org/harbour -o {folder}/log.key").splitlines()[0]
        desk.file("policy.txt", f"log {line}\nquorum none\n")
    typed(desk, "checkpoint publish --key {folder}/log.key -o {folder}/checkpoint.txt")


def test_a_night_is_proved_handed_out_and_verified(desk: Desk) -> None:
    signed(desk, "--commit")
    announced(desk)
    published(desk)
    assert "no-proof" in bundled(desk, "--proof", 3)
    said = typed(desk, f"week prove harbour-1 1 --dry-run {PETRA}")
    assert "Nothing was recorded" in said
    assert not (desk.folder / "show.sqlite.proofs").exists()
    said = typed(desk, f"week prove harbour-1 1 {PETRA}")
    assert "below them Mia & Jon" in said
    assert "no outside cryptographer has reviewed it" in said
    assert "on record already" in typed(desk, f"week prove harbour-1 1 {PETRA}")
    published(desk)
    bundled(desk, "--proof")
    said = typed(desk, "verify {folder}/a.bundle --policy {folder}/policy.txt")
    assert "the outcome of week 1 is proved for the votes committed to" in said
    assert "experimental, not reviewed by an outside cryptographer" in said
    told = json.loads(desk.types("verify {folder}/a.bundle --policy {folder}/policy.txt --format json").out)
    assert (told["weeks_proved"], told["exit"]) == ([1], 0)


def test_a_proof_whose_file_is_gone_is_named_and_made_again(desk: Desk) -> None:
    signed(desk, "--commit")
    announced(desk)
    typed(desk, f"week prove harbour-1 1 {PETRA}")
    published(desk)
    shutil.rmtree(desk.folder / "show.sqlite.proofs")
    assert "[proof-lost]" in bundled(desk, "--proof", 3)
    typed(desk, f"week prove harbour-1 1 {PETRA}")
    published(desk)
    bundled(desk, "--proof")
    said = typed(desk, "verify {folder}/a.bundle --policy {folder}/policy.txt")
    assert "is proved for the votes committed to" in said


def test_a_night_without_commitments_cannot_be_proved_and_says_why(desk: Desk) -> None:
    signed(desk, "")
    announced(desk)
    assert "[not-committed]" in typed(desk, f"week prove harbour-1 1 {PETRA}", 3)


def test_commitments_without_the_second_form_are_a_slip_of_the_command(desk: Desk) -> None:
    line = "votes sign harbour-1 1 {folder}/harbour/phones.ndjson --key {folder}/phones.key --commit"
    assert "--in-order --commit" in typed(desk, line, 2)


def test_a_week_with_a_void_batch_is_proved_and_that_it_changed_nothing(tmp_path: Path) -> None:
    """Where each batch commits: signed one by one, the first void; both claims are made, handed out and verified."""
    desk = on_air(tmp_path, 'commitments = "by batch"\n')
    first, *rest = (HARBOUR / "phones.ndjson").read_text().splitlines()
    sign = "votes sign harbour-1 1 {folder}/lines.txt --key {folder}/phones.key --in-order"
    for name, lines, how in (
        ("first.txt", [first], ""),
        ("rest.txt", rest, "--commit --earlier {folder}/first.txt"),
    ):
        desk.file("lines.txt", "\n".join(lines) + "\n")
        desk.file(name, typed(desk, f"{sign} {how}"))
        typed(desk, f"votes import harbour-1 1 {{folder}}/{name}")
    typed(desk, f"votes close harbour-1 1 {PETRA}")
    typed(desk, f"votes void batch harbour-1 1 phones 1 --reason 'sent twice' {SUPERVISORS}")
    typed(desk, f"week certify harbour-1 1 {TWO}")
    typed(desk, f"week announce harbour-1 1 --out mia {PETRA}")
    assert "cannot-be-proved" not in typed(desk, "week check harbour-1 1")
    typed(desk, f"week prove harbour-1 1 {PETRA}")
    told = typed(desk, f"week prove harbour-1 1 --also-with-void-batches {PETRA}")
    assert "the same couples leave week 1 also with the batches that are void" in told
    assert "on record already" in typed(desk, f"week prove harbour-1 1 --also-with-void-batches {PETRA}")
    assert "nothing would be otherwise" in typed(desk, f"week prove harbour-1 1 --also-with sms {PETRA}", 3)
    assert "names no channel" in typed(desk, f"week prove harbour-1 1 --without post {PETRA}", 3)
    both = "week prove harbour-1 1 --without sms --also-with-void-batches"
    assert "by itself" in typed(desk, f"{both} {PETRA}", 2)
    published(desk)
    bundled(desk, "--proof")
    said = typed(desk, "verify {folder}/a.bundle --policy {folder}/policy.txt")
    assert "the outcome of week 1 is proved for the votes committed to" in said
    assert "that the same couples leave week 1 also with the batches that are void" in said.replace("\n", " ")
