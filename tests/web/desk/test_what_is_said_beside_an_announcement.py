"""Who announces is told how that stands to what is computed and certified, before it is recorded and after: and where nothing is
decided, or nothing certified, that and what is missing."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from domain.season import commands as c
from glitterball.log import EventLog
from glitterball.rehearsal.night import NIGHT, deliver
from glitterball.rehearsal.people import ADJUDICATOR, EXECUTIVE, RosterOfARehearsal
from glitterball.rehearsal.people import DESK as DORA
from glitterball.store import Store
from glitterball.web.app import application
from glitterball.web.book import Book, hashed
from glitterball.web.gate import Gate
from glitterball.web.people_file import people_said
from projections.names import couple_names
from tests.domain.given_when_then import COUNTED, ELIN, OLGA, PlainLog
from tests.domain.given_when_then import given as past
from tests.views.played import entries
from tests.web.desk.sitting import PRODUCER, WEEK, Sitter, text_of
from tests.web.visiting import HERE

KEY = "a key of a program"
DANGER = f"{WEEK}/say/announce-danger?couples=mia-jon&couples=pia-max"
OUT = f"{WEEK}/say/announce-elimination?couple="


def counted(store: Store) -> None:
    """Marks and votes of the night are in: Otto & Lea have the lowest marks by far."""
    night = store.season(NIGHT)
    for couple, mark in (("mia-jon", 10), ("otto-lea", 1), ("pia-max", 9)):
        for judge in ("ana", "ben", "cora"):
            night.do(c.GiveScore(week=1, dance=f"1.1.{couple}", judge=judge, mark=mark), DORA)
    deliver(store.engine, NIGHT, 1)
    night.do(c.CloseVoting(week=1), EXECUTIVE.model_copy(update={"name": "Rehearsal producer", "role": "producer"}))


def certified(store: Store) -> str:
    roster, night = RosterOfARehearsal(33, NIGHT), store.season(NIGHT)
    (proposed,) = night.do(c.Propose(command=c.CertifyOutcome(week=1)), EXECUTIVE, signer=roster.signer(EXECUTIVE))
    night.do(c.Approve(decision=proposed.fact.decision), ADJUDICATOR, signer=roster.signer(ADJUDICATOR))
    (out,) = store.season(NIGHT).state.weeks[1].certified[-1].fact.leaving
    return str(out)


def test_an_undecided_week_agrees_with_nothing(store: Store, gate: Gate, lines: None) -> None:
    producer = Sitter(store, gate, PRODUCER)
    shown = text_of(producer.reads(DANGER))
    assert "It cannot be compared yet. The outcome is not decided, and nothing is certified. What is missing:" in shown
    assert "voting is still open" in shown
    answer = producer.says(DANGER)
    told = text_of(producer.reads(answer.headers["location"]))
    assert "Mia & Jon and Pia & Max were announced in danger in week 1." in told
    assert "The outcome is not decided, and nothing is certified. What is missing:" in told
    assert "agrees" not in told


@pytest.mark.heavy("nights")
def test_it_is_told_before_it_is_recorded_that_another_name_was_certified(
    store: Store, gate: Gate, lines: None
) -> None:
    counted(store)
    producer = Sitter(store, gate, PRODUCER)
    ready = text_of(producer.reads(DANGER))
    assert "Nothing is certified. The week is READY: glitterball week certify harbour-night 1" in ready
    out = certified(store)
    assert "It agrees with what is computed and certified." in text_of(producer.reads(f"{OUT}{out}"))
    other = next(couple for couple in ("mia-jon", "pia-max") if couple != out)
    shown = text_of(producer.reads(f"{OUT}{other}"))
    assert "announced as leaving" in shown
    assert "; computed: " in shown
    assert "It agrees" not in shown


def desk_of(store: Store, **sees: Any) -> TestClient:
    """The desk of a live season's producer."""
    entry = {"identity": "pia", "name": "Pia", "roles": ["producer"], "keys": [hashed(KEY)]}
    people = people_said({"origin": HERE, "person": [entry], **sees})
    app = application(store, "A test", gate=Gate(people, Book(None), store=store))
    return TestClient(app, base_url=HERE, headers={"authorization": f"Bearer {KEY}"}, follow_redirects=False)


def told(desk: TestClient, said: str) -> str:
    answer = desk.get(f"/s/us-33/w/1/say/announce-{said}")
    assert answer.status_code == 200, text_of(answer.text)
    return text_of(answer.text)


@pytest.fixture
def live() -> PlainLog:
    """A live week that is counted: Cleo & Dov are lowest on both sides."""
    return past(*COUNTED)


def kept(log: PlainLog) -> Store:
    store = EventLog.open("memory:")
    store.append_many(entries(log.events))
    return Store(store)


def test_who_sees_no_counts_hears_that_nothing_is_certified(live: PlainLog) -> None:
    with kept(live) as store:
        shown = told(desk_of(store), "danger?couples=bea-cole&couples=cleo-dov")
        unseen = told(desk_of(store, sees_before_air=[]), "danger?couples=bea-cole&couples=cleo-dov")
    assert "Nothing is certified." in shown
    assert "computed to be" not in shown
    assert "is told to those whose roles see counts" in unseen
    assert "certified" not in unseen


def test_who_sees_no_counts_hears_how_it_stands_to_the_certificate_alone(live: PlainLog) -> None:
    live.say(c.Propose(command=c.CertifyOutcome(week=1)), ELIN)
    live.say(c.Approve(decision=1), OLGA)
    with kept(live) as store:
        desk, outside = desk_of(store), desk_of(store, sees_before_air=[])
        right, wrong = told(desk, "elimination?couple=cleo-dov"), told(desk, "elimination?couple=bea-cole")
        names = couple_names(store.season("us-33").state, 1)
        unseen = [told(outside, f"elimination?couple={couple}") for couple in ("cleo-dov", "bea-cole")]
    assert "It is what was certified." in right
    assert f"It is NOT what was certified: leaving {names['cleo-dov']}." in wrong
    for page in (right, wrong, *unseen):
        assert "computed:" not in page
    for page in unseen:
        assert "is told to those whose roles see counts" in page
        assert "certified" not in page
