"""Gateways' keys: introduced, rotated, revoked. From its first key on, a gateway's unsigned deliveries are refused."""

from typing import assert_never

from domain.season.keys.facts import (
    GatewayKeyIntroduced,
    GatewayKeyRevoked,
    GatewayKeyRotated,
    IntroduceGatewayKey,
    KeyCommand,
    KeyFact,
    RevokeGatewayKey,
    RotateGatewayKey,
)
from domain.season.keys.refusals import GatewayHasKey, GatewayHasNoKey, KeyUsedBefore
from domain.season.people.refusals import KeyOfAnother
from domain.season.refusals import AlreadySo
from domain.season.state import SeasonState, current_key
from domain.season.stating import stated
from domain.season.words import public_of


def decide(command: KeyCommand, state: SeasonState) -> KeyFact:
    """The fact a command of this chapter leads to, or its refusal."""
    match command:
        case IntroduceGatewayKey():
            return introduce_gateway_key(command, state)
        case RotateGatewayKey():
            return rotate_gateway_key(command, state)
        case RevokeGatewayKey():
            return revoke_gateway_key(command, state)
        case _:
            assert_never(command)


def introduce_gateway_key(command: IntroduceGatewayKey, state: SeasonState) -> GatewayKeyIntroduced:
    """A gateway's first key, or the next one after a revocation."""
    current = current_key(state, command.gateway)
    if current is not None:
        raise GatewayHasKey(command.gateway, current.introduced.fact.key_id)
    _never_used(command.key, state)
    return stated(GatewayKeyIntroduced, command)


def rotate_gateway_key(command: RotateGatewayKey, state: SeasonState) -> GatewayKeyRotated:
    """The next key takes over, and the one before is retired by the same event: never two, never none."""
    current = current_key(state, command.gateway)
    if current is None:
        raise GatewayHasNoKey(command.gateway, "no key to rotate", _with_a_key(state))
    _never_used(command.key, state)
    return stated(GatewayKeyRotated, command, retires=current.introduced.fact.key_id)


def revoke_gateway_key(command: RevokeGatewayKey, state: SeasonState) -> GatewayKeyRevoked:
    """A key that may be in other hands, whether it signs now or was retired."""
    for key in state.gateway_keys.get(command.gateway, ()):
        if key.introduced.fact.key_id == command.key_id:
            if key.revoked is not None:
                raise AlreadySo(f"key {command.key_id} of {command.gateway} is revoked")
            return stated(GatewayKeyRevoked, command)
    raise GatewayHasNoKey(command.gateway, f"no key {command.key_id}", _with_a_key(state))


def _never_used(key: str, state: SeasonState) -> None:
    """Refuses a key ID or a public key that is on record, under whatever name, for whichever gateway."""
    key_id, public = key.split("+", 2)[1], public_of(key)
    for gateway, keys in state.gateway_keys.items():
        for known in keys:
            fact = known.introduced.fact
            if key_id == fact.key_id or public == public_of(fact.key):
                raise KeyUsedBefore(fact.key_id, gateway, known.introduced.position)
    for identity, person in state.people.items():
        if any(public in stated.publics for stated in person.stated):
            raise KeyOfAnother(key_id, "a gateway", f"it is {identity}'s")


def _with_a_key(state: SeasonState) -> str:
    return ", ".join(sorted(state.gateway_keys)) or "none"
