"""A glimpse into a store for completion: what may be typed there, read in a moment and without the models.

Nothing is believed that is found here: what is typed with its help is looked up as ever. A store that cannot be read offers
nothing.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

Offer = tuple[str, str]
"""An identifier, and what it is called."""

OPENINGS = """SELECT opening.originator_id, opening.state FROM streams
JOIN stored_events AS opening ON opening.originator_id = streams.originator_id AND opening.originator_version = 1
WHERE opening.topic LIKE 'season-opened.%'"""

TOLD = "SELECT state FROM stored_events WHERE originator_id = ? AND topic LIKE ? ORDER BY originator_version"

TOPICS = {
    "season": "season-opened",
    "couple": "couple-cast",
    "week": "week-opened",
    "judge": "panel-seated",
    "gateway": "voting-opened",
}
"""The event that first speaks of each."""

MOMENTS = {
    "week-opened": "opened",
    "voting-opened": "voting opened",
    "voting-closed": "sealed",
    "couple-eliminated": "announced",
    "places-awarded": "announced",
    "outcome-certified": "certified",
    "week-closed": "closed",
}
"""What happens in a week, by the event that says so, in the words in which a moment is said."""

IN_WEEKS = f"""SELECT position, topic, state FROM stored_events WHERE originator_id = ?
AND substr(topic, 1, instr(topic, '.') - 1) IN ({", ".join(f"'{topic}'" for topic in MOMENTS)}) ORDER BY position"""


def offered(kind: str, store: str, season: str = "", week: str = "") -> list[Offer]:
    """The seasons of a store, or the weeks, couples, judges, gateways or moments of one of its seasons; the first of each name.

    Judges and gateways are those of a week, where its number is known.
    """
    path = Path(store.removeprefix("sqlite:"))
    if not store.startswith("sqlite:") or not path.is_file() or kind not in (*TOPICS, "moment"):
        return []
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0.1)) as opened:
            found = list(_seasons(opened) if kind == "season" else _told(opened, kind, season, week))
    except (sqlite3.Error, OSError, ValueError, KeyError, TypeError):
        return []
    return list({identifier: (identifier, name) for identifier, name in reversed(found)}.values())[::-1]


def _seasons(opened: sqlite3.Connection) -> Iterator[Offer]:
    for _, state in opened.execute(OPENINGS):
        fact = json.loads(state)["fact"]
        yield fact["season"], f"{fact['show']}, season {fact['number']}"


def _told(opened: sqlite3.Connection, kind: str, season: str, week: str) -> Iterator[Offer]:
    for stream, state in opened.execute(OPENINGS):
        if json.loads(state)["fact"]["season"] == season:
            if kind == "moment":
                yield from _moments(opened, stream)
                return
            for (event,) in opened.execute(TOLD, (stream, f"{TOPICS[kind]}.%")):
                fact = json.loads(event)["fact"]
                if kind not in ("judge", "gateway") or not week.isdigit() or str(fact["week"]) == week:
                    yield from _names(kind, fact)


def _moments(opened: sqlite3.Connection, stream: str) -> Iterator[Offer]:
    """What happened in the weeks of a season, by the position of the last event that says so."""
    last: dict[str, str] = {}
    for position, topic, state in opened.execute(IN_WEEKS, (stream,)):
        last[f"week {json.loads(state)['fact']['week']} {MOMENTS[topic.partition('.')[0]]}"] = str(position)
    yield from ((position, says) for says, position in last.items())


def _names(kind: str, fact: Mapping[str, Any]) -> Iterator[Offer]:
    if kind == "couple":
        yield fact["couple"], " & ".join(filter(None, (fact["celebrity"], fact.get("professional"))))
    elif kind == "week":
        yield str(fact["week"]), fact.get("title") or fact["form"]
    elif kind == "judge":
        yield from ((judge["judge"], judge["name"]) for judge in fact["judges"])
    else:
        yield from ((gateway["gateway"], ", ".join(gateway["channels"])) for gateway in fact["gateways"])
