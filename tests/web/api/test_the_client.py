"""The client against the server as it is served: over a socket, by programs with keys."""

import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import uvicorn

import glitterball as gb
from glitterball.client import Client, Refused, Unreached
from glitterball.season_files import shipped_season
from glitterball.store import Store
from glitterball.web.app import application
from tests.ingest.nights import delivery, lines_open
from tests.web.api.programs import gate

PAGE = Path(__file__).parents[3] / "docs" / "api.md"

REHEARSED = "us-33-rehearsal"


@dataclass
class Served:
    """A server that runs, and the store behind it."""

    store: Store
    address: str

    def client(self, who: str = "") -> Client:
        return Client(self.address, f"{who} {who}" if who else "")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with gb.open_store() as store, socket.socket() as listening:
        store.take_in(shipped_season("us-33"))
        store.rehearse("us-33", through=1)
        lines_open(store.engine)
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(application(store, "A test", gate=gate(store)), log_level="error", ws="none")
        server = uvicorn.Server(config)
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        yield Served(store, f"http://127.0.0.1:{listening.getsockname()[1]}")
        server.should_exit = server.force_exit = True
        running.join(timeout=20)


@pytest.mark.heavy("every one")
def test_an_answer_is_held_and_asked_for_by_its_etag(served: Served) -> None:
    client = served.client()
    first = client.get(f"/seasons/{REHEARSED}/weeks/1/standings")
    assert first.document["schema"] == "glitterball.week-standings.v1"
    assert first.position == served.store.log.last_position()
    assert client.get(f"/seasons/{REHEARSED}/weeks/1/standings") is first


def test_all_rows_of_a_list_come_part_by_part(served: Served) -> None:
    whole = [row["position"] for row in served.client().rows(f"/seasons/{REHEARSED}/events", votes=True)]
    parts = [row["position"] for row in served.client().rows(f"/seasons/{REHEARSED}/events", votes=True, limit=50)]
    assert parts == whole
    assert len(parts) > 100


def test_what_is_refused_is_raised_with_its_problem(served: Served) -> None:
    with pytest.raises(Refused) as raised:
        served.client().get("/seasons/nobody")
    assert (raised.value.status, raised.value.code) == (404, "season-unknown")


def test_a_delivery_and_its_repeat(served: Served) -> None:
    octets, vox = delivery("phones", 1, 2), served.client("vox")
    first, again = vox.deliver(octets), vox.deliver(octets)
    assert (first.duplicate, again.duplicate) == (False, True)
    assert first.positions == again.positions


def test_a_command_is_said_once_on_the_season_as_it_was_seen(served: Served) -> None:
    command = {"do": "note-outage", "week": 1, "channel": "online", "began": "2024-09-24T20:00:00Z", "what": "a cable"}
    sam = served.client("sam")
    seen = sam.get("/seasons/small").etag
    said = sam.say("small", command, key="one", seen=seen)
    assert (said.again, len(said.events), said.waits) == (False, 1, None)
    assert sam.say("small", command, key="one", seen=seen).again
    with pytest.raises(Refused) as raised:
        sam.say("small", command, key="two", seen=seen)
    assert raised.value.code == "moved-on"


def test_changes_are_told_as_they_come(served: Served) -> None:
    known = served.store.log.last_position()
    changes = served.client().changes("small", known)
    told: list[Any] = []
    listens = threading.Thread(target=lambda: told.append(next(changes)))
    listens.start()
    served.client("vox").deliver(delivery("tv-app", 1, 1))
    listens.join(timeout=30)
    assert [(change.kind, change.season, change.weeks) for change in told] == [("change", "small", (1,))]
    assert told[0].position > known


def test_where_no_server_is_it_says_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Unreached):
            Client(f"http://127.0.0.1:{taken.getsockname()[1]}").get("/seasons")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "127.0.0.1:8033", ""])
def test_what_is_no_address_of_a_server_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        Client(address)


def test_what_the_page_for_programs_types_runs(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    exec(compile(block.replace("http://127.0.0.1:8033", served.address), str(PAGE), "exec"), {})
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 2 + len(served.store.season("us-33").state.couples)
    assert told[-1] == "404 week-not-in-season"


def test_a_key_is_not_sent_where_a_server_leads_elsewhere() -> None:
    """What follows a redirect by itself sends the key along, to whatever host that names."""

    class Elsewhere(BaseHTTPRequestHandler):
        asked: ClassVar[list[str]] = []

        def do_GET(self) -> None:
            self.asked.append(self.path)
            self.send_response(302)
            self.send_header("location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        answering = threading.Thread(target=server.handle_request)
        answering.start()
        with pytest.raises(Refused) as raised:
            Client(f"http://127.0.0.1:{server.server_port}", "a key").get("/seasons")
        answering.join(timeout=20)
    assert (raised.value.status, Elsewhere.asked) == (302, ["/api/v1/seasons"])
