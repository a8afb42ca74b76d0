"""Passkeys: whether an authenticator's assertion is a person's word on a text (W3C Web Authentication Level 3, section 7.2).

The challenge is the SHA-256 of the text. The user has to be present and verified: a token that is plugged in decides nothing.
An assertion has one spelling here, so that nobody alters what is recorded: its JSON is flat, without spaces, each name once; an
ECDSA signature is in DER (SEC 1, C.5) with the smaller of its two s.
"""

import base64
import json
import re
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from domain.season.people.passkeys import Passkey
from domain.season.proposing.facts import Assertion
from glitterball.proof.keys import VerifierKey
from glitterball.proof.refusals import KeyMalformed, SpellingRefused
from glitterball.proof.spellings import from_base64, to_base64

USER_PRESENT, USER_VERIFIED, BACKUP_ELIGIBLE, BACKED_UP, ATTESTED, EXTENDED = 1, 4, 8, 16, 64, 128
"""The flags of authenticator data (section 6.1)."""

SHORTEST = 37
"""Authenticator data without extensions: the hash of the RP ID, flags and a counter."""

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

_TEXT = r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"'
_MEMBER = rf"{_TEXT}:(?:{_TEXT}|true|false)"
_CLIENT_DATA = re.compile(rf"\{{{_MEMBER}(?:,{_MEMBER})*\}}")


def challenge_of(text: bytes) -> str:
    """What an authenticator is asked to sign for a text, as it stands in client data: its SHA-256 in base64url."""
    return base64.urlsafe_b64encode(sha256(text).digest()).rstrip(b"=").decode()


def with_the_smaller_s(signature: bytes) -> bytes:
    """An ECDSA signature as it is recorded: authenticators give either of two, and both are good. What is none stays as it is."""
    try:
        r, s = decode_dss_signature(signature)
    except ValueError:
        return signature
    return encode_dss_signature(r, min(s, P256_ORDER - s)) if 0 < s < P256_ORDER else signature


def wrong_with_assertion(passkey: Passkey, said: Assertion, text: bytes | None) -> str | None:
    """What is wrong with an assertion, as a clause; nothing where there is nothing to find.

    `text` is what was to be signed; none where it is kept from view, and then everything but the challenge is looked at.
    """
    try:
        data, client, signature = map(from_base64, (said.authenticator_data, said.client_data, said.signature))
    except SpellingRefused:
        return "it is not base64 in its one spelling"
    return (
        _wrong_client_data(passkey, client, text)
        or _wrong_authenticator_data(passkey, data)
        or _wrong_signature(passkey, data + sha256(client).digest(), signature)
    )


def _wrong_client_data(passkey: Passkey, octets: bytes, text: bytes | None) -> str | None:
    try:
        written = octets.decode()
    except UnicodeDecodeError:
        written = ""
    if not _CLIENT_DATA.fullmatch(written):
        return "its client data is not flat JSON without spaces"
    members: list[tuple[str, str | bool]] = json.loads(written, object_pairs_hook=list)
    told = dict(members)
    if len(told) < len(members):
        return "its client data names something twice"
    if told.get("type") != "webauthn.get":
        return "it is no assertion, but something else that an authenticator signed"
    if told.get("origin") != passkey.origin:
        return f"it was made on another page than {passkey.origin}"
    if told.get("crossOrigin", False) is not False or "topOrigin" in told:
        return "it was made within a page of somebody else"
    if text is not None and told.get("challenge") != challenge_of(text):
        return "its challenge is not what is decided here"
    return None


def _wrong_authenticator_data(passkey: Passkey, data: bytes) -> str | None:
    flags = data[32] if len(data) >= SHORTEST else 0
    if len(data) < SHORTEST or flags & ATTESTED or (len(data) > SHORTEST) != bool(flags & EXTENDED):
        return "its authenticator data is not that of an assertion"
    if data[:32] != sha256(passkey.rp_id.encode()).digest():
        return f"it was not made for {passkey.rp_id}"
    if not flags & USER_PRESENT or not flags & USER_VERIFIED:
        return "the authenticator did not verify who was there"
    if flags & BACKED_UP and not flags & BACKUP_ELIGIBLE:
        return "its flags contradict each other"
    return None


def _wrong_signature(passkey: Passkey, signed: bytes, signature: bytes) -> str | None:
    sound = accepts_es256 if passkey.kind == "ES256" else _accepts_eddsa
    return None if sound(passkey.public, signed, signature) else "its signature is not of that passkey"


def _accepts_eddsa(public: bytes, signed: bytes, signature: bytes) -> bool:
    """A weak key, under which one signature fits many texts, has signed nothing."""
    try:
        key = VerifierKey("passkey", public)
        Ed25519PublicKey.from_public_bytes(key.public_key).verify(signature, signed)
    except (InvalidSignature, ValueError, KeyMalformed):
        return False
    return True


def accepts_es256(public: bytes, signed: bytes, signature: bytes) -> bool:
    """Whether a signature in DER, with the smaller of its two s, is over these bytes by the key with these coordinates."""
    try:
        r, s = decode_dss_signature(signature)
        if s > P256_ORDER // 2 or encode_dss_signature(r, s) != signature:
            return False
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + public)
        key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def recorded_form(authenticator_data: bytes, client_data: bytes, signature: bytes, passkey: Passkey) -> Assertion:
    """An assertion as an authenticator gave it, in the form that is recorded."""
    return Assertion(
        key=passkey.key_id,
        authenticator_data=to_base64(authenticator_data),
        client_data=to_base64(client_data),
        signature=to_base64(with_the_smaller_s(signature) if passkey.kind == "ES256" else signature),
    )
