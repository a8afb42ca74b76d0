"""How a page looks, in two ways that can be kept: where its landmarks stand, and the mean colour of each of its squares."""

import json
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from struct import pack, unpack
from typing import Any

from tests.web.looks.blocks import style

CELL = 40
"""Pixels of a square's side."""
TALLEST = 1600
"""Pixels of a page that are looked at."""
MOVED = 4
"""Pixels that a landmark may stand elsewhere: what two versions of a browser make of a field's border."""
FADED = 8
"""Steps of 255 by which a square may be another colour."""
TOLD = 6
"""Differences of one kind that are told."""


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at: a screen, or paper, of a size."""

    width: int
    height: int
    scheme: str = "light"
    media: str = "screen"

    @property
    def columns(self) -> int:
        """Squares side by side."""
        return -(-self.width // CELL)


VIEWS = {
    "on a telephone": View(390, 844),
    "at a desk": View(1280, 800),
    "at a desk in the dark": View(1280, 800, "dark"),
    "across the room": View(1920, 1080),
    "on paper": View(688, 1000, "light", "print"),
}

LANDMARKS = """(tallest) => [...document.querySelectorAll(
  "header, nav, main, footer, h1, h2, h3, table, figure, form, .banner, .verdict, .act.first, .signed")]
  .filter((node) => node.checkVisibility()).map((node) => {
    const at = node.getBoundingClientRect(), kind = node.tagName.toLowerCase();
    const said = kind === "table" ? node.caption?.innerText : kind === "nav" ? node.getAttribute("aria-label")
      : /^h[1-3]$/.test(kind) || node.matches(".banner, .act") ? node.innerText : "";
    const called = `${kind} ${(said || "").trim().split(/\\s+/).join(" ").slice(0, 48)}`.trim();
    return [called, ...[at.x + scrollX, at.y + scrollY, at.width, at.height].map(Math.round)];
  }).filter(([, , y]) => y < tallest)"""

SQUARES = """async ([png, cell]) => {
  const octets = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([octets], { type: "image/png" }));
  const canvas = new OffscreenCanvas(picture.width, picture.height), pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0);
  const { data } = pen.getImageData(0, 0, picture.width, picture.height), rows = [];
  for (let top = 0; top < picture.height; top += cell) {
    const row = [];
    for (let left = 0; left < picture.width; left += cell) {
      const sum = [0, 0, 0], right = Math.min(left + cell, picture.width), bottom = Math.min(top + cell, picture.height);
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++)
        for (let of = 0; of < 3; of++) sum[of] += data[4 * (y * picture.width + x) + of];
      row.push(...sum.map((each) => Math.round(each / ((right - left) * (bottom - top)))));
    }
    rows.push(row);
  }
  return rows;
}"""

Landmark = tuple[str, int, int, int, int]
"""What it is, and where it stands: left, top, width, height in pixels."""
Squares = list[bytes]
"""Rows of squares, three octets each: red, green and blue."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page looks in one view."""

    landmarks: list[Landmark]
    squares: Squares

    def differences(self, now: "Look") -> Iterator[str]:
        """What looks otherwise now than it did."""
        yield from _some(_moved(self.landmarks, now.landmarks))
        yield from _some(_recoloured(self.squares, now.squares))


def _some(told: Iterator[str]) -> Iterator[str]:
    all_of_it = list(told)
    yield from all_of_it[:TOLD]
    if len(all_of_it) > TOLD:
        yield f"and {len(all_of_it) - TOLD} more such"


def _moved(was: list[Landmark], now: list[Landmark]) -> Iterator[str]:
    before, after = [one[0] for one in was], [one[0] for one in now]
    yield from (f"{called!r} is gone" for called in before if called not in after)
    yield from (f"{called!r} is new" for called in after if called not in before)
    if before != after:
        if sorted(before) == sorted(after):
            yield "the landmarks stand in another order"
        return
    for (called, *then), (_, *there) in zip(was, now, strict=True):
        if any(abs(one - other) > MOVED for one, other in zip(then, there, strict=True)):
            yield f"{called!r} stood at {_place(then)} and stands at {_place(there)}"


def _place(box: list[int]) -> str:
    left, top, width, height = box
    return f"{left}, {top} ({width} by {height})"


def _recoloured(was: Squares, now: Squares) -> Iterator[str]:
    for down, (before, after) in enumerate(zip_longest(was, now, fillvalue=b"")):
        if len(before) != len(after):
            yield f"{CELL * down} pixels down it {'ends' if before else 'goes on'}"
            return
        for at in range(0, len(before), 3):
            one, other = before[at : at + 3], after[at : at + 3]
            if any(abs(then - there) > FADED for then, there in zip(one, other, strict=True)):
                yield f"{CELL * (at // 3)} across and {CELL * down} down the colour was #{one.hex()} and is #{other.hex()}"


class Looking:
    """Somebody who looks at pages, whatever they are called, with everything set in blocks."""

    def __init__(self, browser: Any) -> None:
        self.context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
        self.tab, self._squares = self.context.new_page(), self.context.new_page()

    def opens(self, address: str) -> None:
        """Go to a page, and have it set in blocks."""
        self.tab.goto(address)
        self.tab.add_style_tag(content=style())
        self.tab.evaluate("document.fonts.load('16px Blocks').then(() => document.fonts.ready).then(() => null)")
        assert self.tab.evaluate("[...document.fonts].some((one) => one.status === 'loaded')"), "the font is refused"

    def look(self, view: View) -> Look:
        """How the page that is open looks."""
        self.tab.set_viewport_size({"width": view.width, "height": view.height})
        self.tab.emulate_media(media=view.media, color_scheme=view.scheme)
        landmarks = [tuple(one) for one in self.tab.evaluate(LANDMARKS, TALLEST)]
        tall = min(TALLEST, self.tab.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": view.width, "height": max(tall, view.height)}
        png = self.tab.screenshot(full_page=True, clip=clip, animations="disabled")
        rows = self._squares.evaluate(SQUARES, [b64encode(png).decode(), CELL])
        return Look(landmarks, [bytes(row) for row in rows])

    def leaves(self) -> None:
        self.context.close()


def looks_written(looks: dict[str, Look]) -> tuple[bytes, str]:
    """The looks of a page in all views: a picture of their squares side by side, and the landmarks as JSON."""
    deep = max(len(look.squares) for look in looks.values())
    rows = [b"".join(row(look, at, VIEWS[view].columns) for view, look in looks.items()) for at in range(deep)]
    told = {
        view: {"rows": len(look.squares), "landmarks": [list(one) for one in look.landmarks]}
        for view, look in looks.items()
    }
    lines = (
        f'"{view}": {{"rows": {said["rows"]}, "landmarks": [\n'
        + ",\n".join(json.dumps(one, ensure_ascii=False) for one in said["landmarks"])
        + "]}"
        for view, said in told.items()
    )
    return png_of(rows), "{" + ",\n".join(lines) + "}\n"


def row(look: Look, at: int, columns: int) -> bytes:
    """A row of squares, black where the page has ended."""
    return look.squares[at] if at < len(look.squares) else bytes(3 * columns)


def looks_read(png: bytes, text: str) -> dict[str, Look]:
    """What was written."""
    rows, told = rows_of(png), json.loads(text)
    looks, begin = {}, 0
    for view, said in told.items():
        end = begin + 3 * VIEWS[view].columns
        landmarks = [tuple(one) for one in said["landmarks"]]
        looks[view] = Look(landmarks, [line[begin:end] for line in rows[: said["rows"]]])
        begin = end
    return looks


SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png_of(rows: list[bytes]) -> bytes:
    """A picture of rows of pixels, three octets each, without filters."""
    head = pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + line for line in rows), 9)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return SIGNATURE + b"".join(
        pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def rows_of(png: bytes) -> list[bytes]:
    """The rows of a picture that `png_of` made."""
    width, height = unpack(">II", png[16:24])
    (long,) = unpack(">I", png[33:37])
    data, step = zlib.decompress(png[41 : 41 + long]), 3 * width + 1
    assert len(data) == step * height, "a picture that something else has written: take it anew"
    assert not any(data[at] for at in range(0, len(data), step)), "it has filters: take it anew"
    return [data[at + 1 : at + step] for at in range(0, len(data), step)]
