"""A whole night of the invented show in Chromium, by keyboard alone, with mistakes made on purpose and mended.

Left out where there is no Chromium; `.ci/run` installs it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from glitterball.rehearsal.night import NIGHT
from tests.web.desk.film import SCENES, Film
from tests.web.desk.sitting import WEEK
from tests.web.test_in_a_browser import BARRIERS, CHROMIUM, HOW_TO_HAVE_IT, SCREENS

pytestmark = [
    pytest.mark.heavy("a browser"),
    pytest.mark.skipif(CHROMIUM is None, reason=HOW_TO_HAVE_IT),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

PEOPLE = (
    "Rehearsal producer",
    "Rehearsal score desk",
    "Rehearsal score desk, second",
    "Rehearsal executive",
    "Rehearsal adjudicator",
)
LONG = 30_000
"""Milliseconds after which something is taken never to happen; a busy machine takes many."""


class Development:
    """`glitterball serve --dev` as somebody started it, in a process of its own, on a store that stays."""

    def __init__(self, store: Path) -> None:
        self.store, self.port = store, 0
        self.begin()

    def begin(self) -> None:
        program = "from glitterball.cli import main; main()"
        words = ["--store", f"sqlite:{self.store}", "serve", "--dev", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip().rstrip("/")
        said = [self.process.stdout.readline().strip().split(None, 1) for _ in PEOPLE]
        self.links = {name: link for link, name in said}
        self.port = urlsplit(self.address).port or 0

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process.wait(timeout=30)


@pytest.fixture
def development(tmp_path: Path) -> Iterator[Development]:
    served = Development(tmp_path / "night.sqlite")
    yield served
    served.end()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Seat:
    """Somebody at a keyboard: there is no mouse."""

    def __init__(self, development: Development, browser: Browser, name: str) -> None:
        self.development = development
        self.page = browser.new_context(viewport={"width": 1024, "height": 768}).new_page()
        self.page.set_default_timeout(LONG)
        self.page.goto(development.links[name])
        self.tab_to("main button")
        with self.page.expect_navigation():
            self.press("Enter")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def opens(self, address: str) -> None:
        self.page.goto(f"{self.development.address}{address}")

    def tab_to(self, selector: str) -> None:
        """Press Tab until the first of what is meant has the focus."""
        try:
            self.page.wait_for_selector(selector)
        except Exception as never:
            raise AssertionError(
                f"never seen: {selector} on {self.page.url}\n{self.page.inner_text('body')}"
            ) from never
        for _ in range(200):
            if self.page.evaluate("(wanted) => document.activeElement === document.querySelector(wanted)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"no Tab leads to {selector} on {self.page.url}")

    def enters(self, selector: str) -> None:
        """Go to a link or a button, press Enter there, and wait for the page it leads to."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.press("Enter")

    def fills(self, name: str, text: str) -> None:
        self.tab_to(f"[name='{name}']")
        self.press("Control+A")
        self.types(text)

    def sees(self, *texts: str) -> None:
        """Wait until all of them stand in the page."""
        for text in texts:
            self.page.get_by_text(text, exact=False).first.wait_for()

    def says(self) -> None:
        """See what it would record, and record it."""
        if self.page.locator("#would").count() == 0:
            self.enters("#record")
        self.sees("This would be recorded")
        self.enters("#record")

    def leave(self) -> None:
        self.page.context.close()


@contextmanager
def seated(development: Development, browser: Browser, name: str) -> Iterator[Seat]:
    seat = Seat(development, browser, name)
    yield seat
    seat.leave()


def gives(desk: Seat, mark: str) -> None:
    """Type a mark where the focus is, and go on when it is on record."""
    before = desk.page.evaluate("document.activeElement.id")
    desk.types(mark)
    desk.press("Enter")
    desk.page.wait_for_function("(id) => !document.getElementById(id)", arg=before)


def test_a_night_by_keyboard_alone(development: Development, chromium: Browser) -> None:
    film = Film()
    plays_a_night(development, chromium, film)
    assert film.seen == list(SCENES)


def plays_a_night(development: Development, chromium: Browser, film: Film) -> None:
    """From the opening of the lines to the certificate, in the scenes of a film."""
    with (
        seated(development, chromium, PEOPLE[0]) as producer,
        seated(development, chromium, PEOPLE[1]) as desk,
        seated(development, chromium, PEOPLE[3]) as executive,
        seated(development, chromium, PEOPLE[4]) as adjudicator,
    ):
        producer.opens(f"{WEEK}/desk")
        producer.sees("NOT READY", "4 reasons")
        assert producer.page.title().startswith("DEVELOPMENT: REHEARSAL: NOT READY")
        film.takes("not-ready", producer, "NOT READY")
        producer.enters("#next")
        producer.fills("gateways", "mobile sms")  # a mistake: the bar is missing
        producer.enters("#record")
        film.takes("a-bar-is-missing", producer, "Put right what is marked", "lower-case letters")
        producer.fills("gateways", "mobile | sms\nweb-east | sms\nweb-west | sms")
        producer.enters("#record")
        film.takes("would-be-recorded", producer, "This would be recorded", at="#would")
        producer.enters("#record")
        producer.sees("Voting for week 1 was opened")

        desk.opens(f"{WEEK}/scores")
        desk.tab_to("input.mark")
        gives(desk, "9")
        gives(desk, "T")
        desk.types("19")  # a mistake: off the scale
        desk.press("Enter")
        film.takes("off-the-scale", desk, "off the scale")
        desk.tab_to("[aria-invalid]")
        desk.types("7")
        desk.press("Escape")
        gives(desk, "8")
        desk.press("/")
        desk.types("pia")
        desk.press("Enter")
        assert desk.page.evaluate("document.activeElement.id") == "mark:1.1.pia-max:ana"
        for mark in ("8", "8", "9"):
            gives(desk, mark)
        desk.press("/")
        desk.types("ott")
        desk.press("Enter")
        for mark in ("7", "7", "6"):
            gives(desk, mark)
        desk.sees("0 places open")
        desk.enters('a[aria-label="Correct Cora Lund\'s 8 for Mia & Jon"]')  # another mistake: she showed a nine
        desk.fills("mark", "9")
        desk.fills("reason", "read from the wrong paddle")
        desk.enters("#record")
        film.takes("another-paddle", desk, "This would be recorded", "corrected", at="#would")
        desk.enters("#record")
        desk.sees("read from the wrong paddle")

        producer.enters("[name=how][value=half]")
        producer.opens(f"{WEEK}/say/close-voting")
        producer.says()  # too early: two gateways have not closed
        producer.sees("NOT READY")
        producer.enters("[name=how][value=all]")
        film.takes("closed-too-early", producer, "NOT READY")

        mends(executive, adjudicator, film)
        executive.opens(f"{WEEK}/desk")
        executive.page.wait_for_selector("#readiness[data-ready=yes]")
        film.takes("ready", executive, "READY")
        executive.enters("#next")
        executive.says()
        executive.opens("/approvals")
        executive.sees("Waiting for another person.")
        approves(adjudicator)
        producer.opens(f"{WEEK}/desk")
        producer.enters("#next")
        if producer.page.locator("#would").count() == 0:
            producer.enters("#record")
        film.takes("before-it-is-said", producer, "This would be recorded", at="#would")
        producer.enters("#record")
        producer.sees("Recorded at")
        producer.enters("#next")
        producer.says()
        film.takes("closed", producer, "Week 1 was closed")
        with producer.page.expect_download() as told:
            producer.tab_to("a[download]")
            producer.press("Enter")
        assert told.value.suggested_filename == f"{NIGHT}-week-1-certificate.html"
        producer.opens(f"{WEEK}/certificate")
        assert "REHEARSAL" in producer.page.content()
        film.takes("certificate", producer, "Certificate of Outcome")


def mends(executive: Seat, adjudicator: Seat, film: Film) -> None:
    """The lines were closed too early: what came after the seal is not counted, so each gateway is taken as it delivered."""
    for gateway in ("mobile", "web-east", "web-west"):
        executive.opens(f"{WEEK}/say/give-up-gateway?gateway={gateway}&taken=as+delivered")
        executive.fills("reason", "the lines were closed before it had sent everything")
        executive.says()
        executive.sees("proposed")
        if gateway == "mobile":
            film.takes("given-up", executive, "proposed")
        adjudicator.opens("/approvals")
        if gateway == "mobile":
            film.takes("the-other-person", adjudicator, "Would be recorded")
        approves(adjudicator)


def approves(adjudicator: Seat) -> None:
    adjudicator.opens("/approvals")
    adjudicator.sees("Would be recorded")
    adjudicator.enters(".proposal .act")
    adjudicator.sees("This would be recorded")
    adjudicator.enters("#record")


def test_two_desks_see_each_others_marks_and_keep_what_they_type(development: Development, chromium: Browser) -> None:
    with seated(development, chromium, PEOPLE[1]) as desk, seated(development, chromium, PEOPLE[2]) as other:
        for seat in (desk, other):
            seat.opens(f"{WEEK}/scores")
        other.tab_to("[id='mark:1.1.otto-lea:ben']")
        other.types("7")
        desk.tab_to("input.mark")
        gives(desk, "9")
        other.page.wait_for_function("() => !document.getElementById('mark:1.1.mia-jon:ana')")
        assert (
            other.page.evaluate("document.activeElement.id + document.activeElement.value") == "mark:1.1.otto-lea:ben7"
        )
        other.press("Enter")
        desk.page.wait_for_function("() => !document.getElementById('mark:1.1.otto-lea:ben')")


def test_a_mark_whose_server_went_away_is_sent_again_and_recorded_once(
    development: Development, chromium: Browser
) -> None:
    with seated(development, chromium, PEOPLE[1]) as desk:
        desk.page.route("**/live/**", lambda route: route.abort())  # nor does it hear of it otherwise
        desk.opens(f"{WEEK}/scores")
        desk.tab_to("input.mark")
        lost = {"answers": 0}

        def answer_is_lost(route: object) -> None:
            lost["answers"] += 1
            if lost["answers"] == 1:
                route.fetch()  # type: ignore[attr-defined] # it arrives, and is recorded
                route.abort()  # type: ignore[attr-defined] # and the answer does not
            else:
                route.continue_()  # type: ignore[attr-defined]

        desk.page.route(
            f"**{WEEK}/scores",
            lambda route: answer_is_lost(route) if route.request.method == "POST" else route.continue_(),
        )
        desk.types("9")
        desk.press("Enter")
        desk.sees("press Enter again")
        desk.tab_to("[aria-invalid]")
        desk.press("Enter")
        desk.page.wait_for_function("() => !document.getElementById('mark:1.1.mia-jon:ana')")
        assert lost["answers"] == 2
        desk.opens(f"/s/{NIGHT}/timeline?kind=score-given")
        assert desk.page.content().count("Ana Ruiz gave Mia &amp; Jon 9") == 1


def test_a_mark_that_is_answered_503_stays_in_its_place_and_is_sent_again(
    development: Development, chromium: Browser
) -> None:
    with seated(development, chromium, PEOPLE[1]) as desk:
        desk.opens(f"{WEEK}/scores")
        desk.page.route(
            f"**{WEEK}/scores", lambda route: route.fulfill(status=503, content_type="text/html", body="<h1>503</h1>")
        )
        desk.tab_to("input.mark")
        desk.types("9")
        desk.press("Enter")
        desk.sees("press Enter again")
        assert desk.page.input_value("[aria-invalid]") == "9"
        desk.page.unroute(f"**{WEEK}/scores")
        desk.tab_to("[aria-invalid]")
        desk.press("Enter")
        desk.page.wait_for_function("() => !document.getElementById('mark:1.1.mia-jon:ana')")
        desk.opens(f"/s/{NIGHT}/timeline?kind=score-given")
        assert desk.page.content().count("Ana Ruiz gave Mia &amp; Jon 9") == 1


PAGES = (f"{WEEK}/desk", f"{WEEK}/scores", f"{WEEK}/say", f"{WEEK}/say/open-voting", f"/s/{NIGHT}/say/adopt-rulebook",
         f"{WEEK}/say/settle-tie", f"{WEEK}/say/substitute-input", "/approvals", "/new")  # fmt: skip


def test_no_page_of_the_desk_has_a_barrier_or_is_too_wide(development: Development, chromium: Browser) -> None:
    with seated(development, chromium, PEOPLE[3]) as executive:
        executive.opens(f"{WEEK}/say/cancel-elimination?reason=a+storm")
        executive.says()
        for called, (width, height) in SCREENS.items():
            executive.page.set_viewport_size({"width": width, "height": height})
            for address in PAGES:
                executive.opens(address)
                wide = executive.page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (address, called, wide)
                barriers = barriers_on(executive.page)
                assert not barriers, (address, called, barriers)


def barriers_on(page: Page) -> object:
    return page.evaluate(BARRIERS)
