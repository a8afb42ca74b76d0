"""Tie link: the head judge's ranking, by the marks the head judge gave in the period."""

from typing import ClassVar, Literal

from domain.exact import Exact, exact
from domain.period.known import Division, Known, divide
from domain.stages.clause import Clause


class HeadJudge(Clause):
    """Compares the head judge's marks alone. Needs the split of marks between judges to be known."""

    kind: Literal["head_judge"] = "head_judge"
    looks_at_marks: ClassVar[bool] = True

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """By the sum of the head judge's marks; waits when there is no head judge or a split is not on record."""
        period = known.period
        tied_couples = {period.couples[index] for index in tied}
        dances = [dance for dance in period.dances if tied_couples.intersection(dance.couples)]
        head = period.panel.head
        if head is None:
            return Division((tied,), needs="a head judge")
        if any(dance.stated_total is not None for dance in dances):
            return Division((tied,), needs="the split of marks between the judges")
        marks: dict[str, Exact] = dict.fromkeys(tied_couples, 0)
        for dance in dances:
            given = exact(sum(mark for judge, mark in dance.marks if judge == head))
            for couple in tied_couples.intersection(dance.couples):
                marks[couple] += given
        return divide(tied, lambda index: marks[period.couples[index]], period.scores_rest_on)
