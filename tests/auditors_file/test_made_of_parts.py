"""The one file is what its parts give; a part stands on earlier ones and the standard library, and is small enough to review."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from glitterball.auditors_file import build
from tests.auditors_file import page_parts
from tests.auditors_file.single_file import FILE, vb
from tests.thoroughness import part as some

PARTS = sorted((FILE.parent / "parts").glob("part_*.py"))
LONGEST = 250


@pytest.mark.heavy("forgeries")
def test_the_file_is_what_its_parts_give() -> None:
    assert FILE.read_text() == build.made(), "make it again: python -m glitterball.auditors_file.build"


@pytest.mark.heavy("forgeries")
def test_checking_it_ends_with_1_when_a_hand_changed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--check"]) == 0
    changed = tmp_path / FILE.name
    changed.write_text(FILE.read_text().replace("2**255 - 19", "2**255 - 17"))
    monkeypatch.setattr(build, "MADE", changed)
    assert build.main(["--check"]) == 1
    assert "NOT what its parts give" in capsys.readouterr().out
    assert build.main([]) == 0
    assert changed.read_text() == FILE.read_text()


@pytest.mark.heavy("forgeries")
def test_the_table_of_contents_names_the_line_of_every_section() -> None:
    lines = FILE.read_text().splitlines()
    contents = [line.split(maxsplit=3) for line in ast.get_docstring(ast.parse(FILE.read_text()), clean=False).splitlines()
                if line[4:6].strip().isdigit() and "line" in line]  # fmt: skip
    assert len(contents) == len(PARTS)
    for number, _, line, title in contents:
        assert lines[int(line) - 1] == f"# {number}  {title}"


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.stem)
def test_a_part_is_small_and_says_what_it_is(part: Path) -> None:
    assert len(part.read_text().splitlines()) <= LONGEST
    assert (ast.get_docstring(ast.parse(part.read_text())) or "").partition("\n")[0].endswith(".")


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("part", some(PARTS, len(PARTS) - 1, of=5), ids=lambda part: part.stem)
def test_a_part_alone_brings_only_earlier_ones_and_the_standard_library(part: Path) -> None:
    script = f"import sys, parts.{part.stem}\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], cwd=FILE.parent, capture_output=True, check=True, text=True
    )
    loaded = done.stdout.split()
    assert [name for name in loaded if name.startswith("parts.part_")][-1] == f"parts.{part.stem}"
    assert not {name.split(".")[0] for name in loaded} - {"parts", "__main__"} - set(sys.stdlib_module_names)


def part_of(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_text("\n".join(('"""A part."""', "", *lines, "")))


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["from .part_09_last import x"], "no earlier part"),
        (["import pydantic"], "not in the standard library"),
        (["from domain.record import Fact"], "not in the standard library"),
        (["def f() -> None:", "    import json"], "inside a function"),
        (["X = 1"], "Two parts define X"),
    ],
)
def test_what_could_not_stand_in_one_file_is_refused(tmp_path: Path, lines: list[str], says: str) -> None:
    (tmp_path / "__init__.py").write_text('"""The banner."""\n')
    part_of(tmp_path, "part_01_first.py", "X = 1")
    part_of(tmp_path, "part_02_second.py", *lines)
    part_of(tmp_path, "part_09_last.py", "y = 2")
    with pytest.raises(SystemExit, match=says):
        build.made(tmp_path)


@pytest.mark.heavy("forgeries")
def test_every_name_of_the_parts_is_in_the_file() -> None:
    for part in build.read_parts(FILE.parent / "parts"):
        assert all(hasattr(vb, name) for name in part.names)


@pytest.mark.parametrize("name", page_parts.PARTS)
def test_template_and_style_of_the_page_are_the_ones_of_the_package(name: str) -> None:
    """`python -m tests.auditors_file.page_parts` writes them."""
    part = next(part for part in PARTS if part.stem == f"part_24_{name}")
    assert part.read_text("utf-8") == page_parts.part_of(name)
