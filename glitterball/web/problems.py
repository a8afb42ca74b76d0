"""Refusals as they are answered: a page for people, a problem document (RFC 9457) for machines, both with the right status."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from domain.refusals import Refusal
from glitterball.answers import problem_of
from glitterball.telemetry import refused, tell
from glitterball.web.rendering import html

EVERYWHERE: Mapping[str, Any] = {}
"""What stands around a page of which nothing is known."""


def problem(refusal: Refusal) -> dict[str, Any]:
    """The problem document of a refusal: its `type` is the page that tells of it, and `recorded` how many events are known to be
    on record, which a commit that failed half way does not know."""
    known = refusal.on_record == Refusal.on_record
    return {**problem_of(refusal), "type": f"/problems/{refusal.code}", "recorded": 0 if known else None}


def answer_to(refusal: Refusal, *, for_machines: bool, around: Mapping[str, Any] = EVERYWHERE) -> Response:
    """The answer to what is refused. `around` is what stands around a page: who looks, and whether people may come in."""
    tell(refused(refusal))
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
