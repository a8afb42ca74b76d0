"""A software authenticator: makes credentials and assertions as a security key and a browser together do (WebAuthn Level 3)."""

import base64
import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.season.people.passkeys import Passkey
from domain.season.proposing.facts import Assertion
from glitterball.people import challenge_of, recorded_form

PRESENT_AND_VERIFIED = 0x05
RP_ID, ORIGIN = "results.example.org", "https://results.example.org"

_X_OF_P256, _Y_OF_P256 = bytes.fromhex("a5010203262001215820"), bytes.fromhex("225820")
_X_OF_ED25519 = bytes.fromhex("a4010103272006215820")
"""What stands before coordinates in a COSE key: kind of key, algorithm, curve (RFC 9053, sections 2 and 7)."""


def base64url(octets: bytes) -> str:
    """RFC 4648, section 5, without padding: as browsers give and take bytes."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def client_data(challenge: str, origin: str = ORIGIN, of: str = "webauthn.get") -> bytes:
    """What a browser says of the moment (CollectedClientData, section 5.8.1)."""
    told = {"type": of, "challenge": challenge, "origin": origin, "crossOrigin": False}
    return json.dumps(told, separators=(",", ":")).encode()


def authenticator_data(rp_id: str = RP_ID, flags: int = PRESENT_AND_VERIFIED, counter: int = 0) -> bytes:
    """What an authenticator says of the moment (section 6.1), without extensions."""
    return sha256(rp_id.encode()).digest() + bytes([flags]) + counter.to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class Authenticator:
    """One credential and its private key. `seed` is any whole number from 1 on: the same seed is the same credential."""

    seed: int = field(repr=False)
    kind: Literal["ES256", "EdDSA"] = "ES256"
    rp_id: str = RP_ID
    origin: str = ORIGIN

    @property
    def passkey(self) -> Passkey:
        """The credential as a roster names it."""
        return Passkey(
            kind=self.kind,
            credential_id=base64url(sha256(f"{self.kind} {self.seed}".encode()).digest()[:16]),
            rp_id=self.rp_id,
            origin=self.origin,
            public_key=base64.b64encode(self._cose_key()).decode(),
        )

    def sign(self, text: bytes) -> Assertion:
        """A person's word on a text, in the form that is recorded."""
        return self.assertion(authenticator_data(self.rp_id), client_data(challenge_of(text), self.origin))

    def assertion(self, data: bytes, client: bytes) -> Assertion:
        """An assertion of whatever is said in it."""
        return recorded_form(data, client, self.signature(data + sha256(client).digest()), self.passkey)

    def signature(self, signed: bytes) -> bytes:
        """The signature alone: DER for ES256, 64 bytes for EdDSA. The same bytes give the same signature (RFC 6979)."""
        if self.kind == "EdDSA":
            return self._ed25519().sign(signed)
        return self._p256().sign(signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))

    def credential_file(self) -> str:
        """The credential as `glitterball people introduce --passkey` reads it."""
        passkey = self.passkey
        told = {"kind": passkey.kind, "id": passkey.credential_id, "rpId": passkey.rp_id, "origin": passkey.origin,
                "publicKey": base64url(self._cose_key())}  # fmt: skip
        return json.dumps(told)

    def assertion_file(self, text: bytes) -> str:
        """An assertion as a browser gives it (`PublicKeyCredential.toJSON()`, section 5.1.8)."""
        data, client = authenticator_data(self.rp_id), client_data(challenge_of(text), self.origin)
        signature = self.signature(data + sha256(client).digest())
        named = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        response = {name: base64url(octets) for name, octets in named.items()}
        identifier = self.passkey.credential_id
        told: dict[str, Any] = {"id": identifier, "rawId": identifier, "type": "public-key", "response": response}
        return json.dumps({**told, "clientExtensionResults": {}})

    def _cose_key(self) -> bytes:
        if self.kind == "EdDSA":
            return _X_OF_ED25519 + self._ed25519().public_key().public_bytes_raw()
        numbers = self._p256().public_key().public_numbers()
        return _X_OF_P256 + numbers.x.to_bytes(32, "big") + _Y_OF_P256 + numbers.y.to_bytes(32, "big")

    def _p256(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(self.seed, ec.SECP256R1())

    def _ed25519(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(sha256(f"Ed25519 {self.seed}".encode()).digest())
