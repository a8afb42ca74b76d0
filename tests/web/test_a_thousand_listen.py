"""The benchmark of listening, a moment of it with few of each: everybody hears, everything delivered is on record."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FANOUT = Path(__file__).parents[2] / "benchmarks" / "fanout.py"


@pytest.mark.heavy("every one")
def test_listeners_gateways_and_the_desk_at_the_same_time() -> None:
    """Of time nothing is asked: it ends with 1 where a listener missed a change or was let go, a page or a delivery was not
    answered, or what was acknowledged is not on record."""
    played = subprocess.run(
        [sys.executable, FANOUT, "--quick"], check=False, capture_output=True, text=True, timeout=600
    )
    assert played.returncode == 0, played.stdout + played.stderr
    told = json.loads(played.stdout.splitlines()[-1])
    assert (told["faults"], told["batches"]) == ([], 160)
    assert told["heard"] >= 20, "each of twenty listeners heard something"
