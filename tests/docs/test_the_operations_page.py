"""Running it: every line of operations.md is typed, in order, in one folder, and every answer is compared."""

from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk
from tests.docs.test_the_live_night import typed
from tests.docs.test_the_tutorial import ROOT, commands, matches

PAGE = (ROOT / "docs" / "operations.md").read_text()


@pytest.mark.heavy("documents")
def test_every_line_of_the_page_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    desk = Desk(tmp_path)
    desk.store = ""  # the one in the folder, as nobody says otherwise
    codes = set()
    for line, expected in commands(PAGE):
        said = typed(desk, line)
        codes.add(said.code)
        ending = f"(exit code {said.code})\n" if said.code else ""
        found = said.out + said.err + ending
        assert matches(expected, found), f"$ {line}\n{found}\n--- the page says:\n{expected}"
    assert codes == {0, 3, 5}
    assert len(commands_by_code("checkpoints-not-continued")) == 1


def commands_by_code(code: str) -> list[str]:
    """The lines of the page that are refused with a code."""
    return [line for line, answer in commands(PAGE) if f"[{code}]" in answer]
