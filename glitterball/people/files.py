"""Files of authenticators: a passkey as it goes on the roster, and an assertion as a browser gives it (WebAuthn Level 3)."""

import base64
import binascii
import json
from typing import Any, ClassVar

from pydantic import ValidationError

from domain.refusals import Refusal
from domain.season.people.facts import OfPerson
from domain.season.people.passkeys import Passkey
from domain.season.proposing.facts import Assertion
from glitterball.people.passkeys import recorded_form
from glitterball.proof.spellings import to_base64


class PasskeyFileUnclear(Refusal):
    """A file says a passkey, or an assertion of one, as browsers do: JSON with bytes in base64url."""

    says: ClassVar = "{file} is no {what}: {because}."
    fix: ClassVar = "Write JSON with {members}; bytes are base64url."
    file: str
    what: str
    because: str
    members: str


class PasskeyNotHeld(Refusal):
    """An assertion is a person's word only by a passkey that the roster has for that person now."""

    says: ClassVar = "{file} is an assertion of a passkey that the roster does not have for {name}; it has {has}."
    fix: ClassVar = "Sign with a passkey that is on the roster, or have two people change the person's passkeys."
    file: str
    name: str
    has: str


PASSKEY = ("passkey", "kind, id, rpId, origin and publicKey")
ASSERTION = ("assertion", "id and response, which holds authenticatorData, clientDataJSON and signature")

MEMBERS = {
    "kind": ("kind", "ES256 or EdDSA"),
    "id": ("credential_id", "the credential ID in base64url"),
    "rpId": ("rp_id", "a domain in small letters, such as results.example.org"),
    "origin": ("origin", "https:// and a host in small letters, without a path, such as https://results.example.org"),
    "publicKey": ("public_key", "a COSE key of P-256 or Ed25519 as authenticators encode it, in base64url"),
}
"""What a file with a passkey has to say: how the roster calls it, and what it has to be."""


def passkey_in(octets: bytes, file: str) -> Passkey:
    """The passkey a file says; its `publicKey` is the COSE key."""
    told = _members(octets, file, PASSKEY)
    try:
        said = {theirs: told[theirs] for theirs in MEMBERS} | {"publicKey": to_base64(_octets(told["publicKey"]))}
        return Passkey.model_validate({ours: said[theirs] for theirs, (ours, _) in MEMBERS.items()})
    except KeyError as error:
        raise _unclear(file, PASSKEY, f"{error.args[0]} is missing") from None
    except ValidationError as error:
        raise _unclear(file, PASSKEY, _wrong_member(error)) from None
    except ValueError:
        raise _unclear(file, PASSKEY, "publicKey is not base64url") from None


def assertion_in(octets: bytes, file: str, person: OfPerson) -> Assertion:
    """The assertion a file says, in the form that is recorded. Refuses one by a passkey that is not the person's."""
    told = _members(octets, file, ASSERTION)
    held = {passkey.credential_id: passkey for passkey in person.passkeys or ()}
    try:
        credential, response = told["id"], told["response"]
        names = ("authenticatorData", "clientDataJSON", "signature")
        data, client, signature = (_octets(response[name]) for name in names)
        if credential not in held:
            raise PasskeyNotHeld(file, person.name, ", ".join(passkey.key_id for passkey in held.values()) or "none")
        return recorded_form(data, client, signature, held[credential])
    except KeyError as error:
        raise _unclear(file, ASSERTION, f"{error.args[0]} is missing") from None
    except (TypeError, ValueError):
        raise _unclear(file, ASSERTION, "its bytes are not base64url, or too long") from None


def _wrong_member(error: ValidationError) -> str:
    """The first thing that is wrong with a passkey, as its file calls it."""
    first = error.errors(include_url=False)[0]
    for theirs, (ours, what) in MEMBERS.items():
        if first["loc"][:1] == (ours,):
            return f"{theirs} has to be {what}"
    return str(first["msg"]).removeprefix("Value error, ")


def _members(octets: bytes, file: str, kind: tuple[str, str]) -> dict[str, Any]:
    try:
        told = json.loads(octets)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise _unclear(file, kind, "it is not a JSON object")
    return told


def _octets(told: Any) -> bytes:
    """Base64url with or without padding, as browsers and libraries write it."""
    if not isinstance(told, str):
        raise ValueError("not base64url")
    bare = told.rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("not base64url") from None


def _unclear(file: str, kind: tuple[str, str], because: str) -> PasskeyFileUnclear:
    return PasskeyFileUnclear(file, kind[0], because, kind[1])
