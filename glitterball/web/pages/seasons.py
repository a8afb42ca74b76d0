"""The seasons of the store, and those that ship."""

from glitterball.answered.season import Listed, season_list
from glitterball.answers import document
from glitterball.store import Store
from glitterball.web.addresses import Links
from glitterball.web.page import Cell, Page, Table
from glitterball.web.words import figure, worded

HEADINGS = tuple(map(worded, ("season", "show", "mode", "couples", "weeks", "events", "where")))


def seasons(store: Store) -> Page:
    """Every season with its mode and size."""
    answer = season_list(store)
    on_record = set(store.seasons())
    rows = tuple(_row(listed, listed.season in on_record) for listed in answer.rows if not _again(listed, on_record))
    table = Table(
        caption=worded("Seasons on record"),
        headings=tuple(Cell(text=heading, right=heading in ("couples", "weeks", "events")) for heading in HEADINGS),
        rows=rows,
    )
    return Page(template="seasons.html", title=worded("Seasons"), shown={"table": table}, document=document(answer))


def _again(listed: Listed, on_record: set[str]) -> bool:
    """A season that ships and is on record already."""
    return listed.where.startswith("ships") and listed.season in on_record


def _where(listed: Listed) -> str:
    """Where a season is, in words of the pages; what one types is the same in every language."""
    begins, middle, typed = listed.where.partition(": ")
    if middle:
        return worded("ships; take in with: %(command)s", command=typed)
    gone = begins.rpartition(" ")[2]
    if gone.isdigit():
        return worded("in the store; openings destroyed at event %(position)s", position=gone)
    return worded(listed.where)


def _row(listed: Listed, is_here: bool) -> tuple[Cell, ...]:
    numbers = (listed.couples, listed.weeks, listed.events)
    show = worded("%(show)s, season %(number)s", show=listed.show, number=listed.number) if listed.show else ""
    return (
        Cell(text=listed.season, to=Links(listed.season).home() if is_here else "", heads=True),
        Cell(text=show),
        Cell(text=worded(listed.mode) if listed.mode else "", tone=listed.mode),
        *(Cell(text=figure(count) if is_here else "", right=True) for count in numbers),
        Cell(text=_where(listed)),
    )
