"""What a report says of signatures that name no opening, and of margins, in plain whole numbers."""

import json
from pathlib import Path

import pytest

from domain.season import commands as c
from domain.season import words as of
from glitterball.engine.openings import opening_of
from glitterball.evidence.ledger import make_bundle
from glitterball.evidence.verifying import verify
from glitterball.intake import sign_delivery
from glitterball.rulebooks import shipped_rulebook
from tests.evidence.verifying.conftest import Verified
from tests.evidence.verifying.night import COUPLES, GATEWAYS, SEASON, TIME, WEST, Night, batch_of
from tests.evidence.verifying.taken_apart import taken_apart


def test_margins_state_votes_as_whole_numbers(night: Night, verified: Verified) -> None:
    """Counts that read `null` could be any counts."""
    octets = make_bundle(night.ledger, night.register, SEASON, margins=True).octets
    stated = json.loads(taken_apart(octets).files["margin/1.json"])
    state = night.engine.fold(SEASON)
    counted: dict[str, int] = {}
    for gateway in state.tallies[1].gateways.values():
        for tally in gateway.channels.values():
            for couple, votes in tally.votes.items():
                counted[couple] = counted.get(couple, 0) + votes
    assert {couple for couple, _ in stated["votes"]} == set(counted)
    assert all(isinstance(votes, int) and 0 < votes <= counted[couple] for couple, votes in stated["votes"])
    assert verified(octets).findings == ()


@pytest.mark.parametrize("named", [0, 1, 2])
def test_the_report_counts_signatures_that_name_no_opening_and_only_those(named: int, tmp_path: Path) -> None:
    """Whoever reads that everything was signed must also read which signatures a rehearsal's delivery would fit."""
    night = Night(tmp_path)
    try:
        night.say(c.OpenSeason(season=SEASON, show="Dancing", number=1, mode="rehearsal"))
        night.say(c.AdoptRulebook(rulebook=shipped_rulebook("us-33"), from_week=1))
        for couple in COUPLES:
            celebrity, professional = couple.title().split("-")
            night.say(c.CastCouple(couple=couple, celebrity=celebrity, professional=professional))
        night.say(c.IntroduceGatewayKey(gateway="west", key=WEST.verifier_key().to_text()))
        episode = of.Episode(number=1, date="2024-09-24")
        night.say(c.OpenWeek(week=1, form="single", episodes=(episode,), scores_from=(1,), votes_from=(1,)))
        night.say(c.OpenVoting(week=1, gateways=GATEWAYS))
        opened = night.engine.state(SEASON).opened
        assert opened is not None
        for number in (1, 2):
            opening = opening_of(night.log, opened) if number > 2 - named else None
            batch = batch_of(1, "west", "online", number, COUPLES, (300, 200, 100))
            night.engine.deliver(sign_delivery(WEST, [batch], opening=opening), SEASON, 1, TIME)
        night.publisher.publish()
        path = tmp_path / "a.bundle"
        path.write_bytes(make_bundle(night.ledger, night.register, SEASON).octets)
        report = verify(path, night.policy())
    finally:
        night.close()
    assert "2 signatures of gateways" in report.checked
    told = [text for text in report.not_checked if "no opening of it" in text]
    says = {
        2: [],
        1: ["that 1 signature of gateways was made for this season and no rehearsal: it names no opening of it"],
        0: ["that 2 signatures of gateways were made for this season and no rehearsal: they name no opening of it"],
    }
    assert told == says[named]
