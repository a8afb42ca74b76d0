"""Marks in bulk: a sheet of them, read, held against the season, and given all or none. Start reading at `marks_of`."""

from glitterball.mark_sheets.marks import SheetMarks, marks_of
from glitterball.mark_sheets.reading import Cell, Sheet, read_sheet, row_of
from glitterball.mark_sheets.refusals import MarksRefused

__all__ = ["Cell", "MarksRefused", "Sheet", "SheetMarks", "marks_of", "read_sheet", "row_of"]
