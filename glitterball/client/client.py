"""The client. One of it is used by one thread at a time; each request is a connection of its own."""

import json
import secrets
from collections.abc import Iterator, Mapping
from http.client import HTTPException
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from glitterball.client.forms import Answer, Change, Receipt, Recorded, Refused, Unreached

PREFIX = "/api/v1"
SECONDS = 30.0
"""How long a server is waited for."""
LONGEST_PROBLEM = 1 << 20
"""Bytes of a refusal that are read."""


MOST_HELD = 200
"""Answers that are held to be asked for by their ETags."""


class _GoesNowhereElse(HTTPRedirectHandler):
    """A key is sent to the server it is for: what leads elsewhere is refused, and not followed with it."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


class Client:
    """Asks a server of seasons. `key` is that of a program, where something is recorded or is not for everybody."""

    def __init__(self, address: str, key: str = "", seconds: float = SECONDS) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError(f"{address!r} is no address of a server, such as http://127.0.0.1:8033")
        self._address, self._key, self._seconds = address.rstrip("/"), key, seconds
        self._held: dict[str, Answer] = {}
        self._opener = build_opener(_GoesNowhereElse)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.clear()

    def get(self, path: str, **said: object) -> Answer:
        """The answer to a question, as `/seasons/us-33/weeks/2/standings`, with `as_of="week 2 sealed"` for instance.

        What is held from before is asked for by its ETag, and sent again only where it is another.
        """
        query = urlencode({name: _spelt(value) for name, value in said.items() if value is not None})
        return self._get(f"{PREFIX}{quote(path)}{'?' + query if query else ''}")

    def rows(self, path: str, **said: object) -> Iterator[Mapping[str, Any]]:
        """All rows of a list, part by part, of one moment."""
        part = self.get(path, **said)
        yield from part.rows
        while part.following:
            part = self._get(part.following)
            yield from part.rows

    def say(
        self,
        season: str,
        command: Mapping[str, Any],
        *,
        key: str | None = None,
        seen: str | None = None,
        role: str = "",
    ) -> Recorded:
        """Record a command. `seen` is the ETag of an answer about the season: where it has moved on, nothing is recorded.

        Under a `key` of your own it may be said again, whatever became of the answer; unsaid, one is made for this call alone.
        """
        headers = {"content-type": "application/json", "idempotency-key": key or secrets.token_hex(16)}
        if seen is not None:
            headers["if-match"] = seen
        path = f"{PREFIX}/seasons/{quote(season, safe='')}/commands{'?' + urlencode({'role': role}) if role else ''}"
        _, sent, body = self._asked("POST", path, headers, json.dumps(command).encode())
        told = json.loads(body)
        return Recorded(
            events=tuple(told["data"]),
            waits=told["basis"]["waits"],
            again=all(row["state"] != "recorded" for row in told["data"]),
            sequence=told["basis"]["sequence"],
            etag=sent.get("etag", ""),
        )

    def deliver(self, octets: bytes) -> Receipt:
        """Hand over what a gateway signed, as it is. It may be handed over again."""
        kind = {"content-type": "application/octet-stream"}
        (row,) = json.loads(self._asked("POST", f"{PREFIX}/deliveries", kind, octets)[2])["data"]
        return Receipt(**{**row, "positions": tuple(row["positions"])})

    def changes(self, season: str, after: int = 0) -> Iterator[Change]:
        """What changes of a season behind a position, as it does, until the server ends or is lost (`Unreached`)."""
        path = f"{PREFIX}/seasons/{quote(season, safe='')}/live"
        request = self._request("GET", path, {"last-event-id": str(after)}, None)
        with self._opened(request) as answer:
            yield from _changes_in(_lines(answer))

    def _get(self, path: str) -> Answer:
        held = self._held.get(path)
        headers = {} if held is None else {"if-none-match": held.etag}
        status, sent, body = self._asked("GET", path, headers)
        if status == 304 and held is not None:
            return held
        found = Answer(document=json.loads(body), etag=sent.get("etag", ""), following=_following(sent.get("link", "")))
        if len(self._held) >= MOST_HELD:
            self._held.clear()
        self._held[path] = found
        return found

    def _asked(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        try:
            with self._opened(self._request(method, path, headers, body)) as answer:
                return answer.status, _named(answer.headers), answer.read()
        except (OSError, HTTPException) as error:
            raise Unreached(f"{self._address} did not answer: {error}") from error

    def _request(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Request:
        known = {"authorization": f"Bearer {self._key}"} if self._key else {}
        return Request(self._address + path, body, {"accept": "application/json", **known, **headers}, method=method)

    def _opened(self, request: Request) -> Any:
        try:
            return self._opener.open(request, timeout=self._seconds)
        except HTTPError as error:
            if error.code == 304:
                return error
            with error:
                raise Refused(error.code, _problem(error.read(LONGEST_PROBLEM))) from None
        except URLError as error:
            raise Unreached(f"{self._address} did not answer: {error.reason}") from error


def _spelt(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _named(headers: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()}


def _following(link: str) -> str:
    path, _, rest = link.partition(">")
    return path.removeprefix("<") if rest.strip() == '; rel="next"' else ""


def _problem(body: bytes) -> Mapping[str, Any]:
    """A problem document; nothing where something in between answered in another form."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _lines(answer: Any) -> Iterator[str]:
    try:
        for line in answer:
            yield line.decode().rstrip("\r\n")
    except (OSError, HTTPException) as error:
        raise Unreached(f"the stream broke off: {error}") from error


def _changes_in(lines: Iterator[str]) -> Iterator[Change]:
    """The messages of a stream; beats, by which one knows that the server is there, are none."""
    said: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            said[name] = value
            continue
        kind, told = said.get("event", ""), json.loads(said.get("data", "{}"))
        said = {}
        if kind in ("change", "reset"):
            yield Change(
                kind=kind,
                season=told["season"],
                position=told["position"],
                weeks=tuple(told.get("weeks", ())),
                views=tuple(told.get("views", ())),
            )
