"""A manifest that is wrong or never comes, a gateway that is down, a judge who cannot go on: two people say what holds.

Each test is named after the accident it stands for.
"""

from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.gateway.tally import WeekTally
from domain.season import commands as c
from domain.season import events as e
from domain.season import words as w
from domain.season.lookup import voted_for
from domain.season.proposing.refusals import NeedsSecondPerson, RoleMayNot, SamePerson
from domain.season.readiness import awaited, is_ready, readiness
from domain.season.refusals import CoupleNotDancing
from glitterball.testing import PlainLog, manifest_of
from tests.domain.given_when_then import (
    BEGUN,
    COUNTED,
    DORA,
    ELIN,
    MARKED,
    OLGA,
    PIA,
    THREE,
    batch,
    danced,
    given,
    panel,
    refused,
    sealed,
    when,
)

A, B, C = THREE
PHONES, WEB = ("phones", "sms"), ("web", "online")
LINES = e.VotingOpened(
    week=1,
    gateways=tuple(w.ExpectedGateway(gateway=gateway, channels=(channel,)) for gateway, channel in (PHONES, WEB)),
)


def of(gateway: tuple[str, str], number: int, votes: dict[str, int]) -> Any:
    return batch(number, votes, gateway=gateway[0], channel=gateway[1])


def closing(gateway: tuple[str, str], *batches: Any) -> Any:
    return manifest_of(batches, season="us-33", week=1, gateway=gateway[0])


SMS, ONLINE = of(PHONES, 1, {A: 5, B: 5, C: 90}), of(WEB, 1, {A: 50, B: 40, C: 10})
SILENT_PHONES = (*MARKED, LINES, ONLINE, closing(WEB, ONLINE), sealed())
WRONG_MANIFEST = (
    *MARKED, LINES, SMS, closing(PHONES, SMS), ONLINE, closing(WEB, of(WEB, 1, {A: 50, B: 40, C: 110})), sealed(),
)  # fmt: skip


def by_two(log: PlainLog, command: Any) -> None:
    when(log, c.Propose(command=command), ELIN)
    when(log, c.Approve(decision=max(log.state.proposals)), OLGA)


def giving_up(gateway: str, taken: Any) -> c.GiveUpGateway:
    return c.GiveUpGateway(week=1, gateway=gateway, taken=taken, reason="it does not answer")


def stating(gateway: tuple[str, str], votes: dict[str, int], body: str = "viewers") -> c.ReplaceManifest:
    counts = tuple(w.CoupleVotes(couple=couple, votes=count) for couple, count in votes.items())
    said = {"week": 1, "gateway": gateway[0], "channel": gateway[1], "body": body, "votes": counts}
    return c.ReplaceManifest.model_validate({**said, "reason": "its disk was read out again"})


def codes(log: PlainLog) -> set[str]:
    return {found.code for found in readiness(log.state, 1, log.tallies) if found.severity == "error"}


def votes_of(log: PlainLog) -> dict[str, int]:
    side = next(side for side in log.outcome(1).sides if side.name == "viewers")
    return {couple: int(votes) for couple, votes in zip(log.outcome(1).couples, side.raw, strict=True)}


def test_phones_that_never_delivered_do_not_keep_the_week_for_ever() -> None:
    """Season 27, 2 October 2018: no phone votes were collected, and online votes alone counted."""
    log = given(*SILENT_PHONES)
    assert codes(log) == {"manifest-missing"}
    by_two(log, giving_up("phones", "not at all"))
    assert codes(log) == set()
    assert votes_of(log) == {A: 50, B: 40, C: 10}
    by_two(log, c.CertifyOutcome(week=1))
    assert log.state.weeks[1].certified[0].fact.leaving == (C,)


def test_a_manifest_that_says_a_hundred_more_is_settled_by_two() -> None:
    log = given(*WRONG_MANIFEST)
    assert codes(log) == {"manifest-differs"}
    by_two(log, giving_up("web", "as delivered"))
    assert is_ready(readiness(log.state, 1, log.tallies))
    assert votes_of(log) == {A: 55, B: 45, C: 100}


def test_votes_stated_couple_by_couple_stand_in_place_of_what_was_delivered() -> None:
    log = given(*WRONG_MANIFEST)
    by_two(log, stating(WEB, {A: 50, B: 40, C: 110}))
    assert codes(log) == set()
    assert votes_of(log) == {A: 55, B: 45, C: 200}


def test_a_stated_manifest_may_name_a_couple_that_withdrew_while_the_lines_were_open() -> None:
    """Its votes were cast and stand in the gateway's own count. They count for nobody."""
    log = given(*WRONG_MANIFEST, e.CoupleWithdrew(week=1, couple=C, reason="ill"))
    by_two(log, stating(WEB, {A: 50, B: 40, C: 110}))
    assert codes(log) == set()
    assert votes_of(log) == {A: 55, B: 45}


def test_a_stated_manifest_names_no_couple_that_left_before() -> None:
    state = given(*WRONG_MANIFEST, e.CoupleWithdrew(week=1, couple=C, reason="ill")).state
    voted_for(state, C, 1)
    with pytest.raises(CoupleNotDancing):
        voted_for(state, C, 2)


def test_nothing_of_a_gateway_that_was_given_up_counts_and_its_voids_take_nothing_out_twice() -> None:
    log = given(*WRONG_MANIFEST)
    held = tuple(w.CoupleVotes(couple=couple, votes=votes) for couple, votes in ONLINE.votes)
    of_web = {"week": 1, "gateway": "web", "batch": 1, "channel": "online", "body": "viewers"}
    by_two(log, c.VoidBatch.model_validate({**of_web, "votes": held, "reason": "a test"}))
    by_two(log, giving_up("web", "not at all"))
    assert votes_of(log) == {A: 5, B: 5, C: 90}
    by_two(log, stating(WEB, {A: 1}))
    assert votes_of(log) == {A: 6, B: 5, C: 90}


def test_a_voided_channel_stays_out_whatever_is_stated_of_it() -> None:
    log = given(*WRONG_MANIFEST)
    by_two(log, stating(WEB, {A: 1_000}))
    by_two(log, c.VoidChannel(week=1, channel="online", reason="a wrong number on screen"))
    assert votes_of(log) == {A: 5, B: 5, C: 90}


def test_the_last_statement_about_a_gateway_stands() -> None:
    log = given(*WRONG_MANIFEST)
    by_two(log, giving_up("web", "not at all"))
    by_two(log, giving_up("web", "as delivered"))
    assert votes_of(log) == {A: 55, B: 45, C: 100}


def test_a_batch_of_another_day_is_not_counted_because_its_gateway_was_given_up() -> None:
    stray = of(WEB, 2, {C: 500}).model_copy(update={"opens": "2024-09-20T00:00:00Z", "closes": "2024-09-20T01:00:00Z"})
    lines = LINES.model_copy(update={"opens": "2024-09-25T00:00:00Z", "closes": "2024-09-26T00:00:00Z"})
    log = given(*MARKED, lines, SMS, closing(PHONES, SMS), ONLINE, stray, sealed())
    by_two(log, giving_up("web", "as delivered"))
    assert codes(log) == {"batches-outside-the-window"}
    by_two(log, giving_up("web", "not at all"))
    assert codes(log) == set()


def test_a_gateway_is_given_up_and_votes_are_stated_by_two_in_different_roles() -> None:
    for command in (giving_up("web", "not at all"), stating(WEB, {A: 1})):
        log = given(*WRONG_MANIFEST)
        refused(NeedsSecondPerson, log, command, ELIN)
        when(log, c.Propose(command=command), ELIN)
        refused(SamePerson, log, c.Approve(decision=1), ELIN)


counts = st.dictionaries(st.sampled_from(THREE), st.integers(0, 9), min_size=1)


@for_all(
    st.lists(st.tuples(st.sampled_from([PHONES, WEB]), counts), max_size=5),
    st.lists(
        st.one_of(
            st.tuples(
                st.just("give up"), st.sampled_from([PHONES, WEB]), st.sampled_from(["as delivered", "not at all"])
            ),
            st.tuples(st.just("state"), st.sampled_from([PHONES, WEB]), counts),
            st.tuples(st.just("void channel"), st.sampled_from([PHONES, WEB]), st.none()),
        ),
        max_size=4,
    ),
)
def test_what_counts_is_what_a_slow_look_at_every_statement_says(
    sent: list[tuple[tuple[str, str], dict[str, int]]], said: list[tuple[str, tuple[str, str], Any]]
) -> None:
    """The oracle goes through gateways one by one: stated, else nothing, else every batch; a voided channel has none."""
    log, came = given(*MARKED, LINES), {PHONES: 0, WEB: 0}
    for gateway, votes in sent:
        came[gateway] += 1
        when(log, of(gateway, came[gateway], votes))
    log.record((sealed(),))
    stated, taken, voided = dict[Any, Any](), dict[Any, Any](), set()
    for what, gateway, how in said:
        if what == "give up" and taken.get(gateway) != how:
            by_two(log, giving_up(gateway[0], how))
            taken[gateway] = how
        elif what == "state":
            by_two(log, stating(gateway, how))
            stated[gateway] = how
        elif what == "void channel" and gateway not in voided:
            by_two(log, c.VoidChannel(week=1, channel=gateway[1], reason="a wrong number on screen"))
            voided.add(gateway)
    expected = dict.fromkeys(THREE, 0)
    for gateway in (PHONES, WEB):
        delivered = [votes for source, votes in sent if source == gateway]
        held = [stated[gateway]] if gateway in stated else [] if taken.get(gateway) == "not at all" else delivered
        for votes in held if gateway not in voided else ():
            for couple, count in votes.items():
                expected[couple] += count
    if any(expected.values()):
        assert votes_of(log) == expected


ILL_HALF_WAY = (*BEGUN, panel("carrie", "len"), *danced(A, 9, 2), *danced(B, 8), *danced(C, 7))


def test_a_judge_who_is_taken_ill_half_way_does_not_keep_the_week_for_ever() -> None:
    log = given(*ILL_HALF_WAY, *COUNTED[len(MARKED) :])
    absent = c.MarkJudgeAbsent(week=1, episode=1, judge="len", reason="taken ill")
    assert codes(log) == {"scores-missing"}
    refused(NeedsSecondPerson, log, absent, ELIN)
    refused(RoleMayNot, log, absent, DORA)
    by_two(log, absent)
    assert codes(log) == set()
    totals = dict(zip(log.outcome(1).couples, log.outcome(1).sides[0].raw, strict=True))
    assert totals == {A: 9, B: 8, C: 7}, "all couples are judged by the same panel"


def test_a_judge_without_a_mark_is_absent_on_one_persons_word_as_ever() -> None:
    log = given(*BEGUN, panel("carrie", "len"), *danced(A, 9))
    assert when(log, c.MarkJudgeAbsent(week=1, episode=1, judge="len", reason="ill"), DORA)


def test_a_week_opened_in_a_form_that_does_not_fit_the_night_is_stated_anew() -> None:
    log = given(*COUNTED)
    stands = log.state.weeks[1].opened.fact
    said = {name: getattr(stands, name) for name in ("week", "episodes", "scores_from", "votes_from")}
    by_two(log, c.CertifyOutcome(week=1))
    by_two(log, c.RestateWeek.model_validate({**said, "form": "nobody-leaves", "reason": "the final was moved"}))
    assert log.state.weeks[1].touched > log.state.weeks[1].certified[0].position
    by_two(log, c.CertifyOutcome(week=1))
    assert [event.fact.leaving for event in log.state.weeks[1].certified] == [(C,), ()]


def test_a_rulebook_adopted_by_mistake_is_replaced_though_the_open_week_has_no_form_in_it() -> None:
    log = given(*COUNTED)
    other = log.state.rulebooks[0].fact.rulebook
    renamed = tuple(form.model_copy(update={"name": f"{form.name}-2"}) for form in other.forms)
    by_two(log, c.AdoptRulebook(rulebook=other.model_copy(update={"forms": renamed, "version": 2}), from_week=1))
    assert codes(log) == {"needs-a-decision"}
    stands = log.state.weeks[1].opened.fact
    said = {name: getattr(stands, name) for name in ("week", "episodes", "scores_from", "votes_from")}
    by_two(log, c.RestateWeek.model_validate({**said, "form": "single-2", "reason": "the rules were another show's"}))
    assert codes(log) == set()


def test_a_week_in_which_nothing_was_danced_is_ready_once_two_people_have_said_so() -> None:
    log = given(*BEGUN, *COUNTED[len(MARKED) :])
    assert "no-dance-scheduled" in codes(log)
    by_two(log, c.StateBye(week=1, couples=THREE, holds="no marks", reason="a strike: nobody danced"))
    assert "no-dance-scheduled" not in codes(log)


@pytest.mark.parametrize("how", ["as delivered", "not at all"])
def test_votes_of_a_week_that_has_ended_are_settled_for_the_week_that_counts_them(how: str) -> None:
    ended = (*SILENT_PHONES, e.EliminationCancelled(week=1, reason="x"), e.WeekClosed(week=1))
    log = given(*ended)
    by_two(log, giving_up("phones", how))
    assert not codes(log) & {"manifest-missing"}


def test_a_gateway_whose_votes_are_all_stated_is_waited_for_no_longer() -> None:
    log = given(*SILENT_PHONES)
    by_two(log, stating(PHONES, {A: 5, B: 5, C: 90}))
    assert codes(log) == set()
    assert votes_of(log) == {A: 55, B: 45, C: 100}


def test_of_a_gateway_with_two_channels_the_other_is_waited_for() -> None:
    both = w.ExpectedGateway(gateway="phones", channels=("calls", "sms"))
    lines = e.VotingOpened(week=1, gateways=(both, LINES.gateways[1]))
    log = given(*MARKED, lines, ONLINE, closing(WEB, ONLINE), sealed())
    by_two(log, stating(PHONES, {A: 5}))
    assert codes(log) == {"manifest-missing"}
    by_two(log, stating(("phones", "calls"), {A: 5}))
    assert codes(log) == set()


def waits(log: PlainLog) -> list[tuple[str, str]]:
    """What whoever takes in the week's deliveries still waits for."""
    found = awaited(log.state.weeks[1], log.tallies.get(1, WeekTally()))
    return [(one.code, str(one.facts.get("gateway", ""))) for one in found]


def test_whoever_takes_in_deliveries_waits_for_a_silent_gateway_and_no_longer_for_one_given_up() -> None:
    log = given(*MARKED, LINES, ONLINE, closing(WEB, ONLINE))
    assert waits(log) == [("voting-open", ""), ("manifest-missing", "phones")]
    when(log, c.CloseVoting(week=1), PIA)
    assert waits(log) == [("manifest-missing", "phones")]
    by_two(log, giving_up("phones", "not at all"))
    assert waits(log) == []
