"""The application: which address is which page. Start reading at `application`."""

from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route, compile_path
from starlette.types import ASGIApp

from domain.refusals import Refusal
from glitterball.store import Store
from glitterball.web.addresses import LARGEST_POSITION, Address, Links, address_of
from glitterball.web.api.routes import PREFIX, interface
from glitterball.web.guarding import Guarding
from glitterball.web.live import Live
from glitterball.web.page import Page
from glitterball.web.pages.audit import audit
from glitterball.web.pages.certificate import certificate
from glitterball.web.pages.decisions import decision, decisions
from glitterball.web.pages.event import event
from glitterball.web.pages.problems import problem, problems
from glitterball.web.pages.rules import rules
from glitterball.web.pages.season import season
from glitterball.web.pages.seasons import seasons
from glitterball.web.pages.store import checkpoints, status
from glitterball.web.pages.timeline import Wanted, timeline
from glitterball.web.pages.votes import votes
from glitterball.web.pages.week import week
from glitterball.web.problems import answer_to
from glitterball.web.refusals import NoSuchPage
from glitterball.web.rendering import KINDS, assets, octets_of
from glitterball.web.responding import respond
from glitterball.web.sight import Sight, look


@dataclass(frozen=True, slots=True)
class Served:
    """What is shown: a store, what it is called, and the keys whose checkpoints are told."""

    store: Store
    called: str
    keys: tuple[Path, ...] = ()


OfSeason = Callable[[Sight, Links, dict[str, Any], Request], Page]

OF_A_SEASON: dict[str, OfSeason] = {
    "/s/{season}": lambda seen, links, named, request: season(seen, links),
    "/s/{season}/w/{week:int}": lambda seen, links, named, request: week(seen, links, named["week"]),
    "/s/{season}/w/{week:int}/audit": lambda seen, links, named, request: audit(seen, links, named["week"]),
    "/s/{season}/w/{week:int}/votes": lambda seen, links, named, request: votes(seen, links, named["week"]),
    "/s/{season}/w/{week:int}/rules": lambda seen, links, named, request: rules(seen, links, named["week"]),
    "/s/{season}/w/{week:int}/certificate": lambda seen, links, named, request: certificate(seen, named["week"]),
    "/s/{season}/timeline": lambda seen, links, named, request: timeline(seen, links, wanted_in(request)),
    "/s/{season}/e/{position:int}": lambda seen, links, named, request: event(seen, links, named["position"]),
    "/s/{season}/decisions": lambda seen, links, named, request: decisions(seen, links),
    "/s/{season}/decisions/{number:int}": lambda seen, links, named, request: decision(seen, links, named["number"]),
}
"""The pages of a season, each of which can be asked as of a position and for machines."""

OF_THE_STORE: dict[str, Callable[[Served], Page]] = {
    "/": lambda served: seasons(served.store),
    "/seasons": lambda served: seasons(served.store),
    "/checkpoints": lambda served: checkpoints(served.store, served.keys),
    "/status": lambda served: status(served.store, served.called),
    "/problems": lambda served: problems(),
}
"""The pages of the store, which are about now."""

OF_A_REFUSAL = "/problems/"
"""Where the pages of refusals are, each by its code."""

FOR_EVER = "public, max-age=31536000, immutable"
"""Said of a file whose address has its hash in it."""

NUMBERS = frozenset(("week", "position", "number"))
"""What is a number in an address. None has more digits than the largest position."""

LONGEST_QUERY = 200
"""Characters of what a timeline was asked for that its foot cites."""

_PATHS = [(compile_path(path)[0], compile_path(path)[2], page) for path, page in OF_A_SEASON.items()]


def application(store: Store, called: str, keys: Sequence[Path] = ()) -> ASGIApp:
    """The pages of a store, which is read and never written. `called` is what the store is called on them."""
    served, live = Served(store, called, tuple(keys)), Live(store.log)

    @asynccontextmanager
    async def while_it_runs(_: Starlette) -> Any:
        live.begin()
        yield
        live.end()

    async def page(request: Request) -> Response:
        return await run_in_threadpool(answer, served, request)

    async def changes(request: Request) -> Response:
        return await _changes(served, live, request)

    routes = [
        Route("/live/{season}", changes),
        Route("/static/{name}", _static),
        Mount(PREFIX, interface(store, _asked_of_the_store(served))),
        Route("/{path:path}", page),
    ]
    return Guarding(Starlette(routes=routes, lifespan=while_it_runs, exception_handlers={HTTPException: _not_there}))


def _asked_of_the_store(served: Served) -> dict[str, Callable[[], Page]]:
    """What machines ask of the store itself, which pages answer."""
    return {path: partial(page, served) for path, page in OF_THE_STORE.items() if path != "/"}


def answer(served: Served, request: Request) -> Response:
    """The answer to a request for a page; a refusal is one too."""
    address = address_of(request.scope["path"])
    for_machines = address.for_machines
    try:
        return _answered(served, request, address)
    except Refusal as refusal:
        return answer_to(refusal, for_machines=for_machines)


def _answered(served: Served, request: Request, address: Address) -> Response:
    of_store = OF_THE_STORE.get(address.path)
    if of_store is not None and address.position is None:
        page, around = of_store(served), {"foot": None, "served": served, "links": None, "live": ""}
        return _respond(page, around, request, address)
    if address.path.startswith(OF_A_REFUSAL) and address.position is None:
        made = problem(address.path.removeprefix(OF_A_REFUSAL))
        return _respond(made, {"foot": None, "served": served, "links": None, "live": ""}, request, address)
    for pattern, converters, of_season in _PATHS:
        found = pattern.match(address.path)
        if found is not None and all(len(found[name]) < 20 for name in NUMBERS & found.groupdict().keys()):
            named = {name: converters[name].convert(text) for name, text in found.groupdict().items()}
            return _of_season(served, request, address, named, of_season)
    raise NoSuchPage(request.scope["path"][:200])


def _of_season(
    served: Served, request: Request, address: Address, named: dict[str, Any], of_season: OfSeason
) -> Response:
    name = named["season"]
    moment = request.query_params.get("as_of", "").strip()
    if moment:
        at = served.store.season(name).position_of(moment)
        ending = ".json" if address.for_machines else ""
        return RedirectResponse(f"{quote(address.path)}@{at}{ending}", 303, {"cache-control": "no-store"})
    seen = look(served.store, name, address.position)
    links = Links(name, address.position)
    page = replace(of_season(seen, links, named, request), sequence=seen.shown.state.sequence)
    return _respond(page, _around(served, seen, links, address, request.url.query[:LONGEST_QUERY]), request, address)


def _around(served: Served, seen: Sight, links: Links, address: Address, query: str) -> dict[str, Any]:
    """What stands around a page of a season: its links, and in its foot what it is cited by."""
    here, last = quote(address.path), served.store.log.last_position()
    asked = f"?{query}" if query else ""
    return {
        "foot": {
            **seen.shown.basis(),
            "permalink": f"{here}@{seen.position}{asked}",
            "machines": f"{here}{'' if address.position is None else f'@{address.position}'}.json{asked}",
            "now": here,
            "before": f"{here}@{seen.position - 1}" if seen.position > 1 else "",
            "behind": f"{here}@{seen.position + 1}" if address.position is not None and seen.position < last else "",
        },
        "served": served,
        "links": links,
        "withheld": seen.withheld,
        "live": f"/live/{quote(links.season)}?after={seen.position}" if address.position is None else "",
    }


def _respond(page: Page, around: dict[str, Any], request: Request, address: Address) -> Response:
    return respond(
        page,
        around,
        for_machines=address.for_machines,
        held=request.headers.get("if-none-match", ""),
    )


def wanted_in(request: Request) -> Wanted:
    """Which events a request for the timeline asks for. What is no position begins at the beginning."""
    after = request.query_params.get("after", "")
    return Wanted(
        after=min(int(after), LARGEST_POSITION) if after.isascii() and after.isdigit() and len(after) < 20 else 0,
        kind=request.query_params.get("kind", ""),
        votes=bool(request.query_params.get("votes")),
    )


async def _not_there(request: Request, _: Exception) -> Response:
    """What no route answers: an address with a line break in it."""
    path = request.scope["path"]
    return answer_to(NoSuchPage(path[:200]), for_machines=path.startswith(PREFIX))


async def _static(request: Request) -> Response:
    name = assets().get(request.scope["path"])
    if name is None:
        return answer_to(NoSuchPage(request.scope["path"][:200]), for_machines=False)
    kind = KINDS[name.rpartition(".")[2]]
    return Response(octets_of(name), 200, {"cache-control": FOR_EVER}, kind)


async def _changes(served: Served, live: Live, request: Request) -> Response:
    """The stream of changes of a season. A listener that comes again says what it knows."""
    name = request.path_params["season"]
    try:
        await run_in_threadpool(served.store.season, name)
    except Refusal as refusal:
        return answer_to(refusal, for_machines=True)
    said = request.headers.get("last-event-id") or request.query_params.get("after", "")
    after = int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(live.listen(name, after), 200, headers, "text/event-stream")
