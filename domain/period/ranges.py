"""Ranges of whole numbers: which log positions a step of the working rests on, which batches have not come."""

from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]
"""Ascending, disjoint, inclusive ranges: ((3, 5), (9, 9)) is 3, 4, 5 and 9."""


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The same positions as few ranges as possible. Position 0 (a fact not yet recorded) is left out."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if last < 1:
            continue
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def at(*positions: int) -> Ranges:
    """The ranges of single positions."""
    return merged((position, position) for position in positions)


def written(ranges: Ranges) -> str:
    """For a person: `3-5, 9`."""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
