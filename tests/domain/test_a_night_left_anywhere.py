"""A night in which anything is said that anybody may say, in any order, and left wherever it is: it still comes to its end."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.gateway.events import OfBatch, OfManifest
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import words as w
from glitterball.testing import PlainLog, manifest_of
from glitterball.testing.plain_log import replayed
from tests.domain.given_when_then import ELIN, THREE, adopted, batch, cast, opened, week
from tests.domain.test_no_dead_end import GATEWAYS, RANKS, SHARES
from tests.domain.ways_out import Desk
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("nights")


LEFT_EVERY = 6
"""After so many things that were said, the night is left and brought to its end; at the end of every run it is too."""

couples = st.sampled_from(THREE)
judges = st.sampled_from(("carrie", "len"))
gateways = st.sampled_from((("vox", "sms"), ("web", "app")))
hours = st.sampled_from(
    ("2024-09-24T20:00:00Z", "2024-09-25T00:00:00Z", "2024-09-25T02:00:00Z", "2024-09-26T00:00:00Z")
)
forms = st.sampled_from(("single", "save", "instant", "finale", "nobody-leaves"))
votes = st.dictionaries(couples, st.integers(0, 9), min_size=1)
WHY = "it was said"


class Night(RuleBasedStateMachine):
    """One week. What is refused is not said; nothing is put in the log that the season did not take."""

    def __init__(self) -> None:
        super().__init__()
        self.log = PlainLog()
        self.sent: dict[str, list[OfBatch]] = {"vox": [], "web": []}
        self.said = 0

    @initialize(form=forms, by_shares=st.booleans())
    def begins(self, form: str, by_shares: bool) -> None:
        book = SHARES if by_shares else RANKS
        for fact in (opened(), adopted(book), *cast(*THREE), week(1, form)):
            self.log.record((fact,))

    def says(self, kind: type[Any], by: Any = None, **what: Any) -> None:
        command = kind.model_validate({"week": 1, **what} if "week" in kind.model_fields else what)
        try:
            self.log.say(command, by)
            self.said += 1
        except Refusal:
            pass

    @rule()
    def seats(self) -> None:
        seated = tuple(w.Judge(judge=judge, name=judge) for judge in ("carrie", "len"))
        self.says(c.SeatPanel, episode=1, judges=seated, head="len")

    @rule(couple=couples, turn=st.sampled_from(("1", "2")))
    def schedules(self, couple: str, turn: str) -> None:
        self.says(c.ScheduleDance, episode=1, round=turn, couples=(couple,))

    @rule(couple=couples, turn=st.sampled_from(("1", "2")), judge=judges, mark=st.integers(0, 10))
    def marks(self, couple: str, turn: str, judge: str, mark: int) -> None:
        self.says(c.GiveScore, dance=f"1.{turn}.{couple}", judge=judge, mark=mark)

    @rule(judge=judges)
    def excuses(self, judge: str) -> None:
        self.says(c.MarkJudgeAbsent, episode=1, judge=judge, reason=WHY)

    @rule(couple=couples)
    def withdraws(self, couple: str) -> None:
        self.says(c.WithdrawCouple, couple=couple, reason=WHY)

    @rule(couple=couples)
    def takes_the_withdrawal_back(self, couple: str) -> None:
        self.says(c.TakeBackWithdrawal, couple=couple, reason=WHY)

    @rule(couple=couples, last=st.none() | st.just(1))
    def recasts(self, couple: str, last: int | None) -> None:
        people = {"celebrity": couple, "professional": "a stand-in"}
        self.says(c.ChangeCast, couple=couple, from_week=1, to_week=last, reason=WHY, **people)

    @rule(backwards=st.booleans())
    def states_the_order(self, backwards: bool) -> None:
        dances = sorted(self.log.state.weeks[1].dances, reverse=backwards)
        if dances:
            self.says(c.StateRunningOrder, episode=1, dances=tuple(dances), reason=WHY)

    @rule(couple=couples, holds=st.sampled_from(("bye", "no marks")))
    def states_a_bye(self, couple: str, holds: str) -> None:
        self.says(c.StateBye, couples=(couple,), holds=holds, reason=WHY)

    @rule(opens=hours, closes=hours)
    def opens_lines(self, opens: str, closes: str) -> None:
        self.says(c.OpenVoting, gateways=GATEWAYS, opens=opens, closes=closes)

    @rule(opens=hours, closes=hours)
    def states_the_window(self, opens: str, closes: str) -> None:
        self.says(c.StateWindow, opens=opens, closes=closes, reason=WHY)

    @rule()
    def closes_lines(self) -> None:
        self.says(c.CloseVoting)

    @rule(source=gateways, number=st.integers(1, 4), split=votes, opens=hours)
    def delivers(self, source: tuple[str, str], number: int, split: dict[str, int], opens: str) -> None:
        of = {"gateway": source[0], "channel": source[1], "opens": opens, "closes": opens}
        sent = batch(number, split, **of)
        if self.takes(sent):
            self.sent[source[0]].append(sent)

    @rule(source=gateways, lies=st.booleans())
    def closes_the_gateway(self, source: tuple[str, str], lies: bool) -> None:
        of = {"gateway": source[0], "channel": source[1]}
        sent = [*self.sent[source[0]], *([batch(5, {THREE[0]: 7}, **of)] if lies else [])]
        self.takes(manifest_of(sent, season="us-33", week=1, gateway=source[0]))

    def takes(self, message: OfBatch | OfManifest) -> bool:
        try:
            return bool(self.log.deliver(message))
        except Refusal:
            return False

    @rule(source=gateways, taken=st.sampled_from(("as delivered", "not at all")))
    def gives_up(self, source: tuple[str, str], taken: str) -> None:
        self.says(c.GiveUpGateway, gateway=source[0], taken=taken, reason=WHY)

    @rule(source=gateways, split=votes)
    def replaces(self, source: tuple[str, str], split: dict[str, int]) -> None:
        counts = tuple(w.CoupleVotes(couple=couple, votes=count) for couple, count in split.items())
        of = {"gateway": source[0], "channel": source[1], "body": "viewers"}
        self.says(c.ReplaceManifest, votes=counts, reason=WHY, **of)

    @rule(source=gateways)
    def voids_the_channel(self, source: tuple[str, str]) -> None:
        self.says(c.VoidChannel, channel=source[1], reason=WHY)

    @rule(form=forms)
    def restates(self, form: str) -> None:
        stands = self.log.state.weeks[1].opened.fact
        of = {name: getattr(stands, name) for name in ("episodes", "scores_from", "votes_from")}
        self.says(c.RestateWeek, form=form, reason=WHY, **of)

    @rule()
    def cancels(self) -> None:
        self.says(c.CancelElimination, reason=WHY)

    @rule()
    def proposes(self) -> None:
        self.says(c.Propose, by=ELIN, command=c.CancelElimination(week=1, reason=WHY))

    @rule(judge=judges, couple=couples)
    def ballots(self, judge: str, couple: str) -> None:
        self.says(c.CastBallot, judge=judge, saves=couple)

    @rule()
    def certifies(self) -> None:
        self.says(c.CertifyOutcome)

    @invariant()
    def comes_to_its_end(self) -> None:
        if self.log.state.opened is not None and self.said % LEFT_EVERY == LEFT_EVERY - 1:
            self.is_left()

    def teardown(self) -> None:
        if self.log.state.opened is not None:
            self.is_left()

    def is_left(self) -> None:
        """Somebody else takes a copy of the night to its end."""
        for last_first in (False, True):
            assert Desk(replayed(self.log.events), last_first=last_first).ends() in ("certified", "closed")


def test_a_night_left_anywhere_comes_to_its_end() -> None:
    run_state_machine_as_test(
        Night,
        settings=settings(
            max_examples=examples(240), stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
