"""A season whose counts come in a stated order, at the desk: its log on disk, its export, its sealed bundle, what that leaves."""

import json
import re

import pytest

from tests.cli.typing_at_it import Desk
from tests.evidence.verifying.night import SEASON, played

COUNTS = re.compile(rb'"(standings|votes|counts|raw|points|combined|nonce)"')


@pytest.fixture
def night(desk: Desk) -> Desk:
    """A desk whose store holds two weeks that hide their counts, published."""
    played(desk.folder, second_form=True, address=desk.store).close()
    return desk


def test_the_log_is_exported_without_what_is_hidden_unless_that_is_asked_for(night: Desk) -> None:
    assert night.types("events export -o {folder}/log.jsonl").code == 0
    lines = (night.folder / "log.jsonl").read_bytes().splitlines()
    of_weeks = [line for line in lines if b'"rulebook":{' not in line]
    assert not any(COUNTS.search(line) for line in of_weeks)
    assert not (night.folder / "log.jsonl.hidden").exists()
    said = night.types("events export -o {folder}/again.jsonl --hidden")
    hidden = (night.folder / "again.jsonl.hidden").read_bytes().splitlines()
    assert said.err.endswith("only for whoever may see every count.\n")
    assert (night.folder / "again.jsonl").read_bytes().splitlines() == lines
    for line in hidden:
        position, _, part = line.partition(b" ")
        assert "hidden_sha256" in json.loads(lines[int(position) - 1])["fact"]
        assert "nonce" in json.loads(part)
    assert len(hidden) == sum(b'"hidden_sha256":"' in line for line in lines)
    assert (night.folder / "again.jsonl.hidden").stat().st_mode & 0o077 == 0


def test_the_desk_says_what_a_sealed_bundle_leaves_possible(night: Desk) -> None:
    said = night.types(f"bundle {SEASON} --key {{folder}}/key --sealed -o {{folder}}/sealed.bundle")
    assert said.code == 0, said.err
    assert "Week 1: of 6 public orders 2 fit what the bundle shows." in said.err
    assert "Week 2: of 2 public orders 1 fit what the bundle shows." in said.err
    open_one = night.types(f"bundle {SEASON} --key {{folder}}/key -o {{folder}}/open.bundle")
    assert "public orders" not in open_one.err


def test_what_was_hidden_is_told_to_who_has_the_key(night: Desk) -> None:
    told = night.types("events list --format csv")
    assert "Cleo & Dov leave" in told.out
    assert night.types(f"week audit {SEASON} 1").code in (0, 1)
