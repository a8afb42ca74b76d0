"""A reason for NOT READY is a code with facts; its English is made of them, and of nothing else."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given

from domain.findings import FindingKind
from domain.plurals import filled
from domain.season import unready
from domain.season.readiness import readiness
from glitterball.audit import disagreements
from glitterball.store import open_store
from glitterball.testing import Script, seasons
from projections import look_alikes
from tests.engine import small_season as small
from tests.faults.at_the_desk import types

ROOMS = (unready, disagreements, look_alikes)
KINDS = {kind.code: kind for room in ROOMS for kind in room.KINDS}


def test_no_code_stands_for_two_kinds() -> None:
    assert len(KINDS) == sum(len(room.KINDS) for room in ROOMS)


def test_every_kind_of_the_room_is_in_its_list() -> None:
    for room in ROOMS:
        assert {value for value in vars(room).values() if isinstance(value, FindingKind)} == set(room.KINDS)


@pytest.mark.heavy("nights")
@given(seasons())
def test_every_reason_of_any_season_is_a_code_and_says_its_facts(script: Script) -> None:
    log = script.played()
    for week in log.state.weeks:
        for finding in readiness(log.state, week, log.tallies):
            assert filled(KINDS[finding.code].says, finding.facts) == finding.what


def test_a_finding_is_about_exactly_its_facts() -> None:
    with pytest.raises(TypeError, match="batches-missing is about batches, week, gateway, not gateway"):
        unready.BATCHES_MISSING.at("week 1", gateway="phones")


def test_a_machine_is_told_the_code_and_the_facts(tmp_path: Path) -> None:
    with open_store(f"sqlite:{tmp_path / 'night.sqlite'}") as store:
        for command, by in small.opening():
            store.engine.do("small", command, by)
    said = types(tmp_path, ["week", "check", "small", "1", "--format", "json"])
    rows = {row["code"]: row for row in json.loads(said.out)["data"]}
    assert rows["voting-open"]["severity"] == "error"
    assert rows["scores-missing"]["facts"] == {"judges": "ines, jo, kim", "dance": "1.1.gil-hal"}


def test_a_finding_goes_to_another_process_whole() -> None:
    kind = FindingKind("heard-nothing", "nothing was heard of {gateway}")
    finding = kind.at("week 2", gateway="vox")
    copied = pickle.loads(pickle.dumps(finding))
    assert (copied, dict(copied.facts)) == (finding, {"gateway": "vox"})
    with pytest.raises(TypeError, match="assignment"):
        copied.facts["gateway"] = "west"
