"""What every measure can be asked for beside its values: the steps that lead to them."""

from domain.period.scoring_period import ScoringPeriod
from domain.period.step import Step
from domain.record import Frozen


class Counting(Frozen):
    """A measure. One whose value needs more than one step to follow (each body's points, each dance's placings) tells them."""

    def explain(self, period: ScoringPeriod, clause: str) -> tuple[Step, ...]:
        """The steps that lead to the measure's values, in order; none, where the values are all there is to see."""
        return ()
