"""Seasons played by the rules, put on record in a store, and every view of them both ways."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.record import Recorded
from glitterball.log import Entry, EventLog
from glitterball.testing import Script
from glitterball.views import VIEWS, Views
from glitterball.views.as_of import as_of, streams_of
from projections import sentences


def entries(events: Iterable[Recorded[Any]], season: str | None = None) -> list[Entry]:
    """What to append for these events; under another season's name, if one is given."""
    found = []
    for event in events:
        fact, stream = event.fact, event.stream
        if season is not None:
            kind, _, rest = stream.partition("/")
            stream = "/".join((kind, season, *rest.split("/")[1:]))
            if "season" in type(fact).model_fields:
                fact = fact.model_copy(update={"season": season})
        found.append(Entry(stream, event.sequence, fact, event.actor, event.time))
    return found


def in_turn(*several: Sequence[Entry]) -> list[Entry]:
    """Entries of several seasons between each other."""
    longest = max(map(len, several))
    return [one[place] for place in range(longest) for one in several if place < len(one)]


def on_record(script: Script, log: EventLog, second: Script | None = None) -> None:
    """A season in a log, and perhaps another with its events in between."""
    first = entries(script.played().events)
    log.append_many(first if second is None else in_turn(first, entries(second.played().events, "uk-22")))


def remembered(log: EventLog, position: int) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Every view of every season, from a replay of the log cut at a position."""
    found = {}
    for name, season in sorted(as_of(log, position).seasons.items()):
        for view in VIEWS:
            found[view.name, name] = view.rows(season, None)
        events = log.read(until=position, streams=streams_of(log, name))
        found["log", name] = tuple(
            row for row in sentences.rows(events) if not row.type.startswith("vote-batch-received.")
        )
    return found


def persisted(views: Views) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Every view of every season, from the file."""
    return {
        (view, season): tuple(views.rows(view, season))
        for season in views.seasons()
        for view in (*(view.name for view in VIEWS), "log")
    }


def exported(views: Views) -> list[bytes]:
    """All lines of all exports."""
    return [line for view in (*(view.name for view in VIEWS), "log") for line in views.export(view)]


__all__ = ["entries", "exported", "in_turn", "on_record", "persisted", "remembered"]
