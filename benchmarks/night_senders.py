"""The gateways of a night: signed deliveries made as fast as they are wanted, so that the intake is what is measured."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from benchmarks.yardsticks import COUPLES
from domain.gateway.events import ChannelTotals, Heading, OfBatch, OfManifest
from domain.record import canonical_json
from domain.season import events as e
from glitterball.intake import sign_delivery
from glitterball.proof.keys import SignerKey
from glitterball.proof.notes import sign_note

GATEWAYS = tuple(f"gateway-{number}" for number in range(4))
BEGAN = datetime(2024, 9, 25, tzinfo=UTC)
KINDS = 97
"""Different splits of votes; batches take them in turn."""

NUMBER, OPENS, CLOSES = 987_654_321, "2024-01-01T01:01:01Z", "2024-01-01T01:01:02Z"
"""What stands in a line until it is sent."""


@dataclass(slots=True)
class Sender:
    """One gateway: the lines it can send, the last batch number, and the votes sent so far."""

    gateway: str
    lines: list[tuple[bytes, bytes]] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)
    last: int = 0
    sent: int = 0
    opening: str = ""

    def __post_init__(self) -> None:
        for kind in range(KINDS):
            batch = _batch(self.gateway, kind)
            before, after = canonical_json(batch).split(b"%d" % NUMBER)
            self.lines.append((before, after))
            self.votes.append(batch.received)

    @property
    def signer(self) -> SignerKey:
        """Its key: the same in every run."""
        return SignerKey(self.gateway, self.gateway.encode().ljust(32, b"."))

    def introduced(self) -> e.GatewayKeyIntroduced:
        """The event that makes its signatures wanted."""
        return e.GatewayKeyIntroduced(gateway=self.gateway, key=self.signer.verifier_key().to_text())

    def delivery(self, size: int, minutes: int, part: float) -> bytes:
        """The next batches, signed; their windows open where that part of so many minutes has gone by."""
        opens = BEGAN + timedelta(seconds=int(part * minutes * 60))
        here = [(before, _at(after, opens)) for before, after in self.lines]
        text = bytearray(Heading(opening=self.opening).line())
        for number in range(self.last + 1, self.last + size + 1):
            before, after = here[number % KINDS]
            text += b"%b%d%b\n" % (before, number, after)
            self.sent += self.votes[number % KINDS]
        self.last += size
        return sign_note(text.decode(), [self.signer])

    def closing(self) -> bytes:
        """The manifest, signed."""
        totals = (ChannelTotals(channel="sms", received=self.sent, accepted=self.sent),)
        manifest = OfManifest(season="us-33", week=2, gateway=self.gateway, batches=self.last, totals=totals)
        return sign_delivery(self.signer, (), manifest, opening=self.opening)


def _at(after: bytes, opens: datetime) -> bytes:
    closes = opens + timedelta(seconds=1)
    return after.replace(OPENS.encode(), _stamp(opens)).replace(CLOSES.encode(), _stamp(closes))


def _stamp(moment: datetime) -> bytes:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()


def _batch(gateway: str, kind: int) -> OfBatch:
    votes = tuple((couple, kind * 10 + 37 * place) for place, couple in enumerate(COUPLES))
    return OfBatch(
        season="us-33",
        week=2,
        gateway=gateway,
        batch=NUMBER,
        channel="sms",
        opens=OPENS,
        closes=CLOSES,
        votes=votes,
        received=sum(count for _, count in votes),
    )
