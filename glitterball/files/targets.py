"""Where an output goes, and whether it may: decided by what stands there, before a byte is written and again at the end."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from glitterball.files import held, kinds
from glitterball.files.kinds import Kind
from glitterball.files.protected import OF_STORE, belongs_beside, protected_as
from glitterball.files.refusals import OutputProtected, OutputTaken, OutputUnwritable, named


@dataclass(frozen=True, slots=True)
class Target:
    """A name for an output, the place it leads to, and what kind of output comes there. `new`: nothing is replaced."""

    name: str
    place: Path
    kind: Kind
    new: bool = False

    def look(self) -> int | None:
        """Refuse what must not be replaced. The answer is the mode of the file that is, None where there is none."""
        what = protected_as(self.place) or self._by_its_name()
        if what is not None:
            raise OutputProtected(self.name, what)
        with held.nobody_begins():
            return self._what_is_there()

    def _by_its_name(self) -> str | None:
        """A name under which a store, a ledger or a key would take the output for its own."""
        if self.place.name.endswith(OF_STORE) and self.kind is not kinds.REGISTER:
            return "by its name the ledger, the views or the register of another file"
        main = belongs_beside(self.place)
        if main is None:
            return None
        with held.nobody_begins():
            if held.is_held(main) or (main.is_file() and kinds.ends_of(main).are(kinds.SQLITE)):
                return f"by its name a part of {named(main.name)}"
        return None

    def _what_is_there(self) -> int | None:
        try:
            found = os.stat(self.place)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(found.st_mode):
            raise OutputProtected(self.name, "a folder" if stat.S_ISDIR(found.st_mode) else "a device or a pipe")
        if held.is_held(self.place):
            raise OutputProtected(self.name, "a store, or a file of one, that is in use")
        if not found.st_size:
            return stat.S_IMODE(found.st_mode)
        ends = kinds.ends_of(self.place)
        for kind in kinds.NEVER_REPLACED:
            if ends.are(kind):
                raise OutputProtected(self.name, kind.name)
        if self.new or not ends.are(self.kind):
            raise OutputTaken(self.name, ends.told(), self.kind.name)
        if not os.access(self.place, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise OutputUnwritable(self.name, "the file there may not be written")
        return stat.S_IMODE(found.st_mode)


def beside(path: Path, ending: str) -> Path:
    """The name of an output with an ending after it. Refuses what names a folder whatever stands there: `.`, `..` and `/`."""
    if path.name in ("", ".."):
        raise OutputProtected(named(path), "a folder")
    return path.with_name(path.name + ending)


def target_of(path: Path | str, kind: Kind, *, new: bool = False) -> Target:
    """The target a name means; a symbolic link is followed. Refuses one that an output must not take."""
    name = named(path)
    try:
        target = Target(name, Path(os.path.realpath(path)), kind, new)
        if not target.place.parent.is_dir():
            raise OutputUnwritable(name, f"there is no folder {named(target.place.parent)}")
        target.look()
    except (OSError, ValueError) as error:
        raise OutputUnwritable(name, because(error)) from error
    return target


def because(error: OSError | ValueError) -> str:
    """Why the system refuses, in its words."""
    return getattr(error, "strerror", None) or str(error)
