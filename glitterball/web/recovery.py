"""Recovery codes: a sheet of codes, each of which signs its person in once, for who has lost a passkey where no provider vouches.

They are drawn here, shown once, and kept as hashes. With 120 bits drawn nobody tries them out, so a slow hash would add
nothing to the limit of attempts. They are made by whoever came in by a link that was handed over in person: somebody in by a
passkey is known in some seasons alone, and would be in all by a code.
"""

import secrets

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from glitterball.web.access import EVERYBODY, SIGNED_IN, Door, come_from, form_of, require
from glitterball.web.entering import NEVER_KEPT, here_or, may_try, page, the_gate
from glitterball.web.people_file import LINK, RECOVERY
from glitterball.web.refusals import NoRecoveryCodes, RecoveryCodeRefused
from glitterball.web.words import worded

CODES = 8
"""Codes of a sheet."""

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What a code is made of: 32 letters of which none is taken for another."""

LONG, GROUP = 24, 4
"""Letters of a code, and in how many at a time it is read."""

PROVIDER = "a provider vouches for people, and brings them back"


def recovery_doors() -> list[Door]:
    """The doors; they stand before that of links."""
    return [
        Door("/enter/code", come_in, access=EVERYBODY, methods=("POST",)),
        Door("/me/recovery", make, access=SIGNED_IN, methods=("POST",)),
    ]


def make(request: Request) -> Response:
    """Make somebody's recovery codes, and show them this once; those from before work no more. Refuses where a provider vouches
    for people, and who did not come in by a link (`NoRecoveryCodes`)."""
    person, gate = require(SIGNED_IN, request), the_gate(request)
    assert person is not None, "it is behind a door"
    if gate.people.provider:
        raise NoRecoveryCodes(PROVIDER)
    if person.issuer != LINK:
        raise NoRecoveryCodes("they are made by who came in by a link that was handed over in person")
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LONG)) for _ in range(CODES)]
    gate.book.made_codes(person.identity, codes)
    return page(request, "recovery.html", worded("Recovery codes"), codes=[in_groups(code) for code in codes])


def come_in(request: Request) -> Response:
    """Sign in by a recovery code. Which of identity and code was wrong is not said (`RecoveryCodeRefused`)."""
    gate, said = the_gate(request), form_of(request)
    may_try(request, gate)
    if gate.people.provider:
        raise NoRecoveryCodes(PROVIDER)
    identity, code = said.get("identity", "").strip()[:255], as_made(said.get("code", "")[:255])
    if gate.people.entry_of(RECOVERY, identity) is None or not gate.book.taken_code(identity, code):
        gate.book.note("refused", identity, way=RECOVERY, **{"from": come_from(request)})
        raise RecoveryCodeRefused
    answer = RedirectResponse(here_or(said.get("to", "")), 303, NEVER_KEPT)
    gate.let_in(request, answer, RECOVERY, identity)
    return answer


def in_groups(code: str) -> str:
    """A code as it is read: four letters at a time."""
    return "-".join(code[at : at + GROUP] for at in range(0, LONG, GROUP))


def as_made(typed: str) -> str:
    """A code as it was drawn, from what somebody typed of a sheet."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())
