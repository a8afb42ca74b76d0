"""The screen at any size: a line a row, none too wide, the word always there without colour, every key shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.legible import breaks_the_line
from glitterball.desk.board import Board, Lines
from glitterball.desk.controls import Controls, Preview
from glitterball.desk.drawing.pieces import cells_of, folded, in_view, line, plain, width_of
from glitterball.desk.drawing.screen import Seen, Size, screen_of, text_of
from glitterball.desk.keys import KEYS, TABS, Tab
from glitterball.desk.lines_clock import lines_said
from glitterball.desk.marks import Cell, DanceRow, Grid
from glitterball.desk.prompt import Prompt
from glitterball.desk.speaking import Said
from tests.desk.test_the_controls import board

NOW = "2026-03-07T20:30:00.000000Z"
names = st.text(min_size=1, max_size=40).filter(str.strip)
"""Any letters at all, wide and invisible ones among them."""


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """A week with any names, any number of judges and any marks."""
    judges = draw(st.lists(names, min_size=1, max_size=9, unique=True))
    cells = st.tuples(
        *(st.one_of(st.none(), st.builds(Cell, st.just(judge), st.sampled_from(["", "9", "17/2"]))) for judge in judges)
    )
    rows = draw(st.lists(st.tuples(names, names, cells), max_size=8))
    grid = Grid(
        tuple((judge, judge) for judge in judges),
        tuple(
            DanceRow(dance=f"1.1.{place}", name=name, style=style, cells=row, total="")
            for place, (name, style, row) in enumerate(rows)
        ),
    )
    return replace(board(), grid=grid, title=draw(st.one_of(st.none(), names)), ready=draw(st.booleans()))


controls = st.builds(
    Controls,
    tab=st.sampled_from(TABS),
    chosen=st.dictionaries(st.sampled_from(TABS), st.integers(0, 12)),
    judge=st.integers(0, 4),
    typed=st.dictionaries(st.sampled_from(["1.1.0", "1.1.1"]), st.sampled_from(["9", "9 8 7", "- - 10 10 10 10"])),
    prompt=st.one_of(st.none(), st.text(max_size=200).map(lambda text: Prompt(text, len(text) // 2))),
    preview=st.one_of(
        st.none(), st.text(max_size=300).map(lambda text: Preview(Prompt(text, 0), Said(code=0, sentences=(text,))))
    ),
    message=st.lists(st.text(max_size=200), max_size=6).map(tuple),
    alarms=st.lists(st.text(max_size=100), max_size=5).map(tuple),
    speaker=st.one_of(st.none(), names),
)


@given(boards(), controls, st.integers(20, 160), st.integers(8, 60), st.booleans())
def test_the_screen_fits_and_says_its_word(week: Board, at: Controls, width: int, height: int, stale: bool) -> None:
    seen = Seen(board=week, stale="it is gone" if stale else "", since=NOW)
    drawn = screen_of(seen, at, NOW, Size(width, height))
    assert len(drawn) == height
    assert all(cells_of(pieces) <= width for pieces in drawn)
    assert ("STALE" if stale else week.word) in text_of(drawn)
    assert not any(breaks_the_line(letter) for pieces in drawn for letter in plain(pieces))


@given(boards(), st.integers(60, 160))
def test_no_mark_is_ever_cut(week: Board, width: int) -> None:
    text = text_of(screen_of(Seen(board=week), Controls(tab="marks"), NOW, Size(width, 60)))
    for dance in week.grid.rows[:6]:
        for cell in dance.cells:
            assert cell is None or cell.mark in text


def test_a_half_mark_in_a_column_of_nine_judges_is_whole() -> None:
    """17/2 stood in a column of three cells, as 1 and a dot, where nine judges sat."""
    judges = tuple((f"j{place}", f"j{place}") for place in range(9))
    cells = tuple(Cell(judge, "17/2", paddle=True) for judge, _ in judges)
    row = DanceRow(dance="1.1.0", name="Mia & Jon", style="Waltz", cells=cells, total="153/2")
    for width in (60, 74, 80, 100):
        week = replace(board(), grid=Grid(judges, (row,)))
        text = text_of(screen_of(Seen(board=week), Controls(tab="marks"), NOW, Size(width, 40)))
        assert text.count("17/2") == 9, text


@given(st.text(alphabet="ab 李é", max_size=120), st.integers(8, 60))
def test_a_sentence_is_folded_and_nothing_of_it_lost(text: str, width: int) -> None:
    lines = folded(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(part) <= width for part in lines)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20), st.data(), st.integers(4, 20))
def test_what_is_chosen_is_in_view(sizes: list[int], data: st.DataObject, height: int) -> None:
    blocks = [[line(f"{place}.{part}") for part in range(size)] for place, size in enumerate(sizes)]
    chosen = data.draw(st.integers(0, len(sizes) - 1))
    shown = [plain(pieces) for pieces in in_view(blocks, chosen, height)]
    assert len(shown) <= height
    assert f"{chosen}.0" in shown
    whole = [f"{chosen}.{part}" for part in range(sizes[chosen])]
    assert set(whole) <= set(shown) or sizes[chosen] > height - 2


@pytest.mark.parametrize("size", [Size(80, 24), Size(120, 40), Size(60, 20)])
def test_every_key_that_means_something_is_at_the_foot(size: Size) -> None:
    for tab in ("reasons", "marks", "approvals"):
        text = text_of(screen_of(Seen(board=board()), Controls(tab=tab), NOW, size))
        for key in KEYS:
            if key.place in ("everywhere", tab) and key.short and key.short not in TABS:
                assert f"{key.key} {key.short}" in text
        assert all(other in text.lower() for other in TABS if size.width >= 80 or other == tab)


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("lines open in 1:00:00", "2026-03-07T19:00:00Z"),
        ("lines open, 30:00 left", "2026-03-07T20:30:00Z"),
        ("lines open, 0:01 left", "2026-03-07T20:59:59Z"),
        ("lines open, 0:01 left", "2026-03-07T20:59:59.999999Z"),
        ("lines past their end by 0:00, NOT SEALED", "2026-03-07T21:00:00Z"),
        ("lines past their end by 1:05, NOT SEALED", "2026-03-07T21:01:05Z"),
    ],
)
def test_the_clock_of_the_lines(said: str, now: str) -> None:
    lines = Lines(opened=4, sealed=None, opens="2026-03-07T20:00:00Z", closes="2026-03-07T21:00:00Z")
    assert lines_said(lines, now) == said


def test_a_week_that_was_never_read_is_stale() -> None:
    text = text_of(screen_of(Seen(board=None, stale="There is no store."), Controls(), NOW, Size(80, 24)))
    assert text.startswith("STALE: the store cannot be read. There is no store.")


@pytest.mark.parametrize("tab", TABS)
def test_a_page_with_nothing_on_it_says_so_in_twenty_cells(tab: Tab) -> None:
    """The sentence that no dance is scheduled ran past the edge of a narrow terminal: it was not folded as others are."""
    bare = replace(board(), grid=replace(board().grid, rows=()), reasons=(), waiting=(), standings=())
    drawn = screen_of(Seen(board=bare, stale="", since=NOW), Controls(tab=tab), NOW, Size(20, 40))
    assert all(cells_of(pieces) <= 20 for pieces in drawn)
