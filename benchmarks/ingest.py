"""How fast deliveries of 1, 8 and 64 gateways are taken in, from the bytes a gateway hands over to the answer after the commit.

    python -m benchmarks.ingest --rounds 5

Each gateway is a thread that waits for its answer before it hands over the next delivery. The yardstick is `sqlite3` by
hand: the very rows our store then holds, as durably, in the same groups, by one writer. Our side reads the lines, checks
that they are canonical, the signature over them, the rules of the week and that nothing is on record, and guards the
table against editing. Of several rounds the best is told, for both sides: whatever else the machine does only slows down.
The second ratio is of processor time, which a busy machine disturbs less: what we compute against what the yardstick does.
"""

import argparse
import sqlite3
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from benchmarks.yardsticks import AT, COUPLES, against, raw_writes
from domain.gateway.events import OfBatch
from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from domain.season.stating import stated
from domain.season.words import Episode, ExpectedGateway
from glitterball.engine import Engine
from glitterball.intake import sign_delivery
from glitterball.intake.message import delivery_text
from glitterball.log import EventLog
from glitterball.log.envelope import Line, encode
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.keys import SignerKey
from glitterball.rulebooks import shipped_rulebook

PIA, SAM, SUE, ELIN, OLGA = (
    Actor.model_validate({"name": name, "role": role})
    for name, role in (
        ("Pia", "producer"),
        ("Sam", "supervisor"),
        ("Sue", "supervisor"),
        ("Elin", "executive"),
        ("Olga", "adjudicator"),
    )
)
BATCHES = {1: 6_400, 100: 32_000, 1_000: 64_000}
"""Batches in a round, by group size; a lone gateway with single batches sends fewer, for it waits for the disk each time."""


OPENS = c.OpenSeason(season="us-99", show="Dancing", number=99, mode="live")
OPENING = leaf_hash(encode("season/us-99", 1, AT, PIA, stated(e.SeasonOpened, OPENS))).hex()


TARGETS = {
    **{
        (gateways, 1_000, signed): (0.6 if signed else 0.7, None) for gateways in (1, 8, 64) for signed in (False, True)
    },
    (64, 1, False): (1.6, 20),
    (64, 1, True): (1.2, 25),
}
"""By gateways, size and signature: the ratio to be reached, and the milliseconds within which 99 % are answered."""


def signer(gateway: str) -> SignerKey:
    """A gateway's key: the same in every run."""
    return SignerKey(gateway, gateway.encode().ljust(32, b"."))


def lines_open(
    engine: Engine,
    gateways: list[str],
    signed: bool,
    order: tuple[str, ...] | None = None,
    opens: c.OpenSeason = OPENS,
) -> None:
    """A season of thirteen couples whose first week's lines are open to these gateways, with or without keys, and perhaps with
    an order of the couples."""
    book = shipped_rulebook("us-33")
    engine.do("us-99", opens, PIA)
    engine.do("us-99", c.Propose(command=c.AdoptRulebook(rulebook=book, from_week=1)), ELIN)
    engine.do("us-99", c.Approve(decision=1), OLGA)
    for couple in COUPLES:
        engine.do("us-99", c.CastCouple(couple=couple, celebrity=couple, professional="a pro"), PIA)
    week = c.OpenWeek(
        week=1,
        form=book.forms[0].name,
        episodes=(Episode(number=1, date="2024-09-17"),),
        scores_from=(1,),
        votes_from=(1,),
    )
    engine.do("us-99", week, PIA)
    expected = tuple(ExpectedGateway(gateway=name, channels=("sms",)) for name in gateways)
    engine.do("us-99", c.OpenVoting(week=1, gateways=expected, couples=order), PIA)
    for decision, name in enumerate(gateways if signed else (), start=2):
        key = signer(name).verifier_key().to_text()
        engine.do("us-99", c.Propose(command=c.IntroduceGatewayKey(gateway=name, key=key)), SAM)
        engine.do("us-99", c.Approve(decision=decision), SUE)


def messages(gateway: str, count: int, size: int, signed: bool) -> list[bytes]:
    """What a gateway sends: so many batches, in deliveries of a size."""
    batches = []
    for number in range(1, count + 1):
        votes = tuple((couple, number % 977 + 37 * place) for place, couple in enumerate(COUPLES))
        batches.append(
            OfBatch(
                season="us-99",
                week=1,
                gateway=gateway,
                batch=number,
                channel="sms",
                opens="2024-09-25T00:00:00Z",
                closes="2024-09-25T00:00:10Z",
                votes=votes,
                received=sum(votes for _, votes in votes),
            )
        )
    groups = [batches[start : start + size] for start in range(0, count, size)]
    return [
        sign_delivery(signer(gateway), group, opening=OPENING) if signed else delivery_text(group) for group in groups
    ]


def night(path: Path, sent: dict[str, list[bytes]], signed: bool) -> tuple[float, list[float], float]:
    """Seconds for everything, seconds from each hand-over to its answer, and seconds of processor time."""
    waited: list[float] = []
    with EventLog.open(f"sqlite:{path}") as log:
        engine = Engine(log, lambda: AT)
        lines_open(engine, list(sent), signed)
        start = threading.Barrier(len(sent) + 1)

        def gateway(mine: list[bytes]) -> None:
            took = []
            start.wait()
            for message in mine:
                began = time.perf_counter()
                engine.deliver(message)
                took.append(time.perf_counter() - began)
            waited.extend(took)

        threads = [threading.Thread(target=gateway, args=(mine,)) for mine in sent.values()]
        for thread in threads:
            thread.start()
        start.wait()
        began, computed = time.perf_counter(), time.process_time()
        for thread in threads:
            thread.join()
        return time.perf_counter() - began, sorted(waited), time.process_time() - computed


def stored(path: Path) -> list[Line]:
    """What the night put into the store, signatures among it."""
    with closing(sqlite3.connect(path)) as db:
        rows = "SELECT originator_id, originator_version, topic, state, NULL FROM stored_events"
        of_gateways = "topic IN ('vote-batch-received.v1', 'delivery-signed.v2')"
        return list(db.execute(f"{rows} WHERE {of_gateways} ORDER BY position"))


def measure(gateways: int, size: int, signed: bool, rounds: int) -> str:
    """One line of the table."""
    total = 800 if (gateways, size) == (1, 1) else BATCHES[size]
    each = max(total // gateways, size)
    sent = {f"gateway-{n}": messages(f"gateway-{n}", each, size, signed) for n in range(gateways)}
    nights, raws, computed = [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            nights.append(night(Path(folder, "ours.db"), sent, signed))
            lines = stored(Path(folder, "ours.db"))
            some = lines[:800] if size == 1 else lines
            before = time.process_time()
            raws.append(raw_writes(Path(folder, "raw.db"), some, size + signed) / len(some) * len(lines))
            computed.append((time.process_time() - before) / len(some) * len(lines))
    took, waited, _ = min(nights)
    count = gateways * each
    target, within = TARGETS.get((gateways, size, signed), (None, None))
    p99 = waited[int(len(waited) * 0.99)] * 1e3
    return (
        f"{gateways:>3} gateways, {size:>5,} a delivery, {'signed' if signed else 'unsigned':>8}: "
        f"{count / took:>8,.0f} batches/s, raw sqlite3 {count / min(raws):>8,.0f}/s, {against(min(raws) / took, target)} "
        f"(processor {min(computed) / min(one[2] for one in nights):>5.2f}), "
        f"median {waited[len(waited) // 2] * 1e3:>7.2f} ms, 99 % within {p99:>7.2f} ms"
        f"{'' if within is None else f' (target {within})'}"
    )


def main() -> None:
    """Every number of gateways with every size, without signatures and with."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--gateways", type=int, nargs="*", default=[1, 8, 64])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1, 100, 1_000])
    asked = parser.parse_args()
    for size in asked.sizes:
        for gateways in asked.gateways:
            for signed in (False, True):
                print(measure(gateways, size, signed, asked.rounds), flush=True)


if __name__ == "__main__":
    main()
