"""A proposal is told in full: whoever approves it knows whose mark, from what to what, which votes, in which order."""

import pytest

from domain.season import commands as c
from domain.season import words as w
from glitterball.rulebooks import shipped_rulebook
from projections.saying.proposing import asked
from projections.saying.speaker import Speaker
from tests.domain.given_when_then import COUNTED, given
from tests.domain.test_people import EVE

A, B, C = "anna-ezra", "bea-cole", "cleo-dov"
VOTES = (w.CoupleVotes(couple=A, votes=1), w.CoupleVotes(couple=B, votes=2))
TOLD: list[tuple[c.TwoPersonCommand, str]] = [
    (c.CorrectScore(week=1, dance=f"1.1.{C}", judge="len", mark="17/2", reason="misread"), "from 7 to 8.5, because misread"),
    (c.AdoptRulebook(rulebook=shipped_rulebook("us-33"), from_week=3), "us-33@1 from week 3 on"),
    (c.VoidBatch(week=1, gateway="vox", batch=4, channel="sms", body="viewers", votes=VOTES, reason="x"),
     "batch 4 of vox (sms, 3 votes) in week 1"),
    (c.VoidChannel(week=1, channel="sms", reason="x"), "all votes of channel sms in week 1"),
    (c.SubstituteInput(week=1, body="viewers", votes=VOTES, reason="x"), "by 1 for anna-ezra"),
    (c.ReplaceManifest(week=1, gateway="vox", channel="sms", body="viewers", votes=VOTES, reason="x"),
     "state the votes of gateway vox in channel sms (viewers) in week 1 as 1 for anna-ezra"),
    (c.GiveUpGateway(week=1, gateway="vox", taken="as delivered", reason="x"), "vox in week 1, its votes taken as delivered"),
    (c.GiveUpGateway(week=1, gateway="vox", taken="not at all", reason="x"), "vox in week 1, its votes not counted at all"),
    (c.StateWindow(week=1, opens="2024-09-24T00:00:00Z", closes="2024-09-24T04:00:00Z", reason="x"),
     "the lines in week 1 as 2024-09-24T00:00:00Z to 2024-09-24T04:00:00Z"),
    (c.RestateWeek(week=1, form="single", episodes=(w.Episode(number=1, date="2024-09-24"),), scores_from=(1,), votes_from=(1,),
                   reason="x"), "state week 1 anew with episode 1, to end in the form single"),
    (c.SettleTie(week=1, link="lot", order=(B, A), how="drawn by Ada"), "by lot (drawn by Ada): bea-cole"),
    (c.SettleCut(week=1, couples=(A, B), decided="all go on", how="room"), "that all go on (room)"),
    (c.CorrectAnnouncement(week=1, what="eliminated", couples=(C,), reason="x"), "dov & a leaving"),
    (c.IntroducePerson(**EVE.model_dump()), "introduce Eve Adams (executive, producer) as eve"),
    (c.ChangePerson(**EVE.model_dump(), reason="x"), "change eve to Eve Adams (executive, producer)"),
    (c.RevokePerson(identity="eve", reason="left"), "revoke eve, because left"),
    (c.StateBye(week=1, couples=(A,), holds="bye", reason="x"), "state bye for anna-ezra"),
    (c.RevokeGatewayKey(gateway="vox", key_id="0a1b2c3d", reason="x"), "revoke gateway key 0a1b2c3d of gateway vox"),
    (c.CertifyOutcome(week=1), "certify outcome in week 1"),
    (c.ReopenWeek(week=1, reason="late"), "reopen week in week 1, because late"),
    (c.CancelElimination(week=1, reason="x"), "cancel elimination in week 1"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "words"), TOLD, ids=[command.do for command, _ in TOLD])
def test_it_says_what_it_changes(command: c.TwoPersonCommand, words: str) -> None:
    assert words in asked(command, Speaker(given(*COUNTED).state)), asked(command, Speaker(given(*COUNTED).state))
