"""Certificates of drawn seasons: made for each certified week they are no finding in either verifier, nor is a margin."""

import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.gateway.events import OfBatch, OfManifest
from glitterball.evidence.certificate import certificate_html, certificate_of, certificate_text
from glitterball.evidence.ledger import make_bundle
from glitterball.testing import Delivered, Said, Script, seasons
from tests.auditors_file.both import Both
from tests.auditors_file.test_agreement import places_in
from tests.evidence.verifying.night import TIME, Night
from tests.thoroughness import examples

FIELDS = (
    "mode", "show", "season", "number", "venue", "week", "episodes", "scores_from", "votes_from", "windows", "certified",
    "couples",
)  # fmt: skip
"""What the single file works out whole, so that no edit of it goes by."""


def played(script: Script, folder: Path) -> Night:
    night = Night(folder)
    for step in script.steps:
        if isinstance(step, Said):
            night.engine.do(script.season, step.command, step.by)
        elif isinstance(step, Delivered) and isinstance(step.message, OfBatch | OfManifest):
            night.engine.receive([step.message], TIME)
    night.publisher.publish()
    return night


def bundled(night: Night, season: str, text: str, page: str) -> bytes:
    extra = [("certificate.json", text.encode()), ("certificate.html", page.encode())]
    return make_bundle(night.ledger, night.register, season, margins=True, extra=extra).octets


@settings(deadline=None, max_examples=examples(25), suppress_health_check=list(HealthCheck))
@given(seasons(), st.booleans(), st.integers(0, 2**32))
def test_a_certificate_of_any_certified_week_fits(script: Script, sealed: bool, seed: int) -> None:
    with TemporaryDirectory() as folder:
        night = played(script, Path(folder))
        try:
            fold = night.engine.fold(script.season)
            both = Both(Path(folder), night.policy())
            chance = Random(seed)
            for week, state in fold.state.weeks.items():
                if not state.certified:
                    continue
                made = certificate_of(fold, week, sealed=sealed)
                text = certificate_text(made)
                told = both(bundled(night, script.season, text, certificate_html(made)))
                assert told.codes <= {"announced"}, (week, told)
                said = json.loads(text)
                edit_one(said, chance)
                edited = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
                again = both(bundled(night, script.season, edited, certificate_html(made)))
                assert "certificate" in again.codes, "an edit that nobody signed is found by both"
        finally:
            night.close()


def edit_one(said: Any, chance: Random) -> None:
    """Another value somewhere in what both verifiers work out."""
    field = chance.choice([name for name in FIELDS if name in said])
    places = places_in(said[field]) if isinstance(said[field], dict | list) and said[field] else []
    held, at = chance.choice(places) if places else (said, field)
    held[at] = "edited" if held[at] != "edited" else "otherwise"
