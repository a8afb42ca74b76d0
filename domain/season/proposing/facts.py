"""Proposing: what takes two people is proposed by one and approved or turned down by another."""

from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field

from domain.record import Name, Role
from domain.season.announcing.facts import CorrectAnnouncement, ReopenWeek
from domain.season.deciding.facts import CertifyOutcome, SettleCut, SettleTie
from domain.season.keys.facts import IntroduceGatewayKey, RevokeGatewayKey, RotateGatewayKey
from domain.season.scoring.facts import CorrectScore, StateBye
from domain.season.setting_up.facts import AdoptRulebook, MarkJudgeAbsent, RestateWeek
from domain.season.stating import Command, SeasonFact
from domain.season.voting.facts import (
    CancelElimination,
    GiveUpGateway,
    ReplaceManifest,
    StateWindow,
    SubstituteInput,
    VoidBatch,
    VoidChannel,
)

TwoPersonCommand = Annotated[
    AdoptRulebook | RestateWeek | MarkJudgeAbsent | CorrectScore | StateWindow | VoidBatch | VoidChannel | SubstituteInput
    | ReplaceManifest | GiveUpGateway | StateBye | CancelElimination | SettleTie | SettleCut | CorrectAnnouncement
    | ReopenWeek | CertifyOutcome | IntroduceGatewayKey | RotateGatewayKey | RevokeGatewayKey,
    Discriminator("do"),
]  # fmt: skip
"""What may be proposed by one person and approved by another; `domain.season.authority` says when it must be."""


Decision = Annotated[int, Field(ge=1)]


class Propose(Command):
    """Propose something that needs two people."""

    do: Literal["propose"] = "propose"
    command: TwoPersonCommand


class DecisionProposed(SeasonFact):
    """Something that needs two people is proposed; it has no effect yet."""

    TYPE: ClassVar = "decision-proposed.v1"
    decision: Decision
    command: TwoPersonCommand


class Approve(Command):
    """Approve a proposal as the second person."""

    do: Literal["approve"] = "approve"
    decision: Decision


class DecisionApproved(SeasonFact):
    """A second person approved; the facts it leads to follow in the same commit."""

    TYPE: ClassVar = "decision-approved.v1"
    decision: Decision
    proposed_by: Name
    proposed_as: Role


class Reject(Command):
    """Turn a proposal down."""

    do: Literal["reject"] = "reject"
    decision: Decision
    reason: Name


class DecisionRejected(SeasonFact):
    """A proposal is turned down."""

    TYPE: ClassVar = "decision-rejected.v1"
    decision: Decision
    reason: Name


ProposalCommand = Propose | Approve | Reject
ProposalFact = DecisionProposed | DecisionApproved | DecisionRejected
