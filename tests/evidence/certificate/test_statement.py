"""A week whose votes were never published has an audit statement in the form of a certificate; nobody certified it."""

import json
from pathlib import Path

import pytest

from glitterball.evidence.certificate import open_statement, sign_statement, statement_html, statement_text
from glitterball.proof.keys import SignerKey
from glitterball.proof.refusals import NoteUnverified
from glitterball.store import Season, open_season
from tests.cli.typing_at_it import Desk
from tests.evidence.certificate.test_certificate import Page

ADA = SignerKey("ada.example", b"a" * 32)


@pytest.fixture(scope="module")
def season() -> Season:
    return open_season("us-33")


def test_the_week_the_project_began_with_has_something_to_print(season: Season) -> None:
    text = statement_text(season.fold, 2, season.store.log.last_position())
    words = Page(statement_html(text)).words
    for part in (
        "Audit Statement", "Anna & Ezra and Tori & Pasha left", "No count of votes was published of week 2",
        "Some public vote gives what was announced, under every reading of the rules.", "us-33@1", "24 September 2024",
        "The votes: nobody outside the show has seen them.", "Carrie Ann Inaba",
    ):  # fmt: skip
        assert part in words, part
    assert "certif" not in words.split("Audit Statement")[1].lower()
    for machine in ("tie_chain", "side_total", "None", "[[", "sides."):
        assert machine not in words.split("Audit Statement")[1], machine


@pytest.mark.parametrize("week", range(1, 10))
def test_every_week_of_the_season_has_one_and_the_same_bytes_twice(season: Season, week: int) -> None:
    text = statement_text(season.fold, week, 449)
    assert text == statement_text(season.fold, week, 449)
    document = json.loads(text)
    assert (document["schema"], document["week"], document["mode"]) == ("glitterball.statement.v1", week, "historic")
    assert statement_html(text) == statement_html(text)


def test_a_statement_is_signed_as_a_certificate_is(season: Season) -> None:
    text = statement_text(season.fold, 2, 449)
    note = sign_statement(text, [ADA])
    assert open_statement(note, [ADA.verifier_key()])["week"] == 2
    with pytest.raises(NoteUnverified):
        open_statement(note, [SignerKey("ada.example", b"e" * 32).verifier_key()])


def test_week_certificate_writes_it_where_there_are_no_votes(tmp_path: Path) -> None:
    """Four answers and no way, before: certify first; audited, not certified; may not certify; week 2 is closed."""
    desk = Desk(tmp_path)
    desk.types("season import us-33 --by 'Hana (historian)'")
    said = desk.types(f"week certificate us-33 2 --zone America/Los_Angeles --out {tmp_path}/two")
    assert (said.code, said.out.split()) == (0, [f"{tmp_path}/two.html", f"{tmp_path}/two.json"])
    assert json.loads((tmp_path / "two.json").read_text())["zone"]["offset"] == "-07:00"
