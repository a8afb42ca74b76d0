"""The grid of marks: a row a dance, a column a judge, what stands, and a place to type what does not."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.season.state import SeasonState
from glitterball.desk.marks import DanceRow, grid_of
from glitterball.web.addresses import Links
from glitterball.web.desk.act import new_key
from glitterball.web.page import Page
from glitterball.web.pages.week import pages_of
from glitterball.web.sight import Sight
from glitterball.web.words import worded


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A judge's place in a dance. `name` is that of its control; `mark` what stands there, with the position it was recorded at;
    `typed` what was typed and not recorded, `refused` why."""

    name: str
    judge: str
    called: str
    mark: str
    position: int | None
    paddle: bool
    typed: str
    refused: str
    correct: str
    take_back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A dance of the grid. `places` has none where a judge does not judge it; `stated` that its total stands unsplit."""

    dance: str
    couple: str
    style: str
    places: tuple[Place | None, ...]
    total: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A mark that was typed and refused, and why."""

    typed: str
    because: str


NONE_REFUSED: Mapping[str, Refused] = {}


def name_of(dance: str, judge: str) -> str:
    """What the control of a place is called."""
    return f"mark:{dance}:{judge}"


def place_named(name: str) -> tuple[str, str] | None:
    """Dance and judge of a control; nothing where it is none of the grid's."""
    parts = name.split(":")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == "mark" else None


def scores(seen: Sight, links: Links, number: int, refused: Mapping[str, Refused] = NONE_REFUSED) -> Page:
    """The grid of a week. Refuses a week that was not opened."""
    asked = seen.shown
    state = asked.week(number).season.state
    grid = grid_of(state, number)
    lines = tuple(_line(row, grid.judges, state, links, number, refused) for row in grid.rows)
    still_open = sum(1 for line in lines for place in line.places if place and not place.mark and not line.stated)
    return Page(
        template="scores.html",
        title=worded(
            "%(season)s, week %(week)s: scores, %(open)s open", season=asked.name, week=number, open=still_open
        ),
        mode=asked.mode,
        shown={
            "judges": grid.judges,
            "lines": lines,
            "open": still_open,
            "form_key": new_key(),
            "refused": tuple(refused.values()),
            "send_to": links.scores(number),
            "absent": links.act("mark-judge-absent", number),
            "compare": links.comparing(number),
            "schedule": links.act("schedule-dance", number),
            "pages": (
                (worded("Desk"), links.desk(number)),
                (worded("Scores"), links.scores(number)),
                *pages_of(links, number),
            ),
        },
        document={"schema": "glitterball.mark-grid.v1", "week": number, "open": still_open},
    )


def _line(
    row: DanceRow,
    judges: tuple[tuple[str, str], ...],
    state: SeasonState,
    links: Links,
    week: int,
    refused: Mapping[str, Refused],
) -> Line:
    called = dict(judges)
    marks = state.weeks[week].dances[row.dance].marks
    places: list[Place | None] = []
    for cell in row.cells:
        if cell is None:
            places.append(None)
            continue
        event = marks.get(cell.judge)
        wrong = refused.get(name_of(row.dance, cell.judge))
        about = {"dance": row.dance, "judge": cell.judge}
        places.append(
            Place(
                name=name_of(row.dance, cell.judge),
                judge=cell.judge,
                called=called.get(cell.judge, cell.judge),
                mark=cell.mark,
                position=None if event is None else event.position,
                paddle=cell.paddle,
                typed="" if wrong is None else wrong.typed,
                refused="" if wrong is None else wrong.because,
                correct=links.act("correct-score", week, **about),
                take_back=links.act("take-back-score", week, **about),
            )
        )
    return Line(
        dance=row.dance,
        couple=row.name,
        style=row.style,
        places=tuple(places),
        total=row.total,
        stated=row.stated,
    )
