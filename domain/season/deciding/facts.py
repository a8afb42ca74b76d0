"""Deciding: judges' ballots, ties settled by people, and the certified outcome."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.exact import ExactNumber
from domain.parts import TwoParts
from domain.record import Digest, Frozen, Name, Nonce, NonceOrSalt, Salt, Slug, Week
from domain.season.roles import DESK, GOVERNANCE
from domain.season.stating import Command, SeasonFact
from domain.season.words import Number, OfWeekOnly, Place, SeveralOnce


class OfBallot(Frozen):
    """A judge's ballot in the second stage: the couple to save."""

    week: Week
    judge: Slug
    saves: Slug


class CastBallot(OfBallot, Command):
    """A judge votes in the second stage."""

    do: Literal["cast-ballot"] = "cast-ballot"
    authority: ClassVar = DESK


class JudgeBallotCast(OfBallot, SeasonFact):
    """A judge voted in the second stage."""

    TYPE: ClassVar = "judge-ballot-cast.v1"


class OfSettlement(Frozen):
    """A tie settled by lot or decision: the tied couples, best first, and by whom."""

    week: Week
    link: Literal["lot", "authority"]
    order: Annotated[tuple[Slug, ...], Field(min_length=2)]
    how: Name


class SettleTie(OfSettlement, Command):
    """Settle a tie by lot or decision."""

    do: Literal["settle-tie"] = "settle-tie"
    authority: ClassVar = GOVERNANCE


class TieSettled(OfSettlement, SeasonFact):
    """A tie is settled; `by` names who answers for it."""

    TYPE: ClassVar = "tie-settled.v1"
    by: Name


class OfCallBack(Frozen):
    """Couples equal at the cut of a round before a final: all of them go on, or none."""

    week: Week
    couples: SeveralOnce
    decided: Literal["all go on", "none goes on"]
    how: Name


class SettleCut(OfCallBack, Command):
    """Decide whether couples equal at the cut go on."""

    do: Literal["settle-cut"] = "settle-cut"
    authority: ClassVar = GOVERNANCE


class CutSettled(OfCallBack, SeasonFact):
    """The cut of a round is settled; `by` names who answers for it."""

    TYPE: ClassVar = "cut-settled.v1"
    by: Name


class CertifyOutcome(OfWeekOnly, Command):
    """Compute the outcome and certify it. Refused until the week is ready."""

    do: Literal["certify-outcome"] = "certify-outcome"
    authority: ClassVar = GOVERNANCE
    nonce: NonceOrSalt | None = None


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


class OutcomeCertified(OfOutcome, SeasonFact):
    """The computed outcome is certified. A later certification of the same week replaces it."""

    TYPE: ClassVar = "outcome-certified.v1"
    nonce: Nonce | None = None


class OutcomeCertifiedV2(TwoParts, OutcomeCertified):
    """The computed outcome is certified, in the second form: it shows what is said on air, and no order of couples.

    Who leaves and who is saved are named in the order of the alphabet. `in_danger` is the set in danger where that was
    announced before, `placed` the places of a final, `replaces` the position of the certificate before it. What the
    outcome was computed from, and how, is hidden.
    """

    TYPE: ClassVar = "outcome-certified.v2"
    HIDDEN: ClassVar = frozenset(("standings", "bottom", "inputs_sha256", "working_sha256", "nonce"))

    nonce: Salt
    in_danger: tuple[Slug, ...] | None = None
    placed: tuple[Place, ...] | None = None
    replaces: Annotated[int, Field(ge=1)] | None = None


DecidingCommand = CastBallot | SettleTie | SettleCut | CertifyOutcome
DecidingFact = JudgeBallotCast | TieSettled | CutSettled | OutcomeCertified | OutcomeCertifiedV2
