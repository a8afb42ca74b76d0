"""axe-core finds nothing to mend on any page, light and dark (WCAG 2.2 A and AA); what one touches is 44 pixels high."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.web.test_in_a_browser import PAGES, Served, browser, desk, pytestmark, served

__all__ = ["browser", "desk", "pytestmark", "served"]

AXE = Path(__file__).with_name("axe_core") / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

EVERY_PAGE = (*PAGES, "/s/us-33/w/2/certificate", "/board/us-33", "/embed/us-33", "/whatif/us-33/w/2",
              "/overlay/us-33", "/programs", "/problems", "/problems/moved-on")  # fmt: skip

ASK = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, { runOnly: { type: "tag", values: rules } });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(" | ")}`);
}"""

SMALL = """() => [...document.querySelectorAll("button, select, summary, nav a, input:not([type=checkbox])")]
  .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 44)
  .map((node) => `${node.outerHTML.slice(0, 100)}: ${node.getBoundingClientRect().height}`)"""


def test_axe_is_the_one_that_was_taken() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, served: Served, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    tab = context.new_page()
    for page in EVERY_PAGE:
        tab.goto(served.address + page)
        tab.evaluate(AXE.read_text("utf-8"))
        assert not tab.evaluate(ASK), page
    context.close()


def test_axe_finds_what_is_wrong(browser: Any) -> None:
    tab = browser.new_context().new_page()
    tab.set_content("<!doctype html><title>x</title><img src='data:,'><p style='color:#bbb;background:#fff'>faint</p>")
    tab.evaluate(AXE.read_text("utf-8"))
    found = {said.partition(":")[0] for said in tab.evaluate(ASK)}
    assert {"html-has-lang", "image-alt", "color-contrast"} <= found


def test_what_is_touched_is_large_enough(browser: Any, served: Served) -> None:
    tab = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    for page in EVERY_PAGE:
        tab.goto(served.address + page)
        if not page.endswith("/certificate"):
            assert not tab.evaluate(SMALL), page


def test_nothing_moves_where_less_motion_is_asked_for(browser: Any, served: Served) -> None:
    context = browser.new_context(reduced_motion="reduce")
    tab = context.new_page()
    for page in EVERY_PAGE:
        tab.goto(served.address + page)
        assert tab.evaluate("document.getAnimations().length") == 0, page
    context.close()
