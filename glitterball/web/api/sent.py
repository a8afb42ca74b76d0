"""What is sent to the interface beside its body: keys, and what was seen of the season."""

import re
from typing import get_args

from starlette.requests import Request

from domain.record import Role
from glitterball.refusals import ValueNotValid
from glitterball.web.api.refusals import IdempotencyKeyAsked, MediaNotTaken

_KEY = re.compile(r"[!-~]{1,200}")
_SEEN = re.compile(r'"([0-9]{1,18})(?:-[0-9a-f]{16})?"', re.ASCII)


def require_media(request: Request, takes: str) -> None:
    """Refuses another kind of body: what a form of another site can make a browser send is none of these."""
    said = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if said != takes:
        raise MediaNotTaken(request.scope["path"][:200], takes, said[:80] or "what says no kind")


def key_of(request: Request) -> str:
    """The idempotency key of a command. Refuses one that is missing or unfit."""
    said = request.headers.getlist("idempotency-key")
    if len(said) != 1:
        raise IdempotencyKeyAsked("it has none" if not said else "it has several")
    if _KEY.fullmatch(said[0]) is None:
        raise IdempotencyKeyAsked("the key is too long, empty, or has white space in it")
    return said[0]


def seen_by(request: Request) -> int | None:
    """The sequence of the season's stream as whoever asks saw it (If-Match), if they say so."""
    said = request.headers.get("if-match")
    if said is None or said.strip() == "*":
        return None
    found = _SEEN.fullmatch(said.strip().removeprefix("W/"))
    if found is None:
        raise ValueNotValid("If-Match", said[:80], "Send the ETag of an answer about the season as it was given")
    return int(found[1])


def role_said(request: Request) -> Role | None:
    """In which of several roles it is said."""
    said = request.query_params.get("role")
    found = next((role for role in get_args(Role) if role == said), None)
    if said is not None and found is None:
        raise ValueNotValid("role", said, f"Write one of {', '.join(get_args(Role))}")
    return found
