"""Tie link: the judges' total of the couple's last dance of the period."""

from typing import Literal

from domain.period.known import Division, Known, divide
from domain.stages.clause import Clause


class LastDance(Clause):
    """Compares what each couple scored in the dance it danced last. A couple that did not dance counts as 0."""

    kind: Literal["last_dance"] = "last_dance"

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """By the total of the last dance in the order the dances were scheduled."""
        last = {couple: dance.total for dance in known.period.dances for couple in dance.couples}
        couples = known.period.couples
        return divide(tied, lambda index: last.get(couples[index], 0), known.period.scores_rest_on)
