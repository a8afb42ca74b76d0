"""What goes wrong at a desk late in the evening: Enter pressed twice, and somebody else recording under one's fingers."""

import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest

from glitterball.cli.desk import SpeaksHere
from glitterball.desk.board import Board
from glitterball.desk.controls import Controls, followed, pasted, pressed
from glitterball.desk.marks import Cell, DanceRow, Grid
from glitterball.desk.speaking import Said
from tests.cli.typing_at_it import Desk as CommandLine
from tests.desk.at_it import Sitting, last_position, sitting
from tests.desk.test_the_controls import board

JUDGES = (("ana", "Ana Ruiz"), ("ben", "Ben Okoro"))


class Slowly:
    """Somebody through whom lines are said, who answers only once let go: a store under load."""

    def __init__(self, speaks: SpeaksHere) -> None:
        self.speaks, self.go = speaks, threading.Event()
        self.name = speaks.name

    def would(self, words: Sequence[str]) -> Said:
        self.go.wait(60)
        return self.speaks.would(words)

    def record(self, words: Sequence[str]) -> Said:
        self.go.wait(60)
        return self.speaks.record(words)


def slowly(seat: Sitting) -> Slowly:
    """From now on the store answers slowly."""
    assert isinstance(seat.desk.speaks, SpeaksHere)
    slow = Slowly(seat.desk.speaks)
    seat.desk.speaks = slow
    return slow


@pytest.mark.heavy("every one")
def test_enter_pressed_twice_records_nothing_that_was_not_seen(line: CommandLine) -> None:
    before = last_position(line)

    async def hasty(seat: Sitting) -> None:
        slow = slowly(seat)
        await seat.press("colon")
        await seat.types("score give harbour-1 1 mia ana 9")
        await seat.press("enter", "enter")
        slow.go.set()
        await seat.sees("This would be recorded:")
        await seat.pilot.pause(0.5)
        await seat.sees("This would be recorded:")
        assert last_position(line) == before
        await seat.press("enter")
        await seat.sees("recorded 13: Ana Ruiz gave Mia & Jon 9")

    sitting(line, hasty)


@pytest.mark.heavy("every one")
def test_enter_pressed_twice_records_one_row_and_not_the_next(line: CommandLine) -> None:
    before = last_position(line)

    async def hasty(seat: Sitting) -> None:
        await seat.press("m", "down")
        await seat.types("5 -")
        await seat.press("up")
        await seat.types("9 8")
        slow = slowly(seat)
        await seat.press("enter", "enter")
        slow.go.set()
        await seat.sees("recorded 14: Ben Okoro gave Mia & Jon 8")
        await seat.pilot.pause(0.5)
        assert last_position(line) == before + 2
        assert seat.desk.controls.typed == {"1.1.otto-lea": "5 -"}

    sitting(line, hasty)


@pytest.mark.heavy("every one")
def test_the_next_row_is_typed_while_one_is_recorded(line: CommandLine) -> None:
    async def quick(seat: Sitting) -> None:
        slow = slowly(seat)
        await seat.press("m")
        await seat.types("9 8")
        await seat.press("enter")
        await seat.types("7 6")
        await seat.press("enter")
        slow.go.set()
        await seat.sees("recorded 16: Ben Okoro gave Otto & Lea 6")

    sitting(line, quick)


@pytest.mark.heavy("every one")
def test_marks_typed_before_a_refusal_was_seen_are_not_put_behind_those_refused(line: CommandLine) -> None:
    assert line.types('score give harbour-1 1 mia ana 9 --by "Dora (score desk)"').code == 0
    before = last_position(line)

    async def quick(seat: Sitting) -> None:
        await seat.press("m")
        await seat.types("1")
        slow = slowly(seat)
        seat.desk.speaks.record = lambda words: (slow.go.wait(60), Said(code=3, sentences=("The store is busy.",)))[1]  # type: ignore[method-assign]
        await seat.press("enter", "0")
        slow.go.set()
        await seat.sees("The store is busy.")
        assert seat.desk.controls.typed == {"1.1.mia-jon": "1"}
        assert last_position(line) == before

    sitting(line, quick)


def waltz(*marks: str, dance: str = "1.1.mia-jon") -> DanceRow:
    cells = tuple(Cell(judge, mark) for (judge, _), mark in zip(JUDGES, marks, strict=True))
    return DanceRow(dance=dance, name=dance, style="Waltz", cells=cells, total="")


def with_rows(*rows: DanceRow) -> Board:
    return replace(board(), grid=Grid(JUDGES, rows))


def test_marks_begun_for_one_judge_are_not_recorded_for_another() -> None:
    """Somebody else records Ana's 9 while it is typed here: the 9 would have become Ben's."""
    typed, _ = pressed(Controls(tab="marks"), with_rows(waltz("", "")), "9", "9")
    assert pasted(Controls(tab="marks"), with_rows(waltz("", "")), "9").places == typed.places
    warned, ask = pressed(typed, with_rows(waltz("9", "")), "enter")
    assert ask is None
    assert "typed for Ana Ruiz, Ben Okoro; open now: Ben Okoro" in warned.message[0]
    assert warned.typed == typed.typed
    _, ask = pressed(warned, with_rows(waltz("9", "")), "enter")
    assert ask is not None
    assert ask.words[-2:] == ("-", "9")


def test_marks_are_begun_anew_where_what_was_typed_was_taken_away() -> None:
    typed, _ = pressed(Controls(tab="marks"), with_rows(waltz("", "")), "9", "9")
    for key in ("backspace", "escape"):
        empty, _ = pressed(typed, with_rows(waltz("9", "")), key)
        again, _ = pressed(empty, with_rows(waltz("9", "")), "8", "8")
        _, ask = pressed(again, with_rows(waltz("9", "")), "enter")
        assert ask is not None, key
        assert ask.words[-2:] == ("-", "8")


def test_a_running_order_stated_anew_puts_no_mark_on_another_couple() -> None:
    mia, otto = waltz("", ""), waltz("", "", dance="1.1.otto-lea")
    before, after = with_rows(mia, otto), with_rows(otto, mia)
    for row in (mia, otto):
        place = before.grid.rows.index(row)
        at = followed(Controls(tab="marks", chosen={"marks": place}), before, after)
        typed, _ = pressed(at, after, "9", "9")
        assert typed.typed == {row.dance: "9"}


def test_a_judge_who_sits_elsewhere_stays_chosen() -> None:
    before = with_rows(waltz("9", "8"))
    after = replace(before, grid=Grid((("zoe", "Zoe"), *JUDGES), ()))
    assert followed(Controls(judge=1), before, after).judge == 2
    assert followed(Controls(judge=1), before, replace(before, grid=Grid((), ()))).judge == 1
