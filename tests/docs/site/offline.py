"""A site that fetches nothing: what its pages would load from elsewhere, and the one script that is put in its place."""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

SHIM = Path(__file__).parent / "iframe-worker" / "shim.js"
"""iframe-worker 1.0.4 (MIT): browsers refuse workers to pages of a folder, and the search is one."""

ASKED_FOR = re.compile(r"https://unpkg\.com/iframe-worker/shim(?=[\"'>])")
"""How the maker of the site would have it loaded."""

LOADS = {
    "script": ("src",), "img": ("src", "srcset"), "iframe": ("src",), "source": ("src", "srcset"), "video": ("src", "poster"),
    "audio": ("src",), "embed": ("src",), "object": ("data",), "use": ("href",), "image": ("href",), "input": ("src",),
    "track": ("src",),
}  # fmt: skip
"""Elements with attributes by which a page loads something; a link beside them, except one that says what a page is."""

SAYS_ONLY = frozenset(("canonical", "next", "prev", "alternate", "author", "license", "edit"))
"""Kinds of `link` that load nothing."""

AT_READING = frozenset(("mermaid", "arithmatex", "glightbox"))
"""Classes at which the layout's script fetches another."""


def put_in_place(site: Path) -> None:
    """Have every page load the script beside it."""
    target = site / "assets" / "javascripts" / "iframe-worker.js"
    shutil.copy(SHIM, target)
    for page in site.rglob("*.html"):
        up = "../" * len(page.relative_to(site).parents[:-1])
        text = page.read_text("utf-8")
        page.write_text(ASKED_FOR.sub(f"{up}{target.relative_to(site).as_posix()}", text), "utf-8")


def fetched(site: Path) -> Iterator[str]:
    """What pages and styles of a site load from elsewhere: page and address."""
    for path in sorted(site.rglob("*")):
        if path.suffix == ".html":
            yield from (f"{path.relative_to(site)}: {address}" for address in _loaded(path.read_text("utf-8")))
        if path.suffix in (".css", ".svg"):
            yield from (f"{path.relative_to(site)}: {address}" for address in _styled(path.read_text("utf-8")))


def _loaded(page: str) -> list[str]:
    reader = _Reader()
    reader.feed(page)
    return reader.found


def _styled(text: str) -> list[str]:
    named = re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')\s;]+)", text)
    return [address for address in named if _outside(address)]


def _outside(address: str) -> bool:
    return re.match(r"(?i)\s*(https?:|//|ftp:)", address) is not None


class _Reader(HTMLParser):
    """Finds what a page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        named = [told.get(name, "") for name in LOADS.get(tag, ())]
        if tag == "link" and not SAYS_ONLY & set(told.get("rel", "").split()):
            named.append(told.get("href", ""))
        if tag == "meta" and told.get("http-equiv", "").lower() == "refresh":
            named.append(told.get("content", "").partition("url=")[2])
        self.found += [address for address in named if _outside(address)]
        self.found += _styled(told.get("style", ""))
        self.found += [f"a script asks for .{name}" for name in AT_READING & set(told.get("class", "").split())]
