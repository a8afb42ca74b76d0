"""13 December 2008: votes for the third couple could do nothing, and the show found out on air with lines open.

Judges 75, 75, 67; places went to a dance-off of the bottom two; the public vote broke combined ties.
Sources: the broadcaster's statement of December 2008; the tie convention was changed to `dense` from 2009.
"""

from itertools import permutations, product

import pytest

from domain.exact import Exact
from domain.stages.points import RankPoints
from tests.domain.on_paper import BOTTOM_TWO, DENSE, PUBLIC_VOTE, STANDARD, period, rules, tabulate

Escapes = dict[str, int]


def escapes(judges: dict[str, Exact], ties: RankPoints, chain: bool = True, all_orders: bool = True) -> Escapes:
    """In how many public orders each couple certainly stays out of the bottom two."""
    rulebook = rules(ties, BOTTOM_TWO, viewers=STANDARD, chain=(PUBLIC_VOTE,) if chain else ())
    count = dict.fromkeys(judges, 0)
    for votes in permutations(range(1, len(judges) + 1)):
        outcome = tabulate(rulebook, period(judges, dict(zip(judges, votes, strict=True)), "bottom-two"), explain=False)
        open_couples = {couple for need in outcome.needs for couple in need.couples}
        for couple in judges:
            count[couple] += couple not in outcome.bottom and couple not in open_couples
        if not all_orders and all(count.values()):
            break
    return count


SEMI_FINAL: dict[str, Exact] = {"austin-erin": 67, "lisa-brendan": 75, "rachel-vincent": 75}


def test_no_vote_could_save_the_third_couple_under_standard_ties() -> None:
    assert escapes(SEMI_FINAL, STANDARD) == {"austin-erin": 0, "lisa-brendan": 3, "rachel-vincent": 3}


def test_every_couple_escapes_in_two_of_six_orders_under_dense_ties() -> None:
    assert escapes(SEMI_FINAL, DENSE) == {"austin-erin": 2, "lisa-brendan": 2, "rachel-vincent": 2}


def tie_patterns(n: int) -> list[dict[str, Exact]]:
    """All ways judges' totals of n couples can tie, as totals; couple `c1` is never behind `c2`, and so on."""
    patterns = []
    for falls in product((0, 1), repeat=n - 1):
        totals = [100]
        for fall in falls:
            totals.append(totals[-1] - fall)
        patterns.append({f"c{at + 1}": total for at, total in enumerate(totals)})
    return patterns


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("n", [3, 4, 5, 6, 7])
def test_the_one_unsavable_pattern_under_standard_ties_is_all_but_the_last_tied(n: int) -> None:
    hopeless = []
    for pattern in tie_patterns(n):
        count = escapes(pattern, STANDARD, all_orders=False)
        if not all(count.values()):
            hopeless.append((tuple(pattern.values()), [couple for couple in pattern if not count[couple]]))
    assert hopeless == [((100,) * (n - 1) + (99,), [f"c{n}"])]


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("n", [3, 4, 5, 6, 7])
def test_dense_ties_leave_no_couple_unsavable(n: int) -> None:
    for pattern in tie_patterns(n):
        assert all(escapes(pattern, DENSE, all_orders=False).values()), pattern


def test_with_three_couples_dense_ties_promise_that_only_if_the_public_vote_breaks_combined_ties() -> None:
    hopeless = [
        tuple(pattern.values()) for pattern in tie_patterns(3) if not all(escapes(pattern, DENSE, chain=False).values())
    ]
    assert hopeless == [(100, 100, 99), (100, 99, 98)]
