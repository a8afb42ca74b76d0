"""The facts of a season, in the order a season meets them. Each has a stable type name with a version."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.exact import ExactNumber
from domain.record import Digest, Fact, Name, Nonce, Role, Slug
from domain.season import particulars as of
from domain.season.commands import TwoPersonCommand

Decision = Annotated[int, Field(ge=1)]


class SeasonFact(Fact):
    """A fact of a season's stream. `source` says who published it, for facts taken from the public record."""

    source: Name | None = None


class SeasonOpened(of.OfSeason, SeasonFact):
    """A season begins."""

    TYPE: ClassVar = "season-opened.v1"


class RulebookAdopted(of.OfRulebook, SeasonFact):
    """A rulebook is in force from a week on. A later adoption for the same week replaces it."""

    TYPE: ClassVar = "rulebook-adopted.v1"
    sha256: Digest


class CoupleCast(of.OfCouple, SeasonFact):
    """A couple joins the season."""

    TYPE: ClassVar = "couple-cast.v1"


class CoupleWithdrew(of.OfWithdrawal, SeasonFact):
    """A couple left by itself."""

    TYPE: ClassVar = "couple-withdrew.v1"


class WeekOpened(of.OfWeek, SeasonFact):
    """A week begins."""

    TYPE: ClassVar = "week-opened.v1"


class PanelSeated(of.OfPanel, SeasonFact):
    """The judges of an episode."""

    TYPE: ClassVar = "panel-seated.v1"


class JudgeAbsent(of.OfAbsence, SeasonFact):
    """A judge is absent."""

    TYPE: ClassVar = "judge-absent.v1"


class DanceScheduled(of.OfDance, SeasonFact):
    """A dance is in the running order."""

    TYPE: ClassVar = "dance-scheduled.v1"


class ScoreGiven(of.OfMark, SeasonFact):
    """A judge's score as submitted. The submitted score is the official one."""

    TYPE: ClassVar = "score-given.v2"


class TotalGiven(of.OfTotal, SeasonFact):
    """A total whose split is not public."""

    TYPE: ClassVar = "total-given.v1"


class ScoreCorrected(of.OfCorrection, SeasonFact):
    """A score is corrected; `was` is what stood before."""

    TYPE: ClassVar = "score-corrected.v1"
    was: ExactNumber


class PaddleShown(of.OfMark, SeasonFact):
    """What the judge's paddle showed on air. It decides nothing (US seasons 22 and 34: paddle and score differed)."""

    TYPE: ClassVar = "paddle-shown.v1"


class BonusAwarded(of.OfBonus, SeasonFact):
    """Bonus points."""

    TYPE: ClassVar = "bonus-awarded.v1"


class ImmunityGranted(of.OfImmunity, SeasonFact):
    """A couple is immune."""

    TYPE: ClassVar = "immunity-granted.v1"


class GatewayKeyIntroduced(of.OfGatewayKey, SeasonFact):
    """A gateway signs with this key; what it does not sign is refused from here on."""

    TYPE: ClassVar = "gateway-key-introduced.v1"


class GatewayKeyRotated(of.OfGatewayKey, SeasonFact):
    """A gateway signs with a new key; `retires` is the ID of the one it signed with before."""

    TYPE: ClassVar = "gateway-key-rotated.v1"
    retires: of.KeyId


class GatewayKeyRevoked(of.OfKeyRevocation, SeasonFact):
    """A gateway's key is not believed from here on. What it signed before stays; the audit names it."""

    TYPE: ClassVar = "gateway-key-revoked.v1"


class VotingOpened(of.OfVoting, SeasonFact):
    """Lines are open."""

    TYPE: ClassVar = "voting-opened.v1"


class VotingClosed(of.OfWeekOnly, SeasonFact):
    """The seal. What the gateways delivered before this position counts; what comes after is late."""

    TYPE: ClassVar = "voting-closed.v1"


class BatchVoided(of.OfBatchVoid, SeasonFact):
    """A batch does not count; `channel`, `body` and `votes` restate what it held, and replay checks them."""

    TYPE: ClassVar = "batch-voided.v1"
    channel: Slug
    body: Name
    votes: of.VotesOnce
    nonce: Nonce | None = None


class ChannelVoided(of.OfChannelVoid, SeasonFact):
    """A channel does not count."""

    TYPE: ClassVar = "channel-voided.v1"


class OutageNoted(of.OfOutage, SeasonFact):
    """An outage is on record."""

    TYPE: ClassVar = "outage-noted.v1"


class InputSubstituted(of.OfSubstitution, SeasonFact):
    """Votes of a body are replaced."""

    TYPE: ClassVar = "input-substituted.v1"
    nonce: Nonce | None = None


class EliminationCancelled(of.OfCancellation, SeasonFact):
    """Nobody leaves this week."""

    TYPE: ClassVar = "elimination-cancelled.v1"


class JudgeBallotCast(of.OfBallot, SeasonFact):
    """A judge voted in the second stage."""

    TYPE: ClassVar = "judge-ballot-cast.v1"


class TieSettled(of.OfSettlement, SeasonFact):
    """A tie is settled; `by` names who answers for it."""

    TYPE: ClassVar = "tie-settled.v1"
    by: Name


class OutcomeCertified(of.OfOutcome, SeasonFact):
    """The computed outcome is certified. A later certification of the same week replaces it."""

    TYPE: ClassVar = "outcome-certified.v1"
    nonce: Nonce | None = None


class DangerAnnounced(of.OfDanger, SeasonFact):
    """Couples were named in danger."""

    TYPE: ClassVar = "danger-announced.v1"


class CoupleSaved(of.OfSave, SeasonFact):
    """A couple was named saved."""

    TYPE: ClassVar = "couple-saved.v1"


class CoupleEliminated(of.OfElimination, SeasonFact):
    """A couple was named as leaving."""

    TYPE: ClassVar = "couple-eliminated.v1"


class PlacesAwarded(of.OfPlaces, SeasonFact):
    """Final places were announced."""

    TYPE: ClassVar = "places-awarded.v1"


class AnnouncementCorrected(of.OfAnnouncementCorrection, SeasonFact):
    """An announcement was taken back (US season 29)."""

    TYPE: ClassVar = "announcement-corrected.v1"


class AnnouncementDisputed(of.OfDispute, SeasonFact):
    """A second source claims something else was announced."""

    TYPE: ClassVar = "announcement-disputed.v1"


class WeekClosed(of.OfWeekOnly, SeasonFact):
    """The week is over: its scores, saves and announcements are final."""

    TYPE: ClassVar = "week-closed.v1"


class WeekReopened(of.OfReopening, SeasonFact):
    """A closed week is open again."""

    TYPE: ClassVar = "week-reopened.v1"


class DecisionProposed(SeasonFact):
    """Something that needs two people is proposed; it has no effect yet."""

    TYPE: ClassVar = "decision-proposed.v1"
    decision: Decision
    command: TwoPersonCommand


class DecisionApproved(SeasonFact):
    """A second person approved; the facts it leads to follow in the same commit."""

    TYPE: ClassVar = "decision-approved.v1"
    decision: Decision
    proposed_by: Name
    proposed_as: Role


class DecisionRejected(SeasonFact):
    """A proposal is turned down."""

    TYPE: ClassVar = "decision-rejected.v1"
    decision: Decision
    reason: Name


AnySeasonFact = (
    SeasonOpened | RulebookAdopted | CoupleCast | CoupleWithdrew | WeekOpened | PanelSeated | JudgeAbsent |
    DanceScheduled | ScoreGiven | TotalGiven | ScoreCorrected | PaddleShown | BonusAwarded | ImmunityGranted |
    VotingOpened | VotingClosed | BatchVoided | ChannelVoided | OutageNoted | InputSubstituted |
    EliminationCancelled | JudgeBallotCast | TieSettled | OutcomeCertified | DangerAnnounced | CoupleSaved |
    CoupleEliminated | PlacesAwarded | AnnouncementCorrected | AnnouncementDisputed | WeekClosed | WeekReopened |
    GatewayKeyIntroduced | GatewayKeyRotated | GatewayKeyRevoked | DecisionProposed | DecisionApproved |
    DecisionRejected
)  # fmt: skip
