"""A folder of deliveries followed: each file is taken in when it is whole, as often as it comes, and counts once.

Nothing is kept of where a follower was: what is on record is. After a stop of whatever kind the files are read again, and
what they hold is answered from the log. So a file's name says nothing, and several may follow one folder.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import time

from domain.findings import Finding, FindingKind
from domain.gateway.tally import WeekTally
from domain.refusals import Refusal
from domain.season.readiness import awaited
from domain.season.unready import MANIFEST_MISSING
from domain.season.voting.terms import voting_terms
from glitterball.answers.problems import exit_code_of
from glitterball.engine import Engine, Receipt
from glitterball.feeds.folder import Listing, Stamp, listing, stamp_of
from glitterball.files import limits, read
from glitterball.files.refusals import FileUnreadable, named
from glitterball.files.targets import because
from glitterball.intake.message import is_signed
from glitterball.intake.unsigned_lines import read_deliveries
from glitterball.log.refusals import of_the_store
from glitterball.telemetry import Looked, TakenIn, refused, tell
from projections.fold import SeasonFold

REWRITTEN = FindingKind(
    "feed-rewritten",
    "it was rewritten after it was taken in; what it held is on record and stays, and no number of a batch counts twice",
    "warning",
)
NANOSECONDS = 1_000_000_000
AWAY = FindingKind("feed-away", "it cannot be looked into ({because}); nothing is taken in until it is back")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that brought something new, as its name is printed, and where each of its lines stands in the log."""

    where: str
    receipts: Sequence[Receipt]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at the folder. `again` counts files whose lines all were on record, `unsettled` those that may still be written.

    `findings` are all that stand at its end, `alarm` whether one is of a delivery whose signature does not fit;
    `waits` says what has not come. `sealed`: the lines are closed. `complete`: nothing more is waited for in the folder.
    """

    taken: tuple[Taken, ...]
    again: int
    unsettled: int
    findings: tuple[Finding, ...]
    alarm: bool
    waits: tuple[Finding, ...]
    sealed: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a file was refused, and how far the season was then: it is tried again when season or file has changed."""

    finding: Finding
    exit_code: int
    at: int | None


@dataclass(slots=True)
class _Known:
    """A file as it was last read: its stamp; of what was taken in of it the length and digest; why it is refused."""

    stamp: Stamp
    taken: tuple[int, bytes] | None = None
    rewritten: bool = False
    refused: _Refused | None = None


class Follower:
    """Takes in what gateways write into a folder for one week of a season. Refuses a week whose lines never opened.

    A file is taken in when its name, length and times are the same in two looks, and what it holds is a delivery by itself.
    What is refused becomes a finding; what is wrong with the store (a full disk, for one) is raised, for no file is to blame.
    """

    def __init__(self, engine: Engine, season: str, week: int, folder: Path) -> None:
        voting_terms(engine.state(season), week)
        self._engine, self._season, self._week, self._folder = engine, season, week, folder
        self._before: dict[str, Stamp] = {}
        self._known: dict[str, _Known] = {}
        self._taken: list[Taken] = []
        self._again = 0
        try:
            listing(folder)
        except (OSError, ValueError) as error:
            raise FileUnreadable(named(folder), because(error)) from error

    def look(self) -> Look:
        """Look at the folder once, and take in what has stood still since the last look."""
        self._taken, self._again = [], 0
        try:
            there = listing(self._folder)
        except OSError as error:
            return self._looked(0, (AWAY.at(named(self._folder), because=because(error)),))
        unsettled = sum(not self._settled(name, stamp) for name, stamp in there.files.items())
        self._before = there.files
        return self._looked(unsettled, (*there.others, *self._standing(there)))

    def _settled(self, name: str, stamp: Stamp) -> bool:
        """Whether a file was as it is at the last look, and is so still when it has been read."""
        if self._before.get(name) != stamp:
            return False
        known = self._known.get(name)
        if known is not None and known.stamp == stamp and not self._is_tried_again(known):
            return True
        path = self._folder / name
        try:
            octets = read(path, limits.DELIVERY)
        except Refusal as refusal:
            if stamp_of(path) is not None:
                self._refuse(name, stamp, refusal)
            return True
        if stamp_of(path) != stamp:
            return False
        self._take(name, stamp, octets)
        return True

    def _is_tried_again(self, known: _Known) -> bool:
        return known.refused is not None and known.refused.at != self._engine.state(self._season).sequence

    def _take(self, name: str, stamp: Stamp, octets: bytes) -> None:
        """Take in what a file holds, or note why not."""
        known = self._known.setdefault(name, _Known(stamp))
        if known.taken is not None:
            length, digest = known.taken
            known.rewritten |= sha256(octets[:length]).digest() != digest
        try:
            receipts = self._delivered(octets, named(name))
        except Refusal as refusal:
            if of_the_store(refusal):
                raise
            self._refuse(name, stamp, refusal)
            return
        known.stamp, known.taken, known.refused = stamp, (len(octets), sha256(octets).digest()), None
        if all(receipt.duplicate for receipt in receipts):
            self._again += 1
        else:
            self._taken.append(Taken(named(name), receipts))
            gateways = tuple(sorted({receipt.gateway for receipt in receipts}))
            tell(TakenIn(self._season, self._week, gateways, max(time() - stamp.modified / NANOSECONDS, 0.0)))

    def _delivered(self, octets: bytes, where: str) -> Sequence[Receipt]:
        if is_signed(octets):
            return self._engine.deliver(octets, self._season, self._week)
        batches, manifests = read_deliveries(octets.splitlines(), where, self._season, self._week)
        return self._engine.receive([*batches, *manifests])

    def _refuse(self, name: str, stamp: Stamp, refusal: Refusal) -> None:
        """A file that could not be read at all is tried at each look."""
        known = self._known.setdefault(name, _Known(stamp))
        if known.refused is None or known.refused.finding.code != refusal.code:
            tell(refused(refusal))
        at = None if isinstance(refusal, FileUnreadable) else self._engine.state(self._season).sequence
        finding = Finding(named(name), refusal.sentence(), code=refusal.code, facts=refusal.facts())
        known.stamp, known.refused = stamp, _Refused(finding, exit_code_of(refusal), at)

    def _standing(self, there: Listing) -> Iterator[Finding]:
        """What is to be said of the files that are there."""
        self._known = {name: known for name, known in self._known.items() if name in there.files}
        for name, known in self._known.items():
            if known.rewritten:
                yield REWRITTEN.at(named(name))
            if known.refused is not None:
                yield known.refused.finding

    def _looked(self, unsettled: int, findings: tuple[Finding, ...]) -> Look:
        fold: SeasonFold = self._engine.fold(self._season)
        week = fold.state.weeks[self._week]
        waits = tuple(awaited(week, fold.tallies.get(self._week, WeekTally())))
        sealed = week.seal is not None
        self._tell(waits, findings, unsettled)
        return Look(
            taken=tuple(self._taken),
            again=self._again,
            unsettled=unsettled,
            findings=findings,
            alarm=self._alarm(),
            waits=waits,
            sealed=sealed,
            complete=sealed and not unsettled and all(wait.code != MANIFEST_MISSING.code for wait in waits),
        )

    def _alarm(self) -> bool:
        return any(known.refused is not None and known.refused.exit_code == 5 for known in self._known.values())

    def _tell(self, waits: Sequence[Finding], findings: Sequence[Finding], unsettled: int) -> None:
        tell(
            Looked(
                season=self._season,
                week=self._week,
                refused=sum(finding.severity == "error" for finding in findings),
                unsettled=unsettled,
                alarm=self._alarm(),
                waits_for=tuple(sorted({str(wait.facts["gateway"]) for wait in waits if "gateway" in wait.facts})),
            )
        )


def looks(follower: Follower, pause: Callable[[], None], *, once: bool = False) -> Iterator[Look]:
    """Look after look with a pause between, until the lines are closed and every manifest is in; `once` looks twice, which is
    what it takes to see that a file stands still."""
    left = 2
    while True:
        look = follower.look()
        yield look
        left -= 1
        if look.complete or (once and not left):
            return
        pause()
