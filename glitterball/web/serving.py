"""Serving the pages: one process, on this machine's own address, until it is stopped. TLS is a proxy's business."""

import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn
from starlette.routing import BaseRoute
from uvicorn.config import LOGGING_CONFIG

from glitterball.store import Store
from glitterball.web.app import application
from glitterball.web.gate import Gate
from glitterball.web.refusals import PortTaken

HOST = "127.0.0.1"
LET_GO = 2
"""Seconds that who listens is given to go when the pages end."""


class _Server(uvicorn.Server):
    """A server that can end by itself after a while."""

    def __init__(self, config: uvicorn.Config, seconds: float | None) -> None:
        super().__init__(config)
        self._seconds, self._ticks = seconds, 0

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether it is time to end."""
        self._ticks += 1
        is_over = self._seconds is not None and self._ticks >= 10 * self._seconds
        return is_over or await super().on_tick(counter)


def serve(
    store: Store,
    called: str,
    port: int,
    *,
    keys: Sequence[Path] = (),
    seconds: float | None = None,
    gate: Callable[[str], Gate] | None = None,
    ready: Callable[[str, Gate | None], None],
    doors: Sequence[BaseRoute] = (),
    logs_itself: bool = True,
) -> None:
    """Serve a store until Ctrl-C, or for some seconds. `ready` is given the address once it is listened on.

    `gate` makes the gate by which people come in, where there are any, of that address. `doors` are further routes. Where the
    server does not log by itself, whoever reads the log of this process does.
    """
    listening = _listening(port)
    with listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        through = None if gate is None else gate(address)
        config = uvicorn.Config(
            application(store, called, keys, gate=through, doors=doors),
            log_config=LOGGING_CONFIG if logs_itself else None,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=HOST,  # whoever asks from this machine is the proxy; the surroundings name no other
            timeout_graceful_shutdown=LET_GO,
            ws="none",
            http="h11",
            loop="asyncio",
        )
        ready(address, through)
        try:
            _Server(config, seconds).run([listening])
        except KeyboardInterrupt:  # how one stops looking
            return


def _listening(port: int) -> socket.socket:
    """A socket on this machine's own address. Refuses a port that is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
        made.listen()
    except OSError as error:
        made.close()
        raise PortTaken(port, (error.strerror or str(error)).lower()) from None
    return made
