"""A file taken into a live season says nothing in anybody's name but those of the people who are there."""

import shutil
from pathlib import Path

import pytest

from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from domain.season.people.facts import OfPerson
from domain.season.people.roster import person_called
from domain.season.state import SeasonState
from glitterball.engine.importing_live import ImportNeedsRole, ImportStopped, ImportWaits, SeasonFileDiffers
from glitterball.people import Signer, signer_of
from glitterball.refusals import SeasonTaken
from glitterball.season_files import SeasonFile, read_season
from glitterball.store import Store, open_store
from tests.people.rostered import KEYS, person

HARBOUR = Path(__file__).parents[2] / "docs" / "tutorial" / "harbour"
EVE, ADA = Actor(name="Eve", role="executive"), Actor(name="Ada", role="adjudicator")
PETRA = Actor(name="Petra", role="producer")


def harbour() -> SeasonFile:
    return read_season(HARBOUR / "season.toml")


@pytest.fixture
def store() -> Store:
    return open_store(clock=lambda: "2026-03-07T20:00:00Z")


def speakers(store: Store, season: str = "harbour-1") -> set[tuple[str, str]]:
    return {(event.actor.name, event.actor.role) for event in store.season(season).events()}


def test_petra_the_producer_is_made_neither_an_executive_nor_two_people(store: Store) -> None:
    """Recorded of her import of a live season: "Petra (executive)" and "Petra, second person (adjudicator)"."""
    with pytest.raises(ImportNeedsRole, match="Petra as producer may not adopt-rulebook"):
        store.take_in(harbour(), PETRA)
    assert speakers(store) == {("Petra", "producer")}
    assert [type(event.fact) for event in store.season("harbour-1").events()] == [e.SeasonOpened]


def test_an_import_waits_for_the_approval_and_goes_on_whoever_makes_it(store: Store) -> None:
    with pytest.raises(ImportWaits, match="decision 1") as waits:
        store.take_in(harbour(), EVE)
    assert "All lines before it are on record." in str(waits.value)
    with pytest.raises(ImportWaits, match="decision 1"):
        store.take_in(harbour(), EVE)
    assert store.log.last_position() == 2, "the proposal is open; it is not made twice"
    store.season("harbour-1").do(c.Approve(decision=1), ADA)
    season = store.take_in(harbour(), PETRA)
    assert list(season.state.couples) == ["mia-jon", "otto-lea", "pia-max"]
    assert speakers(store) == {("Eve", "executive"), ("Ada", "adjudicator"), ("Petra", "producer")}
    last = store.log.last_position()
    store.take_in(harbour(), PETRA)
    assert store.log.last_position() == last, "all of it is on record"


def test_a_proposal_that_was_turned_down_is_made_again(store: Store) -> None:
    with pytest.raises(ImportWaits, match="decision 1"):
        store.take_in(harbour(), EVE)
    store.season("harbour-1").do(c.Reject(decision=1, reason="not read yet"), ADA)
    with pytest.raises(ImportWaits, match="decision 2"):
        store.take_in(harbour(), EVE)


def test_a_second_person_who_is_there_approves_at_once(store: Store) -> None:
    season = store.take_in(harbour(), EVE, second=ADA)
    assert len(season.state.couples) == 3
    assert speakers(store) == {("Eve", "executive"), ("Ada", "adjudicator")}


def test_one_person_is_no_second_person(store: Store) -> None:
    with pytest.raises(ImportStopped, match="cannot approve this"):
        store.take_in(harbour(), EVE, second=Actor(name="EVE", role="adjudicator"))


def test_a_file_goes_on_with_the_season_it_began_and_no_other(store: Store, tmp_path: Path) -> None:
    store.take_in(harbour(), EVE, second=ADA)
    shutil.copytree(HARBOUR, tmp_path / "harbour")
    file = tmp_path / "harbour" / "season.toml"
    file.write_text(file.read_text().replace("Mia Berg", "Mia Bergh"))
    with pytest.raises(SeasonFileDiffers):
        store.take_in(read_season(file), PETRA)
    file.write_text(file.read_text().replace("Harbour Lights", "Harbour Nights"))
    with pytest.raises(SeasonTaken):
        store.take_in(read_season(file), PETRA)


def test_a_roster_is_founded_with_the_opening_and_signs_what_the_file_needs_two_for(store: Store) -> None:
    people = (person("eve", "Eve Adams", "executive", "producer"), person("ola", "Ola Nord", "adjudicator"))
    first, second = Actor(name="Eve Adams", role="executive"), Actor(name="Ola Nord", role="adjudicator")
    with pytest.raises(ImportStopped, match="did not sign"):
        store.take_in(harbour(), first, people=people)
    season = store.take_in(harbour(), first, second=second, signers=_signers)
    proposed, approved = season.state.proposals[1].proposed.fact, season.state.proposals[1].settled
    assert isinstance(proposed, e.SignedProposal)
    assert approved is not None
    assert isinstance(approved.fact, e.SignedApproval)
    assert season.state.founded is not None
    assert season.state.founded.position == 2


def _signers(by: Actor, state: SeasonState) -> Signer | None:
    known = person_called(state, by.name)
    stated: OfPerson | None = None if known is None else known.now
    return None if stated is None else signer_of(KEYS[stated.identity])
