"""Checkpoints at the right moments by themselves: when voting closes, before anybody can tabulate, and after certification."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.record import Actor, Recorded
from domain.season import commands as c
from domain.season.events import OutcomeCertified, VotingClosed
from glitterball.clock import Clock, utc_now
from glitterball.engine import Engine
from glitterball.evidence.ledger.ledger import Ledger
from glitterball.evidence.ledger.publishing import publish
from glitterball.evidence.ledger.register import Published, Register
from glitterball.log.recording import Key
from glitterball.people import Signer
from glitterball.proof.keys import SignerKey

MOMENTS = (VotingClosed, OutcomeCertified)
"""After these a checkpoint is published: which is which follows from the positions (docs/decisions/0012)."""


class Publisher:
    """One key and the log it signs for."""

    def __init__(self, ledger: Ledger, register: Register, signer: SignerKey) -> None:
        self.ledger, self.register, self.signer = ledger, register, signer

    def publish(self) -> Published:
        """A checkpoint of the log as it stands now."""
        return publish(self.ledger, self.register, self.signer)

    def after(self, events: Iterable[Recorded[Any]]) -> Published | None:
        """A checkpoint where one of these events asks for it."""
        return self.publish() if any(isinstance(event.fact, MOMENTS) for event in events) else None


class PublishingEngine(Engine):
    """An engine that answers a closing or a certification only when its checkpoint is signed.

    Where signing is refused the command was recorded all the same: the refusal says that the log is not the one signed before.
    """

    def __init__(self, publisher: Publisher, clock: Clock = utc_now) -> None:
        super().__init__(publisher.ledger.log, clock)
        self.publisher = publisher

    def do_all(
        self,
        season: str,
        commands: Sequence[c.SeasonCommand],
        by: Actor,
        at: str | None = None,
        *,
        key: str | Key | None = None,
        signer: Signer | None = None,
        part_of: str = "",
        seen: int | None = None,
    ) -> tuple[Recorded[Any], ...]:
        """As the engine does; a `do` is one of these, so nothing that is recorded goes by unpublished."""
        events = super().do_all(season, commands, by, at, key=key, signer=signer, part_of=part_of, seen=seen)
        self.publisher.after(events)
        return events
