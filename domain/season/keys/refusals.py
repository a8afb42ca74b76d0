"""Refusals about gateways' keys."""

from typing import ClassVar

from domain.refusals import Refusal


class GatewayHasKey(Refusal):
    """A gateway signs with one key at a time."""

    says: ClassVar = "Gateway {gateway} signs with key {key_id} already."
    fix: ClassVar = "Rotate it, or revoke it first if it may be in other hands."
    gateway: str
    key_id: str


class GatewayHasNoKey(Refusal):
    """There is no key to replace or revoke."""

    says: ClassVar = "Gateway {gateway!r} has {what}; with a key {has:is|are}: {has}."
    fix: ClassVar = "Check the gateway's name and the key's, or introduce a key."
    gateway: str
    what: str
    has: str


class KeyUsedBefore(Refusal):
    """A key belongs to one gateway, once, for ever."""

    says: ClassVar = "Key {key_id} was introduced for gateway {gateway} at position {position} already."
    fix: ClassVar = "Make a new key: one that was retired or revoked does not come back, and no two gateways share one."
    key_id: str
    gateway: str
    position: int
