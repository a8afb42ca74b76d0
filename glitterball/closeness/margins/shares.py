"""One couple above another where shares (or the votes themselves) count: the fewest votes, in closed form.

With `lead` the points by which the fixed sides favour the lower couple, the higher needs so large a part of all votes more than
the lower. Every vote changed moves that inequality by a fixed step, so the largest steps come first, and that is exact.
"""

from fractions import Fraction
from math import ceil, floor

from glitterball.closeness.margins.count import Count, Split


def moved(count: Count, votes: Split, high: int, low: int, strictly: bool) -> list[int] | None:
    """Votes moved from the lower couple to the higher, each counting twice; when it has none left, from the others."""
    part = sum(votes) if count.side.points.kind == "share" else 1
    wanted = count.lead_needed(high, low) * part
    least = ceil(wanted) if count.equal_will_do(high, low, strictly) else floor(wanted) + 1
    lacking = least - (votes[high] - votes[low])
    after = list(votes)
    if lacking <= 0:
        return after
    direct = min((lacking + 1) // 2, votes[low])
    after[low] -= direct
    after[high] += direct
    lacking -= 2 * direct
    for other in sorted(range(count.size), key=lambda at: (-votes[at], at)):
        if lacking > 0 and other not in (high, low):
            step = min(lacking, after[other])
            after[other] -= step
            after[high] += step
            lacking -= step
    return after if lacking <= 0 else None


def removed(count: Count, votes: Split, high: int, low: int, strictly: bool) -> list[int] | None:
    """Votes removed: from the lower couple, then from the others, then from the higher, while it still helps. Under shares
    a removal elsewhere helps too, because the share wanted is then of fewer votes."""
    lead = count.lead_needed(high, low)
    by_share = count.side.points.kind == "share"
    lacking = (lead * sum(votes) if by_share else lead) - (votes[high] - votes[low])
    step = lead if by_share else Fraction(0)
    others = [at for at in range(count.size) if at not in (high, low)]
    after = list(votes)
    enough = count.equal_will_do(high, low, strictly)
    for couple, helps in ((low, step + 1), *((other, step) for other in others), (high, step - 1)):
        if lacking < 0 or (enough and lacking == 0) or helps <= 0:
            break
        needed = ceil(lacking / helps) if enough else floor(lacking / helps) + 1
        taken = min(needed, after[couple])
        after[couple] -= taken
        lacking -= taken * helps
    if lacking > 0 or (lacking == 0 and not enough):
        return None
    return after if sum(after) or not by_share else None
