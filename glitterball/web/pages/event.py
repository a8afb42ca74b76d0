"""One event: its sentence, who said it and when, its stored line, and the hash it has in the tree."""

import json
from typing import Any

from domain.record import Recorded
from domain.season.state import SeasonState
from glitterball.proof.hashing import leaf_hash
from glitterball.refusals import NothingAtPosition
from glitterball.timeline import season_of
from glitterball.web.addresses import Links
from glitterball.web.page import Page
from glitterball.web.pages.timeline import NOT_SHOWN, said_of
from glitterball.web.refusals import EventOfAnother, NotYetOnAir
from glitterball.web.sight import Sight, tells_counts, told_in_public
from glitterball.web.words import worded
from projections.sentences import row_of

KEPT = "This line has counts in it, which are not shown here. Whoever may read the store finds it with: glitterball events show"


def event(seen: Sight, links: Links, position: int) -> Page:
    """An event of the season. Refuses a position at which it has none, or that lies behind the one that is asked as of."""
    found, line = _event(seen, position)
    kept = seen.withheld and tells_counts(found.fact)
    row = row_of(*_told(seen, found))
    sentence = (
        NOT_SHOWN if seen.withheld and found.stream.startswith("votes/") and kept else said_of(seen, row.sentence)
    )
    stored: Any = None if kept else json.loads(line)
    told = {
        "position": position,
        "time": row.time,
        "by": row.by,
        "role": row.role,
        "type": row.type,
        "week": row.week,
        "stream": found.stream,
        "sequence": found.sequence,
        "sentence": sentence,
        "leaf": leaf_hash(line).hex(),
    }
    return Page(
        template="event.html",
        title=worded("%(season)s: event %(position)s", season=seen.shown.name, position=position),
        mode=seen.shown.mode,
        shown={
            **told,
            "stored": KEPT if kept else json.dumps(stored, ensure_ascii=False, indent=1),
            "before": links.event(position - 1) if position > 1 else "",
            "behind": links.event(position + 1) if position < seen.position else "",
            "timeline": links.timeline() + f"?after={position - 1}&votes=yes",
        },
        document={
            "schema": "glitterball.event.v1",
            "mode": seen.shown.mode,
            "basis": seen.shown.basis(),
            "data": {**told, "stored": stored},
            "warnings": [KEPT] if kept else [],
        },
    )


def _event(seen: Sight, position: int) -> tuple[Recorded[Any], bytes]:
    """The event at a position, where it is one of this season, and its stored line."""
    log = seen.shown.store.log
    if not 1 <= position <= seen.position:
        raise NothingAtPosition(position, seen.position)
    if position in seen.kept:
        raise NotYetOnAir(seen.shown.name, position)
    (found,) = log.read(position - 1, position, in_public=True)
    if season_of(found) != seen.shown.name:
        raise EventOfAnother(position, season_of(found), seen.shown.name)
    ((_, line),) = log.raw(position - 1, position)
    return found, line


def _told(seen: Sight, found: Recorded[Any]) -> tuple[Recorded[Any], SeasonState]:
    store, name, position = seen.shown.store, seen.shown.name, found.position
    if seen.withheld and found.stream.startswith("season/"):
        ((shown, state),) = told_in_public(seen, {position})
        return shown, state
    return found, store.cuts.state(name, position)
