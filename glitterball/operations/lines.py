"""What happens, as one JSON object a line: time, level, event, and the fields of what happened.

What other programs' code logs in this process is told by where and how grave alone: its text may quote what it was given.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import fields
from threading import Lock
from typing import Any, TextIO

from glitterball import telemetry as t
from glitterball.clock import Clock, utc_now

DIGITS = 6
"""Digits of a second that are told."""

QUIET = (t.Listening, t.Followed)
"""What is in metrics alone: a line for each would say nothing else all night."""


class JsonLines:
    """Writes a line for each thing that happens. Of looks that find the same as the one before, and of files that are asked for
    with every page, none is written."""

    def __init__(self, stream: TextIO, clock: Clock = utc_now) -> None:
        self._stream, self._clock = stream, clock
        self._lock = Lock()
        self._looked: t.Looked | None = None
        self._others = _Others(self.write)
        root = logging.getLogger()
        root.addHandler(self._others)

    def hear(self, happening: t.Happening) -> None:
        """Something has happened."""
        if isinstance(happening, QUIET) or self._is_as_before(happening):
            return
        told = {each.name: _told(getattr(happening, each.name)) for each in fields(happening)}
        self.write(level_of(happening), event_of(happening), told)

    def end(self) -> None:
        """Nothing more will be told."""
        logging.getLogger().removeHandler(self._others)

    def write(self, level: str, event: str, told: Mapping[str, Any]) -> None:
        """One line, whole."""
        line = json.dumps({"time": self._clock(), "level": level, "event": event, **told}, ensure_ascii=True)
        with self._lock:
            self._stream.write(f"{line}\n")
            self._stream.flush()

    def _is_as_before(self, happening: t.Happening) -> bool:
        if isinstance(happening, t.Answered):
            return happening.area in ("static", "metrics") and happening.status < 400
        if isinstance(happening, t.Looked):
            before, self._looked = self._looked, happening
            return before == happening
        return False


class _Others(logging.Handler):
    """What other code of this process logs as a warning or worse."""

    def __init__(self, write: Callable[[str, str, Mapping[str, Any]], None]) -> None:
        super().__init__(logging.WARNING)
        self._write = write

    def emit(self, record: logging.LogRecord) -> None:
        """Tell where it was logged, and the class of the error behind it."""
        kind = record.exc_info[0] if record.exc_info else None
        told = {
            "logger": record.name,
            "where": f"{record.module}:{record.lineno}",
            "error": None if kind is None else kind.__name__,
        }
        self._write(record.levelname.lower(), "of-a-library", told)


def event_of(happening: t.Happening) -> str:
    """What a line calls it: `taken-in` for `TakenIn`."""
    name = type(happening).__name__
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def level_of(happening: t.Happening) -> str:
    """How grave it is: `error` wants somebody now, `warning` tomorrow."""
    match happening:
        case t.Looked(alarm=True) | t.Reported() | t.Ended(exit_code=5 | 6 | 70):
            return "error"
        case t.Answered(status=status) if status >= 500:
            return "error"
        case t.Refused():
            return "warning"
        case t.Looked(refused=refused) if refused:
            return "warning"
        case t.Ended(exit_code=code) if code:
            return "warning"
        case _:
            return "info"


def _told(value: object) -> object:
    if isinstance(value, float):
        return round(value, DIGITS)
    return dict(value) if isinstance(value, Mapping) else value
