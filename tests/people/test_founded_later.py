"""A season that was opened without a roster gets one while it is under way: two found it, it binds from then on, and what was
said before stays under names as typed. And a proposal that has expired keeps no week from its end."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from glitterball.evidence.certificate import certificate_json, certificate_of
from glitterball.evidence.verifying import verify
from tests.auditors_file.both import Both, Told
from tests.evidence.verifying import night
from tests.people.rostered import EVE, OLA, PEOPLE, SEASON, VOID, Rostered, whole

FOUND = c.FoundSeason(people=PEOPLE)
LATE = "2024-09-25T00:30:01Z"


class UnderWay(Rostered):
    """Week 1 is over under names as typed; then the roster is founded, and week 2 is begun."""

    def say(self, command: c.SeasonCommand, season: str = SEASON) -> None:
        """By people of the roster, once there is one."""
        on_the_roster = bool(self.engine.state(season).people)
        Rostered.say(self, command, season) if on_the_roster else night.Night.say(self, command, season)

    def found_later(self) -> None:
        self.engine.do(SEASON, c.Propose(command=FOUND), EVE)
        self.engine.do(SEASON, c.Approve(decision=len(self.engine.state(SEASON).proposals)), OLA)


@pytest.fixture
def show(tmp_path: Path) -> Iterator[UnderWay]:
    played = UnderWay(tmp_path)
    played.say(c.OpenSeason(season=SEASON, show="Dancing", number=1, mode="live"))
    played.say(c.AdoptRulebook(rulebook=night.shipped_rulebook("us-33"), from_week=1))
    for couple in night.COUPLES:
        celebrity, professional = couple.title().split("-")
        played.say(c.CastCouple(couple=couple, celebrity=celebrity, professional=professional))
    played.say(c.IntroduceGatewayKey(gateway="west", key=night.WEST.verifier_key().to_text()))
    night.play_week(played, 1, "single", night.COUPLES, (300, 200, 100))
    played.say(c.AnnounceElimination(week=1, couple="cleo-dov"))
    played.say(c.CloseWeek(week=1))
    yield played
    played.close()


def told(show: Rostered, folder: Path) -> Told:
    return Both(folder, show.policy())(show.bundle())


def certificate(show: Rostered, week: int) -> str:
    return json.dumps(certificate_json(certificate_of(show.engine.fold(SEASON), week)), ensure_ascii=False)


def test_a_season_goes_on_under_its_roster_and_both_verifiers_follow_it(show: UnderWay, tmp_path: Path) -> None:
    show.found_later()
    founded = show.log.last_position()
    night.play_week(show, 2, "finale", night.COUPLES[:2], (700, 900))
    verdict = told(show, tmp_path)
    assert (verdict.exit_code, verdict.findings) == (0, frozenset())
    typed = f"who the people named before event {founded} are: the season had no roster yet, and names are as typed"
    assert all(typed in listed for listed in verdict.not_checked)
    assert f"certified before the season had a roster, which was founded at event {founded}" in certificate(show, 1)
    assert "roster founded" not in certificate(show, 1)
    second = certificate(show, 2)
    assert "Eve Adams (executive) named the first of them" not in second
    assert f"at event {founded}, and two people whoever came later" in second
    assert f"said before event {founded} are who they say: the season had no roster yet" in second
    assert "roster founded" in second


def test_a_roster_that_one_person_founds_under_way_is_found_by_both(show: UnderWay, tmp_path: Path) -> None:
    show.forge([e.SeasonFounded(people=PEOPLE)], EVE)
    assert told(show, tmp_path).codes == {"two-persons"}


def test_a_roster_that_is_founded_beside_an_open_proposal_is_found_by_both(show: UnderWay, tmp_path: Path) -> None:
    """What was proposed under a typed name could be approved on the roster without a signature."""
    show.engine.do(SEASON, c.Propose(command=FOUND), EVE)
    number = len(show.engine.state(SEASON).proposals)
    asked = c.CancelElimination(week=1, reason="a storm")
    approved = e.DecisionApproved(decision=number, proposed_by=EVE.name, proposed_as="executive")
    show.forge([e.DecisionProposed(decision=number + 1, command=asked)], EVE)
    show.forge([approved, e.SeasonFounded(people=PEOPLE)], OLA)
    assert told(show, tmp_path).codes == {"people"}
    path = tmp_path / "b.bundle"
    path.write_bytes(show.bundle())
    assert verify(path, show.policy(), without=("people",)).exit_code == 0, "nothing but this check finds it"


def test_an_expired_proposal_keeps_no_week_from_its_certificate(tmp_path: Path) -> None:
    """It kept the week NOT READY until somebody rejected it, although nobody could approve it any more."""
    show = whole(tmp_path)
    show.say(c.ReopenWeek(week=1, reason="a late correction"))
    show.propose(c.VoidChannel(week=1, channel="sms", reason="wrong numbers"), Actor(name="Sam Fox", role="supervisor"))
    corrected = c.CorrectScore(week=1, dance="1.1.anna-ezra", judge=night.JUDGES[0], mark=8, reason="misread")
    show.propose(corrected, Actor(name="Eve Adams", role="score desk"), LATE)
    number = len(show.engine.state(SEASON).proposals)
    show.do(c.Approve(decision=number), Actor(name="Ola Nord", role="score desk"), LATE)
    show.propose(c.CertifyOutcome(week=1), EVE, LATE)
    show.do(c.Approve(decision=number + 1), OLA, LATE)
    assert len(show.engine.state(SEASON).weeks[1].certified) == 2
    verdict = told(show, tmp_path)
    assert (verdict.exit_code, verdict.findings) == (0, frozenset())
    show.close()


def test_a_proposal_that_could_be_approved_keeps_the_week_and_both_find_a_certificate_past_it(tmp_path: Path) -> None:
    show = whole(tmp_path)
    show.say(c.ReopenWeek(week=1, reason="a late correction"))
    show.propose(VOID, Actor(name="Sam Fox", role="supervisor"))
    before = show.engine.state(SEASON).weeks[1].certified[-1]
    show.propose(c.RevokePerson(identity="sam", reason="he left"), EVE)
    show.forge([before.fact], OLA)
    assert {"two-persons", "ready"} <= told(show, tmp_path).codes
    show.close()
