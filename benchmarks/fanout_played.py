"""What `fanout.py` plays: the night it needs, turns of the yardstick and of the pages, and what is told of them."""

import argparse
import http.client
import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from catch_up import PRODUCER, a_season
from fanout_clients import HOST, gateways, listeners
from fanout_served import Marks, bare, ours
from night_senders import Sender
from yardsticks import AT

from domain.season import events as e
from domain.season import words as w
from glitterball.engine.openings import opening_of
from glitterball.log import EventLog
from glitterball.web.book import Book, book_path, hashed
from glitterball.web.people_file import LINK

SEASON = "us-33"
STREAM = f"season/{SEASON}"
PATH = f"/live/{SEASON}"
DESK = (f"/s/{SEASON}/w/2/desk", f"/s/{SEASON}/w/2/scores", f"/s/{SEASON}/w/2", "/approvals")
"""Pages that the desk asks for while everything goes on."""
RATE = 10.0
SETTLES = 1.0
"""Seconds between the coming of listeners and the first change."""
LONGEST = 30.0
"""Seconds that are waited for the last message to reach everybody."""
SPAWN = get_context("spawn")


@dataclass(slots=True)
class Told:
    """What a turn came to: processor seconds of the server, messages, delays in seconds, and what went wrong."""

    processor: float
    messages: int
    octets: int
    delays: list[float]
    faults: list[str]

    @property
    def a_million(self) -> float:
        """Processor seconds a million messages."""
        return self.processor / max(self.messages, 1) * 1e6


class Process:
    """A process that is told what to do, and answers."""

    def __init__(self, does: Any, *given: Any, first: bool = False) -> None:
        self._here, there = SPAWN.Pipe()
        given = (there, *given) if first else (*given, there)
        self._process = SPAWN.Process(target=does, args=given)
        self._process.start()
        there.close()

    def asks(self, *order: Any) -> Any:
        """Tell it something, and wait for what it answers."""
        self.tells(*order)
        return self._here.recv()

    def tells(self, *order: Any) -> None:
        """Tell it something."""
        self._here.send(order)

    def answer(self) -> Any:
        """What it says next."""
        return self._here.recv()

    def ends(self) -> None:
        """Have it end."""
        self.tells("end")
        self._process.join(20)


@contextmanager
def running(does: Any, *given: Any, first: bool = False) -> Iterator[Process]:
    """A process while something is asked of it."""
    process = Process(does, *given, first=first)
    try:
        yield process
    finally:
        process.ends()


def a_night(folder: Path, people: int, names: Sequence[str]) -> tuple[Path, Path, list[str], list[str], str]:
    """A store whose lines are open to these gateways, a people file; a cookie for each listener, a key for each gateway."""
    store, file = folder / "night.glitter", folder / "people.toml"
    sources = tuple(w.ExpectedGateway(gateway=name, channels=("sms",)) for name in names)
    facts = [fact for fact in a_season() if not (isinstance(fact, e.VotingOpened) and fact.week == 2)]
    facts += [Sender(name).introduced() for name in names]
    facts.append(e.VotingOpened(week=2, gateways=sources))
    with EventLog.open(f"sqlite:{store}") as log:
        first = log.append(STREAM, 0, facts, PRODUCER, AT)[0]
        opening = opening_of(log, first)
    keys = [secrets.token_urlsafe(12) for _ in names]
    entries = [("desk", '"producer", "executive"', "")]
    entries += [(f"screen-{number}", '"score desk"', "") for number in range(people)]
    entries += [(name, "", f'"{hashed(key)}"') for name, key in zip(names, keys, strict=True)]
    file.write_text(
        'origin = "http://127.0.0.1:8033"\n'
        + "".join(
            f'[[person]]\nidentity = "{who}"\nname = "{who}"\nroles = [{roles}]\nkeys = [{key}]\n'
            for who, roles, key in entries
        )
    )
    book = Book(book_path(store))
    cookies = [f"Cookie: glitterball={book.begin(LINK, who)}\r\n" for who, _, _ in entries[: people + 1]]
    book.close()
    return store, file, cookies, keys, opening


def changes(store: Path, rate: float, seconds: float) -> Marks:
    """Record so many changes a second, from a process beside the server's; each by its position, and when it was acknowledged."""
    marks, began = [], time.monotonic()
    with EventLog.open(f"sqlite:{store}") as log:
        sequence = sum(1 for _ in log.stream(STREAM))
        for turn in range(int(rate * seconds)):
            time.sleep(max(0.0, began + turn / rate - time.monotonic()))
            outage = e.OutageNoted(week=2, channel="sms", began="2024-09-25T01:00:00Z", what=f"cable {turn}")
            (recorded,) = log.append(STREAM, sequence + turn, [outage], PRODUCER, AT)
            marks.append((recorded.position, time.monotonic()))
    return marks


def heard(crowd: Process, marks: Marks, processor: float) -> Told:
    """What listeners heard of changes: for each message how long the oldest change that it tells had been there."""
    told, last = Told(processor, 0, 0, [], []), max(position for position, _ in marks)
    when = sorted(marks)
    for number, (messages, beats, octets, lost) in enumerate(crowd.asks("heard")):
        told.messages += len(messages) + beats
        told.octets += octets
        if lost or not messages or messages[-1][0] < last:
            told.faults.append(f"listener {number} did not hear of {last}")
        place = 0
        for position, at in messages:
            if place < len(when) and when[place][0] <= position:
                told.delays.append(max(0.0, at - when[place][1]))
            while place < len(when) and when[place][0] <= position:
                place += 1
    return told


def of_the_bare(crowd: Process, headers: list[str], length: int, seconds: float) -> Told:
    """A turn of the yardstick."""
    with running(bare, length) as server:
        crowd.asks("come", server.answer(), PATH, headers)
        crowd.asks("heard")
        began = server.asks("processor")
        server.tells("begin", RATE, seconds)
        crowd.asks("until", int(RATE * seconds), seconds + LONGEST)
        processor = server.asks("processor") - began
        told = heard(crowd, server.asks("marks"), processor)
        crowd.asks("go")
    return told


def of_ours(crowd: Process, store: Path, people: Path, headers: list[str], seconds: float) -> Told:
    """A turn of the pages, while nothing is done but changes recorded."""
    with running(ours, store, people) as server:
        come(crowd, server, headers)
        began = server.asks("processor")
        marks = changes(store, RATE, seconds)
        crowd.asks("until", marks[-1][0], LONGEST)
        told = heard(crowd, marks, server.asks("processor") - began)
        crowd.asks("go")
    return told


def come(crowd: Process, server: Process, headers: list[str]) -> int:
    """Let the listeners come, and hear what they missed."""
    port: int = server.answer()
    crowd.asks("come", port, PATH, headers)
    time.sleep(SETTLES)
    crowd.asks("heard")
    return port


@dataclass(slots=True)
class Busy:
    """A night on which everything is asked at once: what listeners heard, deliveries' answers and the desk's, in seconds."""

    told: Told
    batches: int
    seconds: float
    deliveries: list[float]
    desk: list[float]


def all_at_once(crowd: Process, night: Any, names: Sequence[str], size: int, seconds: int) -> Busy:
    """Listeners, gateways and the desk at the same time."""
    store, people, (desk, *screens), keys, opening = night
    with running(gateways, names, opening, first=True) as senders, running(ours, store, people) as server:
        port = come(crowd, server, screens)
        senders.asks("deliver", port, size, seconds, keys)
        began, at = server.asks("processor"), time.monotonic()
        senders.tells("now")
        asked, faults = at_the_desk(port, desk, seconds)
        answers = senders.answer()
        acknowledged = [(last, answered) for _, answered, _, last in answers]
        crowd.asks("until", max(acknowledged)[0], LONGEST)
        took, processor = time.monotonic() - at, server.asks("processor") - began
        told = heard(crowd, acknowledged, processor)
        told.faults += faults
        told.faults += [f"a delivery was answered {status}" for _, _, status, _ in answers if status != 201]
        crowd.asks("go")
    recorded = sum(size for _, _, status, _ in answers if status == 201)
    return Busy(told, recorded, took, [answered - asked for asked, answered, _, _ in answers], asked)


def at_the_desk(port: int, cookie: str, seconds: float) -> tuple[list[float], list[str]]:
    """Ask for the desk's pages in turn, five a second; how long each took, and what was not answered."""
    took, faults, began = [], [], time.monotonic()
    name, _, secret = cookie.strip().partition(": ")
    asking = http.client.HTTPConnection(HOST, port, timeout=60)
    for turn in range(int(seconds * 5)):
        time.sleep(max(0.0, began + turn / 5 - time.monotonic()))
        if time.monotonic() - began > seconds:
            break
        asked = time.monotonic()
        asking.request("GET", DESK[turn % len(DESK)], headers={name: secret})
        answer = asking.getresponse()
        answer.read()
        took.append(time.monotonic() - asked)
        if answer.status != 200:
            faults.append(f"{DESK[turn % len(DESK)]} was answered {answer.status}")
    asking.close()
    return took, faults


def spread(seconds: Sequence[float]) -> str:
    """Median, 99th percentile and worst."""
    ordered = sorted(seconds) or [0.0]
    told = (median(ordered), ordered[int(len(ordered) * 0.99)], ordered[-1])
    return "median {:.0f}, 99 % within {:.0f}, worst {:.0f} ms".format(*(1000 * each for each in told))


def play(what: str, said: Sequence[str] | None) -> int:
    """Play what was asked for, and tell."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--listeners", type=int, default=1_000)
    parser.add_argument("--gateways", type=int, default=64)
    parser.add_argument("--batches", type=int, default=1_000, help="a second, of all gateways")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=6, help="of each turn")
    parser.add_argument("--quick", action="store_true", help="a few of each for a moment: whether all of it works")
    asked = parser.parse_args(said)
    if asked.quick:
        asked.listeners, asked.gateways, asked.batches, asked.rounds, asked.seconds = 20, 4, 40, 1, 2
    with tempfile.TemporaryDirectory() as folder, running(listeners) as crowd:
        return played(asked, Path(folder), crowd)


def played(asked: argparse.Namespace, folder: Path, crowd: Process) -> int:
    """All turns in a folder."""
    names = [f"gateway-{number}" for number in range(asked.gateways)]
    size = max(1, round(asked.batches / asked.gateways))
    night = a_night(folder, asked.listeners, names)
    store, people, (_, *screens) = night[:3]
    both, length = [], 0
    for number in range(asked.rounds):
        told = of_ours(crowd, store, people, screens, asked.seconds)
        length = round(told.octets / max(told.messages, 1)) - len(b"100\r\n\r\n")
        by_hand = of_the_bare(crowd, screens, length, asked.seconds)
        both.append((by_hand, told))
        print(
            f"round {number + 1}: {told.messages:,} messages, {told.a_million:.0f} processor seconds a million; "
            f"bare {by_hand.messages:,}, {by_hand.a_million:.0f}; ratio {told.a_million / by_hand.a_million:.2f}",
            flush=True,
        )
    ratio = median(told.a_million / by_hand.a_million for by_hand, told in both)
    print(f"{asked.listeners:,} listeners, {length} octets a message: ratio {ratio:.2f} (target at most 1.30)")
    print(f"heard after: {spread([one for _, told in both for one in told.delays])} (target 99 % within 250)")
    print(f"bare, heard after: {spread([one for told, _ in both for one in told.delays])}")
    busy = all_at_once(crowd, night, names, size, 2 * asked.seconds)
    print(
        f"with {asked.gateways} gateways: {busy.batches:,} batches recorded, {busy.batches / busy.seconds:,.0f}/s of "
        f"{size * asked.gateways:,}/s; deliveries answered in: {spread(busy.deliveries)}"
    )
    print(f"heard after: {spread(busy.told.delays)} (target 99 % within 250); {busy.told.messages:,} messages")
    print(f"the desk's {len(busy.desk)} pages: {spread(busy.desk)} (target 99 % within 100)")
    print(f"server's processor: {busy.told.processor / busy.seconds:.0%} of a core; load {os.getloadavg()[0]:.1f}")
    faults = [fault for by_hand, told in both for fault in (*by_hand.faults, *told.faults)] + busy.told.faults
    with EventLog.open(f"sqlite:{store}") as log:
        kept = sum(
            1 for name in names for line in log.stream(f"votes/{SEASON}/2/{name}") if hasattr(line.fact, "batch")
        )
    if kept != busy.batches:
        faults.append(f"{busy.batches} batches were acknowledged and {kept} are on record")
    print(json.dumps({"faults": faults[:10], "heard": sum(told.messages for _, told in both), "batches": kept}))
    return 1 if faults else 0
