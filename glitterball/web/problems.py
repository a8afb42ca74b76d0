"""Refusals as they are answered: a page for people, a problem document (RFC 9457) for machines, both with the right status."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from domain.refusals import Refusal
from glitterball.answers import problem_of
from glitterball.web.rendering import html

STATUS = {
    "host-not-served": 421,
    "only-read": 405,
    "method-not-taken": 405,
    "sign-in-asked": 401,
    "role-not-given": 403,
    "role-may-not": 403,
    "role-not-held": 403,
    "not-on-roster": 403,
    "person-is-revoked": 403,
    "not-of-this-season": 403,
    "form-not-ours": 403,
    "same-person": 403,
    "same-browser": 403,
    "passkey-asked": 403,
    "link-used": 403,
    "passkey-refused": 403,
    "provider-refused": 403,
    "body-too-long": 413,
    "too-often": 429,
    "moved-on": 412,
    "no-such-page": 404,
    "season-unknown": 404,
    "week-not-in-season": 404,
    "week-unknown": 404,
    "nothing-at-position": 404,
    "event-of-another": 404,
    "no-such-proposal": 404,
    "nothing-certified-here": 404,
    "no-rulebook": 404,
    "season-not-yet": 404,
    "season-key-destroyed": 410,
}
"""Refusals whose status follows from what was asked for; of others it follows from how a command would end."""


EVERYWHERE: Mapping[str, Any] = {}
"""What stands around a page of which nothing is known."""


def problem(refusal: Refusal) -> dict[str, Any]:
    """The problem document of a refusal."""
    told = problem_of(refusal)
    return {**told, "status": STATUS.get(refusal.code, told["status"])}


def answer_to(refusal: Refusal, *, for_machines: bool, around: Mapping[str, Any] = EVERYWHERE) -> Response:
    """The answer to what is refused. `around` is what stands around a page: who looks, and whether people may come in."""
    told = problem(refusal)
    headers = {"cache-control": "no-store"} | ({"allow": "GET, HEAD"} if refusal.code == "only-read" else {})
    if for_machines:
        body = json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
        return Response(body, told["status"], headers, "application/problem+json")
    shown = {
        "title": told["title"],
        "mode": "",
        "told": told,
        "statement": refusal.statement(),
        "advice": refusal.advice(),
    }
    return Response(
        html("problem.html", {**shown, "foot": None, **around}), told["status"], headers, "text/html; charset=utf-8"
    )
