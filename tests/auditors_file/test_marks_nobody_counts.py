"""A televote with a running order and a panel that gives no marks: both verifiers call the week certified when it was READY."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.rulebook import Rulebook
from domain.season import commands as c
from domain.season import words as w
from domain.stages.links import HeadJudge, LastDance, Link
from glitterball.evidence.ledger import make_bundle
from glitterball.rulebooks import shipped_rulebook
from tests.auditors_file.both import Both
from tests.auditors_file.test_newer_than_the_verifier import altered, signed
from tests.evidence.verifying.night import COUPLES, GATEWAYS, SEASON, TIME, Night, batch_of, manifest_of
from tests.evidence.verifying.taken_apart import taken_apart


def televote(*links: Link) -> Rulebook:
    """The viewers' side of a shipped rulebook alone."""
    book = shipped_rulebook("us-33")
    sides = tuple(side for side in book.sides if side.counts.stage == "votes")
    alone = {"id": "televote", "sides": sides, "tie_chain": links, "assumptions": (), "promises": None}
    return book.model_copy(update=alone)


def certified(night: Night, book: Rulebook, *, marked: bool) -> None:
    """One week of a season under this rulebook, with dances in its running order and a panel."""
    night.say(c.OpenSeason(season=SEASON, show="Dancing", number=1, mode="live"))
    night.say(c.AdoptRulebook(rulebook=book, from_week=1))
    for couple in COUPLES:
        night.say(c.CastCouple(couple=couple, celebrity=couple, professional="Pro"))
    episode = w.Episode(number=1, date="2024-09-24")
    night.say(c.OpenWeek(week=1, form="single", episodes=(episode,), scores_from=(1,), votes_from=(1,)))
    night.say(c.SeatPanel(week=1, episode=1, judges=(w.Judge(judge="len", name="Len"),)))
    for couple in COUPLES:
        night.say(c.ScheduleDance(week=1, episode=1, round="1", couples=(couple,)))
        if marked:
            night.say(c.GiveScore(week=1, dance=f"1.1.{couple}", judge="len", mark=7))
    night.say(c.OpenVoting(week=1, gateways=GATEWAYS[:1]))
    batches = [batch_of(1, "vox", "sms", number, COUPLES, (300, 200, 100)) for number in (1, 2, 3)]
    night.engine.receive([*batches, manifest_of(batches)], TIME)
    night.say(c.CloseVoting(week=1))
    night.say(c.CertifyOutcome(week=1))
    night.say(c.AnnounceElimination(week=1, couple=COUPLES[2]))
    night.say(c.CloseWeek(week=1))
    night.publisher.publish()


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    night = Night(tmp_path)
    yield night
    night.close()


def test_a_televote_with_dances_without_marks_is_certified_and_verified(night: Night, tmp_path: Path) -> None:
    certified(night, televote(), marked=False)
    told = Both(tmp_path, night.policy())(make_bundle(night.ledger, night.register, SEASON).octets)
    assert (told.exit_code, told.codes) == (0, set())


@pytest.mark.parametrize("link", [LastDance(source="a test"), HeadJudge(source="a test")])
def test_certified_without_a_mark_a_tie_link_looks_at_is_certified_too_early(
    link: Link, night: Night, tmp_path: Path
) -> None:
    certified(night, televote(link), marked=True)
    parts = taken_apart(make_bundle(night.ledger, night.register, SEASON).octets)
    shown = altered(parts, "score-given.v2", lambda event: event.update(type="paddle-shown.v1"))
    assert "ready" in Both(tmp_path, night.policy())(signed(shown, night)).codes
