"""Ascending, disjoint, inclusive ranges of whole numbers, kept in a list that is changed in place."""

from bisect import bisect_right

Spans = list[tuple[int, int]]


def include(spans: Spans, number: int) -> None:
    """Put a number in. At the end, where numbers mostly arrive, at once; elsewhere by bisection. Again: nothing changes."""
    if not spans or number > spans[-1][1] + 1:
        spans.append((number, number))
        return
    if number == spans[-1][1] + 1:
        spans[-1] = (spans[-1][0], number)
        return
    after = bisect_right(spans, number, key=_first)
    if after and number <= spans[after - 1][1]:
        return
    first = last = number
    start = stop = after
    if after and spans[after - 1][1] + 1 == number:
        first, start = spans[after - 1][0], after - 1
    if after < len(spans) and spans[after][0] == number + 1:
        last, stop = spans[after][1], after + 1
    spans[start:stop] = [(first, last)]


def join_nearest(spans: Spans, keep: int) -> int:
    """Leave only so many ranges by closing the narrowest gaps, of equal ones the first. Answers how many were closed."""
    many = len(spans) - keep
    if many < 1:
        return 0
    gaps = sorted(range(1, len(spans)), key=lambda at: (spans[at][0] - spans[at - 1][1], at))
    closed = set(gaps[:many])
    joined: Spans = []
    for at, (first, last) in enumerate(spans):
        if at in closed:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    spans[:] = joined
    return many


def _first(span: tuple[int, int]) -> int:
    return span[0]
