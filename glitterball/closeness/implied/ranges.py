"""The range of each couple's share of the vote: the widest over all layerings that give the announced outcome."""

from domain.season.state import Announced
from glitterball.closeness.implied.cuts import Cuts, Layering
from glitterball.closeness.implied.night import Night
from glitterball.closeness.implied.results import ShareEnd, ShareRange
from glitterball.closeness.implied.shares import Reached, Slope, highest, lowest, slope_of, votes_of
from glitterball.closeness.implied.witnesses import witness

End = tuple[Reached, Slope, Layering]


def share_ranges(night: Night, cuts: Cuts, said: Announced) -> tuple[ShareRange, ...]:
    """Every couple's range, or none at all when no vote gives the announced outcome."""
    slopes = [(slope_of(night, layering), layering) for layering in cuts.layerings]
    fitting = [(slope, layering) for slope, layering in slopes if slope.fits()]
    if not fitting:
        return ()
    ranges = []
    for couple, name in enumerate(night.period.couples):
        least: End = min(
            ((lowest(slope, couple), slope, layering) for slope, layering in fitting),
            key=lambda end: (end[0].height, not end[0].attained),
        )
        most: End = max(
            ((highest(slope, couple), slope, layering) for slope, layering in fitting),
            key=lambda end: (end[0].height, end[0].attained),
        )
        ranges.append(ShareRange(name, _end(night, couple, least, said), _end(night, couple, most, said)))
    return tuple(ranges)


def _end(night: Night, couple: int, end: End, said: Announced) -> ShareEnd:
    reached, slope, layering = end
    share = (reached.height - slope.floor[couple]) / slope.whole
    seen = witness(night, votes_of(slope, reached.near), layering, said.eliminated)
    return ShareEnd(share, reached.attained, seen)
