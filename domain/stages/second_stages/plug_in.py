"""Second stage of a package: what speaks for a couple in danger is the package's; who has most of it is saved."""

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Literal

from domain.period.errors import CannotTabulate
from domain.period.ranges import Ranges, at, merged
from domain.period.scoring_period import BodyVotes, ScoringPeriod
from domain.record import Name
from domain.stages.clause import Clause
from domain.stages.plugged import InDanger, Parameters, PlugInName, answered
from domain.stages.second_stages.verdict import Verdict, most


class PlugInSecondStage(Clause):
    """Saves the couples in danger with most, as the kind `name` of a package works it out from `parameters`.

    `stage` says what it looks at, and what the week waits for: the judges' `ballots`, the `votes` of the bodies named `bodies`,
    or the `scores`. Of the other two it is given nothing. Couples with equal numbers stay open. Source: the rulebook's clause.
    """

    kind: Literal["plug_in"] = "plug_in"
    name: PlugInName
    stage: Literal["ballots", "votes", "scores"]
    bodies: Name = "instant"
    parameters: Parameters = ()

    @property
    def takes_ballots(self) -> bool:
        """Whether the judges name whom they save."""
        return self.stage == "ballots"

    @property
    def save_votes(self) -> str | None:
        """The bodies whose votes it counts, if it counts votes."""
        return self.bodies if self.stage == "votes" else None

    def keep(self, in_danger: tuple[str, ...], places: int, period: ScoringPeriod) -> Verdict:
        """Who is kept: the `places` couples with most."""
        votes = tuple(count for count in period.votes if fnmatchcase(count.body, self.bodies))
        nothing = tuple((couple, 0) for couple in in_danger)
        if lacking := self._lacking(period, votes):
            return Verdict((), nothing, self.name, needs=lacking)
        asked = InDanger(in_danger, places, self._shown(period, votes))
        try:
            numbers = answered(self.name, "second stage", self.parameters, asked, len(in_danger))
        except CannotTabulate as lack:
            return Verdict((), nothing, self.name, needs=f"{lack.needs} ({lack.why})")
        counted, rests_on = tuple(zip(in_danger, numbers, strict=True)), self._rests_on(period, votes)
        kept, tied = most(counted, places)
        needs = f"a rule for couples that are equal by {self.name}" if tied else None
        return Verdict(kept, counted, self.name, rests_on=rests_on, needs=needs, tied=tied)

    def _lacking(self, period: ScoringPeriod, votes: tuple[BodyVotes, ...]) -> str | None:
        """What the week waits for before the kind is asked."""
        match self.stage:
            case "ballots":
                voted = {ballot.judge for ballot in period.ballots}
                missing = [judge for judge in period.panel.judges if judge not in voted]
                return f"the ballots of {', '.join(missing) or 'the judges'}" if missing or not voted else None
            case "votes":
                return None if votes else "the votes of the instant save"
            case "scores":
                return f"the scores of {', '.join(period.unmarked)}" if period.unmarked else None

    def _shown(self, period: ScoringPeriod, votes: tuple[BodyVotes, ...]) -> ScoringPeriod:
        """The period as far as the kind may see it."""
        seated = tuple(ballot for ballot in period.ballots if ballot.judge in period.panel.judges)
        ballots = seated if self.stage == "ballots" else ()
        votes = votes if self.stage == "votes" else ()
        if self.stage == "scores":
            return replace(period, ballots=(), votes=())
        return replace(period, ballots=ballots, votes=votes, dances=(), bonuses=(), unmarked=())

    def _rests_on(self, period: ScoringPeriod, votes: tuple[BodyVotes, ...]) -> Ranges:
        match self.stage:
            case "ballots":
                return at(*(ballot.position for ballot in period.ballots if ballot.judge in period.panel.judges))
            case "votes":
                return merged(span for count in votes for span in count.rests_on)
            case "scores":
                return period.scores_rest_on
