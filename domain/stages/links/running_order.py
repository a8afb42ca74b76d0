"""Tie link: the running order; the couple that danced earlier is placed higher (the song contest's last resort)."""

from typing import Literal

from domain.period.known import Division, Known, divide
from domain.stages.clause import Clause


class RunningOrder(Clause):
    """Earlier in the running order of the period's last episode is better. Unlisted couples stay tied behind the rest."""

    kind: Literal["running_order"] = "running_order"

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """By place in the running order, the first highest."""
        order = known.period.running_order
        later = {couple: len(order) - place for place, couple in enumerate(order)}
        couples = known.period.couples
        return divide(tied, lambda index: later.get(couples[index], 0), known.period.scores_rest_on)
