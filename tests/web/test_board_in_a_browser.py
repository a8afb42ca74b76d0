"""The board in a real browser: it follows what is announced, lets the picture through, and plays as an OGraf graphic."""

from playwright.sync_api import Page

from tests.cli.typing_at_it import Desk
from tests.web.test_in_a_browser import Served, browser, desk, pytestmark, says, served, tab

__all__ = ["browser", "desk", "pytestmark", "served", "tab"]

REOPENS = "week reopen us-33 9 --reason 'the last two were swapped' --source 'an article' --by 'Hana (historian)'"
CORRECTS = (
    "week correct us-33 9 places joey-jenna,ilona-alan,chandler-brandon,danny-witney,stephen-rylee "
    "--reason 'the last two were swapped' --source 'an article' --by 'Hana (historian)'"
)

PLAY = """async (feed) => {
  const { default: Board } = await import("/ograf/board/board.mjs");
  customElements.define("ograf-board", Board);
  const graphic = document.createElement("ograf-board");
  document.body.append(graphic);
  await graphic.load({ renderType: "realtime", data: { feed } });
  const box = graphic.shadowRoot.querySelector("section");
  const before = box.checkVisibility();
  await graphic.playAction({});
  const during = box.innerText;
  await graphic.stopAction({});
  const after = box.checkVisibility();
  await graphic.dispose({});
  return { before, during, after };
}"""


def test_a_board_that_has_lost_its_server_says_so_and_comes_back(served: Served, tab: Page) -> None:
    tab.goto(f"{served.address}/board/us-33")
    says(tab, "Joey & Jenna")
    served.end()
    tab.wait_for_selector("#stale", state="visible", timeout=60_000)
    assert "Joey & Jenna" in tab.inner_text("main")
    served.begin()
    tab.wait_for_selector("#stale", state="hidden", timeout=60_000)


def test_a_board_shows_what_is_put_right_while_it_is_open(desk: Desk, served: Served, tab: Page) -> None:
    tab.goto(f"{served.address}/board/us-33")
    last = tab.locator("#rows tr", has_text="Stephen & Rylee")
    assert "place 4" in last.inner_text()
    assert desk.types(REOPENS).code == 0
    assert desk.types(CORRECTS).code == 0
    last.get_by_text("place 5").wait_for(timeout=60_000)


def test_an_overlay_lets_the_picture_through(served: Served, tab: Page) -> None:
    for address in ("/overlay/us-33", "/embed/us-33?over=picture"):
        tab.goto(served.address + address)
        tab.wait_for_load_state("networkidle")
        for part in ("html", "body"):
            colour = tab.evaluate(f"getComputedStyle(document.querySelector('{part}')).backgroundColor")
            assert colour == "rgba(0, 0, 0, 0)", (address, part)
        corner = tab.screenshot(omit_background=True, clip={"x": 1270, "y": 710, "width": 4, "height": 4})
        assert corner == tab.screenshot(omit_background=True, clip={"x": 1260, "y": 700, "width": 4, "height": 4})


def test_the_graphic_paints_nothing_before_it_is_played(served: Served, tab: Page) -> None:
    tab.goto(f"{served.address}/board/us-33")
    played = tab.evaluate(PLAY, f"{served.address}/feeds/us-33/board.json")
    assert not played["before"]
    assert "Joey & Jenna" in played["during"]
    assert not played["after"]
