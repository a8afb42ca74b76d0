"""The season, followed as it was recorded: certifications are recomputed on what was known, and in force, at their position.

Everything is computed by the same pure functions the engine uses; only the events come from the bundle. Behind an event that
is newer than this program nothing is judged by what stood before it: what that event changed is not known, and an honest
record could look broken. What a later event says of itself is still looked at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from domain.gateway.events import DeliverySigned, GatewayClosed, VoteBatchReceived, VoteBatchReceivedV2, counted_as
from domain.record import Recorded, canonical_json, digest
from domain.refusals import Refusal
from domain.season import events as e
from domain.season.custody.rules import require_openings
from domain.season.lookup import couples_in_order
from domain.season.readiness import readiness
from domain.season.state import rulebook_event, seen_at
from glitterball.evidence.bundle.sealing import written
from glitterball.evidence.verifying.approvals import Approvals
from glitterball.evidence.verifying.casting import require_castable
from glitterball.evidence.verifying.custody import require_destroyable
from glitterball.evidence.verifying.deliveries import SignedDeliveries
from glitterball.evidence.verifying.findings import Findings
from glitterball.evidence.verifying.gateway_keys import check_gateway_key
from glitterball.evidence.verifying.newer import has_newer_stages, is_computed
from glitterball.evidence.verifying.outcomes import Certifications
from glitterball.evidence.verifying.people import check_people
from glitterball.evidence.verifying.proofs import Proofs
from glitterball.evidence.verifying.raw_files import RawFiles
from glitterball.evidence.verifying.remaking import Remaking
from glitterball.evidence.verifying.stored import Stored
from glitterball.evidence.verifying.voids import BatchKey, Voids
from glitterball.evidence.verifying.windows import WindowKey, Windows
from projections.fold import SeasonFold


class Season:
    """Follows a season event by event. `counted`: the counts of votes are there, so that outcomes can be recomputed."""

    def __init__(
        self,
        counted: bool,
        voided: frozenset[BatchKey],
        windows: frozenset[WindowKey],
        margins_of: frozenset[int],
        leaves: bytes,
        remaking: Remaking,
        findings: Findings,
    ) -> None:
        self.counted, self.remaking, self.findings = counted, remaking, findings
        self.until: int | None = None
        """The first event that is newer than this program."""
        self.unread: set[int] = set()
        """The weeks whose rulebook is."""
        self.fold = SeasonFold()
        self.rulebooks: dict[str, tuple[bytes, int]] = {}
        """Adopted texts by the hash recorded with them, and where."""
        self.certifications = Certifications(self.fold, margins_of, findings, self.is_read)
        self.deliveries = SignedDeliveries(findings, leaves)
        self.voids = Voids(voided, findings)
        self.windows = Windows(windows, findings)
        self.proofs: Proofs | None = None
        self.raw_files = RawFiles(voided, findings)
        self.approvals = Approvals(findings, leaves)
        self._late: dict[str, int] = {}
        self._stopped = False

    def follow(self, read: Stored) -> None:
        """Check one event against all before it, then remember it. After one that cannot be followed nothing more is."""
        if self._stopped:
            return
        event = read.event
        if read.unknown and self.until is None:
            self.until = event.position
        with self._following(event.position):
            self._alone(event)
            if self.until is not None:
                return
            self._check(event, read.octets)
            self.remaking.before(event.position, self.fold)
            self.fold.apply(event)
            self._checked_after(event)

    def is_read(self, week: int) -> bool:
        """Whether the rulebook of a week is known here to its last stage; where it is not, the week is noted."""
        adopted = rulebook_event(self.fold.state, week)
        if adopted is None or is_computed(adopted.fact):
            return True
        self.unread.add(week)
        return False

    @contextmanager
    def _following(self, position: int | None) -> Iterator[None]:
        """Hostile events may break the rules anywhere; the engine would never have recorded them."""
        try:
            yield
        except (Refusal, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError) as error:
            self.findings.add("replay", f"it cannot follow what stands before it ({_named(error)})", position)
            self._stopped = True

    @property
    def followed(self) -> bool:
        """Whether every event could be followed."""
        return not self._stopped

    def finish(self) -> None:
        """What can only be said when all events are known."""
        self.approvals.finish()
        self.deliveries.finish()
        self.deliveries.revocations(self.fold.state)
        with self._following(None):
            self.certifications.standing(self.counted)
            if self.counted:
                self.raw_files.finish(self.fold.state)
        for stream, position in self._late.items():
            week = int(stream.split("/")[2])
            self.findings.add("late", f"batches of {stream} came after the seal and are not counted", position, week)

    def _alone(self, event: Recorded[Any]) -> None:
        """What an event says of itself, whatever stands before it."""
        fact = event.fact
        if isinstance(fact, VoteBatchReceived | VoteBatchReceivedV2) and "received" in fact.__dict__:
            accounted = fact.accepted + sum(count for _, count in fact.rejected) + fact.late
            if fact.received != accounted:
                says = f"received {fact.received}, but accepted, rejected and late are {accounted}"
                self.findings.add("votes", says, event.position, fact.week)
        elif isinstance(fact, e.RulebookAdopted):
            rulebook: Any = fact.rulebook
            text = written(rulebook) if has_newer_stages(fact) else canonical_json(rulebook)
            self.rulebooks[fact.sha256] = (text, event.position)
            if digest(text) != fact.sha256:
                self.findings.add("rulebook", "the hash recorded is not that of the text", event.position)

    def _check(self, event: Recorded[Any], fact_bytes: bytes | None) -> None:
        fact = event.fact
        require_openings(self.fold.state)
        if isinstance(fact, VoteBatchReceived | VoteBatchReceivedV2):
            self._batch(event, fact)
            self.remaking.delivered(fact.week, event.position)
            self.deliveries.line(event, fact_bytes, self.fold.state)
            return
        if isinstance(fact, GatewayClosed):
            self.remaking.delivered(fact.week, event.position)
            self.deliveries.line(event, fact_bytes, self.fold.state)
            return
        if isinstance(fact, DeliverySigned):
            self.deliveries.signature(event, self.fold.state)
            return
        if isinstance(fact, e.SeasonOpened) and self.fold.state.opened is not None:
            raise ValueError(f"the season was opened at event {self.fold.state.opened.position}")
        check_people(event, self.fold.state, self.findings)
        check_gateway_key(event, self.fold.state, self.findings)
        self.approvals.check(event, self.fold.state, fact_bytes is None)
        if isinstance(fact, e.CastingFact):
            require_castable(fact, self.fold.state)
        elif isinstance(fact, e.OpeningsDestroyed):
            require_destroyable(fact, self.fold.state)
        elif isinstance(fact, e.BatchVoided) and self.counted:
            self.voids.void(event)
        elif isinstance(fact, e.WindowStated):
            self.windows.stated(event)
        elif isinstance(fact, e.OutcomeCertified) and self.is_read(fact.week):
            self._certification(event, fact)
        elif isinstance(fact, e.ProvingFact) and self.proofs is not None and self.is_read(fact.week):
            self.proofs.check(event, self.fold)

    def _batch(self, event: Recorded[Any], batch: VoteBatchReceived | VoteBatchReceivedV2) -> None:
        if self.fold.tally(batch.week).sealed_at:
            self._late.setdefault(event.stream, event.position)
            if self.counted:
                self.remaking.late(event, self.fold)
        else:
            self.raw_files.batch(event)
        self.windows.batch(event)
        if self.counted and self.voids.concern(batch):
            self.voids.batch(event, counted_as(batch, couples_in_order(self.fold.state, batch.week)))

    def _certification(self, event: Recorded[Any], fact: e.OutcomeCertified) -> None:
        for lacking in readiness(seen_at(self.fold.state, event.time), fact.week, self.fold.tallies):
            # Without counts, ties that votes would settle look open; everything else can still be said.
            if lacking.severity == "error" and (self.counted or ", clause " not in lacking.where):
                says = f"it was certified although something kept the week from it: {lacking}"
                self.findings.add("ready", says, event.position, fact.week)
        if self.counted:
            self.certifications.certified(event, fact)

    def _checked_after(self, event: Recorded[Any]) -> None:
        if isinstance(event.fact, e.VotingClosed):
            self.voids.seal(event.fact.week)
            self.windows.seal(event)
        elif self.counted and isinstance(event.fact, e.RulebookAdopted) and is_computed(event.fact):
            self.certifications.rulebook_changed(event)


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:120]}" if str(error) else type(error).__name__
