"""One command plays a week to a proved bundle; a week nobody leaves is told as one that cannot be proved."""

import json
from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk

pytestmark = pytest.mark.heavy("proofs")


SAYS = "the outcome of week 2 is proved for the votes committed to"


def test_a_week_is_proved_from_its_votes_to_both_verifiers(tmp_path: Path) -> None:
    said = Desk(tmp_path).types("prove-it --format json --into {folder}/kept")
    assert said.code == 0, said.err
    typed = json.loads(said.out)["data"]
    assert [line["code"] for line in typed] == [0] * 5
    verified = [line for line in typed if "week.bundle --policy" in line["line"]]
    assert [SAYS in " ".join(line["answer"]) for line in verified] == [True, True]


def test_a_week_nobody_leaves_is_not_proved_and_the_command_says_so(tmp_path: Path) -> None:
    said = Desk(tmp_path).types("prove-it 1")
    assert said.code == 1
    assert "Step 1 ended with 0 and without 'Proved: 1 week'" in said.err
    assert "Not proved: week 1, nobody leaves" in said.out


def test_a_week_the_season_does_not_have_is_refused_by_the_first_line(tmp_path: Path) -> None:
    said = Desk(tmp_path).types("prove-it 40")
    assert said.code == 1
    assert "Step 1 ended with 3" in said.err
