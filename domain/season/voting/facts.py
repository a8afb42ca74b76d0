"""Voting: lines opened and sealed, voids, outages, substitutions, a cancelled elimination."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.parts import TwoParts
from domain.record import Frozen, Name, Nonce, NonceOrSalt, Salt, Slug, Timestamp, Week
from domain.season.roles import GOVERNANCE, PRODUCTION, SUPERVISION
from domain.season.stating import Command, SeasonFact
from domain.season.words import BatchesOutside, CouplesOnce, CoupleVotes, ExpectedGateway, OfWeekOnly, VotesOnce


class OfVoting(Frozen):
    """Lines open for a week, with the gateways that will deliver."""

    week: Week
    gateways: tuple[ExpectedGateway, ...]
    opens: Timestamp | None = None
    closes: Timestamp | None = None


class OpenVoting(OfVoting, Command):
    """Open the lines."""

    do: Literal["open-voting"] = "open-voting"
    authority: ClassVar = PRODUCTION
    couples: CouplesOnce | None = None


class VotingOpened(OfVoting, SeasonFact):
    """Lines are open."""

    TYPE: ClassVar = "voting-opened.v1"


class VotingOpenedV2(VotingOpened):
    """Lines are open, and the order of the couples is stated: gateways may send counts in that order, without names."""

    TYPE: ClassVar = "voting-opened.v2"

    couples: CouplesOnce


class OfWindow(Frozen):
    """The lines of a week were open from `opens` to `closes`, in UTC, whatever was said when they were opened."""

    week: Week
    opens: Timestamp
    closes: Timestamp
    reason: Name


class StateWindow(OfWindow, Command):
    """Put the window of lines right that are open, or were."""

    do: Literal["state-window"] = "state-window"
    authority: ClassVar = SUPERVISION


class WindowStated(OfWindow, SeasonFact):
    """The window is another from here on. `outside` names the batches counted before this whose own windows do not lie
    within it, so that a replay can check them; two people void each, or the week is not ready."""

    TYPE: ClassVar = "window-stated.v1"
    outside: tuple[BatchesOutside, ...]


class CloseVoting(OfWeekOnly, Command):
    """Seal the week's votes."""

    do: Literal["close-voting"] = "close-voting"
    authority: ClassVar = PRODUCTION


class VotingClosed(OfWeekOnly, SeasonFact):
    """The seal. What the gateways delivered before this position counts; what comes after is late."""

    TYPE: ClassVar = "voting-closed.v1"


class OfBatchVoid(Frozen):
    """One vote batch does not count, and what it held."""

    week: Week
    gateway: Slug
    batch: Annotated[int, Field(ge=1)]
    reason: Name


class VoidBatch(OfBatchVoid, Command):
    """Take one vote batch out of the count. `channel`, `body` and `votes` are what it held, read from the log."""

    do: Literal["void-batch"] = "void-batch"
    authority: ClassVar = SUPERVISION
    channel: Slug
    body: Name
    votes: VotesOnce
    nonce: NonceOrSalt | None = None


class BatchVoided(OfBatchVoid, SeasonFact):
    """A batch does not count; `channel`, `body` and `votes` restate what it held, and replay checks them."""

    TYPE: ClassVar = "batch-voided.v1"
    channel: Slug
    body: Name
    votes: VotesOnce
    nonce: Nonce | None = None


class BatchVoidedV2(TwoParts, BatchVoided):
    """A batch does not count, in the second form: which one is for everybody to see, and what it held is hidden."""

    TYPE: ClassVar = "batch-voided.v2"
    HIDDEN: ClassVar = frozenset(("votes", "nonce"))

    nonce: Salt


class OfChannelVoid(Frozen):
    """All votes of a channel in a week do not count."""

    week: Week
    channel: Slug
    reason: Name


class VoidChannel(OfChannelVoid, Command):
    """Take a channel's votes of a week out of the count."""

    do: Literal["void-channel"] = "void-channel"
    authority: ClassVar = SUPERVISION


class ChannelVoided(OfChannelVoid, SeasonFact):
    """A channel does not count."""

    TYPE: ClassVar = "channel-voided.v1"


class OfOutage(Frozen):
    """Something failed in a channel for a time; nothing is changed by noting it."""

    week: Week
    channel: Slug
    began: Timestamp
    ended: Timestamp | None = None
    what: Name


class NoteOutage(OfOutage, Command):
    """Put an outage on record."""

    do: Literal["note-outage"] = "note-outage"
    authority: ClassVar = PRODUCTION


class OutageNoted(OfOutage, SeasonFact):
    """An outage is on record."""

    TYPE: ClassVar = "outage-noted.v1"


class OfSubstitution(Frozen):
    """The votes of a body are replaced by other numbers, on a named authority (Eurovision 2022)."""

    week: Week
    body: Name
    votes: Annotated[VotesOnce, Field(min_length=1)]
    reason: Name


class SubstituteInput(OfSubstitution, Command):
    """Replace the votes of a body."""

    do: Literal["substitute-input"] = "substitute-input"
    authority: ClassVar = GOVERNANCE
    nonce: NonceOrSalt | None = None


class InputSubstituted(OfSubstitution, SeasonFact):
    """Votes of a body are replaced."""

    TYPE: ClassVar = "input-substituted.v1"
    nonce: Nonce | None = None


class InputSubstitutedV2(TwoParts, InputSubstituted):
    """Votes of a body are replaced, in the second form: by how many is hidden."""

    TYPE: ClassVar = "input-substituted.v2"
    HIDDEN: ClassVar = frozenset(("votes", "nonce"))

    nonce: Salt


class OfReplacement(Frozen):
    """What one gateway's channel held for a voting body, couple by couple, in place of what it delivered and of its manifest."""

    week: Week
    gateway: Slug
    channel: Slug
    body: Name
    votes: Annotated[VotesOnce, Field(min_length=1)]
    reason: Name


class ReplaceManifest(OfReplacement, Command):
    """State a gateway's votes of a channel, whose manifest is wrong or never came."""

    do: Literal["replace-manifest"] = "replace-manifest"
    authority: ClassVar = GOVERNANCE
    nonce: NonceOrSalt | None = None


class ManifestReplaced(OfReplacement, SeasonFact):
    """A gateway's votes of a channel are those stated here. What it delivered there stays on record and counts nothing.

    A manifest holds no votes by couple, so it cannot be replaced by its own totals."""

    TYPE: ClassVar = "manifest-replaced.v1"
    nonce: Nonce | None = None


class ManifestReplacedV2(TwoParts, ManifestReplaced):
    """A gateway's votes of a channel are those stated here, in the second form: how many they are is hidden."""

    TYPE: ClassVar = "manifest-replaced.v2"
    HIDDEN: ClassVar = frozenset(("votes", "nonce"))

    nonce: Salt


Taken = Literal["as delivered", "not at all"]
"""What becomes of the votes of a gateway that is waited for no longer."""


class OfGivingUp(Frozen):
    """A gateway is waited for no longer: what it delivered before the seal counts as it is, or nothing of it counts."""

    week: Week
    gateway: Slug
    taken: Taken
    reason: Name


class GiveUpGateway(OfGivingUp, Command):
    """Wait for a gateway no longer."""

    do: Literal["give-up-gateway"] = "give-up-gateway"
    authority: ClassVar = GOVERNANCE


class GatewayGivenUp(OfGivingUp, SeasonFact):
    """A gateway is waited for no longer; its manifest, if there is one, is not asked. A later statement replaces this one."""

    TYPE: ClassVar = "gateway-given-up.v1"


class OfCancellation(Frozen):
    """Nobody leaves in `week`, whatever its form."""

    week: Week
    reason: Name


class CancelElimination(OfCancellation, Command):
    """Nobody leaves this week."""

    do: Literal["cancel-elimination"] = "cancel-elimination"
    authority: ClassVar = GOVERNANCE


class EliminationCancelled(OfCancellation, SeasonFact):
    """Nobody leaves this week."""

    TYPE: ClassVar = "elimination-cancelled.v1"


def votes_stated(fact: BatchVoided | InputSubstituted | ManifestReplaced) -> tuple[CoupleVotes, ...]:
    """The votes a decision states; none where its hidden part is not known, as of batches that are hidden."""
    return fact.votes if "votes" in fact.__dict__ else ()


VotingCommand = (
    OpenVoting | StateWindow | CloseVoting | VoidBatch | VoidChannel | NoteOutage | SubstituteInput | ReplaceManifest
    | GiveUpGateway | CancelElimination
)  # fmt: skip
VotingFact = (
    VotingOpened | VotingOpenedV2 | WindowStated | VotingClosed | BatchVoided | BatchVoidedV2 | ChannelVoided | OutageNoted
    | InputSubstituted | InputSubstitutedV2 | ManifestReplaced | ManifestReplacedV2 | GatewayGivenUp | EliminationCancelled
)  # fmt: skip
