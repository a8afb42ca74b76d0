"""A type of two parts made for tests, so that the mechanism is tried without what any type of the show asks beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Annotated, ClassVar

import pytest
from pydantic import Field

from domain.facts import FACTS
from domain.parts import TwoParts
from domain.record import Name, Slug, Votes
from glitterball.log import envelope


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
