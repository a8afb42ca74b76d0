"""Whoever signed in and sees no counts learns nothing of them at the desk: not on its pages, and not by trying a form."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import assume, given, settings
from starlette.testclient import TestClient

from domain.gateway.events import OfBatch
from domain.season import commands as c
from glitterball.log import EventLog
from glitterball.store import Store
from glitterball.testing import Script, seasons
from glitterball.testing.script import Delivered
from glitterball.web.app import application
from glitterball.web.book import Book, hashed
from glitterball.web.forms.acts import ACTS
from glitterball.web.forms.reading import typed_of
from glitterball.web.gate import Gate
from glitterball.web.people_file import people_said
from glitterball.web.sight import look
from tests.domain.given_when_then import (
    BEGUN,
    COUNTED,
    ELIN,
    THREE,
    VOTES,
    batch,
    danced,
    lines,
    manifest,
    panel,
    sealed,
)
from tests.domain.given_when_then import given as past
from tests.thoroughness import examples
from tests.views.played import entries
from tests.web.test_what_is_kept_back import HASHES, VERDICT, played, until_somebody_decides
from tests.web.visiting import HERE

KEY = "a key of a program"

EACH_ITS_OWN = re.compile(
    r'name="form_key" value="[^"]*"|data-now="[^"]*"|<p class="next">.*?</p>|<li class="(?:note|none)">(?:Some reasons rest on '
    r"votes: whoever may see counts has them here\.|Nothing keeps it from being certified\.)</li>",
    re.DOTALL,
)
"""What differs anyway: the form's key, the moment, and what follows from READY, which is said of the season as it is."""

WITHOUT_SIGHT = {
    "identity": "pat",
    "name": "Pat",
    "roles": ["producer", "score desk", "executive", "adjudicator"],
    "keys": [hashed(KEY)],
}


def desk_of(store: Store) -> TestClient:
    """The desk of somebody who may say everything, and sees neither counts nor what was not yet said on air."""
    people = people_said({"origin": HERE, "person": [WITHOUT_SIGHT], "sees_counts": [], "sees_before_air": []})
    app = application(store, "A test", gate=Gate(people, Book(None), store=store))
    return TestClient(app, base_url=HERE, headers={"authorization": f"Bearer {KEY}"}, follow_redirects=False)


def addresses(store: Store, season: str) -> Iterator[str]:
    """The pages of the desk, and every form as it is opened; those that rest on votes with what could be tried in them."""
    yield "/approvals"
    yield f"/s/{season}/say"
    state = store.engine.state(season)
    for week in state.weeks:
        here = f"/s/{season}/w/{week}"
        yield from (f"{here}/{page}" for page in ("desk", "scores", "say"))
        yield from (f"{here}/say/{do}" for do in ACTS if do != "open-season")
        yield from (f"{here}/say/{command.do}?{as_typed(command)}" for command in tries(store, season, week))


def tries(store: Store, season: str, week: int) -> Iterator[c.SeasonCommand]:
    state = store.engine.state(season)
    couples = tuple(state.couples)
    yield c.CertifyOutcome(week=week)
    for judge in {seat.judge for seated in state.weeks[week].panels.values() for seat in seated.fact.judges}:
        yield from (c.CastBallot(week=week, judge=judge, saves=couple) for couple in couples)
    yield from (c.VoidBatch(week=week, gateway=line.gateway, channel=line.channels[0], batch=1, reason="doubt",
                            body="viewers", votes=())
                for voting in (state.weeks[week].voting,) if voting for line in voting.fact.gateways)  # fmt: skip
    if len(couples) > 1:
        yield c.SettleTie(week=week, order=couples[:2], link="authority", how="by the rules")
        yield c.SettleCut(week=week, couples=couples[:2], decided="all go on", how="by the rules")


def as_typed(command: c.SeasonCommand) -> str:
    return urlencode(typed_of(command), doseq=True)


def pages(script: Script, *, otherwise: bool) -> dict[str, str]:
    with EventLog.open("memory:") as log:
        log.append_many(entries(played(script, otherwise=otherwise).events))
        store = Store(log)
        desk = desk_of(store)
        found = {}
        for address in addresses(store, script.season):
            answer = desk.get(address)
            assert answer.status_code < 500, (address, answer.text[:300])
            found[address] = EACH_ITS_OWN.sub("", VERDICT.sub("", HASHES.sub("", answer.text)))
        return found


@pytest.mark.heavy("nights")
@settings(max_examples=examples(12))
@given(seasons(mode="live", max_weeks=1))
def test_whoever_was_voted_for_the_desk_of_a_live_season_is_the_same(script: Script) -> None:
    night = until_somebody_decides(script)
    assume(any(isinstance(step, Delivered) and isinstance(step.message, OfBatch) for step in night.steps))
    one, other = pages(night, otherwise=False), pages(night, otherwise=True)
    for address, page in one.items():
        assert page == other[address], address


def test_an_approval_shown_before_it_is_recorded_tells_no_count() -> None:
    """To approve that a batch is voided showed its votes to whoever might approve it."""
    log = past(*COUNTED)
    votes = tuple({"couple": couple, "votes": count} for couple, count in VOTES.items())
    said = {
        "week": 1,
        "gateway": "vox",
        "batch": 1,
        "channel": "sms",
        "reason": "doubt",
        "body": "viewers",
        "votes": votes,
    }
    voided = c.VoidBatch.model_validate(said)
    log.say(c.Propose(command=voided), ELIN)
    with EventLog.open("memory:") as kept:
        kept.append_many(entries(log.events))
        page = desk_of(Store(kept)).get("/s/us-33/w/1/say/approve?decision=1").text
    assert "proposed by Elin (executive), was approved" in page
    assert "60 votes" not in page


def test_how_many_reasons_rest_on_votes_is_not_told() -> None:
    """One that is kept back and one that is told: a page said `1 more`, which is how many ties there were."""
    even = batch(1, dict.fromkeys(THREE, 20))
    level = [fact for couple in THREE for fact in danced(couple, 8, 8)]
    log = past(*BEGUN, panel("carrie", "len"), *level, lines(), even, sealed(), manifest(even))
    with EventLog.open("memory:") as kept:
        kept.append_many(entries(log.events))
        store = Store(kept)
        found, is_some, ready = look(store, "us-33", None).check(1)
        page = desk_of(store).get("/s/us-33/w/1/desk").text
    assert (is_some, ready) == (True, False)
    assert not [finding for finding in found if finding.severity == "error"]
    assert "NOT READY" in page
    assert "for reasons that rest on votes" in page
    assert "Some reasons rest on votes" in page
