"""The facts of a vote gateway: batches received, and the closing manifest."""

from collections.abc import Sequence as Listed
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from domain.parts import TwoParts
from domain.record import (
    Digest,
    Fact,
    Frozen,
    KeyId,
    Name,
    Nonce,
    Slug,
    Timestamp,
    Votes,
    Week,
    canonical_json,
    made_of,
)

Sequence = Annotated[int, Field(ge=1, le=10**9)]


Commitment = Annotated[str, StringConstraints(pattern=r"^0[23][0-9a-f]{64}$")]
"""A commitment to a count: a point of P-256, compressed (SEC 1, section 2.3.3), in hexadecimal."""


class OfBatch(Frozen):
    """A vote batch: one channel and voting body of one gateway over one window.

    `votes` are (couple, accepted votes), `rejected` (reason, count), `late` those that came after the lines closed.
    `received` must be accepted + rejected + late. `batch` is the gateway's own gapless number, from 1.
    """

    season: Slug
    week: Week
    gateway: Slug
    batch: Sequence
    channel: Slug
    body: Name = "viewers"
    opens: Timestamp
    closes: Timestamp
    votes: tuple[tuple[Slug, Votes], ...]
    received: Votes
    rejected: tuple[tuple[Name, Votes], ...] = ()
    late: Votes = 0
    raw_sha256: Digest | None = None
    nonce: Nonce | None = None

    @property
    def accepted(self) -> int:
        """Votes that count."""
        return sum(count for _, count in self.votes)


class ChannelTotals(Frozen):
    """A gateway's own totals for one channel over all its batches."""

    channel: Slug
    received: Votes
    accepted: Votes
    rejected: tuple[tuple[Name, Votes], ...] = ()
    late: Votes = 0

    @model_validator(mode="after")
    def _adds_up(self) -> "ChannelTotals":
        if self.received != self.accepted + sum(count for _, count in self.rejected) + self.late:
            raise ValueError(f"channel {self.channel!r}: received is not accepted + rejected + late")
        return self


class OfManifest(Frozen):
    """A gateway's closing manifest: how many batches it sent, and its totals by channel."""

    season: Slug
    week: Week
    gateway: Slug
    batches: Annotated[int, Field(ge=0, le=10**9)]
    totals: tuple[ChannelTotals, ...]


class VoteBatchReceived(OfBatch, Fact):
    """A batch arrived. Its sequence in the stream is its batch number."""

    TYPE: ClassVar = "vote-batch-received.v1"


class GatewayClosed(OfManifest, Fact):
    """The gateway says it has sent everything. Its sequence is one past the last batch."""

    TYPE: ClassVar = "gateway-closed.v1"


class VoteBatchReceivedV2(TwoParts):
    """A batch arrived, in the second form: its counts are hidden, in the couples' order that opened lines have stated.

    Its window is public, since times tell nothing without counts. `commitments` are for seasons that ask for them.
    """

    TYPE: ClassVar = "vote-batch-received.v2"
    HIDDEN: ClassVar = frozenset(("nonce", "counts", "received", "rejected", "late", "raw_sha256"))

    season: Slug
    week: Week
    gateway: Slug
    batch: Sequence
    channel: Slug
    body: Name = "viewers"
    opens: Timestamp
    closes: Timestamp
    commitments: tuple[Commitment, ...] | None = None
    counts: tuple[Votes, ...]
    received: Votes
    rejected: tuple[tuple[Name, Votes], ...] = ()
    late: Votes = 0
    raw_sha256: Digest | None = None

    @property
    def accepted(self) -> int:
        """Votes that count."""
        return sum(self.counts)

    def named(self, couples: Listed[str]) -> VoteBatchReceived:
        """The batch with its counts by couple: the one value in which both forms are counted.

        `couples` are in the order that was stated when the lines were opened. `ValueError` unless each has its count.
        """
        return made_of(
            VoteBatchReceived,
            {
                "season": self.season,
                "week": self.week,
                "gateway": self.gateway,
                "batch": self.batch,
                "channel": self.channel,
                "body": self.body,
                "opens": self.opens,
                "closes": self.closes,
                "votes": tuple(zip(couples, self.counts, strict=True)),
                "received": self.received,
                "rejected": self.rejected,
                "late": self.late,
                "raw_sha256": self.raw_sha256,
                "nonce": None,
            },
        )


class GatewayClosedV2(TwoParts, GatewayClosed):
    """The gateway says it has sent everything, in the second form: its totals by channel are for everybody to see.

    `commitments` are (channel, voting body, points): of each couple, in the order stated, to the sum of its counts in all
    batches of them. Who commits can have the outcome proved; ascending, each channel and body once.
    """

    TYPE: ClassVar = "gateway-closed.v2"
    HIDDEN: ClassVar = frozenset(("nonce",))

    commitments: tuple[tuple[Slug, Name, tuple[Commitment, ...]], ...] | None = None

    @property
    def committed(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The points of each channel and voting body."""
        return {(channel, body): points for channel, body, points in self.commitments or ()}


class Heading(Frozen):
    """The line above the batches of a delivery: which season's opening they are sent to.

    `opening` is the leaf hash (SHA-256 of 0x00 and the stored line) of the event that opened the season: another season of
    the same name, such as its rehearsal, was opened by another event.
    """

    version: Literal[2] = 2
    opening: Digest

    def line(self) -> bytes:
        """The line as it is signed, with its newline."""
        return canonical_json(self) + b"\n"


class DeliverySigned(Fact):
    """The gateway signed what stands before this in its stream, from `first` to `last` (a manifest is one past the batches).

    `signature` is Ed25519 over the heading, if it has one, and the lines: each as `canonical_json`, each ending in a newline.
    They are in the log already, so they are not stored twice. Recorded in the same commit, right behind them; its sequence
    is `first`. Stored in two forms, each for ever read as what it is.
    """

    season: Slug
    week: Week
    gateway: Slug
    first: Annotated[int, Field(ge=1, le=10**9 + 1)]
    last: Annotated[int, Field(ge=1, le=10**9 + 1)]
    key: KeyId
    signature: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{86}==$")]
    sha256: Digest

    def heading(self) -> bytes:
        """What was signed above the lines: nothing."""
        return b""


class DeliverySignedV1(DeliverySigned):
    """Signed without saying which season's opening it is for: a rehearsal of the same name could have been sent it."""

    TYPE: ClassVar = "delivery-signed.v1"


class DeliverySignedV2(DeliverySigned):
    """Signed for one opening of the season, and no delivery anywhere else."""

    TYPE: ClassVar = "delivery-signed.v2"

    opening: Digest

    def heading(self) -> bytes:
        """What was signed above the lines: the opening they are for."""
        return Heading(opening=self.opening).line()


AnyGatewayFact = (
    VoteBatchReceived | VoteBatchReceivedV2 | GatewayClosed | GatewayClosedV2 | DeliverySignedV1 | DeliverySignedV2
)  # fmt: skip


def gateway_stream(season: str, week: int, gateway: str) -> str:
    """The name of the stream of one gateway in one week."""
    return f"votes/{season}/{week}/{gateway}"


def deliveries_stream(season: str, week: int, gateway: str) -> str:
    """The name of the stream of the signatures of one gateway in one week."""
    return f"deliveries/{season}/{week}/{gateway}"


def season_stream(season: str) -> str:
    """The name of a season's stream."""
    return f"season/{season}"


Sent = OfBatch | OfManifest
"""What a gateway sends: a batch, or the manifest that closes its stream. A delivery is a signed message of several."""

AnyBatch = VoteBatchReceived | VoteBatchReceivedV2


def counted_as(fact: AnyBatch, couples: Listed[str]) -> VoteBatchReceived:
    """A batch of either form with its counts by couple; `couples` are in the order that opened lines have stated."""
    return fact.named(couples) if isinstance(fact, VoteBatchReceivedV2) else fact
