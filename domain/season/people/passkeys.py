"""Passkeys: credentials of authenticators (W3C Web Authentication Level 3) as a roster names them.

The rules know their form and which key is which, not the mathematics behind them: who records looks whether an assertion holds.
"""

import base64
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.record import Frozen, digest

CredentialId = Annotated[str, Field(max_length=1364, pattern=r"^[A-Za-z0-9_-]+$")]
"""What an authenticator calls a credential: up to 1,023 bytes in base64url without padding (RFC 4648, section 5)."""

RelyingParty = Annotated[str, Field(max_length=253, pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)*$")]
"""An RP ID: the domain a credential was made for, such as `results.example.org`."""

Origin = Annotated[
    str, Field(max_length=270, pattern=r"^(https://[a-z0-9-]+(\.[a-z0-9-]+)*|http://localhost)(:[1-9][0-9]{0,4})?$")
]
"""Where the browser is when somebody signs: `https://results.example.org`, with the port where it is not the usual one."""

CoseKey = Annotated[
    str,
    Field(
        pattern=r"^(pQECAyYgASFYI[A-P][A-Za-z0-9+/]{42}Ilgg[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=|pAEBAycgBiFYI[A-P][A-Za-z0-9+/]{42})$",
    ),
]
"""A COSE key (RFC 9052, section 7) in base64, in the one encoding that WebAuthn allows (CTAP2 canonical CBOR): ES256 over
P-256 with both coordinates (77 bytes), or EdDSA over Ed25519 (42 bytes)."""

_OF_ES256 = "pQ"
_X, _Y, _ED25519 = slice(10, 42), slice(45, 77), slice(10, 42)


class Passkey(Frozen):
    """A credential of a person's authenticator: what its assertions have to say, and the public key that they are made with.

    `kind` is the COSE algorithm (RFC 9053): ES256 is ECDSA over P-256 with SHA-256, EdDSA is Ed25519. Refuses a key of
    another kind, and an origin that is not of the RP ID's domain.
    """

    kind: Literal["ES256", "EdDSA"]
    credential_id: CredentialId
    rp_id: RelyingParty
    origin: Origin
    public_key: CoseKey

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if (self.kind == "ES256") != self.public_key.startswith(_OF_ES256):
            raise ValueError("its public key is of another kind")
        host = self.origin.split("//")[1].split(":")[0]
        if host != self.rp_id and not host.endswith(f".{self.rp_id}"):
            raise ValueError("its origin is not in the domain it was made for, its RP ID")
        return self

    @property
    def key_id(self) -> str:
        """How signatures name the key: the first four bytes of the SHA-256 of its COSE key, in hexadecimal."""
        return digest(base64.b64decode(self.public_key))[:8]

    @property
    def public(self) -> bytes:
        """The key itself: 32 bytes of Ed25519, or both coordinates on P-256."""
        octets = base64.b64decode(self.public_key)
        return octets[_X] + octets[_Y] if self.kind == "ES256" else octets[_ED25519]
