"""Second stages the judges decide: the judges' save (US 28 to 31) and the dance-off (Strictly). Each judge names whom to save."""

from typing import Literal

from domain.exact import Exact
from domain.period.ranges import at
from domain.period.scoring_period import Ballot, Panel, ScoringPeriod
from domain.stages.clause import Clause
from domain.stages.second_stages.verdict import Verdict, most

Decides = Literal["majority", "casting vote", "head judge counts twice"]


class _JudgesVote(Clause):
    """One ballot a judge present, each for the couple to save, decided by one of three named rules:

    - `majority`: the most ballots; a tie is open.
    - `casting vote`: the most ballots; on a tie the holder of the casting vote decides. `casting` says who that is: the
      `head judge`, or whoever is named `as seated` for the night (Strictly from 2025: it rotates weekly). Where it is not
      said, the judge named as seated, else the head judge.
    - `head judge counts twice`: the others vote first; unless they are unanimous the head judge's ballot counts as two,
      so that it also reverses a 2-1.

    An absent judge has no ballot; the remaining judges decide by the same clause.
    """

    decides: Decides
    casting: Literal["head judge", "as seated"] | None = None

    @property
    def takes_ballots(self) -> bool:
        """The judges name whom they save."""
        return True

    @property
    def save_votes(self) -> str | None:
        """No votes are counted."""
        return None

    def keep(self, in_danger: tuple[str, ...], places: int, period: ScoringPeriod) -> Verdict:
        """Who is kept: `places` of those in danger."""
        ballots = tuple(ballot for ballot in period.ballots if ballot.judge in period.panel.judges)
        rests_on = at(*(ballot.position for ballot in ballots))
        weights, how = self._weights(ballots, period)
        counted = tuple(
            (couple, sum(weight for ballot, weight in weights if ballot.saves == couple)) for couple in in_danger
        )
        voted = {ballot.judge for ballot in ballots}
        missing = [judge for judge in period.panel.judges if judge not in voted]
        if self._settled_early(ballots, period):
            missing = []
        if missing or not ballots:
            awaited = ", ".join(missing) or "the judges"
            return Verdict((), counted, how, rests_on=rests_on, needs=f"the ballots of {awaited}")
        return self._decided(counted, places, how, ballots, period)

    def _settled_early(self, ballots: tuple[Ballot, ...], period: ScoringPeriod) -> bool:
        """Three unanimous judges need no head judge where the head judge's vote counts as two."""
        others = {judge for judge in period.panel.judges if judge != period.panel.head}
        given = [ballot.saves for ballot in ballots if ballot.judge in others]
        return (
            self.decides == "head judge counts twice"
            and len(others) > 1
            and len(given) == len(others)
            and len(set(given)) == 1
        )

    def _weights(self, ballots: tuple[Ballot, ...], period: ScoringPeriod) -> tuple[list[tuple[Ballot, int]], str]:
        if self.decides != "head judge counts twice":
            return [(ballot, 1) for ballot in ballots], self.decides
        if self._settled_early(ballots, period):
            return [(ballot, 1) for ballot in ballots], "the other judges were unanimous"
        head = period.panel.head
        return [(ballot, 2 if ballot.judge == head else 1) for ballot in ballots], self.decides

    def _decided(
        self,
        counted: tuple[tuple[str, Exact], ...],
        places: int,
        how: str,
        ballots: tuple[Ballot, ...],
        period: ScoringPeriod,
    ) -> Verdict:
        rests_on = at(*(ballot.position for ballot in ballots))
        kept, tied = most(counted, places)
        if not tied:
            return Verdict(kept, counted, how, rests_on=rests_on)
        holder = self._holder(period.panel)
        cast = next((ballot.saves for ballot in ballots if ballot.judge == holder), None)
        if self.decides == "casting vote" and cast in tied and len(kept) + 1 == places:
            return Verdict((*kept, cast), counted, f"casting vote of {holder}", rests_on=rests_on)
        return Verdict(kept, counted, how, rests_on=rests_on, needs="a rule for tied ballots", tied=tied)

    def _holder(self, panel: Panel) -> str | None:
        if self.casting == "head judge":
            return panel.head
        return panel.casting if self.casting == "as seated" else panel.casting or panel.head


class JudgesSave(_JudgesVote):
    """The judges save one of those in danger at once, without another dance (US seasons 28 to 31)."""

    kind: Literal["judges_save"] = "judges_save"


class DanceOff(_JudgesVote):
    """Those in danger dance again and the judges save the better couple (Strictly)."""

    kind: Literal["dance_off"] = "dance_off"
