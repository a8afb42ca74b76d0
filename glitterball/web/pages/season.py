"""A season's grid: week by couple, each week a link to its board."""

from glitterball.answered.season import grid, grid_rows
from glitterball.answers import document
from glitterball.web.addresses import Links
from glitterball.web.page import Cell, Page, Table
from glitterball.web.sight import Sight

TONES = {"OUT": "out", "danger": "danger", "saved": "saved", "withdrew": "out", "1st": "first"}
"""How a cell is set, by the last word in it; the word says the same."""


def season(seen: Sight, links: Links) -> Page:
    """The grid as the command line shows it."""
    answer, weeks = grid(seen.shown), sorted(seen.shown.state.weeks)
    table = Table(
        caption=f"{answer.title}: week by couple",
        headings=(
            Cell(text="couple"),
            *(Cell(text=f"week {week}", to=links.week(week)) for week in weeks),
        ),
        rows=tuple((Cell(text=line.name, heads=True), *map(_cell, line.cells)) for line in answer.rows),
        none="No couple is cast, or no week was opened yet.",
        notes=tuple(answer.notes),
    )
    warnings = tuple(answer.warnings)
    return Page(
        template="season.html",
        title=answer.title,
        mode=answer.mode,
        shown={"table": table, "warnings": warnings, "weeks": [(week, links.week(week)) for week in weeks]},
        document=document(grid_rows(seen.shown)),
    )


def _cell(text: str) -> Cell:
    return Cell(text=text, tone=TONES.get(text.rpartition(" ")[2], ""))
