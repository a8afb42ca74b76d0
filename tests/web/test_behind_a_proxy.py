"""Behind nginx, with the configuration that docs/web-people.md gives: by TLS, under one name, with a stream that comes at once.

Left out where there is no nginx; `.ci/run` installs it.
"""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPResponse, IncompleteRead
from pathlib import Path

import pytest

import glitterball as gb
from glitterball.web.book import Book, book_path
from tests.web.served_for_real import HOST, HOW_TO_HAVE_NGINX, NGINX, Behind, Pages, behind_nginx

pytestmark = [
    pytest.mark.heavy("processes"),
    pytest.mark.skipif(NGINX is None, reason=HOW_TO_HAVE_NGINX),
]

PEOPLE = f'origin = "https://{HOST}"\n[[person]]\nidentity = "dora"\nname = "Dora Lind"\nroles = ["score desk"]\n'
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"}


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "people.toml").write_text(PEOPLE)
    store = f"sqlite:{folder / 'show.sqlite'}"
    with gb.open_store(store) as made:
        made.rehearse("us-33", "us-33", through=1)
    pages = Pages(folder, store, folder / "people.toml")
    pages.begin()
    with behind_nginx(folder, pages) as found:
        yield found
    pages.end()


def book(behind: Behind) -> Book:
    return Book(book_path(Path(behind.pages.store.removeprefix("sqlite:"))))


def comes_in(behind: Behind) -> str:
    """The cookies of somebody who came in by a link."""
    links = book(behind)
    answer = behind.asks(f"/enter/{links.link_for('dora')}", "POST", "to=%2Fme", **FORM)
    links.close()
    assert (answer.status, answer.headers["location"]) == (303, "/me"), answer.text
    return "; ".join(said.split(";")[0] for said in answer.each("set-cookie"))


@contextmanager
def stream(behind: Behind, **headers: str) -> Iterator[HTTPResponse]:
    with behind.asking("/live/us-33", **headers) as answer:
        assert (answer.status, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        yield answer


def heard(answer: HTTPResponse, until: bytes) -> bytes:
    """What a stream says up to a line that begins so; it goes on."""
    said = b""
    while line := answer.readline():
        said += line
        if line.startswith(until):
            return said
    raise AssertionError(f"the stream ended before {until!r}: {said!r}")


@pytest.mark.parametrize("path", ["/", "/s/us-33", "/nowhere", "/api/v1/seasons", "/me"])
def test_every_answer_says_once_to_come_by_tls_and_tells_no_version(behind: Behind, path: str) -> None:
    answer = behind.asks(path)
    assert answer.each("strict-transport-security") == ["max-age=31536000; includeSubDomains"]
    assert answer.headers["server"] == "nginx"
    assert len(answer.each("content-security-policy")) == 1


def test_no_page_is_compressed(behind: Behind) -> None:
    """What stands beside a token of a form, and was sent by somebody else, would be told by how long the answer is."""
    assert "content-encoding" not in behind.asks("/s/us-33", **{"Accept-Encoding": "gzip, br, zstd"}).headers


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "elsewhere.example", "127.0.0.1:8033"])
def test_under_another_name_nobody_is_answered(behind: Behind, host: str) -> None:
    """Whoever says 127.0.0.1 from outside is not this machine."""
    assert behind.asks("/", Host=host).status == 421


def test_metrics_are_not_had_from_outside(behind: Behind) -> None:
    assert behind.asks("/metrics").status == 404


def test_what_a_client_claims_of_where_it_comes_from_is_not_believed(behind: Behind) -> None:
    """Else whoever names another address each time tries as many links as they like."""
    tried = [
        behind.asks(f"/enter/none-{number}", "POST", "", **{**FORM, "X-Forwarded-For": f"203.0.113.{number}"}).status
        for number in range(6)
    ]
    noted = book(behind)
    come_from = {line.facts["from"] for line in noted.journal() if line.what in ("refused", "may-not")}
    noted.close()
    assert tried[-1] == 429
    assert come_from == {"127.0.0.1"}
    behind.pages.end()  # who tried too often is a matter of each process
    behind.pages.begin()


def test_somebody_comes_in_and_a_form_of_theirs_is_taken(behind: Behind) -> None:
    cookies = comes_in(behind)
    page = behind.asks("/me", Cookie=cookies).text
    assert "Dora Lind" in page
    token = re.search(r'name="token" value="([0-9a-f]{32})"', page)
    assert token is not None
    elsewhere = {**FORM, "Origin": "https://elsewhere.example"}
    assert behind.asks("/out", "POST", f"token={token[1]}", Cookie=cookies, **elsewhere).status == 403
    assert behind.asks("/out", "POST", f"token={token[1]}", Cookie=cookies, **FORM).status == 303
    assert behind.asks("/me", Cookie=cookies).status == 303


def test_what_a_page_says_of_its_own_address_is_the_origin(behind: Behind) -> None:
    assert f"https://{HOST}/embed/us-33" in behind.asks("/shell/us-33").text


def test_a_stream_comes_as_it_is_said(behind: Behind) -> None:
    """The beat is there while the answer goes on: nothing between keeps it until there is more."""
    with stream(behind) as answer:
        assert b"retry: 1000" in heard(answer, b"event: beat")
        assert b"position" in heard(answer, b"data:")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_pages_are_begun_anew_and_everybody_is_there_as_before(behind: Behind, how: signal.Signals) -> None:
    cookies = comes_in(behind)
    with stream(behind, Cookie=cookies) as listening:
        known = re.findall(rb"id: (\d+)", heard(listening, b"event: beat"))
        assert behind.pages.end(how) in (0, -how)
        with suppress(IncompleteRead):  # which is how an answer ends that was cut
            listening.read()  # ends, so that a screen says that it has lost its server
    down = behind.asks("/s/us-33", Cookie=cookies)
    assert (down.status, down.headers["strict-transport-security"]) == (502, "max-age=31536000; includeSubDomains")
    behind.pages.begin()
    assert "Dora Lind" in behind.asks("/me", Cookie=cookies).text
    with stream(behind, Cookie=cookies, **{"Last-Event-ID": known[-1].decode()}) as again:
        assert b"event: change" not in heard(again, b"event: beat"), "nothing is told twice"


def test_what_is_sent_in_pieces_comes_with_its_length(behind: Behind) -> None:
    """A gateway's library may not know how long a delivery is; nginx does before it sends it on."""
    pieces = (piece for piece in (b"glitterball ", b"delivery"))
    answer = behind.asks("/api/v1/deliveries", "POST", pieces, **{"Content-Type": "application/octet-stream"})
    assert answer.status == 401  # read, and nobody is known; 413 says that its length is not


def test_what_is_longer_than_is_read_is_refused(behind: Behind) -> None:
    assert behind.says(
        f"POST /out HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {(8 << 20) + 1}\r\n\r\n".encode()
    ).startswith(b"HTTP/1.1 413")


def test_two_lengths_are_none(behind: Behind) -> None:
    smuggled = f"POST /out HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert behind.says(smuggled.encode()).startswith(b"HTTP/1.1 400")


def test_no_socket_of_another_kind_is_opened(behind: Behind) -> None:
    asked = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "eA==",
    }
    with behind.asking("/live/us-33", **asked) as answer:
        assert answer.status == 200
