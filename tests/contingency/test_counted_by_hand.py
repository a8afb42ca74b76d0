"""A week is worked out from the folder of a contingency export alone, and comes out as the program has it."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from domain.gateway.events import OfBatch, OfManifest
from domain.rulebook import read_rulebook
from domain.season.outcome import outcome_of
from domain.season.state import rulebook_of
from glitterball.store import Season, Store, open_store
from glitterball.testing import Delivered, Said, Script, seasons
from tests.naive.contingency_folder import rows_of, week_in
from tests.rehearsed import rehearsed
from tests.test_two_tabulations_agree import differences
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("nights")


TIME = "2026-01-01T00:00:00Z"


def played(store: Store, script: Script) -> Season:
    """A drawn season said again in a store."""
    for step in script.steps:
        if isinstance(step, Said):
            store.engine.do(script.season, step.command, step.by)
        elif isinstance(step, Delivered) and isinstance(step.message, OfBatch | OfManifest):
            store.engine.receive([step.message], TIME)
    return store.season(script.season)


def differing(season: Season, folder: Path) -> list[str]:
    """Where a count by hand from the folder comes to something else than the program, week by week."""
    found = []
    fold = season.fold
    for week in sorted(fold.state.weeks):
        own = folder / f"week-{week}"
        rulebook = read_rulebook((own / "rulebook.toml").read_text("utf-8"))
        by_hand = week_in(own)
        if not by_hand.couples:  # nobody dances: there is nothing to add up, and the folder says so
            reasons = [row["what"] for row in rows_of(own / "not-ready.csv")]
            found += [] if any("no couple" in reason.lower() for reason in reasons) else [f"week {week}: {reasons}"]
            continue
        _, wrong = differences(rulebook, by_hand, outcome_of(fold.state, week, fold.tallies))
        found += [f"week {week}: {what}" for what in wrong]
        sums = [(row["body"], row["couple"], int(row["counted"])) for row in rows_of(own / "votes-counted.csv")]
        added = [
            (votes.body, couple, count)
            for votes in by_hand.votes
            for couple, count in zip(by_hand.couples, votes.votes, strict=True)
        ]
        found += [] if sums == added else [f"week {week}: votes-counted.csv is not what votes.csv adds up to"]
    return found


@settings(deadline=None, max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(seasons())
def test_drawn_seasons_are_counted_by_hand(script: Script) -> None:
    with tempfile.TemporaryDirectory() as place, open_store() as store:
        season = played(store, script)
        if not season.state.weeks or any(rulebook_of(season.state, week) is None for week in season.state.weeks):
            return
        folder = Path(place) / "out"
        season.contingency(folder)
        assert differing(season, folder) == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("contingency") / "out"
    rehearsed().contingency(made)
    return made


def test_season_33_is_counted_by_hand(folder: Path) -> None:
    assert differing(rehearsed(), folder) == []
