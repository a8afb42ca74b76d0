"""Breaks the code in small places and says which breaks no test notices.

    python -m tests.mutants --sample 60 --seed 1                  over all rooms, by their weights
    python -m tests.mutants --sample 30 --rooms season log        in two rooms
    python -m tests.mutants --at domain/season/voting.py:48       every mutation of one line; without the line, of a module
    python -m tests.mutants --list --rooms engine                 what there is to mutate

Ends with 0 if at least so many percent are noticed, 1 if not, 2 for a wrong call, 3 if the tests fail on the code as it is
or an equivalent is named that is no place any more.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.bench import Bench
from tests.mutants.equivalents import Stale, read_equivalents, resolved
from tests.mutants.places import Place, places
from tests.mutants.reached import TestsFail
from tests.mutants.report import enough, line, survivors, table
from tests.mutants.rooms import ROOMS, Room, files_of_tests, modules, rooms_named, shares
from tests.mutants.trial import Mutant, Result, noted, tried

ROOT = Path(__file__).parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    asked = _parser().parse_args(arguments)
    try:
        rooms = rooms_named(asked.rooms)
        everything = all_places(ROOT, ROOMS)
        chosen = _chosen(asked, [mutant for mutant in everything if mutant[0] in rooms])
    except LookupError as refusal:
        print(refusal.args[0], file=sys.stderr)
        return 2
    if asked.list:
        print(*(f"{place}    in {place.function}" for _, place in chosen), sep="\n")
        return 0
    try:
        equivalent = resolved(read_equivalents(), [place for _, place in everything])
        results = run(chosen, equivalent, ROOT, asked.jobs, asked.tests)
    except (Stale, TestsFail) as refusal:
        print(f"{type(refusal).__name__}: {refusal}", file=sys.stderr)
        return 3
    return _told(results, asked)


def all_places(root: Path, rooms: Sequence[Room]) -> list[Mutant]:
    """Every place of every room."""
    return [
        (room, place)
        for room in rooms
        for path in modules(room, root)
        for place in places((root / path).read_text("utf-8"), path)
    ]


def sampled(mutants: Sequence[Mutant], sample: int, seed: str) -> list[Mutant]:
    """So many of them, shared out by the rooms' weights; the same for the same code and seed."""
    rooms = list(dict.fromkeys(room for room, _ in mutants))
    taken: list[Mutant] = []
    for room in rooms:
        there = [mutant for mutant in mutants if mutant[0] == room]
        wanted = min(shares(rooms, sample)[room.name], len(there))
        chance = random.Random(f"{seed} {room.name}")
        taken += sorted(chance.sample(there, wanted), key=lambda mutant: (mutant[1].path, mutant[1].number))
    return taken


def run(
    chosen: Sequence[Mutant], equivalent: set[Place], root: Path, jobs: int, most: int | None = None
) -> list[Result]:
    """What becomes of each; those that change nothing are not tried. Neighbours are asked of what its own room let pass."""
    results = {mutant: Result(*mutant, fate="equivalent") for mutant in chosen}
    left = [mutant for mutant in chosen if mutant[1] not in equivalent]
    with tempfile.TemporaryDirectory(prefix="mutants-") as work:
        benches = [Bench(root, Path(work), f"bench-{number}") for number in range(1, jobs + 1)]
        for own in (True, False):
            folders = dict.fromkeys(folder for room, _ in left for folder in (room.own if own else room.neighbours))
            _say(f"noting what the tests reach that {len(left)} mutants are asked of: {', '.join(folders) or 'none'}")
            reached = noted(benches, files_of_tests(folders, root))
            found = tried(benches, reached, left, lambda result: _say(_in_short(result)), own=own, most=most)
            for mutant, result in zip(left, found, strict=True):
                results[mutant] = result._replace(asked=result.asked + results[mutant].asked)
            left = [mutant for mutant in left if results[mutant].fate == "survived"]
    return list(results.values())


def _chosen(asked: argparse.Namespace, mutants: Sequence[Mutant]) -> Sequence[Mutant]:
    """What is asked for: a line, a module, a sample or everything. Raises LookupError where there is nothing."""
    if asked.at:
        path, _, number = asked.at.partition(":")
        mutants = [(room, place) for room, place in mutants if place.path == path and number in ("", str(place.line))]
        if not mutants:
            raise LookupError(f"there is nothing to mutate at {asked.at}")
    return mutants if asked.sample is None else sampled(mutants, asked.sample, asked.seed)


def _told(results: list[Result], asked: argparse.Namespace) -> int:
    if asked.json:
        asked.json.write_text("".join(f"{line(result)}\n" for result in results), "utf-8")
    print(*table(results), sep="\n")
    print("", *survivors(results), sep="\n")
    if enough(results, asked.at_least):
        return 0
    print(f"fewer than {asked.at_least} % are noticed", file=sys.stderr)
    return 1


def _in_short(result: Result) -> str:
    return f"{result.fate:10} {result.place}" + (f"    by {result.by}" if result.by else "")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m tests.mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, metavar="N", help="so many, drawn by the seed; without it, all")
    parser.add_argument("--seed", default="1", help="another seed, a number or a word, draws another sample (1)")
    parser.add_argument("--rooms", nargs="+", default=[], metavar="ROOM", help=", ".join(room.name for room in ROOMS))
    parser.add_argument("--at", metavar="PATH[:LINE]", help="one line or one module")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once (2)")
    parser.add_argument(
        "--tests", type=int, metavar="N", help="ask at most so many tests of each room, the nearest and quickest (all)"
    )
    parser.add_argument("--at-least", type=int, default=95, metavar="PERCENT", help="how many must be noticed (95)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="a line for each mutant")
    parser.add_argument("--list", action="store_true", help="say what would be mutated, and stop")
    return parser


if __name__ == "__main__":
    sys.exit(main())
