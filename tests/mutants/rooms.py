"""The rooms that are mutated, the tests that must notice, and how a sample is shared out among the rooms."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Room(NamedTuple):
    """A part of the code. Its `own` tests are asked first, then its `neighbours`."""

    name: str
    code: tuple[str, ...]
    own: tuple[str, ...]
    neighbours: tuple[str, ...]
    weight: int

    @property
    def tests(self) -> tuple[str, ...]:
        """All the tests that may kill a mutant of this room."""
        return (*self.own, *self.neighbours)


DEAR = frozenset({"tests/auditors_file/test_agreement.py"})
"""Hundreds of whole bundles verified twice over in each test: noting it alone takes longer than all the others."""

DOMAIN = ("tests/domain", "tests/test_two_tabulations_agree.py")

ROOMS = (
    Room(
        "tabulation",
        ("domain/tabulation", "domain/stages", "domain/period", "domain/exact.py"),
        (*DOMAIN, "tests/rulebooks"),
        ("tests/audit", "tests/auditors_file"),
        30,
    ),
    Room(
        "season",
        ("domain/season", "domain/gateway"),
        ("tests/domain",),
        (
            "tests/people",
            "tests/engine",
            "tests/ingest",
            "tests/votes",
            "tests/season_files",
            "tests/evidence/certificate",
            "tests/evidence/verifying",
            "tests/auditors_file",
            "tests/proving",
        ),
        30,
    ),
    Room(
        "rulebook",
        ("domain/rulebook", "domain/record.py", "domain/facts.py", "domain/findings.py", "domain/refusals.py"),
        ("tests/domain", "tests/rulebooks"),
        ("tests/season_files", "tests/log", "tests/closeness/pre_air"),
        12,
    ),
    Room(
        "projections",
        ("projections",),
        ("tests/projections", "tests/votes"),
        ("tests/audit", "tests/views", "tests/engine", "tests/evidence/verifying", "tests/cli"),
        18,
    ),
    Room(
        "verifying",
        ("glitterball/evidence/verifying",),
        ("tests/evidence/verifying",),
        ("tests/people", "tests/auditors_file", "tests/evidence/certificate", "tests/proving"),
        18,
    ),
    Room(
        "engine",
        ("glitterball/engine",),
        ("tests/engine", "tests/ingest"),
        ("tests/people", "tests/evidence/certificate", "tests/log", "tests/season_files"),
        12,
    ),
    Room(
        "log",
        ("glitterball/log",),
        ("tests/log",),
        ("tests/engine", "tests/ingest", "tests/views"),
        18,
    ),
)


def rooms_named(names: Iterable[str]) -> tuple[Room, ...]:
    """Rooms by name; all of them where none is named. Raises LookupError for a name that is none."""
    wanted = tuple(names)
    known = {room.name: room for room in ROOMS}
    for name in wanted:
        if name not in known:
            raise LookupError(f"no room is called {name!r}; there are {', '.join(known)}")
    return tuple(known[name] for name in wanted) or ROOMS


def modules(room: Room, root: Path) -> list[str]:
    """The modules of a room, by their paths from the root, in order."""
    found = [path for part in room.code for path in _python_files(root / part)]
    return sorted(path.relative_to(root).as_posix() for path in found)


def files_of_tests(folders: Iterable[str], root: Path) -> list[str]:
    """The test modules under folders or files, each once, in the order of the folders; not the dear ones."""
    found = [path for part in folders for path in _python_files(root / part) if path.name.startswith("test_")]
    names = dict.fromkeys(path.relative_to(root).as_posix() for path in found)
    return [name for name in names if name not in DEAR]


def shares(rooms: Iterable[Room], sample: int) -> dict[str, int]:
    """A sample shared out by the rooms' weights; what is left over goes to the largest remainders, earlier rooms first."""
    weights = {room.name: room.weight for room in rooms}
    whole = sum(weights.values())
    share = {name: sample * weight // whole for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: -(sample * weights[name] % whole))
    for name in by_remainder[: sample - sum(share.values())]:
        share[name] += 1
    return share


def _python_files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]
