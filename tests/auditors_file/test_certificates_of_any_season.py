"""Certificates of drawn seasons: made for each certified week they are no finding in either verifier, nor is a margin."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.gateway.events import OfBatch, OfManifest
from domain.season.gathering import period_of
from domain.season.state import rulebook_of
from glitterball.closeness.margins import Margins, margin
from glitterball.evidence.certificate import certificate_html, certificate_of, certificate_text, page_of
from glitterball.evidence.ledger import make_bundle
from glitterball.testing import Delivered, Said, Script, seasons
from projections.fold import SeasonFold
from tests.auditors_file.both import Both
from tests.auditors_file.test_agreement import places_in
from tests.evidence.verifying.night import TIME, Night
from tests.naive.standing import lines_of, touched_after
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("nights")


FIELDS = (
    "mode", "show", "season", "number", "venue", "week", "episodes", "scores_from", "votes_from", "windows", "certified",
    "couples", "rulebook", "votes", "scores", "announced", "decisions", "exclusions", "outcome", "ties", "stands",
)  # fmt: skip
"""What the single file works out whole, so that no edit of it goes by; of batches behind the seal only how many there were."""
IN_PUBLIC = tuple(name for name in FIELDS if name not in ("votes", "exclusions", "outcome", "ties", "stands"))
"""What of it rests on no count, so that no edit of it goes by in a sealed bundle either."""


def played(script: Script, folder: Path) -> Night:
    night = Night(folder)
    for step in script.steps:
        if isinstance(step, Said):
            night.engine.do(script.season, step.command, step.by)
        elif isinstance(step, Delivered) and isinstance(step.message, OfBatch | OfManifest):
            night.engine.receive([step.message], TIME)
    night.publisher.publish()
    return night


def bundled(night: Night, season: str, text: str, page: str = "", sealed: bool = False) -> bytes:
    """With a page, or without: an edited JSON beside the page of another would be found by that alone."""
    extra = [("certificate.json", text.encode()), *([("certificate.html", page.encode())] if page else [])]
    return make_bundle(
        night.ledger, night.register, season, margins=not sealed, sealed=sealed, guessable=True, extra=extra
    ).octets


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
                made = certificate_of(fold, week, margins=None if sealed else margins_of(fold, week), sealed=sealed)
                lines = lines_of(night.log.raw(), script.season)
                touched = touched_after(lines, week, state.certified[-1].position)
                assert (touched > 0) is (made.audit.certified == "stale")
                text = certificate_text(made)
                told = both(bundled(night, script.season, text, certificate_html(made)))
                assert told.codes <= {"announced", "does-not-stand"}, (week, told)
                assert ("does-not-stand" in told.codes) is not made.stands
                said = json.loads(text)
                told = edit_one(said, chance, FIELDS)
                again = both(bundled(night, script.season, spelled(said)))
                assert "certificate" in again.codes, ("an edit that nobody signed is found by both", told)
                if sealed:
                    sealed_up(night, script.season, text, both, chance)
        finally:
            night.close()


def margins_of(fold: SeasonFold, week: int) -> Margins | None:
    rulebook = rulebook_of(fold.state, week)
    return margin(rulebook, period_of(fold.state, week, fold.tallies)) if rulebook else None


def sealed_up(night: Night, season: str, text: str, both: Both, chance: Random) -> None:
    """The certificate in a sealed bundle, of which nobody has the openings."""
    page, said = page_of(text), json.loads(text)
    told = both(bundled(night, season, text, page, sealed=True))
    assert told.codes <= {"announced", "does-not-stand"}, told
    assert ("does-not-stand" in told.codes) is not said["stands"]
    other = {**said, "stands": not said["stands"]}
    assert both(bundled(night, season, spelled(other), sealed=True)).exit_code == 5, (
        "nobody needs a key to say otherwise"
    )
    told = edit_one(said, chance, IN_PUBLIC)
    again = both(bundled(night, season, spelled(said), sealed=True))
    assert "certificate" in again.codes, ("what rests on no count is compared where counts are sealed", told)


def spelled(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def edit_one(said: Any, chance: Random, fields: Sequence[str]) -> str:
    """Another value somewhere in what both verifiers work out; it is told where."""
    late = [line for line in said["exclusions"] if line["kind"] == "batches after the seal"]
    field = chance.choice([name for name in fields if name in said and not (name == "exclusions" and late)])
    places = places_in(said[field]) if isinstance(said[field], dict | list) and said[field] else []
    held, at = chance.choice(places) if places else (said, field)
    held[at] = "edited" if held[at] != "edited" else "otherwise"
    return f"{field}: {at}"
