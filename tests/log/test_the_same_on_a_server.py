"""What is recorded on a server is the same to the byte as in a file or in memory, and so is what is made of it."""

import json
import os
from pathlib import Path
from unittest.mock import patch

import pytest

from glitterball.addresses import Address
from glitterball.answers.basis import root_at
from glitterball.evidence.ledger import make_bundle
from glitterball.rehearsal import rehearse
from glitterball.season_files import shipped_season
from glitterball.store import open_season, open_store
from glitterball.views import Views, views_path
from tests.evidence.verifying import night
from tests.house.test_same_bytes import FROZEN, digest, of_certificates, of_log, of_season
from tests.rehearsed import REHEARSED, rehearsed
from tests.views.played import exported

pytestmark = pytest.mark.heavy("a server")


MOMENT = "2024-12-01T00:00:00Z"


def test_season_33(on_server: Address) -> None:
    with open_store(on_server.text, state=on_server.state, clock=lambda: MOMENT) as store:
        season = store.take_in(shipped_season("us-33"))
        assert_frozen(dict(of_season("us-33", season)))


def test_its_rehearsal_with_every_view_and_the_root(on_server: Address, tmp_path: Path) -> None:
    with open_store(on_server.text, state=on_server.state, clock=lambda: MOMENT) as store:
        rehearse(open_season("us-33").state, store.engine, REHEARSED)
        season, before = store.season(REHEARSED), rehearsed().store.log
        assert_frozen(
            {**dict(of_season("rehearsal", season)), **dict(of_certificates("rehearsal", season, range(1, 10)))}
        )
        last = store.log.last_position()
        assert root_at(store.log, last) == root_at(before, last) is not None
        with (
            Views.open(views_path(store.log.beside), store.log) as here,
            Views.open(tmp_path / "there", before) as there,
        ):
            here.catch_up()
            there.catch_up()
            assert exported(here) == exported(there)


def assert_frozen(digests: dict[str, str]) -> None:
    frozen = json.loads(FROZEN.read_text())
    assert len(digests) > 10
    assert {what for what, made in digests.items() if frozen[what] != made} == set()


def test_a_night_with_its_bundles(on_server: Address, tmp_path: Path) -> None:
    frozen = json.loads(FROZEN.read_text())
    with patch.object(os, "urandom", lambda length: bytes(range(length))):
        played = night.played(tmp_path, address=on_server.text, state=on_server.state)
    assert of_log(played.log) == frozen["night: log"]
    whole = make_bundle(played.ledger, played.register, night.SEASON, margins=True)
    sealed = make_bundle(played.ledger, played.register, night.SEASON, sealed=True, guessable=True)
    assert digest(whole.octets) == frozen["night: bundle"]
    assert digest(sealed.octets) == frozen["night: sealed bundle"]
    assert digest(sealed.openings or b"") == frozen["night: openings of the sealed bundle"]
    played.close()
