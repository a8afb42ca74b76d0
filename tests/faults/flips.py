"""One bit flipped, or the end cut off, in each file of a night. One command finds it, and no table is printed wrong.

A flip that nothing finds is allowed only where the bytes mean nothing: SQLite calls the file whole, and everything SQL can
see in it, row by row and index by index, is what it was.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from domain.season import commands as c
from glitterball.cli import doctor
from tests.engine import small_season as small
from tests.faults import night
from tests.faults.at_the_desk import Said, types
from tests.faults.derived import ORIGIN
from tests.faults.experiment import Bench, Experiment, Tally
from tests.ingest import nights

STORE, VIEWS, LEDGER = "night.sqlite", "night.sqlite.views.sqlite", "night.sqlite.merkle.sqlite"
REGISTER, BUNDLE = "key.signed.sqlite", "night.bundle"
READING = (
    ("week", "standings", night.SEASON, "1", "--format", "csv"),
    ("week", "check", night.SEASON, "1"),
    ("week", "audit", night.SEASON, "1"),
    ("projections", "export", "leaderboard"),
)


@dataclass
class Night:
    """A night in a folder, undamaged, and what it answers."""

    folder: Path
    tables: dict[tuple[str, ...], Said] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)

    def doctor(self, folder: Path) -> Said:
        """The one command that looks at everything; the seasons that ship are not in these files, and take most of the time."""
        with patch.object(doctor, "shipped_seasons", lambda: ()):
            return types(folder, ["doctor", *(["--key", str(folder / "key")] if _takes_a_key() else [])])


def _takes_a_key() -> bool:
    return "--key" in types(Path(), ["doctor", "--help"]).out


def played(folder: Path) -> Night:
    """Marks, votes, a correction, the seal; views, ledger, a checkpoint and a bundle."""
    path = folder / STORE
    night.lines_open(path, in_parts=True)
    with night.opened(path) as store:
        for command, by in small.scores(1, {"cat-dan": 7, "eva-fin": 8, "gil-hal": 9}):
            store.engine.do(night.SEASON, command, by)
        sent = night.batches("web")
        for _ in range(60):
            store.season(night.SEASON).receive([next(sent)])
        for number in range(1, 61):
            store.season(night.SEASON).deliver(nights.in_parts("phones", number, number, key=None))
        store.season(night.SEASON).do(c.CloseVoting(week=1), small.SUPERVISOR)
    key = str(folder / "key")
    for words in (
        ("checkpoint", "key", ORIGIN, "-o", key),
        ("checkpoint", "publish", "--key", key, "-o", str(folder / "note")),
        ("bundle", night.SEASON, "--key", key, "-o", str(folder / BUNDLE)),
        ("projections", "rebuild"),
    ):
        said = types(folder, words)
        assert said.code == 0, said.err
    made = Night(folder)
    made.tables = {words: types(folder, words) for words in READING}
    made.seen = {name: visible(folder / name) for name in (STORE, VIEWS, LEDGER, REGISTER)}
    (folder / "policy").write_text(f"log {_verifier_key(folder)}\nquorum none\n")
    assert made.doctor(folder).code == 0
    return made


def _verifier_key(folder: Path) -> str:
    from glitterball.evidence.ledger import read_key

    return read_key(folder / "key").verifier_key().to_text()


def visible(path: Path) -> Any:
    """Everything SQL can see of a file, by table and by each index; None where something cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as db:
            db.text_factory = bytes
            if db.execute("PRAGMA integrity_check").fetchone()[0] != b"ok":
                return None
            pragmas = [
                db.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version", "encoding")
            ]
            schema = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name").fetchall()
            tables = [
                name.decode() for kind, name, *_ in schema if kind == b"table" and not name.startswith(b"sqlite_")
            ]
            return pragmas, schema, [_rows(db, table) for table in tables]
    except (sqlite3.Error, UnicodeDecodeError):  # the latter in what SQLite says of damaged names
        return None


def _rows(db: sqlite3.Connection, table: str) -> list[Any]:
    """The rows as they stand in the table, and as each index leads to them."""
    ways = [sorted(db.execute(f'SELECT * FROM "{table}" NOT INDEXED').fetchall(), key=repr)]
    for _, index, _, _, partial_ in db.execute(f'PRAGMA index_list("{table}")').fetchall():
        names = [row[2] for row in db.execute(f'PRAGMA index_info("{index.decode()}")') if row[2] is not None]
        if names and not partial_:
            columns = ", ".join(f'"{name.decode()}"' for name in names)
            ways.append(db.execute(f'SELECT {columns} FROM "{table}" ORDER BY {columns}').fetchall())
    return ways


def damaged(made: Night, name: str, folder: Path, harm: Callable[[bytearray], None]) -> Path:
    """A copy of the night in which one file is harmed."""
    shutil.copytree(made.folder, folder)
    octets = bytearray((folder / name).read_bytes())
    harm(octets)
    (folder / name).write_bytes(octets)
    return folder


def look(made: Night, name: str, folder: Path, tally: Tally) -> None:
    """What the commands say of a damaged night."""
    tally.trials += 1
    means_nothing = visible(folder / name) == made.seen[name]  # on the copy's own copy of everything
    for words in READING:
        said, was = types(folder, words), made.tables[words]
        if said.code == 70:
            tally.other[f"should not have happened: {words[0]} {words[1]}"] += 1
        elif said.code in (0, was.code) and said.out != was.out:
            tally.other[f"a wrong table with exit {said.code}: {words[0]} {words[1]}"] += 1
    if name == VIEWS and not means_nothing:
        means_nothing = visible(folder / name) == made.seen[name]  # views that were made again are found and mended
    found = made.doctor(folder).code
    tally.seen["bytes that mean nothing, or mended"] += means_nothing and not found
    tally.lost += found == 0 and not means_nothing
    if found not in (0, 5):
        tally.other[f"doctor ends with {found}"] += 1


def look_at_bundle(folder: Path, tally: Tally) -> None:
    """What `verify` says of a damaged bundle."""
    tally.trials += 1
    said = types(folder, ["verify", str(folder / BUNDLE), "--policy", str(folder / "policy")])
    tally.lost += said.code == 0
    tally.seen[f"verify ends with {said.code}"] += 1
    tally.other["should not have happened: verify"] += said.code == 70


def trials(name: str, cut: bool, bench: Bench, count: int) -> Tally:
    """So many flips, or cuts, of one file."""
    tally = Tally()
    made = played(bench.place("night"))
    for number in range(count):

        def harm(octets: bytearray) -> None:
            if cut:
                del octets[bench.random.randrange(len(octets)) :]
            else:
                octets[bench.random.randrange(len(octets))] ^= 1 << bench.random.randrange(8)

        folder = damaged(made, name, bench.folder / str(number), harm)
        look_at_bundle(folder, tally) if name == BUNDLE else look(made, name, folder, tally)
        shutil.rmtree(folder)
    tally.other += type(tally.other)()
    tally.seen += type(tally.seen)()
    return tally


def blind_trials(bench: Bench, count: int) -> Tally:
    """Events altered by somebody who looks away: nothing is asked, so everything is missed."""
    made, tally = played(bench.place("night")), Tally()
    for number in range(count):

        def harm(octets: bytearray) -> None:
            at = octets.index(b'"sequence":', bench.random.randrange(len(octets) // 2))
            octets[at] ^= 1

        folder = damaged(made, STORE, bench.folder / str(number), harm)
        tally.trials += 1
        tally.lost += visible(folder / STORE) != made.seen[STORE]
    return tally


FILES = (("store", STORE), ("views", VIEWS), ("ledger", LEDGER), ("register", REGISTER), ("bundle", BUNDLE))

EXPERIMENTS = (
    *(
        Experiment(
            f"flips: {what}{', cut off' if cut else ''}",
            "One command finds the damage, or the bytes mean nothing; no table is wrong.",
            partial(trials, name, cut),
            bounded=20 if cut else 60,
            round=40 if cut else 200,
        )
        for what, name in FILES
        for cut in (False, True)
    ),
    Experiment(
        "flips: nobody looks", "An altered event is seen as such by the laboratory.", blind_trials, 10, 10, sanity=True
    ),
)
