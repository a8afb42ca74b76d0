"""A sheet of marks in any of three forms is the same marks, and everything that is wrong with it is said at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.mark_sheets import Cell, read_sheet

GRID = "couple,ana,ben\nMia & Jon,8,7\nOtto,9,\n"
LONG = "couple,judge,mark\nMia & Jon,ana,8\nMia & Jon,ben,7\nOtto,ana,9\nOtto,ben,-\n"
WORDS = "ana ben\nMia & Jon 8 7\nOtto 9 -\n"
MARKS = [("Mia & Jon", "ana", "8"), ("Mia & Jon", "ben", "7"), ("Otto", "ana", "9")]


def said(cells: list[Cell]) -> list[tuple[str, str, str]]:
    return [(cell.who, cell.judge, cell.mark) for cell in cells]


@pytest.mark.parametrize("text", [
    GRID, LONG, WORDS, GRID.replace(",", ";"), GRID.replace(",", "\t"), GRID.replace("\n", "\r\n"), f"\n{GRID}\n\n",
    WORDS.replace("ana ben", "couple ana ben"), GRID.replace("couple", "Couple"), "\n" + WORDS.replace(" ", "  "),
])  # fmt: skip
def test_the_same_marks_in_any_form(text: str) -> None:
    sheet = read_sheet(text, "marks.csv")
    assert sheet.findings == []
    assert said(sheet.cells) == MARKS


def test_a_cell_says_where_it_stands() -> None:
    assert [cell.at for cell in read_sheet(GRID, "marks.csv").cells] == [
        "marks.csv:2, column ana", "marks.csv:2, column ben", "marks.csv:3, column ana",
    ]  # fmt: skip
    assert read_sheet(WORDS, "-").cells[2].at == "-:3, column ana"


def test_round_and_episode_are_taken_along() -> None:
    (cell,) = read_sheet("couple,round,episode,ana\nMia,waltz,2,8\n", "marks.csv").cells
    assert (cell.round, cell.episode) == ("waltz", "2")


def test_where_the_comma_is_the_decimal_sign_a_half_is_written_with_one() -> None:
    (cell,) = read_sheet("couple;ana\nMia;8,5\n", "marks.csv").cells
    assert cell.mark == "8.5"


@pytest.mark.parametrize(("text", "what"), [
    ("", "it has no mark"),
    (",", "one column says who danced"),
    ("couple,ana\n", "it has no mark"),
    ("couple,ana\nMia,-\n", "it has no mark"),
    ("ana,ben\nMia,8\n", "one column says who danced"),
    ("couple,team,ana\nMia,x,8\n", "one column says who danced"),
    ("couple,ana,ANA\nMia,8,8\n", "column 'ana' stands twice"),
    ("couple,,ana\nMia,8,8\n", "a column has no name"),
    ("couple,round\nMia,1\n", "no column names a judge"),
    ("couple,judge,mark,ben\nMia,ana,8,8\n", "beside judge and mark"),
    ("couple,ana\n,8\n", "it does not say who danced"),
    ("couple,ana\nMia,8,9\n", "the row has 3 cells"),
    ("couple,ana\nMia\n", "the row has 1 cell"),
    ('couple,ana\n"Mia,8\n', "it is no table"),
    ("ana ben\nMia 8\n", "no name with 2 marks behind it"),
    ("ana ben\n8 7\n", "no name with 2 marks behind it"),
    ("ana ana\nMia 8 7\n", "judge 'ana' stands twice"),
])  # fmt: skip
def test_what_is_no_sheet_is_said(text: str, what: str) -> None:
    findings = read_sheet(text, "marks.csv").findings
    assert any(what in finding.what for finding in findings), findings


@given(st.text(max_size=80) | st.text(alphabet="ab8,;\n -\t\"'&=", max_size=60))
def test_whatever_is_handed_in_is_cells_or_findings(text: str) -> None:
    sheet = read_sheet(text, "marks.csv")
    assert sheet.cells or sheet.findings
    assert all(cell.mark and cell.at.startswith("marks.csv") for cell in sheet.cells)
