"""Particulars of gateway keys, lines, voids, outages and substitutions."""

from typing import Annotated

from pydantic import Field

from domain.record import Frozen, Name, Slug, Timestamp
from domain.season.particulars.words import ExpectedGateway, KeyId, VerifierKeyText, VotesOnce, Week


class OfGatewayKey(Frozen):
    """An Ed25519 key with which a gateway signs its deliveries from now on, as a verifier key line (C2SP signed-note)."""

    gateway: Slug
    key: VerifierKeyText

    @property
    def key_id(self) -> str:
        """The eight hex digits that signatures name the key by."""
        return self.key.split("+", 2)[1]


class OfKeyRevocation(Frozen):
    """A gateway's key is no longer believed: somebody else may hold it."""

    gateway: Slug
    key_id: KeyId
    reason: Name


class OfVoting(Frozen):
    """Lines open for a week, with the gateways that will deliver."""

    week: Week
    gateways: tuple[ExpectedGateway, ...]
    opens: Timestamp | None = None
    closes: Timestamp | None = None


class OfBatchVoid(Frozen):
    """One vote batch does not count, and what it held."""

    week: Week
    gateway: Slug
    batch: Annotated[int, Field(ge=1)]
    reason: Name


class OfChannelVoid(Frozen):
    """All votes of a channel in a week do not count."""

    week: Week
    channel: Slug
    reason: Name


class OfOutage(Frozen):
    """Something failed in a channel for a time; nothing is changed by noting it."""

    week: Week
    channel: Slug
    began: Timestamp
    ended: Timestamp | None = None
    what: Name


class OfSubstitution(Frozen):
    """The votes of a body are replaced by other numbers, on a named authority (Eurovision 2022)."""

    week: Week
    body: Name
    votes: Annotated[VotesOnce, Field(min_length=1)]
    reason: Name


class OfCancellation(Frozen):
    """Nobody leaves in `week`, whatever its form."""

    week: Week
    reason: Name
