"""Ascending, disjoint, inclusive ranges of whole numbers, kept in a list that is changed in place."""

from bisect import bisect_right

Ranges = list[tuple[int, int]]


def include(ranges: Ranges, number: int) -> None:
    """Put a number in. At the end, where numbers mostly arrive, at once; elsewhere by bisection. Again: nothing changes."""
    if not ranges or number > ranges[-1][1] + 1:
        ranges.append((number, number))
        return
    if number == ranges[-1][1] + 1:
        ranges[-1] = (ranges[-1][0], number)
        return
    after = bisect_right(ranges, number, key=_first)
    if after and number <= ranges[after - 1][1]:
        return
    first = last = number
    start = stop = after
    if after and ranges[after - 1][1] + 1 == number:
        first, start = ranges[after - 1][0], after - 1
    if after < len(ranges) and ranges[after][0] == number + 1:
        last, stop = ranges[after][1], after + 1
    ranges[start:stop] = [(first, last)]


def join_nearest(ranges: Ranges, keep: int) -> int:
    """Leave only so many ranges by closing the narrowest gaps, of equal ones the first. Answers how many were closed."""
    many = len(ranges) - keep
    if many < 1:
        return 0
    gaps = sorted(range(1, len(ranges)), key=lambda at: (ranges[at][0] - ranges[at - 1][1], at))
    closed = set(gaps[:many])
    joined: Ranges = []
    for at, (first, last) in enumerate(ranges):
        if at in closed:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    ranges[:] = joined
    return many


def _first(span: tuple[int, int]) -> int:
    return span[0]
