"""What stands around every answer: only who may be is answered, nothing too long is read, browsers are told to ask nobody.

Without a gate it is this machine alone, and nothing is done but reading. With one the host of the people file is answered too,
and who asks is recognised before anything looks at the request.

The host is looked at, so that a page of another site cannot reach these by a name it has pointed at this machine (DNS rebinding).
"""

from collections.abc import Iterable, Mapping
from time import perf_counter

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.refusals import Refusal
from glitterball.telemetry import Answered, span, tell
from glitterball.web.access import GATE, PERSON, READING
from glitterball.web.gate import Gate
from glitterball.web.person import Person
from glitterball.web.problems import answer_to
from glitterball.web.refusals import BodyTooLong, HostNotServed, MethodNotTaken, OnlyRead
from glitterball.web.served import SERVED, Served
from glitterball.web.speaking import VARIES, begin

HOSTS = frozenset(("127.0.0.1", "localhost", "[::1]"))

WRITING = frozenset(("POST",))
"""Methods that may change something, where people are configured."""

LONGEST_BODY = 8 << 20
"""Bytes of a request at most."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
)
"""Where a page may have anything from: from here, and no script or style stands in a page."""

AREAS: Mapping[str, str] = {
    "api": "api",
    "feeds": "feeds",
    "live": "live",
    "metrics": "metrics",
    "ograf": "feeds",
    "overlay": "feeds",
    "shell": "feeds",
    "static": "static",
    "enter": "entrance",
    "me": "entrance",
    "out": "entrance",
    "approvals": "desk",
    "new": "desk",
}
"""The parts of the pages by how an address in them begins; all others are pages."""

DESK = frozenset(("approve", "desk", "gateways", "say", "scores", "take"))
"""What is in an address of the desk behind its season."""

SAID = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
"""What every answer says to a browser."""

KEPT_BY_A_BROWSER, KEPT_BY_NONE = (b"cache-control", b"private, no-cache"), (b"cache-control", b"no-store")
"""What a page says that a browser asks for again each time, and what it says to somebody who signed in, for no other to find."""

BY_TLS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
"""What every answer says where browsers find the pages by TLS: not to come otherwise for a year."""


class Guarding:
    """An application behind the guard."""

    def __init__(self, app: ASGIApp, served: Served) -> None:
        self._app, self._served, self._gate = app, served, served.gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is no reading by this machine; else answer, with what every answer says."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        spoken = begin(scope)
        area, method, began = area_of(scope["path"]), method_told(scope["method"]), perf_counter()

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                varies = (VARIES,) if spoken.varies else ()
                said = _for_whom(message["headers"], scope.get(PERSON))
                message["headers"] = [*said, *_lacking(said, self._by_tls()), *varies]
                tell(Answered(area, method, message["status"], perf_counter() - began))
            await send(message)

        with span("request", area=area, method=method):
            await self._answered(scope, receive, say)

    def _by_tls(self) -> tuple[tuple[bytes, bytes], ...]:
        return (BY_TLS,) if self._gate is not None and self._gate.people.is_secure else ()

    async def _answered(self, scope: Scope, receive: Receive, say: Send) -> None:
        refusal = refused(scope, self._gate)
        app = self._app if refusal is None else answer_to(refusal, for_machines=True)
        scope[SERVED] = self._served
        if refusal is None and self._gate is not None:
            scope[GATE] = self._gate
            scope[PERSON] = await run_in_threadpool(self._gate.recognised, scope)
        await app(scope, receive, say)


def area_of(path: str) -> str:
    """The part of the pages an address is in: never more of it, since what somebody does at the desk tells what they know."""
    first = path[1:].partition("/")[0]
    if first == "s" and DESK & set(path.split("/")):
        return "desk"
    return AREAS.get(first, "pages")


def method_told(method: str) -> str:
    """The method, where it is one that is taken; else that it is another, of which there may be any number."""
    return method if method in READING | WRITING else "other"


def _for_whom(said: Iterable[tuple[bytes, bytes]], person: Person | None) -> list[tuple[bytes, bytes]]:
    """What an answer says, and to somebody who signed in in a browser that it is not kept there."""
    if person is None or person.is_program:
        return list(said)
    return [KEPT_BY_NONE if header == KEPT_BY_A_BROWSER else header for header in said]


def _lacking(said: Iterable[tuple[bytes, bytes]], by_tls: tuple[tuple[bytes, bytes], ...]) -> list[tuple[bytes, bytes]]:
    names = {name for name, _ in said}
    policy = (b"content-security-policy", POLICY.encode())
    return [header for header in (policy, *SAID, *by_tls) if header[0] not in names]


def refused(scope: Scope, gate: Gate | None = None) -> Refusal | None:
    """Why a request is not answered, if it is not."""
    host = _header(scope, b"host")
    if host_in(host) not in (HOSTS if gate is None else {*HOSTS, gate.people.host}):
        return HostNotServed(host[:80])
    method = scope["method"]
    if gate is None and method not in READING:
        return OnlyRead(method[:20])
    if method not in READING | WRITING:
        return MethodNotTaken(scope["path"][:200], method[:20], ", ".join(sorted(READING | WRITING)))
    return _too_long(scope)


def _too_long(scope: Scope) -> Refusal | None:
    """A length is said before anything is read; what comes in pieces of no said length is not."""
    said = _header(scope, b"content-length")
    if _header(scope, b"transfer-encoding") or (said and not (said.isascii() and said.isdigit())):
        return BodyTooLong("does not say its length", LONGEST_BODY)
    if said and (len(said) > 19 or int(said) > LONGEST_BODY):
        return BodyTooLong(f"has more: {said[:20]}", LONGEST_BODY)
    return None


def _header(scope: Scope, wanted: bytes) -> str:
    found: bytes = next((value for name, value in scope["headers"] if name == wanted), b"")
    return found.decode("latin-1")


def host_in(host: str) -> str:
    """The host of a Host header, without its port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower()
