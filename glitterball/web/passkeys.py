"""Passkeys in the browser: making one, coming in by one, and signing what two people decide.

A passkey is somebody's where a season's roster says so, which takes two people. Whoever comes in by one is known in the seasons
whose rosters have it, and in no others: people of a rehearsal cannot give anybody a passkey for a live season.
"""

import json
import secrets
from base64 import b64decode
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.cose import COSEAlgorithmIdentifier as Kind
from webauthn.helpers.exceptions import WebAuthnException

from domain.season.people.passkeys import Passkey
from glitterball.proof.spellings import to_base64
from glitterball.store import Store
from glitterball.web.access import EVERYBODY, SIGNED_IN, Door, come_from, form_of, require
from glitterball.web.book import hashed
from glitterball.web.entering import NEVER_KEPT, here_or, may_try, page, the_gate
from glitterball.web.people_file import PASSKEY
from glitterball.web.refusals import PasskeyRefused
from glitterball.web.words import worded

KINDS = [Kind.EDDSA, Kind.ECDSA_SHA_256]
"""What a roster takes, in the order in which a browser is asked for it (COSE algorithms)."""


def passkey_doors() -> list[Door]:
    """The doors for passkeys; they stand before that of links."""
    return [
        Door("/enter/passkey/challenge", challenge, access=EVERYBODY, methods=("POST",)),
        Door("/enter/passkey", come_in, access=EVERYBODY, methods=("POST",)),
        Door("/me/passkeys/new", ask_for_one, access=SIGNED_IN),
        Door("/me/passkeys", make_one, access=SIGNED_IN, methods=("POST",)),
        Door("/me/passkeys/{credential}.json", its_file, access=SIGNED_IN),
    ]


def challenge(request: Request) -> Response:
    """A challenge to come in by, and the word under which it is remembered until it is answered."""
    gate = the_gate(request)
    drawn = bytes_to_base64url(secrets.token_bytes(32))
    word = gate.book.keep({"for": "enter", "challenge": drawn})
    return JSONResponse({"challenge": drawn, "word": word, "rp": gate.people.host}, 200, NEVER_KEPT)


def come_in(request: Request) -> Response:
    """Sign in by a passkey that a roster has, and an assertion over the challenge that was given out."""
    gate, said = the_gate(request), form_of(request)
    may_try(request, gate)
    kept = gate.book.kept(said.get("word", ""))
    asserted = _json(said.get("credential", ""))
    identity, held = whose(gate.store, str(asserted.get("id", "")))
    if kept is None or kept["for"] != "enter" or held is None:
        raise _refused(request, identity, "no roster has it, or its challenge is not one of ours")
    try:
        verify_authentication_response(
            credential=asserted,
            expected_challenge=base64url_to_bytes(kept["challenge"]),
            expected_rp_id=gate.people.host,
            expected_origin=gate.people.origin,
            credential_public_key=b64decode(held.public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _refused(request, identity, str(error)[:200] or type(error).__name__) from None
    if gate.people.entry_of(PASSKEY, identity) is None:
        raise _refused(request, identity, "the people file does not know who has it")
    answer = RedirectResponse(here_or(said.get("to", "")), 303, NEVER_KEPT)
    gate.let_in(request, answer, PASSKEY, identity, (held.credential_id,))
    return answer


def _refused(request: Request, identity: str, because: str) -> PasskeyRefused:
    the_gate(request).book.note("refused", identity, way=PASSKEY, because=because, **{"from": come_from(request)})
    return PasskeyRefused(because)


def whose(store: Store | None, credential: str) -> tuple[str, Passkey | None]:
    """Whose passkey it is by the rosters of the seasons, as they are now."""
    for name in store.seasons() if store is not None else ():
        assert store is not None, "there is a store that has seasons"
        for identity, known in store.state_in_public(name).people.items():
            for passkey in known.now.passkeys or () if known.revoked is None else ():
                if passkey.credential_id == credential:
                    return identity, passkey
    return "", None


def ask_for_one(request: Request) -> Response:
    """The page on which a browser is asked to make a passkey."""
    person, gate = require(SIGNED_IN, request), the_gate(request)
    assert person is not None, "it is behind a door"
    drawn = bytes_to_base64url(secrets.token_bytes(32))
    word = gate.book.keep({"for": person.identity, "challenge": drawn})
    user = bytes_to_base64url(bytes.fromhex(hashed(f"glitterball person\n{person.identity}"))[:16])
    held = " ".join(told["credential_id"] for told in gate.book.passkeys_of(person.identity))
    shown = {"challenge": drawn, "word": word, "rp": gate.people.host, "user": user, "held": held}
    return page(
        request, "passkey_new.html", worded("A new passkey"), **shown, kinds=" ".join(str(int(kind)) for kind in KINDS)
    )


def make_one(request: Request) -> Response:
    """Take in a passkey that a browser made. It signs nothing yet: two people put it on a roster."""
    person, gate, said = require(SIGNED_IN, request), the_gate(request), form_of(request)
    assert person is not None, "it is behind a door"
    kept = gate.book.kept(said.get("word", ""))
    if kept is None or kept["for"] != person.identity:
        raise _refused(request, person.identity, "its challenge is not one of ours, or is too old")
    try:
        made = verify_registration_response(
            credential=_json(said.get("credential", "")),
            expected_challenge=base64url_to_bytes(kept["challenge"]),
            expected_rp_id=gate.people.host,
            expected_origin=gate.people.origin,
            require_user_verification=True,
            supported_pub_key_algs=KINDS,
        )
        passkey = _as_on_roster(made.credential_id, made.credential_public_key, gate.people.host, gate.people.origin)
    except (WebAuthnException, ValidationError, ValueError, KeyError, TypeError) as error:
        raise _refused(request, person.identity, str(error).split("\n")[0][:200]) from None
    gate.book.made_passkey(passkey.credential_id, person.identity, passkey.model_dump_json())
    return RedirectResponse("/me", 303, NEVER_KEPT)


def _as_on_roster(credential: bytes, key: bytes, rp_id: str, origin: str) -> Passkey:
    text = to_base64(key)
    return Passkey(
        kind="ES256" if text.startswith("pQ") else "EdDSA",
        credential_id=bytes_to_base64url(credential),
        rp_id=rp_id,
        origin=origin,
        public_key=text,
    )


def its_file(request: Request) -> Response:
    """A passkey one made, as `people change --passkey` reads it."""
    person, gate = require(SIGNED_IN, request), the_gate(request)
    assert person is not None, "it is behind a door"
    found = [
        told
        for told in gate.book.passkeys_of(person.identity)
        if told["credential_id"] == request.path_params["credential"]
    ]
    if not found:
        raise PasskeyRefused("you made none of that name here")
    return Response(json.dumps(file_of(found[0])), 200, NEVER_KEPT, "application/json")


def file_of(told: dict[str, str]) -> dict[str, str]:
    """A passkey as files say one: names as browsers have them, the key in base64url."""
    key = bytes_to_base64url(b64decode(told["public_key"]))
    ours = {"kind": told["kind"], "id": told["credential_id"], "rpId": told["rp_id"], "origin": told["origin"]}
    return {**ours, "publicKey": key}


def _json(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else {}
