"""The switch of languages, which stands on every page and works without scripts."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from glitterball.web.access import EVERYBODY, Door, gate_of
from glitterball.web.languages import named
from glitterball.web.speaking import ASKED, COOKIE

A_YEAR = 365 * 24 * 3600

_HERE = re.compile(r"/(?![/\\])[!-~]{0,900}")


def choose(request: Request) -> Response:
    """Keep a choice of language, and lead back. What is no language of these is no choice."""
    wanted, to = named(request.query_params.get(ASKED, "")), request.query_params.get("to", "/")
    answer = RedirectResponse(to if _HERE.fullmatch(to) else "/", 303, {"cache-control": "no-store"})
    gate = gate_of(request)
    if wanted is not None:
        answer.set_cookie(
            COOKIE, wanted.code, max_age=A_YEAR, path="/", httponly=True, samesite="lax",
            secure=gate is not None and gate.people.is_secure,
        )  # fmt: skip
    return answer


def language_doors() -> list[Door]:
    """The door of the switch, which stands on every page. It is asked for with GET: where nothing is recorded nothing else is
    taken, and all it changes is the browser that asks."""
    return [Door("/language", choose, access=EVERYBODY)]
