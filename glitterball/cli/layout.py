"""Tables at any width: no number is cut and no word is broken, however narrow the screen.

A table that is too wide is folded at the spaces of its labels. Where that is not enough, columns that say the same in every
row, or nothing, leave the table and are said once above it; then the right half of the table goes below the left, with the
labels again; and then its rows become records, one below the other. A word wider than the screen is left whole, for the
terminal to break or the reader to scroll to.

Width is told in cells, as terminals count them: 李 takes two, a combining mark none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

GAP = 2
"""Blank cells between two columns."""

READABLE = 14
"""Cells a label keeps before it is folded any narrower."""

LEGIBLE = 8
"""Cells a label keeps where the whole table would else have to be taken apart."""

BLOCKS = 2
"""Parts a table is laid out in, one below the other, at most."""

LOW = 2
"""Lines of a row that is folded without taking any column out of the table."""

TALL = 6
"""Lines of a row beyond which records are looked at."""

INDENT = 2
"""Blank cells before what belongs to a record."""

STRONGLY_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
"""Hebrew, Arabic and their neighbours, as a class of a regular expression (Unicode Standard Annex 9, R and AL)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in one weight: a cell, or what of it stands in one line. `style` is a name of `glitterball.cli.weights`."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a column, and whether its cells stand to the right, as numbers do: those are never folded."""

    text: str
    right: bool = False


Row = Sequence[Piece]
Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and rows of as many cells."""

    headings: Sequence[Heading]
    rows: Sequence[Row]

    def cells(self, column: int) -> Iterator[Piece]:
        """The cells of a column from above."""
        return (row[column] for row in self.rows)


def laid_out(table: Table, width: int) -> list[Line]:
    """The lines of a table on a screen of so many cells. Nothing of what it says is lost at any width."""
    if not table.headings:
        return []
    natural = _natural(table)
    if _total(natural) <= width:
        return _lined_up(table, natural)
    widths = _folded_to(table, width)
    if widths is not None and _tallest(table, widths) <= LOW:
        return _lined_up(table, widths)
    smaller, said = _without_repetition(table)
    return [*_sentences(said, width), *_narrow(smaller, width)]


def folded(text: str, width: int) -> list[str]:
    """A text in lines of so many cells, broken at spaces only; one line where it holds no word."""
    lines: list[str] = []
    used = 0
    for word in text.split():
        size = cell_len(word)
        if lines and used + 1 + size <= width:
            lines[-1] += f" {word}"
            used += 1 + size
        else:
            lines.append(word)
            used = size
    return lines or [""]


def _narrow(table: Table, width: int) -> list[Line]:
    """A table that does not fit as it is: folded, in two blocks, or as records where neither can be read."""
    natural = _natural(table)
    if _total(natural) <= width:
        return _lined_up(table, natural)
    for readable in (READABLE, LEGIBLE):
        widths = _folded_to(table, width, readable)
        if widths is not None and _tallest(table, widths) <= TALL:
            return _lined_up(table, widths)
    blocks = _blocks(table, width)
    return _below_each_other(blocks, width) if 0 < len(blocks) <= BLOCKS else _records(table, width)


def _blocks(table: Table, width: int) -> list[Table]:
    """The table in parts that fit, each with the column that tells the rows apart; none where there is no such column."""
    label = _telling_apart(table)
    if label is None:
        return []
    least = _least(table, LEGIBLE)
    blocks: list[list[int]] = []
    for column in (index for index in range(len(table.headings)) if index != label):
        if blocks and _total([least[index] for index in (*blocks[-1], column)]) <= width:
            blocks[-1].append(column)
        else:
            blocks.append([label, column])
    parts = [_of(table, columns) for columns in blocks]
    fits = all(_folded_to(part, width, LEGIBLE) is not None for part in parts)
    return parts if fits else []


def _below_each_other(blocks: Sequence[Table], width: int) -> list[Line]:
    lines: list[Line] = []
    for block in blocks:
        widths = _folded_to(block, width, LEGIBLE)
        assert widths is not None  # a block is a part that fits
        lines += [(), *_lined_up(block, widths)] if lines else _lined_up(block, widths)
    return lines


def _telling_apart(table: Table) -> int | None:
    """The first label that no two rows share."""
    for index, heading in enumerate(table.headings):
        if not heading.right and len({cell.text for cell in table.cells(index)}) == len(table.rows):
            return index
    return None


def _of(table: Table, columns: Sequence[int]) -> Table:
    """The table with these columns only."""
    return Table(
        [table.headings[index] for index in columns], [[row[index] for index in columns] for row in table.rows]
    )


def _natural(table: Table) -> list[int]:
    """What each column takes when nothing is folded."""
    return [
        max(cell_len(heading.text), *(cell_len(cell.text) for cell in table.cells(index)), 0)
        for index, heading in enumerate(table.headings)
    ]


def _least(table: Table, readable: int) -> list[int]:
    """What each column takes at least: a number all it has, a label its longest word and what can still be read."""
    least = []
    for index, heading in enumerate(table.headings):
        widest = max((cell_len(cell.text) for cell in table.cells(index)), default=0)
        if not heading.right:
            words = (cell_len(word) for cell in table.cells(index) for word in cell.text.split())
            widest = max(min(widest, readable), *words, 0)
        least.append(max(widest, *(cell_len(word) for word in heading.text.split()), 0))
    return least


def _folded_to(table: Table, width: int, readable: int = READABLE) -> list[int] | None:
    """The widths of the columns in so many cells, the widest folded first; None where they do not fit even so."""
    natural, least = _natural(table), _least(table, readable)
    if _total(least) > width:
        return None
    most = max(natural)
    while _total(_capped(natural, least, most)) > width:
        most -= 1
    widths = _capped(natural, least, most)
    for index, needed in enumerate(natural):
        widths[index] += min(needed - widths[index], width - _total(widths))
    return widths


def _capped(natural: Sequence[int], least: Sequence[int], most: int) -> list[int]:
    return [max(low, min(needed, most)) for low, needed in zip(least, natural, strict=True)]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _tallest(table: Table, widths: Sequence[int]) -> int:
    """Lines of the tallest row."""
    return max(
        (len(folded(cell.text, width)) for row in table.rows for cell, width in zip(row, widths, strict=True)),
        default=1,
    )


def _lined_up(table: Table, widths: Sequence[int]) -> list[Line]:
    """The table with its columns below each other; headings stand at the bottom of their lines."""
    heads = [folded(heading.text, width) for heading, width in zip(table.headings, widths, strict=True)]
    high = max(map(len, heads))
    above = [[Piece(line, "dim") for line in [""] * (high - len(head)) + head] for head in heads]
    lines = list(_side_by_side(table, above, widths))
    for row in table.rows:
        cells = [
            [Piece(line, cell.style) for line in _fitting(cell.text, width)]
            for cell, width in zip(row, widths, strict=True)
        ]
        lines += _side_by_side(table, cells, widths)
    return lines


def _fitting(text: str, width: int) -> list[str]:
    """A cell's lines; what fits is left as it is, with all its spaces."""
    return [text] if cell_len(text) <= width else folded(text, width)


def _side_by_side(table: Table, cells: Sequence[Sequence[Piece]], widths: Sequence[int]) -> Iterator[Line]:
    for at in range(max(map(len, cells))):
        yield _one_line(
            [column[at] if at < len(column) else Piece("") for column in cells],
            [heading.right for heading in table.headings],
            widths,
        )


def _one_line(pieces: Sequence[Piece], right: Sequence[bool], widths: Sequence[int]) -> Line:
    """Pieces at their places, with blanks between them and none at the end."""
    line: list[Piece] = []
    owed = 0
    for piece, to_the_right, width in zip(pieces, right, widths, strict=True):
        blank = width - cell_len(piece.text)
        if piece.text:
            before = owed + (blank if to_the_right else 0)
            line += [Piece(" " * before)] if before else []
            line.append(piece)
            owed = GAP + (0 if to_the_right else blank)
        else:
            owed += width + GAP
    return tuple(line)


def _without_repetition(table: Table) -> tuple[Table, list[str]]:
    """The table without columns that say the same in every row, or nothing; and the sentences that say so instead."""
    same = [index for index in range(len(table.headings)) if len({cell.text for cell in table.cells(index)}) == 1]
    if len(table.rows) < 2 or len(same) == len(table.headings):
        return table, []
    empty = [
        table.headings[index].text for index in same if not table.rows[0][index].text and table.headings[index].text
    ]
    told = [
        f"{table.headings[index].text} {table.rows[0][index].text}".strip()
        for index in same
        if table.rows[0][index].text
    ]
    smaller = _of(table, [index for index in range(len(table.headings)) if index not in same])
    said = [f"The same in every row: {'; '.join(told)}."] if told else []
    return smaller, [*said, *([f"Empty in every row: {', '.join(empty)}."] if empty else [])]


def _records(table: Table, width: int) -> list[Line]:
    """Each row by itself: its first label, and below it everything else under its name."""
    first = _telling_apart(table)
    if first is None:
        first = next((index for index, heading in enumerate(table.headings) if not heading.right), 0)
    lines: list[Line] = []
    for row in table.rows:
        title = row[first]
        lines += [(Piece(line, title.style or "bold"),) for line in folded(title.text or "-", width)]
        lines += _flowing([pair for index, pair in enumerate(_pairs(table, row)) if index != first and pair], width)
    return lines


def _pairs(table: Table, row: Row) -> Iterator[Line]:
    """Each cell with its heading before it; nothing for an empty cell."""
    for heading, cell in zip(table.headings, row, strict=True):
        if not cell.text:
            yield ()
        elif heading.text:
            yield Piece(f"{heading.text}: ", "dim"), cell
        else:
            yield (cell,)


def _flowing(pairs: Iterable[Line], width: int) -> list[Line]:
    """Pairs one after the other, each whole in a line where it fits into one."""
    lines: list[Line] = []
    used = width
    for pair in pairs:
        size = sum(cell_len(piece.text) for piece in pair)
        if lines and used + GAP + 1 + size <= width:
            lines[-1] = (*lines[-1], Piece(" " * (GAP + 1)), *pair)
            used += GAP + 1 + size
        elif INDENT + size <= width:
            lines.append((Piece(" " * INDENT), *pair))
            used = INDENT + size
        else:
            lines += _hanging(pair, width)
            used = width
    return lines


def _hanging(pair: Line, width: int) -> Iterator[Line]:
    """A pair that takes several lines, all but the first further in."""
    *heading, cell = pair
    lead = "".join(piece.text for piece in heading)
    first, *others = folded(f"{lead}{cell.text}", width - INDENT)
    shown = first[len(lead) :] if first.startswith(lead) else ""
    yield Piece(" " * INDENT), *((*heading, Piece(shown, cell.style)) if shown else (Piece(first),))
    for line in folded(" ".join(others), width - 2 * INDENT) if others else []:
        yield Piece(" " * (2 * INDENT)), Piece(line, cell.style)


def _sentences(sentences: Iterable[str], width: int) -> Iterator[Line]:
    for sentence in sentences:
        for line in folded(sentence, width):
            yield (Piece(line, "dim"),)
