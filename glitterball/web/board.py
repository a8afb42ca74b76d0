"""The board: what viewers heard, for everybody, for graphics and for pages of others.

A season is evolved from two kinds of facts alone: its frame, which is public before a show begins (cast, rules, weeks, panels,
dances), and what is said in front of the cameras (marks, bonus points, announcements). No vote, no ballot, no certificate and no
decision is among them, so nothing that was not announced can change a byte of a board.
"""

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from io import StringIO
from typing import Any
from xml.etree import ElementTree

from domain.legible import escaped
from domain.season import events as e
from domain.season.evolve import evolve
from domain.season.state import SeasonState, announced, title_of
from glitterball.formulas import harmless
from glitterball.store import Store
from glitterball.web.words import worded
from projections import leaderboard
from projections.fold import SeasonFold
from projections.names import couple_names
from projections.numbers import number

FRAME = (
    e.SeasonOpened,
    e.RulebookAdopted,
    e.CoupleCast,
    e.CastChanged,
    e.WeekOpened,
    e.WeekRestated,
    e.PanelSeated,
    e.JudgeAbsent,
    e.DanceScheduled,
    e.ByeStated,
)
"""Facts that are public before a show begins."""

ON_AIR = (
    e.ScoreGiven,
    e.ScoreCorrected,
    e.ScoreTakenBack,
    e.TotalGiven,
    e.BonusAwarded,
    e.DangerAnnounced,
    e.CoupleSaved,
    e.CoupleEliminated,
    e.PlacesAwarded,
    e.PlacesCorrected,
    e.AnnouncementCorrected,
)
"""Facts that viewers hear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One couple on the board. `resultsType` is `announced`, or `test` in a rehearsal; numbers are as the show says them."""

    mode: str
    resultsType: str
    season: str
    show: str
    week: int
    title: str
    place: str
    couple: str
    name: str
    total: str
    weekTotal: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A week as viewers know it; its number is 0 before a week has begun."""

    season: str
    show: str
    mode: str
    week: int
    title: str
    rows: tuple[Row, ...]


def board(store: Store, name: str) -> Board:
    """The board of a season's last week. Refuses a season that is not there."""
    store.season(name)
    state = heard(store, name)
    opened = state.opened
    show: str = name
    if opened:
        show = worded("%(show)s, season %(number)s", show=opened.fact.show, number=opened.fact.number)
    week = max(state.weeks, default=0)
    rows = _rows(state, name, str(show), week) if week else ()
    title = title_of(state.weeks[week]) if week else None
    return Board(season=name, show=show, mode=state.mode, week=week, title=title or "", rows=rows)


def heard(store: Store, name: str) -> SeasonState:
    """The season as viewers know it."""
    state = SeasonState()
    for event in store.cuts.own(name, 0, store.log.last_position()):
        if isinstance(event.fact, FRAME + ON_AIR):
            state = evolve(state, event)
    return state


def _rows(state: SeasonState, season: str, show: str, week: int) -> tuple[Row, ...]:
    results, names = _results(state, week), couple_names(state, week)
    placed = leaderboard.rows(SeasonFold(state, {}), week)
    by_couple = {row.couple: row for row in placed if row.scored}
    listed = [*by_couple, *sorted(couple for couple in results if couple not in by_couple)]
    return tuple(
        Row(
            mode=state.mode,
            resultsType="test" if state.mode == "rehearsal" else "announced",
            season=season,
            show=show,
            week=week,
            title=title_of(state.weeks[week]) or "",
            couple=couple,
            name=names.get(couple, couple),
            result=results.get(couple, ""),
            **_marks(by_couple.get(couple)),
        )
        for couple in listed
    )


def _marks(row: leaderboard.Row | None) -> dict[str, str]:
    if row is None:
        return {"place": "", "total": "", "weekTotal": ""}
    place = f"{row.place}{'=' if row.shared else ''}"
    return {"place": place, "total": number(row.total), "weekTotal": number(row.week_total)}


def _results(state: SeasonState, week: int) -> dict[str, str]:
    """What was announced of each couple; what was said last of it stands."""
    said = announced(state.weeks[week])
    found = dict.fromkeys(said.danger or (), "in danger") | dict.fromkeys(said.saved or (), "saved")
    found |= dict.fromkeys(said.eliminated or (), "OUT")
    return found | {couple: f"place {place}" for couple, place in said.places or ()}


def as_json(rows: Iterable[Row]) -> bytes:
    """A bare array of flat objects."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1).encode()


def as_csv(rows: Iterable[Row]) -> bytes:
    """A line of headings, then a line for each couple. Text that a spreadsheet would run is made text."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(NAMES)
    lines.writerows([harmless(str(value)) for value in asdict(row).values()] for row in rows)
    return text.getvalue().encode()


def as_xml(rows: Iterable[Row]) -> bytes:
    """An element for each couple, in it one for each column."""
    root = ElementTree.Element("board")
    for row in rows:
        element = ElementTree.SubElement(root, "row")
        for name, value in asdict(row).items():
            ElementTree.SubElement(element, name).text = escaped(str(value))
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


NAMES = tuple(field.name for field in fields(Row))
"""The columns of a feed, in their order."""

Written = Callable[[Iterable[Row]], bytes]

FEEDS: dict[str, tuple[Written, str]] = {
    "json": (as_json, "application/json; charset=utf-8"),
    "csv": (as_csv, "text/csv; charset=utf-8; header=present"),
    "xml": (as_xml, "application/xml; charset=utf-8"),
}
"""The forms of a feed: what writes each, and what it is called to whoever asks."""


def feed(rows: Iterable[Any], ending: str) -> tuple[bytes, str]:
    """The rows in a form, and the kind of it."""
    write, kind = FEEDS[ending]
    return write(rows), kind
