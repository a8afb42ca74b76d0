"""Whether a store still is where it was opened, and whether it was stopped: asked around every commit, by looks at the folder.

A file that was moved, deleted or replaced while it is open goes on taking what nobody will find again. And after a commit
whose fate is not known nobody goes on before somebody has looked (what the disk has is not what the kernel remembers): the
reason stands in a file beside the store, so that every process sees it.
"""

import os
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from glitterball.log.refusals import StoreStopped
from glitterball.sqlite_files.refusals import FileReplaced


def stop_file(path: Path) -> Path:
    """Where the reason stands: `night.sqlite.stopped`, beside the file itself, by whatever link it is opened."""
    return Path(f"{os.path.realpath(path)}.stopped")


RESTORED = "it was restored from a backup"
"""How the reason of a store begins that was brought there from a backup, and whose checkpoints nobody has compared yet."""


def stop_before_it_is_there(path: Path, reason: str) -> None:
    """Stop a store before it is brought to its name, so that nobody can record there before somebody has looked. `OSError`."""
    descriptor = os.open(stop_file(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{reason}\n")
        file.flush()
        os.fsync(file.fileno())


class Place:
    """The place of one open store."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stop_file = str(stop_file(path))
        self._found: tuple[int, int] | None = None
        self._reason = ""

    def opened(self) -> None:
        """The file at the path is the one that was opened."""
        self._found = self._look()

    def must_hold(self) -> None:
        """Before a commit: refuses a store that was stopped (`StoreStopped`), and one that is elsewhere (`FileReplaced`)."""
        reason = self._reason or why_stopped(self.path, self._stop_file)
        if reason:
            raise StoreStopped(str(self.path), reason)
        if self.is_elsewhere():
            raise FileReplaced(str(self.path))

    def is_elsewhere(self) -> bool:
        """Whether the file that was opened is at its name no longer."""
        return self._found is not None and self._look() != self._found

    def has_a_name(self) -> bool:
        """Whether the file that was opened has a name anywhere, as far as this process can tell from what it has open."""
        with suppress(OSError):
            for descriptor in os.listdir("/dev/fd"):
                with suppress(OSError, ValueError):
                    found = os.fstat(int(descriptor))
                    if (found.st_dev, found.st_ino) == self._found:
                        return found.st_nlink > 0
        return True

    def free_name(self) -> Path:
        """Where what was acknowledged can be saved without writing over anything: `night.sqlite.rescued`, `.rescued-2`, ..."""
        rescued = f"{self.path}.rescued"
        names = chain((rescued,), (f"{rescued}-{number}" for number in count(2)))
        return Path(next(name for name in names if not os.path.lexists(name)))

    def held(self) -> bool:
        """After a commit: whether file and write-ahead log are still at their names, so that the commit is found again."""
        return self._found is None or (self._look() == self._found and os.path.exists(f"{self.path}-wal"))

    def stop(self, reason: str) -> None:
        """From now on nothing is recorded: in this process for certain, in others if the disk still takes a note."""
        self._reason = _clause(reason)
        with suppress(OSError):
            descriptor = os.open(self._stop_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(f"{reason}\n")
                file.flush()
                os.fsync(file.fileno())

    def _look(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino


def why_stopped(path: Path, name: str | None = None) -> str:
    """Why the store is stopped, to stand behind "because"; empty when it is not."""
    name = name or str(stop_file(path))
    if not os.path.exists(name):
        return ""
    try:
        with open(name, encoding="utf-8", errors="replace") as file:
            return _clause(file.read(1_000).strip() or "the reason could not be written down")
    except OSError:
        return _clause("the reason cannot be read")


def _clause(reason: str) -> str:
    return reason if reason.startswith(RESTORED) else f"a commit failed: {reason}"
