"""Tie link: the judges' total of the couple's last dance of the period."""

from typing import ClassVar, Literal

from domain.exact import Exact
from domain.period.known import Division, Known, divide
from domain.period.scoring_period import Dance
from domain.stages.clause import Clause


class LastDance(Clause):
    """Compares what each couple scored in the dance it danced last. A couple that did not dance counts as 0.

    Of a historic season only totals may be on record. Then the dance of the latest episode counts, and the link waits where
    there are several in it, or where the total is of several dances together.
    """

    kind: Literal["last_dance"] = "last_dance"
    looks_at_marks: ClassVar[bool] = True

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """By the total of the last dance in the order the dances were scheduled."""
        couples = known.period.couples
        totals: dict[int, Exact] = {}
        for index in tied:
            last = _last([dance for dance in known.period.dances if couples[index] in dance.couples])
            if last is None:
                return Division((tied,), needs="the total of the last dance alone")
            totals[index] = last
        return divide(tied, totals.__getitem__, known.period.scores_rest_on)


def _last(dances: list[Dance]) -> Exact | None:
    """What the last dance scored; nothing where stated totals, which stand before the other dances of a week, hide it."""
    if all(dance.stated_total is None for dance in dances):
        return dances[-1].total if dances else 0
    latest = max(map(_episode, dances))
    in_it = [dance for dance in dances if _episode(dance) == latest]
    return in_it[0].total if len(in_it) == 1 and " + " not in in_it[0].dance else None


def _episode(dance: Dance) -> int:
    """The episode it was danced in, counted through the season; of several dances together the latest."""
    return max(int(name.partition(".")[0]) for name in dance.dance.split(" + "))
