"""An unforeseen error: what happened, written into a report that can be handed on without a secret in it.

The report holds which lines of which programs were running, the versions, and the command line. It holds no value of a
variable, no content of a file and not the error's own message, which may quote either; nothing on the command line that is, or
looks as if it could be, a key.
"""

import os
import platform
import re
import sqlite3
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version

import glitterball
from domain.plurals import count_of
from glitterball.clock import utc_now

RESTS_ON = ("typer", "pydantic", "eventsourcing", "cryptography", "rich")
SECRET = re.compile(r"key|sign|secret|pass|pin\b|token|witness|opening|--log\b|credential", re.IGNORECASE)
"""Options whose value could be a key, or lead to one."""

PLAIN = re.compile(r"[\w .,:/()&'-]{0,120}")
"""What may stand in a report as it was typed: no key is written without a plus or an equals sign."""


def report(error: BaseException, arguments: Sequence[str]) -> str:
    """Write the report and answer where it lies. Only its owner can read it. Raises `OSError` where it cannot be written."""
    descriptor, path = tempfile.mkstemp(prefix="glitterball-report-", suffix=".txt")  # mode 0600
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write("\n".join(lines(error, arguments)) + "\n")
    return path


def lines(error: BaseException, arguments: Sequence[str]) -> Iterator[str]:
    """The report, line by line."""
    yield f"A report of Glitterball {glitterball.__version__}, {utc_now()}"
    yield f"Command: glitterball {' '.join(without_secrets(arguments))}"
    yield f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.platform()}"
    yield ", ".join(f"{name} {_version(name)}" for name in RESTS_ON)
    yield ""
    for link in _chain(error):
        yield f"{type(link).__module__}.{type(link).__qualname__} (its message is left out: it may quote a file)"
        for frame in reversed(traceback.extract_tb(link.__traceback__)):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
            yield f"    {frame.line or ''}"
        yield ""


def without_secrets(arguments: Sequence[str]) -> Iterator[str]:
    """The command line, without what could be a key."""
    hidden = False
    for word in arguments:
        option, equals, value = word.partition("=")
        if word.startswith("-"):
            hidden = bool(SECRET.search(option)) and not equals
            shown = _plain(value) if not SECRET.search(option) else _left_out(value)
            yield f"{_plain(option)}{equals}{shown if equals else ''}"
        else:
            yield _left_out(word) if hidden else _plain(word)
            hidden = False


def _plain(word: str) -> str:
    if not PLAIN.fullmatch(word) or "PRIVATE" in word.upper():
        return _left_out(word)
    return f"'{word}'" if " " in word or not word else word


def _left_out(word: str) -> str:
    return f"<{count_of(len(word), 'character')} left out>"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, and those it came of."""
    met: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in met:
        met.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
