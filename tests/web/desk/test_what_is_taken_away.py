"""What is taken away at a button is what the command line writes, to the byte."""

import io
import zipfile
from pathlib import Path

import pytest

import glitterball as gb
from glitterball.evidence.certificate import certificate_html, certificate_text
from glitterball.evidence.certifying import certificate_of_week
from glitterball.store import Store
from glitterball.web.desk.taking import bundle_taken
from glitterball.web.developing import development
from glitterball.web.gate import Gate
from glitterball.web.person import person_of_entry
from glitterball.web.refusals import NotYetOnAir
from glitterball.web.served import Served
from glitterball.web.sight import Sight
from tests.web.desk.sitting import ADJUDICATOR, Sitter
from tests.web.visiting import HERE

TAKE = "/s/us-33-rehearsal/w/1/take"


@pytest.fixture
def played() -> tuple[Store, Gate]:
    store = gb.open_store()
    store.rehearse("us-33", through=1)
    return store, development(store, HERE)


@pytest.mark.heavy("every one")
def test_the_certificate_and_the_count_by_hand_are_the_command_lines(
    played: tuple[Store, Gate], tmp_path: Path
) -> None:
    store, gate = played
    adjudicator, season = Sitter(store, gate, ADJUDICATOR), store.season("us-33-rehearsal")
    made = certificate_of_week(season, 1)
    assert adjudicator.opens(f"{TAKE}/certificate.json").content == certificate_text(made).encode()
    assert adjudicator.opens(f"{TAKE}/certificate.html").content == certificate_html(made).encode()
    season.contingency(tmp_path / "by-hand", (1,))
    answer = adjudicator.opens(f"{TAKE}/by-hand")
    taken = zipfile.ZipFile(io.BytesIO(answer.content))
    written = {f"us-33-rehearsal-week-1-by-hand/{path.relative_to(tmp_path / 'by-hand')}": path.read_bytes()
               for path in (tmp_path / "by-hand").rglob("*") if path.is_file()}  # fmt: skip
    assert {name: taken.read(name) for name in taken.namelist()} == written
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_bundle_without_the_logs_key_is_refused_by_name(played: tuple[Store, Gate]) -> None:
    adjudicator = Sitter(*played, ADJUDICATOR)
    answer = adjudicator.opens(f"{TAKE}/bundle")
    assert answer.status_code == 409
    assert "glitterball serve --key FILE" in answer.text


def test_no_bundle_is_handed_out_before_air_to_whoever_may_not_see_who_leaves(played: tuple[Store, Gate]) -> None:
    """A sealed bundle names who leaves in its certificate; it was given to whoever had signed in, minutes before air."""
    store, gate = played
    season = store.season("us-33-rehearsal").held()
    before_air = Sight(season, None, True, frozenset((7,)))
    entry = gate.people.person[0]
    person = person_of_entry(gate.people, entry, "link", entry.identity)
    with pytest.raises(NotYetOnAir):
        bundle_taken(Served(store, "A test", (Path("log.key"),), gate), before_air, person, 1)
