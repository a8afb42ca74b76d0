"""What an address asks for besides its path: as of which moment, how many rows, behind which cursor. Nothing is guessed."""

from dataclasses import dataclass

from starlette.datastructures import QueryParams

from glitterball.naming.moments import AtTime, moment_said
from glitterball.refusals import ValueNotValid
from glitterball.store import Season
from glitterball.web.api.paging import Cursor, cursor_said

MOST_ROWS = 1_000
"""Rows of a list at most, and unless said."""

LONGEST = 200
"""Characters of a value in an address at most."""

YES, NO = ("yes", "true", "1"), ("", "no", "false", "0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked of a list: how many rows at most, and where it goes on."""

    limit: int = MOST_ROWS
    cursor: Cursor | None = None


def require_known(said: QueryParams, known: tuple[str, ...]) -> None:
    """Refuses what an operation does not know, so that a misspelt `as_off` is not answered as of now, and what is said twice."""
    names = [name for name, _ in said.multi_items()]
    for name in names:
        if name not in known:
            raise ValueNotValid(name[:LONGEST], said[name], f"This is asked with {', '.join(known) or 'nothing'}")
        if names.count(name) > 1:
            raise ValueNotValid(name, said[name], "Say it once")


def asked_of(said: QueryParams) -> Asked:
    """How much of a list was asked for."""
    cursor = said.get("cursor")
    limit = whole(said, "limit", MOST_ROWS)
    if not 1 <= limit <= MOST_ROWS:
        raise ValueNotValid("limit", limit, f"Write a whole number from 1 to {MOST_ROWS:,}")
    return Asked(limit=limit, cursor=None if cursor is None else cursor_said(cursor))


def whole(said: QueryParams, name: str, unsaid: int = 0) -> int:
    """A whole number in an address."""
    text = said.get(name)
    if text is None:
        return unsaid
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueNotValid(name, text, "Write a whole number in digits, such as 100")
    return int(text)


def is_said(said: QueryParams, name: str) -> bool:
    """Whether something is wanted."""
    text = said.get(name, "").lower()
    if text not in YES + NO:
        raise ValueNotValid(name, text, "Write yes or no")
    return text in YES


def position_said(said: QueryParams, season: Season) -> int | None:
    """The position that is asked as of; none is how things stand. `as_of` is a position, a time or what happened in a week;
    `at` is a time, and no later than that is told."""
    as_of, at = said.get("as_of"), said.get("at")
    if as_of is not None and at is not None:
        raise ValueNotValid("at", at, "Ask as of one moment: as_of or at")
    if at is not None:
        if not isinstance(moment_said(at), AtTime):
            raise ValueNotValid("at", at, "Write a time, such as 2024-09-24T21:58Z; as_of takes positions as well")
        return season.position_of(at)
    return None if as_of is None else season.position_of(as_of)
