"""A type of two parts made for tests, so that the mechanism is tried without what any type of the show asks beside it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Annotated, ClassVar

import pytest
from pydantic import Field

from domain.facts import FACTS
from domain.parts import TwoParts
from domain.record import Name, Slug, Votes
from glitterball.log import EventLog, envelope, schema
from tests.log.live_night import AT, DESK, opened, score

SEASON = "season/us-33"


class Whispered(TwoParts):
    TYPE: ClassVar = "whispered.v1"
    HIDDEN: ClassVar = frozenset(("nonce", "words", "count"))

    couple: Slug
    place: Annotated[int, Field(ge=1)] = 1
    words: Name
    count: Votes = 0


def whisper(words: str = "twelve", couple: str = "anna-ezra", count: int = 12) -> Whispered:
    """The same words have the same nonce here, so that a test can say it twice."""
    return Whispered(
        couple=couple, words=words, count=count, nonce=sha256(f"{words}{couple}{count}".encode()).hexdigest()
    )


@contextmanager
def whispering(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """While it lasts, whispers are recorded."""
    monkeypatch.setitem(FACTS, Whispered.TYPE, Whispered)
    for cached in (envelope._head, envelope._reader):
        cached.cache_clear()
    yield
    for cached in (envelope._head, envelope._reader):
        cached.cache_clear()
    for key in [key for key in envelope._READERS if key[1] == Whispered.TYPE]:
        del envelope._READERS[key]


def told(store: Path, *words: str) -> Path:
    """A store in which a season was opened, the words whispered, and a mark given."""
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened(), *map(whisper, words), score()], DESK, AT)
    return store


def read(store: Path) -> list[object]:
    """What a store holds, fact by fact."""
    with EventLog.open(f"sqlite:{store}", read_only=True) as log:
        return [event.fact for event in log.read()]


def below_the_guards(store: Path, *statements: str) -> None:
    """Statements that the store's guards would refuse."""
    with closing(sqlite3.connect(store)) as db:
        for guard in ("guard_hidden_insert", "guard_hidden_update", "guard_hidden_delete", "guard_season_key_update"):
            db.execute(f"DROP TRIGGER {guard}")
        for statement in statements:
            db.execute(statement)
        for guard in ("guard_hidden_insert", "guard_hidden_update", "guard_hidden_delete", "guard_season_key_update"):
            db.execute(schema.OBJECTS[guard])
        db.commit()
