"""The whole command tree typed at with hostile values: found by walking it, so that a new command is covered by itself."""

import contextlib
import io
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.main import get_command

from domain.record import canonical_json
from domain.season import commands as c
from glitterball.cli.app import app
from glitterball.cli.ending import run
from glitterball.proof.keys import SignerKey
from glitterball.store import Store, open_store
from tests.engine import small_season as small

HOSTILE = {
    "empty": "",
    "a space": " ",
    "spaces and a tab": "  \t  ",
    "newline": "small\n",
    "a line in between": "amy\nben",
    "bell": "\x07",
    "escape": "\x1b[31mred\x1b[0m",
    "8-bit CSI": "\x9b31m",
    "NUL": "amy\x00ben",
    "delete": "\x7f",
    "zero": "0",
    "minus one": "-1",
    "far beyond 64 bits": str(10**20),
    "beyond 64 bits by one": str(2**63),
    "five thousand digits": "9" * 5_000,
    "a fraction": "1.5",
    "not a number": "NaN",
    "infinite": "inf",
    "an arabic digit": "\u0661",
    "emoji": "\U0001f483\U0001f3fd",
    "zero-width space": "amy\u200bben",
    "right-to-left override": "\u202eneb-yma",
    "a combining accent": "\u0301",
    "a wide letter": "李",
    "a byte that is no UTF-8": "\udcff",
    "half of a pair": "\ud83d",
    "70,000 letters": "x" * 70_000,
    "a path too long": "a/" * 3_000,
    "a folder": ".",
    "the root": "/",
    "nothing there": "nowhere/at/all",
    "a device": "/dev/null",
    "below a device": "/dev/null/below",
    "standard input": "-",
    "up and away": "../../../etc/passwd",
    "SQL": "'; DROP TABLE stored_events; --",
    "a format field": "{0} {season!r} {",
    "percents": "%s %n %(x)d %",
    "markup": "[red]red[/red] [/]",
    "an option": "--x",
    "help's letter": "-h",
    "commas": ",,,",
    "ampersands": "& & and",
    "a capital": "Amy-Ben",
    "JSON": '{"week": 1}',
    "equals": "phones==:/=",
    "colons": "phones:sms,,:",
    "a key with a secret": "PRIVATE+KEY+phones+00000000+AQEB",
}
"""What is typed in place of each argument and option, one at a time, with what it is."""

BY = {
    ("score",): "Dora (score desk)",
    ("votes", "void"): "Sam (supervisor)",
    ("votes", "key"): "Sam (supervisor)",
    ("week", "certify"): "Eve (executive)",
    ("week", "settle"): "Ada (adjudicator)",
    ("week", "cancel"): "Eve (executive)",
    ("week", "correct"): "Eve (executive)",
    ("week", "reopen"): "Eve (executive)",
    ("decision",): "Ada (adjudicator)",
}
"""Who may say it, so that what is typed is looked at beyond who says it; producers the rest."""

VERIFIER_KEY = SignerKey("phones", bytes(32)).verifier_key().to_text()

USUAL = {
    "season": "small", "week": "1", "who": "amy-ben", "judge": "ines", "mark": "5", "reason": "a slip",
    "gateways": "phones:sms", "gateway": "phones", "of": "phones", "name": "sms", "batch": "1", "key_id": "0123abcd",
    "number": "2", "what": "danger", "saves": "amy-ben", "order": "amy-ben,cat-dan", "how": "a lot was drawn",
    "position": "1", "rulebook": "us-33", "before": "us-33", "after": "us-3-27", "view": "leaderboard",
    "origin": "example.org/log", "log": VERIFIER_KEY, "witness": VERIFIER_KEY, "raw": "phones=ballots.csv",
    "file": "phones.ndjson", "seconds": "0", "max_examples": "1",
}  # fmt: skip
"""What is typed for a parameter otherwise, by its name; a file that is not there for the rest."""

AT_ONCE: dict[tuple[str, ...], list[tuple[str, ...]]] = {
    ("rules", "test"): [("--max-examples", "1"), ("--work", "100"), ("--property", "savable")],
    ("events", "tail"): [("--seconds", "0")],
    ("votes", "follow"): [("--once",), ("--every", "0.01")],
    ("nodes", "publish"): [("--seconds", "0")],
    ("serve",): [("--seconds", "0"), ("--port", "0")],
}
"""What keeps a command short that would otherwise go on."""


@dataclass(frozen=True, slots=True)
class Call:
    """A line typed: for which command, which of its parameters is hostile and how."""

    command: tuple[str, ...]
    parameter: str
    hostile: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{' '.join(self.command)}, {self.parameter} is {self.hostile}"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a call ended."""

    code: int
    out: str
    err: str


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that lead to it."""
    yield from _below((), get_command(app))


def _below(path: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    members = getattr(command, "commands", None)
    if members is None:
        yield path, command
        return
    for name, member in members.items():
        yield from _below((*path, name), member)


def calls() -> Iterator[Call]:
    """Every command with every hostile value in place of each of its parameters, and of the option for the store."""
    for path, command in commands():
        for parameter in command.params:
            if getattr(parameter, "is_flag", False):
                continue
            for hostile, value in HOSTILE.items():
                words = list(path) + _typed(path, command, parameter, value)
                yield Call(path, _called(parameter), hostile, tuple(words))
    for hostile, value in HOSTILE.items():
        yield Call(("season", "list"), "--store", hostile, ("--store", value, "season", "list"))
        yield Call((), "the command", hostile, (value,))


def _called(parameter: Any) -> str:
    return str(parameter.opts[-1] if parameter.param_type_name == "option" else parameter.name)


def _typed(path: tuple[str, ...], command: Any, hostile: Any, value: str) -> list[str]:
    """The words behind a command: what it must have, as usual, and one parameter hostile."""
    words: list[str] = []
    for parameter in command.params:
        if parameter is not hostile and not parameter.required and not _speaks(path, parameter):
            continue
        said = value if parameter is hostile else _usual(path, parameter)
        words += [said] if parameter.param_type_name == "argument" else [_called(parameter), said]
    for option in AT_ONCE.get(path, []):
        words += [] if option[0] in words else option
    return words


def _speaks(path: tuple[str, ...], parameter: Any) -> bool:
    """Whether it says who speaks: it need not be said where somebody has set it, and here nobody has."""
    return bool(parameter.name == "by" and "ROLE" in (parameter.metavar or "") and path != ("season", "import"))


def _usual(path: tuple[str, ...], parameter: Any) -> str:
    if parameter.name == "by":
        return next((who for words, who in BY.items() if path[: len(words)] == words), "Petra (producer)")
    if path[:2] == ("votes", "key") and parameter.name == "key":
        return VERIFIER_KEY
    if parameter.name == "season" and path[:1] == ("history",):
        return "1"
    if parameter.name == "season" and path == ("rehearse",):
        return "us-33"
    return USUAL.get(parameter.name) or f"{parameter.name}.file"


class HostileDesk:
    """A folder with a small season in a store, in which calls are typed one after the other.

    It lies three folders down in the one that is given, so that what is typed to be written up and away stays in it, beside
    nobody else's.
    """

    def __init__(self, around: Path) -> None:
        self.around = around
        self.folder = folder = around / "three" / "folders" / "down"
        folder.mkdir(parents=True)
        self.path = folder / "show.sqlite"
        with open_store(f"sqlite:{self.path}") as store:
            play(store)
        (folder / "phones.ndjson").write_bytes(canonical_json(small.batch(2, {"amy-ben": 5})) + b"\n")
        self.publish()
        self.whole = {path: path.read_bytes() for path in folder.iterdir()}
        self.rows = self.events()

    def types(self, words: tuple[str, ...]) -> Ended:
        """Type a line in this folder and see how it ends."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        before = os.getcwd()
        os.chdir(self.folder)
        held = sys.stdin
        sys.stdin = io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8")
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = run(app, ["--store", "sqlite:show.sqlite", *words])
        finally:
            sys.stdin = held
            os.chdir(before)
        return Ended(code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode())  # type: ignore[attr-defined]

    def publish(self) -> None:
        """A key for the log, a checkpoint, a bundle of the season, and a policy that believes it."""
        made = self.types(("checkpoint", "key", "example.org/log", "-o", "key.file"))
        (self.folder / "policy.file").write_text(f"log {made.out}quorum none\n")
        for line in ("checkpoint publish --key key.file -o known.file", "bundle small --key key.file -o bundle.file"):
            assert self.types(tuple(line.split())).code == 0
        for name in ("checkpoint", "answer", "asked"):
            shutil.copy(self.folder / "known.file", self.folder / f"{name}.file")

    def events(self) -> tuple[tuple[Any, ...], ...]:
        """What is in the store, row by row."""
        connection = sqlite3.connect(self.path)
        try:
            return tuple(connection.execute("SELECT * FROM stored_events ORDER BY 1"))
        finally:
            connection.close()

    def files(self) -> set[str]:
        """What lies in the folder."""
        return set(os.listdir(self.folder))

    def away(self) -> set[str]:
        """What lies outside the folder."""
        return set(os.listdir(self.around)) - {"three"}

    def restore(self) -> None:
        """The folder as it was, and nothing outside it."""
        for name in self.away():
            shutil.rmtree(self.around / name)
        for path in set(self.folder.iterdir()) - set(self.whole):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path, octets in self.whole.items():
            path.write_bytes(octets)


def play(store: Store) -> None:
    """The small season, with marks, votes and a decision that is open."""
    season = store.engine
    void = c.VoidChannel(week=1, channel="calls", reason="the line was dead")
    marks = small.scores(1, {"amy-ben": 8})
    for command, by in (*small.opening(), *marks[:2], (c.Propose(command=void), small.SUPERVISOR)):
        season.do("small", command, by)
    season.receive([small.batch(1, {"amy-ben": 5, "cat-dan": 3})])
