"""The words particulars are made of: dances, couples, episodes, judges, gateways, places."""

import base64
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from domain.record import Date, Frozen, Name, Slug, Votes, Week

Number = Annotated[int, Field(ge=1, le=1000)]

LAST_WEEK = 60
"""The highest number a week can have (`domain.record.Week`)."""

SeasonNumber = Annotated[int, Field(ge=1, le=9999)]
"""Which season of a show it is; many shows count by years."""

DanceId = Annotated[str, Field(min_length=3, max_length=140, pattern=r"^\d+\.[a-z0-9-]+\.[a-z0-9-]+$")]
"""Episode, round and couple (or team): `2.1.anna-ezra`."""

VerifierKeyText = Annotated[str, Field(max_length=200, pattern=r"^[!-*,-~]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$")]
"""A verifier key line: name, key ID and base64 of algorithm byte and 32-byte key, with pluses between."""


def public_of(line: str) -> bytes:
    """The 32 bytes of the key in a verifier key line, whatever name it goes by and whatever it is for."""
    return base64.b64decode(line.split("+", 2)[2])[1:]


BatchNumber = Annotated[int, Field(ge=1, le=10**9)]

Couples = Annotated[tuple[Slug, ...], Field(min_length=1, max_length=60)]


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    """No couple, and no dance, is named twice."""
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ValueError(f"{', '.join(repeated)}: named twice")
    return names


def _counted_once(votes: "tuple[CoupleVotes, ...]") -> "tuple[CoupleVotes, ...]":
    """No couple's votes are given twice."""
    _once(tuple(given.couple for given in votes))
    return votes


DancesOnce = Annotated[tuple[DanceId, ...], Field(min_length=1, max_length=200), AfterValidator(_once)]
"""Dances of a week, each named once."""

CouplesOnce = Annotated[Couples, AfterValidator(_once)]
"""Couples, each named once."""

SeveralOnce = Annotated[tuple[Slug, ...], Field(min_length=2, max_length=60), AfterValidator(_once)]
"""At least two couples, each named once."""

Mode = Literal["live", "rehearsal", "historic"]


class Episode(Frozen):
    """A broadcast. `number` counts through the season. Only a historic season may have one whose date is not on record."""

    number: Number
    date: Date | None = None
    theme: Name | None = None


class Judge(Frozen):
    """A judge on a panel."""

    judge: Slug
    name: Name


class ExpectedGateway(Frozen):
    """A source of votes that must deliver and close before the week is complete, and the channels it carries."""

    gateway: Slug
    channels: Annotated[tuple[Slug, ...], Field(min_length=1)]


class CoupleVotes(Frozen):
    """Votes for one couple."""

    couple: Slug
    votes: Votes


def _ascending(stretches: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Each stretch rises, and begins beyond the number that follows the one before it."""
    for first, last in stretches:
        if first > last:
            raise ValueError(f"a stretch of batches from {first} ends before it, at {last}")
    for before, after in pairwise(stretches):
        if after[0] <= before[1] + 1:
            raise ValueError(f"the stretch from {after[0]} does not stand apart from the one to {before[1]}")
    return stretches


Stretches = Annotated[tuple[tuple[BatchNumber, BatchNumber], ...], Field(min_length=1), AfterValidator(_ascending)]
"""Batch numbers as ranges from the first to the last, ascending, as few as there can be."""


class BatchesOutside(Frozen):
    """Batches of one gateway, channel and voting body whose own windows do not lie within the lines, in ascending stretches."""

    gateway: Slug
    channel: Slug
    body: Name
    batches: Stretches


VotesOnce = Annotated[tuple[CoupleVotes, ...], AfterValidator(_counted_once)]
"""Votes for several couples, each named once."""


class Place(Frozen):
    """A final place; 1 is the winner. Couples may share one."""

    couple: Slug
    place: Number


class OfWeekOnly(Frozen):
    """A statement about a week as such."""

    week: Week
