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
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, compile_path
from starlette.types import ASGIApp

from domain.refusals import Refusal
from glitterball.store import Store
from glitterball.web import checking, on_show, supposing
from glitterball.web.access import EVERYBODY, Access, Door, around, person_of, require
from glitterball.web.addresses import LARGEST_POSITION, Address, Links, address_of
from glitterball.web.administration import administration_doors
from glitterball.web.api.routes import PREFIX, interface
from glitterball.web.desk.comparing import comparing_doors
from glitterball.web.desk.doors import doors as desk_doors
from glitterball.web.entering import entrance
from glitterball.web.gate import Gate
from glitterball.web.guarding import Guarding
from glitterball.web.language_switch import language_doors
from glitterball.web.live import Live, Stream
from glitterball.web.looking import seen_by
from glitterball.web.page import Page
from glitterball.web.pages.audit import audit
from glitterball.web.pages.certificate import certificate
from glitterball.web.pages.decisions import decision, decisions
from glitterball.web.pages.event import event
from glitterball.web.pages.problems import problem, problems
from glitterball.web.pages.programs import programs
from glitterball.web.pages.rules import rules
from glitterball.web.pages.season import season
from glitterball.web.pages.seasons import seasons
from glitterball.web.pages.store import checkpoints, status
from glitterball.web.pages.timeline import Wanted, timeline
from glitterball.web.pages.votes import votes
from glitterball.web.pages.week import week
from glitterball.web.passkeys import passkey_doors
from glitterball.web.problems import answer_to
from glitterball.web.providers import provider_doors
from glitterball.web.recovery import recovery_doors
from glitterball.web.refusals import NoSuchPage, SignInAsked
from glitterball.web.rendering import KINDS, assets, octets_of
from glitterball.web.responding import respond
from glitterball.web.served import Served
from glitterball.web.sight import Sight
from glitterball.web.signing import signing_doors
from glitterball.web.speaking import to_its_address

OfSeason = Callable[[Sight, Links, dict[str, Any], Request], Page]


@dataclass(frozen=True, slots=True)
class OfASeason:
    """A page of a season: who may ask for it, and what makes it."""

    access: Access
    make: OfSeason
    in_words: bool = True
    """Whether it is in the language of whoever asks. What is evidence is the same for everybody."""


@dataclass(frozen=True, slots=True)
class OfTheStore:
    """A page of the store: who may ask for it, and what makes it."""

    access: Access
    make: Callable[[Served], Page]


OF_A_SEASON: dict[str, OfASeason] = {
    "/s/{season}": OfASeason(EVERYBODY, lambda seen, links, named, request: season(seen, links)),
    "/s/{season}/w/{week:int}": OfASeason(
        EVERYBODY, lambda seen, links, named, request: week(seen, links, named["week"])
    ),
    "/s/{season}/w/{week:int}/audit": OfASeason(
        EVERYBODY, lambda seen, links, named, request: audit(seen, links, named["week"])
    ),
    "/s/{season}/w/{week:int}/votes": OfASeason(
        EVERYBODY, lambda seen, links, named, request: votes(seen, links, named["week"])
    ),
    "/s/{season}/w/{week:int}/rules": OfASeason(
        EVERYBODY, lambda seen, links, named, request: rules(seen, links, named["week"])
    ),
    "/s/{season}/w/{week:int}/certificate": OfASeason(
        EVERYBODY, lambda seen, links, named, request: certificate(seen, named["week"]), in_words=False
    ),
    "/s/{season}/timeline": OfASeason(
        EVERYBODY, lambda seen, links, named, request: timeline(seen, links, wanted_in(request))
    ),
    "/s/{season}/e/{position:int}": OfASeason(
        EVERYBODY, lambda seen, links, named, request: event(seen, links, named["position"])
    ),
    "/s/{season}/decisions": OfASeason(EVERYBODY, lambda seen, links, named, request: decisions(seen, links)),
    "/s/{season}/decisions/{number:int}": OfASeason(
        EVERYBODY, lambda seen, links, named, request: decision(seen, links, named["number"])
    ),
}
"""The pages of a season, each of which can be asked as of a position and for machines."""

OF_THE_STORE: dict[str, OfTheStore] = {
    "/": OfTheStore(EVERYBODY, lambda served: seasons(served.store)),
    "/seasons": OfTheStore(EVERYBODY, lambda served: seasons(served.store)),
    "/checkpoints": OfTheStore(EVERYBODY, lambda served: checkpoints(served.store, served.keys)),
    "/status": OfTheStore(EVERYBODY, lambda served: status(served.store, served.called)),
    "/problems": OfTheStore(EVERYBODY, lambda served: problems()),
    "/programs": OfTheStore(EVERYBODY, lambda served: programs()),
}
"""The pages of the store, which are about now."""

OF_PEOPLE = ("/", "/programs")
"""Pages of the store that are no questions of the interface: for machines there is its description."""

OF_A_REFUSAL = "/problems/"
"""Where the pages of refusals are, each by its code."""

FOR_EVER = "public, max-age=31536000, immutable"
"""Said of a file whose address has its hash in it."""

NUMBERS = frozenset(("week", "position", "number"))
"""What is a number in an address. None has more digits than the largest position."""

LONGEST_QUERY = 200
"""Characters of what a timeline was asked for that its foot cites."""

_PATHS = [(compile_path(path)[0], compile_path(path)[2], page) for path, page in OF_A_SEASON.items()]


def application(
    store: Store, called: str, keys: Sequence[Path] = (), *, gate: Gate | None = None, doors: Sequence[BaseRoute] = ()
) -> ASGIApp:
    """The pages of a store. `called` is what the store is called on them. Without a gate it is read and never written.

    `doors` are further routes, looked at before the pages; each says who may ask for it.
    """
    served = Served(store, called, tuple(keys), gate)
    live = Live(store.log) if gate is None else Live(store.log, gate.stirred)

    @asynccontextmanager
    async def while_it_runs(_: Starlette) -> Any:
        live.begin()
        yield
        live.end()

    return Guarding(
        Starlette(
            routes=[*doors, *routes(live, served)],
            lifespan=while_it_runs,
            exception_handlers={HTTPException: _not_there},
        ),
        served,
    )


def people_doors() -> list[Door]:
    """The doors for people: how they come in, how they sign, and the desk."""
    return [
        *passkey_doors(),
        *provider_doors(),
        *recovery_doors(),
        *entrance(),
        *signing_doors(),
        *administration_doors(),
        *comparing_doors(),
        *desk_doors(),
    ]


def routes(live: Live, served: Served) -> list[Door]:
    """All doors there are: those for people where there is a gate, and those of the pages."""

    def page(request: Request) -> Response:
        return answer(served, request)

    async def changes(request: Request) -> Response:
        return await _changes(served, live, request, resets=False)

    async def changes_for_programs(request: Request) -> Response:
        return await _changes(served, live, request, resets=True)

    return [
        *(people_doors() if served.gate is not None else ()),
        *on_show.doors(),
        *language_doors(),
        *supposing.doors(),
        *checking.doors(),
        Door(PREFIX + "/seasons/{season}/live", changes_for_programs, access=EVERYBODY),
        *interface({path: (page.access, page.make) for path, page in OF_THE_STORE.items() if path not in OF_PEOPLE}),
        Door("/live/{season}", changes, access=EVERYBODY),
        Door("/static/{name}", _static, access=EVERYBODY),
        Door("/{path:path}", page, access=EVERYBODY),
    ]


def answer(served: Served, request: Request) -> Response:
    """The answer to a request for a page; a refusal is one too."""
    address = address_of(request.scope["path"])
    for_machines = address.for_machines
    try:
        return _answered(served, request, address)
    except SignInAsked:
        raise
    except Refusal as refusal:
        return answer_to(refusal, for_machines=for_machines, around=around(request))


def _answered(served: Served, request: Request, address: Address) -> Response:
    of_store = OF_THE_STORE.get(address.path)
    if of_store is not None and address.position is None:
        require(of_store.access, request)
        page = of_store.make(served)
        told = {"foot": None, "served": served, "links": None, "live": "", **around(request)}
        return _respond(page, told, request, address)
    if address.path.startswith(OF_A_REFUSAL) and address.position is None:
        page = problem(address.path.removeprefix(OF_A_REFUSAL))
        told = {"foot": None, "served": served, "links": None, "live": "", **around(request)}
        return _respond(page, told, request, address)
    for pattern, converters, of_season in _PATHS:
        found = pattern.match(address.path)
        if found is not None and all(len(found[name]) < 20 for name in NUMBERS & found.groupdict().keys()):
            named = {name: converters[name].convert(text) for name, text in found.groupdict().items()}
            require(of_season.access, request)
            stays = address.position is not None and not address.for_machines and of_season.in_words
            elsewhere = to_its_address(request) if stays else None
            if elsewhere is not None:
                return elsewhere
            return _of_season(served, request, address, named, of_season.make)
    raise NoSuchPage(request.scope["path"][:200])


def _of_season(
    served: Served, request: Request, address: Address, named: dict[str, Any], of_season: OfSeason
) -> Response:
    name = named["season"]
    moment = request.query_params.get("as_of", "").strip()
    if moment:
        at = seen_by(request, served.store, name, None).shown.position_of(moment)  # of what may be known
        ending = ".json" if address.for_machines else ""
        return RedirectResponse(f"{quote(address.path)}@{at}{ending}", 303, {"cache-control": "no-store"})
    seen = seen_by(request, served.store, name, address.position)
    links = Links(name, address.position)
    page = replace(of_season(seen, links, named, request), sequence=seen.shown.state.sequence)
    told = _around(served, seen, links, address, request.url.query[:LONGEST_QUERY])
    return _respond(page, {**told, **around(request)}, request, address)


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


async def _changes(served: Served, live: Live, request: Request, *, resets: bool) -> Response:
    """The stream of changes of a season. A listener that comes again says what it knows."""
    name = request.path_params["season"]
    try:
        await run_in_threadpool(served.store.season, name)
    except Refusal as refusal:
        return answer_to(refusal, for_machines=True)
    said = request.headers.get("last-event-id") or request.query_params.get("after", "")
    after = int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    gate, person = served.gate, person_of(request)
    still = None if gate is None or person is None else partial(gate.is_there, person)
    listened = live.listen(name, after, still=still, resets=resets)
    return Stream(listened, 200, headers, "text/event-stream")
