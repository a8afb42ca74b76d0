"""Judges' cards of a round before a final, said to a season: what is recorded, and what goes back to the judge."""

import pytest

from domain.exact import exact
from domain.season import commands as c
from domain.season import events as e
from domain.season import words as w
from domain.season.announcing.refusals import WeekCannotClose
from domain.season.deciding.refusals import NoSuchCut, WeekNotReady
from domain.season.proposing.refusals import NeedsSecondPerson
from domain.season.readiness import readiness
from domain.season.refusals import DanceUnknown, EpisodeUnknown, JudgeNotOnPanel
from domain.season.scoring.refusals import AlreadyCalled, CallsNotMarks, CardNotRight, NoCallsAsked
from glitterball.rulebooks import shipped_rulebook
from glitterball.testing import PlainLog
from glitterball.testing.people import PEOPLE
from tests.rulebooks.rounds import CLEAR, COUPLES, JUDGES, TIED, begun, called_back, card, decision

FOUR = ("c1", "c2", "c3", "c4")
CERTIFY = c.CertifyOutcome(week=1)


def ball(*commands: c.SeasonCommand, form: str = "semi-final") -> PlainLog:
    log = PlainLog("ball-1")
    for command in (*begun(form=form), *commands):
        log.say(command)
    return log


def test_a_card_is_recorded_with_its_couples_in_order_of_identifier() -> None:
    log = ball()
    (fact,) = log.say(card("ada", "waltz", ("c3", "c1", "c4", "c2")))
    assert isinstance(fact, e.CouplesCalled)
    assert (fact.couples, fact.TYPE, fact.reason) == (FOUR, "couples-called.v1", None)


@pytest.mark.parametrize(
    ("called", "because"),
    [
        (("c1", "c2", "c3"), "it calls 3 of 7 couples, and 4 are asked for"),
        (("c1", "c2", "c3", "c4", "c5"), "it calls 5 of 7 couples, and 4 are asked for"),
        (("c1", "c2", "c3", "c3"), "it calls c3 twice"),
        (("c1", "c2", "c3", "zoe"), "it calls zoe, not dancing in that round"),
    ],
)
def test_a_card_that_is_not_right_goes_back_to_the_judge(called: tuple[str, ...], because: str) -> None:
    log = ball()
    with pytest.raises(CardNotRight) as refusal:
        log.say(card("ada", "waltz", called))
    said = refusal.value.sentence()
    assert said.startswith(f"ada's card for round waltz of week 1 is not right: {because}")
    assert "clause forms.semi-final.select, the ball's programme, page 2" in said
    assert log.state.weeks[1].calls == ()


def test_fewer_couples_than_are_asked_for_are_all_called() -> None:
    log = PlainLog("ball-1")
    for command in begun(couples=COUPLES[:3]):
        log.say(command)
    log.say(card("ada", "waltz", COUPLES[:3]))
    with pytest.raises(CardNotRight, match="it calls 2 of 3 couples, and 3 are asked for"):
        log.say(card("ben", "waltz", COUPLES[:2]))


def test_a_couple_that_left_earlier_is_not_dancing() -> None:
    log = ball(c.WithdrawCouple(week=1, couple="c7", reason="an injury"))
    log.say(card("ada", "waltz", FOUR))
    assert "c7" not in log.outcome(1).couples


def test_another_card_of_the_same_judge_says_why_and_the_first_stays_in_the_log() -> None:
    log = ball(card("ada", "waltz", FOUR))
    other = ("c1", "c2", "c3", "c5")
    with pytest.raises(AlreadyCalled, match="c1, c2, c3, c4"):
        log.say(card("ada", "waltz", other))
    with pytest.raises(AlreadyCalled):
        log.say(card("ada", "waltz", FOUR, reason="the same couples again"))
    log.say(card("ada", "waltz", other, reason="4 was read for 5"))
    assert [event.fact.couples for event in log.state.weeks[1].calls] == [FOUR, other]


def test_who_does_not_judge_and_what_is_not_danced_is_refused() -> None:
    log = ball()
    for refusal, command in (
        (JudgeNotOnPanel, card("zed", "waltz", FOUR)),
        (DanceUnknown, card("ada", "rumba", FOUR)),
        (EpisodeUnknown, card("ada", "waltz", FOUR).model_copy(update={"episode": 2})),
    ):
        with pytest.raises(refusal):
            log.say(command)


def test_no_mark_is_given_where_calls_are_counted_and_no_card_where_marks_are() -> None:
    log = ball()
    with pytest.raises(CallsNotMarks, match=r"clause sides\.judges\.counts"):
        log.say(c.GiveScore(week=1, dance="1.waltz.c1", judge="ada", mark=exact(1)))
    with pytest.raises(NoCallsAsked, match="form friendly of small-ball@1 calls nobody back"):
        ball(form="friendly").say(card("ada", "waltz", FOUR))
    log = PlainLog("ball-1")
    for command in begun():
        log.say(c.AdoptRulebook(rulebook=shipped_rulebook("us-34"), from_week=1) if isinstance(command, c.AdoptRulebook)
                else command.model_copy(update={"form": "single"}) if isinstance(command, c.OpenWeek) else command)  # fmt: skip
    with pytest.raises(NoCallsAsked, match="no side of us-34@1 counts calls"):
        log.say(card("ada", "waltz", FOUR))


def test_a_week_names_the_judges_whose_cards_are_missing() -> None:
    log = ball(card("ada", "waltz", FOUR))
    found = {str(finding) for finding in readiness(log.state, 1, log.tallies)}
    assert "week 1, dance 1.waltz.c1: scores are missing: ben, cy" in found
    with pytest.raises(WeekNotReady):
        log.say(CERTIFY)


def test_with_all_cards_the_round_is_certified_and_closes_when_it_was_said_who_leaves() -> None:
    log = ball(*called_back(CLEAR), CERTIFY)
    (certified,) = log.state.weeks[1].certified
    assert set(certified.fact.leaving) == {"c5", "c6", "c7"}
    with pytest.raises(WeekCannotClose, match="3 were not called back and nobody was announced"):
        log.say(c.CloseWeek(week=1))
    for couple in certified.fact.leaving:
        log.say(c.AnnounceElimination(week=1, couple=couple))
    log.say(c.CloseWeek(week=1))
    episode = w.Episode(number=2, date="2024-10-01")
    log.say(c.AdoptRulebook(rulebook=shipped_rulebook("skating-final"), from_week=2))
    log.say(c.OpenWeek(week=2, form="final", episodes=(episode,), scores_from=(2,), votes_from=(2,)))
    assert log.outcome(2).couples == FOUR


def test_a_tie_at_the_cut_keeps_the_round_from_being_certified_until_two_people_settle_it() -> None:
    log = ball(*called_back(TIED))
    with pytest.raises(WeekNotReady, match="as the chairman decides"):
        log.say(CERTIFY)
    with pytest.raises(NeedsSecondPerson):
        log.say(decision(("c4", "c5", "c6"), "all go on"), PEOPLE["adjudicator"])
    log.say(decision(("c6", "c4", "c5"), "all go on"))
    (settled,) = log.state.weeks[1].cuts
    assert settled.fact.couples == ("c4", "c5", "c6")
    log.say(CERTIFY)
    assert log.state.weeks[1].certified[-1].fact.leaving == ("c7",)


def test_only_an_open_cut_is_settled() -> None:
    with pytest.raises(NoSuchCut, match="equal at an open cut are c4, c5, c6"):
        ball(*called_back(TIED)).say(decision(("c4", "c5"), "all go on"))
    with pytest.raises(NoSuchCut, match="equal at an open cut are none"):
        ball(*called_back(CLEAR)).say(decision(("c4", "c5"), "all go on"))


def test_somebody_goes_on() -> None:
    log = PlainLog("ball-1")
    couples = COUPLES[:5]
    for command in begun(couples=couples):
        log.say(command)
    log.say(c.MarkJudgeAbsent(week=1, episode=1, judge="cy", reason="ill"))
    for dance, left_out in (("waltz", ("c1", "c2")), ("tango", ("c3", "c4"))):
        for judge, out in zip(("ada", "ben"), left_out, strict=True):
            log.say(card(judge, dance, tuple(couple for couple in couples if couple != out)))
    assert [set(group) for group in log.outcome(1).order] == [{"c5"}, {"c1", "c2", "c3", "c4"}]
    log.say(decision(("c1", "c2", "c3", "c4"), "none goes on"))
    assert set(log.outcome(1).leaving) == {"c1", "c2", "c3", "c4"}


def test_where_all_are_equal_none_goes_on_is_refused() -> None:
    """Five couples, five judges, each of whom leaves another one out."""
    couples = COUPLES[:5]
    judges = (*JUDGES, "dee", "eli")
    log = PlainLog("ball-1")
    for command in begun(couples=couples):
        if isinstance(command, c.SeatPanel):
            seats = tuple(w.Judge(judge=judge, name=judge.title()) for judge in judges)
            log.say(command.model_copy(update={"judges": seats}))
        elif not isinstance(command, c.ScheduleDance) or command.round == "waltz":
            log.say(command)
    for judge, out in zip(judges, couples, strict=True):
        log.say(card(judge, "waltz", tuple(couple for couple in couples if couple != out)))
    with pytest.raises(NoSuchCut, match="nobody would go on"):
        log.say(decision(couples, "none goes on"))
    log.say(decision(couples, "all go on"))
    assert log.outcome(1).leaving == ()


def test_a_card_replaced_after_the_decision_counts_and_the_decision_no_longer_fits() -> None:
    log = ball(*called_back(TIED), decision(("c4", "c5", "c6"), "none goes on"))
    assert log.outcome(1).status == "decided"
    log.say(card("cy", "waltz", ("c1", "c2", "c3", "c5"), reason="6 was read for 5"))
    assert set(log.outcome(1).leaving) == {"c4", "c6", "c7"}
    assert log.outcome(1).status == "decided"
