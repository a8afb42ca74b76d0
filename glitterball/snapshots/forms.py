"""A week's tally as the bytes of a snapshot: packed, bound to its place by a digest, sealed where the season hides counts.

The season's key seals it as it seals hidden parts (docs/decisions/0022): who destroys the key destroys what snapshots say
too. The nonce is drawn anew for each, and stands in front.
"""

import json
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from domain.gateway.tally import ChannelTally, Counted, WeekTally
from glitterball.log.season_keys import NONCE_BYTES, Cipher
from glitterball.views.tallies import Delivered, restored, written

_OPEN, _SEALED = b"\0", b"\1"
_QUICK = 1
"""Of `zlib`: a fifth of the bytes in a tenth of the time that its best takes."""

_DIGEST_BYTES = 32


class SnapshotUnfit(Exception):
    """The bytes are not those of this week in this snapshot of this log."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a tally is of: the season and week, the position it was kept at, and the log's Merkle root there."""

    season: str
    week: int
    position: int
    root: bytes

    def to_bytes(self) -> bytes:
        """The same, to be hashed."""
        return b"%b %d %d %b\n" % (self.season.encode(), self.week, self.position, self.root)


def packed(tally: WeekTally, place: Place, cipher: Cipher | None) -> bytes:
    """A tally as it is kept."""
    said = json.dumps([written(tally), _minutes(tally)], separators=(",", ":"), ensure_ascii=False).encode()
    body = zlib.compress(sha256(place.to_bytes() + said).digest() + said, _QUICK)
    if cipher is None:
        return _OPEN + body
    nonce = secrets.token_bytes(NONCE_BYTES)
    return _SEALED + nonce + cipher.seal(nonce, body)


def is_open(kept: bytes) -> bool:
    """Whether a tally was kept without a key: of a season that seals nothing, or had sealed nothing yet."""
    return kept[:1] == _OPEN


def unpacked(kept: bytes, place: Place, cipher: Cipher | None, delivered: Delivered) -> WeekTally:
    """The tally again; what gateways said last is read from the log. `SnapshotUnfit` for any other bytes.

    Anybody can make an open tally: one of a season that has a key is unfit, whatever it says.
    """
    try:
        octets = zlib.decompress(_body(kept, cipher))
        digest, said = octets[:_DIGEST_BYTES], octets[_DIGEST_BYTES:]
        if sha256(place.to_bytes() + said).digest() != digest:
            raise ValueError("they were kept for another place")
        frame, minutes = json.loads(said)
        tally = restored(frame, delivered)
        _put_minutes(tally, minutes)
        return tally
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise SnapshotUnfit(f"week {place.week} of {place.season} at {place.position}: {error}") from None


def _body(kept: bytes, cipher: Cipher | None) -> bytes:
    kind, body = kept[:1], kept[1:]
    if kind == _OPEN and cipher is None:
        return body
    if kind != _SEALED or cipher is None:
        raise ValueError("they are not in the form that is kept")
    return cipher.unseal(body[:NONCE_BYTES], body[NONCE_BYTES:])


def _minutes(tally: WeekTally) -> list[Any]:
    """What came minute by minute, channel after channel: the names of couples and reasons once for each channel."""
    return [
        [name, *key, *_channel(channel)]
        for name, gateway in tally.gateways.items()
        for key, channel in gateway.channels.items()
    ]


def _channel(channel: ChannelTally) -> list[Any]:
    couples = list(dict.fromkeys(couple for counted in channel.minutes.values() for couple in counted.votes))
    place = {couple: at for at, couple in enumerate(couples)}
    return [couples, [[minute, *_counted(counted, place)] for minute, counted in channel.minutes.items()]]


def _counted(counted: Counted, place: dict[str, int]) -> list[Any]:
    """Which couples, in the order in which they were met, only where it is not simply the first of all."""
    at = [place[couple] for couple in counted.votes]
    order = None if at == list(range(len(at))) else at
    return [
        counted.batches, counted.received, counted.accepted, counted.late, counted.rejected,
        list(counted.votes.values()), order,
    ]  # fmt: skip


def _put_minutes(tally: WeekTally, channels: Sequence[Any]) -> None:
    for name, channel, body, couples, minutes in channels:
        put = tally.gateways[name].channels[channel, body].minutes
        for minute, batches, received, accepted, late, rejected, votes, order in minutes:
            named = couples if order is None else [couples[at] for at in order]
            put[minute] = Counted(batches, received, accepted, late, rejected, dict(zip(named, votes, strict=False)))
