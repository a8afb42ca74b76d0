"""The page shows what its JSON says: each value at its place, by a reader that knows nothing of what fills the page."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glitterball.evidence.certificate import certificate_of, certificate_text, page_of
from glitterball.evidence.certificate.zones import Zone
from glitterball.rulebooks import shipped_rulebook
from glitterball.testing import Script, seasons
from tests.auditors_file.test_certificates_of_any_season import margins_of, played
from tests.evidence.certificate.test_certificate import POINT, certified
from tests.naive.certificate_page import SHOWN, is_left_out, leaves, missing
from tests.proving.shows import SEASON, Show
from tests.rehearsed import rehearsed
from tests.thoroughness import examples

PACIFIC = Zone("America/Los_Angeles", "-07:00")
MARKS = {"ada": 10, "ben": 9, "cleo": 9, "dev": 8, "eli": 8}
COUNTS = {"ada": 3, "ben": 9, "cleo": 6, "dev": 12, "eli": 2}


def not_on_the_page(text: str) -> list[str]:
    return list(missing(json.loads(text), page_of(text)))


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("hostile", [False, True])
def test_a_night_of_mishaps_is_all_on_the_page(sealed: bool, hostile: bool) -> None:
    assert not_on_the_page(certificate_text(certified(sealed=sealed, hostile=hostile))) == []


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("week", range(1, 10))
def test_every_rehearsed_week_is_all_on_the_page(week: int) -> None:
    made = certificate_of(rehearsed().fold, week, checkpoints=[POINT], zone=PACIFIC)
    assert not_on_the_page(certificate_text(made)) == []


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize(("rulebook", "form"), [("us-28-29", "double-with-save"), ("us-3-27", "double")])
@pytest.mark.parametrize("sealed", [False, True])
def test_a_proved_week_is_all_on_the_page(rulebook: str, form: str, sealed: bool) -> None:
    show = Show(shipped_rulebook(rulebook))
    show.play(1, form, MARKS, {"viewers": COUNTS})
    show.proved(1)
    text = certificate_text(certificate_of(show.engine.fold(SEASON), 1, sealed=sealed))
    assert "proof" in json.loads(text)
    assert not_on_the_page(text) == []


@pytest.mark.heavy("forgeries")
@settings(deadline=None, max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(seasons(), st.booleans(), st.sampled_from([Zone("UTC", "+00:00"), PACIFIC, Zone("Asia/Kathmandu", "+05:45")]))
def test_any_certified_week_is_all_on_the_page(script: Script, sealed: bool, zone: Zone) -> None:
    with TemporaryDirectory() as folder:
        night = played(script, Path(folder))
        try:
            fold = night.engine.fold(script.season)
            for week in (week for week, state in fold.state.weeks.items() if state.certified):
                margins = None if sealed else margins_of(fold, week)
                made = certificate_of(fold, week, margins=margins, sealed=sealed, zone=zone)
                assert not_on_the_page(certificate_text(made)) == []
        finally:
            night.close()


def values_shown(document: Any) -> list[Any]:
    return [leaf for leaf in leaves(document) if leaf.pattern in SHOWN and leaf.value not in (None, "", False)]


@pytest.mark.heavy("forgeries")
def test_a_value_that_is_another_on_the_page_is_missed() -> None:
    """The reader can fail: each number of the night, changed in the JSON alone, is missed on the page."""
    text = certificate_text(certified())
    html = page_of(text)
    changed = 0
    for leaf in values_shown(json.loads(text)):
        if leaf.pattern.endswith((".was", ".becomes", "week", "position", "voided_batches", "_from.*")):
            continue  # small numbers, which stand in the same section for something else
        document = json.loads(text)
        held = document
        for step in leaf.path[:-1]:
            held = held[step]
        if isinstance(leaf.value, str) and leaf.value.isdecimal():
            held[leaf.path[-1]] = str(int(leaf.value) + 7_654_321)
            changed += 1
            assert list(missing(document, html)), leaf.path
    assert changed > 80


def test_a_place_of_the_json_of_which_nobody_has_said_is_told() -> None:
    document = json.loads(certificate_text(certified()))
    document["outcome"]["odds"] = "3"
    assert list(missing(document, page_of(certificate_text(certified())))) == [
        "outcome.odds: nobody has said whether it is shown"
    ]


def test_no_place_is_both_shown_and_left_out() -> None:
    assert [
        pattern for pattern in SHOWN if is_left_out(pattern) and pattern in SHOWN and not below_a_rest(pattern)
    ] == []


def below_a_rest(pattern: str) -> bool:
    """Whether it is shown of something of which the rest is not."""
    return any(
        pattern.startswith(f"{way}.")
        for way in ("margins", "exclusions", "proof.proved", "proved_as_if.*.proved", "certified")
    )
