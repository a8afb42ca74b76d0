"""The plain run is a part of the thorough one and leaves nothing out; what is asked of a part only is written down."""

import re
from pathlib import Path

import pytest

from tests import thoroughness
from tests.after_plain import TESTS, asks_the_same, whole
from tests.processor import SPENT, Account

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tests.md").read_text("utf-8")
QUESTIONS = tuple("abcdefghijklmno")


@pytest.fixture(params=["plain", "thorough", "whole"])
def run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(thoroughness, "THOROUGH", request.param != "plain")
    monkeypatch.setattr(thoroughness, "WHOLE", request.param == "whole")
    return str(request.param)


@pytest.mark.parametrize("parts", [1, 2, 5, 7, 15])
def test_over_as_many_subjects_as_there_are_parts_every_question_is_asked(parts: int, run: str) -> None:
    asked = [thoroughness.part(QUESTIONS, turn, of=parts) for turn in range(3, 3 + parts)]
    assert all(asked)
    assert {question for questions in asked for question in questions} == set(QUESTIONS)
    assert (run != "plain") == all(questions == QUESTIONS for questions in asked) or parts == 1


@pytest.mark.parametrize("many", [1, 3, 10, 60, 20_000])
def test_each_run_tries_some_examples_and_no_fewer_than_the_lesser_one(many: int, run: str) -> None:
    plain = min(many, max(3, many // 20))
    assert thoroughness.examples(many) == {"plain": plain, "thorough": max(plain, many // 3), "whole": many}[run]
    assert 1 <= thoroughness.examples(many, fewest=2) <= many
    assert thoroughness.examples(many, fewest=many) == many


def test_a_file_named_on_the_page_is_there() -> None:
    named = re.findall(r"`([a-z_/]+/)?(test_[a-z_]+\.py)`", PAGE)
    assert len(named) > 10
    assert [f"{folder}{name}" for folder, name in named if not (ROOT / "tests" / folder / name).exists()] == []


@pytest.mark.heavy("every one")
def test_a_test_that_takes_a_part_of_a_table_is_on_the_page() -> None:
    takes = re.compile(r"^from tests\.thoroughness import .*\bpart\b", re.MULTILINE)
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if takes.search(path.read_text("utf-8"))]
    assert files
    assert [path.name for path in files if f"{path.parent.name}/{path.name}" not in PAGE] == []


def test_what_takes_a_part_or_draws_is_asked_again_after_a_plain_run() -> None:
    named = {f"{folder}{name}" for folder, name in re.findall(r"`([a-z_/]+/)?(test_[a-z_]+\.py)`", PAGE)}
    assert [name for name in named if asks_the_same(TESTS / name)] == []
    draws = re.compile(
        r"^ *@given\(|^from tests(\.thoroughness import| import .*thoroughness)|\bthorough: bool", re.MULTILINE
    )
    drawing = [path for path in TESTS.rglob("test_*.py") if draws.search(path.read_text("utf-8"))]
    assert len(drawing) > 100
    assert [path.name for path in drawing if asks_the_same(path)] == []


def test_what_uses_a_file_that_takes_a_part_is_asked_again_after_a_plain_run() -> None:
    """Proofs are remembered in the plain run alone, by way of the show that they are of."""
    uses_it = TESTS / "proving" / "test_certificates_of_proved_weeks.py"
    assert "thorough" not in uses_it.read_text("utf-8")
    assert TESTS / "thoroughness.py" in whole(uses_it)
    assert not asks_the_same(uses_it)


def test_what_asks_the_same_in_both_runs_is_asked_once() -> None:
    assert asks_the_same(TESTS / "cli" / "test_wrong_input.py")
    assert asks_the_same(TESTS / "docs" / "test_the_reference.py")


def report(test: str, seconds: float) -> pytest.TestReport:
    told = pytest.TestReport(test, ("", None, test), {}, "passed", None, "call")
    setattr(told, SPENT, seconds)
    return told


def test_the_account_adds_up_by_file_and_folder_the_dearest_first_and_shows_what_is_dear() -> None:
    account = Account(least=1.0)
    for test, seconds in (
        ("tests/log/test_a.py::b", 2.0),
        ("tests/log/test_c.py::d[::]", 0.5),
        ("tests/e/f.py::g", 4.0),
    ):
        account.pytest_runtest_logreport(report(test, seconds))
    account.pytest_runtest_logreport(report("tests/log/test_a.py::h", 1.0))
    assert [line.split() for line in account.lines(everything=10.0)] == [
        ["10.0", "in", "all"],
        ["7.5", "in", "tests"],
        ["2.5", "starting,", "collecting,", "handing", "out"],
        ["4.0", "tests/e/"],
        ["3.5", "tests/log/"],
        ["4.0", "tests/e/f.py"],
        ["3.0", "tests/log/test_a.py"],
    ]
