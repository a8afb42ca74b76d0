"""What one couple needs, in shares of the public vote: ends of ranges over all votes that put it above enough of its rivals,
or that do not. The cheapest rivals to pass are those the fixed sides put lowest, the cheapest to be passed by those highest."""

from dataclasses import dataclass, replace
from fractions import Fraction

from glitterball.closeness.implied.cuts import Layering
from glitterball.closeness.implied.night import Night
from glitterball.closeness.implied.shares import Slope, highest, inside, lowest, slope_of, votes_of

Votes = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShareNeeds:
    """Shares of the vote; None where there is none. `example` and `against` are whole votes."""

    may: Fraction | None
    attained: bool
    surely: Fraction | None
    surely_attained: bool
    example: Votes | None
    against: Votes | None


def above_at_least(night: Night, couple: int, rivals: tuple[int, ...], fewest: int) -> ShareNeeds:
    """What the couple needs to stand above at least `fewest` of its rivals, told apart by the chain."""
    may, attained, example = _above(night, couple, rivals, fewest)
    surely, surely_attained, against = _not_above(night, couple, rivals, fewest)
    return ShareNeeds(may, attained, surely, surely_attained, example, against)


def _by_points(night: Night, couples: tuple[int, ...]) -> list[int]:
    return sorted(couples, key=lambda at: (night.fixed[at], at))


def _above(
    night: Night, couple: int, rivals: tuple[int, ...], fewest: int
) -> tuple[Fraction | None, bool, Votes | None]:
    """The least share with enough rivals below."""
    if fewest <= 0:
        return Fraction(0), True, _any_vote(night)
    if fewest > len(rivals):
        return None, False, None
    low = tuple(_by_points(night, rivals)[:fewest])
    slope = _slope(night, (low,), (couple,))
    if not slope.fits():
        return None, False, None
    end = lowest(slope, couple)
    return _share(slope, couple, end.height), end.attained, votes_of(slope, tuple(inside(slope)))


def _not_above(
    night: Night, couple: int, rivals: tuple[int, ...], fewest: int
) -> tuple[Fraction | None, bool, Votes | None]:
    """The share from which on enough rivals are below whatever the others get, and votes that do not put them there."""
    if fewest <= 0:
        return Fraction(0), True, None
    needed = len(rivals) - fewest + 1
    if needed <= 0:
        return None, False, _any_vote(night)
    high = tuple(_by_points(night, rivals)[-needed:])
    an_open_tie_counts = tuple(0 if other == couple else 1 for other in range(night.size))
    slope = _slope(replace(night, links=(*night.links, an_open_tie_counts)), ((couple,),), high)
    if not slope.fits():
        return Fraction(0), True, None
    end = highest(slope, couple)
    share = _share(slope, couple, end.height)
    against = votes_of(slope, tuple(inside(slope)))
    return (None, False, against) if share >= 1 and end.attained else (share, not end.attained, against)


def _slope(night: Night, layers: tuple[tuple[int, ...], ...], above: tuple[int, ...]) -> Slope:
    held = {one for layer in (*layers, above) for one in layer}
    loose = tuple(one for one in range(night.size) if one not in held)
    return slope_of(night, Layering(layers, above, loose))


def _share(slope: Slope, couple: int, height: Fraction) -> Fraction:
    return (height - slope.floor[couple]) / slope.whole


def _any_vote(night: Night) -> Votes:
    return (1,) * night.size
