"""The commands of a season: what somebody asks to have recorded. `do` names the command in files and messages."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field

from domain.record import Frozen, Name, Nonce, Slug
from domain.season import particulars as of


class Command(Frozen):
    """Something asked for. `source` says who published it, for facts taken from the public record."""

    source: Name | None = None


class OpenSeason(of.OfSeason, Command):
    """Begin a season."""

    do: Literal["open-season"] = "open-season"


class AdoptRulebook(of.OfRulebook, Command):
    """Put a rulebook in force from a week on."""

    do: Literal["adopt-rulebook"] = "adopt-rulebook"


class CastCouple(of.OfCouple, Command):
    """Add a couple."""

    do: Literal["cast-couple"] = "cast-couple"


class WithdrawCouple(of.OfWithdrawal, Command):
    """A couple leaves by itself."""

    do: Literal["withdraw-couple"] = "withdraw-couple"


class OpenWeek(of.OfWeek, Command):
    """Begin a week."""

    do: Literal["open-week"] = "open-week"


class SeatPanel(of.OfPanel, Command):
    """Name the judges of an episode."""

    do: Literal["seat-panel"] = "seat-panel"


class MarkJudgeAbsent(of.OfAbsence, Command):
    """A judge is absent."""

    do: Literal["mark-judge-absent"] = "mark-judge-absent"


class ScheduleDance(of.OfDance, Command):
    """Put a dance in the running order."""

    do: Literal["schedule-dance"] = "schedule-dance"


class GiveScore(of.OfMark, Command):
    """Submit a judge's score."""

    do: Literal["give-score"] = "give-score"


class GiveTotal(of.OfTotal, Command):
    """State a total whose split is not public."""

    do: Literal["give-total"] = "give-total"


class CorrectScore(of.OfCorrection, Command):
    """Correct a score; after voting has closed a second person must approve."""

    do: Literal["correct-score"] = "correct-score"


class ShowPaddle(of.OfMark, Command):
    """Note what a paddle showed."""

    do: Literal["show-paddle"] = "show-paddle"


class AwardBonus(of.OfBonus, Command):
    """Add bonus points."""

    do: Literal["award-bonus"] = "award-bonus"


class GrantImmunity(of.OfImmunity, Command):
    """Make a couple immune for a week."""

    do: Literal["grant-immunity"] = "grant-immunity"


class IntroduceGatewayKey(of.OfGatewayKey, Command):
    """Believe what a gateway signs with this key, and from now on nothing it does not sign."""

    do: Literal["introduce-gateway-key"] = "introduce-gateway-key"


class RotateGatewayKey(of.OfGatewayKey, Command):
    """Replace a gateway's key by a new one; the old one is retired."""

    do: Literal["rotate-gateway-key"] = "rotate-gateway-key"


class RevokeGatewayKey(of.OfKeyRevocation, Command):
    """Stop believing a gateway's key: it may be in other hands."""

    do: Literal["revoke-gateway-key"] = "revoke-gateway-key"


class OpenVoting(of.OfVoting, Command):
    """Open the lines."""

    do: Literal["open-voting"] = "open-voting"


class CloseVoting(of.OfWeekOnly, Command):
    """Seal the week's votes."""

    do: Literal["close-voting"] = "close-voting"


class VoidBatch(of.OfBatchVoid, Command):
    """Take one vote batch out of the count. `channel`, `body` and `votes` are what it held, read from the log."""

    do: Literal["void-batch"] = "void-batch"
    channel: Slug
    body: Name
    votes: of.VotesOnce
    nonce: Nonce | None = None


class VoidChannel(of.OfChannelVoid, Command):
    """Take a channel's votes of a week out of the count."""

    do: Literal["void-channel"] = "void-channel"


class NoteOutage(of.OfOutage, Command):
    """Put an outage on record."""

    do: Literal["note-outage"] = "note-outage"


class SubstituteInput(of.OfSubstitution, Command):
    """Replace the votes of a body."""

    do: Literal["substitute-input"] = "substitute-input"
    nonce: Nonce | None = None


class CancelElimination(of.OfCancellation, Command):
    """Nobody leaves this week."""

    do: Literal["cancel-elimination"] = "cancel-elimination"


class CastBallot(of.OfBallot, Command):
    """A judge votes in the second stage."""

    do: Literal["cast-ballot"] = "cast-ballot"


class SettleTie(of.OfSettlement, Command):
    """Settle a tie by lot or decision."""

    do: Literal["settle-tie"] = "settle-tie"


class CertifyOutcome(of.OfWeekOnly, Command):
    """Compute the outcome and certify it. Refused until the week is ready."""

    do: Literal["certify-outcome"] = "certify-outcome"
    nonce: Nonce | None = None


class AnnounceDanger(of.OfDanger, Command):
    """Couples are named in danger."""

    do: Literal["announce-danger"] = "announce-danger"


class AnnounceSave(of.OfSave, Command):
    """A couple is named saved."""

    do: Literal["announce-save"] = "announce-save"


class AnnounceElimination(of.OfElimination, Command):
    """A couple is named as leaving."""

    do: Literal["announce-elimination"] = "announce-elimination"


class AwardPlaces(of.OfPlaces, Command):
    """Final places are announced."""

    do: Literal["award-places"] = "award-places"


class CorrectAnnouncement(of.OfAnnouncementCorrection, Command):
    """Take an announcement back."""

    do: Literal["correct-announcement"] = "correct-announcement"


class DisputeAnnouncement(of.OfDispute, Command):
    """Put another source's claim beside an announcement."""

    do: Literal["dispute-announcement"] = "dispute-announcement"


class CloseWeek(of.OfWeekOnly, Command):
    """End the week."""

    do: Literal["close-week"] = "close-week"


class ReopenWeek(of.OfReopening, Command):
    """Open a closed week again."""

    do: Literal["reopen-week"] = "reopen-week"


TwoPersonCommand = Annotated[
    AdoptRulebook | CorrectScore | VoidBatch | VoidChannel | SubstituteInput | CancelElimination | SettleTie |
    CorrectAnnouncement | ReopenWeek | CertifyOutcome | IntroduceGatewayKey | RotateGatewayKey | RevokeGatewayKey,
    Discriminator("do"),
]  # fmt: skip
"""What may be proposed by one person and approved by another; `domain.season.authority` says when it must be."""


class Propose(Command):
    """Propose something that needs two people."""

    do: Literal["propose"] = "propose"
    command: TwoPersonCommand


class Approve(Command):
    """Approve a proposal as the second person."""

    do: Literal["approve"] = "approve"
    decision: Annotated[int, Field(ge=1)]


class Reject(Command):
    """Turn a proposal down."""

    do: Literal["reject"] = "reject"
    decision: Annotated[int, Field(ge=1)]
    reason: Name


SeasonCommand = (
    OpenSeason | AdoptRulebook | CastCouple | WithdrawCouple | OpenWeek | SeatPanel | MarkJudgeAbsent |
    ScheduleDance | GiveScore | GiveTotal | CorrectScore | ShowPaddle | AwardBonus | GrantImmunity | OpenVoting |
    CloseVoting | VoidBatch | VoidChannel | NoteOutage | SubstituteInput | CancelElimination | CastBallot |
    SettleTie | CertifyOutcome | AnnounceDanger | AnnounceSave | AnnounceElimination | AwardPlaces |
    CorrectAnnouncement | DisputeAnnouncement | CloseWeek | ReopenWeek | IntroduceGatewayKey | RotateGatewayKey |
    RevokeGatewayKey | Propose | Approve | Reject
)  # fmt: skip
