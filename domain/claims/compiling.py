"""From a rulebook, a week and what was announced to the statement that makes it true."""

from itertools import combinations, pairwise

from domain.claims.claim import Claim
from domain.claims.comparing import Classes, Public, difference, public_of
from domain.claims.refusals import ClaimCannotBeCompiled, ClaimPubliclyFalse
from domain.claims.statement import (
    Above,
    Constraint,
    InRange,
    IsZero,
    Linear,
    Statement,
    Total,
    compared,
    counted,
)
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.book import Rulebook
from domain.stages.points import RankPoints

MOST_BITS = 192
"""Bits of the largest number in a statement: far below the 256 of the group's order, so that no sum of such numbers wraps."""


def statement_of(rulebook: Rulebook, period: ScoringPeriod, turnout: int, claim: Claim) -> Statement:
    """What the hidden counts of `period` have to fulfil for the claim to follow from the rulebook.

    `turnout` is the public sum of the counts of the side that is hidden; the votes in `period` are not looked at.
    Refuses a rule that is not of this kind (`ClaimCannotBeCompiled`) and a claim no counts would make true.
    """
    _require_votes(turnout)
    public = public_of(rulebook, period)
    classes = _classes(public, claim)
    constraints = counted(public.couples, turnout, claim.equal)
    if isinstance(public.hidden.points, RankPoints):
        for first, second in combinations(classes, 2):
            constraints += compared(first[0], second[0], turnout)
    for higher, lower in pairwise(claim.groups):
        for above in higher:
            for below in lower:
                constraints += _stands_above(public, classes, turnout, above, below)
    return Statement(public.couples, turnout, tuple(constraints))


def statement_of_body(couples: tuple[str, ...], turnout: int, placed: tuple[str, ...], places: int) -> Statement:
    """What the hidden counts of one voting body have to fulfil for `placed`, best first, to have got its points.

    A body with fewer couples than `places` on its list had votes for no others. Equal counts for places that carry points
    are settled by another body, which is public, and are not put as a statement here.
    """
    _require_votes(turnout)
    others = tuple(couple for couple in couples if couple not in placed)
    constraints = counted(couples, turnout, ())
    for above, below in pairwise(placed):
        constraints.append(_has_more(above, below, turnout))
    if len(placed) < places:
        constraints += [IsZero(Linear(((Total(couple), 1),)), f"nobody voted for {couple}") for couple in others]
    else:
        constraints += [_has_more(placed[-1], couple, turnout) for couple in others]
    constraints.append(_has_some(placed[-1], turnout))  # no points without a vote
    return Statement(couples, turnout, tuple(constraints))


def statement_of_save(
    couples: tuple[str, ...], turnout: int, kept: tuple[str, ...], left: tuple[str, ...]
) -> Statement:
    """What the hidden counts of the viewers' instant save have to fulfil for `kept` to have been saved and `left` not.

    Votes for others count for nobody. Where the last kept has as many as one who is not, no rule decides, and nothing is proved.
    """
    _require_votes(turnout)
    more = [_has_more(above, below, turnout) for above in kept for below in left]
    return Statement(couples, turnout, (*counted(couples, turnout, ()), *more))


def _has_more(above: str, below: str, turnout: int) -> InRange:
    return _at_least_0(Linear(((Total(above), 1), (Total(below), -1)), -1), turnout, f"{above} has more than {below}")


def _has_some(couple: str, turnout: int) -> InRange:
    return _at_least_0(Linear(((Total(couple), 1),), -1), turnout, f"{couple} has votes")


def _classes(public: Public, claim: Claim) -> Classes:
    """Couples disclosed to have equal counts together, every other alone, in the order of the couples."""
    equal = {couple: group for group in claim.equal for couple in group}
    classes: list[tuple[str, ...]] = []
    for couple in public.couples:
        group = equal.get(couple, (couple,))
        if group not in classes:
            classes.append(group)
    return tuple(classes)


def _stands_above(public: Public, classes: Classes, turnout: int, above: str, below: str) -> list[Constraint]:
    linear = difference(public, classes, turnout, above, below)
    if linear.coefficients:
        return [_at_least_0(linear, turnout, f"{above} stands above {below}")]
    if linear.constant < 0:
        raise ClaimPubliclyFalse(above, below)
    return []


def _at_least_0(linear: Linear, turnout: int, why: str) -> InRange:
    """In as many bits as the largest value needs that counts up to the turnout can give.

    Refuses numbers of more bits than `MOST_BITS`, below 0 or above: in a group of prime order what is far below 0 would come
    round and look like what is above it.
    """
    largest = smallest = linear.constant
    for unknown, factor in linear.coefficients:
        most = factor * (1 if isinstance(unknown, Above) else turnout)
        largest, smallest = largest + max(most, 0), smallest + min(most, 0)
    if max(largest.bit_length(), smallest.bit_length()) > MOST_BITS:
        raise ClaimCannotBeCompiled(f"its numbers have more than {MOST_BITS} bits")
    return InRange(linear, max(largest.bit_length(), 1), why)


def _require_votes(turnout: int) -> None:
    """Refuses a turnout of nothing, and one of more bits than `MOST_BITS`."""
    if turnout < 1:
        raise ClaimCannotBeCompiled("no votes were counted")
    if turnout.bit_length() > MOST_BITS:
        raise ClaimCannotBeCompiled(f"its turnout has more than {MOST_BITS} bits")
