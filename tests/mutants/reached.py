"""Which tests reach which line, noted with the code unbroken: only those can notice that it is broken."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from tests.mutants.places import Place


class TestsFail(Exception):
    """The tests fail on the code as it is: nothing can be said of mutants."""


class Test(NamedTuple):
    """One test: its file, how long it took while noting, and the lines it reaches: by path, a bit for each line."""

    name: str
    file: str
    seconds: float
    lines: dict[str, int]
    elsewhere: bool

    def reaches(self, place: Place) -> bool:
        """Whether it runs the statement, or a part of it."""
        return bool(self.lines.get(place.path, 0) & _bits(place))


class Reached:
    """The tests of some files, and what runs when code is imported, which every test reaches."""

    def __init__(self, notes: Iterable[dict[str, Any]]) -> None:
        """`notes` holds what was noted of each file. Raises TestsFail where a test of one failed."""
        self.tests: list[Test] = []
        self._at_import: dict[str, int] = {}
        for note in notes:
            if note["failed"]:
                raise TestsFail(", ".join(note["failed"]))
            for path, lines in _numbers(note["at_import"]).items():
                self._at_import[path] = self._at_import.get(path, 0) | lines
            for name, noted in note["tests"].items():
                lines_of = _numbers(noted["lines"])
                self.tests.append(Test(name, name.split("::")[0], noted["seconds"], lines_of, noted["elsewhere"]))

    def reaching(self, place: Place, files: Iterable[str]) -> list[Test]:
        """The tests of these files that may notice a mutation, in the order they are asked in.

        Those that run something of the module come before those that only import it or start processes of their own, and
        among these the quick ones first.
        """
        wanted = set(files)
        always = place.at_import or bool(self._at_import.get(place.path, 0) & _bits(place))
        found = [
            test for test in self.tests if test.file in wanted and (always or test.elsewhere or test.reaches(place))
        ]
        return sorted(found, key=lambda test: (place.path not in test.lines, test.seconds, test.name))

    def known(self, files: Iterable[str]) -> list[str]:
        """All tests of these files: any other is new, and made by the mutation."""
        wanted = set(files)
        return [test.name for test in self.tests if test.file in wanted]


def _bits(place: Place) -> int:
    """The lines of a place's statement, a bit for each."""
    return (1 << place.last + 1) - (1 << place.first)


def _numbers(lines: dict[str, str]) -> dict[str, int]:
    return {path: int(bits, 16) for path, bits in lines.items()}
