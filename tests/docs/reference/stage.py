"""Where the examples are typed: scenes are played once, and every example is typed in a copy of its scene.

What differs from one run to the next (keys, hashes, signatures) is shown as `…`, and every moment of the clock as one of
the harbour's first night.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from glitterball.cli.app import app
from glitterball.cli.ending import run
from tests.docs.reference.examples import EXAMPLES, SCENES, Example

HARBOUR = Path(__file__).parents[3] / "docs" / "tutorial" / "harbour"

STORE = "glitterball.sqlite"
SETTINGS = "settings"
"""Where settings are kept while an example is typed; a page shows the usual place."""

VARIES = (
    (re.compile(r"(?<=[a-z])\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}"), "+…"),
    (re.compile(r"(?<=[a-z])\+[0-9a-f]{8}\b"), "+…"),
    (re.compile(r"\b\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(?!Z|[+-]\d\d:)"), r"2026-03-07\g<1>21:04:00"),
    (re.compile(r"(?<=21:04:00\.)\d{6}"), "000000"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "…"),
    (re.compile(r"^(ok  (?:Python|SQLite|eventsourcing) +)\S+"), r"\1…"),
    (re.compile(r"(?<=with the key )[0-9a-f]{8}\b"), "…"),
    (re.compile(r"^(open until:? +|expires )\S+"), r"\1…"),
    (re.compile(r"(?<=challenge for a passkey: )\S+"), "…"),
    (re.compile(r"[\d,]+(?= synthetic votes)"), "…"),
    (re.compile(r"(?<=^http://127\.0\.0\.1:)\d+(?=/$)"), "…"),
    (re.compile(r"(?<=/enter/)[A-Za-z0-9_-]{43}$|^[A-Za-z0-9_-]{43}$"), "…"),
    (re.compile(r"[A-Za-z0-9+/]{43}=(?=  )"), f"{'…':44}"),
    (re.compile(r"[A-Za-z0-9+/]{40,}={0,2}"), "…"),
)
"""Keys, moments of the clock, hashes in hexadecimal, versions, votes that were drawn, hashes and signatures in base64."""

WIDE = 140
"""Columns of the screen on which the examples are typed."""

WIDEST = 150
"""Letters of a line of an answer that are shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An example with its answer as a page has it, and the types of the events it recorded."""

    line: str
    answer: tuple[str, ...]
    recorded: tuple[str, ...]


class Stage:
    """A folder in which scenes are played as they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys: dict[str, dict[str, str]] = {}

    def shown(self) -> dict[Example, Shown]:
        """Every example, typed."""
        return {example: self.play(example) for example in EXAMPLES}

    def printed(self, line: str, scene: str) -> list[str]:
        """The whole answer to a line that changes nothing, typed in a scene."""
        place = self._scene(scene)
        return [_same(answer) for answer in _type(line, place, self.keys[scene])[1].splitlines()]

    def play(self, example: Example) -> Shown:
        """An example, typed in a copy of its scene."""
        place = self.folder / "now"
        shutil.copytree(self._scene(example.scene), place)
        keys = dict(self.keys[example.scene])
        try:
            for line in example.before:
                _type(line, place, keys)
            for file in example.lost:
                (place / file).unlink()
            before = len(_types(place))
            typed, answer = _type(example.line, place, keys)
            return Shown(_same(typed), _answer(answer, example.shown), _types(place)[before:])
        finally:
            shutil.rmtree(place)

    def _scene(self, name: str) -> Path:
        """The folder of a scene, played when it is first asked for."""
        place = self.folder / name
        if place.exists():
            return place
        scene = SCENES[name]
        if scene.after is None:
            place.mkdir()
            shutil.copytree(HARBOUR, place / "harbour")
            keys: dict[str, str] = {}
        else:
            shutil.copytree(self._scene(scene.after), place)
            keys = dict(self.keys[scene.after])
        for line in scene.typed:
            _type(line, place, keys)
        for file, text in scene.files:
            (place / file).parent.mkdir(exist_ok=True)
            (place / file).write_text(_filled(text, keys))
            (place / file).chmod(0o600)
        self.keys[name] = keys
        return place


def _type(line: str, place: Path, keys: dict[str, str]) -> tuple[str, str]:
    """Type a line; the line as typed, and what a person sees. The public half of a key that is made is kept by its file."""
    line, _, into = _filled(line, keys).partition(" > ")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    settings = mock.patch.dict(
        os.environ,
        {"XDG_CONFIG_HOME": str(place / SETTINGS), "COLUMNS": str(WIDE)},
    )
    with settings, contextlib.chdir(place), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(app, shlex.split(line))
    printed, told = (
        stream.buffer.getvalue().decode().replace(str(place / SETTINGS), "~/.config") for stream in (out, err)
    )
    if into:
        (place / into).write_text(printed)
    made = re.match(r"checkpoint key .*-o (\S+)", line)
    if made:
        keys[made[1]] = printed.strip()
    ending = f"(exit code {code})\n" if code else ""
    return line, printed + told + ending


def _filled(text: str, keys: Mapping[str, str]) -> str:
    return re.sub(r"\{(\S+?)\}", lambda found: keys[found[1]], text)


def _types(place: Path) -> tuple[str, ...]:
    """The types of the events on record, in order."""
    if not (place / STORE).exists():
        return ()
    with contextlib.closing(sqlite3.connect(place / STORE)) as store:
        return tuple(topic for (topic,) in store.execute("SELECT topic FROM stored_events ORDER BY position"))


def _answer(answer: str, most: int) -> tuple[str, ...]:
    """The first lines of an answer, none too wide; `...` stands for what is left out."""
    lines = [_same(line.rstrip()) for line in answer.splitlines()]
    lines = [line if len(line) <= WIDEST else f"{line[: WIDEST - 3]}..." for line in lines]
    return (*lines[:most], "...") if len(lines) > most + 1 else tuple(lines)


def _same(text: str) -> str:
    """A text without what differs from one run to the next."""
    for varies, instead in VARIES:
        text = varies.sub(instead, text)
    return text
