"""Who asks on a night: listeners that note when they heard of what, and gateways that deliver. Each kind is a process of its own.

Both speak HTTP by hand over sockets of this machine, so that little of what is measured is theirs.
"""

import asyncio
import re
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection

Marks = list[tuple[int, float]]
HEARD = re.compile(rb"(?:id: ([0-9]+)\n)?event: (change|beat)\n")
HOST = "127.0.0.1"
AT_A_TIME = 25
"""Listeners that come at a time."""


class Listener(asyncio.Protocol):
    """One that listens: what it heard, and when."""

    def __init__(self, path: str, headers: str) -> None:
        self._asks = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{headers}\r\n"
        self.heard: Marks = []
        self.beats, self.octets, self.lost = 0, 0, False
        self.there = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._asks.encode())

    def data_received(self, data: bytes) -> None:
        """Note what is new. A piece holds whole messages, as each is sent at once."""
        now = time.monotonic()
        if not self.there.done():
            if not data.startswith(b"HTTP/1.1 200"):
                self.there.set_exception(AssertionError(data[:300]))
                return
            self.there.set_result(None)
        for number, kind in HEARD.findall(data):
            if kind == b"beat":
                self.beats += 1
            else:
                self.heard.append((int(number), now))
        self.octets += len(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that it was let go."""
        self.lost = True


def listeners(orders: Connection) -> None:
    """A process of listeners: told where and as whom they listen, they tell what they heard when asked."""
    asyncio.run(_listeners(orders))


async def _listeners(orders: Connection) -> None:
    here: list[Listener] = []
    transports: list[asyncio.Transport] = []
    loop = asyncio.get_running_loop()
    while (order := await asyncio.to_thread(orders.recv))[0] != "end":
        if order[0] == "come":
            port, path, headers = order[1:]
            for begin in range(0, len(headers), AT_A_TIME):
                made = [Listener(path, said) for said in headers[begin : begin + AT_A_TIME]]
                for one in made:
                    transport, _ = await loop.create_connection(lambda one=one: one, HOST, port)  # type: ignore[misc]
                    transports.append(transport)
                await asyncio.gather(*(one.there for one in made))
                here += made
            orders.send(len(here))
        elif order[0] == "heard":
            orders.send([(one.heard, one.beats, one.octets, one.lost) for one in here])
            for one in here:
                one.heard, one.beats, one.octets = [], 0, 0
        elif order[0] == "until":
            orders.send(await _all_know(here, *order[1:]))
        elif order[0] == "go":
            for transport in transports:
                transport.abort()
            here, transports = [], []
            orders.send(0)


async def _all_know(here: Sequence[Listener], last: int, seconds: float) -> bool:
    """Whether each has heard of what was last, within so many seconds."""
    ends = time.monotonic() + seconds
    while not all(one.heard and one.heard[-1][0] >= last for one in here):
        if time.monotonic() > ends:
            return False
        await asyncio.sleep(0.05)
    return True


def gateways(orders: Connection, names: Sequence[str], opening: str) -> None:
    """A process of gateways: each delivers so many batches at a time, once a second, when it is its turn within it."""
    from night_senders import Sender

    senders = [Sender(name, opening=opening) for name in names]
    while (order := orders.recv())[0] != "end":
        port, size, seconds, keys = order[1:]
        messages = [[sender.delivery(size, 150, turn / seconds) for turn in range(seconds)] for sender in senders]
        orders.send("ready")
        orders.recv()
        orders.send(asyncio.run(_deliver(port, keys, messages)))


async def _deliver(port: int, keys: Sequence[str], messages: list[list[bytes]]) -> list[tuple[float, float, int, int]]:
    began = time.monotonic()
    told = await asyncio.gather(
        *(
            _delivers(port, key, of_one, began + place / len(messages))
            for place, (key, of_one) in enumerate(zip(keys, messages, strict=True))
        )
    )
    return [answer for of_one in told for answer in of_one]


async def _delivers(port: int, key: str, messages: list[bytes], began: float) -> list[tuple[float, float, int, int]]:
    """When each was handed over and answered, with which status, and the last position in the answer."""
    reader, writer = await asyncio.open_connection(HOST, port)
    found = []
    for turn, octets in enumerate(messages):
        await asyncio.sleep(max(0.0, began + turn - time.monotonic()))
        head = (
            f"POST /api/v1/deliveries HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer {key}\r\n"
            f"Content-Type: application/octet-stream\r\nContent-Length: {len(octets)}\r\n\r\n"
        )
        asked = time.monotonic()
        writer.write(head.encode() + octets)
        status, body = await _answer(reader)
        positions = re.search(rb'"positions": ?\[([0-9, \n]*)\]', body)
        last = int(positions[1].split(b",")[-1]) if positions else 0
        found.append((asked, time.monotonic(), status, last))
    writer.close()
    return found


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: ([0-9]+)", head)
    assert length is not None, head
    return int(head.split()[1]), await reader.readexactly(int(length[1]))
