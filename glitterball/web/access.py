"""Who may ask for what. A route is a `Door`, which cannot be made without saying it, and looks before what stands behind it
runs.

`EVERYBODY` is who looks, known or not; `SIGNED_IN` whoever the people file knows; `held_by("supervisor")` who has that role
there. What writes is answered only where it comes from a page of these, with the token of the session in it, or from a
program with a key.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from domain.record import Role
from domain.refusals import Refusal
from glitterball.web.gate import Gate
from glitterball.web.keeping import kept
from glitterball.web.person import Person
from glitterball.web.problems import answer_to
from glitterball.web.refusals import BodyTooLong, FormNotOurs, MethodNotTaken, RoleNotGiven, SignInAsked

READING = frozenset(("GET", "HEAD"))
"""Methods that change nothing."""

TOKEN = "token"
"""The field of a form that holds the session's token; a script says it as the header X-Glitterball-Token."""

MOST_FIELDS = 5_000
"""Fields of a form."""

OF_A_STRANGER = 64 << 10
"""Bytes at most that are read of whoever is not known: a form to sign in with, or what was typed as a session ended."""

PERSON, GATE, FORM, DOOR = "glitterball.person", "glitterball.gate", "glitterball.form", "glitterball.door"
"""What the scope of a request has: who asks, the gate if there is one, the fields that were sent, and the path of the door."""

ATTEMPTS = frozenset(
    (
        "form-not-ours",
        "not-of-this-season",
        "role-may-not",
        "role-not-given",
        "same-browser",
        "same-person",
        "too-often",
    )
)
"""Refusals of what somebody may not, by their codes, which the log of sign-ins has."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask. `roles` are those of which one is needed; none named is any."""

    said: str
    signed_in: bool = True
    roles: tuple[Role, ...] = ()


EVERYBODY = Access("everybody", signed_in=False)
SIGNED_IN = Access("people who have signed in")

Endpoint = Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]


def held_by(*roles: Role) -> Access:
    """People in one of these roles."""
    return Access(", ".join(roles), roles=roles)


def person_of(request: Request) -> Person | None:
    """Who asks; nobody where no person is configured, and where nobody known does."""
    found: Person | None = request.scope.get(PERSON)
    return found


def gate_of(request: Request) -> Gate | None:
    """The gate, where people are configured."""
    found: Gate | None = request.scope.get(GATE)
    return found


def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a form that was sent, the last of each name; `fields_of` has all of them."""
    return dict(fields_of(request))


def fields_of(request: Request) -> list[tuple[str, str]]:
    """All fields of a form that was sent, in their order."""
    found: list[tuple[str, str]] = request.scope.get(FORM, [])
    return found


def require(access: Access, request: Request) -> Person | None:
    """Who asks, where they may. Refuses nobody in particular (`SignInAsked`), and who has no role for it (`RoleNotGiven`)."""
    person = person_of(request)
    address = request.scope["path"][:200]
    if access.signed_in and person is None:
        raise SignInAsked(address)
    if access.roles and person is not None and not set(access.roles) & set(person.roles):
        raise RoleNotGiven(address, person.name, ", ".join(person.roles) or "no role", ", ".join(access.roles))
    return person


class Door(Route):
    """A route that says who may ask for it, and answers nobody else."""

    def __init__(
        self,
        path: str,
        endpoint: Endpoint,
        *,
        access: Access,
        methods: tuple[str, ...] = ("GET",),
        name: str | None = None,
    ) -> None:
        self.access, self.behind = access, endpoint
        super().__init__(path, self._opened, methods=list(methods), name=name or getattr(endpoint, "__name__", path))

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As every route; a method that is not taken is refused as everything is."""
        if self.methods is not None and scope["method"] not in self.methods:
            allowed = ", ".join(sorted(self.methods))
            answer = answer_to(MethodNotTaken(scope["path"][:200], scope["method"][:20], allowed), for_machines=True)
            answer.headers["allow"] = allowed
            await answer(scope, receive, send)
            return
        await super().handle(scope, receive, send)

    async def _opened(self, request: Request) -> Response:
        request.scope[DOOR] = self.path  # as it is written: in an address there may be a secret
        try:
            await admit(request, self.access)
            if iscoroutinefunction(self.behind):
                found: Response = await self.behind(request)
                return found
            return await run_in_threadpool(self.behind, request)  # type: ignore[arg-type]
        except SignInAsked as refusal:
            if request.method in READING and not is_for_machines(request):
                return RedirectResponse(f"/enter?to={quote(request.scope['path'])}", 303, {"cache-control": "no-store"})
            return _kept_or_refused(refusal, request)
        except FormNotOurs as refusal:
            await run_in_threadpool(note_attempt, refusal, request)
            return _kept_or_refused(refusal, request)
        except Refusal as refusal:
            await run_in_threadpool(note_attempt, refusal, request)
            return refused(refusal, request)


def note_attempt(refusal: Refusal, request: Request) -> None:
    """Note in the log of sign-ins what somebody tried and may not: who, from where, at which door. No other refusal is."""
    gate, person = gate_of(request), person_of(request)
    if gate is not None and refusal.code in ATTEMPTS:
        who = "" if person is None else person.subject
        gate.attempted(refusal.code, who, come_from(request), request.scope.get(DOOR, ""))


def _kept_or_refused(refusal: Refusal, request: Request) -> Response:
    """Not taken. A form from a page of these is answered with what was typed, for whoever signs in, or has signed in anew."""
    fields, gate, person = fields_of(request), gate_of(request), person_of(request)
    if not fields or gate is None or is_for_machines(request) or not _is_from_here(request, gate):
        return refused(refusal, request)
    return kept(refusal, request, fields, "" if person is None else person.token, around(request))


async def admit(request: Request, access: Access) -> Person | None:
    """Let a request in, or refuse it: by who asks, by where a form came from, by how often. What is mounted with routes of its
    own, as an interface for programs is, asks this for each of them."""
    if request.method in READING:
        return require(access, request)
    if person_of(request) is None:
        _require_short(request, access)
    else:
        require(access, request)  # before anything is read: whoever may not is answered whatever they send
    octets = await request.body()
    if request.headers.get("content-type", "").split(";")[0].strip() == "application/x-www-form-urlencoded":
        request.scope[FORM] = _fields(octets)
    person = require(access, request)
    gate = gate_of(request)
    if gate is not None:
        _require_ours(request, person, gate)
        gate.requests.take(person.session or person.subject if person else come_from(request))
    return person


def _require_short(request: Request, access: Access) -> None:
    """Refuses a long body of somebody unknown by the length it says, before any of it is read."""
    said = int(request.headers.get("content-length") or 0)
    if said > OF_A_STRANGER:
        require(access, request)
        raise BodyTooLong(f"has more: {said}", OF_A_STRANGER)


def _fields(octets: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(octets.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise FormNotOurs("it is no form") from None


def _require_ours(request: Request, person: Person | None, gate: Gate) -> None:
    """Refuses what another site made a browser send. A program's key is said by no browser of itself."""
    if person is not None and person.is_program:
        return
    if not _is_from_here(request, gate):
        raise FormNotOurs("it came from another site")
    if person is not None:
        said = request.headers.get("x-glitterball-token") or form_of(request).get(TOKEN, "")
        if not hmac.compare_digest(said.encode(), person.token.encode()):
            raise FormNotOurs("it does not have the token of this session")


def _is_from_here(request: Request, gate: Gate) -> bool:
    """Whether a page of these sent it, as the browser says."""
    from_where, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    return from_where == "same-origin" or (from_where is None and origin in origins_of(gate, request))


def origins_of(gate: Gate, request: Request) -> tuple[str, ...]:
    """The origins that a page of these has: that of the people file, and in a development the address that was asked for."""
    here = f"{request.scope['scheme']}://{request.headers.get('host', '')}"
    return (gate.people.origin, here) if gate.development else (gate.people.origin,)


def come_from(request: Request) -> str:
    """The address that a request comes from, as the proxy says it."""
    return request.client.host if request.client else ""


def refused(refusal: Refusal, request: Request) -> Response:
    """The answer to a request that is refused."""
    return answer_to(refusal, for_machines=is_for_machines(request), around=around(request))


def is_for_machines(request: Request) -> bool:
    """Whether an answer is read by a program: by the address, or by what it says it takes."""
    path, accepts = request.scope["path"], request.headers.get("accept", "")
    return path.endswith(".json") or path.startswith("/api/") or "json" in accepts.split(",")[0]


def around(request: Request) -> dict[str, Any]:
    """What a page says of who looks: the person, and whether this is a development."""
    gate = gate_of(request)
    return {
        "person": person_of(request),
        "gated": gate is not None,
        "development": gate is not None and gate.development,
    }
