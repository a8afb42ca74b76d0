"""Stops a server of tests and takes its folder away when whoever started it is gone, however that ended.

A process of its own, in a session of its own: it waits for the end of its input, which the system closes for a parent that is
killed as well. Run as: postgres_watch.py FOLDER PROGRAMS.
"""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

TRIES = 20
"""A program of the server's that its parent's death left under way may make the folder again."""


def main(folder: Path, programs: Path) -> None:
    """Wait, stop, remove."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    sys.stdin.buffer.read()
    for _ in range(TRIES):
        if folder.exists():
            _stop(folder / "data", programs)
            shutil.rmtree(folder, ignore_errors=True)
        Path(f"{folder}.out").unlink(missing_ok=True)
        if not folder.exists():
            return
        time.sleep(0.25)


def _stop(data: Path, programs: Path) -> None:
    """As whom the server runs, who owns its folder: root is refused."""
    try:
        owner = data.parent.stat().st_uid
    except OSError:
        return
    subprocess.run(
        [programs / "pg_ctl", "stop", "-m", "immediate", "-D", str(data)],
        check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", user=owner,
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
