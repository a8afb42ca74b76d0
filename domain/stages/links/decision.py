"""Tie links that wait for people: a drawn lot, or the decision of a named authority. Both are events in the log."""

from typing import Literal

from domain.period.known import Division, Known
from domain.period.ranges import at
from domain.period.scoring_period import Settlement
from domain.record import Name
from domain.stages.clause import Clause


class Lot(Clause):
    """A lot is drawn before witnesses and recorded."""

    kind: Literal["lot"] = "lot"

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """In the recorded order, if a lot was recorded for exactly these couples."""
        return _as_settled((self.kind,), tied, known, "a drawn lot")


class Authority(Clause):
    """A named authority decides, and the decision is recorded."""

    kind: Literal["authority"] = "authority"
    who: Name

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """In the decided order, if a decision was recorded for exactly these couples."""
        return _as_settled((self.kind,), tied, known, f"a decision by {self.who}")


class Exhausted(Authority):
    """No clause: the rulebook says nothing more, so whatever people did to settle it, lot or decision, counts."""

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """In the recorded order, by either means."""
        return _as_settled(("lot", "authority"), tied, known, f"a decision by {self.who}")


def _as_settled(links: tuple[str, ...], tied: tuple[int, ...], known: Known, needs: str) -> Division:
    couples = known.period.couples
    names = sorted(couples[index] for index in tied)
    settled: Settlement | None = None
    for settlement in known.period.settlements:
        if settlement.link in links and sorted(settlement.order) == names:
            settled = settlement
    if settled is None:
        return Division((tied,), needs=needs)
    index_of = {couples[index]: index for index in tied}
    return Division(tuple((index_of[couple],) for couple in settled.order), rests_on=at(settled.position))
