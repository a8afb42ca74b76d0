"""Which tests call which function, noted once with the code unbroken: only those can notice that it is broken."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from tests.mutants.places import Place


class TestsFail(Exception):
    """The tests fail on the code as it is: nothing can be said of mutants."""


class Test(NamedTuple):
    """One test: its file, how long it took while noting, and the functions it calls."""

    name: str
    file: str
    seconds: float
    calls: frozenset[str]
    elsewhere: bool

    def reaches(self, place: Place) -> bool:
        """Whether it may notice: it calls the function, or starts processes that might."""
        return self.elsewhere or f"{place.path}::{place.function}" in self.calls


class Calls:
    """The tests of one run, and what runs when code is imported, which every test reaches."""

    def __init__(self, answers: Iterable[dict[str, Any]]) -> None:
        self.tests: list[Test] = []
        self._at_import: set[str] = set()
        for answer in answers:
            if answer["failed"]:
                raise TestsFail(", ".join(answer["failed"]))
            self._at_import |= set(answer["at_import"])
            for name, noted in answer["tests"].items():
                calls = frozenset(noted["calls"])
                self.tests.append(Test(name, name.split("::")[0], noted["seconds"], calls, noted["elsewhere"]))

    def reaching(self, place: Place, files: Iterable[str]) -> list[Test]:
        """The tests of these files that may notice a mutation, quick ones first."""
        wanted = set(files)
        function = f"{place.path}::{place.function}"
        always = place.at_import or function in self._at_import
        found = [test for test in self.tests if test.file in wanted and (always or test.reaches(place))]
        return sorted(found, key=lambda test: (test.seconds, test.name))

    def known(self, files: Iterable[str]) -> list[str]:
        """All tests of these files: any other is new, and made by the mutation."""
        wanted = set(files)
        return [test.name for test in self.tests if test.file in wanted]
