"""All facts by their stored type name, and how facts of older versions are read."""

from collections.abc import Callable
from typing import Any, get_args

from domain.gateway.events import AnyGatewayFact
from domain.record import Fact
from domain.season.events import AnySeasonFact

FACTS: dict[str, type[Fact]] = {fact.TYPE: fact for fact in (*get_args(AnySeasonFact), *get_args(AnyGatewayFact))}
"""Every fact that is recorded today."""

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


def _score_given_v1(fact: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew no team dances: it named episode, round and couple where version 2 names the dance."""
    dance = f"{fact['episode']}.{fact['round']}.{fact['couple']}"
    kept = {name: value for name, value in fact.items() if name not in ("episode", "round", "couple")}
    return {**kept, "dance": dance}


UPCASTERS: dict[str, tuple[str, Upcaster]] = {
    "score-given.v1": ("score-given.v2", _score_given_v1),
}
"""Older type names: what they are read as, and how. The stored bytes never change."""
