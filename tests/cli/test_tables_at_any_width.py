"""A table says the same at every width: no number is cut, no word is broken, and what does not fit is said another way."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from glitterball.cli.layout import GAP, INDENT, Heading, Line, Piece, Table, folded, laid_out

LETTERS = "abcdefgh0123456789&-éäĐ李は한שלומسارة\u0301"
"""Narrow letters, wide ones, two that are written from the right, and an accent that stands on the letter before it."""

WORDS = st.text(LETTERS, min_size=1, max_size=18).filter(lambda word: cell_len(word) > 0 and word.strip())
LABELS = st.lists(WORDS, max_size=7).map(" ".join)
NUMBERS = st.integers(min_value=0, max_value=10**9).map(lambda number: f"{number:,}")
WIDTHS = st.integers(min_value=20, max_value=240)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of every sort: few columns and many, repeated labels, empty cells."""
    rights = draw(st.lists(st.booleans(), min_size=1, max_size=12))
    headings = [Heading(draw(LABELS), right) for right in rights]
    columns = [
        NUMBERS if right else st.one_of(LABELS, st.sampled_from(["", "safe", "Joey & Jenna"])) for right in rights
    ]
    rows = draw(st.lists(st.tuples(*columns), min_size=1, max_size=6))
    return Table(headings, [[Piece(text) for text in row] for row in rows])


def text_of(line: Line) -> str:
    return "".join(piece.text for piece in line)


def words_of(text: str) -> set[str]:
    """The words of a text, without the marks that stand between what is said in one sentence."""
    return {word.rstrip(":;.,") for word in text.split()} - {""}


def cells_of(table: Table) -> set[str]:
    return {word for row in table.rows for cell in row for word in words_of(cell.text)}


@given(tables(), WIDTHS)
def test_every_word_and_number_of_every_cell_is_there_whole(table: Table, width: int) -> None:
    shown = {word for line in laid_out(table, width) for word in words_of(text_of(line))}
    assert cells_of(table) <= shown


@given(tables(), WIDTHS)
def test_the_heading_of_a_column_that_says_something_is_there(table: Table, width: int) -> None:
    shown = " ".join(text_of(line) for line in laid_out(table, width))
    for index, heading in enumerate(table.headings):
        if any(cell.text for cell in table.cells(index)) and index != titling(table):
            assert words_of(heading.text) <= words_of(shown)


def titling(table: Table) -> int:
    """The column a record may have as its title, which stands there without its heading."""
    left = [index for index, heading in enumerate(table.headings) if not heading.right] or [0]
    apart = [index for index in left if len({cell.text for cell in table.cells(index)}) == len(table.rows)]
    return (apart or left)[0]


@given(tables(), WIDTHS)
def test_no_line_is_wider_than_the_screen_but_for_a_word_that_is(table: Table, width: int) -> None:
    for line in laid_out(table, width):
        text = text_of(line)
        if cell_len(text) > width:
            longest = max(cell_len(word) for word in text.split())
            assert longest > width - 2 * INDENT


@given(tables(), WIDTHS)
def test_no_line_ends_in_blanks(table: Table, width: int) -> None:
    for line in laid_out(table, width):
        assert text_of(line) == text_of(line).rstrip(" ")


@given(tables())
def test_on_a_wide_screen_each_column_begins_or_ends_at_one_cell_whatever_the_letters(table: Table) -> None:
    widths = [max(map(cell_len, (h.text, *(c.text for c in table.cells(i))))) for i, h in enumerate(table.headings)]
    _, *rows = [text_of(line) for line in laid_out(table, 10_000)]
    assert len(rows) == len(table.rows)
    for shown, row in zip(rows, table.rows, strict=True):
        expected = (" " * GAP).join(
            " " * (width - cell_len(cell.text)) + cell.text
            if heading.right
            else cell.text + " " * (width - cell_len(cell.text))
            for heading, cell, width in zip(table.headings, row, widths, strict=True)
        )
        assert shown == expected.rstrip(" ")


@given(LABELS, WIDTHS)
def test_a_folded_text_says_the_same_words_in_the_same_order(text: str, width: int) -> None:
    assert " ".join(folded(text, width)).split() == text.split()


VOTES = Table(
    [Heading("week", True), Heading("gateway"), Heading("received", True), Heading("accepted", True), Heading("state")],
    [
        [Piece("2"), Piece("mobile"), Piece("6,552,272"), Piece("6,504,249"), Piece("agrees")],
        [Piece("2"), Piece("web-west"), Piece("2,897,162"), Piece("2,877,011"), Piece("agrees")],
    ],
)


def test_the_counts_of_a_night_are_whole_where_they_were_cut() -> None:
    """`6,55…  6,504…`: what the first desk read of its counts at 80 columns."""
    assert [text_of(line) for line in laid_out(VOTES, 40)] == [
        "The same in every row: week 2; state",
        "agrees.",
        "gateway    received   accepted",
        "mobile    6,552,272  6,504,249",
        "web-west  2,897,162  2,877,011",
    ]


def numbered(name: str, of: int, more: str) -> list[Piece]:
    """A row with so many numbers, all of its own."""
    return [Piece(name), *(Piece(f"{len(name)}{at}{more}") for at in range(1, of + 1))]


def test_a_season_too_wide_for_the_screen_goes_on_below_with_its_couples_again() -> None:
    headings = [Heading("couple"), *(Heading(f"week {week}") for week in range(1, 10))]
    rows = [numbered(name, 9, " danger") for name in ("Joey & Jenna", "Anna & Ezra")]
    shown = [text_of(line) for line in laid_out(Table(headings, rows), 60)]
    assert shown[0].split() == ["couple", "week", "1", "week", "2", "week", "3", "week", "4", "week", "5"]
    assert shown[shown.index("") + 1].split()[:5] == ["couple", "week", "6", "week", "7"]
    assert sum("Joey" in line for line in shown) == 2


def test_rows_of_many_long_numbers_become_records() -> None:
    headings = [Heading("couple"), *(Heading(f"n{at}", True) for at in range(1, 13))]
    rows = [numbered(name, 12, "00,000,000") for name in ("Ada & Bo", "Cy & Dee Ek")]
    shown = [text_of(line) for line in laid_out(Table(headings, rows), 30)]
    assert shown[:3] == ["Ada & Bo", "  n1: 8100,000,000", "  n2: 8200,000,000"]
    assert shown[13:15] == ["Cy & Dee Ek", "  n1: 11100,000,000"]


def test_a_hash_wider_than_the_screen_is_left_whole() -> None:
    shown = [text_of(line) for line in laid_out(Table([Heading("root")], [[Piece("f" * 64)]]), 60)]
    assert any(re.fullmatch(" *f{64}", line) for line in shown)
