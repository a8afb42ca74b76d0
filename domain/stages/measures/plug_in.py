"""Measure of a package: what a side counts, as the package works it out from the scores alone or from the votes alone."""

from dataclasses import replace
from typing import Literal

from domain.exact import Exact
from domain.period.errors import CannotTabulate
from domain.period.ranges import Ranges, merged
from domain.period.scoring_period import ScoringPeriod
from domain.stages.measures.counting import Counting
from domain.stages.measures.votes import NOT_PUBLISHED
from domain.stages.plugged import Parameters, PlugInName, answered


class PlugInMeasure(Counting):
    """Counts one exact number a couple, as the kind `name` of a package works it out from `parameters`; more is better.

    `stage` says whose numbers it counts. A kind that counts scores is given no votes, and one that counts votes no marks: so what
    is public stays free of what is not, and a week waits for what it counts. Source: the rulebook's clause.
    """

    kind: Literal["plug_in"] = "plug_in"
    name: PlugInName
    stage: Literal["scores", "votes"]
    parameters: Parameters = ()

    def of(self, period: ScoringPeriod) -> tuple[Exact, ...]:
        """What the kind counts, in the order of `period.couples`."""
        return answered(self.name, "measure", self.parameters, self._shown(period), len(period.couples))

    def rests_on(self, period: ScoringPeriod) -> Ranges:
        """Positions of all scores, or of all votes: what of them was looked at, the kind alone knows."""
        if self.stage == "scores":
            return period.scores_rest_on
        return merged([span for count in period.votes for span in count.rests_on])

    def _shown(self, period: ScoringPeriod) -> ScoringPeriod:
        """The period as far as the kind may see it, whole as far as that."""
        if self.stage == "votes":
            if not period.votes:
                raise CannotTabulate("votes", NOT_PUBLISHED)
            return replace(period, dances=(), bonuses=(), unmarked=())
        if period.unmarked:
            raise CannotTabulate("scores", f"dances without a score: {', '.join(period.unmarked)}", period.couples)
        return replace(period, votes=())
