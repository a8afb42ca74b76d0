"""What is listened to: the pages of a store, and beside them the least that sends the same, each in a process of its own.

The least is a Starlette stream that every listener's coroutine waits for, and that sends each the same octets: nothing is looked
up, nothing is written anew, nobody is asked for. Both run on uvicorn as `serve` runs it.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

Marks = list[tuple[int, float]]
"""What was new, by its number, and when it was."""


class Bare:
    """A stream of numbered messages, so many a second, each as long as one of ours."""

    def __init__(self, length: int) -> None:
        self._length, self._number, self._message = length, 0, b""
        self._moved = asyncio.Event()
        self.marks: Marks = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def application(self) -> Starlette:
        """It as an application."""
        return Starlette(routes=[Route("/live/{season}", self._stream)])

    def begin(self, rate: float, seconds: float) -> None:
        """Have it say that many, from the next moment on."""
        assert self._loop is not None, "somebody listens"
        self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._tick(rate, seconds)))

    async def _tick(self, rate: float, seconds: float) -> None:
        began = time.monotonic()
        for turn in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + turn / rate - time.monotonic()))
            self._number += 1
            text = b"id: %d\nevent: change\ndata: " % self._number
            self._message = text + b"x" * max(0, self._length - len(text) - 2) + b"\n\n"
            self.marks.append((self._number, time.monotonic()))
            moved, self._moved = self._moved, asyncio.Event()
            moved.set()

    async def _stream(self, _: Request) -> StreamingResponse:
        self._loop = asyncio.get_running_loop()
        return StreamingResponse(self._said(), media_type="text/event-stream")

    async def _said(self) -> AsyncIterator[bytes]:
        yield b"retry: 1000\n\n"
        known = self._number
        while True:
            if self._number > known:
                known = self._number
                yield self._message
            else:
                await self._moved.wait()


def bare(length: int, orders: Connection) -> None:
    """A process that serves the bare stream."""
    made = Bare(length)
    serve(made.application(), orders, made)


def ours(store: Path, people: Path, orders: Connection) -> None:
    """A process that serves the pages of a store to the people of a file, as `serve --people` does."""
    from glitterball.store import open_store
    from glitterball.web.app import application
    from glitterball.web.book import Book, book_path
    from glitterball.web.gate import Gate
    from glitterball.web.people_file import people_in

    with open_store(f"sqlite:{store}") as opened:
        gate = Gate(people_in(people), Book(book_path(store)), store=opened)
        serve(application(opened, "A night", gate=gate), orders, None)


def serve(app: Any, orders: Connection, made: Bare | None) -> None:
    """Serve on a port of its own, and answer what the run asks: processor time, and what was said when."""
    with socket.create_server(("127.0.0.1", 0), backlog=1_024) as listening:
        config = uvicorn.Config(
            app, log_level="critical", access_log=False, server_header=False, timeout_graceful_shutdown=5, ws="none",
            http="h11", loop="asyncio",
        )  # fmt: skip
        server = uvicorn.Server(config)
        Thread(target=_obey, args=(server, orders, made), daemon=True).start()
        orders.send(listening.getsockname()[1])
        server.run([listening])


def _obey(server: uvicorn.Server, orders: Connection, made: Bare | None) -> None:
    while (order := orders.recv())[0] != "end":
        if order[0] == "processor":
            orders.send(time.process_time())
        elif made is not None and order[0] == "begin":
            made.begin(*order[1:])
        elif made is not None and order[0] == "marks":
            orders.send(made.marks)
            made.marks = []
    server.should_exit = True
