"""The audit of a week: announced against computed, certified against recomputed, and what is not known."""

import json
from fractions import Fraction

import pytest

from domain.record import Recorded
from domain.season import commands as c
from domain.season.refusals import NoRulebook, WeekUnknown
from domain.season.words import CoupleVotes
from glitterball.audit.as_json import audit_as_json
from glitterball.audit.comparing import compare_season
from glitterball.audit.saying import comparison_line, couple_names, lines, percent
from glitterball.audit.week import audit_week
from projections import outcomes
from tests.audit import nights, seasons
from tests.audit.nights import WEEK_TWO
from tests.audit.seasons import fold_of


def audit(log):
    return audit_week(fold_of(log), 1)


def errors(found):
    return [finding.what for finding in found.findings if finding.severity == "error"]


def test_a_night_that_went_as_computed_follows():
    log = seasons.certified()
    log.say(c.AnnounceElimination(week=1, couple="gil-hal"))
    found = audit(log)
    assert (found.verdict, found.sound, errors(found)) == ("follows", True, [])
    assert found.certified == "yes"
    assert found.implied is None
    assert [step.stage for step in found.steps] == [
        "scores", "points", "votes", "points", "combine", "tie", "order", "select", "leave",
    ]  # fmt: skip
    assert all(step.source for step in found.steps)
    assert found.steps[0].compared[0] == ("amy-ben", 27)
    assert found.steps[0].rests_on
    assert found.alternatives[0].leaving == ("gil-hal",)


def test_another_couple_announced_does_not_follow_and_both_are_named():
    log = seasons.certified()
    log.say(c.AnnounceElimination(week=1, couple="amy-ben"))
    found = audit(log)
    assert (found.verdict, found.sound) == ("does not follow", False)
    assert errors(found) == ["announced as leaving: Amy & Ben; computed: Gil & Hal"]


def test_before_anything_is_announced_there_is_nothing_to_follow():
    assert audit(seasons.certified()).verdict == "nothing announced"
    assert audit(seasons.scored(seasons.opened())).verdict == "nothing announced"
    assert audit(seasons.opened()).verdict in ("nothing announced", "undecided")


def test_us_29_the_wrong_couple_announced_and_corrected_leaves_both_on_record():
    log = seasons.certified()
    log.say(c.AnnounceDanger(week=1, couples=("amy-ben",)))
    log.say(c.CorrectAnnouncement(week=1, what="danger", couples=("gil-hal",), reason="the host read the wrong card"))
    log.say(c.AnnounceElimination(week=1, couple="gil-hal"))
    found = audit(log)
    assert found.verdict == "follows"
    assert found.announced.danger == ("gil-hal",)
    notes = [finding.what for finding in found.findings if finding.severity == "note"]
    assert notes == [
        "the announcement of danger was corrected to Gil & Hal: the host read the wrong card",
        "deliveries are taken in unsigned from phones: no key was introduced",
    ]


def test_us_29_before_the_correction_the_wrong_danger_set_is_a_warning():
    log = seasons.certified()
    log.say(c.AnnounceDanger(week=1, couples=("amy-ben",)))
    found = audit(log)
    assert [one.what for one in found.findings if one.severity == "warning"] == [
        "announced in danger: Amy & Ben; computed: Gil & Hal"
    ]


def test_a_score_corrected_after_certification_makes_the_certificate_stale():
    log = seasons.certified()
    for judge in seasons.JUDGES:
        log.say(c.CorrectScore(week=1, dance="1.1.gil-hal", judge=judge, mark=10, reason="read wrongly"))
    found = audit(log)
    assert found.certified == "stale"
    assert not found.sound
    told = errors(found)
    assert f"the certificate is stale: event {log.state.weeks[1].touched} changed what it rests on" in told
    assert "the scores, votes and decisions counted as certified and as recomputed differ" in told
    assert any(one.startswith("who leaves as certified and as recomputed differ: Gil & Hal;") for one in told)
    log.say(c.CertifyOutcome(week=1))
    assert audit(log).certified == "yes"
    assert errors(audit(log)) == []


def test_a_certificate_whose_lines_were_altered_is_found_out():
    log = seasons.certified()
    event = log.events[-1]
    lines = event.fact.standings
    altered = (lines[0].model_copy(update={"combined": 99}), *lines[1:])
    log.events[-1] = event._replace(fact=event.fact.model_copy(update={"standings": altered}))
    assert errors(audit(log)) == ["the standings as certified and as recomputed differ for Eva & Fin"]


def test_a_result_announced_before_its_certificate_is_an_error():
    log = seasons.certified()
    certificate = log.events.pop()
    fact = seasons.certified()
    fact.say(c.AnnounceElimination(week=1, couple="gil-hal"))
    spoken = fact.events[-1]
    log.events.append(spoken._replace(position=certificate.position))
    log.events.append(certificate._replace(position=certificate.position + 1))
    assert errors(audit(log)) == ["the result was announced before it was certified"]


def test_a_void_that_restates_more_than_was_delivered_is_an_error_and_what_is_not_checked_is_noted():
    log = seasons.voted(seasons.scored(seasons.opened()))
    void = {"week": 1, "gateway": "phones", "batch": 1, "channel": "sms", "body": "viewers", "reason": "a test"}
    log.say(c.VoidBatch(**void, votes=(CoupleVotes(couple="amy-ben", votes=11),)))
    found = audit(log)
    assert errors(found) == ["voided batches restate 11 votes for Amy & Ben; the channel delivered 10"]
    assert any("not here" in one.what for one in found.findings if one.severity == "note")


def test_an_open_tie_is_undecided():
    log = seasons.opened(rulebook=nights.rulebook(chain=()))
    seasons.voted(seasons.scored(log), {"amy-ben": 10, "cat-dan": 20, "eva-fin": 30, "gil-hal": 40})
    found = audit(log)
    assert found.outcome.status == found.verdict == "undecided"


def test_season_33_week_two_is_consistent_under_every_reading_and_says_what_follows():
    found = audit(seasons.week_two_of_season_33())
    assert (found.verdict, found.sound) == ("consistent", True)
    assert found.implied.rulebook.orders.placings == 83
    assert found.implied.rulebook.orders.giving == 365_923_448
    assert len(found.implied.readings) == 5
    assert found.implied_by_danger.verdict == "consistent"
    assert [dispute.source for dispute in found.disputes] == ["an article of 7 October 2024"]
    assert [one.name for one in found.assumptions] == ["judges-ties", "method"]
    assert found.not_published[0] == "votes of side viewers"
    told = "\n".join(lines(found))
    assert "Delvey & Pro 3 to 13" in told
    assert "Delvey & Pro less than 9.14 % (277/3030)" in told
    assert "Spelling & Pro less than 8.96 % (181/2020)" in told
    assert "Disputed (danger)" in told


def test_an_audit_as_json_is_the_same_bytes_every_time_and_holds_no_float():
    def refuse(text):
        raise AssertionError(f"a float: {text}")

    for log in (seasons.week_two_of_season_33(), seasons.certified()):
        first, second = (json.dumps(audit_as_json(audit(log))) for _ in range(2))
        assert first == second
        json.loads(first, parse_float=refuse)


def test_a_season_is_compared_week_by_week():
    log = seasons.certified()
    log.say(c.AnnounceElimination(week=1, couple="amy-ben"))
    (one,) = compare_season(fold_of(log))
    assert (one.agrees, one.verdict, one.differs) == ("no", "does not follow", True)
    names = couple_names(log.state)
    assert comparison_line(one, names).startswith("Week 1: announced Amy & Ben, computed Gil & Hal: does not follow.")
    (secret,) = compare_season(fold_of(seasons.week_two_of_season_33()))
    assert (secret.agrees, secret.verdict, secret.differs) == ("secret", "consistent", False)
    json.dumps(secret.as_json())


def test_the_view_of_outcomes_says_whether_announced_and_computed_agree():
    log = seasons.certified()
    assert [row.agrees for row in outcomes.rows(fold_of(log))] == ["not yet"]
    log.say(c.AnnounceElimination(week=1, couple="gil-hal"))
    (row,) = outcomes.rows(fold_of(log), 1)
    assert (row.agrees, row.certified, row.computed_leaving) == ("yes", "yes", ("gil-hal",))
    assert outcomes.rows(fold_of(log), 2) == ()


def test_a_finale_is_compared_by_its_places():
    log = seasons.voted(seasons.scored(seasons.opened(form="finale")))
    log.say(c.CertifyOutcome(week=1))
    order = ("eva-fin", "cat-dan", "amy-ben", "gil-hal")
    log.say(c.AwardPlaces(week=1, places=seasons.placed(*order)))
    (row,) = outcomes.rows(fold_of(log))
    assert (row.agrees, row.computed_places, row.announced_places) == ("yes", order, order)
    assert audit(log).verdict == "follows"


def test_a_week_that_is_not_there_is_refused_by_name():
    log = seasons.opened()
    with pytest.raises(WeekUnknown):
        audit_week(fold_of(log), 7)
    log.events = [event for event in log.events if event.fact.TYPE != "rulebook-adopted.v1"]
    assert isinstance(log.events[0], Recorded)
    with pytest.raises(NoRulebook):
        audit(log)
    assert compare_season(fold_of(log)) == ()


def test_couples_are_called_by_first_names_and_a_share_is_said_to_two_places():
    log = seasons.opened(couples=tuple(f"{name}-pro" for name in list(WEEK_TWO)[:2]))
    assert couple_names(log.state)["kinney-pro"] == "Kinney & Pro"
    assert percent(Fraction(277, 3030)) == "9.14 %"
    assert percent(Fraction(1)) == "100.00 %"
