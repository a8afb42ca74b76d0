"""What a second stage found."""

from dataclasses import KW_ONLY, dataclass

from domain.exact import Exact
from domain.period.ranges import Ranges


@dataclass(frozen=True, slots=True)
class Verdict:
    """The couples kept, what each had in its favour, and how it was decided. `needs` is set when it is still open."""

    kept: tuple[str, ...]
    counted: tuple[tuple[str, Exact], ...]
    how: str
    _: KW_ONLY
    rests_on: Ranges = ()
    needs: str | None = None
    tied: tuple[str, ...] = ()


def most(counted: tuple[tuple[str, Exact], ...], places: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The couples with most in their favour, and those tied across the cut (then nobody tied is kept)."""
    falling = sorted(counted, key=lambda entry: entry[1], reverse=True)
    cut = falling[places - 1][1]
    tied = tuple(couple for couple, count in falling if count == cut)
    above = tuple(couple for couple, count in falling if count > cut)
    if len(above) + len(tied) == places:
        return above + tied, ()
    return above, tied
