"""Seasons of every kind, untouched and then lied about by their own log: both verifiers say the same, without false alarm."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.gateway.events import OfBatch, OfManifest
from glitterball.evidence.ledger import make_bundle
from glitterball.testing import Delivered, Said, Script, seasons
from tests.auditors_file.both import Both
from tests.auditors_file.test_agreement import a_lie
from tests.evidence.verifying.night import TIME, Night
from tests.evidence.verifying.taken_apart import taken_apart
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("nights")


@settings(deadline=None, max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(seasons(), st.booleans(), st.integers(0, 2**32))
def test_they_agree_on_any_season_and_on_what_its_log_may_lie(script: Script, sealed: bool, seed: int) -> None:
    with TemporaryDirectory() as folder:
        night = Night(Path(folder))
        try:
            for step in script.steps:
                if isinstance(step, Said):
                    night.engine.do(script.season, step.command, step.by)
                elif isinstance(step, Delivered) and isinstance(step.message, OfBatch | OfManifest):
                    night.engine.receive([step.message], TIME)
            night.publisher.publish()
            made = make_bundle(night.ledger, night.register, script.season, sealed=sealed, guessable=True)
            both = Both(Path(folder), night.policy())
            assert both(made.octets).codes <= {"announced"}
            assert not sealed or both(made.octets, made.openings).codes <= {"announced"}
            parts, chance = taken_apart(made.octets), Random(seed)
            for _ in range(0 if sealed else 4):
                lines = parts.lines
                index = chance.randrange(len(lines))
                lines[index] = (lines[index][0], a_lie(chance, lines[index][1]))
                both(parts.with_lines(lines).with_leaves_of_lines().signed_again(night.signer).packed())
        finally:
            night.close()
