"""The addresses of the interface for machines. Whatever is refused or is not there is answered by a problem document."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from domain.refusals import Refusal
from glitterball.refusals import ValueNotValid
from glitterball.store import Store
from glitterball.web.addresses import LARGEST_POSITION
from glitterball.web.api.answering import answered, octets_of
from glitterball.web.api.asking import asked_of, position_said, require_known
from glitterball.web.api.described import description
from glitterball.web.api.operations import NUMBERS, OPERATIONS, Operation
from glitterball.web.api.questions import Question
from glitterball.web.page import Page
from glitterball.web.problems import answer_to
from glitterball.web.refusals import NoSuchPage
from glitterball.web.sight import look

PREFIX = "/api/v1"

OfStore = Callable[[], Page]


def interface(store: Store, of_store: Mapping[str, OfStore]) -> Starlette:
    """The interface over a store. `of_store` are the questions about the store itself, which its pages answer."""
    routes: list[BaseRoute] = [Route(operation.path, _question(store, operation)) for operation in OPERATIONS]
    routes += [Route(path, _of_store(page)) for path, page in of_store.items()]
    routes += [Route("/openapi.json", _described)]
    return Starlette(routes=routes, exception_handlers={HTTPException: _not_there, Refusal: _refused})


Endpoint = Callable[[Request], Any]


def _question(store: Store, operation: Operation) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_ask, store, operation, request)

    return endpoint


def _ask(store: Store, operation: Operation, request: Request) -> Response:
    said = request.query_params
    require_known(said, operation.known)
    asked, named = asked_of(said), _named(request)
    season = store.season(named["season"])
    position = position_said(said, season)
    if asked.cursor is not None:
        if position is not None:
            raise ValueNotValid("cursor", str(asked.cursor), "It says as of which moment: leave out as_of and at")
        position = season.position_of(asked.cursor.position)
    seen = look(store, season.name, position)
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


def _of_store(page: OfStore) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        require_known(request.query_params, ())
        made = await run_in_threadpool(page)
        return answered(octets_of(made.document), request)

    return endpoint


async def _described(request: Request) -> Response:
    require_known(request.query_params, ())
    return answered(await run_in_threadpool(lambda: octets_of(description())), request)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal), "it is registered for refusals"
    return answer_to(error, for_machines=True)


async def _not_there(request: Request, error: Exception) -> Response:
    """What no route answers."""
    return answer_to(NoSuchPage(request.url.path[:200]), for_machines=True)
