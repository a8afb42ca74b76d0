"""The lines of a rehearsed week: gateways deliver in the first form, or in the second with commitments to their counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from domain.gateway.events import GatewayClosedV2, OfBatch, OfManifest, VoteBatchReceivedV2
from domain.season import commands as c
from glitterball.engine import Engine
from glitterball.intake.message import delivery_text, hidden_text
from glitterball.intake.signing import in_second_form
from glitterball.rehearsal.people import PRODUCER


@dataclass(frozen=True, slots=True)
class RehearsedLines:
    """The lines of a rehearsed week: what is delivered is taken in when its last batch closes, manifests `later`."""

    engine: Engine
    season: str
    week: int
    later: str

    def receive(self, deliveries: Sequence[OfBatch | OfManifest]) -> None:
        """Take in what was delivered, unsigned."""
        last = deliveries[-1]
        self.engine.receive(deliveries, last.closes if isinstance(last, OfBatch) else self.later)

    def close(self) -> None:
        """The seal."""
        self.engine.do(self.season, c.CloseVoting(week=self.week), PRODUCER, self.later)

    def retry_the_last_of(self, batches: Sequence[OfBatch]) -> Callable[[int], None]:
        """A gateway whose last answer was lost sends the batch again."""

        def again(delivered: int) -> None:
            if delivered == len(batches):
                self.receive(batches[-1:])

        return again


@dataclass(frozen=True, slots=True)
class Committing(RehearsedLines):
    """The same in the second form, each delivery alone: counts in the couples' `order`, manifests that commit to all `batches`.

    Nonces are made from the seed, so that the same rehearsal is the same bytes. A show that anybody votes in draws them.
    """

    order: tuple[str, ...] = ()
    batches: Sequence[OfBatch] = ()
    seed: int = 0

    def receive(self, deliveries: Sequence[OfBatch | OfManifest]) -> None:
        """Take in each, unsigned: no key of a rehearsal's gateway is introduced."""
        for delivery in deliveries:
            closes = delivery.closes if isinstance(delivery, OfBatch) else self.later
            self.engine.deliver(self._message(delivery), self.season, self.week, closes)

    def _message(self, delivery: OfBatch | OfManifest) -> bytes:
        def nonce_of(number: int) -> str:
            named = f"{self.seed}/{self.season}/{self.week}/{delivery.gateway}/{number}"
            return sha256(named.encode()).hexdigest()

        lines: Sequence[VoteBatchReceivedV2]
        closing: GatewayClosedV2 | None
        if isinstance(delivery, OfBatch):
            lines, closing = in_second_form([delivery], None, self.order, nonce_of=nonce_of)
        else:
            sent = [batch for batch in self.batches if batch.gateway == delivery.gateway]
            lines, closing = in_second_form([], delivery, self.order, commits=True, earlier=sent, nonce_of=nonce_of)
        return delivery_text(lines, closing) + hidden_text([*lines, *([] if closing is None else [closing])])
