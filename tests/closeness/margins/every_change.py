"""Margins the slow way: every change of the votes there is, tabulated one by one."""

from dataclasses import replace
from functools import cache

from domain.period.scoring_period import BodyVotes
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.margins.questions import questions_of

MOST_ADDED = 40


@cache
def divisions(votes, among):
    """Every division of so many votes."""
    if among == 1:
        return ((votes,),)
    return tuple((first, *rest) for first in range(votes + 1) for rest in divisions(votes - first, among - 1))


def answers(rulebook, period, question):
    """What a question's answer becomes with other votes."""

    @cache
    def answer(votes):
        counts = tuple(BodyVotes("viewers", votes) if one.body == "viewers" else one for one in period.votes)
        return question.answer(tabulate(rulebook, replace(period, votes=counts), explain=False))

    return answer


def changes(unit, votes):
    """Every other split of the votes within reach, with how many votes were changed."""
    n, total = len(votes), sum(votes)
    if unit == "added":
        for couple in range(n):
            for more in range(1, MOST_ADDED + 1):
                yield more, tuple(one + more * (at == couple) for at, one in enumerate(votes))
    elif unit == "moved":
        for other in divisions(total, n):
            yield sum(max(new - old, 0) for new, old in zip(other, votes, strict=True)), other
    else:
        for fewer in range(1, total + 1):
            for other in divisions(total - fewer, n):
                if all(new <= old for new, old in zip(other, votes, strict=True)):
                    yield fewer, other


def fewest(rulebook, period, question, unit, decided):
    """The fewest votes that give another answer, or None where no change does."""
    answer = answers(rulebook, period, question)
    votes = next(one.votes for one in period.votes if one.body == "viewers")
    now = answer(votes)
    costs = [
        cost
        for cost, other in changes(unit, votes)
        if cost and answer(other) != now and (not decided or answer(other) is not None)
    ]
    return min(costs, default=None)


def asked(rulebook, period, name):
    """The question of that name."""
    return next(one for one in questions_of(rulebook.form(period.form), period) if one.name == name)
