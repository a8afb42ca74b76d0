"""Several voting bodies: each turns its own votes into points, and the side is their sum (the song contest's countries)."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from domain.exact import Exact, ExactNumber, exact
from domain.period.errors import CannotTabulate
from domain.period.ranges import Ranges, merged
from domain.period.scoring_period import BodyVotes, ScoringPeriod
from domain.period.step import Step
from domain.record import Name
from domain.stages.measures.counting import Counting


class Bodies(Counting):
    """Points from every voting body whose name matches `bodies`, such as `televote/*`.

    The couple with most votes of a body gets the first number of `table`, and so on; a couple without votes gets nothing.
    `ties` says what happens when couples are equal in a body and points depend on it:

    - `refused`: the body must order them itself, as a jury does by a show of hands; until then nothing is tabulated.
    - `shared`: they get the mean of the points of their places.
    - `by another body`: the votes of the body whose name has `other` in place of `bodies` decide (`jury/*`: the jury of
      the same country); equal there too is refused.
    """

    kind: Literal["bodies"] = "bodies"
    stage: ClassVar[Literal["votes"]] = "votes"
    bodies: Annotated[Name, Field(pattern=r"^[^*?\[]*\*$")]
    table: Annotated[tuple[ExactNumber, ...], Field(min_length=1)]
    ties: Literal["refused", "shared", "by another body"]
    other: Annotated[Name, Field(pattern=r"^[^*?\[]*\*$")] | None = None

    @model_validator(mode="after")
    def _names_the_other(self) -> "Bodies":
        if (self.other is not None) != (self.ties == "by another body"):
            raise ValueError('name the other bodies with ties = "by another body", and only then')
        if list(self.table) != sorted(self.table, reverse=True):
            raise ValueError("a points table falls from the first place to the last")
        return self

    def of(self, period: ScoringPeriod) -> tuple[Exact, ...]:
        """The sum of the points from all bodies, in the order of `period.couples`."""
        given = self.by_body(period)
        return tuple(exact(sum(points[index] for _, points in given)) for index in range(len(period.couples)))

    def by_body(self, period: ScoringPeriod) -> tuple[tuple[str, tuple[Exact, ...]], ...]:
        """What each body gave each couple."""
        given = tuple((count.body, self._points(count, period)) for count in self._counted(period))
        if not given:
            raise CannotTabulate("votes", f"no votes of {self.bodies} are on record for this period")
        return given

    def rests_on(self, period: ScoringPeriod) -> Ranges:
        """Positions of the batches counted."""
        return merged(span for count in self._counted(period) for span in count.rests_on)

    def explain(self, period: ScoringPeriod, clause: str) -> tuple[Step, ...]:
        """What each body gave, in order of its name."""
        rests_on = {count.body: count.rests_on for count in self._counted(period)}
        return tuple(
            Step(
                stage="votes",
                clause=clause,
                about=period.couples,
                values=points,
                how=f"points from {body}",
                rests_on=rests_on[body],
            )
            for body, points in self.by_body(period)
        )

    def _counted(self, period: ScoringPeriod) -> list[BodyVotes]:
        return [count for count in period.votes if fnmatchcase(count.body, self.bodies)]

    def _points(self, count: BodyVotes, period: ScoringPeriod) -> tuple[Exact, ...]:
        """The table handed out by one body, from its most votes down."""
        points: list[Exact] = [0] * len(count.votes)
        place = 0
        for group in self._falling(count, period):
            shares = [self.table[at] if at < len(self.table) else 0 for at in range(place, place + len(group))]
            if len(set(shares)) > 1 and self.ties != "shared":
                tied = tuple(period.couples[index] for index in group)
                raise CannotTabulate(
                    "a tie rule", f"{', '.join(tied)} are equal in {count.body}, and points depend on it", tied
                )
            mean = shares[0] if len(group) == 1 else exact(Fraction(sum(shares), len(shares)))
            for index in group:
                points[index] = mean
            place += len(group)
        return tuple(points)

    def _falling(self, count: BodyVotes, period: ScoringPeriod) -> Iterator[tuple[int, ...]]:
        """Couples with votes, the most first; equal ones together unless another body tells them apart."""
        other = self._other(count.body, period)
        level: dict[tuple[int, int], list[int]] = {}
        for index, votes in enumerate(count.votes):
            if votes > 0:
                level.setdefault((votes, other[index] if other else 0), []).append(index)
        for merit in sorted(level, reverse=True):
            yield tuple(level[merit])

    def _other(self, body: str, period: ScoringPeriod) -> tuple[int, ...]:
        if self.other is None:
            return ()
        name = self.other.removesuffix("*") + body.removeprefix(self.bodies.removesuffix("*"))
        return next((count.votes for count in period.votes if count.body == name), ())
