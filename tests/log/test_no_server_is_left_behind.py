"""A server that tests started is gone with them, however they end: the machine is somebody else's."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import postgres_server

pytestmark = pytest.mark.heavy("a server")


STARTS = """
import os, sys
from tests import postgres_server
server = postgres_server.own_server()
server.start()
print(server.folder, (server.data / "postmaster.pid").read_text().split()[0], flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("ending", ["killed", "killed with its group", "interrupted", "at its end"])
def test_a_server_ends_with_the_tests_that_started_it(ending: str) -> None:
    if postgres_server.programs() is None:
        pytest.skip(postgres_server.WITHOUT)
    tests = subprocess.Popen(
        [sys.executable, "-c", STARTS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert tests.stdin is not None
    assert tests.stdout is not None
    folder, postmaster = tests.stdout.readline().split()
    assert is_there(int(postmaster))
    match ending:
        case "killed":
            tests.kill()
        case "killed with its group":
            os.killpg(tests.pid, signal.SIGKILL)
        case "interrupted":
            os.killpg(tests.pid, signal.SIGINT)
    tests.stdin.close()
    tests.wait()
    tests.stdout.close()
    for _ in range(300):
        if not (Path(folder).exists() or is_there(int(postmaster))):
            break
        time.sleep(0.1)
    assert not Path(folder).exists()
    assert not Path(f"{folder}.out").exists()
    assert not is_there(int(postmaster))


def is_there(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked after does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
