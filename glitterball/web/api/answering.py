"""Documents as answers: compact JSON with an ETag, and a link to the next part of a list."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from glitterball.web.api.paging import Cursor
from glitterball.web.responding import EACH_TIME, is_held, tag_of

JSON = "application/json"
PROBLEM = "application/problem+json"


def octets_of(document: Mapping[str, Any]) -> bytes:
    """A document as it is sent."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def answered(body: bytes, request: Request, sequence: int = 0, rest: Cursor | None = None) -> Response:
    """The answer to a question, or that whoever asks has it already (If-None-Match)."""
    tag = tag_of(sequence, body)
    headers = {"etag": tag, "cache-control": EACH_TIME}
    if rest is not None:
        headers["link"] = f'<{following(request, rest)}>; rel="next"'
    if is_held(tag, request.headers.get("if-none-match", "")):
        return Response(None, 304, headers)
    return Response(body, 200, headers, JSON)


def following(request: Request, rest: Cursor) -> str:
    """Where a list goes on: the same question of the same moment, which the cursor knows."""
    said = [(name, text) for name, text in request.query_params.multi_items() if name not in ("cursor", "as_of", "at")]
    return f"{request.url.path}?{urlencode([*said, ('cursor', str(rest))])}"
