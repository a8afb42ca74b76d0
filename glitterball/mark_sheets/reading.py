"""A sheet of marks as text, taken apart into cells: who danced, which judge, what was written, and where it stands.

Three forms, told apart by the first line that is not empty:

    couple,ana,ben          couple,judge,mark          ana ben
    Mia,8,7                 Mia,ana,8                  Mia & Jon 8 7
    Otto & Lea,9,           Otto,ben,9                 Otto 9 -

A table has commas, semicolons or tabs, and may have the columns `round` and `episode`; the third is typed with spaces, its
marks last in each line. An empty cell, or a dash, is a mark not given yet. A header names each judge once.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.findings import Finding
from domain.plurals import count_of
from glitterball.formulas import as_meant
from glitterball.spelling import nearly

NOT_GIVEN = ("", "-", "–", "—")
"""What stands in a cell for a mark that is not given yet."""

MOST_MARKS = 2_000
"""Cells of a sheet at most: fifteen judges, sixty couples and two dances each."""

WHO = ("couple", "dance", "team")
"""What the column is called that says who danced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One mark on a sheet: `at` is its file, line and column. Nothing in it has been held against the season yet."""

    at: str
    who: str
    judge: str
    mark: str
    round: str | None = None
    episode: str | None = None


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet in reading order, and what is wrong with its form."""

    where: str
    cells: list[Cell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, at: str, what: str) -> None:
        """Note what is wrong at a place."""
        self.findings.append(Finding(at, what))


Line = tuple[int, Sequence[str]]


def read_sheet(text: str, where: str) -> Sheet:
    """A sheet in any of the three forms. What does not fit a form is a finding, and reading goes on."""
    sheet = Sheet(where)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=head.count)
    try:
        if delimiter in head:
            _read_table(sheet, _table_lines(text, delimiter), decimal_comma=delimiter != ",")
        else:
            _read_words(sheet, text.splitlines())
    except csv.Error as error:
        sheet.wrong(where, f"it is no table: {error}")
    if len(sheet.cells) > MOST_MARKS:
        sheet.wrong(where, f"it has {len(sheet.cells):,} marks; a sheet has at most {MOST_MARKS:,}")
        del sheet.cells[MOST_MARKS:]
    if not sheet.cells and not sheet.findings:
        sheet.wrong(where, "it has no mark")
    return sheet


def row_of(dance: str, judges: Sequence[str], marks: Sequence[str]) -> Sheet:
    """One line of marks as typed for a dance, in the scoring order of its judges."""
    sheet = Sheet("the row")
    if len(marks) != len(judges):
        on_the_panel = ", ".join(judges) or "nobody yet"
        sheet.wrong(
            "the row",
            f"it has {count_of(len(marks), 'mark')}, the panel of the dance: {on_the_panel}; write - for a mark not given yet",
        )
    for number, (judge, mark) in enumerate(zip(judges, marks, strict=False), start=1):
        if mark.strip() not in NOT_GIVEN:
            sheet.cells.append(Cell(at=f"the row, mark {number}", who=dance, judge=judge, mark=mark))
    return sheet


def _table_lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [as_meant(cell).strip() for cell in cells]


def _read_table(sheet: Sheet, lines: Iterator[Line], *, decimal_comma: bool) -> None:
    number, header = next(lines, (1, []))  # of commas alone nothing is left
    names = [name.casefold() for name in header]
    at = f"{sheet.where}:{number}"
    if not _header_is_right(sheet, at, header):
        return
    for number, cells in lines:
        at = f"{sheet.where}:{number}"
        if len(cells) < len(header) or any(cells[len(header) :]):
            sheet.wrong(
                at, f"the row has {count_of(len(cells), 'cell')}; the header has {count_of(len(header), 'column')}"
            )
            continue
        row = dict(zip(names, cells, strict=False))
        who = next(row[name] for name in WHO if name in row)
        if not who:
            sheet.wrong(at, "it does not say who danced")
            continue
        of_row = {"who": who, "round": row.get("round") or None, "episode": row.get("episode") or None}
        given = [(row["judge"], "mark", row["mark"])] if _is_long(names) else [
            (judge, judge, cell) for judge, name, cell in zip(header, names, cells, strict=False) if name not in _OF_ROW
        ]  # fmt: skip
        for judge, column, mark in given:
            if mark not in NOT_GIVEN:
                exact = mark.replace(",", ".") if decimal_comma else mark
                sheet.cells.append(Cell(at=f"{at}, column {column}", judge=judge, mark=exact, **of_row))  # type: ignore[arg-type]


_OF_ROW = (*WHO, "round", "episode")


def _is_long(names: Sequence[str]) -> bool:
    return "judge" in names and "mark" in names


def _header_is_right(sheet: Sheet, at: str, header: Sequence[str]) -> bool:
    names = [name.casefold() for name in header]
    wrong = [f"column {name!r} stands twice" for name in sorted({name for name in names if names.count(name) > 1})]
    if sum(name in WHO for name in names) != 1:
        wrong.append(f"one column says who danced: couple{_nearly(names, WHO)}")
    if "" in names:
        wrong.append("a column has no name")
    if not wrong and not [name for name in names if name not in _OF_ROW]:
        wrong.append("no column names a judge")
    if _is_long(names) and (more := [name for name in names if name not in (*_OF_ROW, "judge", "mark")]):
        wrong.append(
            f"beside judge and mark stand {', '.join(map(repr, more))}, which a table with one mark a row has not"
        )
    if "judge" in names and not _is_long(names):
        wrong.append(f"a table with one mark a row has the columns judge and mark{_nearly(names, ('mark',))}")
    for what in wrong:
        sheet.wrong(at, what)
    return not wrong


def _nearly(names: Sequence[str], wanted: Sequence[str]) -> str:
    """Which columns nearly have a name that is wanted and that none has."""
    near = [(name, other) for name in names for other in nearly(name, set(wanted) - set(names))]
    return "".join(f" (did you mean {other} where it says {name!r}?)" for name, other in near)


def _read_words(sheet: Sheet, lines: Sequence[str]) -> None:
    judges: list[str] = []
    for number, line in enumerate(lines, start=1):
        words, at = line.split(), f"{sheet.where}:{number}"
        if not words:
            continue
        if not judges:
            judges = words[1:] if words[0].casefold() in WHO else words
            for judge in sorted({judge for judge in judges if judges.count(judge) > 1}):
                sheet.wrong(at, f"judge {judge!r} stands twice")
            continue
        marks = words[-len(judges) :]
        who = " ".join(words[: -len(judges)])
        if not re.search(r"\w", who) or len(marks) < len(judges):
            sheet.wrong(
                at, f"it is no name with {count_of(len(judges), 'mark')} behind it, one a judge ({' '.join(judges)})"
            )
            continue
        for judge, mark in zip(judges, marks, strict=True):
            if mark not in NOT_GIVEN:
                sheet.cells.append(Cell(at=f"{at}, column {judge}", who=who, judge=judge, mark=mark))
