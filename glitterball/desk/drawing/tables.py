"""A table of the desk: every number whole at any width. Where the columns do not fit side by side, a row becomes a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.legible import escaped
from glitterball.desk.drawing.pieces import Line, Piece, lines_folded, sized, width_of


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what it is called, and whether it holds numbers."""

    name: str
    right: bool = False


def blocks_of(headings: Sequence[Heading], rows: Sequence[Sequence[str]], width: int) -> list[list[Line]]:
    """A table as blocks, a row each, the headings with the first."""
    rows = [[escaped(cell) for cell in row] for row in rows]
    wide = [
        max([width_of(heading.name), *(width_of(row[place]) for row in rows)]) for place, heading in enumerate(headings)
    ]
    if sum(wide) + 2 * (len(wide) - 1) > width:
        names = [heading.name for heading in headings]
        return [
            lines_folded(", ".join(f"{n} {cell}" for n, cell in zip(names, row, strict=True)), width) for row in rows
        ]
    head = _line([heading.name for heading in headings], headings, wide, "dim")
    blocks = [[_line(row, headings, wide, "bold" if "LEAVES" in row else "")] for row in rows]
    if blocks:
        blocks[0].insert(0, head)
    return blocks


def _line(cells: Sequence[str], headings: Sequence[Heading], wide: Sequence[int], weight: str) -> Line:
    columns = zip(cells, headings, wide, strict=True)
    text = "  ".join(sized(cell, cells_wide, heading.right) for cell, heading, cells_wide in columns)
    return (Piece(text.rstrip(), weight),)
