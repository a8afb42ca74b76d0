"""The pages in a real browser in every language: from right to left too, nothing runs off a telephone, and axe is content."""

from typing import Any

import pytest

from tests.thoroughness import part
from tests.web.test_axe import ASK, AXE
from tests.web.test_in_a_browser import PAGES, Served, browser, desk, pytestmark, served

__all__ = ["browser", "desk", "pytestmark", "served"]

SHOWN = (*PAGES, "/board/us-33", "/whatif/us-33/w/2")

TELEPHONE = {"width": 390, "height": 844}

BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_page_from_right_to_left_is_whole_on_a_telephone(browser: Any, served: Served) -> None:
    tab = browser.new_context(locale="ar-XB", viewport=TELEPHONE, reduced_motion="reduce").new_page()
    for page in SHOWN:
        tab.goto(served.address + page)
        assert tab.evaluate("getComputedStyle(document.body).direction") == "rtl", page
        assert tab.evaluate(BEYOND) <= 0, (page, "runs off the screen")
        heading, screen = tab.locator("h1").first.bounding_box(), TELEPHONE["width"]
        assert heading["x"] + heading["width"] > screen / 2, (page, "does not begin at the right")
        tab.evaluate(AXE.read_text("utf-8"))
        assert not tab.evaluate(ASK), page
    tab.context.close()


def test_the_switch_is_reached_by_keys_and_needs_no_script(browser: Any, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de")
    tab = context.new_page()
    tab.goto(f"{served.address}/s/us-33/w/2/audit")
    tab.get_by_role("button", name="Español").focus()
    with tab.expect_navigation():  # the address stays the same
        tab.keyboard.press("Enter")
    assert tab.locator("html").get_attribute("lang") == "es"
    tab.goto(f"{served.address}/s/us-33")
    assert tab.locator("html").get_attribute("lang") == "es", "it is kept"
    context.close()


def test_keys_alone_are_enough_in_german(browser: Any, served: Served) -> None:
    context = browser.new_context(locale="de")
    tab = context.new_page()
    tab.goto(f"{served.address}/s/us-33/w/2")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Zum Inhalt"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab.keyboard.press("y")
    tab.wait_for_url("**/w/2@*?lang=de")
    assert "nicht von jetzt" in tab.locator(".banner.then").inner_text()
    tab.get_by_label("Stand", exact=True).fill("week 2 closed")
    with tab.expect_navigation(url="**/w/2@*?lang=de"):  # the address may be the one it is at
        tab.keyboard.press("Enter")
    context.close()


@pytest.mark.parametrize("code", ["en-US", "es", "de"])
def test_axe_is_content_and_nothing_runs_off_a_telephone(browser: Any, served: Served, code: str) -> None:
    context = browser.new_context(locale=code, viewport=TELEPHONE, reduced_motion="reduce")
    tab = context.new_page()
    for page in part(SHOWN, ["en-US", "es", "de"].index(code), of=3):
        tab.goto(served.address + page)
        assert tab.locator("html").get_attribute("lang") == code, page
        assert tab.evaluate(BEYOND) <= 0, (page, "runs off the screen")
        tab.evaluate(AXE.read_text("utf-8"))
        assert not tab.evaluate(ASK), page
    context.close()
