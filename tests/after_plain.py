"""Which files of tests ask nothing more in a thorough run than in a plain one: `--thorough --after-plain` leaves them out.

A file asks more if it, a file of the tests that it uses, or a conftest that it sees takes a part, draws examples, or is told how
thorough the run is. Whatever mentions any of it counts, so that a file in doubt is asked twice.
"""

import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
ASKS_MORE = re.compile(r"\b(thorough|thoroughness|hypothesis|glitterball\.properties|glitterball\.testing)\b")
"""What draws, or takes a part: the testing kit's strategies and the search for counterexamples draw too."""
USES = re.compile(r"\b(?:from|import)\s+(\w+(?:\.\w+)*)(?:\s+import\s+(\w+))?")
"""A module that is used, in the code or in a script that is run."""
SHARED = TESTS / "conftest.py"
"""What every test sees; it only passes on how thorough a run is."""


def asks_the_same(path: Path) -> bool:
    """Whether a file of tests asks the same in both runs."""
    return not any(ASKS_MORE.search(text_of(used)) for used in whole(path))


def whole(path: Path) -> set[Path]:
    """The file, the conftests that it sees, and all files of the tests that these use."""
    found: set[Path] = set()
    look_at = [path, *(folder / "conftest.py" for folder in path.parents if folder.is_relative_to(TESTS))]
    while look_at:
        used = look_at.pop()
        if used not in found and used != SHARED and used.exists():
            found.add(used)
            look_at += uses(used)
    return found


@cache
def uses(path: Path) -> tuple[Path, ...]:
    """The files of the tests that a file names as modules; of a package all."""
    found: list[Path] = []
    for module, name in USES.findall(text_of(path)):
        for dotted in (module, f"{module}.{name}"):
            found += files_of(dotted)
    return tuple(found)


@cache
def files_of(dotted: str) -> tuple[Path, ...]:
    """The files that are a module of the tests by this name, from the root or beside whoever names it."""
    first, *inner = dotted.split(".")
    place = TESTS.joinpath(*inner)
    if first != "tests":
        return beside().get(first, ())
    if place != TESTS and place.is_dir():
        return tuple(place.glob("*.py"))
    return (place.with_suffix(".py"),)


@cache
def beside() -> dict[str, tuple[Path, ...]]:
    """The files of the tests by the name under which one beside them imports them."""
    found: dict[str, tuple[Path, ...]] = {}
    for path in TESTS.rglob("*.py"):
        found[path.stem] = (*found.get(path.stem, ()), path)
    return found


@cache
def text_of(path: Path) -> str:
    return path.read_text("utf-8")
