"""axe-core finds nothing to mend where people sign in and at the desk of a rehearsal, light and dark; what one touches is 44
pixels high, and nothing is wider than a telephone.

Left out where there is no Chromium; `.ci/run` installs it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.desk.sitting import NIGHT, WEEK
from tests.web.desk.test_a_night_in_a_browser import PEOPLE, Development, Seat, chromium, pytestmark
from tests.web.test_axe import ASK, AXE, SMALL

__all__ = ["chromium", "pytestmark"]

PAGES = (
    "/me",
    "/me/passkeys/new",
    "/approvals",
    "/new",
    f"{WEEK}/desk",
    f"{WEEK}/scores",
    f"{WEEK}/scores/check",
    f"{WEEK}/say",
    f"{WEEK}/say/open-voting",
    f"{WEEK}/say/void-batch",
    f"/s/{NIGHT}/say",
    f"/s/{NIGHT}/timeline",
    f"/s/{NIGHT}/say/approve?decision=999",
)

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Development]:
    served = Development(Path(tmp_path_factory.mktemp("night")) / "night.sqlite")
    yield served
    served.end()


def test_axe_finds_nothing_where_people_are_known(night: Development, chromium: Browser) -> None:
    producer = Seat(night, chromium, PEOPLE[0])
    for scheme in ("light", "dark"):
        producer.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        for page in PAGES:
            producer.opens(page)
            producer.page.evaluate(AXE.read_text("utf-8"))
            assert not producer.page.evaluate(ASK), (scheme, page)
    producer.page.set_viewport_size({"width": 390, "height": 844})
    for page in PAGES:
        producer.opens(page)
        assert not producer.page.evaluate(SMALL), page
        assert producer.page.evaluate(WIDER) <= 0, page


def test_axe_finds_nothing_where_one_signs_in(night: Development, chromium: Browser) -> None:
    tab = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    for page in ("/enter", "/enter/a-link-that-was-used"):
        tab.goto(night.address + page)
        tab.evaluate(AXE.read_text("utf-8"))
        assert (tab.evaluate(ASK), tab.evaluate(SMALL), tab.evaluate(WIDER)) == ([], [], 0), page


def test_axe_finds_nothing_where_people_are_looked_after(night: Development, chromium: Browser) -> None:
    executive = Seat(night, chromium, PEOPLE[3])
    executive.page.set_viewport_size({"width": 390, "height": 844})
    for scheme in ("light", "dark"):
        executive.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        executive.opens("/admin")
        executive.page.evaluate(AXE.read_text("utf-8"))
        found = (executive.page.evaluate(ASK), executive.page.evaluate(SMALL), executive.page.evaluate(WIDER))
        assert found == ([], [], 0), scheme


def test_the_first_row_of_marks_is_on_the_first_screen_of_a_telephone(night: Development, chromium: Browser) -> None:
    """It began below two banners and four rows of links, which moved what is typed into off the screen."""
    desk = Seat(night, chromium, PEOPLE[1])
    desk.page.set_viewport_size({"width": 390, "height": 844})
    for page in ("scores", "scores/check"):
        desk.opens(f"{WEEK}/{page}")
        box = desk.page.locator("input.mark").first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 844, page
        assert box["x"] + box["width"] < 390, page
