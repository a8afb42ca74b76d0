"""Following the season, event by event.

Behind an event that is newer than this file nothing is judged by what stood before it: what that event changed is not known,
and an honest record could look broken. What a later event says of itself is still looked at.
"""

from __future__ import annotations

from .part_01_findings import UNREADABLE, Findings
from .part_02_spellings import digest, sum_of, written
from .part_07_container import Bundle
from .part_10_events import BATCHES, CLOSINGS, SIGNED, Event
from .part_15_season import GATEWAY_KEYS, PEOPLE, Season
from .part_16_people import is_a_persons, wrong_with_gateway_key, wrong_with_roster, wrong_with_speaker
from .part_16_two_people import Approvals
from .part_17_deliveries import Deliveries, Voids, Windows, voided_in
from .part_17_raw_files import RawFiles
from .part_24_outcomes import CERTIFIED, check_certified, check_changed, check_stale, is_ready
from .part_24_said_on_air import check_announced, check_announced_as_certified
from .part_24_the_end import must_be_over, must_have_openings
from .part_25_as_if import EXCLUSION_PROVED
from .part_25_margins import Margins
from .part_25_remaking import Remaking
from .part_26_checking_proofs import Proofs

CANNOT_FOLLOW = (*UNREADABLE, ArithmeticError, StopIteration)

WITHHELD = (
    "votes for couples and every outcome: they are sealed, and no openings were given",
    "what sealed events show: it is the log's claim until they are opened",
)
"""What is not checked without openings; the second only where an event shows what its leaf does not cover."""


class Following:
    """The season, followed event by event; after one that cannot be followed nothing more is. `until` is the first event
    that is newer than this file, `unread` the weeks whose rulebook is."""

    def __init__(self, counted: bool, bundle: Bundle, leaves: bytes) -> None:
        self.findings, self.season, self.counted, self.followed = Findings(), Season(), counted, True
        self.approvals, self.deliveries = Approvals(self.findings, leaves), Deliveries(self.findings, leaves)
        self.voids, self.windows = Voids(bundle, self.findings), Windows(bundle, self.findings)
        self.raw_files = RawFiles(voided_in(bundle), self.findings)
        self.remaking, self.margins = Remaking(bundle, counted), Margins(bundle)
        self.proofs = Proofs(bundle, leaves, self.findings)
        self.sealed = False
        self.until: int | None = None
        self.unread: set[int] = set()
        self.rulebooks: dict[str, tuple[bytes, int]] = {}
        self.late: set[str] = set()
        self.recomputed: set[int] = set()

    def take(self, event: Event) -> None:
        if not self.followed:
            return
        self.sealed = self.sealed or event.octets is None
        if event.unknown and self.until is None:
            self.until = event.position
        try:
            event = self.season.named(event) if self.until is None else event
            self._alone(event)
            if self.until is not None:
                return
            self._check(event)
            self.remaking.before(event.position, self.season)
            self.season.take(event)
            if event.type == "rulebook-adopted.v1" and self.counted and not event.newer:
                check_changed(self.season, event, self.findings)
        except CANNOT_FOLLOW as error:
            says = f"it cannot follow what stands before it ({type(error).__name__}: {error})"
            self.findings.add("replay", says, event.position)
            self.followed = False

    def finish(self) -> None:
        """What can only be said when all events are known, and none of them is newer."""
        self.approvals.finish()
        self.deliveries.finish(self.season)
        try:
            self.proofs.finish(self.season)
            for number in sorted(self.season.weeks):
                check_stale(self.season, number, self.findings)
                if not self.counted:
                    check_announced_as_certified(self.season, number, self.findings)
                elif self._is_read(number):
                    check_announced(self.season, number, self.findings)
            if self.counted:
                self.raw_files.finish(self.season)
        except CANNOT_FOLLOW as error:
            self.findings.add("replay", f"what follows cannot be worked out ({type(error).__name__}: {error})")

    def _alone(self, event: Event) -> None:
        """What an event says of itself, whatever stands before it."""
        fact = event.fact
        if event.type in BATCHES and "votes" in fact:
            accounted = sum_of(fact["votes"]) + sum_of(fact["rejected"]) + fact["late"]
            if fact["received"] != accounted:
                says = f"received {fact['received']}, but accepted, rejected and late are {accounted}"
                self.findings.add("votes", says, event.position, fact["week"])
        elif event.type == "rulebook-adopted.v1":
            text = written(fact["rulebook"])
            self.rulebooks[fact["sha256"]] = (text, event.position)
            if digest(text) != fact["sha256"]:
                self.findings.add("rulebook", "the hash recorded is not that of the text", event.position)

    def _check(self, event: Event) -> None:
        fact = event.fact
        must_have_openings(self.season)
        if event.type in BATCHES:
            self._batch(event)
        if event.type in (*BATCHES, *CLOSINGS):
            self.remaking.delivered(fact["week"], event.position)
            self.deliveries.line(event, self.season)
            return
        if event.type in SIGNED:
            self.deliveries.signature(event, self.season)
            return
        self._gateway_key(event)
        if wrong := wrong_with_speaker(event, self.season):
            self.findings.add("people", wrong, event.position, fact.get("week"))
        for wrong in wrong_with_roster(event, self.season) if event.type in PEOPLE else ():
            self.findings.add("people", wrong, event.position)
        self.approvals.check(event, self.season)
        if event.type in ("batch-voided.v1", "batch-voided.v2") and self.counted:
            self.voids.void(event)
        elif event.type == "openings-destroyed.v1":
            must_be_over(event, self.season)
        elif event.type == "window-stated.v1":
            self.windows.stated(event)
        elif event.type == "voting-closed.v1":
            self.windows.seal(event)
        elif event.type in ("outcome-proved.v1", EXCLUSION_PROVED) and self._is_read(fact["week"]):
            self.proofs.check(event, self.season)
        elif event.type in CERTIFIED and self._is_read(fact["week"]):
            self._certified(event)

    def _certified(self, event: Event) -> None:
        week = event.fact["week"]
        if not is_ready(self.season, week, self.counted, event.time):
            says = "it was certified although something kept the week from it"
            self.findings.add("ready", says, event.position, week)
        if self.counted:
            check_certified(self.season, event, self.findings)
            self.margins.certified(self.season, week)
            self.recomputed.add(week)

    def _gateway_key(self, event: Event) -> None:
        if event.type not in GATEWAY_KEYS:
            return
        if wrong := wrong_with_gateway_key(event, self.season):
            self.findings.add("signature", wrong, event.position)
        elif "key" in event.fact and is_a_persons(event.fact["key"], self.season):
            self.findings.add("people", "a gateway would sign with the key of a person", event.position)

    def _is_read(self, week: int) -> bool:
        """Whether the rulebook of a week is known here to its last stage."""
        adopted = self.season.rulebook(week)
        if adopted is None or not adopted.newer:
            return True
        self.unread.add(week)
        return False

    def _batch(self, event: Event) -> None:
        batch = event.fact
        tally = self.season.tallies.get(batch["week"])
        sealed = tally is not None and tally.sealed_at > 0
        if sealed and event.stream not in self.late:
            self.late.add(event.stream)
            self.findings.add("late", f"batches of {event.stream} came after the seal", event.position, batch["week"])
        if not sealed:
            self.raw_files.batch(event)
        self.windows.batch(event)
        if self.counted:
            self.voids.batch(event, sealed)
