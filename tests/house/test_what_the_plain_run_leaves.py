"""What is heavy is left to the thorough run and to nobody else: the plain run and the one after it together ask everything."""

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.after_plain import TESTS
from tests.heavy import REASONS, WITHOUT_A_PLAIN_TEST, Run, folders_asked_nothing, is_left_whole

ROOT = TESTS.parent
PAGE = (ROOT / "docs" / "tests.md").read_text("utf-8")

A_SHOW = {
    "conftest.py": """
from tests import heavy

def pytest_addoption(parser):
    parser.addoption("--thorough", action="store_true")
    parser.addoption("--after-plain", action="store_true")

def pytest_configure(config):
    heavy.leave(config)
""",
    "pytest.ini": "[pytest]\ntestpaths = tests\naddopts = -q --strict-markers -p no:cacheprovider\n",
    "tests/test_marks.py": """
import pytest

def test_quick(): ...

@pytest.mark.heavy("nights")
def test_long(): ...

@pytest.mark.parametrize("week", [1, pytest.param(2, marks=pytest.mark.heavy("nights"))])
def test_weeks(week): ...
""",
    "tests/test_pages.py": """
import pytest

pytestmark = [
    pytest.mark.heavy("a browser"),
]

def test_page(): ...
""",
    "tests/test_drawn.py": "from tests import thoroughness\n\ndef test_drawn(): ...\n",
    "tests/test_same.py": "def test_same(): ...\n",
}
QUICK = {"test_marks.py::test_quick", "test_marks.py::test_weeks[1]", "test_same.py::test_same"}
LEFT = {"test_marks.py::test_long", "test_marks.py::test_weeks[2]", "test_pages.py::test_page"}
DRAWN = {"test_drawn.py::test_drawn"}


@pytest.fixture
def show(tmp_path: Path) -> Path:
    (tmp_path / "tests").mkdir()
    for name, text in A_SHOW.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def told(show: Path, *words: str) -> str:
    """What pytest says of a show's tests, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=show,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    ).stdout


def asked(show: Path, *words: str) -> set[str]:
    said = told(show, "-v", "-v", *words)
    return {line.split()[0].removeprefix("tests/") for line in said.splitlines() if " PASSED" in line}


@pytest.mark.parametrize(("heavy", "same"), [*product([True, False], repeat=2)])
def test_whatever_a_plain_run_leaves_is_asked_after_it(heavy: bool, same: bool) -> None:
    plain, after = (run.asks(heavy=heavy, same=same) for run in (Run.PLAIN, Run.AFTER_PLAIN))
    assert plain or after
    assert (plain and after) == (not heavy and not same)
    assert Run.ALL.asks(heavy=heavy, same=same)


@pytest.mark.heavy("processes")
def test_each_run_asks_its_tests_and_a_plain_one_says_what_it_left(show: Path) -> None:
    assert asked(show) == QUICK | DRAWN
    assert asked(show, "tests") == QUICK | DRAWN
    assert asked(show, "--thorough", "--after-plain") == LEFT | DRAWN
    assert asked(show, "--thorough") == QUICK | LEFT | DRAWN
    assert "1 files of tests, and 2 tests of other files" in told(show)
    assert "1 files of tests, and 2 tests of other files" in told(show, "-n2")
    assert "Left to" not in told(show, "--thorough")


@pytest.mark.heavy("processes")
def test_whoever_names_a_file_or_a_test_is_asked_all_of_it(show: Path) -> None:
    assert asked(show, "tests/test_marks.py") == {name for name in QUICK | LEFT if name.startswith("test_marks")}
    assert asked(show, "tests/test_pages.py::test_page") == {"test_pages.py::test_page"}


@pytest.mark.heavy("processes")
def test_a_reason_that_is_not_known_is_refused(show: Path) -> None:
    (show / "tests" / "test_desk.py").write_text(
        "import pytest\n\n@pytest.mark.heavy('slow')\ndef test_desk(): ...\n", "utf-8"
    )
    assert "test_desk: heavy is marked with one of" in told(show)


EVERY_TEST = """
import json, sys
import pytest
from tests.heavy import Run, asks

class Asking:
    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        found = [(item.nodeid, str(item.path), *(asks(run, item) for run in (Run.PLAIN, Run.AFTER_PLAIN))) for item in items]
        with open(sys.argv[1], "w") as file:
            json.dump(found, file)

sys.exit(pytest.main(["--thorough", "--collect-only", "-q", "-n0", "-p", "no:cacheprovider"], plugins=[Asking()]))
"""


@pytest.mark.heavy("every one")
def test_every_test_there_is_is_asked_in_a_plain_run_or_after_it(tmp_path: Path) -> None:
    noted = tmp_path / "noted.json"
    subprocess.run([sys.executable, "-c", EVERY_TEST, str(noted)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    tests = json.loads(noted.read_text("utf-8"))
    assert [name for name, _, plain, after in tests if not plain and not after] == []
    assert folders_asked_nothing(Path(file) for _, file, plain, _ in tests if plain) == []
    assert 0 < sum(not plain for _, _, plain, _ in tests) < len(tests) / 2


def test_every_folder_keeps_tests_in_the_plain_run() -> None:
    files = [*TESTS.rglob("test_*.py")]
    assert folders_asked_nothing(file for file in files if not is_left_whole(file, Run.PLAIN)) == []
    assert folders_asked_nothing(file for file in files if file.parent.name != "desk") == ["desk", "web/desk"]


def test_why_a_test_is_heavy_is_on_the_page() -> None:
    assert [reason for reason in REASONS if f"| {reason} |" not in PAGE] == []
    assert [folder for folder in WITHOUT_A_PLAIN_TEST if not (TESTS / folder).is_dir() or folder not in PAGE] == []
