"""People at the desk in the browser, without scripts: each reads a page, fills its form in, and sends it."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from glitterball.rehearsal.night import NIGHT, begin_night
from glitterball.store import Store
from glitterball.web.developing import development
from glitterball.web.gate import Gate
from tests.web.coming_in import Browser
from tests.web.visiting import HERE

PRODUCER, DESK, SECOND, EXECUTIVE, ADJUDICATOR = (
    "rehearsal-producer",
    "rehearsal-score-desk",
    "rehearsal-score-desk-second",
    "rehearsal-executive",
    "rehearsal-adjudicator",
)
WEEK = f"/s/{NIGHT}/w/1"


@dataclass
class Form(HTMLParser):
    """The form of a page that posts: where it goes, and what stands in it."""

    page: str
    to: str = ""
    typed: list[tuple[str, str]] = field(default_factory=list)
    controls: set[str] = field(default_factory=set)
    _inside: bool = False
    _area: str = ""
    _choice: str = ""
    _chosen: str | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method") == "post":
            self._inside, self.to = True, said["action"]
        if not self._inside or not (said.get("name") or tag == "option"):
            return
        if tag in ("input", "select", "textarea"):
            self.controls.add(said["name"])
        if tag == "input" and (said.get("type") != "checkbox" or "checked" in said):
            self.typed.append((said["name"], said.get("value", "")))
        elif tag == "textarea":
            self._area = said["name"]
            self.typed.append((said["name"], ""))
        elif tag == "select":
            self._choice, self._chosen = said["name"], None
        elif tag == "option" and self._choice and (self._chosen is None or "selected" in said):
            self._chosen = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._area = ""
        if tag == "select" and self._choice:
            self.typed.append((self._choice, self._chosen or ""))
            self._choice = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            name, text = self.typed.pop()
            self.typed.append((name, (text + data).removeprefix("\n")))


class Sitter:
    """Somebody at a desk, in a browser of their own."""

    def __init__(self, store: Store, gate: Gate, identity: str) -> None:
        self.browser = Browser(store, gate)
        self.browser.comes_in(gate, identity)
        self.client = self.browser.client

    def opens(self, address: str) -> Any:
        return self.browser.opens(address)

    def reads(self, address: str) -> str:
        answer = self.opens(address)
        assert answer.status_code == 200, (address, answer.status_code, text_of(answer.text)[:600])
        return str(answer.text)

    def form(self, address: str) -> Form:
        return Form(self.reads(address))

    def sends(self, form: Form, step: str = "", accept: str = "", **typed: str | tuple[str, ...]) -> Any:
        """Send a form with these fields typed over what stands in it; `step` is its button."""
        over = {
            name.replace("__", ":"): texts if isinstance(texts, tuple) else (texts,) for name, texts in typed.items()
        }
        said = [(name, text) for name, text in form.typed if name not in over]
        said += [(name, text) for name, texts in over.items() for text in texts]
        data: dict[str, list[str]] = {}
        for name, text in [*said, *([("form_step", step)] if step else [])]:
            data.setdefault(name, []).append(text)
        headers = {"sec-fetch-site": "same-origin"} | ({"accept": accept} if accept else {})
        return self.client.post(form.to, data=data, headers=headers)

    def previews(self, address: str, **typed: str | tuple[str, ...]) -> Form:
        """What a form would lead to."""
        answer = self.sends(self.form(address), "show", **typed)
        assert answer.status_code == 200, (answer.status_code, text_of(answer.text)[:900])
        return Form(answer.text)

    def says(self, address: str, **typed: str | tuple[str, ...]) -> Any:
        """Say something: see what it would record, and record it."""
        answer = self.sends(self.previews(address, **typed), "record")
        assert answer.status_code == 303, (answer.status_code, text_of(answer.text)[:900])
        return answer


def text_of(page: str) -> str:
    """What is written on a page."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def night(store: Store) -> Gate:
    """A night to play with, and the gate of its development."""
    begin_night(store.engine)
    return development(store, HERE)
