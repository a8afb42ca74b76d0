"""The log as plain sentences, a page at a time: what a page costs is what is on it, wherever it begins.

A season's own events are read once in a process; of its gateways only the manifests, unless vote batches are asked for. Of a
season whose openings were destroyed it tells what is public.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from heapq import merge
from itertools import islice

from domain.facts import FACTS
from domain.gateway.events import GatewayClosed, season_stream
from domain.record import Fact, Recorded
from glitterball.log import EventLog
from glitterball.refusals import ValueNotValid
from glitterball.snapshots import Cuts
from projections.sentences import row_of

IN_SUM = frozenset(("vote-batch-received", "delivery-signed"))
"""A finale has millions of them; turnout tells what they come to."""

WINDOW = 1_000
"""Positions read at a time where vote batches are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An event as told."""

    position: int
    season: str
    week: int | None
    time: str
    by: str
    role: str
    type: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which events: of which seasons, behind a position and up to another, of which kinds (all, where none is named).

    Vote batches and their signatures are left out unless `votes` says otherwise or their kind is named.
    """

    seasons: tuple[str, ...]
    after: int = 0
    until: int
    kinds: frozenset[str] = frozenset()
    votes: bool = False

    @property
    def with_votes(self) -> bool:
        """Whether vote batches or their signatures are asked for."""
        return bool(self.kinds & IN_SUM) if self.kinds else self.votes


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and behind which position the next page begins; nothing where this is the last."""

    rows: tuple[Row, ...]
    after: int | None


def page(log: EventLog, cuts: Cuts, asked: Asked, limit: int | None = None) -> Page:
    """The first so many of the events asked for, in the order of the log. Refuses a page of none."""
    if limit is not None and limit < 1:
        raise ValueNotValid("limit", limit, "A page has at least one event; without a limit it has all of them")
    found = (event for event in _events(log, cuts, asked) if not asked.kinds or kind_of(event.fact) in asked.kinds)
    rows = tuple(_row(event, cuts) for event in islice(found, limit))
    more = limit is not None and next(found, None) is not None
    return Page(rows, rows[-1].position if more else None)


def kind_of(fact: Fact) -> str:
    """The kind of a fact: its type without the version."""
    return fact.TYPE.rpartition(".v")[0]


def kinds_named(said: Iterable[str]) -> frozenset[str]:
    """The kinds that were named, or the one, with or without a version. Refuses one that there is not."""
    said = (said,) if isinstance(said, str) else said
    there = {kind_of(fact) for fact in FACTS.values()}  # type: ignore[arg-type]  # its type stands in the class
    return frozenset(_kind_named(name, there) for name in said)


def _kind_named(said: str, there: set[str]) -> str:
    kind = said.strip().lower()
    kind = FACTS[kind].TYPE.rpartition(".v")[0] if kind in FACTS else kind
    if kind not in there:
        near = get_close_matches(kind[:60], sorted(there), 3)
        hint = f", for instance {' or '.join(near)}" if near else ", such as score-given or outcome-certified"
        raise ValueNotValid("--kind", said, f"Write a kind of event{hint}")
    return kind


def _row(event: Recorded[Fact], cuts: Cuts) -> Row:
    """The event in the season that remembers it and nothing later."""
    season = season_of(event)
    told = row_of(event, cuts.state(season, event.position))
    return Row(
        position=told.position,
        season=season,
        week=told.week,
        time=told.time,
        by=told.by,
        role=told.role,
        type=told.type,
        sentence=told.sentence,
    )


def season_of(event: Recorded[Fact]) -> str:
    """The season an event belongs to."""
    return event.stream.split("/", 2)[1]


def _events(log: EventLog, cuts: Cuts, asked: Asked) -> Iterator[Recorded[Fact]]:
    if asked.with_votes:
        return _all(log, asked)
    own = (cuts.own(season, asked.after, asked.until) for season in asked.seasons)
    return merge(*own, _manifests(log, asked), key=_position)


def _all(log: EventLog, asked: Asked) -> Iterator[Recorded[Fact]]:
    """Every event of the seasons, read by position from where the first of them was opened."""
    opened = [event.position for season in asked.seasons if (event := log.get(season_stream(season), 1)) is not None]
    begin = max(asked.after, min(opened, default=1) - 1)
    for after in range(begin, asked.until, WINDOW):
        for event in log.read(after, min(after + WINDOW, asked.until), in_public=True):
            if season_of(event) in asked.seasons:
                yield event


def _manifests(log: EventLog, asked: Asked) -> list[Recorded[Fact]]:
    """The manifests of the seasons' gateways. Each is the last of its stream: no later number is taken behind it."""
    streams = (stream for season in asked.seasons for stream in log.stream_names(f"votes/{season}/"))
    last = (log.get(stream, log.version(stream), in_public=True) for stream in streams)
    closed = (event for event in last if event is not None and isinstance(event.fact, GatewayClosed))
    return sorted((event for event in closed if asked.after < event.position <= asked.until), key=_position)


def _position(event: Recorded[Fact]) -> int:
    return event.position
