"""A page as an answer: HTML, or JSON for machines, with an ETag that begins with the sequence of the season's stream.

A browser asks each time whether a page has changed, also one that is as of a position: a name may be erased since, openings
destroyed, counts hidden, and no browser is to hold what the pages do not show any more.
"""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from glitterball.web.page import Page
from glitterball.web.rendering import html

EACH_TIME = "private, no-cache"

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def respond(page: Page, around: Mapping[str, Any], *, for_machines: bool, held: str) -> Response:
    """The answer. `around` is what stands around the page, `held` the ETags that a browser says it has (If-None-Match)."""
    body, kind = _written(page, around, for_machines)
    tag = tag_of(page.sequence, body)
    headers = {"etag": tag, "cache-control": EACH_TIME}
    if page.exactly is not None and not for_machines:
        headers["content-security-policy"] = policy_of(body)
    if is_held(tag, held):
        return Response(None, 304, headers)
    return Response(body, 200, headers, kind)


def tag_of(sequence: int, body: bytes) -> str:
    """The ETag of an answer: the sequence of the season's stream, and the hash of what is answered."""
    return f'"{sequence}-{hashlib.sha256(body).hexdigest()[:16]}"'


def is_held(tag: str, held: str) -> bool:
    """Whether whoever asks has an answer already, by the ETags it says it has (If-None-Match)."""
    return tag in {said.strip().removeprefix("W/") for said in held.split(",")}


def _written(page: Page, around: Mapping[str, Any], for_machines: bool) -> tuple[bytes, str]:
    if for_machines:
        exactly = page.exactly_for_machines
        said = (
            json.dumps(page.document, ensure_ascii=False, indent=1, default=str).encode()
            if exactly is None
            else exactly
        )
        return said, "application/json"
    if page.exactly is not None:
        return page.exactly, "text/html; charset=utf-8"
    return html(
        page.template, {"title": page.title, "mode": page.mode, **page.shown, **around}
    ), "text/html; charset=utf-8"


def policy_of(body: bytes) -> str:
    """The policy of a page that brings its own style: that style by its hash, and nothing else."""
    hashes = " ".join(
        f"'sha256-{b64encode(hashlib.sha256(style).digest()).decode()}'" for style in _STYLE.findall(body)
    )
    allowed = hashes or "'none'"
    return f"default-src 'none'; style-src {allowed}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
