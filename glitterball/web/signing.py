"""Saying something that may have to be signed: the page that shows what is signed and what it changes, and the door it sends to.

Any form leads here: whoever takes it asks `to_sign`, and where something is to be signed answers `signing_page`. Its form
says the same command again, complete, with the assertion that an authenticator gave. An approval is typed nowhere, so its form
is this page at once where a passkey signs.
"""

import json
import secrets
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.record import Role
from domain.season import commands as c
from glitterball.answered.decisions import decision as answered
from glitterball.web.access import SIGNED_IN, Door, form_of, require
from glitterball.web.addresses import Links
from glitterball.web.command_sent import command_in
from glitterball.web.entering import NEVER_KEPT, here_or, page
from glitterball.web.person import Person
from glitterball.web.saying import ToSign, say, to_sign
from glitterball.web.served import Served, served_of
from glitterball.web.sight import is_withheld

WITHHELD = "What it changes is not shown to you: it can rest on counts that your roles do not see."


def signing_doors() -> list[Door]:
    """The doors by which something is signed and said."""
    return [
        Door("/s/{season}/decisions/{number:int}/approve", approve, access=SIGNED_IN),
        Door("/s/{season}/say", take, access=SIGNED_IN, methods=("POST",)),
    ]


def approve(request: Request) -> Response:
    """To the one page on which a proposal is approved, from an address that programs and messages know."""
    season, number = request.path_params["season"], request.path_params["number"]
    return RedirectResponse(Links(season).act("approve", decision=number), 303, NEVER_KEPT)


def signing_page(
    request: Request, season: str, asked: ToSign, *, key: str, at: int | None = None, to: str = ""
) -> Response:
    """The page on which somebody signs with a passkey: what is signed, and what it changes. It goes on `to`."""
    shown = {
        "written": _written(asked.command),
        "actor": asked.actor,
        "text": asked.text,
        "challenge": asked.challenge,
        "rp": asked.rp_id,
        "credentials": " ".join(asked.credentials),
    }
    return _page(request, season, asked.command, _who(request), key=key, at=at, to=to, **shown)


def _page(request: Request, season: str, command: c.SeasonCommand, person: Person, **shown: Any) -> Response:
    served = served_of(request)
    rows, kept = _difference(served, season, command, person)
    at, to = shown.pop("at", None), shown.pop("to", "") or f"/s/{season}/decisions"
    what = f"{command.do} {getattr(command, 'decision', '')}".strip()
    told = {"season": season, "rows": rows, "kept": kept, "at": "" if at is None else at, "to": to, **shown}
    mode = served.store.engine.state(season).mode
    return page(request, "sign.html", f"{season}: {what}", mode=mode, **told)


def _difference(
    served: Served, season: str, command: c.SeasonCommand, person: Person
) -> tuple[list[tuple[str, str]], str]:
    """What a decision is about and what it changes, computed now; of a proposal what is proposed."""
    if isinstance(command, c.Propose):
        told = command.command.model_dump(mode="json", exclude_none=True)
        return [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in told.items()], ""
    if not isinstance(command, c.Approve | c.Reject | c.Withdraw):
        return [], ""
    asked = served.store.season(season)
    if is_withheld(asked.state) and not person.sees_in(season, "counts"):
        return [], WITHHELD
    return [(row.what, row.says) for row in answered(asked, command.decision).rows], ""


def take(request: Request) -> Response:
    """Say a command that a form holds, signed where it has to be; what is not yet signed is shown to be."""
    person, served, season = _who(request), served_of(request), request.path_params["season"]
    said = form_of(request)
    command = command_in(said.get("command", ""), "the command")
    at, role, key = _number(said.get("at", "")), _role(said.get("role", "")), said.get("key") or None
    asserted = said.get("assertion", "")
    if not asserted:
        asked = to_sign(served, season, command, person, key=key, role=role)
        if asked is not None:
            return signing_page(request, season, asked, key=key or secrets.token_hex(16), at=at, to=said.get("to", ""))
    assertion = asserted.encode() if asserted else None
    say(served, season, command, person, key=key, at=at, role=role, assertion=assertion)
    return RedirectResponse(here_or(said.get("to", ""), f"/s/{season}/decisions"), 303, NEVER_KEPT)


def _who(request: Request) -> Person:
    person = require(SIGNED_IN, request)
    assert person is not None, "it is behind a door"
    return person


def _written(command: c.SeasonCommand) -> str:
    return command.model_dump_json(exclude_none=True)


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else None


def _role(said: str) -> Role | None:
    return next((role for role in get_args(Role) if role == said), None)
