"""Custody: who can read what is hidden of a season, and that nobody can any more."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.record import Digest, Frozen, Name
from domain.season.roles import GOVERNANCE
from domain.season.stating import Command, SeasonFact

Positions = tuple[Annotated[int, Field(ge=1)], ...]
"""Positions of events in the log, as many as a record holds: who has to name every one must be able to."""


class OfDestruction(Frozen):
    """The hidden parts of a season can be read by nobody any more: the key they are stored under is destroyed.

    `key` is its fingerprint. `settled` are the positions of the season's disputes, each of which two people say is settled.
    """

    key: Digest
    reason: Name
    settled: Positions = ()


class DestroyOpenings(OfDestruction, Command):
    """Destroy the key of a season's hidden parts, for good."""

    do: Literal["destroy-openings"] = "destroy-openings"
    authority: ClassVar = GOVERNANCE


class OpeningsDestroyed(OfDestruction, SeasonFact):
    """Nothing hidden of the season can be read from here on, and nothing more is recorded of it."""

    TYPE: ClassVar = "openings-destroyed.v1"
