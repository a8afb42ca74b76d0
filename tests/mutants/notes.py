"""What was noted of test files, kept between runs in `.mutants/`, each under a digest of what it rests on.

A note rests on the file itself, on all that is not a test module (helpers, `conftest.py`, tables, rulebooks), on the runner's
own way of noting, and on each module of which a test ran a line. A module that was only imported is not counted: changing
it changes what no test of the file runs.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

FOLDER = ".mutants"
FORM = 1
"""Raised when notes are written in another way."""
SHARED = ("*.toml", "*.json", "*.csv", "*.jsonl")


class Notes:
    """The notes kept of one tree."""

    def __init__(self, root: Path, examples: int) -> None:
        self._root = root
        self._folder = root / FOLDER
        self._digests: dict[str, str] = {}
        self._common = f"{FORM} {sys.version} {examples} {self._shared()}"

    def fresh(self, file: str) -> dict[str, Any] | None:
        """The note of a test file; None where there is none, or what it rests on has changed."""
        try:
            kept = json.loads(self._kept(file).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        note: dict[str, Any] = kept["note"]
        return note if kept["rests_on"] == self._rests_on(file, note) else None

    def keep(self, file: str, note: dict[str, Any]) -> None:
        """Keep the note of a test file whose tests all passed."""
        if note["failed"]:
            return
        self._folder.mkdir(exist_ok=True)
        kept = self._kept(file)
        whole = kept.with_suffix(".new")
        whole.write_text(json.dumps({"rests_on": self._rests_on(file, note), "note": note}), "utf-8")
        whole.replace(kept)

    def _kept(self, file: str) -> Path:
        return self._folder / f"{file.replace('/', '.')}.json"

    def _rests_on(self, file: str, note: dict[str, Any]) -> str:
        modules = sorted({path for test in note["tests"].values() for path in test["lines"]})
        return _digest([self._common, *(f"{path} {self._of(path)}" for path in (file, *modules))])

    def _of(self, path: str) -> str:
        if path not in self._digests:
            file = self._root / path
            self._digests[path] = hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else "gone"
        return self._digests[path]

    def _shared(self) -> str:
        return _digest(f"{path} {self._of(path)}" for path in sorted(set(self._shared_paths())))

    def _shared_paths(self) -> Iterator[str]:
        folders = [path for path in self._root.iterdir() if path.is_dir() and not path.name.startswith(".")]
        found = [path for folder in folders for form in SHARED for path in folder.rglob(form)]
        found += [path for path in (self._root / "tests").rglob("*.py") if not path.name.startswith("test_")]
        for path in [self._root / "pyproject.toml", *found]:
            place = path.relative_to(self._root).as_posix()
            if not place.startswith("tests/mutants/") or path.name in ("noting.py", "examples.py"):
                yield place


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
