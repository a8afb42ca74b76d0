"""The viewers' side: votes summed over channels and batches that are not voided."""

from fnmatch import fnmatchcase
from functools import lru_cache
from typing import ClassVar, Literal

from domain.period.errors import CannotTabulate
from domain.period.ranges import Ranges, merged
from domain.period.scoring_period import BodyVotes, ScoringPeriod
from domain.record import Name
from domain.stages.measures.counting import Counting

NOT_PUBLISHED = "no votes are on record for this period: the counts were not published"
"""Why a week of the past is not tabulated. Of a week that is under way `domain.season.outcome` says something else."""


class Votes(Counting):
    """A couple's votes: the sum over all voting bodies whose name matches `bodies` (`viewers` unless said)."""

    kind: Literal["votes"] = "votes"
    stage: ClassVar[Literal["votes"]] = "votes"
    bodies: Name = "viewers"

    def of(self, period: ScoringPeriod) -> tuple[int, ...]:
        """Votes in the order of `period.couples`."""
        counts = [count.votes for count in self._counted(period)]
        if not counts:
            raise CannotTabulate("votes", NOT_PUBLISHED)
        if len(counts) == 1:
            return counts[0]
        return tuple(sum(column) for column in zip(*counts, strict=True))

    def rests_on(self, period: ScoringPeriod) -> Ranges:
        """Positions of the batches counted."""
        return merged([position for count in self._counted(period) for position in count.rests_on])

    def _counted(self, period: ScoringPeriod) -> list[BodyVotes]:
        return [count for count in period.votes if _names(self.bodies, count.body)]


@lru_cache(maxsize=256)
def _names(pattern: str, body: str) -> bool:
    """Whether a body is one of those a rulebook means: of few names, asked for at each outcome."""
    return fnmatchcase(body, pattern)
