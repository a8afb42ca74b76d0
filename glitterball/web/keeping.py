"""What was typed is not lost where a form cannot be taken: it is answered with all that was sent, to be sent once more.

Only what came from a page of these is answered so, with the token of whoever is signed in by then.
"""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from domain.refusals import Refusal
from glitterball.web.problems import problem
from glitterball.web.rendering import html

OF_THE_FORM = frozenset(("token", "assertion", "signed"))
"""Fields that are of a session, and made anew."""


def kept(
    refusal: Refusal, request: Request, fields: list[tuple[str, str]], token: str, around: Mapping[str, Any]
) -> Response:
    """The answer to a form that was not taken, with what was typed."""
    told = problem(refusal)
    shown = {
        "title": told["title"],
        "mode": "",
        "foot": None,
        "statement": refusal.statement(),
        "advice": refusal.advice(),
        "told": told,
        "to": request.scope["path"],
        "fields": [(name, text) for name, text in fields if name not in OF_THE_FORM],
        "token": token,
        **around,
    }
    body = html("kept.html", shown)
    return Response(body, told["status"], {"cache-control": "no-store"}, "text/html; charset=utf-8")
