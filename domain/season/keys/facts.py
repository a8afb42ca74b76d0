"""Gateways' keys: introduced, rotated, revoked."""

from typing import ClassVar, Literal

from domain.record import Frozen, KeyId, Name, Slug
from domain.season.roles import SUPERVISION
from domain.season.stating import Command, SeasonFact
from domain.season.words import VerifierKeyText


class OfGatewayKey(Frozen):
    """An Ed25519 key with which a gateway signs its deliveries from now on, as a verifier key line (C2SP signed-note)."""

    gateway: Slug
    key: VerifierKeyText

    @property
    def key_id(self) -> str:
        """The eight hex digits that signatures name the key by."""
        return self.key.split("+", 2)[1]


class IntroduceGatewayKey(OfGatewayKey, Command):
    """Believe what a gateway signs with this key, and from now on nothing it does not sign."""

    do: Literal["introduce-gateway-key"] = "introduce-gateway-key"
    authority: ClassVar = SUPERVISION


class GatewayKeyIntroduced(OfGatewayKey, SeasonFact):
    """A gateway signs with this key; what it does not sign is refused from here on."""

    TYPE: ClassVar = "gateway-key-introduced.v1"


class RotateGatewayKey(OfGatewayKey, Command):
    """Replace a gateway's key by a new one; the old one is retired."""

    do: Literal["rotate-gateway-key"] = "rotate-gateway-key"
    authority: ClassVar = SUPERVISION


class GatewayKeyRotated(OfGatewayKey, SeasonFact):
    """A gateway signs with a new key; `retires` is the ID of the one it signed with before."""

    TYPE: ClassVar = "gateway-key-rotated.v1"
    retires: KeyId


class OfKeyRevocation(Frozen):
    """A gateway's key is no longer believed: somebody else may hold it."""

    gateway: Slug
    key_id: KeyId
    reason: Name


class RevokeGatewayKey(OfKeyRevocation, Command):
    """Stop believing a gateway's key: it may be in other hands."""

    do: Literal["revoke-gateway-key"] = "revoke-gateway-key"
    authority: ClassVar = SUPERVISION


class GatewayKeyRevoked(OfKeyRevocation, SeasonFact):
    """A gateway's key is not believed from here on. What it signed before stays; the audit names it."""

    TYPE: ClassVar = "gateway-key-revoked.v1"


KeyCommand = IntroduceGatewayKey | RotateGatewayKey | RevokeGatewayKey
KeyFact = GatewayKeyIntroduced | GatewayKeyRotated | GatewayKeyRevoked
