"""What has been given out stays the same to the byte, whatever is moved in the house.

`frozen/digests.json` holds the digests; a change of one is a change of a stored form or of an export, and needs a new
version of that form. Excepted is the hash of the verifier in a certificate: certificates are made here as if the verifier
were the one of the day on which the digests were frozen (a page shows a digest of the JSON, which names it). Written anew,
on purpose, with
`python -m tests.house.test_same_bytes`.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest

from glitterball.audit.as_json import audit_as_json
from glitterball.evidence.certificate import (
    certificate_json,
    certificate_of,
    certificate_text,
    page_of,
    shipped_verifier,
)
from glitterball.evidence.ledger import make_bundle
from glitterball.log import EventLog
from glitterball.rehearsal import rehearse
from glitterball.rehearsal.people import RosterOfARehearsal
from glitterball.season_files import season_files, shipped_season
from glitterball.store import Season, open_store
from tests.evidence.verifying import night
from tests.rehearsed import REHEARSED, rehearsed

VERIFIER_THEN = "fa9330a714031ba405ddd4af4a56d4433a1a24f749cdea9de8c40ba6030b73df"
FROZEN = Path(__file__).with_name("frozen") / "digests.json"


def of_log(log: EventLog) -> str:
    return digest(b"".join(line + b"\n" for _, line in log.raw()))


def digest(octets: bytes | str) -> str:
    return sha256(octets.encode() if isinstance(octets, str) else octets).hexdigest()


def of_season(name: str, season: Season) -> Iterator[tuple[str, str]]:
    """Its log, its season files, and for each week the audit, and the certificate where one was signed."""
    yield f"{name}: log", of_log(season.store.log)
    written = season_files(season.state, season.fold.tallies)
    for file, octets in sorted(written.files.items()):
        yield f"{name}: season file {file}", digest(octets)
    for week in season.weeks():
        audit = json.dumps(audit_as_json(week.audit()), sort_keys=True, ensure_ascii=False, default=str)
        yield f"{name}: audit of week {week.number}", digest(audit)


def of_certificates(name: str, season: Season, weeks: range) -> Iterator[tuple[str, str]]:
    for week in weeks:
        made = certificate_of(season.fold, week, verifier=replace(shipped_verifier(), sha256=VERIFIER_THEN))
        document = json.dumps(certificate_json(made), sort_keys=True, ensure_ascii=False)
        said = certificate_text(made)
        pages = (("html", 3), ("html of v4", 4), ("html of v5", 5))
        for form, text in (*((form, page_of(said, page)) for form, page in pages), ("json", document)):
            yield f"{name}: certificate of week {week}, {form}", digest(text.replace(VERIFIER_THEN, "VERIFIER"))


def of_bundles(folder: Path) -> Iterator[tuple[str, str]]:
    """A night of mishaps with a known key; all of it, and sealed."""
    (folder / "night").mkdir()
    with patch.object(os, "urandom", lambda length: bytes(range(length))):
        played = night.played(folder / "night")
    yield "night: log", of_log(played.log)
    whole = make_bundle(played.ledger, played.register, night.SEASON, margins=True)
    yield "night: bundle", digest(whole.octets)
    sealed = make_bundle(played.ledger, played.register, night.SEASON, sealed=True, guessable=True)
    yield "night: sealed bundle", digest(sealed.octets)
    yield "night: openings of the sealed bundle", digest(sealed.openings or b"")
    played.close()


def made() -> dict[str, str]:
    """Every digest, by what it is of."""
    store = open_store(clock=lambda: "2024-12-01T00:00:00Z")
    shipped = store.take_in(shipped_season("us-33"))
    digests = dict(of_season("us-33", shipped))
    digests |= of_season("rehearsal", rehearsed())
    digests |= of_certificates("rehearsal", rehearsed(), range(1, 10))
    with_people = open_store(clock=lambda: "2024-12-01T00:00:00Z")
    rehearse(shipped.state, with_people.engine, REHEARSED, roster=RosterOfARehearsal(33, REHEARSED))
    digests |= of_season("rehearsal with people", with_people.season(REHEARSED))
    digests |= of_certificates("rehearsal with people", with_people.season(REHEARSED), range(1, 10))
    with TemporaryDirectory() as folder:
        digests |= of_bundles(Path(folder))
    return digests


@pytest.fixture(scope="module")
def given_out() -> dict[str, str]:
    return made()


def test_everything_given_out_is_the_same_to_the_byte(given_out: dict[str, str]) -> None:
    frozen = json.loads(FROZEN.read_text())
    differ = {what for what in frozen.keys() | given_out.keys() if frozen.get(what) != given_out.get(what)}
    assert not differ, f"changed: {', '.join(sorted(differ))}"


def test_it_covers_every_kind_of_thing_given_out(given_out: dict[str, str]) -> None:
    for kind in ("log", "season file", "audit", "certificate", "bundle", "openings"):
        assert any(kind in what for what in given_out), kind


if __name__ == "__main__":
    FROZEN.write_text(json.dumps(made(), indent=1, sort_keys=True) + "\n")
    sys.exit(0)
