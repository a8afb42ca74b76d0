"""A folder of outputs: new or empty at first, and each file in it whole or not there.

On any error, and when somebody stops it, what was made is removed, files and folders, so that the same can be asked for
again. A writer that is killed can remove nothing. So the file that names the others is written last, when all of them are
on disk: a folder without it is no season and no log.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from glitterball.files import parts
from glitterball.files.held import Identity, identity_of
from glitterball.files.refusals import FolderTaken, OutputUnwritable, named
from glitterball.files.targets import because


class NewFolder:
    """A folder being filled."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folders: list[Path] = []
        self._files: list[tuple[Path, Identity | None]] = []

    def write(self, name: str, octets: bytes, *, last: bool = False, secret: bool = False) -> None:
        """Write a file, in folders of its own where its name has slashes. The `last` one waits until the others are on disk;
        a `secret` one is its owner's alone."""
        place = self.path / name
        try:
            self.make(place.parent)
            if last:
                self.sync()
            self._put(place, octets, 0o600 if secret else 0o666)
        except OSError as error:
            raise OutputUnwritable(named(place), because(error)) from error

    @contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """Make a secret file with something that writes to a path itself, as SQLite does: it is given the part's path, and
        looks at what it made before the block ends."""
        place = self.path / name
        path, descriptor = self._part(place)
        try:
            try:
                yield path
                self._stand(path, descriptor, place)
            except BaseException:
                with suppress(OSError):
                    parts.remove(path, descriptor)
                raise
            self._files.append((place, identity_of(place)))
        finally:
            os.close(descriptor)

    def _part(self, place: Path) -> tuple[Path, int]:
        try:
            self.make(place.parent)
            return parts.make_fresh(place, 0o600)
        except OSError as error:
            raise OutputUnwritable(named(place), because(error)) from error

    def _stand(self, path: Path, descriptor: int, place: Path) -> None:
        try:
            os.fsync(descriptor)
            os.rename(path, place)
        except OSError as error:
            raise OutputUnwritable(named(place), because(error)) from error

    def make(self, folder: Path) -> None:
        """Make a folder and those it is in, where they are not there."""
        if folder.is_dir():
            return
        self.make(folder.parent)
        folder.mkdir()
        self._folders.append(folder)

    def sync(self) -> None:
        """See that every name so far is on disk."""
        for folder in {self.path, *self._folders, *(folder.parent for folder in self._folders)}:
            parts.sync_folder(folder)

    def take_back(self) -> None:
        """Remove what was made here, and nothing else."""
        for path, identity in reversed(self._files):
            if identity_of(path) == identity:
                with suppress(OSError):
                    path.unlink()
        for folder in reversed(self._folders):
            with suppress(OSError):
                folder.rmdir()

    def _put(self, place: Path, octets: bytes, mode: int) -> None:
        path, descriptor = parts.make_fresh(place, mode)
        try:
            try:
                left = memoryview(octets)
                while left:
                    left = left[os.write(descriptor, left) :]
                os.fsync(descriptor)
                os.rename(path, place)
            except BaseException:
                parts.remove(path, descriptor)
                raise
            self._files.append((place, identity_of(place)))
        finally:
            os.close(descriptor)


@contextmanager
def new_folder(path: Path | str) -> Iterator[NewFolder]:
    """A new or empty folder to fill. Refuses `FolderTaken` where it is neither, `OutputUnwritable` where the disk is full."""
    folder = NewFolder(Path(path))
    try:
        try:
            folder.make(folder.path)
            if any(folder.path.iterdir()):
                raise FolderTaken(named(path), "it is not empty")
        except (OSError, ValueError) as error:
            raise FolderTaken(named(path), because(error)) from error
        yield folder
        try:
            folder.sync()
        except OSError as error:
            raise OutputUnwritable(named(path), because(error)) from error
    except BaseException:
        folder.take_back()
        raise


def folder_of(path: Path) -> None:
    """Make the folder a file is to stand in, and those that one is in, where they are not there. Refuses `OutputUnwritable`."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise OutputUnwritable(named(path), because(error)) from error
