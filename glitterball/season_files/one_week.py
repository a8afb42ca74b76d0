"""The file of a week alone: its cast and its rulebook are those of the season that is on record.

A file of the form `week.v1` states the week and nothing else. A whole season file is read as well, and says of which season
it is.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as File

from domain.findings import Finding
from domain.season import commands as c
from domain.season.state import SeasonState
from glitterball.files import read
from glitterball.files.limits import SEASON, TABLE
from glitterball.refusals import FileUnreadable
from glitterball.season_files.lines import lines_in
from glitterball.season_files.reading import WEEK_FORMAT, Load, SeasonReading, parsed, read_season
from glitterball.season_files.refusals import unreadable
from glitterball.season_files.script import commands_of
from glitterball.season_files.table_text import decoded
from glitterball.season_files.tables import Tables

KNOWN = ("season", "scores", "votes", "sources", "weeks")


@dataclass(frozen=True, slots=True)
class WeekFile:
    """What a file says in its weeks, in order. `season` is whose it says it is, if it does."""

    where: str
    season: str | None
    commands: tuple[c.SeasonCommand, ...]


def read_week(path: File | str, season: str, state: SeasonState) -> WeekFile:
    """The weeks in a file, of a season on record. Raises `SeasonFileUnreadable` with every finding; a week.v1 of another season
    is one."""
    place = File(path)
    if not _is_week(place):
        whole = read_season(place)
        return WeekFile(whole.where, whole.season, commands_of(whole))
    return _week_file(lambda name: _bytes(place.parent / name), place.name, season, state)


def _week_file(load: Load, main: str, season: str, state: SeasonState) -> WeekFile:
    findings: list[Finding] = []
    text = decoded(load(main) or b"", main, findings)
    tree = parsed(text, main, findings, WEEK_FORMAT) if text is not None else None
    if text is None or tree is None:
        raise unreadable(main, findings)
    tables = Tables(main, lines_in(text), findings)
    reading = SeasonReading(load, tables, tree)
    tables.only(tree, (), KNOWN)
    reading.read_sources()
    stated = tree.get("season", season)
    if stated != season:
        tables.wrong(("season",), f"the week is of season {stated!r}, not of {season!r}, in which it is to be opened")
    if not tree.get("weeks"):
        tables.wrong((), "it has no week under [[weeks]]")
    lines = list(reading.weeks(season, [(main, cast) for cast in _cast(state)]))
    if findings:
        raise unreadable(main, findings)
    return WeekFile(main, str(stated), tuple(says for _, says in lines if isinstance(says, c.Command)))


def _cast(state: SeasonState) -> Iterable[c.CastCouple]:
    for event in state.couples.values():
        cast = event.fact
        yield c.CastCouple(couple=cast.couple, celebrity=cast.celebrity, professional=cast.professional)


def _is_week(path: File) -> bool:
    octets = _bytes(path) if path.suffix == ".toml" else None
    try:
        return octets is not None and tomllib.loads(octets.decode("utf-8-sig")).get("glitterball") == WEEK_FORMAT
    except (ValueError, RecursionError):
        return b'"week.v1"' in octets if octets else False


def _bytes(path: File) -> bytes | None:
    try:
        return read(path, SEASON if path.suffix == ".toml" else TABLE)
    except FileUnreadable:
        return None
