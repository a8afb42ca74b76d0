"""What was nearly typed: for questions such as "Did you mean us-33?". Nothing is offered that a slip of the hand does not give.

A number is never taken for another: us-34 is no misspelled us-33.
"""

from collections.abc import Iterable, Sequence

OFFERED = 3
"""Names offered at most."""

BEGINNING = 3
"""Letters of a beginning that is offered its end."""

LETTERS_TO_A_SLIP = 4
"""Letters of a word for each slip of the hand that is forgiven in it."""


def nearly(said: str, among: Iterable[str]) -> list[str]:
    """Those spelled nearly so, no others than the likest: a letter in four wrong, missing, added or swapped, or a beginning."""
    typed = _plain(said)
    allowed = max(len(typed) // LETTERS_TO_A_SLIP, 1) if len(typed) >= BEGINNING else 0
    slips = [(_slips(typed, _plain(name), allowed), name) for name in among]
    ranked = sorted(
        (0 if _begins(typed, _plain(name)) else count, name)
        for count, name in slips
        if _digits(name) == _digits(said) and (count <= allowed or _begins(typed, _plain(name)))
    )
    return [name for rank, name in ranked if rank == ranked[0][0] and typed][:OFFERED]


def did_you_mean(said: str, among: Iterable[str], how: str = "{}") -> str:
    """The question, with a blank before it; empty where nothing is near. `how` a name is written: `glitterball {}`."""
    near = [how.format(name) for name in nearly(said, among)]
    return f" Did you mean {' or '.join(near)}?" if near else ""


def meant(said: str, among: Iterable[str]) -> str:
    """The question within a sentence, with a blank before it; empty where nothing is near."""
    near = nearly(said, among)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def _begins(typed: str, name: str) -> bool:
    return len(typed) >= BEGINNING and name.startswith(typed)


def _plain(text: str) -> str:
    """Letters and digits in small letters."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _slips(typed: str, meant: str, allowed: int) -> int:
    """Letters wrong, missing, added or swapped with their neighbour (optimal string alignment); of words that differ more in
    length than slips are allowed just that, however long they are."""
    beyond = abs(len(typed) - len(meant))
    if beyond > allowed:
        return beyond
    before: Sequence[int] = ()
    row: list[int] = list(range(len(meant) + 1))
    for at, letter in enumerate(typed, start=1):
        earlier, before, row = before, row, [at]
        for place, other in enumerate(meant, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != other))
            if earlier and typed[at - 2] == other and letter == meant[place - 2] and place > 1:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
    return row[-1]
