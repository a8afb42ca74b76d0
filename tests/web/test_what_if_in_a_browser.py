"""Every screenful of a what-if says HYPOTHETICAL, in any light and on any screen: looked at as pictures."""

from base64 import b64encode
from typing import Any

import pytest

from tests.web.test_in_a_browser import SCREENS, Served, browser, desk, pytestmark, served

__all__ = ["browser", "desk", "pytestmark", "served"]

SEEN = 400
"""Dots in which a tile differs from the same page without the word."""

FEWEST = """async ([marked, plain]) => {
  const dots = async (png) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const [one, other] = [await dots(marked), await dots(plain)];
  const { width, height } = one;
  if (width !== other.width || height !== other.height) return -1;
  const starts = (size) => {
    const all = Array.from({ length: Math.ceil(size / 300) }, (_, at) => Math.max(0, Math.min(at * 300, size - 600)));
    return [...new Set(all)];
  };
  let fewest = Infinity;
  for (const top of starts(height)) {
    for (const left of starts(width)) {
      let seen = 0;
      for (let y = top; y < Math.min(top + 600, height); y += 1) {
        for (let x = left; x < Math.min(left + 600, width); x += 1) {
          const at = 4 * (y * width + x);
          if (Math.abs(one.data[at] - other.data[at]) > 8) seen += 1;
        }
      }
      fewest = Math.min(fewest, seen);
    }
  }
  return fewest;
}"""
"""In how many dots two pictures of a page differ, in that tile of 600 by 600 in which they differ least."""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tile_of_its_page_has_the_word(browser: Any, served: Served, screen: str, scheme: str) -> None:
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    tab, beside = context.new_page(), context.new_page()
    tab.goto(f"{served.address}/whatif/us-33/w/2")
    assert tab.title().startswith("HYPOTHETICAL")
    marked = b64encode(tab.screenshot(full_page=True)).decode()
    tab.evaluate("document.querySelector('.water').remove()")
    plain = b64encode(tab.screenshot(full_page=True)).decode()
    assert beside.evaluate(FEWEST, [marked, plain]) > SEEN
    assert beside.evaluate(FEWEST, [plain, plain]) == 0
    context.close()
