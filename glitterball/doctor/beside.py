"""What lies beside a store and is held against it: the ledger, the registers of keys, the views, the snapshots."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

from domain.findings import Finding
from domain.refusals import Refusal
from glitterball.doctor.quietly import log_of, readable
from glitterball.doctor.rows import Row, State, at_most
from glitterball.evidence.ledger import checking as ledger_checking
from glitterball.evidence.ledger import ledger_path
from glitterball.evidence.ledger.refusals import RegisterMissing
from glitterball.evidence.ledger.register import APPLICATION_ID as REGISTER_ID
from glitterball.log import EventLog, schema
from glitterball.snapshots import checking as snapshots_checking
from glitterball.snapshots import snapshots_path
from glitterball.sqlite_files.connecting import connect
from glitterball.sqlite_files.header import look
from glitterball.views import checking as views_checking
from glitterball.views import views_path

Compare = Callable[[Path, EventLog], tuple[Finding, ...]]

_REGISTERS = "*.signed.sqlite"

_LEDGER = "Do not sign anything. Find out which of the two was changed; the last published checkpoint decides."
_VIEWS = "The store is the record: begin them again with glitterball projections rebuild."
_SNAPSHOTS = "The store is the record: make them again with glitterball projections rebuild, or delete the file."
_REGISTER = "Do not sign anything with this key. If the store was restored from a copy, find the newer one."
_ANOTHER = "There are several stores in this folder. If this key signs for this one, name it: --register PATH."


def beside_rows(path: Path, registers: Sequence[Path] = ()) -> Iterator[Row]:
    """The rows of everything beside the store, and of registers that lie elsewhere."""
    ledger, views = cast(Path, ledger_path(path)), views_path(path)
    named = {register.absolute() for register in registers}
    found = set(registers_beside(path)) - named
    snapshots = cast(Path, snapshots_path(path))
    if not (named or found or ledger.exists() or views.exists() or snapshots.exists()):
        return
    alone = not found or _stores_in(path.absolute().parent) == 1
    with readable(path) as place:
        try:
            log = log_of(place)
        except Refusal:
            yield Row("beside the store", "not compared, because the store cannot be opened", "look")
            return
        with closing(log):
            yield from compared(path, log, registers, alone=alone)


def compared(path: Path, log: EventLog, registers: Sequence[Path], *, alone: bool) -> Iterator[Row]:
    """The rows of what lies beside a store, held against its log. `alone` it is where no other store lies in the folder."""
    ledger, snapshots = cast(Path, ledger_path(path)), cast(Path, snapshots_path(path))
    named = {register.absolute() for register in registers}
    found = {register.absolute() for register in path.absolute().parent.glob(_REGISTERS)} - named
    if ledger.exists():
        yield from _compared("ledger", ledger, log, ledger_checking.differences, _LEDGER)
    for register in sorted(named | found):
        compare = ledger_checking.register_differences
        rows = _compared(f"register {register.name}", register, log, compare, _REGISTER)
        yield from rows if alone or register in named else map(_perhaps_of_another, rows)
    if (views := views_path(path)).exists():
        yield from _compared("views", views, log, views_checking.differences, _VIEWS)
    if snapshots.exists():
        yield from _compared("snapshots", snapshots, log, snapshots_checking.differences, _SNAPSHOTS)


def registers_beside(path: Path, *, alone: bool = False) -> tuple[Path, ...]:
    """The registers of keys in the folder of a store; those `alone` which cannot be another store's, as there is none there."""
    found = tuple(sorted(register.absolute() for register in path.absolute().parent.glob(_REGISTERS)))
    return () if alone and _stores_in(path.absolute().parent) != 1 else found


def must_be_a_register(path: Path) -> None:
    """Refuses (`RegisterMissing`) what somebody named as a register and is none."""
    header = look(path)
    if header is None or (header.application != REGISTER_ID and not header.damage):
        raise RegisterMissing(str(path))


def _compared(what: str, path: Path, log: EventLog, compare: Compare, fix: str) -> Iterator[Row]:
    try:
        findings = compare(path, log)
    except Refusal as refused:
        yield Row(what, f"not compared with the store: {refused.statement()}", "look")
        return
    if not findings:
        yield Row(what, f"{path.name} fits the store")
    yield from at_most([_row(what, finding, fix) for finding in findings], what)


def _row(what: str, finding: Finding, fix: str) -> Row:
    state: State = "damaged" if finding.severity == "error" else "look"
    return Row(what, str(finding), state, fix)


def _perhaps_of_another(row: Row) -> Row:
    """A register that does not fit may be of a key that signs for another store of the folder."""
    return row if row.state == "ok" else Row(row.what, row.found, "look", _ANOTHER)


def _stores_in(folder: Path) -> int:
    return sum(_is_store(path) for path in folder.iterdir() if path.is_file())


def _is_store(path: Path) -> bool:
    try:
        with closing(connect(path, "ro", immutable=True)) as db:
            return bool(db.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID)
    except (sqlite3.Error, Refusal):
        return False
