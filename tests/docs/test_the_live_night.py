"""The live night prints what it says: every line of the page is typed, in order, in one folder, and every answer is compared.

Lines for the shell are run by one, `sleep` moves the clock, and the single file runs as an auditor runs it.
"""

import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from glitterball import open_store
from tests.cli.typing_at_it import Desk, Said
from tests.docs.test_the_tutorial import ROOT, commands, matches

pytestmark = pytest.mark.heavy("documents")


PAGE = (ROOT / "docs" / "live-night.md").read_text()

ON_SUCH_A_NIGHT = {
    "season-founded.v1": 1,
    "person-introduced.v1": 5,
    "gateway-key-introduced.v1": 3,
    "score-taken-back.v1": 1,
    "couple-withdrew.v1": 1,
    "decision-withdrawn.v1": 1,
    "score-corrected.v1": 1,
    "gateway-given-up.v1": 1,
    "manifest-replaced.v1": 1,
    "couple-eliminated.v1": 1,
}
"""What has to have happened, by the type of its event."""


class Later:
    """A clock that is moved by hand."""

    ahead = timedelta()

    @classmethod
    def now(cls, zone: Any) -> datetime:
        return datetime.now(zone) + cls.ahead


def in_a_shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)


def typed(desk: Desk, line: str) -> Said:
    """What follows a line of the page."""
    if line.startswith("sleep "):
        Later.ahead += timedelta(minutes=int(line.removeprefix("sleep ").removesuffix("m")))
        return Said(0, "", "")
    if not line.startswith("glitterball "):
        alone = re.sub(r"^python ", f"{sys.executable} -I -S ", line)
        done = in_a_shell(alone)
        return Said(done.returncode, done.stdout, done.stderr)
    words, _, into = line.partition(" > ")
    words = re.sub(r"\$\((.*?)\)", lambda found: in_a_shell(found[1]).stdout.strip(), words)
    said = desk.types(words.removeprefix("glitterball "))
    if into:
        desk.file(into, said.out)
        return Said(said.code, "", said.err)
    return said


def test_every_line_of_the_night_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setattr("glitterball.clock.datetime", Later)
    monkeypatch.setattr(Later, "ahead", timedelta())
    shutil.copytree(ROOT / "docs" / "tutorial" / "harbour", tmp_path / "harbour")
    desk = Desk(tmp_path)
    desk.store = "sqlite:glitterball.sqlite"
    codes = set()
    for line, expected in commands(PAGE):
        said = typed(desk, line)
        codes.add(said.code)
        ending = f"(exit code {said.code})\n" if said.code else ""
        found = said.out + said.err + ending
        assert matches(expected, found), f"$ {line}\n{found}\n--- the page says:\n{expected}"
    assert codes == {0, 3, 4}
    assert happened() == ON_SUCH_A_NIGHT


def happened() -> dict[str, int]:
    """How often each thing happened that has to happen on such a night."""
    with open_store("sqlite:glitterball.sqlite", read_only=True) as store:
        types = [event.fact.TYPE for event in store.season("harbour-3").events()]
    return {name: types.count(name) for name in ON_SUCH_A_NIGHT}


def test_a_proposal_that_waited_too_long_and_one_taken_back_stand_in_the_night() -> None:
    answers = "".join(answer for _, answer in commands(PAGE))
    for code in ("proposal-expired", "same-person", "role-may-not", "delivery-unsigned", "not-certified"):
        assert f"[{code}]" in answers
    assert len([line for line, _ in commands(PAGE) if "verify" in line and "policy" in line]) == 2
