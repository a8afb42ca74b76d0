"""Whether what several clients saw of one register could have been seen of a register that does one thing at a time.

From the definition (Herlihy and Wing 1990): a history is linearizable where each operation can be given one moment between its
call and its answer, so that done in that order every answer is the register's. The search is Wing and Gong's (1993): of the
operations that no other was answered before, one goes first; states that were tried with the same left are not tried again.
What was never answered may have been done at any moment after its call, or never.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NEVER = float("inf")


@dataclass(frozen=True)
class Operation:
    """A call on the register, when it was called and answered, and the answer; answered `NEVER` where there is none.

    `write` writes a value behind so many others, if there are so many: whether it did. `read`: how many there are, and the last.
    """

    called: float
    answered: float
    asked: str
    behind: int = 0
    value: Any = None
    answer: Any = None


State = tuple[int, Any]
"""How many values were written, and the last."""

EMPTY: State = (0, None)


def done(operation: Operation, state: State) -> tuple[Any, State]:
    """What the register answers, and how it then is."""
    if operation.asked == "read":
        return state, state
    if operation.behind != state[0]:
        return False, state
    return True, (state[0] + 1, operation.value)


def is_linearizable(history: Sequence[Operation]) -> bool:
    """Whether there is such an order."""
    everything = frozenset(range(len(history)))
    tried: set[tuple[frozenset[int], State]] = set()
    going: list[tuple[frozenset[int], State]] = [(everything, EMPTY)]
    while going:
        left, state = going.pop()
        if all(history[place].answered == NEVER for place in left):
            return True
        if (left, state) in tried:
            continue
        tried.add((left, state))
        first_answered = min(history[place].answered for place in left)
        for place in left:
            operation = history[place]
            if operation.called > first_answered:
                continue
            answer, then = done(operation, state)
            if operation.answered == NEVER or answer == operation.answer:
                going.append((left - {place}, then))
    return False
