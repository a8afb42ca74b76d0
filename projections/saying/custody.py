"""The end of a season's openings, in a sentence."""

from domain.season import events as e
from projections.names import listed
from projections.saying.speaker import Speaker

Facts = e.OpeningsDestroyed


def say(fact: Facts, _: Speaker) -> str:
    """The sentence of a fact."""
    settled = listed([f"event {position}" for position in fact.settled])
    disputes = f" Settled before: {settled}." if fact.settled else ""
    return f"The openings of the season were destroyed, with the key {fact.key[:8]}: {fact.reason}.{disputes}"
