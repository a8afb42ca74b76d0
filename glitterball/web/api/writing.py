"""What is recorded through the interface: commands of people, by the one door for writing, and what gateways signed, as it is.

A command that takes two people is proposed (202), and the answer says where the proposal is. Said again under its key it is
answered with what it led to the first time, for ever: the key stands with the events. A delivery needs no key, since its gateway,
week and number are one; what makes it believed is its signature. Without one it is taken by the season's rules, but for a live
season never.
"""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from glitterball.answered.recorded import recorded, said
from glitterball.answers import document
from glitterball.engine import Receipts
from glitterball.intake.message import read_message
from glitterball.web.access import SIGNED_IN, Door, require
from glitterball.web.api.answering import JSON, octets_of
from glitterball.web.api.asking import require_known
from glitterball.web.api.operations import COMMANDS, DELIVERIES
from glitterball.web.api.refusals import SeasonNotSaid, SignatureAsked
from glitterball.web.api.sent import key_of, require_media, role_said, seen_by
from glitterball.web.command_sent import command_in
from glitterball.web.person import Person
from glitterball.web.responding import tag_of
from glitterball.web.saying import Answered, say
from glitterball.web.served import Served, served_of
from glitterball.web.sight import in_public, is_withheld

OCTETS = "application/octet-stream"

NEVER_KEPT = {"cache-control": "no-store"}


def writing(prefix: str) -> list[Door]:
    """The doors through which something is recorded."""
    return [
        Door(prefix + COMMANDS, _command, access=SIGNED_IN, methods=("POST",), name="say"),
        Door(prefix + DELIVERIES, _delivery, access=SIGNED_IN, methods=("POST",), name="deliver"),
    ]


async def _command(request: Request) -> Response:
    require_media(request, JSON)
    return await run_in_threadpool(_say, request, await request.body())


def _say(request: Request, octets: bytes) -> Response:
    require_known(request.query_params, ("role",))
    served, person, season = served_of(request), _who(request), request.path_params["season"]
    key, at, role = key_of(request), seen_by(request), role_said(request)
    command = command_in(octets)
    if command.do != "open-season":
        season = served.store.season(season).name
    told = say(served, season, command, person, key=key, at=at, role=role)
    body = octets_of(_recorded(served, season, person, told))
    headers = NEVER_KEPT | {"etag": tag_of(told.sequence, body)}
    if told.waits is not None:
        headers["location"] = f"{request.url.path.removesuffix('/commands')}/decisions/{told.waits}"
    return Response(body, 202 if told.waits is not None else 200 if told.again else 201, headers, JSON)


def _recorded(served: Served, season: str, person: Person, told: Answered) -> dict[str, Any]:
    """The events as a command answers them; to whoever does not see counts by their public parts alone."""
    asked = served.store.season(season)
    kept = is_withheld(asked.state) and not person.sees_in(season, "counts")
    how = "on record already" if told.again else "recorded"
    rows = [said(in_public(event) if kept else event, asked.state, how) for event in told.events]
    basis = {**asked.basis(), "sequence": told.sequence, "waits": told.waits}
    return document(recorded(season, asked.mode, rows, basis))


async def _delivery(request: Request) -> Response:
    require_media(request, OCTETS)
    return await run_in_threadpool(_deliver, request, await request.body())


def _deliver(request: Request, octets: bytes) -> Response:
    require_known(request.query_params, ())
    person = _who(request)
    message, engine = read_message(octets), served_of(request).store.engine
    says = message.says
    if not person.may_in(says.season):
        raise SeasonNotSaid(person.name, says.season)
    if message.signature is None and engine.state(says.season).mode == "live":
        raise SignatureAsked(says.gateway)
    receipts = engine.deliver(octets)
    return Response(octets_of(_receipt(receipts)), 200 if receipts.duplicate else 201, NEVER_KEPT, JSON)


def _receipt(receipts: Receipts) -> dict[str, Any]:
    """Where a delivery stands: of one that came before where it stood from then on."""
    row = {
        "gateway": receipts.gateway,
        "first": receipts.first,
        "positions": list(receipts.positions),
        "duplicate": receipts.duplicate,
        "signed_at": receipts.signed_at,
    }
    return {"schema": "glitterball.delivery.v1", "mode": "", "basis": {}, "data": [row], "warnings": []}


def _who(request: Request) -> Person:
    person = require(SIGNED_IN, request)
    assert person is not None, "it is behind a door"
    return person
