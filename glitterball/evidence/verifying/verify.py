"""The verification from top to bottom: container, signatures, tree, events, season. Offline, and without trust in us."""

import re
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from domain.plurals import count_of, verb
from domain.season.people.roster import founded_late
from domain.season.state import SeasonState
from glitterball import files
from glitterball.evidence.bundle import contents
from glitterball.evidence.bundle.container import CHUNK, MOST_BYTES
from glitterball.evidence.bundle.lines import read_line
from glitterball.evidence.bundle.refusals import BundleMalformed
from glitterball.evidence.bundle.scope import Scope
from glitterball.evidence.verifying.certificates import check_certificate
from glitterball.evidence.verifying.derived import (
    check_closings,
    check_margins,
    check_rulebooks,
    check_workings,
    margins_in,
)
from glitterball.evidence.verifying.events import Events
from glitterball.evidence.verifying.findings import LISTED, Findings, Found
from glitterball.evidence.verifying.of_the_log import check_manifest, left_out
from glitterball.evidence.verifying.opening import OpenBundle, open_bundle
from glitterball.evidence.verifying.pins import Pins, check_pins
from glitterball.evidence.verifying.proofs import Proofs
from glitterball.evidence.verifying.remaking import BY_WORD, SEALED, Remaking
from glitterball.evidence.verifying.report import NEVER_CHECKED, Report
from glitterball.evidence.verifying.season import Season
from glitterball.evidence.verifying.signatures import check_known, checked_checkpoints, checked_scope
from glitterball.evidence.verifying.told import told_of
from glitterball.evidence.verifying.tree import check_proofs, check_roots
from glitterball.evidence.verifying.voids import BatchKey
from glitterball.evidence.verifying.windows import WindowKey
from glitterball.files.limits import BUNDLE, OPENINGS
from glitterball.proof.checkpoints import Checkpoint
from glitterball.proof.keys import VerifierKey
from glitterball.proof.policy import Policy, Satisfied
from glitterball.proof.spellings import to_base64

NO_PINS = Pins()


def verify(
    bundle: Path,
    policy: Policy,
    openings: Path | None = None,
    *,
    known: Sequence[bytes] = (),
    signers: Sequence[VerifierKey] = (),
    pins: Pins = NO_PINS,
    without: Collection[str] = (),
) -> Report:
    """Verify a bundle under an auditor's policy. Whatever the bytes are, the answer is a report;
    refused is only what is no file at all.

    `openings` are for an adjudicator of a sealed bundle. `known` are checkpoints of the log that the auditor has from
    elsewhere: the bundle must not be older, nor of another history. `pins` are rulebooks and gateways' keys he was
    told of. `without` switches checks off by code: it proves that tests of the verifier would notice, and is never for
    verifying.
    """
    findings = Findings(without)
    with files.opened(bundle, BUNDLE) as source:
        length = source.seek(0, 2)
        hashed = _sha256(source) if length <= MOST_BYTES else ""
        opened = open_bundle(source, length, findings)
        if opened is None:
            return _not_a_bundle(hashed, findings)
        return _Verification(opened, policy, hashed, findings, pins).run(openings, known, signers)


class _Verification:
    """One run over an open bundle."""

    def __init__(self, bundle: OpenBundle, policy: Policy, hashed: str, findings: Findings, pins: Pins) -> None:
        self.bundle, self.policy, self.hashed, self.findings, self.pins = bundle, policy, hashed, findings, pins
        self.checked = ["the container, and every file's size and hash"]
        self.not_checked: list[str] = [held.says for held in policy.newer]

    def run(self, openings: Path | None, known: Sequence[bytes], signers: Sequence[VerifierKey]) -> Report:
        checkpoints, satisfied = checked_checkpoints(self.bundle, self.policy, self.findings)
        scope = self._scope(checkpoints)
        self.checked.append(f"{count_of(len(checkpoints), 'checkpoint')} under your policy")
        leaves = self.bundle.read(contents.LEAVES)
        check_roots(leaves, checkpoints, self.findings)
        check_proofs(self.bundle, checkpoints, self.findings)
        check_known(known, self.policy, checkpoints, leaves, self.findings)
        if known:
            self.checked.append(
                f"that the {count_of(len(known), 'checkpoint')} you hold {verb(len(known), 'is', 'are')} of this history"
            )
        self.checked.append(f"the tree over {self.bundle.manifest.size:,} leaves, and the proofs between checkpoints")
        events, season, found = self._events(leaves, scope, openings)
        self._follow_up(season, checkpoints, found, events)
        self._certificate(season, checkpoints, leaves, signers, found)
        return self._report(events, season, satisfied, [*self.findings, *found], {**self.findings.more, **found.more})

    def _scope(self, checkpoints: tuple[Checkpoint, ...]) -> Scope | None:
        if not checkpoints:
            self.not_checked.append("that no event of the season is left out: no checkpoint can be read")
            return None
        scope = checked_scope(self.bundle, self.policy, checkpoints[-1], self.findings)
        if scope is None:
            self.not_checked.append("that no event of the season is left out: the log's word on it does not hold")
        return scope

    def _events(self, leaves: bytes, scope: Scope | None, openings: Path | None) -> tuple[Events, Season, Findings]:
        """Every event in its place; as long as they are intact, the season is followed in the same pass."""
        before = set(self.findings)
        held = None if openings is None else read_openings(openings, self.findings)
        counted = not self.bundle.manifest.sealed or held is not None
        found = Findings(self.findings.without)
        season = Season(
            counted,
            voided_in(self.bundle),
            windows_in(self.bundle),
            margins_in(self.bundle),
            leaves,
            Remaking(self.bundle, counted),
            found,
        )
        season.proofs = Proofs(self.bundle, leaves, found)
        events = Events(self.bundle, leaves, scope, held, self.findings)
        events.check(season.follow)
        self.checked.append(f"place, leaf, form and stream of {count_of(events.count, 'event')}")
        if missing := left_out(events.count, self.bundle.manifest.size, events.highest):
            self.not_checked.append(missing)
        if any(finding.kind == "integrity" for finding in self.findings if finding not in before):
            self.not_checked.append("the season: votes, approvals, outcomes; its events are not intact")
            return events, season, Findings()
        return events, season, found

    def _follow_up(self, season: Season, checkpoints: tuple[Checkpoint, ...], found: Findings, events: Events) -> None:
        """What is said once all events are known."""
        if self.not_checked and self.not_checked[-1].startswith("the season"):
            return
        self._told_before(season, found)
        if not season.followed:
            self.not_checked.append("the season behind the event that cannot be followed")
            return
        if season.until is not None:
            check_rulebooks(self.bundle, season, found)
            self.not_checked.append(
                f"the season from event {season.until} on, which is newer than this program: approvals, votes, outcomes; and "
                "of all weeks announcements, whether a certificate is stale, deliveries never signed, the certificate here"
            )
            return
        season.finish()
        check_rulebooks(self.bundle, season, found)
        check_closings(season, checkpoints, found)
        self.checked += ["gateways' accounts, two-person approvals, rulebook texts, readiness at each certification"]
        self._people(season.fold.state)
        if season.approvals.unseen and season.fold.state.founded is not None:
            unseen = ", ".join(map(str, sorted(season.approvals.unseen)))
            self.not_checked.append(f"the text that was signed under decisions over sealed votes: {unseen}")
        if season.deliveries.signed:
            self.checked.append(f"{count_of(season.deliveries.signed, 'signature')} of gateways")
        if season.deliveries.without_opening:
            self.not_checked.append(_no_opening(season.deliveries.without_opening))
        if season.deliveries.unsigned:
            self.not_checked.append(
                f"who sent {count_of(season.deliveries.unsigned, 'line')} of gateways without a key"
            )
        self._proofs(season)
        if not season.counted:
            self.checked.append("announcements against what was certified last, as far as it is shown")
            self.not_checked.append("votes for couples and every outcome: they are sealed, and no openings were given")
            if events.sealed:
                self.not_checked.append("what sealed events show: it is the log's claim until they are opened")
            return
        check_workings(self.bundle, season, found)
        check_margins(self.bundle, season, found)
        certified = len(season.certifications.weeks)
        self.checked.append(f"{certified} certified outcomes recomputed, and announcements against what follows")
        if season.unread:
            weeks = ", ".join(map(str, sorted(season.unread)))
            plugged = any(finding.code == "plug-in" for finding in self.findings)
            or_plugged = ", or names kinds of packages" if plugged else ""
            self.not_checked.append(
                f"readiness, outcomes and margins of weeks whose rulebook is newer than this program{or_plugged}: {weeks}"
            )
        if season.fold.state.mode == "historic":
            self.not_checked.append("outcomes of weeks whose votes were never published")

    def _told_before(self, season: Season, found: Findings) -> None:
        """The manifest, and what the auditor pinned, against as much of the log as could be followed."""
        if season.followed:
            check_manifest(self.bundle.manifest, season.fold.state, season.until is None, found)
            check_pins(self.pins, season, found)
        if self.pins:
            told = self.checked if season.followed and season.until is None else self.not_checked
            told.append("that rulebooks and gateways' keys are those you pinned")

    def _proofs(self, season: Season) -> None:
        """What of the outcomes is proved to who sees no count."""
        proved, not_proved = season.proofs.finish(season.fold.state) if season.proofs else ([], [])
        self.checked += proved
        self.not_checked += not_proved

    def _people(self, state: SeasonState) -> None:
        """What a name in this season stands for."""
        if state.founded is None:
            self.not_checked.append("who the people named are: the season has no roster, and names are as typed")
            return
        who = f"{state.founded.actor.name} ({state.founded.actor.role}) at event {state.founded.position}"
        self.checked.append("the roster, and the signatures of two people under each decision")
        whose = "they are a rehearsal's, and " if state.mode == "rehearsal" else ""
        self.not_checked.append(f"who the people of the roster are: {whose}it was founded by {who}")
        if founded_late(state):
            before = f"who the people named before event {state.founded.position} are"
            self.not_checked.append(f"{before}: the season had no roster yet, and names are as typed")

    def _certificate(
        self,
        season: Season,
        checkpoints: tuple[Checkpoint, ...],
        leaves: bytes,
        signers: Sequence[VerifierKey],
        found: Findings,
    ) -> None:
        """What a certificate says of the outcome, once the season has been followed to its end."""
        there = [name for name in self.bundle.manifest.files if name.startswith("certificate.")]
        if (
            (there or signers)
            and season.followed
            and season.until is None
            and not any(line.startswith("the season:") for line in self.not_checked)
        ):
            check_certificate(self.bundle, season, checkpoints, leaves, signers, found)
            self.checked.append("that the certificate is about a certified outcome of this log")
            if there and season.counted:
                self.checked.append(
                    "every word of the certificate, made again from the events, and its page from its JSON"
                )
                self.not_checked.append(f"of the certificate: {BY_WORD}")
            elif there:
                self.checked.append(
                    "what the certificate says that rests on no count, made again from the events, and its page from its JSON"
                )
                self.not_checked.append(f"of the certificate: {SEALED}; {BY_WORD}")
        if there and not signers:
            self.not_checked.append("who signed the certificate: name its signers")

    def _report(
        self,
        events: Events,
        season: Season,
        satisfied: Satisfied | None,
        found: list[Found],
        more: Mapping[str, int],
    ) -> Report:
        manifest, opened = self.bundle.manifest, season.fold.state.opened
        note = self.bundle.read(contents.checkpoint_name(manifest.size))
        return Report(
            sha256=self.hashed,
            season=manifest.season,
            weeks=manifest.weeks,
            mode=opened.fact.mode if opened else manifest.mode,
            sealed=manifest.sealed,
            origin=satisfied.checkpoint.origin if satisfied else None,
            size=manifest.size,
            root=to_base64(satisfied.checkpoint.root) if satisfied else None,
            witnesses=tuple(witness.name for witness in satisfied.witnesses) if satisfied else (),
            events=events.count,
            certified=tuple(sorted(set(season.certifications.weeks.values()))),
            proved=season.proofs.weeks if season.proofs else (),
            checked=tuple(self.checked),
            not_checked=(*self.not_checked, *NEVER_CHECKED),
            findings=tuple(found),
            more=tuple(more.items()),
            told=told_of(season, satisfied, note),
        )


def read_openings(path: Path, findings: Findings) -> dict[int, bytes]:
    """Openings by position; lines that are none are found."""
    held: dict[int, bytes] = {}
    with files.opened(path, OPENINGS) as source:
        while line := source.readline(CHUNK):
            try:
                one = read_line(line)
            except BundleMalformed as refusal:
                findings.add("opening", refusal.reason)
                continue
            if one.sealed or one.position in held:
                findings.add("opening", "it is there twice, or is sealed itself", one.position)
            held[one.position] = one.octets
    return held


_VOID = re.compile(rb'"fact":\{.*?"week":(\d+),"gateway":"([a-z0-9-]+)","batch":(\d+),')


def voided_in(bundle: OpenBundle) -> frozenset[BatchKey]:
    """The batches that are voided somewhere, so that only those need to be kept for comparing."""
    keys: set[BatchKey] = set()
    for line in bundle.lines(contents.EVENTS):
        if b'"type":"batch-voided.v' in line and (void := _VOID.search(line)):
            keys.add((int(void[1][:9]), void[2].decode(), int(void[3][:9])))
    return frozenset(keys)


_WINDOW = re.compile(rb'"fact":\{.*?"week":(\d+),"opens":"([0-9TZ:.-]+)","closes":"([0-9TZ:.-]+)"')


def windows_in(bundle: OpenBundle) -> frozenset[WindowKey]:
    """The windows that are stated somewhere, so that batches are held against no others."""
    lines = (line for line in bundle.lines(contents.EVENTS) if b'"type":"window-stated.v1"' in line)
    found = (window for line in lines if (window := _WINDOW.search(line)))
    first = islice(found, LISTED)  # a hostile bundle could have millions
    return frozenset((int(window[1][:9]), window[2].decode(), window[3].decode()) for window in first)


def _sha256(source: BinaryIO) -> str:
    hashed = sha256()
    source.seek(0)
    while chunk := source.read(CHUNK):
        hashed.update(chunk)
    return hashed.hexdigest()


def _not_a_bundle(hashed: str, findings: Findings) -> Report:
    newer = any(found.code == "newer" for found in findings)
    why = (
        "this program does not know the version of the bundle" if newer else "the file could not be opened as a bundle"
    )
    nothing = (f"everything else: {why}", *NEVER_CHECKED)
    return Report(
        sha256=hashed,
        season=None,
        weeks=(),
        mode=None,
        sealed=False,
        origin=None,
        size=None,
        root=None,
        witnesses=(),
        events=0,
        certified=(),
        checked=(),
        not_checked=nothing,
        findings=tuple(findings),
        more=tuple(findings.more.items()),
    )


def _no_opening(signatures: int) -> str:
    were, they = ("was", "it names") if signatures == 1 else ("were", "they name")
    said = f"that {count_of(signatures, 'signature')} of gateways {were} made for this season and no rehearsal"
    return f"{said}: {they} no opening of it"
