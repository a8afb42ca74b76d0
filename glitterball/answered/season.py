"""What is answered of seasons: those on record and those that ship, and the grid of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from glitterball.answers import Answer, Column
from glitterball.season_files import shipped_seasons
from glitterball.store import Season, Store
from projections.look_alikes import look_alikes
from projections.names import couple_names
from projections.numbers import number

MARKS = {"leaves": "OUT", "in danger": "danger", "saved": "saved", "withdrew": "withdrew", "safe": "", "not known": "?"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A season on record, or one that ships."""

    season: str
    show: str
    number: int | None
    mode: str
    couples: int
    weeks: int
    events: int
    where: str


@dataclass(frozen=True, slots=True)
class GridLine:
    """One couple's line of the season grid."""

    name: str
    cells: tuple[str, ...]


LISTED = (
    Column("season", lambda row: row.season),
    Column("mode", lambda row: row.mode),
    Column("couples", lambda row: row.couples or "", right=True),
    Column("weeks", lambda row: row.weeks or "", right=True),
    Column("events", lambda row: row.events or "", right=True),
    Column("", lambda row: row.where),
)


def season_list(store: Store | None) -> Answer:
    """Seasons in the store, where there is one, and those that ship."""
    on_record = () if store is None else tuple(_on_record(store))
    return Answer(
        schema="season-list", mode="", title="Seasons", rows=(*on_record, *_that_ship()), columns=LISTED, row=Listed
    )


def _on_record(store: Store) -> Iterator[Listed]:
    for name in store.seasons():
        state, gone = store.state_in_public(name), store.log.destroyed_at(name)
        opened = state.opened.fact if state.opened else None
        yield Listed(
            season=name,
            show=opened.show if opened else "",
            number=opened.number if opened else None,
            mode=state.mode,
            couples=len(state.couples),
            weeks=len(state.weeks),
            events=state.sequence,
            where="in the store" if gone is None else f"in the store; openings destroyed at event {gone}",
        )


def _that_ship() -> Iterator[Listed]:
    for name in shipped_seasons():
        where = f"ships; take in with: season import {name}"
        yield Listed(season=name, show="", number=None, mode="historic", couples=0, weeks=0, events=0, where=where)


def grid_rows(season: Season) -> Answer:
    """Week by couple, a row for each couple and week, for machines."""
    alike = [finding.what for finding in look_alikes(season.state)]
    return Answer(
        schema="season-grid",
        mode=season.mode,
        title=season.name,
        rows=season.grid(),
        basis=season.basis(),
        warnings=alike,
    )


def grid(season: Season) -> Answer:
    """Week by couple, a line for each couple, for people."""
    cells: dict[str, dict[int, Any]] = {couple: {} for couple in season.state.couples}
    for row in season.grid():
        cells.setdefault(row.couple, {})[row.week] = row
    weeks = sorted(season.state.weeks)
    names = couple_names(season.state)
    last = {who: max(by_week, default=0) for who, by_week in cells.items()}
    final = {row.couple: row.final_place for by_week in cells.values() for row in by_week.values() if row.final_place}
    order = sorted(cells, key=lambda who: (-last[who], final.get(who, 99), names[who]))
    lines = [GridLine(names[who], tuple(_cell(cells[who].get(week)) for week in weeks)) for who in order]
    columns = [Column("couple", lambda line: line.name)]
    columns += [Column(f"week {week}", _at(index)) for index, week in enumerate(weeks)]
    opened = season.state.opened
    title = f"{opened.fact.show}, season {opened.fact.number}" if opened else season.name
    note = "Judges' totals of each week; OUT, danger, saved and places as announced where they were, else as computed."
    if not weeks:
        note = "No week is open yet."
    warnings = [finding.what for finding in look_alikes(season.state)]
    return Answer(
        schema="season-grid",
        mode=season.mode,
        title=title,
        rows=lines,
        columns=columns,
        basis=season.basis(),
        notes=[note],
        warnings=warnings,
    )


def _at(index: int) -> Any:
    return lambda line: line.cells[index]


def _cell(row: Any) -> str:
    if row is None:
        return ""
    total = number(row.total) if row.total is not None else "-"
    place = {1: "1st", 2: "2nd", 3: "3rd"}.get(row.final_place, f"{row.final_place}th") if row.final_place else ""
    return f"{total} {place or MARKS.get(row.result, row.result)}".strip()
