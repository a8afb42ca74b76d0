"""The wire between a machine and the server, which can be cut and mended."""

import contextlib
import socket
import tempfile
import threading
from pathlib import Path
from typing import Self

_NAME = ".s.PGSQL.5432"


class Wire:
    """A socket that stands for the server's. `cut` ends all connections over it, and lets none begin, until `mend`."""

    def __init__(self, server: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="wire-", dir="/tmp"))
        self._server = str(server / _NAME)
        self._listening: socket.socket | None = None
        self._ends: list[socket.socket] = []
        self.mend()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self.folder.rmdir()

    def mend(self) -> None:
        """Let connections begin."""
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self.folder / _NAME))
        self._listening.listen()
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def cut(self) -> None:
        """End all connections, at both ends."""
        (self.folder / _NAME).unlink(missing_ok=True)
        for end in (self._listening, *self._ends):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._ends.clear()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, far = listening.accept()[0], socket.socket(socket.AF_UNIX)
                far.connect(self._server)
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    """What comes in at one end goes out at the other, until one of them is closed; then both are."""
    with contextlib.suppress(OSError):
        while octets := one.recv(65_536):
            other.sendall(octets)
    for end in (one, other):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
