"""Mutants tried: each in a copy, asked of the tests that may notice, those of its own room first."""

import queue
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, NamedTuple

from tests.mutants.bench import Bench
from tests.mutants.notes import Notes
from tests.mutants.places import Place, mutated
from tests.mutants.reached import Reached, Test
from tests.mutants.rooms import Room, files_of_tests

Mutant = tuple[Room, Place]
Fate = Literal["killed", "hangs", "survived", "equivalent"]

EXAMPLES = 15
"""Examples a drawing test draws at most."""
HANDFUL = 4
SLOWER = 20
PATIENCE = 20.0
"""A test that takes 20 times as long as it did with the code unbroken, and 20 seconds more, hangs: that is noticed too."""


class Result(NamedTuple):
    """What became of a mutant, and which test noticed."""

    room: Room
    place: Place
    fate: Fate
    by: str = ""
    own: bool = False
    asked: int = 0
    """How many tests were asked of it; where it survived, all of them let it pass."""

    @property
    def noticed(self) -> bool:
        """A mutant that hangs is noticed as well."""
        return self.fate in ("killed", "hangs")


def noted(benches: list[Bench], files: Iterable[str]) -> Reached:
    """What each test reaches, with the code unbroken: as it was kept, or noted now, some files in one process."""
    wanted = list(files)
    notes = Notes(benches[0].root, EXAMPLES)
    found = {file: note for file in wanted if (note := notes.fresh(file)) is not None}
    missing = [file for file in wanted if file not in found]

    def note(bench: Bench, together: list[str]) -> dict[str, dict[str, Any]]:
        answer = bench.run({"note": True, "files": together, "examples": EXAMPLES})
        if answer.found is None:
            return {together[0]: {"tests": {}, "at_import": {}, "failed": [answer.words[-2_000:]]}}
        return answer.found

    for answer in _shared_out(benches, note, _by_the_handful(missing)):
        for file, seen in answer.items():
            notes.keep(file, seen)
            found[file] = seen
    return Reached(found.values())


def _by_the_handful(files: list[str]) -> list[list[str]]:
    """Files that are noted in one process, since most of the time of a small one goes into starting."""
    return [files[first : first + HANDFUL] for first in range(0, len(files), HANDFUL)]


def tried(
    benches: list[Bench],
    reached: Reached,
    chosen: Iterable[Mutant],
    told: Callable[[Result], None],
    *,
    own: bool,
    most: int | None,
) -> list[Result]:
    """What becomes of each mutant, told as it comes: asked of the tests of its own room, or of the neighbours'.

    At most `most` tests are asked of each: the nearest and quickest.
    """

    def try_it(bench: Bench, mutant: Mutant) -> Result:
        room, place = mutant
        text = mutated((bench.copy / place.path).read_text("utf-8"), place.number)
        files = files_of_tests(room.own if own else room.neighbours, bench.copy)
        tests = reached.reaching(place, files)[:most]
        with bench.broken(place.path, text):
            fate, by = _asked(bench, reached, tests)
        result = Result(room, place, fate, by, own=own and fate != "survived", asked=len(tests))
        told(result)
        return result

    return _shared_out(benches, try_it, list(chosen))


def _asked(bench: Bench, reached: Reached, tests: list[Test]) -> tuple[Fate, str]:
    if not tests:
        return "survived", ""
    files = list(dict.fromkeys(test.file for test in tests))
    bounds = {test.name: SLOWER * test.seconds + PATIENCE for test in tests}
    request = {
        "note": False,
        "files": files,
        "examples": EXAMPLES,
        "tests": [test.name for test in tests],
        "known": reached.known(files),
        "bounds": bounds,
        "longest": max(bounds.values()) + PATIENCE,
    }
    answer = bench.run(request, most_seconds=sum(bounds.values()) + 2 * PATIENCE)
    if answer.hangs:
        return "hangs", answer.last or "collecting"
    if answer.found is None:
        return "killed", "the process broke off"
    by = answer.found["killed_by"]
    return ("killed", by) if by else ("survived", "")


def _shared_out(benches: list[Bench], work: Callable[[Bench, Any], Any], pieces: list[Any]) -> list[Any]:
    """Pieces of work done on whichever bench is free, answered in their own order."""
    free: queue.SimpleQueue[Bench] = queue.SimpleQueue()
    for bench in benches:
        free.put(bench)

    def on_a_bench(piece: Any) -> Any:
        bench = free.get()
        try:
            return work(bench, piece)
        finally:
            free.put(bench)

    with ThreadPoolExecutor(len(benches)) as pool:
        return list(pool.map(on_a_bench, pieces))
