"""A week's tally as exact JSON: what spares a restart the replay of millions of vote batches.

What came minute by minute is not in it: the two tables of votes over time hold that, and only the minutes a page touched
are written again.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from domain.gateway.events import VoteBatchReceivedV2, gateway_stream
from domain.gateway.tally import ChannelTally, Counted, GatewayTally, Tallies, WeekTally
from domain.record import Recorded
from domain.season.state import SeasonState
from glitterball.log import EventLog
from glitterball.views.columns import reader
from projections import votes_over_time
from projections.fold import as_counted

Delivered = Callable[[str, int], Recorded[Any]]
"""Reads what a gateway delivered from the log, by gateway and sequence: its manifest, or a batch."""

_READ_MINUTE, _READ_VOTES = reader(votes_over_time.MinuteRow), reader(votes_over_time.Row)


def delivered_in(log: EventLog, season: str, week: int, state: SeasonState) -> Delivered:
    """What a week's gateways delivered, as it was counted: batches of either form with their counts by couple."""

    def delivered(gateway: str, sequence: int) -> Recorded[Any]:
        found = log.get(gateway_stream(season, week, gateway), sequence)
        assert found is not None, f"number {sequence} of {gateway} in week {week} was counted, so it is in the log"
        if isinstance(found.fact, VoteBatchReceivedV2):
            return as_counted(found, state)  # type: ignore[arg-type]  # its fact was just looked at
        return found

    return delivered


def written(tally: WeekTally) -> str:
    """The tally without its minutes."""
    state = {
        "sealed_at": tally.sealed_at,
        "spans": tally.spans,
        "joined": tally.joined,
        "window": tally.window,
        "shared_files": tally.shared_files,
        "gateways": [[name, _gateway(one)] for name, one in tally.gateways.items()],
    }
    return json.dumps(state, separators=(",", ":"), ensure_ascii=False)


def restored(text: str, delivered: Delivered) -> WeekTally:
    """The tally again, still without its minutes; manifests and the last batches are read from the log."""
    state = json.loads(text)
    spans = [(first, last) for first, last in state["spans"]]
    tally = WeekTally(spans=spans, joined=state["joined"], sealed_at=state["sealed_at"])
    tally.open_lines(*state["window"])
    tally.shared_files = tuple((one, other) for one, other in state["shared_files"])
    for name, gateway in state["gateways"]:
        closed = gateway["manifest"]
        tally.gateways[name] = GatewayTally(
            contiguous=gateway["contiguous"],
            ahead=[(first, last) for first, last in gateway["ahead"]],
            manifest=None if closed is None else delivered(name, closed),
            after_the_seal=gateway["after_the_seal"],
            votes_after_the_seal=gateway["votes_after_the_seal"],
            raw_file=gateway["raw_file"],
        )
        for channel, body, outside, repeats, repeated, recent in gateway["channels"]:
            tally.gateways[name].channels[channel, body] = ChannelTally(
                outside=[(first, last) for first, last in outside],
                repeats=[(first, last) for first, last in repeats],
                repeated=repeated,
                recent=tuple(delivered(name, number).fact for number in recent),
            )
    return tally


def restore_minutes(tallies: Tallies, minutes: Iterable[tuple[Any, ...]], votes: Iterable[tuple[Any, ...]]) -> None:
    """Put back what came minute by minute, from the columns of the tables `turnout_over_time` and `votes_over_time`."""
    counted: dict[tuple[Any, ...], Counted] = {}
    for cells in minutes:
        row = _READ_MINUTE(cells)
        channels = tallies[row.week].gateways[row.gateway].channels
        channel = channels.setdefault((row.channel, row.body), ChannelTally())
        rejected = dict(row.rejected_by_reason)
        counted[cells[:5]] = Counted(row.batches, row.received, row.accepted, row.late, rejected)
        channel.minutes[row.minute] = counted[cells[:5]]
    for cells in votes:
        row = _READ_VOTES(cells)
        counted[cells[:5]].votes[row.couple] = row.votes


def _gateway(gateway: GatewayTally) -> dict[str, Any]:
    return {
        "contiguous": gateway.contiguous,
        "ahead": gateway.ahead,
        "manifest": gateway.manifest.sequence if gateway.manifest else None,
        "after_the_seal": gateway.after_the_seal,
        "votes_after_the_seal": gateway.votes_after_the_seal,
        "raw_file": gateway.raw_file,
        "channels": [
            [*key, channel.outside, channel.repeats, channel.repeated, [batch.batch for batch in channel.recent]]
            for key, channel in gateway.channels.items()
        ],
    }
