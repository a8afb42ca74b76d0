"""Coming in and going out: the page of all ways in, a link that works once, who one is, and signing out."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from glitterball.clock import second_of
from glitterball.web.access import (
    EVERYBODY,
    SIGNED_IN,
    Door,
    around,
    come_from,
    form_of,
    gate_of,
    is_for_machines,
    require,
)
from glitterball.web.deciders import decides_on_rosters
from glitterball.web.gate import Gate
from glitterball.web.people_file import LINK
from glitterball.web.person import Person
from glitterball.web.refusals import LinkUsed
from glitterball.web.rendering import html
from glitterball.web.served import served_of
from glitterball.web.words import worded

HERE = re.compile(r"/(?![/\\])[!-~]{0,500}")
"""A path on these pages, and no address of another host."""

NEVER_KEPT = {"cache-control": "no-store"}


def entrance() -> list[Door]:
    """The doors by which people come in and go out."""
    return [
        Door("/enter", ways_in, access=EVERYBODY),
        Door("/enter/{secret}", link, access=EVERYBODY),
        Door("/enter/{secret}", take_link, access=EVERYBODY, methods=("POST",)),
        Door("/me", me, access=SIGNED_IN),
        Door("/out", go_out, access=SIGNED_IN, methods=("POST",)),
        Door("/me/elsewhere", end_elsewhere, access=SIGNED_IN, methods=("POST",)),
    ]


def page(request: Request, template: str, title: str, *, mode: str = "", **shown: Any) -> Response:
    """A page about people, which no browser keeps."""
    told = {"title": title, "mode": mode, "foot": None, "links": None, "served": served_of(request), **around(request)}
    return Response(html(template, {**told, **shown}), 200, NEVER_KEPT, "text/html; charset=utf-8")


def the_gate(request: Request) -> Gate:
    """The gate, behind doors that there are only with one."""
    gate = gate_of(request)
    assert gate is not None, "there are people where there is an entrance"
    return gate


def here_or(said: str, else_to: str = "/") -> str:
    """Where somebody wants to go on, where that is a page of these."""
    return said if HERE.fullmatch(said) else else_to


def may_try(request: Request, gate: Gate) -> None:
    """Refuses who tries to sign in too often from one address (`TooOften`)."""
    gate.sign_ins.take(come_from(request))


def ways_in(request: Request) -> Response:
    """All ways to sign in."""
    to, providers = here_or(request.query_params.get("to", "")), the_gate(request).people.provider
    return page(request, "enter.html", worded("Sign in"), to=to, secret="", providers=providers, codes=not providers)


def link(request: Request) -> Response:
    """The page a link leads to. It is used up by its button alone: what looks at a link beforehand uses it up for nobody."""
    return page(request, "enter.html", worded("Sign in"), to="/", secret=request.path_params["secret"], providers=())


def take_link(request: Request) -> Response:
    """Sign in by a link that works once."""
    gate = the_gate(request)
    may_try(request, gate)
    identity = gate.book.taken_link(request.path_params["secret"])
    if identity is None or gate.people.entry_of(LINK, identity) is None:
        gate.book.note("refused", identity or "", way=LINK, **{"from": come_from(request)})
        raise LinkUsed
    answer = RedirectResponse(here_or(form_of(request).get("to", "")), 303, NEVER_KEPT)
    gate.let_in(request, answer, LINK, identity)
    return answer


def me(request: Request) -> Response:
    """Who one is here: name, roles, how one signed in, and the button that ends it."""
    person, gate = require(SIGNED_IN, request), the_gate(request)
    assert person is not None, "it is behind a door"
    made = [
        {**told, "seasons": gate.seasons_with(person, told["credential_id"])}
        for told in gate.book.passkeys_of(person.identity)
    ]
    elsewhere = [{"issuer": one.issuer, "since": second_of(one.began)} for one in gate.elsewhere(person)]
    decides = decides_on_rosters(person, served_of(request).store)
    return page(
        request,
        "me.html",
        worded("You"),
        passkeys=made,
        elsewhere=elsewhere,
        decides=decides,
        codes=_codes(gate, person),
    )


def end_elsewhere(request: Request) -> Response:
    """End the sessions that somebody has in other browsers: after a passkey was lost, or a machine was left."""
    person, gate = require(SIGNED_IN, request), the_gate(request)
    assert person is not None, "it is behind a door"
    gate.book.end_others(one.id for one in gate.elsewhere(person))
    return RedirectResponse("/me", 303, NEVER_KEPT)


def _codes(gate: Gate, person: Person) -> int | None:
    """How many recovery codes somebody has left; nothing where there are none to be had."""
    return None if gate.people.provider or person.is_program else gate.book.codes_left(person.identity)


def go_out(request: Request) -> Response:
    """End the session."""
    person = require(SIGNED_IN, request)
    answer: Response = RedirectResponse("/", 303, NEVER_KEPT)
    if is_for_machines(request):
        answer = Response(None, 204, NEVER_KEPT)
    if person is not None and not person.is_program:
        the_gate(request).let_out(person, answer)
    return answer
