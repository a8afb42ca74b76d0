"""The pages in a real browser: what is live, what is lost, keys, narrow screens, and whom the browser asks.

Left out where there is no Chromium; `.ci/run` installs it.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.cli.typing_at_it import Desk
from tests.thoroughness import part

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOW_TO_HAVE_IT = "no Chromium here: apt-get install chromium (Debian), and these tests run"

pytestmark = [
    pytest.mark.heavy("a browser"),
    pytest.mark.skipif(CHROMIUM is None, reason=HOW_TO_HAVE_IT),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

PAGES = ("/", "/s/us-33", "/s/us-33/w/2", "/s/us-33/w/2@140", "/s/us-33/w/2/audit", "/s/us-33/w/2/votes", "/s/us-33/w/2/rules",
         "/s/us-33/timeline", "/s/us-33/e/31", "/s/us-33/decisions", "/checkpoints", "/status", "/nowhere")  # fmt: skip
SCREENS = {"a telephone": (390, 844), "a desk": (1024, 768), "a wall": (1920, 1080)}

SAID = 'week dispute us-33 2 saved eric-britt --claim "Another paper has it so." --source "another paper" --by "Hana (historian)"'

BARRIERS = Path(__file__).with_name("accessibility.js").read_text("utf-8")


class Served:
    """`glitterball serve` as somebody started it, in a process of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._port = desk, 0
        self.begin()

    def begin(self) -> None:
        program = "from glitterball.cli import main; main()"
        words = ["--store", self._desk.store, "serve", "--port", str(self._port)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip().rstrip("/")
        self._port = urlsplit(self.address).port or 0

    def end(self) -> int:
        self._process.send_signal(signal.SIGINT)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return self._process.wait(timeout=30)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("browser"))
    assert made.types("season import us-33").code == 0
    return made


@pytest.fixture(scope="module")
def served(desk: Desk) -> Iterator[Served]:
    served = Served(desk)
    yield served
    served.end()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def says(tab: Page, text: str) -> None:
    """Wait until the page says so."""
    tab.wait_for_function("(text) => document.body.innerText.includes(text)", arg=text, timeout=60_000)


def test_a_page_shows_what_was_recorded_since_it_was_opened(desk: Desk, served: Served, tab: Page) -> None:
    tab.goto(f"{served.address}/s/us-33/w/2/audit")
    before = tab.locator(".cite a").first.get_attribute("href")
    assert "Another paper has it so." not in tab.inner_text("main")
    assert desk.types(SAID).code == 0
    says(tab, "Another paper has it so.")
    assert tab.locator(".cite a").first.get_attribute("href") != before
    assert tab.locator("#stale").is_hidden()


def test_a_page_that_has_lost_its_server_says_so_until_it_shows_what_the_server_has(
    desk: Desk, served: Served, tab: Page
) -> None:
    tab.goto(f"{served.address}/s/us-33/w/2/audit")
    tab.wait_for_timeout(500)
    assert served.end() == 0
    says(tab, "STALE SINCE")
    assert (
        desk.types(SAID.replace("Another paper", "A third paper").replace('"another paper"', '"a third paper"')).code
        == 0
    )
    assert "A third paper has it so." not in tab.inner_text("main")
    served.begin()
    tab.wait_for_selector("#stale", state="hidden", timeout=60_000)
    assert "A third paper has it so." in tab.inner_text("main")


OVERLOADED = {"status": 503, "content_type": "text/html", "body": "<h1>503 Service Unavailable</h1>"}
"""What a proxy answers for a server that cannot."""


def test_a_stream_that_is_answered_503_is_lost_until_there_is_one(served: Served, tab: Page) -> None:
    tab.route("**/live/**", lambda route: route.fulfill(**OVERLOADED))
    tab.goto(f"{served.address}/s/us-33/w/2/audit")
    says(tab, "STALE SINCE")
    tab.unroute("**/live/**")
    tab.wait_for_selector("#stale", state="hidden", timeout=60_000)


def test_news_that_are_answered_503_leave_the_page_stale_until_it_shows_them(
    desk: Desk, served: Served, tab: Page
) -> None:
    page = "**/s/us-33/w/2/audit"
    tab.goto(f"{served.address}/s/us-33/w/2/audit")
    tab.route(page, lambda route: route.fulfill(**OVERLOADED))
    said = SAID.replace("Another paper", "A fourth paper").replace('"another paper"', '"a fourth paper"')
    assert desk.types(said).code == 0
    says(tab, "STALE SINCE")
    assert "Unavailable" not in tab.inner_text("body")
    assert "A fourth paper has it so." not in tab.inner_text("main")
    tab.unroute(page)
    tab.wait_for_selector("#stale", state="hidden", timeout=60_000)
    assert "A fourth paper has it so." in tab.inner_text("main")


def test_a_page_as_of_a_position_listens_to_nobody(served: Served, tab: Page) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{served.address}/s/us-33/w/2@140")
    tab.wait_for_timeout(300)
    assert not [url for url in asked if "/live/" in url]


@pytest.mark.parametrize(
    ("screen", "scheme"),
    [(screen, scheme) for turn, screen in enumerate(SCREENS) for scheme in part(("light", "dark"), turn, of=2)],
)
def test_pages_can_be_read_on_any_screen(browser: Any, served: Served, screen: str, scheme: str) -> None:
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    tab, asked = context.new_page(), list[str]()
    tab.on("request", lambda request: asked.append(request.url))
    faults: list[str] = []
    tab.on("console", lambda told: faults.append(told.text) if "Content Security Policy" in told.text else None)
    for page in PAGES:
        tab.goto(served.address + page)
        beyond = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, (page, "is wider than the screen by", beyond)
        assert not tab.evaluate(BARRIERS), page
    context.close()
    assert not faults
    assert {urlsplit(url).hostname for url in asked} == {"127.0.0.1"}


def test_pages_can_be_read_without_scripts(browser: Any, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    for page in PAGES:
        tab.goto(served.address + page)
        assert tab.locator("h1").count() == 1, page
    tab.goto(f"{served.address}/s/us-33")
    tab.get_by_role("link", name="Week 2", exact=True).click()
    tab.get_by_role("link", name="Audit").click()
    assert tab.title().startswith("us-33, week 2: audit")
    tab.get_by_label("As of").fill("week 2 closed")
    tab.get_by_role("button", name="Look").click()
    assert "@" in tab.url
    assert "not now" in tab.locator("body").inner_text()
    context.close()


def test_keys_alone_are_enough(served: Served, tab: Page) -> None:
    tab.goto(f"{served.address}/s/us-33/w/2")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    reached = set()
    for _ in range(400):
        tab.keyboard.press("Tab")
        reached.add(tab.evaluate("document.activeElement.id || document.activeElement.textContent.trim().slice(0, 30)"))
        if "as_of" in reached:
            break
    assert "as_of" in reached
    tab.goto(f"{served.address}/s/us-33/w/2")
    tab.keyboard.press("y")
    tab.wait_for_url("**/w/2@*")


def test_on_paper_there_is_no_furniture(served: Served, tab: Page) -> None:
    tab.goto(f"{served.address}/s/us-33/w/2")
    tab.emulate_media(media="print")
    assert tab.locator(".top").is_hidden()
    assert tab.locator(".cite").is_visible()
    assert tab.pdf(format="A4")[:5] == b"%PDF-"
