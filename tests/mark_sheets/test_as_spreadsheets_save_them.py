"""Marks as spreadsheets save them are read; a cell that is no mark says which one, and the sheet is refused whole."""

import pytest

from domain.exact import exact, read_exact
from glitterball.mark_sheets import read_sheet

SHEET = "couple,ana,ben\nMia & Jon,8,7.5\nOtto,9,\n"


@pytest.mark.parametrize(
    "text",
    [
        SHEET,
        SHEET.replace("\n", "\r\n"),
        SHEET.replace(",", ";"),
        SHEET.replace(",", ";").replace("7.5", "7,5"),
        SHEET.replace(",", "\t").replace("7.5", "7,5"),
        SHEET.replace("Mia & Jon", '"Mia & Jon"'),
        SHEET.replace("7.5", "15/2"),
        SHEET.replace("\n", ",\n").replace("ben,", "ben"),
    ],
    ids=["plain", "CRLF", "semicolons", "decimal comma", "tabs", "quotes", "a fraction", "a comma too many"],
)
def test_a_sheet_is_read_however_it_was_saved(text: str) -> None:
    sheet = read_sheet(text, "marks.csv")
    assert sheet.findings == []
    assert [(cell.judge, read_exact(cell.mark)) for cell in sheet.cells] == [
        ("ana", 8),
        ("ben", exact(read_exact("15/2"))),
        ("ana", 9),
    ]
