"""A proof of an outcome, as a fact: what it is about and which bytes it is. The proof itself is a file (decision 0026)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.record import MOST_VOTES, Digest, Frozen, Name, Slug, Week
from domain.season.roles import PRODUCTION
from domain.season.stating import Command, SeasonFact
from domain.season.words import Couples

Alike = Annotated[tuple[Slug, ...], Field(min_length=2, max_length=60)]
"""Couples with equal counts."""


class ProvedBody(Frozen):
    """The votes of a voting body as far as they are told: how many there were and, where bodies give points of their own, to
    whom, best first. `body` is the clause's pattern where the rulebook counts one vote."""

    body: Name
    turnout: Annotated[int, Field(ge=1, le=MOST_VOTES * 1000)]
    placed: Couples | None = None


class OfProof(Frozen):
    """That an outcome follows from the votes committed to. `groups` are the couples as announced, best first; `equal` those
    whose counts are disclosed to be equal, never how many they are. `certified` is the position of the certification."""

    week: Week
    certified: Annotated[int, Field(ge=1)]
    groups: Annotated[tuple[Couples, ...], Field(min_length=1, max_length=60)]
    equal: tuple[Alike, ...]
    proved: Annotated[tuple[ProvedBody, ...], Field(min_length=1)]
    context_sha256: Digest
    proof_sha256: Digest


class RecordProof(OfProof, Command):
    """Put on record that a proof was made of the outcome as announced."""

    do: Literal["record-proof"] = "record-proof"
    authority: ClassVar = PRODUCTION


class OutcomeProved(OfProof, SeasonFact):
    """A proof of the outcome exists, and these are its hashes. A later one of the same certification stands beside it."""

    TYPE: ClassVar = "outcome-proved.v1"


How = Literal["without", "with"]


class OfExclusion(OfProof):
    """That the same groups follow as if something else had counted: `without` a channel that counts, or `with` one that is void;
    `with` none named, as if the batches that are void counted."""

    as_if: How
    channel: Slug | None = None


class RecordExclusion(OfExclusion, Command):
    """Put on record that a proof was made that the outcome as announced would have been the same."""

    do: Literal["record-exclusion-proof"] = "record-exclusion-proof"
    authority: ClassVar = PRODUCTION


class ExclusionProved(OfExclusion, SeasonFact):
    """A proof exists that the same couples leave as if something else had counted; it is no proof of the outcome itself."""

    TYPE: ClassVar = "exclusion-proved.v1"


ProvingCommand = RecordProof | RecordExclusion
ProvingFact = OutcomeProved | ExclusionProved
