"""Season 33 played again with synthetic votes, through the same commands as a live season."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from domain.season.proposing.facts import SignedApproval, SignedProposal
from glitterball.audit.comparing import compare_season
from glitterball.evidence.certificate import certificate_json, certificate_of
from glitterball.evidence.ledger import make_bundle
from glitterball.refusals import SeasonTaken
from glitterball.rehearsal import rehearse
from glitterball.rehearsal.gateways import CommittingGateways, SigningGateways
from glitterball.rehearsal.marks import marks_of
from glitterball.rehearsal.people import PEOPLE, RosterOfARehearsal
from glitterball.rulebooks import shipped_rulebook
from glitterball.store import Season, Store, open_season, open_store
from glitterball.views import Views
from tests.auditors_file.both import Both
from tests.evidence.verifying.night import Night
from tests.scripts import said_here
from tests.thoroughness import part

pytestmark = pytest.mark.heavy("nights")


NAME = "us-33-rehearsal"
OF_TWO_WEEKS = 130
"""Events of season 33."""


def people(seed: int = 33) -> RosterOfARehearsal:
    return RosterOfARehearsal(seed, NAME)


@pytest.fixture(scope="module")
def rehearsed() -> Iterator[Season]:
    with open_store(clock=lambda: "2024-12-01T00:00:00Z") as store:
        rehearse(
            open_season("us-33").state,
            store.engine,
            "us-33-rehearsal",
            reported={1: 8_000_000, 2: 14_000_000},
            roster=people(),
        )
        yield store.season("us-33-rehearsal")


def test_every_announced_result_is_the_computed_and_the_certified_one(rehearsed: Season) -> None:
    compared = compare_season(rehearsed.fold)
    assert [one.verdict for one in compared] == ["follows"] * 9
    assert {one.certified for one in compared} == {"yes"}
    assert not any(one.differs for one in compared)


def test_a_night_has_8_to_19_million_votes_and_the_reported_ones_where_reported(rehearsed: Season) -> None:
    accepted = {
        week: sum(channel.accepted for gateway in tally.gateways.values() for channel in gateway.channels.values())
        for week, tally in rehearsed.fold.tallies.items()
    }
    assert all(8_000_000 <= votes <= 19_100_000 for votes in accepted.values())
    assert abs(accepted[1] + accepted[2] - 22_000_000) < 1_000


def test_votes_come_from_several_gateways_with_rejected_and_late_ones(rehearsed: Season) -> None:
    for week in rehearsed.weeks():
        rows = week.turnout()
        assert {row.gateway for row in rows} == {"mobile", "web-east", "web-west"}
        assert {row.channel for row in rows} == {"sms", "online"}
        assert all(row.rejected > 0 and row.manifest == "agrees" for row in rows)
        assert sum(row.late for row in rows) > 0


def test_it_says_rehearsal(rehearsed: Season) -> None:
    assert rehearsed.mode == "rehearsal"


def test_marks_without_a_published_split_keep_their_total() -> None:
    season = open_season("us-33")
    scale = shipped_rulebook("us-33").scale
    for week in season.state.weeks.values():
        marks = marks_of(week, scale)
        for event in week.totals:
            assert sum(sum(marks[name].values()) for name in event.fact.dances) == event.fact.total
        assert all(scale.allows(mark) for dance in marks.values() for mark in dance.values())


def test_deleting_the_views_and_rebuilding_gives_the_same_bytes(rehearsed: Season, tmp_path: Path) -> None:
    def exported(path: Path) -> str:
        with Views.open(path, rehearsed.store.log) as views:
            views.catch_up(page=700)
            digest = hashlib.sha256()
            for status in views.status().views:
                for line in views.export(status.view):
                    digest.update(line + b"\n")
            return digest.hexdigest()

    first = exported(tmp_path / "views.sqlite")
    for leftover in tmp_path.iterdir():
        leftover.unlink()
    assert exported(tmp_path / "views.sqlite") == first


DIGEST = """
import hashlib
from glitterball.audit.as_json import audit_as_json
from glitterball.rehearsal import rehearse
from glitterball.rehearsal.gateways import CommittingGateways, SigningGateways
from glitterball.store import open_season, open_store
with open_store(clock=lambda: "2024-12-01T00:00:00Z") as store:
    rehearse(open_season("us-33").state, store.engine, "us-33-rehearsal")
    print(hashlib.sha256(b"".join(line for _, line in store.log.raw())).hexdigest())
    season = store.season("us-33-rehearsal")
    print(hashlib.sha256(repr([audit_as_json(week.audit()) for week in season.weeks()]).encode()).hexdigest())
"""


def test_the_same_seed_gives_the_same_bytes_under_any_hash_seed() -> None:
    outputs = {said_here(DIGEST)} | {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in part(("0", "1", "4242"), 0, of=3)
    }
    assert len(outputs) == 1


def test_another_seed_gives_other_votes(rehearsed: Season) -> None:
    with open_store() as store:
        other = _rehearsed(store, 7)
        assert other.fold.tallies[2].gateways != rehearsed.fold.tallies[2].gateways
        assert [one.verdict for one in compare_season(other.fold)] == ["follows"] * 9


def _rehearsed(store: Store, seed: int) -> Season:
    rehearse(open_season("us-33").state, store.engine, "again", seed)
    return store.season("again")


def test_a_rehearsal_has_people_of_its_own_who_sign_what_two_decide(rehearsed: Season) -> None:
    people = rehearsed.state.people
    assert all(
        identity.startswith("rehearsal-") and person.now.name.startswith("Rehearsal ")
        for identity, person in people.items()
    )
    decided = [proposal for proposal in rehearsed.state.proposals.values() if proposal.settled]
    assert len(decided) == len(rehearsed.state.proposals) > 18
    for proposal in decided:
        assert isinstance(proposal.proposed.fact, SignedProposal)
        assert isinstance(proposal.settled and proposal.settled.fact, SignedApproval)


def test_a_rehearsal_is_signed_with_other_keys_under_another_seed_or_name() -> None:
    keys = {
        key
        for seed, season in ((1, "a"), (2, "a"), (1, "b"), (1, "a\n2"))
        for person in RosterOfARehearsal(seed, season).people()
        for key in person.keys
    }
    assert len(keys) == 4 * len(PEOPLE)
    assert RosterOfARehearsal(1, "a").people() == RosterOfARehearsal(1, "a").people()


@pytest.mark.parametrize(
    ("roster", "says", "not_said"),
    [
        (True, "who the people of the roster are: they are a rehearsal's, and it was founded by", "names are as typed"),
        (False, "names are as typed", "a rehearsal's, and"),
    ],
)
def test_both_verifiers_say_whose_the_people_of_a_rehearsal_are(
    roster: bool, says: str, not_said: str, tmp_path: Path
) -> None:
    """A rehearsal that was signed by two people of its own was told to have names as typed."""
    with ExitStack() as closing:
        night = Night(tmp_path)
        closing.callback(night.close)
        signs: dict[str, Any] = {"roster": people(), "gateways": SigningGateways(33, NAME)} if roster else {}
        played = open_season("us-33")
        rehearse(part((played.as_of(OF_TWO_WEEKS), played), 0, of=2)[-1].state, night.engine, NAME, **signs)
        night.publisher.publish()
        both, bundled = Both(tmp_path, night.policy()), partial(make_bundle, night.ledger, night.register, NAME)
        told, sealed = both(bundled().octets), both(bundled(sealed=True, guessable=not roster).octets)
        assert (told.exit_code, told.codes, sealed.exit_code) == (0, set(), 0)
        for listed in (*told.not_checked, *sealed.not_checked):
            assert says in "\n".join(listed)
            assert not_said not in "\n".join(listed)
        certificate = json.dumps(certificate_json(certificate_of(night.engine.fold("us-33-rehearsal"), 1)))
        assert ("its people are a rehearsal's" in certificate) == roster


def test_a_rehearsal_stopped_after_any_week_and_gone_on_with_is_the_same_to_the_byte() -> None:
    """`^C after week 1` left two of nine weeks, and the same command was refused for ever."""

    def played(store: Store, stopped_after: int = 0, seed: int = 33) -> None:
        def progress(done: int, of: int) -> None:
            if done == stopped_after:
                raise KeyboardInterrupt

        state, gateways = open_season("us-33").state, SigningGateways(seed, NAME)
        rehearse(state, store.engine, NAME, seed, {}, progress, gateways=gateways, roster=people(seed))

    with ExitStack() as stores:
        whole, stopped = (stores.enter_context(open_store(clock=lambda: "2024-12-01T00:00:00Z")) for _ in range(2))
        played(whole)
        for week in part((1, 4, 8), 1, of=3):
            with pytest.raises(KeyboardInterrupt):
                played(stopped, stopped_after=week)
        there = stopped.log.last_position()
        with pytest.raises(SeasonTaken):
            played(stopped, seed=34)
        assert stopped.log.last_position() == there
        played(stopped)
        assert list(stopped.log.raw(0, 10_000)) == list(whole.log.raw(0, 10_000))


@pytest.mark.parametrize(
    ("begun", "gone_on"),
    part([("signed", "proved"), ("proved", "signed"), ("proved", "by batch"), ("by batch", "proved")], 1, of=2),
)
def test_a_rehearsal_gone_on_with_under_other_options_is_refused_before_anything_is_recorded(
    begun: str, gone_on: str
) -> None:
    """`--prove` left out when it was gone on with recorded half a week, and said that nothing was recorded."""
    gateways = {
        "signed": SigningGateways(33, NAME),
        "proved": CommittingGateways(33, NAME),
        "by batch": CommittingGateways(33, NAME, by_batch=True),
    }
    state = open_season("us-33").state

    def stopped(done: int, of: int) -> None:
        if done == 1:
            raise InterruptedError

    with open_store(clock=lambda: "2024-12-01T00:00:00Z") as store:
        with pytest.raises(InterruptedError):
            rehearse(state, store.engine, NAME, 33, {}, stopped, gateways=gateways[begun], roster=people())
        there = store.log.last_position()
        with pytest.raises(SeasonTaken):
            rehearse(state, store.engine, NAME, 33, {}, stopped, gateways=gateways[gone_on], roster=people())
        assert store.log.last_position() == there
