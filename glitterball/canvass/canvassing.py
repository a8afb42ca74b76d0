"""Canvassing the raw ballots of a week. Start reading at `canvass`."""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from domain.gateway.events import OfBatch, OfManifest
from domain.plurals import count_of
from domain.record import canonical_json
from glitterball.canvass import reasons as r
from glitterball.canvass import refusals as no
from glitterball.canvass.batches import accounts, deliveries
from glitterball.canvass.counting import Cell, count_cells, in_one
from glitterball.canvass.database import Database, bytes_of, opened, version
from glitterball.canvass.raw_files import RawFile, form_of, holds_ballots, raw_file
from glitterball.canvass.reading import Ballots, read
from glitterball.canvass.stages import Job, new_salt, removals
from glitterball.canvass.terms import Terms
from glitterball.canvass.whole_files import gone_through
from glitterball.canvass.workplace import Workplace, at_work, key_of
from glitterball.placing import Here, Lost, Place, Processes, processors

MEMORY = "2GB"
BALLOTS_IN_A_PART = 40_000_000
MEMORY_OF_A_TASK = 1_000_000_000
"""Bytes; with less than twice as much, tasks are done one after the other."""

BYTES_OF_A_BALLOT = 40
"""About, in a text file; only how many parts there are depends on it, never what is counted."""

Told = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and of how much."""


@dataclass(frozen=True, slots=True)
class Canvassed:
    """What came of a canvass: the batches of every gateway in order, each gateway's manifest after its own."""

    deliveries: tuple[OfBatch | OfManifest, ...]

    @property
    def batches(self) -> tuple[OfBatch, ...]:
        """The batches."""
        return tuple(one for one in self.deliveries if isinstance(one, OfBatch))

    @property
    def manifests(self) -> tuple[OfManifest, ...]:
        """The manifests: the whole account, by gateway and channel."""
        return tuple(one for one in self.deliveries if isinstance(one, OfManifest))

    def lines(self) -> bytes:
        """All of it as NDJSON, which `glitterball votes import` takes in."""
        return b"".join(canonical_json(one) + b"\n" for one in self.deliveries)


@dataclass(frozen=True, slots=True)
class Means:
    """With what a canvass works. None of it changes what is counted.

    `place` does the tasks of a canvass in parts; unless given, processes of this machine do, as many as memory is for.
    """

    work: Path | None = None
    memory: str = MEMORY
    threads: int | None = None
    parts: int | None = None
    place: Place | None = None
    told: Told = lambda what, done, of: None


OnRecord = Mapping[str, Sequence[tuple[str, int]]]
"""For each raw file by its SHA-256, the gateways and weeks whose batches on record were counted from it."""


def canvass(
    files: Sequence[tuple[str, Path]],
    terms: Terms,
    zone: str | None = None,
    means: Means = Means(),
    on_record: OnRecord = MappingProxyType({}),
) -> Canvassed:
    """Check the raw ballots of all gateways together and count them into batches, every ballot accounted for.

    `files` are gateways with their raw files, in the order of the terms. `zone` is that of times that name none. `on_record`
    says what raw files were counted before, in any week of the season. Refuses one of those given for another gateway or
    week, and files that are not what they should be as a whole; a ballot that is not is rejected under its reason. With a work
    folder in `means`, a canvass that was stopped goes on where it was.
    """
    for gateway, _ in files:
        if [name for name, _ in files].count(gateway) > 1:
            raise no.GatewayRepeated(gateway)
    assert [gateway for gateway, _ in files] == [gateway for gateway, _ in terms.carries], "terms are for these files"
    for _, path in files:
        form_of(path)
    before = [_state_of(path) for _, path in files]
    wholes = {gateway: gone_through(path, _reading(means, path)) for gateway, path in files}
    digests = {gateway: whole.sha256 for gateway, whole in wholes.items()}
    with ExitStack() as stack:
        folder = means.work or Path(stack.enter_context(TemporaryDirectory(prefix="canvass-")), "work")
        place = stack.enter_context(at_work(folder))
        database = stack.enter_context(opened(place.spill, means.memory, means.threads))
        raw = [raw_file(database, gateway, path, wholes[gateway]) for gateway, path in files]
        _refuse_one_for_two(database, raw, digests)
        _refuse_counted_before(database, raw, digests, terms.week, on_record)
        parts = means.parts or _parts(database, raw)
        key = key_of([version(), terms_as_json(terms), digests, zone, parts])
        counted, removed = _count(database, place, key, raw, terms, zone, parts, means)
        for (_, path), state in zip(files, before, strict=True):
            if _state_of(path) != state:
                raise no.RawFileChanged(str(path))
        done = Canvassed(tuple(deliveries(accounts(counted, removed), terms, digests)))
        assert sum(batch.received for batch in done.batches) == sum(cell.votes for cell in counted), "a vote was lost"
        place.clear(key)
        return done


def _refuse_one_for_two(database: Database, raw: Sequence[RawFile], digests: dict[str, str]) -> None:
    """The same ballots are not counted for two gateways. Files without a ballot may be alike."""
    first: dict[str, RawFile] = {}
    for file in raw:
        other = first.setdefault(digests[file.gateway], file)
        if other is not file and holds_ballots(database, file):
            raise no.RawFileRepeated(
                other.gateway, str(other.path), file.gateway, str(file.path), digests[file.gateway]
            )


def _refuse_counted_before(
    database: Database, raw: Sequence[RawFile], digests: dict[str, str], week: int, on_record: OnRecord
) -> None:
    """A file with ballots that was counted for another gateway, or for another week."""
    for file in raw:
        where = counted_elsewhere(digests[file.gateway], file.gateway, week, on_record)
        if where and holds_ballots(database, file):
            raise no.RawFileOnRecord(str(file.path), file.gateway, where, digests[file.gateway])


def counted_elsewhere(sha256: str, gateway: str, week: int, on_record: OnRecord) -> str:
    """Where else batches on record were counted from a file, in words; nothing where only this gateway and week were."""
    others = [place for place in on_record.get(sha256, ()) if place != (gateway, week)]
    return " and ".join(f"{name} in week {number}" for name, number in others)


def _count(
    database: Database,
    place: Workplace,
    key: str,
    raw: Sequence[RawFile],
    terms: Terms,
    zone: str | None,
    parts: int,
    means: Means,
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """What all ballots say of themselves, and what is lost to other ballots, step by step."""
    database.reading = tuple(str(file.path) for file in raw)
    ballots = read(raw, terms, zone)
    steps = parts + 2
    means.told("counting", 0, steps)
    counted = place.kept(key, "ballots", lambda: _readable(count_cells(database, ballots), raw))
    means.told("counting", 1, steps)
    names = [f"part-{part + 1}-of-{parts}" for part in range(parts)]
    left = [part for part, name in enumerate(names) if not place.has(key, name)]
    removed: list[Cell] = []
    with closing(_lost(database, ballots, place.spill, key, left, parts, means)) as found:
        for part, name in enumerate(names):
            means.told("counting", part + 2, steps)
            removed += place.kept(key, name, lambda: next(found))
    means.told("counting", steps, steps)
    return counted, tuple(removed)


def _lost(
    database: Database, ballots: Ballots, spill: Path, key: str, left: Sequence[int], parts: int, means: Means
) -> Generator[tuple[Cell, ...], None, None]:
    """The votes lost to other ballots, for each part that is left; nothing is begun before the first is asked for."""
    if parts == 1:
        yield in_one(database, ballots, new_salt())
        return
    threads = means.threads or processors()
    job = Job(
        ballots=ballots,
        folder=spill / "dealt",
        parts=parts,
        memory=means.memory,
        threads=threads,
        salt=new_salt(),
        key=key,
        made_by=version(),
    )
    workers = min(threads, parts, bytes_of(means.memory) // MEMORY_OF_A_TASK)
    with ExitStack() as stack:
        placed = means.place or (stack.enter_context(Processes(workers)) if workers > 1 else Here())
        try:
            yield from removals(job, placed, left, partial(means.told, "dealing"))
        except Lost as ended:
            raise no.NotEnoughRoom(means.memory, str(ended)) from None


def _readable(cells: tuple[Cell, ...], raw: Sequence[RawFile]) -> tuple[Cell, ...]:
    """The cells, unless a file as a whole is not what it should be: times without a zone, or not one readable ballot."""
    by_gateway: dict[int, Counter[int]] = defaultdict(Counter)
    for cell in cells:
        by_gateway[cell.gateway][cell.reason] += cell.votes
    for number, file in enumerate(raw, start=1):
        votes = by_gateway[number]
        if without := votes[r.WITHOUT_ZONE]:
            raise no.TimesWithoutZone(str(file.path), without)
        for reason in (r.NO_VOTER, r.NO_TIME, r.NO_COUNT, r.UNKNOWN_CHANNEL, r.UNKNOWN_COUPLE):
            if votes[r.CODE[reason]] and votes[r.CODE[reason]] == votes.total():
                raise no.BallotsUnreadable(
                    str(file.path), f"all of its {count_of(votes.total(), 'ballot')} have {reason}"
                )
    return cells


def terms_as_json(terms: Terms) -> object:
    """The terms as far as counts rest on them."""
    windows = [None if window is None else [window.opens, window.closes] for window in terms.windows]
    clause = canonical_json(terms.voting).decode()
    return [
        terms.season,
        terms.week,
        terms.rulebook_sha256,
        clause,
        terms.couples,
        terms.carries,
        windows,
        terms.slice_seconds,
    ]


def _parts(database: Database, raw: Sequence[RawFile]) -> int:
    """Into how many parts the voters are dealt: as many as keep each within memory, by the size of the files."""
    rows = 0
    for file in raw:
        if file.form == "parquet":
            database.reading = (str(file.path),)
            rows += int(database.run(f"SELECT count(*) FROM {file.scan}")[0][0])
        else:
            rows += file.path.stat().st_size // BYTES_OF_A_BALLOT
    return max(1, -(-rows // BALLOTS_IN_A_PART))


def _reading(means: Means, path: Path) -> Callable[[int, int], None]:
    return lambda done, of: means.told(f"reading {path.name}", done, of)


def _state_of(path: Path) -> tuple[int, int]:
    """Size and time of the last change, which stay the same while a file is canvassed."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns
