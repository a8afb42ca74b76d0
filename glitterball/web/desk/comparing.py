"""The cards typed again by somebody else, compared with what is recorded: nothing is recorded by it, and what differs is listed.

What is recorded is not shown before something is typed, so that it is typed from the card. Who compared a week, when, how many
marks and how many of them differed goes into the log of sign-ins, and stands on the page for the next who looks (0056).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from domain.exact import Exact
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.people.roster import one_person
from domain.season.state import SeasonState, WeekState
from glitterball.clock import second_of
from glitterball.desk.marks import DanceRow, grid_of
from glitterball.web.access import SIGNED_IN, Door, fields_of, gate_of
from glitterball.web.addresses import Links
from glitterball.web.book import Book, Noted
from glitterball.web.desk.act import sent_in
from glitterball.web.desk.doors import LONGEST_MARK, as_page, person_in, seen_in, week_of
from glitterball.web.desk.marks import NONE_REFUSED, Refused, name_of, place_named
from glitterball.web.forms.reading import command_of
from glitterball.web.forms.spelling import mark_of
from glitterball.web.page import Page
from glitterball.web.pages.week import pages_of
from glitterball.web.sight import Sight
from glitterball.web.words import Moment, worded
from projections.numbers import number

COMPARED = "marks-compared"
"""What the log of sign-ins calls it."""

NONE_TYPED: Mapping[str, str] = {}


def comparing_doors() -> list[Door]:
    """The one door."""
    return [Door("/s/{season}/w/{week:int}/scores/check", compare, access=SIGNED_IN, methods=("GET", "POST"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place whose card says otherwise than what is recorded, or where nothing is. `to` is where that is put right."""

    couple: str
    dance: str
    judge: str
    card: str
    recorded: str
    by: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What came of typing the cards again. `compared` are the marks that stand on both, `own` how many of these whoever typed
    them recorded as well; `left_out` places that are recorded and were not typed."""

    compared: int
    own: int
    differing: tuple[Difference, ...]
    unrecorded: tuple[Difference, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A place of the grid: the name of its control, whose mark it is, what was typed and why that is none."""

    name: str
    judge: str
    typed: str
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A comparison that was made before, and how many marks were recorded or corrected since."""

    by: str
    at: str
    compared: int
    differing: int
    left_out: int
    own: int
    since: int


def compare(request: Request) -> Response:
    """The grid in which the cards are typed again; what is sent is compared, and never recorded."""
    seen, links = seen_in(request)
    week, person, gate = week_of(request), person_in(request), gate_of(request)
    assert gate is not None, "there are people where there is a desk"
    if request.method != "POST":
        return as_page(request, comparing(seen, links, week, gate.book), seen, live=False)
    state = seen.shown.week(week).season.state
    who = person.speaking(seen.shown.name, state).name
    sent = {name: texts[0].strip()[:LONGEST_MARK] for name, texts in sent_in(fields_of(request)).typed.items()}
    marks, refused = _marks(week, sent)
    found = _compared(state, links, week, marks, who)
    if found.compared:
        gate.book.note(
            COMPARED,
            person.identity,
            name=who,
            season=seen.shown.name,
            week=week,
            position=seen.position,
            compared=found.compared,
            differing=len(found.differing),
            left_out=len(found.left_out),
            own=found.own,
        )
    page = comparing(seen, links, week, gate.book, found=found, typed=sent, refused=refused)
    return as_page(request, page, seen, live=False, status=422 if refused else 200)


def comparing(
    seen: Sight,
    links: Links,
    week: int,
    book: Book,
    *,
    found: Comparison | None = None,
    typed: Mapping[str, str] = NONE_TYPED,
    refused: Mapping[str, Refused] = NONE_REFUSED,
) -> Page:
    """The page. Refuses a week that was not opened."""
    asked = seen.shown
    state = asked.week(week).season.state
    grid = grid_of(state, week)
    before = book.noted_last(COMPARED, asked.name, week)
    return Page(
        template="compare.html",
        title=worded("%(season)s, week %(week)s: the cards typed again", season=asked.name, week=week),
        mode=asked.mode,
        shown={
            "judges": grid.judges,
            "lines": tuple((row, _places(row, grid.judges, typed, refused)) for row in grid.rows if not row.stated),
            "found": found,
            "refused": tuple(refused.values()),
            "before": tuple(_before(noted, state.weeks[week]) for noted in before),
            "send_to": links.comparing(week),
            "scores": links.scores(week),
            "pages": (
                (worded("Desk"), links.desk(week)),
                (worded("Scores"), links.scores(week)),
                *pages_of(links, week),
            ),
        },
        document={"schema": "glitterball.compared-marks.v1", "week": week},
    )


def _places(
    row: DanceRow, judges: tuple[tuple[str, str], ...], typed: Mapping[str, str], refused: Mapping[str, Refused]
) -> tuple[Typed | None, ...]:
    called = dict(judges)
    places: list[Typed | None] = []
    for cell in row.cells:
        if cell is None:
            places.append(None)
            continue
        name = name_of(row.dance, cell.judge)
        wrong = refused[name].because if name in refused else ""
        judge = called.get(cell.judge, cell.judge)
        places.append(Typed(name=name, judge=judge, typed=typed.get(name, ""), refused=wrong))
    return tuple(places)


def _marks(week: int, sent: Mapping[str, str]) -> tuple[dict[tuple[str, str], Exact], dict[str, Refused]]:
    """The marks that were typed, by dance and judge; and what is no mark."""
    marks, refused = dict[tuple[str, str], Exact](), dict[str, Refused]()
    for name, text in sent.items():
        place = place_named(name)
        if place is None or not text:
            continue
        said = {"week": str(week), "dance": place[0], "judge": place[1], "mark": mark_of(text)}
        try:
            given = command_of(c.GiveScore, {field: (value,) for field, value in said.items()})
        except Refusal as refusal:
            refused[name] = Refused(text, refusal.sentence())
        else:
            assert isinstance(given, c.GiveScore), "it was asked for"
            marks[place] = given.mark
    return marks, refused


def _compared(
    state: SeasonState, links: Links, week: int, marks: Mapping[tuple[str, str], Exact], who: str
) -> Comparison:
    grid, this = grid_of(state, week), state.weeks[week]
    called, differing, unrecorded, left_out = dict(grid.judges), list[Difference](), list[Difference](), list[str]()
    compared = own = 0
    for row in grid.rows:
        for judge in (cell.judge for cell in row.cells if cell is not None and not row.stated):
            card, event = marks.get((row.dance, judge)), this.dances[row.dance].marks.get(judge)
            if card is None:
                left_out += [f"{row.name}, {row.style}: {called.get(judge, judge)}"] if event is not None else []
                continue
            about = {"dance": row.dance, "judge": judge}
            told = {"couple": row.name, "dance": row.style, "judge": called.get(judge, judge), "card": number(card)}
            if event is None:
                unrecorded.append(Difference(**told, recorded="", by="", to=links.scores(week, row.dance)))
                continue
            compared += 1
            own += one_person(state, event.actor.name, who)
            if event.fact.mark != card:
                to = links.act("correct-score", week, **about, mark=number(card))
                differing.append(Difference(**told, recorded=number(event.fact.mark), by=event.actor.name, to=to))
    return Comparison(
        compared=compared,
        own=own,
        differing=tuple(differing),
        unrecorded=tuple(unrecorded),
        left_out=tuple(left_out),
    )


def _before(noted: Noted, week: WeekState) -> Before:
    said = noted.facts
    return Before(
        by=said["name"],
        at=Moment(second_of(noted.at)),
        compared=said["compared"],
        differing=said["differing"],
        left_out=said["left_out"],
        own=said["own"],
        since=sum(1 for position in _changes(week) if position > said["position"]),
    )


def _changes(week: WeekState) -> Iterator[int]:
    """Where a mark of the week was recorded, corrected or taken back."""
    for dance in week.dances.values():
        yield from (event.position for event in (*dance.history, *dance.taken_back))
