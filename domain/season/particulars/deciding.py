"""Particulars of ballots, settled ties and certified outcomes."""

from typing import Annotated, Literal

from pydantic import Field

from domain.exact import ExactNumber
from domain.record import Digest, Frozen, Name, Slug
from domain.season.particulars.words import Number, Week


class OfBallot(Frozen):
    """A judge's ballot in the second stage: the couple to save."""

    week: Week
    judge: Slug
    saves: Slug


class OfSettlement(Frozen):
    """A tie settled by lot or decision: the tied couples, best first, and by whom."""

    week: Week
    link: Literal["lot", "authority"]
    order: Annotated[tuple[Slug, ...], Field(min_length=2)]
    how: Name


class Cut(Frozen):
    """The consistent cut an outcome was computed on: the seal's position, and the last batch counted of each gateway."""

    week: Week
    position: Annotated[int, Field(ge=0)]
    gateways: tuple[tuple[Slug, int], ...]


class CertifiedLine(Frozen):
    """One couple's line of a certified outcome: raw value and points on each side, combined points, place, result."""

    couple: Slug
    raw: tuple[ExactNumber, ...]
    points: tuple[ExactNumber, ...]
    combined: ExactNumber
    place: Number
    result: Name


class OfOutcome(Frozen):
    """A computed outcome as certified: on which cut, under which rulebook, from which inputs, with what working."""

    week: Week
    rulebook: Name
    rulebook_sha256: Digest
    form: Slug
    sides: tuple[Slug, ...]
    cuts: tuple[Cut, ...]
    inputs_sha256: Digest
    working_sha256: Digest
    standings: tuple[CertifiedLine, ...]
    bottom: tuple[Slug, ...]
    leaving: tuple[Slug, ...]
    saved: tuple[Slug, ...]
