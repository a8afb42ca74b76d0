"""Seasons of every kind, played through the engine and untouched: no false alarm, and verifier and audit say the same."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.gateway.events import OfBatch, OfManifest
from domain.season.outcome import outcome_of
from domain.season.state import announced, rulebook_of
from glitterball.audit.checks import announced_against_computed
from glitterball.evidence.ledger import make_bundle
from glitterball.evidence.verifying import Report, verify
from glitterball.testing import Delivered, Said, Script, seasons
from projections.fold import SeasonFold
from tests.evidence.verifying.night import TIME, Night
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("nights")


def bundled(script: Script, folder: Path, sealed: bool) -> tuple[Report, SeasonFold] | None:
    """The season said again through the engine, bundled, verified; nothing where it said nothing."""
    night = Night(folder)
    try:
        for step in script.steps:
            if isinstance(step, Said):
                night.engine.do(script.season, step.command, step.by)
            elif isinstance(step, Delivered) and isinstance(step.message, OfBatch | OfManifest):
                night.engine.receive([step.message], TIME)
        night.publisher.publish()
        made = make_bundle(night.ledger, night.register, script.season, sealed=sealed, guessable=True)
        (folder / "b").write_bytes(made.octets)
        (folder / "o").write_bytes(made.openings or b"")
        report = verify(folder / "b", night.policy(), folder / "o" if sealed else None)
        return report, night.engine.fold(script.season)
    finally:
        night.close()


def announcements_that_differ(fold: SeasonFold) -> set[int]:
    """The weeks whose announcement is not what follows, as the audit says."""
    differing = set()
    for week, this in fold.state.weeks.items():
        if rulebook_of(fold.state, week) is None:
            continue
        outcome = outcome_of(fold.state, week, fold.tallies)
        found = announced_against_computed(fold, week, outcome, announced(this))
        differing |= {week for one in found if one.severity == "error"}
    return differing


@settings(deadline=None, max_examples=examples(40), suppress_health_check=list(HealthCheck))
@given(seasons(), st.booleans())
def test_an_untouched_season_is_never_accused(script: Script, sealed: bool) -> None:
    with TemporaryDirectory() as folder:
        found = bundled(script, Path(folder), sealed)
    assert found is not None
    report, fold = found
    wrong = {one.week for one in report.findings if one.code == "announced"}
    others = [one for one in report.findings if one.kind != "notice" and one.code != "announced"]
    assert others == []
    assert wrong == announcements_that_differ(fold)
