"""How the store stands when somebody asks: read from the log's public parts, and of files beside it. Nothing is kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from domain.gateway.events import gateway_stream
from domain.refusals import Refusal
from domain.season.state import SeasonState
from glitterball.log.place import why_stopped
from glitterball.sqlite_files.connecting import connect
from glitterball.store import Store
from glitterball.views import views_path

Values = tuple[tuple[tuple[str, ...], float], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A number that was read, or one for each of its labels."""

    name: str
    says: str
    labels: tuple[str, ...]
    values: Values


def readings(store: Store) -> tuple[Reading, ...]:
    """What is read of a store. Where it refuses, that it cannot be read is all that is told."""
    try:
        return (
            _one("store_readable", "1 where the store answers.", 1),
            _one("store_stopped", "1 where nothing is recorded until somebody has looked.", _is_stopped(store)),
            _one("log_events", "Events in the log, whoever recorded them.", store.log.last_position()),
            *_views(store),
            *_weeks(store),
        )
    except (Refusal, sqlite3.Error, OSError):
        return (_one("store_readable", "1 where the store answers.", 0),)


def _one(name: str, says: str, value: float) -> Reading:
    return Reading(name, says, (), (((), value),))


def _is_stopped(store: Store) -> bool:
    path = store.log.beside
    return path is not None and store.log.shared is None and bool(why_stopped(path))


def _views(store: Store) -> Iterator[Reading]:
    """How far the views that are kept beside a store are behind it; nothing where none are kept."""
    path = None if store.log.beside is None else views_path(store.log.beside)
    if path is None or not path.is_file():
        return
    with closing(connect(path, "ro")) as views:
        row = views.execute("SELECT max(position) FROM basis").fetchone()
    behind = max(store.log.last_position() - int(row[0] or 0), 0)
    yield _one("views_behind_events", "Events the persisted views have not seen.", behind)


def _weeks(store: Store) -> tuple[Reading, Reading]:
    """Of each week that is not closed whether its lines are open, and when each of its gateways was heard last."""
    lines: list[tuple[tuple[str, ...], float]] = []
    heard: list[tuple[tuple[str, ...], float]] = []
    for season in store.seasons():
        state = store.state_in_public(season)
        for number in _going_on(state):
            week = state.weeks[number]
            lines.append(((season, str(number)), float(week.seal is None)))
            heard += _heard(store, season, number)
    of_gateways = ("season", "week", "gateway")
    return (
        Reading("lines_open", "1 while the lines of a week are open.", ("season", "week"), tuple(lines)),
        Reading(
            "gateway_last_delivery_timestamp_seconds", "When a gateway was recorded last.", of_gateways, tuple(heard)
        ),
    )


def _going_on(state: SeasonState) -> list[int]:
    """The weeks whose lines were opened and that are not closed; of a season of the past none."""
    if state.mode == "historic":
        return []
    return [number for number, week in sorted(state.weeks.items()) if week.voting is not None and week.closed is None]


def _heard(store: Store, season: str, week: int) -> Iterator[tuple[tuple[str, ...], float]]:
    beginning = gateway_stream(season, week, "")
    for stream in store.log.stream_names(beginning):
        last = store.log.get(stream, store.log.version(stream), in_public=True)
        if last is not None:
            gateway = stream.removeprefix(beginning)
            yield (season, str(week), gateway), datetime.fromisoformat(last.time).timestamp()
