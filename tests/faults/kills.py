"""kill -9 at a random moment of everything that writes; reopened, compared, what was not acknowledged said again."""

import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from domain.refusals import Refusal
from glitterball.season_files import shipped_season
from glitterball.store import Store
from tests.faults import night
from tests.faults.acknowledged import Held, acknowledgement, compare, count_errors, of_events
from tests.faults.children import ACKNOWLEDGED, SENT, Child, Line, Say
from tests.faults.experiment import Bench, Experiment, Tally
from tests.ingest import nights

KILLS_OF_A_STORE = 12
"""A store lives through so many kills, then another is begun."""

GATEWAYS = tuple(f"gateway-{number}" for number in range(8))
SIGNING = ("phones", "tv-app", "web")
GROUP = 20
"""Batches of a signed delivery."""


@dataclass(frozen=True)
class Writing:
    """One way of writing: what the child does until it is killed, and how what was not answered is said again."""

    life: Callable[[Path, Say], None]
    again: Callable[[Store, list[Line]], None]
    signed: bool = False
    in_parts: bool = False
    longest: float = 0.06
    """Seconds from the first word of the child to the kill, at most."""


def too_early(path: Path, say: Say) -> None:
    """The lie the laboratory has to find: a batch acknowledged before it is recorded, and then the process is killed."""
    with night.opened(path) as store:
        batch = next(night.batches("web", store.log.version(night.stream_of("web")) + 1))
        say(*acknowledgement(store.log.last_position() + 1, night.stream_of("web"), batch.batch, batch))
        signal.pause()


def single(path: Path, say: Say) -> None:
    """A gateway's batches, a commit each."""
    with night.opened(path) as store:
        for batch in night.batches("web", store.log.version(night.stream_of("web")) + 1):
            night.send(store, batch, say)


def threads(path: Path, say: Say) -> None:
    """Eight gateways in threads of their own, which share commits."""
    with night.opened(path) as store, ThreadPoolExecutor(len(GATEWAYS)) as pool:

        def one(gateway: str) -> None:
            for batch in night.batches(gateway, store.log.version(night.stream_of(gateway)) + 1):
                night.send(store, batch, say)

        list(pool.map(one, GATEWAYS))


def signed(path: Path, say: Say) -> None:
    """Three gateways in turn, each with signed deliveries."""
    with night.opened(path) as store:
        for round_ in count():
            gateway = SIGNING[round_ % len(SIGNING)]
            last = store.log.version(night.stream_of(gateway))
            night.deliver(store, gateway, last + 1, last + GROUP, say)


def in_parts(path: Path, say: Say) -> None:
    """The same in the second form, whose hidden parts are recorded beside them."""
    with night.opened(path) as store:
        for round_ in count():
            gateway = SIGNING[round_ % len(SIGNING)]
            last = store.log.version(night.stream_of(gateway))
            night.deliver_in_parts(store, gateway, last + 1, last + GROUP, say)


def desk(path: Path, say: Say) -> None:
    """Corrections of a mark, each decided on the season as it stands, with batches between them."""
    with night.opened(path) as store:
        begun = store.log.last_position()
        sent = night.batches("web", store.log.version(night.stream_of("web")) + 1)
        for number in count():
            reason = f"{begun} {number}"
            for judge in ("ines", "jo"):
                say(SENT, "season/small", reason)
                for line in night.correct(
                    store, judge, 1 + (begun + number) % 2 + 2 * (number % 3), f"{judge} {reason}"
                ):
                    say(*line)
            night.send(store, next(sent), say)


def imports(path: Path, say: Say) -> None:
    """Whole seasons, one commit each."""
    season = shipped_season("us-33")
    with night.opened(path) as store:
        for number in count(len(store.seasons())):
            say(SENT, f"season/again-{number}", 0)
            store.take_in(season, name=f"again-{number}")
            events = store.log.stream(f"season/again-{number}")
            first = next(iter(events))
            say(*of_events([first])[0])


def send_again(store: Store, lines: list[Line]) -> None:
    """What was sent and not acknowledged, sent again: a batch is recorded once."""
    for stream, number in unanswered(lines):
        gateway = stream.rpartition("/")[2]
        if stream.startswith("votes/"):
            store.season(night.SEASON).receive([nights.batch(gateway, number)])


def deliver_again(store: Store, lines: list[Line]) -> None:
    """The same signed message again."""
    for stream, number in unanswered(lines):
        message = nights.delivery(stream.rpartition("/")[2], number, number + GROUP - 1)
        store.season(night.SEASON).deliver(message)


def deliver_parts_again(store: Store, lines: list[Line]) -> None:
    """The same signed message of the second form again."""
    for stream, number in unanswered(lines):
        message = nights.in_parts(stream.rpartition("/")[2], number, number + GROUP - 1)
        store.season(night.SEASON).deliver(message)


def import_again(store: Store, lines: list[Line]) -> None:
    """The import again: taken in, or there already, as a whole."""
    for stream, _ in unanswered(lines):
        try:
            store.take_in(shipped_season("us-33"), name=stream.removeprefix("season/"))
        except Refusal as refusal:
            if refusal.code != "season-taken":
                raise


def unanswered(lines: list[Line]) -> list[tuple[str, int]]:
    """What was sent and not acknowledged. Of a delivery its first batch stands for all."""
    answered = {(line[2], line[3]) for line in lines if line[0] == ACKNOWLEDGED}
    if any(str(line[1]).startswith("season/again") for line in lines):
        answered = {(stream, 0) for stream, _ in answered}
    return [(line[1], line[2]) for line in lines if line[0] == SENT and (line[1], line[2]) not in answered]


def killed(work: Callable[[Say], None], wait: float) -> list[Line]:
    """A child, killed so long after its first word."""
    child = Child(work)
    child.listen(60, bool)
    time.sleep(wait)
    return child.kill()


def trials(writing: Writing, bench: Bench, kills: int) -> Tally:
    """So many kills, each after a random time."""
    tally = Tally()
    path, given = Path(), []
    for number in range(kills):
        if number % KILLS_OF_A_STORE == 0:
            path, given = bench.place(str(number)) / "night.sqlite", []
            gateways = SIGNING if writing.signed else (*GATEWAYS, "web")
            night.lines_open(path, gateways, signed=writing.signed, in_parts=writing.in_parts)
        lines = killed(partial(writing.life, path), bench.random.uniform(0, writing.longest))
        given += [line for line in lines if line[0] == ACKNOWLEDGED]
        tally.trials += 1
        count_errors(lines, tally, ("already-so",))
        reopened(path, writing, lines, given, tally)
    return tally


def reopened(path: Path, writing: Writing, lines: list[Line], given: list[Line], tally: Tally) -> None:
    """Everything acknowledged since the store was made is there; what is said again is there once."""
    account = Tally()
    held = compare(path, given, account)
    unheard = sum((stream, number or 1) in held.places for stream, number in unanswered(lines))
    tally.seen["recorded, and the answer never came"] += unheard
    torn_deliveries(held, tally)
    try:
        with night.opened(path) as store:
            writing.again(store, lines)
            writing.again(store, lines)
    except Refusal as refusal:
        tally.other[f"said again and refused: {refusal.code}"] += 1
    compare(path, given, account)
    account.acknowledged = sum(line[0] == ACKNOWLEDGED for line in lines)
    tally.add(account)


def torn_deliveries(held: Held, tally: Tally) -> None:
    """A signed delivery or a season that is there in part."""
    deliveries = sum(stream.startswith("deliveries/") for stream, _ in held.places)
    if deliveries and sum(stream.startswith("votes/") for stream, _ in held.places) != GROUP * deliveries:
        tally.other["half a delivery"] += 1
    lengths = {stream: 0 for stream, _ in held.places if stream.startswith("season/again-")}
    for stream, _ in held.places:
        if stream in lengths:
            lengths[stream] += 1
    if len(set(lengths.values())) > 1:
        tally.other["half a season"] += 1


def _experiment(name: str, claim: str, writing: Writing, bounded: int, sanity: bool = False) -> Experiment:
    return Experiment(f"kills: {name}", claim, partial(trials, writing), bounded, 120, sanity)


EXPERIMENTS = (
    _experiment("single batches", "A batch answered is there after kill -9, once.", Writing(single, send_again), 60),
    _experiment("group commit", "So in eight threads that share commits.", Writing(threads, send_again), 60),
    _experiment("signed deliveries", "A signed delivery is whole or absent.", Writing(signed, deliver_again, True), 40),
    _experiment(
        "second form",
        "So is one of the second form, with its hidden parts.",
        Writing(in_parts, deliver_parts_again, True, True),
        40,
    ),
    _experiment("the desk", "A correction answered is there.", Writing(desk, send_again), 40),
    _experiment("season import", "A season is taken in whole or not.", Writing(imports, import_again, longest=0.6), 12),
    _experiment(
        "answered too early",
        "A writer that answers before it records is found out.",
        Writing(too_early, lambda store, lines: None),
        5,
        sanity=True,
    ),
)
