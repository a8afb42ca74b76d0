"""The unit of docs/web-people.md, held against systemd's own programs. Left out where there are none."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.naming_commands import unknown_in
from tests.web.served_for_real import block

ANALYZE = shutil.which("systemd-analyze")

pytestmark = [
    pytest.mark.heavy("processes"),
    pytest.mark.skipif(ANALYZE is None, reason="the unit is held against systemd-analyze: apt-get install systemd"),
]

EXPOSED = 2.0
"""How exposed a service is, from 0 to 10, by systemd-analyze's own weights: `OK` begins below 5."""


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with a program that is here."""
    path = tmp_path / "glitterball.service"
    path.write_text(block("[Unit]").replace("/opt/glitterball/bin/glitterball", sys.executable))
    return path


def analysed(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(ANALYZE), *map(str, words)], capture_output=True, text=True, check=False, timeout=120)


def test_systemd_understands_every_line(unit: Path) -> None:
    told = analysed("verify", "--recursive-errors=no", unit)
    complaints = [line for line in (told.stdout + told.stderr).splitlines() if unit.name in line]
    assert (told.returncode, complaints) == (0, [])


def test_little_is_open_to_it(unit: Path) -> None:
    told = analysed("security", "--offline=true", "--json=short", unit)
    assert told.returncode == 0, told.stderr
    exposed = sum(float(row["exposure"] or 0) for row in json.loads(told.stdout))
    overall = analysed("security", "--offline=true", f"--threshold={EXPOSED * 10:.0f}", unit)
    assert overall.returncode == 0, f"{exposed}: {overall.stdout[-500:]}"


def test_what_the_unit_starts_is_a_command_that_there_is() -> None:
    (started,) = re.findall(r"(?m)^ExecStart=\S+ (.+)$", block("[Unit]"))
    assert unknown_in(f"glitterball {started}") == []
