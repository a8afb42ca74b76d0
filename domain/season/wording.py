"""The words of a command: letters that can be seen, on one line, and days that there are.

Facts that were recorded before this was asked keep their types and are read as ever; it is asked of who speaks now.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from domain.legible import called, first_that_breaks, is_blank
from domain.record import Actor
from domain.season.refusals import MomentImpossible, TextBlank, TextBreaksLine
from domain.season.stating import Command

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{6})?Z)?")


def require_legible(command: Command, by: Actor) -> None:
    """Every text of a command, and the name of who says it, can be seen; a day or a moment in it is one of the calendar's."""
    for place, text in (*_texts(command.model_dump(), "text"), ("the name of who says so", by.name)):
        if letter := first_that_breaks(text):
            raise TextBreaksLine(place, called(letter))
        if is_blank(text):
            raise TextBlank(place)
        if _MOMENT.fullmatch(text):
            _require_moment(place, text)


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """The texts in a value, each with the name of its field."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, str(key))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part, place)


def _require_moment(place: str, text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise MomentImpossible(place, text, str(error)) from None
