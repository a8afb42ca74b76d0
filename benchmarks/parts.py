"""What the second form of a batch costs: recorded, taken in, read back, against the first form and against `sqlite3` by hand.

    python -m benchmarks.parts --events 20000

The same night in both forms. Yardsticks write the very rows of each form, and read, hash and parse them; nothing of theirs is
sealed, guarded or validated. Processor time, which a busy machine disturbs less than a clock; of several rounds the best.
"""

import argparse
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks import ingest
from benchmarks.yardsticks import (
    AT,
    COUPLES,
    against,
    groups,
    lines_of,
    processor,
    raw_replay,
    raw_replay_of_parts,
    raw_writes,
    settled,
    vote_batches,
)
from domain.gateway.events import OfBatch, VoteBatchReceived
from domain.parts import parts_of
from glitterball.engine import Engine
from glitterball.intake import read_message, sign_delivery
from glitterball.intake.signing import in_second_form
from glitterball.log import Entry, EventLog

GROUP = 1_000
TARGETS = {
    ("append", "second"): 0.7, ("intake", "second"): 0.7, ("replay", "first"): 0.4, ("replay", "second"): 0.5,
    ("append", "beside"): 0.9, ("intake", "beside"): 0.9,
}  # fmt: skip
"""What is to be reached: of `sqlite3` by hand with the same rows, and of the first form's batches a second."""
AT_THE_START = 0.25
"""The first form's replay, of select and orjson, when the targets were set (0.24 to 0.26 over several runs)."""


def second(entries: Sequence[Entry]) -> list[Entry]:
    """The same batches in the second form."""
    sent = [OfBatch.model_construct(**entry.fact.__dict__) for entry in entries]
    facts, _ = in_second_form(sent, None, COUPLES)
    return [
        Entry(entry.stream, entry.sequence, fact, entry.actor, entry.time)
        for entry, fact in zip(entries, facts, strict=True)
    ]


def appended(path: Path, entries: list[Entry]) -> float:
    """Seconds to record the entries."""
    with EventLog.open(f"sqlite:{path}") as log:
        return processor(lambda: [log.append_many(group) for group in groups(entries, GROUP)])


def taken_in(path: Path, messages: list[bytes], order: tuple[str, ...] | None) -> float:
    """Seconds to take in signed deliveries of one gateway, from their bytes to the answer."""
    with EventLog.open(f"sqlite:{path}") as log:
        engine = Engine(log, lambda: AT)
        ingest.lines_open(engine, ["gateway-0"], signed=True, order=order)
        return processor(lambda: [engine.deliver(octets, "us-99", 1, AT) for octets in messages])


def replayed(path: Path) -> float:
    """Seconds to read all of a store."""
    with EventLog.open(f"sqlite:{path}") as log:
        return processor(lambda: [None for _ in log.read()])


def signed(count: int, in_parts: bool) -> list[bytes]:
    """The deliveries of a night."""
    batches = [batch for octets in ingest.messages("gateway-0", count, GROUP, False) for batch in _batches(octets)]
    made: list[bytes] = []
    for group in groups(batches, GROUP):
        lines: Any = in_second_form(group, None, COUPLES)[0] if in_parts else group
        made.append(sign_delivery(ingest.signer("gateway-0"), lines, opening=ingest.OPENING))
    return made


def _batches(octets: bytes) -> list[OfBatch]:
    return [OfBatch.model_validate_json(line) for line in read_message(octets).lines]


def sealed_alone(hidden: Sequence[bytes]) -> float:
    """Seconds to encrypt hidden parts and to hash each once, which no second form does without."""
    cipher = AESGCM(bytes(32))
    return processor(lambda: [cipher.encrypt(sha256(part).digest()[:12], part, None) for part in hidden])


def main() -> None:
    """Measure each in turn, and tell the best of the rounds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    first = vote_batches(asked.events)
    forms = {"first": first, "second": second(first)}
    sizes = {
        form: [sum(map(len, filter(None, parts_of(entry.fact)))) for entry in entries]
        for form, entries in forms.items()
    }
    named = [entry.fact for entry in first if isinstance(entry.fact, VoteBatchReceived)]
    with_nonce = sum(len(parts_of(fact.model_copy(update={"nonce": "0" * 32}))[0]) for fact in named)
    print(f"bytes of fact: first {sum(sizes['first']) // len(first)}, with a nonce {with_nonce // len(first)}, "
          f"second {sum(sizes['second']) // len(first)} (both parts)")  # fmt: skip
    hidden = [part for entry in forms["second"] if (part := parts_of(entry.fact)[1]) is not None]
    settled()
    best: dict[str, float] = {}
    for _ in range(asked.rounds):
        best["sealing"] = min(sealed_alone(hidden), best.get("sealing", 1e9))
        with tempfile.TemporaryDirectory() as folder:
            for form, entries in forms.items():
                store, raw = Path(folder, f"{form}.db"), Path(folder, f"{form}-raw.db")
                lines = lines_of(entries)
                messages = signed(asked.events, form == "second")
                times = {
                    "append": appended(store, entries),
                    "append raw": processor(lambda raw=raw, lines=lines: raw_writes(raw, lines, GROUP)),
                    "intake": taken_in(Path(folder, f"{form}-in.db"), messages, COUPLES if form == "second" else None),
                    "replay": replayed(store),
                    "replay raw": processor(
                        lambda form=form, store=store, raw=raw: (
                            raw_replay(store) if form == "first" else raw_replay_of_parts(raw)
                        )
                    ),
                }
                for what, took in times.items():
                    key = f"{what} {form}"
                    best[key] = min(took, best.get(key, took))
    for what in ("append", "intake", "replay"):
        raw_name = "append raw" if what == "intake" else f"{what} raw"
        for form in forms:
            rate = asked.events / best[f"{what} {form}"]
            ratio = best[f"{raw_name} {form}"] / best[f"{what} {form}"]
            print(f"{what:<7} {form:<6}: {rate:>9,.0f}/s, to sqlite3 {against(ratio, TARGETS.get((what, form)))}")
        beside = best[f"{what} first"] / best[f"{what} second"]
        print(f"{what:<7} second beside first: {against(beside, TARGETS.get((what, 'beside')))}")
    row = best["append raw second"] - best["append raw first"]
    more = best["sealing"] + row
    floor = best["intake first"] / (best["intake first"] + more)
    sealing, second_row = (1e6 * seconds / asked.events for seconds in (best["sealing"], row))
    print(f"alone, a batch: hash and AES-GCM {sealing:.2f} us, a second row by hand {second_row:.2f} us")
    print(f"intake, with these and nothing else beside the first form: ratio {floor:.2f}")
    at_the_start = best["replay raw first"] / AT_THE_START
    print(f"replay  second beside the first at the start: {against(at_the_start / best['replay second'], 1.4)}")


if __name__ == "__main__":
    main()
