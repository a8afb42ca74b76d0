"""The addresses of the interface for machines: each is a door that says who may ask. Whatever is refused, and whatever is not
there, is answered by a problem document."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from glitterball.refusals import ValueNotValid
from glitterball.web.access import EVERYBODY, Access, Door
from glitterball.web.addresses import LARGEST_POSITION
from glitterball.web.api.answering import answered, octets_of
from glitterball.web.api.asking import asked_of, position_said, require_known
from glitterball.web.api.described import description
from glitterball.web.api.operations import NUMBERS, OPERATIONS, Operation
from glitterball.web.api.questions import Question
from glitterball.web.api.writing import writing
from glitterball.web.looking import seen_by
from glitterball.web.page import Page
from glitterball.web.refusals import NoSuchPage
from glitterball.web.served import Served, served_of

PREFIX = "/api/v1"

OfStore = Callable[[Served], Page]


def interface(of_store: Mapping[str, tuple[Access, OfStore]]) -> list[Door]:
    """All its doors. `of_store` are the questions about the store itself, which its pages answer, and who may ask them."""
    doors = [Door(PREFIX + told.path, partial(_ask, told), access=told.access, name=told.name) for told in OPERATIONS]
    doors += [Door(PREFIX + path, partial(_of_store, make), access=may) for path, (may, make) in of_store.items()]
    doors += writing(PREFIX)
    doors.append(Door(PREFIX + "/openapi.json", _described, access=EVERYBODY))
    doors.append(Door("/api/{path:path}", _not_there, access=EVERYBODY, methods=("GET", "POST")))
    return doors


def _ask(operation: Operation, request: Request) -> Response:
    said = request.query_params
    require_known(said, operation.known)
    asked, named = asked_of(said), _named(request)
    season = served_of(request).store.season(named["season"])
    position = position_said(said, season)
    if asked.cursor is not None:
        if position is not None:
            raise ValueNotValid("cursor", str(asked.cursor), "It says as of which moment: leave out as_of and at")
        position = season.position_of(asked.cursor.position)
    seen = seen_by(request, season.store, season.name, position)
    told = operation.ask(Question(seen=seen, named=named, asked=asked, said=said))
    body = octets_of(told.document) if told.exactly is None else told.exactly
    return answered(body, request, seen.shown.state.sequence, told.rest)


def _named(request: Request) -> dict[str, Any]:
    """What the path names. A number is digits, and none is longer than the largest position."""
    named: dict[str, Any] = dict(request.path_params)
    for name in NUMBERS & named.keys():
        text = named[name]
        if not (text.isascii() and text.isdigit() and len(text) < len(str(LARGEST_POSITION))):
            raise ValueNotValid(name, text, "Write a whole number in digits, such as 2")
        named[name] = int(text)
    return named


def _of_store(make: OfStore, request: Request) -> Response:
    require_known(request.query_params, ())
    return answered(octets_of(make(served_of(request)).document), request)


def _described(request: Request) -> Response:
    require_known(request.query_params, ())
    return answered(octets_of(description()), request)


def _not_there(request: Request) -> Response:
    raise NoSuchPage(request.scope["path"][:200])
