"""The kit for users' own tests: the smallest week in which something happens, and a rulebook file as tests."""

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.tabulation.tabulate import tabulate
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.testing.complete_weeks import complete_weeks
from glitterball.testing.find_week import NoSuchWeek, find_week
from tests.properties.built import VIEWERS_ONLY, by_rank
from tests.thoroughness import examples

TEXT = files("glitterball.rulebooks").joinpath("strictly-2008.toml").read_text("utf-8").split("[promises")[0]


def test_the_smallest_week_in_which_a_tie_stays_open_is_two_couples_alike_in_everything() -> None:
    found = find_week(by_rank(), lambda outcome: outcome.status == "undecided")
    assert found.period.couples == ("anna-ezra", "bea-cole")
    assert found.period.votes[0].votes == (0, 0)
    assert [dance.total for dance in found.period.dances] == [1, 1]
    assert found.outcome.status == "undecided"


@pytest.mark.heavy("nights")
def test_the_smallest_week_in_which_the_judges_favourite_leaves() -> None:
    def favourite_leaves(outcome: object) -> bool:
        raw = outcome.sides[0].raw  # type: ignore[attr-defined] # an outcome
        top = [couple for couple, total in zip(outcome.couples, raw, strict=True) if total == max(raw)]  # type: ignore[attr-defined]
        return len(top) == 1 and outcome.leaving == tuple(top)  # type: ignore[attr-defined]

    one, again = (find_week(shipped_rulebook("us-34"), favourite_leaves, seed=3) for _ in range(2))
    assert one == again
    assert len(one.period.couples) == 2


def test_what_happens_in_no_week_is_said_with_how_much_was_tried() -> None:
    with pytest.raises(NoSuchWeek, match=r"None of 50 weeks under built@1 meets the condition \(seed 5\)"):
        find_week(VIEWERS_ONLY, lambda outcome: len(outcome.leaving) > 1, max_examples=50, seed=5)


@settings(max_examples=examples(80), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(shipped_rulebooks())
    .map(shipped_rulebook)
    .flatmap(lambda rulebook: st.tuples(st.just(rulebook), complete_weeks(rulebook)))
)
def test_complete_weeks_lack_nothing_but_peoples_decisions(case: tuple[Rulebook, ScoringPeriod]) -> None:
    for need in tabulate(*case).needs:
        assert need.clause.startswith(("tie_chain", "forms.", "sides.")), need
        assert need.what in ("a tie rule", "a share") or not need.clause.startswith("sides."), need


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "pytest", "-p", "glitterball.pytest_plugin", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, "-v", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.heavy("every one")
def test_a_rulebook_file_becomes_one_test_for_each_promise_it_makes(tmp_path: Path) -> None:
    promises = '\n[promises]\nmakes = ["savable", "nobody-safe", "no-dictator"]\n'
    (tmp_path / "saturday.rulebook.toml").write_text(TEXT + promises, "utf-8")
    run = run_pytest(tmp_path)
    assert run.returncode == 1, run.stdout + run.stderr
    assert "saturday.rulebook.toml::savable FAILED" in run.stdout
    assert "saturday.rulebook.toml::nobody-safe PASSED" in run.stdout
    assert "saturday.rulebook.toml::no-dictator PASSED" in run.stdout
    assert (
        "Cleo & Dov cannot be kept out of danger: whatever the public votes, they are in the bottom two." in run.stdout
    )
    assert "Traceback" not in run.stdout


@pytest.mark.heavy("every one")
def test_a_rulebook_named_on_the_command_line_needs_no_special_name_and_other_toml_is_left_alone(
    tmp_path: Path,
) -> None:
    (tmp_path / "saturday.toml").write_text(TEXT + '\n[promises]\nmakes = ["no-dictator"]\n', "utf-8")
    (tmp_path / "settings.toml").write_text('colour = "gold"\n', "utf-8")
    run = run_pytest(tmp_path, "saturday.toml", "--promise-work", "5000")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "saturday.toml::no-dictator PASSED" in run.stdout
    assert run_pytest(tmp_path, ".").returncode == 5  # nothing collected


@pytest.mark.heavy("every one")
def test_f11_a_promise_that_was_not_searched_to_its_end_is_a_failed_test(tmp_path: Path) -> None:
    (tmp_path / "saturday.toml").write_text(TEXT + '\n[promises]\nmakes = ["no-dictator"]\n', "utf-8")
    run = run_pytest(tmp_path, "saturday.toml", "--promise-work", "1")
    assert run.returncode == 1, run.stdout + run.stderr
    assert "NOT TESTED, though promised" in run.stdout


@pytest.mark.heavy("every one")
def test_a_file_that_is_no_rulebook_fails_with_what_is_wrong_and_where(tmp_path: Path) -> None:
    (tmp_path / "bad.rulebook.toml").write_text(TEXT + '\n[promises]\nmakes = ["fair"]\n', "utf-8")
    run = run_pytest(tmp_path)
    assert run.returncode == 2, run.stdout
    assert "bad.rulebook.toml:" in run.stdout
    assert "promises.makes.0" in run.stdout
