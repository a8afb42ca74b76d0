"""From votes that should change the answer to a witness that does: balanced, tabulated, confirmed."""

from collections.abc import Iterator

from glitterball.closeness.margins.count import Count, Split
from glitterball.closeness.margins.pairs import Brought, Cheaply, Pairing
from glitterball.closeness.margins.questions import Question, Target
from glitterball.closeness.margins.results import Answer, Unit, VoteWitness

MOST_STEPS = 60
"""Pairs put right one after another at most, on the way to an order in which many pairs must stand."""


def witness(count: Count, question: Question, votes: Split, now: Answer, decided: bool) -> VoteWitness | None:
    """The votes as a witness, or None where `tabulate` finds the answer unchanged (`decided`: or open)."""
    if min(votes) < 0:
        return None
    outcome = count.outcome(votes)
    after = question.answer(outcome)
    if after == now or (decided and after is None):
        return None
    couples = count.period.couples
    changes = tuple(
        (couple, new - old) for couple, new, old in zip(couples, votes, count.votes, strict=True) if new != old
    )
    return VoteWitness(changes, tuple(zip(couples, votes, strict=True)), after, outcome)


def balanced(count: Count, unit: Unit, brought: Brought) -> Iterator[Split]:
    """Votes as many as before: what is left over goes to one couple, what is lacking comes from one, each tried."""
    votes = brought.votes
    spare = count.total - sum(votes)
    if unit != "moved" or not spare:
        yield votes
        return
    first = brought.high if spare > 0 else brought.low
    for couple in sorted(range(count.size), key=lambda at: (at != first, -votes[at], at)):
        if votes[couple] + spare >= 0:
            yield tuple(one + spare * (at == couple) for at, one in enumerate(votes))


def by_one_pair(
    count: Count, question: Question, brought: Brought, unit: Cheaply, now: Answer, decided: bool
) -> VoteWitness | None:
    """A witness from the votes that bring one couple above another, if that is enough."""
    for votes in balanced(count, unit, brought):
        found = witness(count, question, votes, now, decided)
        if found is not None:
            return found
    return None


def by_steps(
    pairing: Pairing, question: Question, target: Target, now: Answer, decided: bool, limit: int
) -> VoteWitness | None:
    """A witness in which all pairs of a target stand, put right one after another, the dearest first."""
    count, votes = pairing.count, pairing.count.votes
    for _ in range(MOST_STEPS):
        wrong = [pairing.brought(high, low, count.total, votes) for high, low in target]
        dear = [one for one in wrong if one is not None and one.cost]
        if None in wrong or not dear:
            break
        worst = max(dear, key=lambda one: one.cost)
        if worst.cost > count.total:
            return None
        votes = next(balanced(count, pairing.unit, worst), votes)
        if _cost(count.votes, votes) > limit:
            return None
        found = witness(count, question, votes, now, decided)
        if found is not None:
            return found
    return witness(count, question, votes, now, decided)


def _cost(before: Split, after: Split) -> int:
    return sum(max(old - new, 0) for old, new in zip(before, after, strict=True))
