"""Proposing: what takes two people is proposed by one and approved or turned down by another."""

from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, model_validator

from domain.parts import TwoParts
from domain.record import Digest, Frozen, KeyId, Name, Role, Salt, Slug, Timestamp, Week
from domain.season.announcing.facts import CorrectAnnouncement, CorrectPlaces, ReopenWeek
from domain.season.casting.facts import StateRunningOrder, TakeBackWithdrawal
from domain.season.custody.facts import DestroyOpenings
from domain.season.deciding.facts import CertifyOutcome, SettleCut, SettleTie
from domain.season.keys.facts import IntroduceGatewayKey, RevokeGatewayKey, RotateGatewayKey
from domain.season.people.facts import ChangePerson, FoundSeason, IntroducePerson, RevokePerson
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
    AdoptRulebook | RestateWeek | TakeBackWithdrawal | StateRunningOrder | MarkJudgeAbsent | CorrectScore | StateWindow
    | VoidBatch | VoidChannel | SubstituteInput | CorrectPlaces
    | ReplaceManifest | GiveUpGateway | StateBye | CancelElimination | SettleTie | SettleCut | CorrectAnnouncement
    | ReopenWeek | CertifyOutcome | FoundSeason | IntroduceGatewayKey | RotateGatewayKey | RevokeGatewayKey | IntroducePerson
    | ChangePerson | RevokePerson | DestroyOpenings,
    Discriminator("do"),
]  # fmt: skip
"""What may be proposed by one person and approved by another; `domain.season.authority` says when it must be."""


Decision = Annotated[int, Field(ge=1)]


class PersonSignature(Frozen):
    """A person's Ed25519 signature over what is decided (`signing.py`), with the ID of the key that made it."""

    kind: Literal["key-file"] = "key-file"
    key: KeyId
    signature: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{86}==$")]


Octets = Annotated[str, Field(max_length=2048, pattern=r"^[A-Za-z0-9+/]+={0,2}$")]
"""Bytes in base64 (RFC 4648, section 4)."""


class Assertion(Frozen):
    """An authenticator's assertion over what is decided (W3C Web Authentication Level 3, section 6.3.3), with the ID of the
    passkey that made it. Its challenge is the SHA-256 of the text that a key file would sign."""

    kind: Literal["passkey"] = "passkey"
    key: KeyId
    authenticator_data: Octets
    client_data: Octets
    signature: Octets


Signature = Annotated[PersonSignature | Assertion, Discriminator("kind")]
"""How a person signs: with a key file, or with a passkey."""


class Propose(Command):
    """Propose something that needs two people; in a season with a roster signed, and open until a moment."""

    do: Literal["propose"] = "propose"
    command: TwoPersonCommand
    expires: Timestamp | None = None
    signature: Signature | None = None
    nonce: Salt | None = None


class DecisionProposed(SeasonFact):
    """Something that needs two people is proposed; it has no effect yet."""

    TYPE: ClassVar = "decision-proposed.v1"
    decision: Decision
    command: TwoPersonCommand


class SignedProposal(DecisionProposed):
    """Something is proposed and signed by a person of the roster, with the digest of what would follow from it.

    What was signed names command and fact by digests that the nonce keeps from being guessed, so that both can be kept from view.
    """

    TYPE: ClassVar = "decision-proposed.v2"
    follows_sha256: Digest
    expires: Timestamp
    identity: Slug
    signature: Signature
    nonce: Salt


HidingDo = Literal["void-batch", "substitute-input", "replace-manifest", "certify-outcome"]
"""Commands from which a fact with hidden counts may follow."""


class ProposalInParts(TwoParts, DecisionProposed):
    """Something is proposed whose counts are hidden, so the command is hidden with them; in a season with a roster it is signed.

    The hidden part is the command and the nonce, and its hash is what a signature names the command by. What follows is
    named by a hash of its public part. So both can be checked where nothing hidden is known.
    """

    TYPE: ClassVar = "decision-proposed.v3"
    HIDDEN: ClassVar = frozenset(("command", "nonce"))

    do: HidingDo
    week: Week
    follows_sha256: Digest | None = None
    expires: Timestamp | None = None
    identity: Slug | None = None
    signature: Signature | None = None

    @model_validator(mode="after")
    def _names_its_command(self) -> "ProposalInParts":
        if (self.do, self.week) != (self.command.do, getattr(self.command, "week", None)):
            raise ValueError("the command proposed is not the one that its public part names")
        return self


def asked_for(proposed: DecisionProposed) -> str:
    """What is proposed, by the command's name, also where the command is hidden."""
    return proposed.do if isinstance(proposed, ProposalInParts) else proposed.command.do


def week_asked_about(proposed: DecisionProposed) -> int | None:
    """The week a proposal is about, also where the command is hidden; none where it is about the season."""
    return proposed.week if isinstance(proposed, ProposalInParts) else getattr(proposed.command, "week", None)


class Approve(Command):
    """Approve a proposal as the second person."""

    do: Literal["approve"] = "approve"
    decision: Decision
    signature: Signature | None = None


class DecisionApproved(SeasonFact):
    """A second person approved; the facts it leads to follow in the same commit."""

    TYPE: ClassVar = "decision-approved.v1"
    decision: Decision
    proposed_by: Name
    proposed_as: Role


class SignedApproval(DecisionApproved):
    """A second person of the roster approved and signed the text that the proposer signed."""

    TYPE: ClassVar = "decision-approved.v2"
    identity: Slug
    signature: Signature


class Reject(Command):
    """Turn a proposal down."""

    do: Literal["reject"] = "reject"
    decision: Decision
    reason: Name
    signature: Signature | None = None


class DecisionRejected(SeasonFact):
    """A proposal is turned down."""

    TYPE: ClassVar = "decision-rejected.v1"
    decision: Decision
    reason: Name


class SignedRejection(DecisionRejected):
    """A proposal is turned down by a person of the roster, who signed so."""

    TYPE: ClassVar = "decision-rejected.v2"
    identity: Slug
    signature: Signature


class Withdraw(Command):
    """Take a proposal of one's own back."""

    do: Literal["withdraw"] = "withdraw"
    decision: Decision
    reason: Name
    signature: Signature | None = None


class DecisionWithdrawn(SeasonFact):
    """A proposal is taken back by who made it; in a season with a roster it is signed."""

    TYPE: ClassVar = "decision-withdrawn.v1"
    decision: Decision
    reason: Name
    identity: Slug | None = None
    signature: Signature | None = None


ProposalCommand = Propose | Approve | Reject | Withdraw
ProposalFact = (
    DecisionProposed | DecisionApproved | DecisionRejected | DecisionWithdrawn | SignedProposal | SignedApproval | SignedRejection
    | ProposalInParts
)  # fmt: skip
