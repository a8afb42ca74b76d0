"""Methods on ranked ballots, tried with the same search: monotone and participation, where the literature knows the answer.

A method is a function from a profile to the winner. Its verdicts check the checker: plurality and Borda keep both
properties; instant run-off breaks both (monotonicity: Smith 1973; participation: Fishburn and Brams 1983, Moulin 1988).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import permutations

Ranking = tuple[str, ...]
Profile = tuple[tuple[Ranking, int], ...]
"""How many voters hold each ranking, best first; rankings nobody holds are left out."""

Winner = Callable[[Profile], str]

CANDIDATES = ("anna", "bea", "cleo")


@dataclass(frozen=True, slots=True)
class Changed:
    """A profile before and after, with the winner of each, and how the voters changed."""

    before: Profile
    after: Profile
    won: str
    wins: str
    says: str


@cache
def _counts(voters: int, kinds: int) -> tuple[tuple[int, ...], ...]:
    if kinds == 1:
        return ((voters,),)
    return tuple((first, *rest) for first in range(voters + 1) for rest in _counts(voters - first, kinds - 1))


def profiles(voters: int) -> Iterator[Profile]:
    """Every way so many voters can rank three candidates."""
    rankings = tuple(permutations(CANDIDATES))
    for counts in _counts(voters, len(rankings)):
        yield tuple((ranking, count) for ranking, count in zip(rankings, counts, strict=True) if count)


def raised(profile: Profile, candidate: str) -> Iterator[Profile]:
    """Some voters of one ranking move the candidate up, all else the same."""
    for ranking, count in profile:
        at = ranking.index(candidate)
        for to in range(at):
            others = [one for one in ranking if one != candidate]
            new = (*others[:to], candidate, *others[to:])
            for moved in range(1, count + 1):
                yield _with(_with(profile, ranking, -moved), new, moved)


def _with(profile: Profile, ranking: Ranking, more: int) -> Profile:
    counts = dict(profile)
    counts[ranking] = counts.get(ranking, 0) + more
    return tuple(sorted((one, count) for one, count in counts.items() if count))


def not_monotone(method: Winner, most_voters: int) -> Changed | None:
    """The fewest voters with whom a winner that moves up on some ballots no longer wins."""
    winner = cache(method)
    for voters in range(1, most_voters + 1):
        for before in profiles(voters):
            won = winner(before)
            for after in raised(before, won):
                if winner(after) != won:
                    says = f"{won.title()} moves up on some ballots, and {winner(after).title()} wins instead."
                    return Changed(before, after, won, winner(after), says)
    return None


def better_stayed_away(method: Winner, most_voters: int, most_joining: int = 3) -> Changed | None:
    """The fewest voters with whom some others of one ranking, by voting as well, get a winner they like less."""
    winner = cache(method)
    for voters in range(1, most_voters + 1):
        for before in profiles(voters):
            won = winner(before)
            for ranking in permutations(CANDIDATES):
                for joining in range(1, most_joining + 1):
                    after = _with(before, ranking, joining)
                    if ranking.index(winner(after)) > ranking.index(won):
                        says = f"{joining} more who rank {', '.join(ranking)} vote, and {winner(after)} wins instead of {won}."
                        return Changed(before, after, won, winner(after), says)
    return None
