"""The season in the order in which it happened, in the show's words, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.season.state import SeasonState
from glitterball.answered.events import event_list
from glitterball.answers import document
from glitterball.timeline import Page as Stretch
from glitterball.timeline import Row
from glitterball.web.addresses import Links
from glitterball.web.page import Cell, Page, Table
from glitterball.web.sight import Sight, told_in_public
from glitterball.web.words import Moment, figure, worded
from projections.sentences import UNTOLD, row_of

A_PAGE = 100
"""Events on a page."""

KEPT_BACK = worded("What was said is hidden, and is not shown here.")

NOT_SHOWN = worded("A vote batch arrived; its counts are not shown here.")

BEFORE_AIR = worded("What was recorded here is told when the outcome of its week was said on air.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events: those behind a position, of one kind (all, where none is named), with vote batches or without; how many."""

    after: int = 0
    kind: str = ""
    votes: bool = False
    limit: int = A_PAGE

    def as_query(self, after: int) -> str:
        """The same, behind another position, as the end of an address."""
        said = [f"after={after}", *([f"kind={self.kind}"] if self.kind else []), *(["votes=yes"] if self.votes else [])]
        return "?" + "&".join(said)


def timeline(seen: Sight, links: Links, wanted: Wanted) -> Page:
    """A page of the timeline. Refuses a kind of event that there is not."""
    asked, until = seen.shown, seen.position
    kinds = (wanted.kind,) if wanted.kind else ()
    found = asked.store.timeline(
        (asked.name,), after=wanted.after, until=until, kinds=kinds, votes=wanted.votes, limit=wanted.limit
    )
    if seen.withheld:
        rows = [row for row in found.rows if not (kinds and row.position in seen.kept)]
        found = Stretch(tuple(_in_public(seen, rows)), found.after)
    answer = event_list(
        found,
        mode=asked.mode,
        basis={**asked.basis(), "next": None},
        is_page=True,
        whole=wanted.votes or bool(kinds),
    )
    return Page(
        template="timeline.html",
        title=worded("%(season)s: what happened", season=asked.name),
        mode=asked.mode,
        shown={
            "table": _table(found.rows, links),
            "wanted": wanted,
            "first": wanted.after == 0,
            "begin": links.timeline() + wanted.as_query(0),
            "next": "" if found.after is None else links.timeline() + wanted.as_query(found.after),
            "moments": moments_of(asked.state, asked.name),
            "here": links.timeline(),
        },
        document=document(answer),
    )


def _in_public(seen: Sight, rows: Sequence[Row]) -> Iterator[Row]:
    """The same events told by their public parts alone; of one that is kept until air, that there is one."""
    positions = {row.position for row in rows}
    told = {
        event.position: said_of(seen, row_of(event, state).sentence) for event, state in told_in_public(seen, positions)
    }
    for row in rows:
        if row.position in seen.kept:
            yield replace(row, week=None, time="", by="", role="", type="", sentence=BEFORE_AIR)
            continue
        batch = row.type.rpartition(".v")[0] == "vote-batch-received"
        yield replace(row, sentence=NOT_SHOWN if batch else told.get(row.position, row.sentence))


def said_of(seen: Sight, sentence: str) -> str:
    """A sentence told by public parts alone: of what is hidden, that it is kept back, or that nobody can read it any more."""
    return KEPT_BACK if sentence == UNTOLD and seen.whole is not None else sentence


def _table(rows: tuple[Row, ...], links: Links) -> Table:
    return Table(
        caption=worded("Events, in the order of the log"),
        headings=(
            Cell(text=worded("position"), right=True),
            Cell(text=worded("when (UTC)")),
            Cell(text=worded("who")),
            Cell(text=worded("what")),
        ),
        rows=tuple(
            (
                Cell(text=figure(row.position), to=links.event(row.position) if row.type else "", right=True),
                Cell(text=Moment(row.time)),
                Cell(text=worded("%(person)s (%(role)s)", person=row.by, role=worded(row.role)) if row.by else ""),
                Cell(text=row.sentence, tone="said"),
            )
            for row in rows
        ),
        stacks=True,
        none=worded("No such event is on record as of this position."),
    )


def moments_of(state: SeasonState, season: str) -> tuple[tuple[str, str], ...]:
    """Moments of the season one may want to go back to, in their order, each with the season's page as it was then."""
    found: list[tuple[int, str]] = []
    for number, week in state.weeks.items():
        found.append((week.opened.position, worded("week %(week)s opened", week=number)))
        if week.seal is not None:
            found.append((week.seal.position, worded("week %(week)s sealed", week=number)))
        found += [(event.position, worded("week %(week)s certified", week=number)) for event in week.certified]
        if week.closed is not None:
            found.append((week.closed.position, worded("week %(week)s closed", week=number)))
    return tuple(
        (worded("%(moment)s (%(position)s)", moment=said, position=position), Links(season, position).timeline())
        for position, said in sorted(found)
    )
