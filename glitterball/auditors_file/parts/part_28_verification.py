"""The verification, from top to bottom."""

from __future__ import annotations

import base64
import mmap
from collections.abc import Sequence
from dataclasses import dataclass, field

from .part_01_findings import Wrong, demand
from .part_02_spellings import count_of, digest_of
from .part_04_notes import Checkpoint, Key, open_note, parse_note, read_checkpoint
from .part_05_policies import Policy
from .part_06_trees import root_of
from .part_07_container import Bundle
from .part_12_places import Events, Scope, read_openings
from .part_16_people import what_names_stand_for
from .part_25_margins import MINIMAL
from .part_25_remaking import BY_WORD, SEALED
from .part_25_the_certificate import Certificate
from .part_26_following import CANNOT_FOLLOW, WITHHELD, Following
from .part_26_told import Pins, check_manifest, check_pins, cosignatures, keys_in, label, left_out, rulebooks_in
from .part_27_files import check_derived, check_rulebooks
from .part_27_of_the_tree import check_proofs, check_roots
from .part_27_report import Answer, naming_no_opening


@dataclass(frozen=True)
class Given:
    """What an auditor may hold besides a policy: checkpoints from elsewhere, keys of the certificate's signatories."""

    known: Sequence[bytes] = ()
    signers: Sequence[Key] = ()
    pins: Pins = field(default_factory=Pins)


class Verification:
    """One run; `answer` is what it found, whatever the bytes are."""

    def __init__(self, data: bytes | mmap.mmap, policy: Policy, openings: bytes | None, given: Given) -> None:
        self.answer = Answer(digest_of(data, 0, len(data)))
        self.policy, self.findings, self.signers, self.pins = policy, self.answer.findings, given.signers, given.pins
        self.about, self.checked, self.not_checked = self.answer.about, self.answer.checked, self.answer.not_checked
        self.not_checked += policy.newer
        self.bundle = Bundle(data, self.findings)
        if not self.bundle.holds:
            newer = "newer" in self.findings.counts
            why = (
                "this program does not know the version of the bundle"
                if newer
                else "the file could not be opened as a bundle"
            )
            self.not_checked.append(f"everything else: {why}")
            return
        self.about |= {name: self.bundle.manifest[name] for name in ("season", "weeks", "mode", "sealed", "size")}
        self.checked.append("the container, and every file's size and hash")
        checkpoints = self._checkpoints()
        scope = self._scope(checkpoints)
        leaves = self.bundle.read("leaves.bin")
        check_roots(leaves, checkpoints, self.findings)
        check_proofs(self.bundle, checkpoints, self.findings)
        self.checked.append("the tree over all leaves, and the proofs between checkpoints")
        self._known(given.known, checkpoints, leaves)
        self._events(leaves, scope, openings, checkpoints)

    def _checkpoints(self) -> list[Checkpoint]:
        """What the checkpoints state. One not signed as it must be is found, and still compared with the tree."""
        stated: list[Checkpoint] = []
        sizes = self.bundle.checkpoint_sizes()
        for size in sizes:
            note = self.bundle.read(f"checkpoints/{size}.note")
            try:
                stated.append(read_checkpoint(parse_note(note)[0]))
                checkpoint, witnesses = self.policy.check(note, quorum_needed=size == sizes[-1])
                same = checkpoint.origin == stated[0].origin
                demand(
                    checkpoint.size == size and not checkpoint.extensions and same,
                    "its size, origin or form is another",
                )
                if size == sizes[-1]:
                    root = base64.b64encode(checkpoint.root).decode()
                    self.about |= {"origin": checkpoint.origin, "root": root, "witnesses": witnesses}
                    good = open_note(note, self.policy.logs)[1]
                    self.about["signed_by"] = next(label(key) for key in good if key.name == checkpoint.origin)
                    self.about["cosigned"] = cosignatures(self.policy, witnesses, note)
            except Wrong as error:
                self.findings.add("checkpoint", error, size)
        self.checked.append(f"{count_of(len(stated), 'checkpoint')} under your policy")
        return stated

    def _scope(self, checkpoints: list[Checkpoint]) -> Scope | None:
        if not checkpoints:
            self.not_checked.append("that no event of the season is left out: no checkpoint can be read")
            return None
        last = checkpoints[-1]
        keys = [key for key in self.policy.logs if key.name == last.origin]
        try:
            text, _ = open_note(self.bundle.read("scope.note"), keys)
            demand(last.size == self.bundle.manifest["size"], "it is about another size")
            return Scope(text, last, self.bundle.manifest["season"])
        except Wrong as error:
            self.findings.add("scope", error)
            self.not_checked.append("that no event of the season is left out: the log's word on it does not hold")
            return None

    def _known(self, notes: Sequence[bytes], checkpoints: list[Checkpoint], leaves: bytes) -> None:
        """Checkpoints you hold from elsewhere: signed as your policy asks, not newer than the bundle, of one history."""
        origins = {checkpoint.origin for checkpoint in checkpoints}
        for note in notes:
            try:
                held, _ = self.policy.check(note, quorum_needed=False)
                demand(
                    held.origin in origins,
                    "the checkpoint you hold is of another log",
                )
                demand(
                    32 * held.size <= len(leaves), f"the bundle is older than the checkpoint of {held.size} you hold"
                )
                demand(
                    root_of(leaves, held.size) == held.root,
                    f"at {held.size} the log was another: two histories, or altered",
                )
            except Wrong as error:
                self.findings.add("known", error)
        if notes:
            yours = f"{count_of(len(notes), 'checkpoint')} you hold {'is' if len(notes) == 1 else 'are'}"
            self.checked.append(f"that the {yours} of this history")

    def _events(
        self, leaves: bytes, scope: Scope | None, openings: bytes | None, checkpoints: list[Checkpoint]
    ) -> None:
        """Every event in its place; as long as they are intact the season is followed in the same pass."""
        before = self.findings.integrity()
        held = None if openings is None else read_openings(openings, self.findings)
        following = Following(
            not self.bundle.manifest["sealed"] or held is not None,
            self.bundle,
            leaves,
        )
        events = Events(self.bundle, leaves, scope, held, self.findings)
        events.check(following.take)
        self.about["events"] = events.count
        self.checked.append("place, leaf, form and stream of every event")
        if events.count < events.size:
            self.not_checked.append(left_out(events.count, events.size, events.highest))
        if self.findings.integrity() > before:
            self.not_checked.append("the season: votes, approvals, outcomes; its events are not intact")
            return
        self._told(following)
        if not following.followed:
            self.not_checked.append("the season behind the event that cannot be followed")
        elif following.until is not None:
            check_rulebooks(self.bundle, following)
            self.not_checked.append(
                f"the season from event {following.until} on, which is newer than this program: approvals, votes, outcomes; and "
                "of all weeks announcements, whether a certificate is stale, deliveries never signed, the certificate here"
            )
        else:
            following.finish()
            self._follow_up(following, checkpoints)
            self._certificate(following, checkpoints, leaves)
            if following.unread:
                weeks = ", ".join(map(str, sorted(following.unread)))
                or_plugged = ", or names kinds of packages" if "plug-in" in self.findings.counts else ""
                self.not_checked.append(
                    f"readiness and outcomes of weeks whose rulebook is newer than this program{or_plugged}: {weeks}"
                )
        self.about["weeks_recomputed"] = sorted(following.recomputed)
        self.findings.found += following.findings.found
        self.findings.counts.update(following.findings.counts)

    def _told(self, following: Following) -> None:
        """The manifest, and what you pinned, against as much of the log as could be followed."""
        season, whole = following.season, following.followed and following.until is None
        if following.followed:
            check_manifest(self.bundle, season, whole, following.findings)
            check_pins(self.pins, season, following.deliveries.unsigned, following.findings)
        if season.opened is not None:
            self.about["mode"] = season.opened["mode"]
        self.about |= {"rulebooks": rulebooks_in(season), "gateways": keys_in(season)}
        if self.pins:
            (self.checked if whole else self.not_checked).append(
                "that rulebooks and gateways' keys are those you pinned"
            )

    def _follow_up(self, following: Following, checkpoints: list[Checkpoint]) -> None:
        """Rulebook texts, workings and inputs, checkpoints at closing: what is said once all events are known."""
        findings, season = following.findings, following.season
        self.checked.append("gateways' accounts, two-person approvals, rulebook texts, readiness at each certification")
        for told, more in zip(
            (self.checked, self.not_checked), what_names_stand_for(season, following.approvals.sealed), strict=True
        ):
            told.extend(more)
        self.about["weeks_proved"] = following.proofs.weeks()
        self.checked += following.proofs.checked()
        self.not_checked += following.proofs.not_checked()
        check_rulebooks(self.bundle, following)
        for number, week in sorted(season.weeks.items()):
            first, seal = (week.certified[0].position if week.certified else 0), week.seal
            if first and seal and not any(seal.position <= checkpoint.size < first for checkpoint in checkpoints):
                findings.add("closing-checkpoint", "no checkpoint between closing and certification", first, number)
        if following.deliveries.no_opening:
            self.not_checked.append(naming_no_opening(following.deliveries.no_opening))
        if following.deliveries.unsigned:
            self.not_checked.append(
                f"who sent {count_of(following.deliveries.unsigned, 'line')} of gateways without a key"
            )
        if not following.counted:
            self.checked.append("announcements against what was certified last, as far as it is shown")
            self.not_checked += WITHHELD[: 1 + following.sealed]
            return
        check_derived(self.bundle, following)
        following.margins.finish(self.bundle, following.unread, findings)
        if following.margins.files:
            self.checked.append("that the witness of each margin changes the answer as it says")
            self.not_checked.append(MINIMAL)
        which = " of the other weeks" if following.unread else ""
        self.checked.append(f"every certified outcome{which} recomputed, and announcements against what follows")

    def _certificate(self, following: Following, checkpoints: list[Checkpoint], leaves: bytes) -> None:
        """What a certificate says of the outcome, once the season has been followed to its end."""
        there = self.bundle.under("certificate.")
        if not there and not self.signers:
            return
        try:
            following.remaking.compare(following.season)
            certificate = Certificate(self.bundle, following.season, following.remaking, self.signers)
            certificate.of_the_log(checkpoints, leaves)
            wrong = [*certificate.wrong, *following.remaking.wrong]
            certificate.told(wrong, following.findings)
        except CANNOT_FOLLOW as error:
            wrong = [str(error) if isinstance(error, Wrong) else f"it cannot be read as one ({type(error).__name__})"]
        for why in wrong:
            following.findings.add("certificate", f"the certificate does not fit: {why}")
        self.checked.append("that the certificate is about a certified outcome of this log")
        if there and following.counted:
            self.checked.append("what the certificate says of the events, and that its page is the one its JSON gives")
            self.not_checked.append(BY_WORD)
        elif there:
            self.checked.append(
                "what the certificate says of the events that rests on no count, and that its page is the one its JSON gives"
            )
            self.not_checked.append(f"of the certificate: {SEALED}; {BY_WORD.removeprefix('of the certificate: ')}")
        if not self.signers:
            self.not_checked.append("who signed the certificate: name its signers")
