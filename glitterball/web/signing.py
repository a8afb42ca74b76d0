"""Saying something that may have to be signed: the page that says what would be recorded and what it changes, what is signed, and
the door it sends to.

Any form leads here: whoever takes it asks `to_sign`, and where something is to be signed answers `signing_page`. Its form
says the same command again, complete, with the assertion that an authenticator gave. An approval is typed nowhere, so its form
is this page at once where a passkey signs.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.record import Actor, Role
from domain.season import commands as c
from glitterball.answered.decisions import consequence_if_proposed
from glitterball.answered.decisions import decision as answered
from glitterball.procedures import approving_roles
from glitterball.procedures.consequences import as_it_is
from glitterball.store import Season
from glitterball.web.access import SIGNED_IN, Door, form_of, require
from glitterball.web.addresses import Links
from glitterball.web.command_sent import command_in
from glitterball.web.desk.act import capital
from glitterball.web.desk.trying import NOT_TOLD, ON_COUNTS
from glitterball.web.entering import NEVER_KEPT, here_or, page
from glitterball.web.forms.acts import ACTS
from glitterball.web.forms.catalogue import fields_of
from glitterball.web.forms.reading import typed_of
from glitterball.web.person import Person
from glitterball.web.saying import ToSign, say, to_sign
from glitterball.web.served import Served, served_of
from glitterball.web.sight import fact_in_public, is_withheld
from glitterball.web.words import worded

WITHHELD = worded("What it changes is not shown to you: it can rest on counts that your roles do not see.")


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
        "text": asked.text,
        "challenge": asked.challenge,
        "rp": asked.rp_id,
        "credentials": " ".join(asked.credentials),
    }
    return _page(request, season, asked.command, asked.actor, key=key, at=at, to=to, **shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Difference:
    """What somebody is about to sign, before they do: in sentences by what they are called, then field by field as it was typed,
    and in which roles somebody else approves it."""

    rows: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    second: tuple[Role, ...] = ()
    kept: str = ""


def _page(request: Request, season: str, command: c.SeasonCommand, actor: Actor, **shown: Any) -> Response:
    served = served_of(request)
    at, to = shown.pop("at", None), shown.pop("to", "") or f"/s/{season}/decisions"
    told = {"season": season, "differs": _difference(served, season, command, _who(request), actor), "actor": actor}
    mode = served.store.engine.state(season).mode
    said = {**told, "at": "" if at is None else at, "to": to, **shown}
    return page(request, "sign.html", _title(season, command), mode=mode, links=Links(season), **said)


def _title(season: str, command: c.SeasonCommand) -> str:
    """What is signed, as its form is called."""
    where: str = season
    if isinstance(command, c.Approve | c.Reject | c.Withdraw):
        where = worded("%(season)s, decision %(number)s", season=season, number=command.decision)
    act = ACTS[command.command.do if isinstance(command, c.Propose) else command.do]
    return worded("%(verdict)s: %(title)s", verdict=where, title=worded(capital(act.called)))


def _difference(served: Served, season: str, command: c.SeasonCommand, person: Person, actor: Actor) -> _Difference:
    """What a decision is about and what it changes, computed now."""
    asked = served.store.season(season)
    sees = not is_withheld(asked.state) or person.sees_in(season, "counts")
    if isinstance(command, c.Propose):
        return _Difference(
            rows=tuple(_if_proposed(asked, command.command, actor, sees=sees)),
            fields=tuple(_field_by_field(command.command)),
            second=approving_roles(command.command, asked.state, actor),
        )
    if not isinstance(command, c.Approve | c.Reject | c.Withdraw):
        return _Difference()
    if not sees:
        return _Difference(kept=WITHHELD)
    return _Difference(rows=tuple((row.what, row.says) for row in answered(asked, command.decision).rows))


def _if_proposed(asked: Season, command: c.TwoPersonCommand, by: Actor, *, sees: bool) -> Iterator[tuple[str, str]]:
    """What a proposal would record once it is approved, and the outcome before and after; no counts for whoever sees none."""
    if not sees and command.do in ON_COUNTS:
        yield "would be recorded", NOT_TOLD
        return
    told = consequence_if_proposed(asked, command, by, as_it_is if sees else fact_in_public)
    if told.refused is not None:
        yield "would be refused now", told.refused
        return
    yield "would be recorded", told.recorded
    if sees and told.before is not None and told.after is not None:
        yield "outcome before", told.before
        yield "outcome after", told.after


def _field_by_field(command: c.TwoPersonCommand) -> Iterator[tuple[str, str]]:
    """What was typed into the form, by what its fields are called there."""
    typed = typed_of(command)
    for asked in fields_of(type(command)):
        own = f"{asked.name}:"
        told = [*typed.get(asked.name, ())]
        told += [f"{name.removeprefix(own)}: {text}" for name, (text, *_) in typed.items() if name.startswith(own)]
        if told:
            yield asked.called, "\n".join(told)


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
