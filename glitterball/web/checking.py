"""The doors to the check of a bundle in the browser of whoever looks: the page, and the same page as a file to take along."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response

from domain.refusals import Refusal
from glitterball.browser_check import Checking, page, policy
from glitterball.evidence.certificate.verifier import shipped_verifier, verifier_file
from glitterball.web.access import EVERYBODY, Door, around
from glitterball.web.problems import answer_to

ALONG = "glitterball-check.html"
"""What the page is called as a file."""


def doors() -> list[Door]:
    """Both. They are for everybody: nothing of the store is on them, and nothing that is checked comes here."""
    return [
        Door("/check", _page, access=EVERYBODY, name="check"),
        Door(f"/check/{ALONG}", _file, access=EVERYBODY, name="check to take along"),
    ]


def _page(request: Request) -> Response:
    return _answered(request, served=True)


def _file(request: Request) -> Response:
    return _answered(request, served=False)


def _answered(request: Request, *, served: bool) -> Response:
    try:
        body = page(Checking(verifier_file(), shipped_verifier().version), served)
    except Refusal as refusal:
        return answer_to(refusal, for_machines=False, around=around(request))
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {
        "etag": tag,
        "cache-control": "no-cache",
        "content-security-policy": f"{policy()}; frame-ancestors 'none'",
    }
    if not served:
        headers["content-disposition"] = f'attachment; filename="{ALONG}"'
    if request.headers.get("if-none-match", "") == tag:
        return Response(None, 304, headers)
    return Response(body, 200, headers, "text/html; charset=utf-8")
