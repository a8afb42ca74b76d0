"""How every page looks, kept anew: `python -m tests.web.looks.keep`, with names only those pages. Read the difference before it
is committed: the pictures are small ones of every page in every view, the JSON says where each heading stands."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.web.looks.evening import FOR_EVERYBODY, PAGES, Shown, evening, shown
from tests.web.looks.looking import VIEWS, Look, Looking, looks_read, looks_written
from tests.web.test_in_a_browser import CHROMIUM

KEPT = Path(__file__).with_name("kept")
WHO = "Rehearsal executive"


class Lookers:
    """Somebody nobody knows, and an executive, who look at the pages of an evening."""

    def __init__(self, served: Shown, browser: Browser) -> None:
        self._address = served.address
        self._stranger, self._executive = Looking(browser), Looking(browser)
        self._executive.tab.goto(served.links[WHO])
        with self._executive.tab.expect_navigation():
            self._executive.tab.click("main button")

    def opens(self, page: str) -> Looking:
        """A page, opened by whom it is for."""
        looking = self._stranger if page in FOR_EVERYBODY else self._executive
        looking.opens(f"{self._address}{PAGES[page]}")
        return looking

    def looks(self, page: str, css: str = "") -> dict[str, Look]:
        """A page in every view, with more of a style."""
        looking = self.opens(page)
        if css:
            looking.tab.add_style_tag(content=css)
        return {called: looking.look(view) for called, view in VIEWS.items()}

    def leave(self) -> None:
        self._stranger.leaves()
        self._executive.leaves()


@contextmanager
def lookers(browser: Browser) -> Iterator[Lookers]:
    """The two of them, in an evening of their own."""
    with evening() as store, shown(store) as served:
        both = Lookers(served, browser)
        yield both
        both.leave()


def kept(page: str) -> dict[str, Look]:
    """How a page looked when somebody last looked at it."""
    return looks_read(_file(page, "png").read_bytes(), _file(page, "json").read_text("utf-8"))


def _file(page: str, ending: str) -> Path:
    return KEPT / f"{page.replace(' ', '-')}.{ending}"


def keep(pages: Sequence[str]) -> int:
    """Take these anew, or all of them; how many octets all are."""
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.iterdir() if not pages else ():
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with lookers(browser) as both:
            for page in pages or PAGES:
                png, text = looks_written(both.looks(page))
                _file(page, "png").write_bytes(png)
                _file(page, "json").write_text(text, "utf-8")
        browser.close()
    return sum(file.stat().st_size for file in KEPT.iterdir())


if __name__ == "__main__":
    sys.stdout.write(f"{keep(sys.argv[1:]):,} octets in {KEPT}\n")
