"""Lines made of pieces with a weight, measured in the cells of a terminal: wide letters take two. Nothing is cut but labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from domain.legible import escaped

Line = tuple["Piece", ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with a weight, as rich writes it: "bold", "reverse", "green". Each weight stands beside a word or a sign."""

    text: str
    weight: str = ""


def line(text: str, weight: str = "") -> Line:
    """A line of one piece, what would steer the terminal shown as an escape."""
    return (Piece(escaped(text), weight),)


def width_of(text: str) -> int:
    """Cells a text takes."""
    return cell_len(text)


def sized(text: str, cells: int, right: bool = False) -> str:
    """A text in exactly so many cells. A label that is longer ends in a dot that says so; see `fits` for numbers."""
    if cell_len(text) > cells:
        return set_cell_size(set_cell_size(text, max(0, cells - 1)).rstrip() + "…", cells) if cells else ""
    room = " " * (cells - cell_len(text))
    return room + text if right else text + room


def folded(text: str, width: int, further: int = 2) -> list[str]:
    """A sentence folded at its spaces, or inside a word where that alone is too long; all lines but the first `further` in."""
    width = max(width, 8)
    lines, current = [], ""
    for word in escaped(text).split(" "):
        for part in _parts(word, width - further):
            longer = f"{current} {part}" if current.strip() else current + part
            if cell_len(longer) > width and current.strip():
                lines.append(current)
                longer = " " * further + part
            current = longer
    return [*lines, current]


def _parts(word: str, width: int) -> Iterable[str]:
    """A word, in parts where it is wider than a line."""
    part = ""
    for letter in word:
        if cell_len(part + letter) > width:
            yield part
            part = ""
        part += letter
    yield part


def lines_folded(text: str, width: int, weight: str = "", further: int = 2) -> list[Line]:
    """A sentence as lines."""
    return [(Piece(part, weight),) for part in folded(text, width, further)]


def indented(lines: Sequence[Line], by: int) -> list[Line]:
    """Lines further in."""
    return [(Piece(" " * by), *pieces) for pieces in lines]


def plain(drawn: Line) -> str:
    """The text of a line."""
    return "".join(piece.text for piece in drawn)


def cells_of(drawn: Line) -> int:
    """The cells a line takes."""
    return cell_len(plain(drawn))


def in_view(blocks: Sequence[Sequence[Line]], chosen: int, height: int) -> list[Line]:
    """As many lines of blocks as fit, the chosen block among them; how many are left out above and below is said."""
    flat = [drawn for block in blocks for drawn in block]
    if len(flat) <= height:
        return flat
    begins = sum(map(len, blocks[:chosen]))
    ends = begins + len(blocks[chosen])
    start = 0 if ends <= height - 1 else min(begins, max(0, ends - height + 2), len(flat) - height + 1)
    if height < 4:
        return flat[begins : begins + height]
    above = start > 0
    room = height - above
    below = start + room < len(flat)
    room -= below
    head = [line(f"^ {start} more above", "dim")] if above else []
    foot = [line(f"v {len(flat) - start - room} more below", "dim")] if below else []
    return [*head, *flat[start : start + room], *foot]
