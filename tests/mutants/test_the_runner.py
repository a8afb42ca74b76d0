"""The runner itself: it kills what is tested, names what is not, and breaks code only into code."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests import thoroughness
from tests.mutants import trial
from tests.mutants.__main__ import ROOT, all_places, main, run, sampled
from tests.mutants.bench import Bench
from tests.mutants.equivalents import FILE, Stale, read_equivalents, resolved
from tests.mutants.examples import FewExamples
from tests.mutants.notes import Notes
from tests.mutants.places import Place, mutated, places
from tests.mutants.report import enough, survivors, table
from tests.mutants.rooms import ROOMS, Room, files_of_tests, modules, shares
from tests.mutants.trial import Mutant
from tests.thoroughness import part

EVERY_KIND = {
    "comparison flipped",
    "bound off by one",
    "integer + 1",
    "and / or",
    "plus / minus",
    "condition negated",
    "dropped",
    "returns None",
    "not removed",
}

HALL = Room("hall", ("hall",), ("tests/test_hall.py",), ("tests/test_next_door.py",), 1)
HALL_CODE = '''
    from time import sleep


    def is_safe(place: int, leaving: int, couples: int) -> bool:
        """Whether a couple stays."""
        return place <= couples - leaving


    def untold(votes: int) -> str:
        return "many" if votes > 1000 else "few"


    def waits(places: list[int]) -> int:
        left = len(places)
        while left > 0:
            sleep(0.001)
            left -= 1
        return left
'''
HALL_TESTS = """
    from hall import is_safe

    def test_the_last_of_ten_leaves():
        assert is_safe(9, 1, 10) and not is_safe(10, 1, 10)
"""
NEXT_DOOR = """
    from hall import untold, waits

    def test_few_are_few():
        assert untold(3) == "few"

    def test_nobody_is_left():
        assert waits([1, 2]) == 0
"""


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """A tree of one module and two test files."""
    for name, text in (
        ("hall/__init__.py", HALL_CODE),
        ("tests/test_hall.py", HALL_TESTS),
        ("tests/test_next_door.py", NEXT_DOOR),
        ("pyproject.toml", '[tool.pytest.ini_options]\npythonpath = ["."]\n'),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(dedent(text).lstrip(), "utf-8")
    for shared in ("mutants", "thoroughness.py"):
        (tmp_path / "tests" / shared).symlink_to(ROOT / "tests" / shared)
    return tmp_path


@cache
def everything() -> list[Mutant]:
    """Every place of every room of this tree."""
    return all_places(ROOT, ROOMS)


def written(text: str) -> list[Place]:
    return places(dedent(text), "hall.py")


def told(text: str) -> set[str]:
    return {place.mutation for place in written(text)}


FATES = {
    "`place <= couples - leaving` becomes `place < couples - leaving`": ("killed", True),
    "`votes > 1000` becomes `votes <= 1000`": ("killed", False),
    "`votes > 1000` becomes `votes >= 1000`": ("survived", False),
}


@pytest.mark.heavy("processes")
def test_what_is_tested_is_killed_and_what_is_not_is_named(hall: Path) -> None:
    mutants = [mutant for mutant in all_places(hall, [HALL]) if mutant[1].mutation in FATES]
    results = run(mutants, set(), hall, jobs=1)
    assert {result.place.mutation: (result.fate, result.own) for result in results} == FATES
    assert survivors(results) == ["hall/__init__.py:10: `votes > 1000` becomes `votes >= 1000`    1 test lets it pass"]
    assert not enough(results, 95)
    assert table(results)[1].split() == ["hall", "3", "2", "1", "0", "1", "0", "66.7", "%"]
    assert (hall / "hall" / "__init__.py").read_text("utf-8") == dedent(HALL_CODE).lstrip(), "the tree is never touched"


@pytest.mark.heavy("processes")
def test_a_mutant_that_waits_for_ever_is_noticed_and_named_so(hall: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "PATIENCE", 3.0)
    waits = [mutant for mutant in all_places(hall, [HALL]) if mutant[1].mutation == "`left -= 1` dropped"]
    (result,) = run(waits, set(), hall, jobs=1)
    assert (result.fate, result.by) == ("hangs", "tests/test_next_door.py::test_nobody_is_left")
    assert table([result])[1].split() == ["hall", "1", "0", "0", "1", "0", "0", "100.0", "%"]


def note_of(hall: Path, file: str) -> dict[str, Any] | None:
    return Notes(hall, trial.EXAMPLES).fresh(file)


@pytest.mark.heavy("processes")
def test_what_was_noted_is_kept_until_the_file_or_what_its_tests_run_changes(
    hall: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own, next_door = "tests/test_hall.py", "tests/test_next_door.py"
    assert note_of(hall, own) is None
    trial.noted([Bench(hall, tmp_path_factory.mktemp("work"), "bench")], [own, next_door])
    assert note_of(hall, own) is not None
    assert note_of(hall, next_door) is not None
    (hall / own).write_text((hall / own).read_text("utf-8") + "\n\ndef test_more():\n    assert 1\n", "utf-8")
    assert (note_of(hall, own), note_of(hall, next_door) is None) == (None, False)
    (hall / "hall" / "__init__.py").write_text(dedent(HALL_CODE).replace("1000", "999"), "utf-8")
    assert note_of(hall, next_door) is None


@pytest.mark.heavy("processes")
def test_a_test_is_asked_of_the_lines_it_runs_and_of_no_others(
    hall: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    reached = trial.noted([Bench(hall, tmp_path_factory.mktemp("work"), "bench")], files_of_tests(HALL.tests, hall))
    asked = {
        place.function: [test.name.split("::")[1] for test in reached.reaching(place, files_of_tests(HALL.tests, hall))]
        for _, place in all_places(hall, [HALL])
    }
    assert asked == {
        "is_safe": ["test_the_last_of_ten_leaves"],
        "untold": ["test_few_are_few"],
        "waits": ["test_nobody_is_left"],
    }


def test_a_statement_has_the_lines_of_its_head_or_all_of_them() -> None:
    text = """
        def f(a: int) -> int:
            if (a > 1 and
                    a < 9):
                go(a,
                   4)
            return 3
    """
    lines = {place.mutation: (place.first, place.last) for place in written(text)}
    assert lines["`a > 1 and a < 9` becomes `a > 1 or a < 9`"] == (3, 4)
    assert lines["`a < 9` becomes `a <= 9`"] == (3, 4)
    assert lines["`go(a, 4)` dropped"] == (5, 6)
    assert lines["`go(a, 4)` becomes `go(a, 5)`"] == (5, 6)
    assert lines["`return 3` becomes `return None`"] == (7, 7)


@pytest.mark.heavy("processes")
def test_a_budget_of_tests_asks_the_quickest_and_says_how_many_were_asked(hall: Path) -> None:
    few = "`votes > 1000` becomes `votes <= 1000`"
    mutants = [mutant for mutant in all_places(hall, [HALL]) if mutant[1].mutation == few]
    (none,) = run(mutants, set(), hall, jobs=1, most=0)
    assert (none.fate, none.asked) == ("survived", 0)
    (first,) = run(mutants, set(), hall, jobs=1, most=1)
    assert (first.fate, first.asked) == ("killed", 1)


def test_a_named_equivalent_is_not_tried_and_not_counted(hall: Path) -> None:
    untold = [mutant for mutant in all_places(hall, [HALL]) if mutant[1].function == "untold"]
    results = run(untold, {place for _, place in untold}, hall, jobs=1)
    assert {result.fate for result in results} == {"equivalent"}
    assert enough(results, 100)
    assert table(results)[1].split()[-2:] == [str(len(untold)), "-"]


@pytest.mark.heavy("processes")
def test_tests_that_fail_on_the_code_as_it_is_say_nothing_of_mutants(hall: Path) -> None:
    from tests.mutants.reached import TestsFail

    (hall / "tests" / "test_hall.py").write_text("def test_wrong():\n    assert 1 == 2\n", "utf-8")
    with pytest.raises(TestsFail, match="test_wrong"):
        run(all_places(hall, [HALL])[:1], set(), hall, jobs=1)


@pytest.mark.heavy("every one")
def test_every_kind_of_mutation_gives_other_code_that_compiles() -> None:
    """Of every module there is to mutate, in the plain run of every eighth, the first place of each kind."""
    kinds = set()
    for turn, room in enumerate(ROOMS):
        for path in part(modules(room, ROOT), turn, of=8):
            source = (ROOT / path).read_text("utf-8")
            first = {place.kind: place for place in reversed(places(source, path))}
            whole = mutated_nowhere(source)
            for kind, place in first.items():
                broken = mutated(source, place.number)
                compile(broken, path, "exec")
                assert broken != whole, place
                kinds.add(kind)
    assert kinds == EVERY_KIND


def mutated_nowhere(source: str) -> str:
    import ast

    return ast.unparse(ast.parse(source)) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring."""',
        "def leaves(at: Literal[1, 2]) -> tuple[int, Literal[3]]:\n    ...",
        "__all__ = ['a', *('b' if 1 < 2 else 'c')]",
        "class Explains(Protocol):\n    def told(self) -> int:\n        return 1",
        "assert left > 0, 'nobody'",
        "if TYPE_CHECKING:\n    from x import y\n    z = 1 + 1",
        "def ended(fact: Never) -> None:\n    assert_never(fact)",
        "@lru_cache(maxsize=1_024)\ndef kept() -> None:\n    ...",
    ],
)
def test_what_no_test_should_notice_is_left_alone(text: str) -> None:
    assert written(text) == []


def test_a_value_is_replaced_by_none_only_where_none_was_not_promised() -> None:
    assert told("def f() -> int:\n    return g") == {"`return g` becomes `return None`"}
    assert told("def f() -> int | None:\n    return g") == set()


def test_a_place_is_named_by_its_function_and_twice_the_same_is_numbered() -> None:
    text = "class Night:\n    def play(self) -> None:\n        go(1)\n        go(1)\n"
    named = [(place.function, place.mutation) for place in written(text)]
    assert ("Night.play", "`go(1)` dropped") in named
    assert ("Night.play", "`go(1)` dropped (place 2)") in named


@pytest.mark.heavy("processes")
def test_each_named_equivalent_is_still_a_place_and_has_a_reason() -> None:
    resolved(read_equivalents(FILE), [place for _, place in everything()])


@pytest.mark.parametrize(
    "text",
    [
        '[[equivalent]]\npath = "domain/exact.py"\nfunction = "nobody"\nmutation = "`1` becomes `2`"\nreason = "none"\n',
        '[[equivalent]]\npath = "domain/exact.py"\nfunction = "nobody"\nmutation = "`1` becomes `2`"\nreason = " "\n',
        '[[equivalent]]\npath = "domain/exact.py"\nfunction = "nobody"\n',
    ],
)
def test_an_equivalent_that_is_no_place_or_gives_no_reason_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "equivalents.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(Stale):
        resolved(read_equivalents(file), [place for _, place in everything()])


def test_a_sample_is_the_same_for_a_seed_and_shared_out_by_the_rooms_weights() -> None:
    drawn = sampled(everything(), 60, "1")
    assert drawn == sampled(everything(), 60, "1") != sampled(everything(), 60, "2")
    assert len(drawn) == 60 == sum(shares(ROOMS, 60).values())
    assert {room.name: sum(each == room for each, _ in drawn) for room in ROOMS} == shares(ROOMS, 60)


def test_every_folder_a_room_names_is_there() -> None:
    for room in ROOMS:
        assert modules(room, ROOT), room.name
        for folder in room.tests:
            assert files_of_tests([folder], ROOT), folder


def test_a_mutant_is_asked_of_more_examples_than_the_plain_run_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thoroughness, "THOROUGH", False)
    monkeypatch.setattr(thoroughness, "FEWEST", 5)
    assert thoroughness.examples(40) == 5
    FewExamples(trial.EXAMPLES)
    assert thoroughness.examples(40) == trial.EXAMPLES == 15


@pytest.mark.heavy("processes")
def test_a_wrong_call_ends_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    said: Callable[[], str] = lambda: capsys.readouterr().err  # noqa: E731
    assert main(["--rooms", "ballroom"]) == 2
    assert "no room is called 'ballroom'; there are tabulation" in said()
    assert main(["--at", "domain/exact.py:1"]) == 2
    assert "nothing to mutate at domain/exact.py:1" in said()
