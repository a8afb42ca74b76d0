"""Somebody who looks at the pages: opens an address, follows every link, and reads what is there."""

from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient

from glitterball.store import Store
from glitterball.web.app import application

HERE = "http://127.0.0.1:8033"

APART = ("/check", "/api/v1/openapi.json")
"""What hangs on no store: nine megabytes with a policy of their own (tests/browser_check), and a description full of numbers
(tests/web/api)."""

NEVER_CLOSED = frozenset(("meta", "link", "input", "br", "hr", "img", "path", "circle", "ellipse"))


@dataclass
class Read(HTMLParser):
    """A page as it was read: its links, its texts, and what is wrong with its HTML."""

    html: str
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if len(said) != len(attrs):
            self.faults.append(f"<{tag}> says an attribute twice")
        self.faults += [
            f"<{tag} {name}> stands in the page" for name in said if name.startswith("on") or name == "style"
        ]
        if tag not in NEVER_CLOSED:
            self._open.append(tag)
        if tag == "a" and said.get("href"):
            self.links.append(str(said["href"]))
        if said.get("id"):
            self.ids.append(str(said["id"]))
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        self.asks += [
            str(said[name]) for name in ("src", "href") if said.get(name) and tag in ("script", "link", "img")
        ]
        if tag == "script" and "src" not in said:
            self.faults.append("a script stands in the page")

    def handle_endtag(self, tag: str) -> None:
        if tag in NEVER_CLOSED:
            return
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All that is written on it."""
        return " ".join(" ".join(self.texts).split())


class Visitor:
    """Looks at the pages of a store."""

    def __init__(self, store: Store, keys: Any = ()) -> None:
        self.client = TestClient(application(store, "A test", keys), base_url=HERE, follow_redirects=False)

    def opens(self, address: str, **headers: str) -> Any:
        """The answer to an address."""
        return self.client.get(address, headers=headers)

    def reads(self, address: str) -> Read:
        """A page that is there."""
        answer = self.opens(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:400])
        return Read(answer.text)

    def document(self, address: str) -> Any:
        """The same for machines."""
        answer = self.opens(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:400])
        return answer.json()

    def walk(self, begin: str = "/", most: int = 150) -> dict[str, Any]:
        """The answers to every address that is reached by links, the nearest first."""
        found: dict[str, Any] = {}
        waiting = deque([begin])
        while waiting and len(found) < most:
            address = waiting.popleft().split("#")[0]
            if address in found:
                continue
            found[address] = answer = self.opens(address)
            if answer.headers.get("content-type", "").startswith("text/html"):
                waiting += [to for to in Read(answer.text).links if to.startswith("/") and to not in APART]
        return found
