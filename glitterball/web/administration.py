"""Whoever decides on rosters sees who may sign in, who is in, which passkeys wait for a roster, and the log of sign-ins; and ends
sessions. What puts a passkey on a roster is a proposal like any other: its form, filled in, for two people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.season import commands as c
from domain.season.people.facts import OfPerson
from domain.season.people.passkeys import Passkey
from domain.season.proposing.facts import ProposalInParts
from domain.season.state import SeasonState
from glitterball.clock import second_of
from glitterball.store import Store
from glitterball.web.access import SIGNED_IN, Door, form_of, require
from glitterball.web.addresses import LARGEST_POSITION, Links
from glitterball.web.book import Noted, Session
from glitterball.web.deciders import DECIDE_ON_ROSTERS, decides_on_rosters
from glitterball.web.entering import NEVER_KEPT, page, the_gate
from glitterball.web.forms.reading import typed_of
from glitterball.web.gate import Gate
from glitterball.web.people_file import Entry
from glitterball.web.person import Person
from glitterball.web.refusals import RoleNotGiven
from glitterball.web.served import served_of
from glitterball.web.words import Moment, worded

LINES = 50
"""Lines of the log on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Passkeys that somebody made and the roster of a season does not have. `to` is the form that proposes them, filled in;
    `proposed` the decision that waits already."""

    name: str
    credentials: tuple[str, ...]
    season: str
    proposed: int | None
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody of the people file, with when they last signed in."""

    identity: str
    name: str
    roles: tuple[str, ...]
    seasons: tuple[str, ...]
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class In:
    """A session that is open: who, vouched for by whom, since when, and when they last asked."""

    name: str
    subject: str
    issuer: str
    since: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the log of sign-ins."""

    number: int
    at: str
    what: str
    who: str
    facts: str


def administration_doors() -> list[Door]:
    """The doors."""
    return [
        Door("/admin", administration, access=SIGNED_IN),
        Door("/admin/sessions", end_sessions, access=SIGNED_IN, methods=("POST",)),
    ]


def administration(request: Request) -> Response:
    """The page. Refuses who decides on no roster (`RoleNotGiven`)."""
    person, gate, store = _deciding(request), the_gate(request), served_of(request).store
    before = _number(request.query_params.get("before", ""))
    log = gate.book.journal_back(before, LINES)
    shown: dict[str, Any] = {
        "waiting": tuple(waiting_for_a_roster(gate, store, person)),
        "people": tuple(_known(gate)),
        "sessions": tuple(_in(gate, session) for session in gate.book.sessions() if gate.person_in(session)),
        "log": tuple(map(_line, log)),
        "older": log[-1].number if len(log) == LINES else None,
    }
    return page(request, "admin.html", worded("People, sessions, log of sign-ins"), **shown)


def end_sessions(request: Request) -> Response:
    """End all sessions of somebody at once. Who did it is in the log of sign-ins."""
    person, gate, subject = _deciding(request), the_gate(request), form_of(request).get("subject", "")
    ended = gate.book.end_all_of(subject)
    gate.book.note("ended-sessions", person.identity, of=subject[:255], sessions=ended)
    return RedirectResponse("/admin", 303, NEVER_KEPT)


def _deciding(request: Request) -> Person:
    """Whoever asks, where they decide on rosters."""
    person = require(SIGNED_IN, request)
    assert person is not None, "it is behind a door"
    if not decides_on_rosters(person, served_of(request).store):
        has, asked = ", ".join(person.roles) or "no role", request.scope["path"][:200]
        raise RoleNotGiven(
            asked, person.name, has, f"{' and '.join(DECIDE_ON_ROSTERS)} of everything or of a live season"
        )
    return person


def waiting_for_a_roster(gate: Gate, store: Store, person: Person) -> Iterator[Waiting]:
    """The passkeys that were made here and could go onto a roster, as far as a person decides on it."""
    for name in store.seasons():
        state = store.state_in_public(name)
        if not state.people or not person.may_in(name) or not set(person.roles_in(state)) & set(DECIDE_ON_ROSTERS):
            continue
        for entry in gate.people.person:
            if not entry.seasons or name in entry.seasons:
                yield from _of_one(gate, name, state, entry)


def _of_one(gate: Gate, season: str, state: SeasonState, entry: Entry) -> Iterator[Waiting]:
    known = state.people.get(entry.identity)
    if not entry.roles or (known is not None and known.revoked is not None):
        return
    before = {
        held.credential_id for said in (known.stated if known is not None else ()) for held in said.passkeys or ()
    }
    made = [Passkey.model_validate(told) for told in gate.book.passkeys_of(entry.identity)]
    waiting = tuple(
        passkey for passkey in made if passkey.credential_id not in before
    )  # one that was given up stays so
    if not waiting:
        return
    command = _proposal(entry, None if known is None else known.now, waiting)
    yield Waiting(
        name=entry.name,
        credentials=tuple(passkey.credential_id for passkey in waiting),
        season=season,
        proposed=_proposed(state, entry.identity),
        to=f"{Links(season).act(command.do)}?{urlencode(typed_of(command), doseq=True)}",
    )


def _proposed(state: SeasonState, identity: str) -> int | None:
    """The decision by which somebody's place on the roster is to be changed already: a second proposal beside it would take off
    what the first puts on."""
    for number, proposal in state.proposals.items():
        fact = proposal.proposed.fact
        command = fact.command if proposal.settled is None and not isinstance(fact, ProposalInParts) else None
        if isinstance(command, c.ChangePerson | c.IntroducePerson) and command.identity == identity:
            return number
    return None


def _proposal(entry: Entry, now: OfPerson | None, waiting: tuple[Passkey, ...]) -> c.ChangePerson | c.IntroducePerson:
    """What puts them on the roster beside all that the person has there."""
    if now is None:
        return c.IntroducePerson(identity=entry.identity, name=entry.name, roles=entry.roles, keys=(), passkeys=waiting)
    told: dict[str, Any] = {name: getattr(now, name) for name in OfPerson.model_fields}
    return c.ChangePerson(**{**told, "passkeys": (*(now.passkeys or ()), *waiting)}, reason="a passkey was made")


def _known(gate: Gate) -> Iterator[Known]:
    came = gate.book.last_signed_in()
    for entry in gate.people.person:
        subjects = {entry.identity, *(way.subject for way in entry.sign_in)}
        last = max((came[subject] for subject in subjects if subject in came), default=None)
        yield Known(
            identity=entry.identity,
            name=entry.name,
            roles=entry.roles,
            seasons=entry.seasons,
            last="" if last is None else _moment(last),
        )


def _in(gate: Gate, session: Session) -> In:
    entry = gate.people.entry_of(session.issuer, session.subject)
    return In(
        name="" if entry is None else entry.name,
        subject=session.subject,
        issuer=session.issuer,
        since=_moment(session.began),
        seen=_moment(session.seen),
    )


def _line(noted: Noted) -> Line:
    facts = ", ".join(f"{name}={value}" for name, value in sorted(noted.facts.items()))
    return Line(number=noted.number, at=_moment(noted.at), what=noted.what, who=noted.who, facts=facts)


def _moment(at: float) -> Moment:
    return Moment(second_of(at))


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else LARGEST_POSITION
