"""Pictures on pages: plain SVG, drawn here from what `glitterball.charts` lays out, without the packages that its files take.

What a picture shows stands beside it in words, line by line. Colours are those of the charts; no meaning is in a colour alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glitterball.audit.implying import VotesOnRecord
from glitterball.charts import Chart, NothingToDraw, week_chart
from glitterball.charts.of_season import SHAPES, in_colour, label_of, lanes, shapes_of, told
from glitterball.charts.style import BLUE, PALETTE, RED, ink_on
from glitterball.charts.telling import lines_of
from glitterball.closeness.implied import NotWorkedOut
from glitterball.store import Season, Week
from glitterball.web.words import worded
from projections.couple_season import Row

LETTER = 7.6
"""Units that a letter takes at most on average."""
STEP, LANE, EDGE = 96, 30, 24
"""Units between two weeks at least, between two places, and around."""
ROW, BAR, SPAN = 30, 20, 460
"""Units of a row of bars, of a bar, and of the longest one."""
QUIET = ""
"""The colour of what is not spoken of: the page's own soft ink."""


DOT = 6
"""From the middle of a dot to its corners."""

CORNERS = {
    "square": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    "triangle-up": ((0, -1.1), (1, 0.8), (-1, 0.8)),
    "diamond": ((0, -1.2), (1, 0), (0, 1.2), (-1, 0)),
    "triangle-down": ((0, 1.1), (1, -0.8), (-1, -0.8)),
    "cross": tuple(
        (x * turn, y * turn)
        for turn in (1, -1)
        for x, y in ((-0.35, -1), (0.35, -1), (0.35, -0.35), (1, -0.35), (1, 0.35), (0.35, 0.35))
    ),
}
"""Shapes of dots that are not round, by their names in the pictures of the terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line through points, straight from each to the next."""

    points: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A dot at a place: round, or of a shape by which one line is told from the others without its colour."""

    x: float
    y: float
    colour: str
    shape: str = SHAPES[0]

    @property
    def corners(self) -> str:
        """Where the corners of its shape are; empty for a round one."""
        around = CORNERS.get(self.shape, ())
        return " ".join(f"{self.x + across * DOT:g},{self.y + down * DOT:g}" for across, down in around)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A bar."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Letters at a place. `anchor` is what of them stands there: start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    colour: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: its name, what one should know of it, what it shows in words, and its parts in the order they are drawn in."""

    name: str
    says: str
    note: str
    lines: tuple[str, ...]
    width: float
    height: float
    drawn: tuple[Line | Mark | Box | Text, ...]


def bump(season: Season) -> Picture | None:
    """Each couple's place by the judges, week by week. Nothing where no mark is on record."""
    rows = tuple(row for row in season.view("couple_seasons") if row.total is not None)
    if not rows:
        return None
    colours = in_colour(rows, None)
    shapes = shapes_of(colours)
    last = {row.couple: row.week for row in rows}
    places = {(row.couple, row.week): lane for row, lane in lanes(rows)}
    weeks, most = sorted({row.week for row in rows}), max(places.values())
    ends = [(row, label_of(season, row)) for row in rows if last[row.couple] == row.week]
    between = [
        LETTER * len(label) + EDGE for row, label in ends if row.week != weeks[-1]
    ]  # who left stands between weeks
    across = {week: EDGE + index * max(STEP, *between, 0) for index, week in enumerate(weeks)}
    drawn: list[Line | Mark | Box | Text] = [
        Text(
            x=across[week],
            y=EDGE,
            text=worded("week %(week)s", week=week) if week == weeks[0] else str(week),
            anchor="middle",
        )
        for week in weeks[1:]
    ]
    drawn.insert(0, Text(x=0, y=EDGE, text=worded("week %(week)s", week=weeks[0])))
    for couple in sorted(last, key=lambda who: (who in colours, who)):
        danced = [row.week for row in rows if row.couple == couple]
        points = [(across[week], _down(places[couple, week])) for week in danced]
        colour = colours.get(couple, QUIET)
        drawn.append(Line(points=" ".join(f"{x:g},{y:g}" for x, y in points), colour=colour))
        drawn += [Mark(x=x, y=y, colour=colour, shape=shapes.get(couple, SHAPES[0])) for x, y in points]
    drawn += [
        Text(x=across[row.week] + 10, y=_down(places[row.couple, row.week]) + 4, text=label, bold=row.couple in colours)
        for row, label in ends
    ]
    return Picture(
        name="bump",
        says=worded("The couples by the judges, week by week"),
        note=worded(
            "Each week's totals in order; equal ones stand one below another. A line ends where the couple left."
        ),
        lines=lines_of((row.name, _in_words(season, row)) for row in rows),
        width=max(across[row.week] + 10 + LETTER * len(label) for row, label in ends) + EDGE,
        height=_down(most) + EDGE,
        drawn=tuple(drawn),
    )


def _down(lane: int) -> float:
    return EDGE + lane * LANE


def _in_words(season: Season, row: Row) -> str:
    return ", ".join(filter(None, (f"week {row.week} place {row.place}", told(season, row))))


def of_week(week: Week) -> tuple[Picture, ...]:
    """How a week came out and how close it was: the points of each side, or, of secret votes, what they must have been; and the
    fewest votes that would have changed it. What cannot be drawn, or worked out, is left out."""
    secret = week.audit().verdict and all(row.votes_points is None for row in week.view("standings"))
    named = ("ranges",) if secret else ("points", "margin")
    return tuple(picture for name in named if (picture := _of_week(week, name)) is not None)


def _of_week(week: Week, name: str) -> Picture | None:
    try:
        made = week_chart(week, name)
    except (NothingToDraw, NotWorkedOut, VotesOnRecord):  # a week that waits for marks or a decision implies nothing
        return None
    return _bars(name, made, _ROWS[name](made.spec))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of bars: whose it is, each bar with its colour and what stands in it, and what stands behind."""

    name: str
    bars: tuple[tuple[float, float, str, str], ...]
    tail: str


def _points(spec: Mapping[str, Any]) -> list[_Row]:
    values: Sequence[Mapping[str, Any]] = spec["data"]["values"]
    ends = spec["layer"][2]["data"]["values"]
    sides = dict(zip(dict.fromkeys(value["side"] for value in values), PALETTE, strict=False))
    return [
        _Row(
            name=end["name"],
            bars=tuple(
                (value["from"], value["to"], sides.get(value["side"], QUIET), f"{value['side']} {value['label']}")
                for value in values
                if value["name"] == end["name"]
            ),
            tail=f"{end['to']:.4g} {end['told']}".rstrip(),
        )
        for end in ends
    ]


def _ranges(spec: Mapping[str, Any]) -> list[_Row]:
    values: Sequence[Mapping[str, Any]] = spec["data"]["values"]
    names, places = dict.fromkeys(value["name"] for value in values), "values" in spec["encoding"]["x"]["axis"]
    rows = {value["name"]: value for value in values}
    ordered = [name for name in spec["encoding"]["y"]["sort"] if name in names]
    return [
        _Row(
            name=name,
            bars=((rows[name]["least"], rows[name]["most"], RED if rows[name]["left"] == "left" else BLUE, ""),),
            tail=", ".join(filter(None, (_between(rows[name], places), "OUT" if rows[name]["left"] == "left" else ""))),
        )
        for name in ordered
    ]


def _between(row: Mapping[str, Any], places: bool) -> str:
    if places:
        return f"{row['least'] + 0.35:.0f} to {row['most'] - 0.35:.0f}"
    return f"{row['least']:.1%} to {row['most']:.1%}"


def _margin(spec: Mapping[str, Any]) -> list[_Row]:
    return [
        _Row(
            name=row["what"],
            bars=((0, row["least"], BLUE, ""), (row["least"], row["most"], QUIET, "")),
            tail=row["text"],
        )
        for row in spec["data"]["values"]
    ]


_ROWS = {"points": _points, "ranges": _ranges, "margin": _margin}


def _bars(name: str, made: Chart, rows: Sequence[_Row]) -> Picture:
    """Bars below each other, all by one measure."""
    begin = EDGE + LETTER * max(len(row.name) for row in rows)
    most = max((to for row in rows for _, to, _, _ in row.bars), default=1) or 1
    drawn: list[Line | Mark | Box | Text] = []
    for index, row in enumerate(rows):
        top = EDGE / 2 + index * ROW
        drawn.append(Text(x=begin - 10, y=top + 15, text=row.name, anchor="end"))
        for start, to, colour, inside in row.bars:
            width = (to - start) / most * SPAN
            drawn.append(Box(x=begin + start / most * SPAN, y=top, width=width, height=BAR, colour=colour))
            if inside and colour and width > LETTER * len(inside):
                middle = begin + (start + to) / 2 / most * SPAN
                drawn.append(Text(x=middle, y=top + 15, text=inside, anchor="middle", colour=ink_on(colour), bold=True))
        end = max((to for _, to, _, _ in row.bars), default=0)
        drawn.append(Text(x=begin + end / most * SPAN + 8, y=top + 15, text=row.tail))
    return Picture(
        name=name,
        says=_of_its_own(made.says),
        note=made.lines[0],
        lines=made.lines[1:],
        width=begin + SPAN + 8 + LETTER * max(len(row.tail) for row in rows) + EDGE,
        height=EDGE + ROW * len(rows),
        drawn=tuple(drawn),
    )


def _of_its_own(heading: str) -> str:
    """What a chart says behind its season and week, which the page says already."""
    said = heading.rpartition(": ")[2]
    return said[:1].upper() + said[1:]
