"""The doors to what is for everybody: the board, the overlay for graphics, feeds, what pages of others show, an OGraf graphic."""

import hashlib
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from domain.refusals import Refusal
from glitterball.web.access import EVERYBODY, Door
from glitterball.web.board import FEEDS, NAMES, Board, board, feed
from glitterball.web.guarding import POLICY
from glitterball.web.problems import answer_to
from glitterball.web.refusals import NoSuchPage
from glitterball.web.rendering import KINDS, html, octets_of
from glitterball.web.served import served_of

A_SECOND = "public, max-age=1"
"""How long what stands between may keep a feed: graphics ask each second, and a hundred of them as one."""

ANYWHERE = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
"""Said of what other pages may take: it is announced, and the same for everybody."""

EMBEDDED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *").replace(
    "form-action 'self'", "form-action 'none'"
)

WAYS = ("board", "overlay", "embed")
"""The pages of a board: in a room, over a picture, in a page of others."""

GRAPHIC = {"board.ograf.json": "application/json; charset=utf-8", "board.mjs": KINDS["mjs"]}
"""The files of the OGraf graphic (EBU, version 1 of the specification of graphics)."""


def doors() -> list[Door]:
    """All of them. Each is for everybody, whoever is known by name."""
    return [
        *(Door(f"/{way}/{{season}}", _page(way), access=EVERYBODY, name=way) for way in WAYS),
        Door("/feeds/{season}/board.{ending}", _feed, access=EVERYBODY),
        Door("/shell/{season}", _shell, access=EVERYBODY),
        Door("/ograf/board/{name}", _graphic, access=EVERYBODY),
    ]


def _page(way: str) -> Callable[[Request], Response]:
    def shown(request: Request) -> Response:
        try:
            found = board(served_of(request).store, request.path_params["season"])
        except Refusal as refusal:
            return answer_to(refusal, for_machines=False)
        body = html("board.html", {**_told(found), "way": way})
        policy = {**ANYWHERE, "content-security-policy": EMBEDDED} if way == "embed" else {}
        return _answered(request, body, "text/html; charset=utf-8", {"cache-control": "no-cache", **policy})

    return shown


def _told(found: Board) -> dict[str, object]:
    return {"board": found, "columns": NAMES, "feed": f"/feeds/{found.season}/board.json"}


def _feed(request: Request) -> Response:
    ending = request.path_params["ending"]
    try:
        if ending not in FEEDS:
            raise NoSuchPage(request.scope["path"][:200])
        body, kind = feed(board(served_of(request).store, request.path_params["season"]).rows, ending)
    except Refusal as refusal:
        return answer_to(refusal, for_machines=True)
    return _answered(request, body, kind, {"cache-control": A_SECOND, **ANYWHERE})


def _shell(request: Request) -> Response:
    """A page to be kept beside a mixer: it goes on asking until the server is there, where a browser would stay blank."""
    season = request.path_params["season"]
    try:
        served_of(request).store.season(season)
    except Refusal as refusal:
        return answer_to(refusal, for_machines=False)
    body = html("shell.html", {"overlay": f"{request.url.scheme}://{request.url.netloc}/embed/{season}?over=picture"})
    name = f'attachment; filename="glitterball-{season}.html"'
    return Response(body, 200, {"cache-control": "no-store", "content-disposition": name}, "text/html; charset=utf-8")


def _graphic(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in GRAPHIC:
        return answer_to(NoSuchPage(request.scope["path"][:200]), for_machines=True)
    return _answered(request, octets_of(name), GRAPHIC[name], {"cache-control": "no-cache", **ANYWHERE})


def _answered(request: Request, body: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if request.headers.get("if-none-match", "") == tag:
        return Response(None, 304, {**headers, "etag": tag})
    return Response(body, 200, {**headers, "etag": tag}, kind)
