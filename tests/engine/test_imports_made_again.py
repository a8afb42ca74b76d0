"""An import that broke off anywhere is made again, and nothing is recorded twice; another file under its key is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from domain.gateway.events import OfBatch
from domain.record import Actor, canonical_json
from domain.season import commands as c
from domain.season import events as e
from domain.season.people.roster import person_called
from domain.season.state import SeasonState
from glitterball.engine.importing_live import ImportStopped, SeasonFileDiffers
from glitterball.engine.openings import opening_of
from glitterball.intake.signing import sign_delivery
from glitterball.log.event_log import EventLog
from glitterball.log.refusals import KeyReused
from glitterball.people import Signer, signer_of
from glitterball.refusals import SeasonTaken
from glitterball.season_files import SeasonFile, read_season
from glitterball.store import Store, open_store
from tests.engine.small_season import PRODUCER
from tests.engine.test_a_season_taken_in import AGAIN, opened
from tests.evidence.verifying import night
from tests.people.rostered import KEYS, person

HARBOUR = Path(__file__).parents[2] / "docs" / "tutorial" / "harbour"
PEOPLE = (person("eve", "Eve Adams", "executive", "producer"), person("ola", "Ola Nord", "adjudicator"))
EVE, OLA = Actor(name="Eve Adams", role="executive"), Actor(name="Ola Nord", role="adjudicator")
TIME = "2026-03-07T20:00:00Z"


class PulledPlug(Exception):
    """The machine stopped."""


def signers(by: Actor, state: SeasonState) -> Signer | None:
    known = person_called(state, by.name)
    return None if known is None else signer_of(KEYS[known.now.identity])


def eve_alone(by: Actor, state: SeasonState) -> Signer | None:
    return signers(by, state) if by.name == EVE.name else None


def live(store: Store, file: SeasonFile | None = None, key: str | None = None) -> None:
    """The harbour's live season, taken in by two people of a roster that is founded with it."""
    told = file or read_season(HARBOUR / "season.toml")
    store.take_in(told, EVE, second=OLA, signers=signers, people=PEOPLE, key=key)


def historic(store: Store, file: SeasonFile | None = None, key: str | None = None) -> None:
    store.take_in(file or opened(), PRODUCER, key=key)


def recorded(store: Store) -> list[bytes]:
    """Everything on record but proposals: their nonces are drawn each time."""
    return [canonical_json(event.fact) for event in store.log.read() if not isinstance(event.fact, e.ProposalFact)]


def a_store() -> Store:
    return open_store(clock=lambda: TIME)


@contextmanager
def plug_pulled(monkeypatch: pytest.MonkeyPatch, at: int, behind: bool) -> Iterator[None]:
    """The plug is pulled at a commit, before it or right behind it."""
    inside, seen = EventLog._insert, 0

    def insert(log: EventLog, *given: Any, **more: Any) -> int:
        nonlocal seen
        seen += 1
        if seen == at and not behind:
            raise PulledPlug
        first = inside(log, *given, **more)
        if seen == at:
            raise PulledPlug
        return first

    with monkeypatch.context() as patched:
        patched.setattr(EventLog, "_insert", insert)
        yield


@pytest.mark.parametrize("behind", [False, True], ids=["before the commit", "behind the commit"])
@pytest.mark.parametrize("taken_in", [live, historic])
def test_an_import_goes_on_wherever_it_broke_off(taken_in: Any, behind: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    plainly, broken = a_store(), 0
    taken_in(plainly)
    for at in range(1, 100):
        store = a_store()
        with plug_pulled(monkeypatch, at, behind):
            try:
                taken_in(store)
                break
            except PulledPlug:
                broken += 1
        taken_in(store)
        assert recorded(store) == recorded(plainly), f"broken off at commit {at}"
        taken_in(store)
        assert recorded(store) == recorded(plainly)
    assert broken > (5 if taken_in is live else 0)


def test_a_roster_is_on_record_with_the_opening_or_neither_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the two commits there was a moment in which a season stood opened without its roster, and never got one."""
    for behind in (False, True):
        store = a_store()
        with plug_pulled(monkeypatch, 1, behind), pytest.raises(PulledPlug):
            live(store)
        kinds = [type(event.fact) for event in store.log.read()]
        assert kinds == ([e.SeasonOpened, e.SeasonFounded] if behind else [])


@pytest.mark.parametrize("key", [None, "monday"])
def test_the_same_file_is_answered_and_another_is_refused(key: str | None) -> None:
    store = a_store()
    historic(store, key=key)
    last = store.log.last_position()
    historic(store, key=key)
    assert store.log.last_position() == last
    with pytest.raises(KeyReused if key else SeasonTaken):
        historic(store, opened(AGAIN), key=key)
    with pytest.raises(SeasonTaken):
        historic(store, opened(AGAIN), key="tuesday")
    assert store.log.last_position() == last


def test_another_file_under_the_key_of_a_live_import_is_refused(tmp_path: Path) -> None:
    for file in HARBOUR.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (HARBOUR / "season.toml").read_text()
    (tmp_path / "season.toml").write_text(text.replace("Mia Berg", "Mia Bergh"))
    store = a_store()
    live(store, key="monday")
    last = store.log.last_position()
    with pytest.raises(KeyReused, match="The key 'monday' was used for something else"):
        live(store, read_season(tmp_path / "season.toml"), key="monday")
    with pytest.raises(SeasonFileDiffers):
        live(store, read_season(tmp_path / "season.toml"))
    live(store, key="monday")
    assert store.log.last_position() == last


def test_an_import_proposes_anew_what_has_expired() -> None:
    """It found the expired proposal again and again, which nobody could approve."""
    moments = [TIME]
    store = open_store(clock=lambda: moments[-1])
    told = read_season(HARBOUR / "season.toml")
    with pytest.raises(ImportStopped):
        store.take_in(told, EVE, second=OLA, signers=eve_alone, people=PEOPLE)
    moments.append("2026-03-21T20:00:00Z")
    live(store)
    assert len(store.season("harbour-1").state.couples) == 3


def batch(number: int, votes: int) -> OfBatch:
    return night.batch_of(1, "vox", "sms", number, night.COUPLES, (votes, 2, 1))


def test_other_deliveries_under_a_key_are_refused(tmp_path: Path) -> None:
    show = night.Night(tmp_path)
    show.say(c.OpenSeason(season=night.SEASON, show="Dancing", number=1, mode="live"))
    show.say(c.AdoptRulebook(rulebook=night.shipped_rulebook("us-33"), from_week=1))
    for couple in night.COUPLES:
        show.say(c.CastCouple(couple=couple, celebrity=couple, professional="a pro"))
    episode = night.w.Episode(number=1, date="2024-09-24")
    show.say(c.OpenWeek(week=1, form="single", episodes=(episode,), scores_from=(1,), votes_from=(1,)))
    show.say(c.OpenVoting(week=1, gateways=night.GATEWAYS))
    show.say(c.IntroduceGatewayKey(gateway="west", key=night.WEST.verifier_key().to_text()))
    engine = show.engine
    first = engine.receive([batch(1, 5)], key="night")
    assert [receipt.position for receipt in engine.receive([batch(1, 5)], key="night")] == [first[0].position]
    with pytest.raises(KeyReused):
        engine.receive([batch(2, 5)], key="night")
    engine.receive([batch(2, 5)])
    with pytest.raises(KeyReused):  # also where nothing of it is new
        engine.receive([batch(2, 5)], key="night")
    west = [night.batch_of(1, "west", "online", number, night.COUPLES, (3, 2, 1)) for number in (1, 2)]
    opening = engine.state(night.SEASON).opened
    assert opening is not None
    signed = [sign_delivery(night.WEST, [one], opening=opening_of(show.log, opening)) for one in west]
    engine.deliver(signed[0], key="west")
    assert engine.deliver(signed[0], key="west").duplicate
    with pytest.raises(KeyReused):
        engine.deliver(signed[1], key="west")
    engine.deliver(signed[1])
    with pytest.raises(KeyReused):
        engine.deliver(signed[1], key="west")
    show.close()
