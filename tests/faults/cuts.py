"""Power cuts: a process is recorded call by call, then the disk is cut at many moments and what is left is opened."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from domain.refusals import Refusal
from tests.faults import cut_nights as nights
from tests.faults.children import Child, Line, Say
from tests.faults.experiment import Bench, Experiment, Tally
from tests.faults.recording import MARK, Call, Disk, Model, calls, record

CUTS = 50
"""Cuts of one recording."""

MODELS: tuple[Model, ...] = ("drop", "prefix", "torn")


@dataclass(frozen=True)
class Recorded:
    """What is recorded, and what must be true after any cut of it."""

    life: Callable[[Path, Say], None]
    holds: Callable[[Path, list[Line], Tally], None]


def recorded(life: Callable[[Path, Say], None], folder: Path, lax: str | None = None) -> list[Call]:
    """Let a child live under the shim; what it did to its folder."""
    log, home = folder / "calls", folder / "home"
    home.mkdir(parents=True)

    def work(say: Say) -> None:
        if lax is not None:
            lie_about_syncs(lax)
        mark = record(log, home)
        life(home, lambda *line: mark(json.dumps(line).encode()))

    child = Child(work)
    lines = child.wait()
    assert child.status == 0, f"the recording ended early: {lines}"
    return calls(log)


def lie_about_syncs(setting: str) -> None:
    """In this process SQLite syncs less than the store asks for: set before each transaction, behind its back."""
    real = sqlite3.connect

    class Cursor(sqlite3.Cursor):
        def execute(self, statement: str, *more: Any) -> Any:
            before(self, statement, super().execute)
            return super().execute(statement, *more)

    class Connection(sqlite3.Connection):
        def execute(self, statement: str, *more: Any) -> Any:
            return self.cursor().execute(statement, *more)

        def cursor(self, *_: Any) -> Any:
            return super().cursor(Cursor)

    def before(cursor: Any, statement: str, execute: Callable[[str], Any]) -> None:
        if statement.startswith("BEGIN"):
            with suppress(sqlite3.Error):
                execute(f"PRAGMA synchronous={setting}")

    sqlite3.connect = lambda *arguments, **named: real(*arguments, **{**named, "factory": Connection})  # type: ignore[assignment]


def trials(what: Recorded, forgets: bool, bench: Bench, cuts: int, lax: str | None = None, deaf: bool = False) -> Tally:
    """So many cuts, fifty to a recording, the models in turn."""
    tally = Tally()
    for number in range(-(-cuts // CUTS)):
        folder = bench.place(str(number))
        done = recorded(what.life, folder, lax)
        moments = sorted(bench.random.randrange(1, len(done) + 1) for _ in range(min(CUTS, cuts - number * CUTS)))
        disk, at, marks = Disk(str(folder / "home"), deaf=deaf), 0, []
        for place, moment in enumerate(moments):
            for call in done[at:moment]:
                disk.do(call)
                if call.kind == MARK:
                    marks.append(json.loads(call.data))
            at = moment
            left = folder / f"cut-{place}"
            left.mkdir()
            disk.rebuilt(left, MODELS[place % len(MODELS)], bench.random, forgets)
            _look(what, left, list(marks), tally)
            shutil.rmtree(left)
    return tally


def _look(what: Recorded, left: Path, marks: list[Line], tally: Tally) -> None:
    tally.trials += 1
    try:
        if marks or any(left.iterdir()):
            what.holds(left, marks, tally)
    except Refusal as refusal:
        if marks:
            tally.other[f"refused {refusal.code}"] += 1
        else:
            tally.seen[f"half made, nothing acknowledged: {refusal.code}"] += 1
    except Exception as error:
        if os.environ.get("LABORATORY_DEBUG"):
            raise
        tally.other[type(error).__name__] += 1


KINDS = {
    "single": Recorded(nights.batches_and_desk, nights.the_store),
    "group commit": Recorded(nights.in_threads, nights.the_store),
    "signed": Recorded(nights.deliveries, nights.the_store),
    "second form": Recorded(nights.deliveries_in_parts, nights.the_store),
    "import": Recorded(nights.imports, nights.the_store),
    "views": Recorded(nights.follows, nights.the_views),
    "register and ledger": Recorded(nights.signs, nights.the_register),
    "outputs": Recorded(nights.writes_outputs, nights.the_outputs),
}

EXPERIMENTS = (
    *(
        Experiment(
            f"cuts: {name}{', entries forgotten' if forgets else ''}",
            "After a power cut all that was acknowledged is there"
            + (", though the folder forgets what was not synced in it." if forgets else "."),
            partial(trials, what, forgets),
            bounded=CUTS,
            round=150,
            shim=True,
        )
        for name, what in KINDS.items()
        for forgets in (False, True)
    ),
    *(
        Experiment(
            f"cuts: synchronous={lax}",
            "A store that syncs less loses what it acknowledged, and is found out.",
            partial(trials, KINDS["single"], False, lax=lax),
            bounded=CUTS,
            round=CUTS,
            sanity=True,
            shim=True,
        )
        for lax in ("NORMAL", "OFF")
    ),
    Experiment(
        "cuts: a disk that lies",
        "A disk that says it synced, and did not, is found out.",
        partial(trials, KINDS["single"], False, deaf=True),
        bounded=CUTS,
        round=CUTS,
        sanity=True,
        shim=True,
    ),
)
