"""Machines at one store on a server, killed at random moments and started again: three that record, and the one that signs.

A machine is a process with a folder of its own. It says each batch under a key; started again, it says once more what it was not
answered. One of the machines signs checkpoints, and is killed as often as the others.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from glitterball.addresses import Address
from glitterball.evidence.ledger import Ledger, Register, make_key, publish, read_key, register_path
from glitterball.log import EventLog
from glitterball.log.postgres.opening import make_store
from glitterball.log.recording import Key
from glitterball.log.refusals import PublisherElsewhere
from tests import postgres_server
from tests.faults.children import ACKNOWLEDGED, ERROR, REFUSED, SENT, Child, Line, Say
from tests.faults.experiment import Bench, Experiment, Tally
from tests.log.live_night import AT, SMS, batch

MACHINES = ("east", "west", "spare")
LONGEST = 0.12
"""Seconds from the first word of a machine, or from the last kill, to the next, at most."""
SIGNED = "signed"


@dataclass
class Gateway:
    """A machine that records, and what it was answered: by number, the positions it was told."""

    name: str
    told: dict[int, set[int]] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return f"votes/us-33/2/{self.name}"

    @property
    def next(self) -> int:
        """What was not answered yet."""
        return len(self.told) + 1

    def hear(self, line: Line) -> None:
        self.told.setdefault(line[1], set()).add(line[2])


Saying = Callable[[EventLog, Gateway, int], int]


def under_a_key(log: EventLog, gateway: Gateway, number: int) -> int:
    """A batch said as a gateway says it: the position it stands at."""
    key = Key(f"{gateway.name} {number}", f"{gateway.name} {number}".encode())
    return log.append(gateway.stream, number - 1, [batch(number, gateway.name)], SMS, AT, key)[0].position


def behind_what_is_there(log: EventLog, gateway: Gateway, number: int) -> int:
    """The lie the laboratory has to find: without a key, behind whatever is there, so that a batch said again is there twice."""
    return log.append(gateway.stream, log.version(gateway.stream), [batch(number, gateway.name)], SMS, AT)[0].position


def recording(address: Address, gateway: Gateway, saying: Saying, say: Say) -> None:
    """A machine's life: batch after batch."""
    with EventLog.open(address.text, state=address.state, lock_seconds=30) as log:
        for number in count(gateway.next):
            say(SENT, number)
            say(ACKNOWLEDGED, number, saying(log, gateway, number))


def signing(address: Address, key: Path, say: Say) -> None:
    """The life of the machine that signs: the log as it stands, over and over, as soon as the server knows it was killed."""
    with (
        EventLog.open(address.text, state=address.state, lock_seconds=30) as log,
        Ledger.open(log) as ledger,
        closing(Register(register_path(key))) as register,
    ):
        while True:
            if log.last_position():
                try:
                    published = publish(ledger, register, read_key(key))
                    say(SIGNED, published.size, published.root.hex())
                except PublisherElsewhere:
                    time.sleep(0.02)


class Running:
    """All machines of a round at work."""

    def __init__(self, folder: Path, text: str, saying: Saying) -> None:
        self.folder, self.text, self.saying = folder, text, saying
        self.key = folder / "log.key"
        make_key(self.key, "example.org/dancing")
        self.gateways = [Gateway(name) for name in MACHINES]
        self.signed: list[tuple[int, str]] = []
        self.wrong: Counter[str] = Counter()
        self.children = [self._begun(place) for place in range(len(MACHINES) + 1)]

    def machine(self, name: str) -> Address:
        """A machine of that name."""
        state = self.folder / name
        state.mkdir(exist_ok=True)
        return Address.read(self.text, state)

    def _begun(self, place: int) -> Child:
        if place == len(MACHINES):
            return Child(partial(signing, self.machine("signer"), self.key))
        gateway = self.gateways[place]
        return Child(partial(recording, self.machine(gateway.name), gateway, self.saying))

    def kill(self, place: int, seconds: float) -> None:
        """Kill a machine a while after its first word, and start it again."""
        self.children[place].listen(30, enough=bool)
        self.children[place].listen(seconds)
        self._heard(place, self.children[place].kill())
        self.children[place] = self._begun(place)

    def end(self) -> None:
        """Kill all of them, for good."""
        for place, child in enumerate(self.children):
            self._heard(place, child.kill())

    def _heard(self, place: int, lines: Sequence[Line]) -> None:
        for line in lines:
            if line[0] in (ERROR, REFUSED):
                self.wrong[f"{line[0]} {line[1]}"] += 1
            elif line[0] == SIGNED:
                self.signed.append((line[1], line[2]))
            elif line[0] == ACKNOWLEDGED:
                self.gateways[place].hear(line)


def killed(saying: Saying, bench: Bench, trials: int) -> Tally:
    """So many kills of machines at one store; then all they were told is held against what is there."""
    if postgres_server.programs() is None:
        return Tally(seen=Counter({"no server: left out": 1}))
    server = postgres_server.own_server()
    server.start()
    try:
        make_store(Address.read(server.address))
        running = Running(bench.place(f"round-{os.getpid()}"), server.address, saying)
        for _ in range(trials):
            running.kill(bench.random.randrange(len(MACHINES) + 1), bench.random.uniform(0, LONGEST))
        running.end()
        return compared(running, trials)
    finally:
        server.remove()


def compared(running: Running, trials: int) -> Tally:
    """What machines were told, held against the log, and said again; each signature against the log's own tree."""
    address = running.machine("auditor")
    tally = Tally(trials=trials, other=Counter(running.wrong))
    with EventLog.open(address.text, state=address.state) as log, Ledger.open(log) as ledger:
        events = list(log.read())
        at = {event.position: event for event in events}
        tally.gaps = int([*at] != [*range(1, log.last_position() + 1)])
        for gateway in running.gateways:
            for number, positions in gateway.told.items():
                tally.acknowledged += 1
                facts = [at[position].fact for position in positions if position in at]
                tally.lost += facts != [batch(number, gateway.name)] * len(positions)
                tally.other["answered with two positions"] += len(positions) > 1
        tally.doubled = len(events) - len({event.fact.model_dump_json() for event in events})
        if running.saying is under_a_key:
            tally.other["said again, answered otherwise"] += _otherwise(log, running.gateways)
        ledger.catch_up()
        with closing(Register(register_path(running.key))) as register:
            tally.other += _of_signatures(running, log, ledger, register)
    tally.other = +tally.other
    tally.seen["signatures"] += len(running.signed)
    return tally


def _otherwise(log: EventLog, gateways: Sequence[Gateway]) -> int:
    """Batches that are answered with other positions when they are said once more."""
    said = ((gateway, number, positions) for gateway in gateways for number, positions in gateway.told.items())
    return sum(under_a_key(log, gateway, number) not in positions for gateway, number, positions in said)


def _of_signatures(running: Running, log: EventLog, ledger: Ledger, register: Register) -> Counter[str]:
    """What is wrong of what was signed: of another tree than the log's, not in the register, or known to the store alone."""
    found: Counter[str] = Counter()
    kept = {published.size: published.root for published in register.published()}
    assert log.shared is not None
    for size, root in running.signed:
        found["signed of another tree"] += ledger.root(size).hex() != root
        found["signed and not in the register"] += kept.get(size, b"").hex() != root
    for signed in log.shared.signed_by(register.key):
        found["known to the store and not to the register"] += kept.get(signed.size) != signed.root
    return found


EXPERIMENTS = (
    Experiment(
        "nodes: killed",
        "three machines that record and one that signs: nothing acknowledged is lost, nothing is there twice",
        partial(killed, under_a_key),
        bounded=10,
        round=50,
    ),
    Experiment(
        "nodes: said again without a key",
        "the same without keys: what was recorded and not answered is there twice",
        partial(killed, behind_what_is_there),
        bounded=30,
        round=50,
        sanity=True,
    ),
)
