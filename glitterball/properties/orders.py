"""All ways a few couples can be ordered: strictly, with ties, or by small numbers."""

from functools import cache
from itertools import combinations_with_replacement, permutations, product

LARGEST_WITH_TIES = 6
"""Couples at most for which all orders with ties are listed: 4,683 of them for six."""

Numbers = tuple[int, ...]


@cache
def strict_orders(n: int) -> tuple[Numbers, ...]:
    """All n! orders without ties, as numbers 1 to n."""
    return tuple(permutations(range(1, n + 1)))


@cache
def orders_with_ties(n: int) -> tuple[Numbers, ...]:
    """All orders of n, ties included, as numbers 1 to the number of levels; those with fewest levels first."""
    assert n <= LARGEST_WITH_TIES
    found = [one for one in product(range(1, n + 1), repeat=n) if set(one) == set(range(1, max(one) + 1))]
    return tuple(sorted(found, key=lambda one: (max(one), one)))


@cache
def tie_patterns(n: int) -> tuple[Numbers, ...]:
    """All ways n totals can tie, best first: 2 to the power n - 1 of them; those with fewest levels first."""
    found = []
    for falls in product((0, 1), repeat=n - 1):
        total, pattern = sum(falls) + 1, [sum(falls) + 1]
        for fall in falls:
            total -= fall
            pattern.append(total)
        found.append(tuple(pattern))
    return tuple(sorted(found, key=lambda one: (max(one), one)))


@cache
def falling_numbers(n: int, most: int) -> tuple[Numbers, ...]:
    """All ways to give n couples 1 to `most`, best first; small numbers first."""
    found = (tuple(reversed(one)) for one in combinations_with_replacement(range(1, most + 1), n))
    return tuple(sorted(found, key=lambda one: (max(one), sum(one), one)))


@cache
def small_numbers(n: int, most: int) -> tuple[Numbers, ...]:
    """All ways to give n couples 0 to `most`, not all of them 0; small numbers first."""
    found = (one for one in product(range(most + 1), repeat=n) if any(one))
    return tuple(sorted(found, key=lambda one: (max(one), sum(one), one)))


@cache
def numbers(n: int, most: int) -> tuple[Numbers, ...]:
    """All ways to give n couples 1 to `most`; small numbers first."""
    found = product(range(1, most + 1), repeat=n)
    return tuple(sorted(found, key=lambda one: (max(one), sum(one), one)))
