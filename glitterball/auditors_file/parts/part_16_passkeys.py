"""Passkeys: an authenticator's assertion over what is decided (W3C Web Authentication Level 3, section 7.2)."""

from __future__ import annotations

import base64
import json
import re
from hashlib import sha256

from .part_01_findings import Wrong
from .part_02_spellings import Json, unbase64
from .part_03_ed25519 import P, ed25519_verifies
from .part_03_p256 import P256_ORDER, ecdsa_verified, p256_at
from .part_04_notes import SMALL_ORDER

PRESENT, VERIFIED, ELIGIBLE, BACKED_UP, ATTESTED, EXTENDED = 1, 4, 8, 16, 64, 128
LONGEST_DER = 72
_QUOTED = r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"'
_NAMED = rf"{_QUOTED}:(?:{_QUOTED}|true|false)"
_FLAT = re.compile(rf"\{{{_NAMED}(?:,{_NAMED})*\}}")


def passkey_id(passkey: Json) -> str:
    return sha256(unbase64(passkey["public_key"])).hexdigest()[:8]


def passkey_public(passkey: Json) -> bytes:
    """The key in its COSE encoding: both coordinates on P-256, or the 32 bytes of Ed25519."""
    octets = unbase64(passkey["public_key"])
    return octets[10:42] + octets[45:77] if passkey["kind"] == "ES256" else octets[10:42]


def wrong_with_assertion(passkey: Json, said: Json, text: str | None) -> str | None:
    """What keeps an assertion from being the person's word; without the text all but its challenge is looked at."""
    try:
        data, client, signature = (unbase64(said[name]) for name in ("authenticator_data", "client_data", "signature"))
        accepts = _es256_accepts if passkey["kind"] == "ES256" else _eddsa_accepts
        sound = accepts(passkey_public(passkey), data + sha256(client).digest(), signature)
    except Wrong:
        return "it is not spelled as it has to be, or its key is none"
    wrong = _wrong_with_client(passkey, client, text) or _wrong_with_authenticator(passkey, data)
    return wrong or (None if sound else "the signature is not of that passkey")


def _wrong_with_client(passkey: Json, octets: bytes, text: str | None) -> str | None:
    told = octets.decode("utf-8", "replace")
    if told.encode() != octets or not _FLAT.fullmatch(told):
        return "its client data is not flat JSON without spaces"
    members = json.loads(told, object_pairs_hook=list)
    client = dict(members)
    if len(client) < len(members) or client.get("type") != "webauthn.get":
        return "its client data names something twice, or is of something else than an assertion"
    framed = client.get("crossOrigin", False) is not False or "topOrigin" in client
    if client.get("origin") != passkey["origin"] or framed:
        return "it was made on another page"
    if text is not None:
        asked = base64.urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()
        if client.get("challenge") != asked:
            return "its challenge is not what is decided here"
    return None


def _wrong_with_authenticator(passkey: Json, data: bytes) -> str | None:
    if data[:32] != sha256(passkey["rp_id"].encode()).digest() or len(data) < 37:
        return "its authenticator data is of another domain"
    flags = data[32]
    if flags & ATTESTED or (len(data) > 37) != bool(flags & EXTENDED) or (flags & BACKED_UP and not flags & ELIGIBLE):
        return "its flags do not fit what it is"
    if flags & (PRESENT | VERIFIED) != PRESENT | VERIFIED:
        return "the authenticator did not verify who was there"
    return None


def _eddsa_accepts(public: bytes, signed: bytes, signature: bytes) -> bool:
    ordinate = int.from_bytes(public, "little") & (2**255 - 1)
    return ordinate < P and ordinate not in SMALL_ORDER and ed25519_verifies(public, signature, signed)


def _es256_accepts(public: bytes, signed: bytes, signature: bytes) -> bool:
    """ECDSA in DER, in its one encoding and with the smaller of its two s; refuses a key that is no point."""
    point = p256_at(int.from_bytes(public[:32], "big"), int.from_bytes(public[32:], "big"))
    if not 8 <= len(signature) <= LONGEST_DER:
        return False
    cut = 4 + signature[3]
    r, s = int.from_bytes(signature[4:cut], "big"), int.from_bytes(signature[cut + 2 :], "big")
    spelled = _der(r, s) == signature and s <= P256_ORDER // 2
    return spelled and ecdsa_verified(point, sha256(signed).digest(), r, s)


def _der(*numbers: int) -> bytes:
    """Whole numbers as a DER sequence, as short as they can be."""
    spelled = [number.to_bytes(number.bit_length() // 8 + 1, "big") for number in numbers]
    body = b"".join(b"\x02" + bytes([len(octets)]) + octets for octets in spelled)
    return b"\x30" + bytes([len(body)]) + body
