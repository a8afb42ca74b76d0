"""A week's tally as exact JSON: what spares a restart the replay of millions of vote batches.

The positions counted (`spans`) are rows of their own, because they only grow at the end: writing them all each page would
be quadratic on a night when many weeks' batches arrive between each other.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from domain.gateway.events import GatewayClosed
from domain.gateway.tally import ChannelTally, GatewayTally, WeekTally
from domain.record import Recorded
from domain.tabulation.positions import merged

Manifest = Callable[[str, int], Recorded[GatewayClosed]]
"""Reads a gateway's manifest from the log, by gateway and sequence."""


def written(tally: WeekTally) -> str:
    """The tally without its spans."""
    state = {"sealed_at": tally.sealed_at, "gateways": [[name, _gateway(one)] for name, one in tally.gateways.items()]}
    return json.dumps(state, separators=(",", ":"), ensure_ascii=False)


def restored(text: str, spans: Iterable[tuple[int, int]], manifest: Manifest) -> WeekTally:
    """The tally again; manifests are read from the log."""
    state = json.loads(text)
    tally = WeekTally(spans=[(first, last) for first, last in spans], sealed_at=state["sealed_at"])
    for name, gateway in state["gateways"]:
        closed = gateway["manifest"]
        tally.gateways[name] = GatewayTally(
            contiguous=gateway["contiguous"],
            ahead={number for first, last in gateway["ahead"] for number in range(first, last + 1)},
            channels={(channel, body): ChannelTally(**counted) for channel, body, counted in gateway["channels"]},
            manifest=None if closed is None else manifest(name, closed),
            after_the_seal=gateway["after_the_seal"],
            votes_after_the_seal=gateway["votes_after_the_seal"],
        )
    return tally


def _gateway(gateway: GatewayTally) -> dict[str, Any]:
    return {
        "contiguous": gateway.contiguous,
        "ahead": merged((number, number) for number in gateway.ahead),
        "manifest": gateway.manifest.sequence if gateway.manifest else None,
        "after_the_seal": gateway.after_the_seal,
        "votes_after_the_seal": gateway.votes_after_the_seal,
        "channels": [[*key, _channel(counted)] for key, counted in gateway.channels.items()],
    }


def _channel(counted: ChannelTally) -> dict[str, Any]:
    return {
        "batches": counted.batches,
        "received": counted.received,
        "accepted": counted.accepted,
        "late": counted.late,
        "rejected": counted.rejected,
        "votes": counted.votes,
    }
