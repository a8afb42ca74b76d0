"""A season's grid: week by couple, each week a link to its board."""

import re
from collections import Counter

from glitterball.answered.season import grid, grid_rows
from glitterball.answers import document
from glitterball.store import Season
from glitterball.web.addresses import Links
from glitterball.web.page import Cell, Page, Table
from glitterball.web.pictures import bump
from glitterball.web.sight import Sight
from glitterball.web.words import Figure, worded

PLACED = re.compile(r"[0-9]+(st|nd|rd|th)")
"""A place as it ends a cell."""

WITH_MARKS = "%(marks)s "
"""How a cell begins in which a word stands behind a week's marks."""

TONES = {"OUT": "out", "danger": "danger", "saved": "saved", "withdrew": "out", "1st": "first"}
"""How a cell is set, by the last word in it; the word says the same."""


def season(seen: Sight, links: Links) -> Page:
    """The grid as the command line shows it."""
    answer, weeks = grid(seen.shown), sorted(seen.shown.state.weeks)
    title, opened = answer.title, seen.shown.state.opened
    if opened is not None and title == f"{opened.fact.show}, season {opened.fact.number}":
        title = worded("%(show)s, season %(number)s", show=opened.fact.show, number=opened.fact.number)
    table = Table(
        caption=worded("%(title)s: week by couple", title=title),
        headings=(
            Cell(text=worded("couple")),
            *(Cell(text=worded("week %(week)s", week=week), to=links.week(week)) for week in weeks),
        ),
        rows=tuple((Cell(text=line.name, heads=True), *map(_cell, line.cells)) for line in answer.rows),
        none=worded("No couple is cast, or no week was opened yet."),
        notes=tuple(answer.notes),
    )
    warnings = tuple(answer.warnings)
    return Page(
        template="season.html",
        title=title,
        mode=answer.mode,
        shown={
            "table": table,
            "warnings": warnings,
            "weeks": [(week, links.week(week)) for week in weeks],
            "bump": bump(seen.shown),
            "places": _places(seen.shown),
        },
        document=document(grid_rows(seen.shown)),
    )


def _places(season: Season) -> Table:
    """The same as the picture: each couple's place by the judges' total of each week; one that is shared has an equals sign."""
    rows = [row for row in season.view("couple_seasons") if row.place is not None]
    weeks = sorted({row.week for row in rows})
    shared = Counter((row.week, row.place) for row in rows)
    placed = {(row.couple, row.week): f"{row.place}{'=' if shared[row.week, row.place] > 1 else ''}" for row in rows}
    names = {row.couple: row.name for row in rows}
    return Table(
        caption=worded("Place by the judges' totals of each week"),
        headings=(
            Cell(text=worded("couple")),
            *(Cell(text=worded("week %(week)s", week=week), right=True) for week in weeks),
        ),
        rows=tuple(
            (
                Cell(text=names[couple], heads=True),
                *(Cell(text=placed.get((couple, week), ""), right=True) for week in weeks),
            )
            for couple in names
        ),
    )


def _cell(text: str) -> Cell:
    marks, _, last = text.rpartition(" ")
    tone = TONES.get(last, "")
    if PLACED.fullmatch(last):
        return Cell(text=worded("%(marks)s %(place)s", marks=Figure(marks), place=worded(last)), tone=tone)
    said = worded(WITH_MARKS + last, marks=Figure(marks)) if tone and marks else worded(text) if tone else Figure(text)
    return Cell(text=said, tone=tone)
