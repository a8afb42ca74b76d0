"""Whoever types what the page of benchmarks says gets the script: each is run as a module, from the checkout."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy("processes")

HERE = Path(__file__).parents[2]
PAGE = (HERE / "benchmarks" / "README.md").read_text("utf-8")
SCRIPTS = sorted(re.findall(r"^\| `([a-z_]+)\.py`", PAGE, re.MULTILINE))


def test_every_script_stands_on_the_page() -> None:
    """What a script is made of (`fanout_served.py`), and what rows are made of, is no script."""
    parts = {"__main__", "table", "yardsticks", "night_plot", "night_senders"}
    found = {path.stem for path in (HERE / "benchmarks").glob("*.py")}
    assert set(SCRIPTS) == {name for name in found - parts if not name.startswith("fanout_")}


@pytest.mark.parametrize("script", SCRIPTS)
def test_it_says_how_it_is_run(script: str) -> None:
    asked = [sys.executable, "-m", f"benchmarks.{script}", "--help"]
    ran = subprocess.run(asked, cwd=HERE, capture_output=True, text=True, timeout=300, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("usage: ")
