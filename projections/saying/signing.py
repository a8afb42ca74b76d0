"""Gateways' keys and signatures, in sentences."""

from typing import assert_never

from domain.gateway.events import DeliverySigned, DeliverySignedV1, DeliverySignedV2
from domain.season import events as e
from projections.saying.speaker import Speaker

Facts = e.GatewayKeyIntroduced | e.GatewayKeyRotated | e.GatewayKeyRevoked | DeliverySignedV1 | DeliverySignedV2


def say(fact: Facts, _: Speaker) -> str:
    """The sentence of a fact."""
    match fact:
        case e.GatewayKeyIntroduced():
            return f"Gateway {fact.gateway} signs with key {fact.key_id} from here on; nothing else of it is taken in."
        case e.GatewayKeyRotated():
            return f"Gateway {fact.gateway} signs with key {fact.key_id} from here on; key {fact.retires} is retired."
        case e.GatewayKeyRevoked():
            return f"Key {fact.key_id} of gateway {fact.gateway} was revoked: {fact.reason}."
        case DeliverySigned():
            what = f"number {fact.first}" if fact.first == fact.last else f"numbers {fact.first} to {fact.last}"
            return f"Gateway {fact.gateway} signed {what} of week {fact.week} with key {fact.key}."
        case _:
            assert_never(fact)
