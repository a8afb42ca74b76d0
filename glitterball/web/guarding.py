"""What stands around every answer: only this machine is answered, nothing is done but reading, browsers are told to ask nobody.

The host is looked at, so that a page of another site cannot reach these by a name it has pointed at this machine (DNS rebinding).
"""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.refusals import Refusal
from glitterball.web.problems import answer_to
from glitterball.web.refusals import HostNotServed, OnlyRead

HOSTS = frozenset(("127.0.0.1", "localhost", "[::1]"))

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
)
"""Where a page may have anything from: from here, and no script or style stands in a page."""

SAID = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
"""What every answer says to a browser."""


class Guarding:
    """An application behind the guard."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is no reading by this machine; else answer, with what every answer says."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_lacking(message["headers"])]
            await send(message)

        refusal = refused(scope)
        app = self._app if refusal is None else answer_to(refusal, for_machines=True)
        await app(scope, receive, say)


def _lacking(said: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    names = {name for name, _ in said}
    policy = (b"content-security-policy", POLICY.encode())
    return [header for header in (policy, *SAID) if header[0] not in names]


def refused(scope: Scope) -> Refusal | None:
    """Why a request is not answered, if it is not."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    if host_in(host) not in HOSTS:
        return HostNotServed(host[:80])
    if scope["method"] not in ("GET", "HEAD"):
        return OnlyRead(scope["method"][:20])
    return None


def host_in(host: str) -> str:
    """The host of a Host header, without its port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower()
