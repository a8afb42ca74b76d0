"""A certificate says what its names stand for: people of a roster, with the act that founded it, or whatever was typed."""

import json
from pathlib import Path

from glitterball.evidence.certificate import certificate_html, certificate_json, certificate_of
from glitterball.evidence.verifying import verify
from tests.evidence.verifying import night
from tests.people.rostered import SEASON, Rostered, whole

TYPED = "this season has no roster, and names are as typed"


def told(played: night.Night) -> str:
    return json.dumps(certificate_json(certificate_of(played.engine.fold(SEASON), 1)), ensure_ascii=False)


def not_checked(played: night.Night, folder: Path) -> str:
    path = folder / "a.bundle"
    path.write_bytes(Rostered.bundle(played))  # type: ignore[arg-type]
    return "\n".join(verify(path, played.policy()).not_checked)


def test_a_certificate_of_a_roster_shows_its_founding_act(tmp_path: Path) -> None:
    played = whole(tmp_path)
    said, page = told(played), certificate_html(certificate_of(played.engine.fold(SEASON), 1))
    founding = "Eve Adams (executive) named the first of them, at event 2"
    assert founding in said
    assert founding in page
    assert '"kind": "roster founded"' in said
    assert "Roster founded: Eve Adams (executive, adjudicator, producer, score desk, supervisor), Ola Nord" in page
    assert TYPED not in said
    assert "it was founded by Eve Adams (executive) at event 2" in not_checked(played, tmp_path)
    played.close()


def test_a_certificate_without_a_roster_says_that_names_are_as_typed(tmp_path: Path) -> None:
    played = night.played(tmp_path)
    assert TYPED in told(played)
    assert "roster founded" not in told(played)
    assert "the season has no roster, and names are as typed" in not_checked(played, tmp_path)
    played.close()
