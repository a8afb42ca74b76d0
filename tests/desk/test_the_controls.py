"""Whatever keys are pressed: nothing is recorded that was not shown, and nothing typed is lost but by whoever takes it away."""

import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.addresses import Address
from glitterball.desk.board import Board
from glitterball.desk.controls import Ask, Controls, Preview, answered, pasted, pressed
from glitterball.desk.following import Follower
from glitterball.desk.marks import Cell, DanceRow, marks_said
from glitterball.desk.prompt import Prompt, offered
from glitterball.desk.speaking import Said
from tests.desk.at_it import harbour

NAMES = ("enter", "escape", "backspace", "left", "right", "up", "down", "tab", "home", "end", "f1", "ctrl+q")
LETTERS = "rmavslk?:ucxweq0123456789./- ABC"
SHOWN = Said(code=0, sentences=("would be recorded: something",))
REFUSED = Said(code=3, sentences=("That may not be.", "Nothing was recorded."))


@cache
def board() -> Board:
    """The first week of the harbour season, before its first mark."""
    with tempfile.TemporaryDirectory() as folder:
        harbour(Path(folder))
        follower = Follower(Address.read(f"sqlite:{Path(folder)}/show.sqlite"), "harbour-1", 1)
        seen = follower.look().board
        follower.close()
    assert seen is not None
    return seen


keys = st.one_of(st.sampled_from([(name, None) for name in NAMES]), st.sampled_from([(x, x) for x in LETTERS]))


@given(st.lists(st.tuples(keys, st.sampled_from([SHOWN, REFUSED])), max_size=40))
def test_nothing_is_recorded_that_was_not_shown(presses: list[tuple[tuple[str, str | None], Said]]) -> None:
    controls, shown = Controls(), set()
    for (key, letter), said in presses:
        before = controls
        controls, ask = pressed(controls, board(), key, letter)
        if ask is None:
            continue
        if ask.do == "record":
            assert ask.words in shown
            assert before.preview is not None
            assert before.preview.said.is_done
            assert ask.shown == before.preview.said.sentences
        if ask.do == "marks":
            assert before.tab == "marks"
            assert before.typed[ask.dance].strip()
        if ask.do == "try":
            shown.add(ask.words)
        if ask.do != "leave":
            controls = answered(controls, ask, said)


@given(st.lists(st.tuples(keys, st.sampled_from([SHOWN, REFUSED])), max_size=40))
def test_typed_marks_go_only_when_recorded_or_taken_away(presses: list[tuple[tuple[str, str | None], Said]]) -> None:
    controls = Controls(tab="marks", typed={row.dance: "9 8" for row in board().grid.rows})
    for (key, letter), said in presses:
        before = controls
        controls, ask = pressed(controls, board(), key, letter)
        lost = [dance for dance, text in before.typed.items() if len(controls.typed.get(dance, "")) < len(text)]
        assert not lost or key in ("escape", "backspace")
        assert len(lost) <= 1
        if ask is not None and ask.do != "leave":
            after = answered(controls, ask, said)
            gone = {dance for dance, text in controls.typed.items() if text and not after.typed.get(dance)}
            assert gone <= ({ask.dance} if said.is_done and ask.do == "marks" else set())
            controls = after


@given(st.text("abc -ü", max_size=30), st.integers(0, 40))
def test_a_line_is_typed_where_its_cursor_is(text: str, at: int) -> None:
    prompt = Prompt("week close harbour-1 1", 0).moved(at)
    typed = prompt.typed(text)
    assert typed.text == prompt.text[: prompt.cursor] + text + prompt.text[prompt.cursor :]
    assert typed.cursor == prompt.cursor + len(text)


def test_what_would_steer_the_terminal_is_not_typed_by_a_paste() -> None:
    assert Prompt("", 0).typed("week close\x1b[2J\r\nharbour-1 1\u202e").text == "week close[2J harbour-1 1"


def test_a_line_is_offered_at_the_first_word_in_capitals_which_what_is_typed_replaces() -> None:
    line = 'glitterball week absent harbour-1 1 ana --reason WHY --by "NAME (score desk)"'
    prompt = offered(line, speaker="Dora (score desk)")
    assert prompt.text == 'week absent harbour-1 1 ana --reason "WHY"'
    assert prompt.typed("ill, at home").words()[-1] == "ill, at home"
    assert not prompt.typed("ill").has_blanks


def test_where_nobody_speaks_the_line_says_so() -> None:
    prompt = offered('glitterball votes close harbour-1 1 --by "NAME (producer)"', speaker=None)
    assert prompt.typed("Petra (producer)").words()[-1] == "Petra (producer)"


def test_a_quotation_that_does_not_end_is_told_and_kept() -> None:
    controls = Controls(prompt=Prompt('week withdraw harbour-1 1 mia --reason "ill', 43))
    after, ask = pressed(controls, board(), "enter")
    assert ask is None
    assert after.prompt == controls.prompt
    assert "quotation" in after.message[0]


def test_a_line_that_is_pasted_in_stays_one_line() -> None:
    after = pasted(Controls(prompt=Prompt("", 0)), board(), "week close\nharbour-1 1")
    assert after.prompt is not None
    assert after.prompt.text == "week close harbour-1 1"


def test_what_is_pasted_into_the_grid_is_marks_or_nothing() -> None:
    marks = Controls(tab="marks")
    assert pasted(marks, board(), "9 8").typed == {"1.1.mia-jon": "9 8"}
    assert pasted(marks, board(), "rm -rf").typed == {}


def row(*marks: str | None) -> DanceRow:
    cells = tuple(None if mark is None else Cell(f"j{place}", mark) for place, mark in enumerate(marks))
    return DanceRow(dance="1.1.a-b", name="A & B", style="Waltz", cells=cells, total="")


@pytest.mark.parametrize(
    ("standing", "typed", "said"),
    [
        (("", "", ""), "9 8 9", "9 8 9"),
        (("", "", ""), "9 - 9", "9 - 9"),
        (("9", "", ""), "8 9", "- 8 9"),
        (("", "8", ""), "9", "9 - -"),
        (("", None, ""), "9 8", "9 8"),
        (("9", "8", "9"), "7 7 7", "7 7 7"),
        (("9", "8", ""), "7 6", "- - 7 6"),
    ],
)
def test_what_is_typed_goes_into_the_places_that_stand_open(
    standing: tuple[str | None, ...], typed: str, said: str
) -> None:
    assert " ".join(marks_said(row(*standing), typed)) == said


def test_a_line_that_is_refused_is_not_recorded_by_enter_but_opened_again() -> None:
    line = Prompt("week close harbour-1 1", 22)
    refused, ask = pressed(Controls(preview=Preview(line, REFUSED)), board(), "enter")
    assert ask is None
    assert refused.prompt == line
    _, ask = pressed(Controls(preview=Preview(line, SHOWN)), board(), "enter")
    assert ask == Ask(do="record", words=line.words(), line=line, shown=SHOWN.sentences)


def test_a_proposal_that_waits_has_done_what_was_asked() -> None:
    ask = Ask(do="record", words=("week", "certify"), line=Prompt("week certify", 0), shown=())
    waits = Said(code=4, sentences=("recorded 9: Decision 1 was proposed.", "It takes two people."), positions=(9,))
    assert answered(Controls(), ask, waits).refused is False
    assert answered(Controls(), ask, REFUSED).prompt == ask.line
