"""Every event of a store, read one by one: a damaged one is named and does not hide those after it."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.record import Recorded
from domain.refusals import Refusal
from glitterball.doctor.rows import Row, at_most, damaged, of_refusal, told
from glitterball.log import schema
from glitterball.log.envelope import DESTROYED, decode_row
from glitterball.log.hidden import DESTROYED_AT, KEY_ID, Opening, of_destruction
from glitterball.log.refusals import FactNewer, RecordDamaged, SeasonKeyDestroyed, SeasonKeyRefusal
from glitterball.proof.hashing import leaf_hash
from glitterball.steps import counted
from projections.fold import Fold

_KINDS = (int, bytes, int, str, bytes)
_FORWARDS, _BACKWARDS = "> ? ORDER BY position", "< ? ORDER BY position DESC"
_BEYOND = 2**63 - 1


@dataclass
class Events:
    """What was read: how many events, the last position, and by stream how many and the highest sequence."""

    layout: int
    opening: Opening
    read: int = 0
    last: int = 0
    counted: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    names: dict[bytes, str] = field(default_factory=dict)
    fold: Fold = field(default_factory=Fold)
    damage: list[Row] = field(default_factory=list)
    newer: list[Row] = field(default_factory=list)
    gone: dict[str, SeasonKeyRefusal] = field(default_factory=dict)
    """By season, that its openings were destroyed."""

    def rows(self) -> Iterator[Row]:
        """What is wrong with them; whose openings were destroyed; then what this version does not know."""
        yield from at_most(self.damage, "events")
        for season, gone in sorted(self.gone.items()):
            yield _of_destruction(f"openings of {season}", gone)
        if self.newer:
            yield self.newer[0]

    def take(self, row: tuple[Any, ...], *, follows: bool = True) -> None:
        """An event as it is stored. `follows` when it should stand right after the one before."""
        position, stream, sequence = row[:3]
        if follows and position != self.last + 1:
            lost = f"positions {self.last + 1} to {position - 1} are" if position > self.last + 2 else "it is"
            self.damage.append(damaged(f"event {self.last + 1}", f"{lost} missing"))
        self.last = max(self.last, position)
        self.read += 1
        if isinstance(sequence, int):
            events, highest = self.counted.get(stream, (0, 0))
            self.counted[stream] = events + 1, max(highest, sequence)
        self._decode(row)

    def _decode(self, row: tuple[Any, ...]) -> None:
        kinds = _KINDS if self.layout == 1 else (*_KINDS, bytes)
        odd = not all(isinstance(cell, kind) for cell, kind in zip(row, kinds, strict=False))
        if odd or not isinstance(row[6], bytes | None):
            self.damage.append(damaged(f"event {row[0]}", "its columns are not of the kinds they are written in"))
            return
        try:
            event = decode_row(self._opened(row))
        except SeasonKeyRefusal as locked:
            if leaf_hash(row[4]) != row[5]:
                self.damage.append(damaged(f"event {row[0]}", "its bytes are not those that were acknowledged"))
            self.newer.append(of_refusal(f"event {row[0]}", locked))
        except RecordDamaged as wrong:
            self.damage.append(damaged(f"event {row[0]}", f"it cannot be read: {wrong.reason}"))
        except FactNewer as newer:
            self.newer.append(of_refusal(f"event {row[0]}", newer))
        else:
            self.names.setdefault(row[1], event.stream)
            if not (self.damage or self.newer):
                self._replay(event)

    def _opened(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """The row with its hidden part; where that was destroyed by two people, the row says so, and it is told once."""
        opened = self.opening.row_in_public(row)
        if opened[6] is DESTROYED:
            try:
                self.opening.row(row)
            except SeasonKeyRefusal as gone:
                self.gone.setdefault(gone.season, gone)
        return opened

    def _replay(self, event: Recorded[Any]) -> None:
        try:
            self.fold.apply(event)
        except (LookupError, TypeError, ValueError, AttributeError, Refusal):
            odd = f"{event.stream} cannot be replayed from here on: the event does not follow from those before it"
            self.damage.append(damaged(f"event {event.position}", odd))


def _of_destruction(what: str, gone: SeasonKeyRefusal) -> Row:
    """That openings were destroyed is in order; that a file of the key lies there all the same is not."""
    return Row(what, gone.statement()) if isinstance(gone, SeasonKeyDestroyed) else of_refusal(what, gone)


def read_events(db: sqlite3.Connection, path: Path, layout: int) -> Events:
    """Every event by position; from the other end as well, where a page cannot be read."""

    def key_id_of(season: str) -> bytes | None:
        found = db.execute(KEY_ID, (season,)).fetchone()
        return None if found is None else bytes(found[0])

    def destroyed_at(season: str) -> int | None:
        position: int | None = db.execute(DESTROYED_AT, of_destruction(season)).fetchone()[0]
        return position

    events = Events(layout, Opening(path, key_id_of, destroyed_at))
    try:
        for row in counted(_every(db, layout, _FORWARDS, -_BEYOND - 1), "events"):
            events.take(row)
    except sqlite3.Error as error:
        _from_the_end(db, events, told(path, error))
    return events


def _from_the_end(db: sqlite3.Connection, events: Events, reason: str) -> None:
    first, lowest = events.last + 1, None
    try:
        for row in _every(db, events.layout, _BACKWARDS, _BEYOND):
            if row[0] < first:
                break
            lowest = row[0]
            events.take(row, follows=False)
    except sqlite3.Error:  # the same damage, met from the other side
        pass
    until = "the end" if lowest is None else str(lowest - 1)
    events.damage.append(damaged(f"event {first}", f"the events from {first} to {until}: {reason}"))


def _every(db: sqlite3.Connection, layout: int, way: str, start: int) -> Iterator[tuple[Any, ...]]:
    """Every row up to the damage. Python's module looks one row ahead, so the last before it is asked for by itself."""
    tables = f"stored_events NOT INDEXED{schema.BESIDE_OF[layout]}"
    statement = f"SELECT {schema.COLUMNS_OF[layout]} FROM {tables} WHERE position {way}"
    at = start
    try:
        for row in db.execute(statement, (at,)):
            yield row
            at = row[0]
    except sqlite3.Error:
        while row := db.execute(f"{statement} LIMIT 1", (at,)).fetchone():
            yield row
            at = row[0]
