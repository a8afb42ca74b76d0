"""The judges' side: the sum of all scores of the scoring period, with team dances and bonus points."""

from typing import ClassVar, Literal

from domain.exact import Exact, all_exact
from domain.period.errors import CannotTabulate
from domain.period.ranges import Ranges
from domain.period.scoring_period import ScoringPeriod
from domain.stages.measures.counting import Counting


class Marks(Counting):
    """A couple's judges' total: every mark of every dance it danced in the period, plus bonus points.

    A team dance counts in full for each of its couples. Where only a dance's total is public the total counts. A judge
    who was absent gave no mark and adds nothing. Source of the rule: the shows' practice, RULES 2.
    """

    kind: Literal["marks"] = "marks"
    stage: ClassVar[Literal["scores"]] = "scores"

    def of(self, period: ScoringPeriod) -> tuple[Exact, ...]:
        """Judges' totals in the order of `period.couples`."""
        totals: dict[str, Exact] = dict.fromkeys(period.couples, 0)
        for dance in period.dances:
            points = dance.summed()
            for couple in dance.couples:
                if couple in totals:
                    totals[couple] += points
        for bonus in period.bonuses:
            if bonus.couple in totals:
                totals[bonus.couple] += bonus.points
        if period.unmarked:
            raise CannotTabulate(
                "scores", f"dances without a score: {', '.join(period.unmarked)}", tuple(period.couples)
            )
        return all_exact(totals.values())

    def rests_on(self, period: ScoringPeriod) -> Ranges:
        """Positions of the events behind the totals."""
        return period.scores_rest_on
