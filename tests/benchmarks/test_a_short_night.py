"""The night of the benchmarks is played to its end, however short: no five million batches are sent to learn that it breaks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy("processes")

HERE = Path(__file__).parents[2]


@pytest.mark.parametrize("by", ["pages", "tail"])
def test_a_night_of_a_few_seconds_says_all_it_has_to_say(by: str, tmp_path: Path) -> None:
    words = ["--rate", "300", "--seconds", "3", "--group", "20", "--by", by, "--out", str(tmp_path / "night")]
    asked = [sys.executable, "-m", "benchmarks.night", *words]
    ran = subprocess.run(asked, cwd=HERE, capture_output=True, text=True, timeout=300, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    sent = re.match(r"([\d,]+) batches in ", ran.stdout)
    assert sent is not None
    assert "raw sqlite3, alone:" in ran.stdout
    assert "views current" in ran.stdout
    head, *rows = (tmp_path / "night.csv").read_text().splitlines()
    assert head.startswith("second,recorded,seen,")
    assert int(rows[-1].split(",")[1]) > int(sent[1].replace(",", "")) / 2
    assert (tmp_path / "night.svg").read_text().startswith("<svg")
