"""Counterexamples are season files the engine replays to what was said, and the same seed finds the same one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.record import Actor
from domain.rulebook import Rulebook
from domain.season.outcome import outcome_of
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.engine import Engine
from glitterball.engine.importing import import_script
from glitterball.log.event_log import EventLog
from glitterball.properties import Budget, Counterexample, property_named, run_properties, told
from glitterball.properties.played import play
from glitterball.rulebooks import shipped_rulebook
from glitterball.season_files import check_season, read_season
from glitterball.testing import rulebooks
from glitterball.testing.complete_weeks import complete_weeks, sizes
from tests.properties.built import RAW, STANDARD, by_rank, by_share, judges, save, show, viewers
from tests.properties.tried import tried
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("processes")


QUICK = Budget(max_examples=20, outcomes=4_000)
HISTORIAN = Actor(name="Hugo", role="historian")

BROKEN: list[tuple[str, Rulebook]] = [
    ("savable", shipped_rulebook("strictly-2008")),
    ("nobody-safe", by_share()),
    ("winnable", by_rank()),
    ("votes-matter", shipped_rulebook("strictly-2008")),
    ("monotone", by_rank(STANDARD, (save("majority"),))),
    ("decisive", by_share()),
    ("no-dictator", show(judges(STANDARD), viewers(STANDARD), forms=(save("casting vote"),), panel=2)),
    ("consistent", by_share()),
    ("withdrawal-proof", by_share()),
    ("scale-free", show(judges(RAW), viewers(RAW))),
    ("schedule", shipped_rulebook("strictly-2008")),
]


def essence(outcome: Outcome) -> tuple[object, ...]:
    """What an outcome says, apart from where in the log it stands."""
    sides = tuple((side.name, side.raw, side.points) for side in outcome.sides)
    return outcome.status, outcome.order, outcome.bottom, outcome.leaving, outcome.saved, sides, outcome.needs


def replayed_from(folder: Path, week: int) -> Outcome:
    """The outcome after an import into an engine."""
    season = read_season(folder)
    assert check_season(season) == ()
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        name = import_script(engine, season, HISTORIAN)
        fold = engine.fold(name)
        assert fold.state.mode == "rehearsal"
        return outcome_of(fold.state, week, fold.tallies, explain=False)


@pytest.mark.parametrize(("name", "rulebook"), BROKEN)
def test_a_counterexample_is_a_season_file_that_replays_to_the_stated_outcome(
    name: str, rulebook: Rulebook, tmp_path: Path
) -> None:
    found = property_named(name).find_violation(rulebook, QUICK)
    assert found is not None
    folders = found.save(tmp_path / "saved")
    assert len(folders) == len(found.shown)
    for folder, shown in zip(folders, found.shown, strict=True):
        assert essence(replayed_from(folder, shown.week)) == essence(shown.outcome)


a_complete_week = rulebooks().flatmap(
    lambda rulebook: st.tuples(
        st.just(rulebook), complete_weeks(rulebook) if any(map(sizes, rulebook.forms)) else st.nothing()
    )
)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(a_complete_week)
def test_a_week_the_search_draws_is_the_week_the_engine_plays(case: tuple[Rulebook, object]) -> None:
    rulebook, period = case
    log = play(rulebook, period)  # type: ignore[arg-type] # flatmap widens it
    assert essence(log.outcome(1)) == essence(tabulate(rulebook, period))  # type: ignore[arg-type]


def test_a_counterexample_reads_like_a_report_from_the_show() -> None:
    found = property_named("withdrawal-proof").find_violation(by_share(), QUICK)
    assert found is not None
    assert found.lines() == [
        "Cleo & Dov are safe; without them the couples leaving are others.",
        "",
        "  before:",
        "  couple       judges  points  viewers  points  together  place",
        "  Cleo & Dov        1     1/4        3     1/2       3/4      1  safe",
        "  Anna & Ezra       2     1/2        1     1/6       2/3      2  safe",
        "  Bea & Cole        1     1/4        2     1/3      7/12      3  leaves",
        "",
        "  after, without Cleo & Dov:",
        "  couple       judges  points  viewers  points  together  place",
        "  Bea & Cole        1     1/3        2     2/3         1      1  safe",
        "  Anna & Ezra       2     2/3        1     1/3         1      2  leaves",
        "",
        "The others' marks and votes are the same.",
    ]


BOOKS = ("us-3-27", "us-33", "us-28-29")
SLOW_BOOKS = ("strictly-2008", "us-30-31")
"""Tried thoroughly only: what breaks in them takes long to be made small."""

SCRIPT = "import sys; from tests.properties.tried import tried; print(tried(sys.argv[1:]))"


def test_the_same_seed_finds_the_same_under_any_hash_seed(thorough: bool) -> None:
    """In processes with hash seeds of their own, and in this one, which has another and has loaded other modules."""
    books = (*BOOKS, *SLOW_BOOKS) if thorough else BOOKS
    answers = {tried(books)}
    for hash_seed in ("1", "2024") if thorough else ("2024",):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, *books], capture_output=True, text=True, env=environment, check=True
        )
        answers.add(run.stdout.strip())
    assert len(answers) == 1
    verdicts = [result["verdict"] for result in json.loads(answers.pop())]
    assert verdicts.count("broken") >= 4


def smallest_drawn(seed: int) -> Counterexample:
    found = property_named("withdrawal-proof").find_violation(
        by_share(), Budget(seed=seed, outcomes=0, max_examples=300)
    )
    assert found is not None
    return found


def test_a_week_drawn_at_random_shrinks_to_one_a_person_can_read() -> None:
    one, again = smallest_drawn(1), smallest_drawn(1)
    assert one.periods == again.periods
    assert one.couples == 3
    assert all(len(period.dances) == len(period.couples) for period in one.periods)


def test_what_is_cut_short_says_so_and_is_not_called_searched() -> None:
    result = run_properties(shipped_rulebook("strictly-2009"), Budget(work=40), names=["savable"])[0]
    assert (result.verdict, result.cut_short) == ("not tested", True)
    assert result.searched().endswith("The work was spent before the search was at its end.")
    assert told(result) == "NOT TESTED, though promised"
