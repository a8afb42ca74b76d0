"""Pictures of a season: how the couples changed places, and what each was given in each week."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from domain.season.hiding import hides_counts
from domain.season.refusals import CoupleUnknown
from glitterball.charts.chart import Chart, chart
from glitterball.charts.refusals import ChartUnknown, NothingToDraw
from glitterball.charts.style import DARK, INK, INKED, LIGHT, PALETTE, PAPER, RED, ink_on, shade
from glitterball.charts.telling import lines_of
from glitterball.frames.schema import decimal
from projections.couple_season import Row
from projections.numbers import number

if TYPE_CHECKING:
    from glitterball.store import Season

REST = "#a8a8a8"
"""The grey of lines that are not spoken of."""

MARKS = {"leaves": "OUT", "withdrew": "withdrew", "in danger": "danger", "saved": "saved"}
ROW, COLUMN, LANE = 28, 64, 34
"""Units of a row and a column of the heat map, and of a place of the bump chart."""

NARROW, LETTER = 90, 7.5
"""Units of a week of the bump chart at least, and of a letter: who left stands between two weeks."""


def season_chart(season: "Season", name: str, couple: str | None = None) -> Chart:
    """A picture of a season: `bump` or `heat`. `ChartUnknown` names those there are, `CoupleUnknown` those who are cast."""
    if name not in SEASON_CHARTS:
        raise ChartUnknown(name, "a season", ", ".join(SEASON_CHARTS))
    cast = season.state.couples
    if couple is not None and couple not in cast:
        raise CoupleUnknown(couple, ", ".join(sorted(cast)) or "nobody")
    rows = tuple(row for row in season.view("couple_seasons") if row.total is not None)
    if not rows:
        raise NothingToDraw(season.name, "no marks are on record")
    return SEASON_CHARTS[name](season, rows, couple)


SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
"""Of the dots of lines in colour: who sees few colours, or prints in grey, can follow one line through the others by them."""


def told(season: "Season", row: Row) -> str:
    """How a couple's week ended, as a word; what was only computed of a week that hides its counts is not told."""
    if row.result_from != "announced" and hides_counts(season.state, row.week):
        return ""
    if row.final_place:
        return {1: "1st", 2: "2nd", 3: "3rd"}.get(row.final_place, f"{row.final_place}th")
    return MARKS.get(row.result, "")


def bump(season: "Season", rows: Sequence[Row], couple: str | None = None) -> Chart:
    """Each couple's place by the judges, week by week. One in colour, or those of the final, each with its own dots."""
    drawn = in_colour(rows, couple)
    shapes = shapes_of(drawn)
    last = {row.couple: row.week for row in rows}
    weeks, most = max(last.values()), max(Counter(row.week for row in rows).values())
    data = [
        {
            "week": row.week,
            "lane": lane,
            "couple": row.couple,
            "label": label_of(season, row) if last[row.couple] == row.week else "",
            "colour": drawn.get(row.couple, REST),
            "shape": shapes.get(row.couple, SHAPES[0]),
            "bold": row.couple in drawn,
        }
        for row, lane in lanes(rows)
    ]
    across = {"values": list(range(1, weeks + 1)), "grid": False}
    down = {"values": list(range(1, most + 1))}
    shared: dict[str, Any] = {
        "x": {
            "field": "week",
            "type": "quantitative",
            "title": "week",
            "axis": across,
            "scale": {"domain": [1, weeks]},
        },
        "y": {
            "field": "lane",
            "type": "quantitative",
            "title": "order by the judges",
            "axis": down,
            "scale": {"reverse": True, "zero": False, "domain": [1, most], "nice": False},
        },
        "color": {"field": "colour", "type": "nominal", "scale": None},
    }
    thick = {"condition": {"test": "datum.bold", "value": 3}, "value": 1.5}
    large = {"condition": {"test": "datum.bold", "value": 130}, "value": 60}
    label = {"type": "text", "align": "left", "dx": 9, "fontSize": 12}
    named: dict[str, Any] = {
        "encoding": {**shared, "text": {"field": "label"}, "color": {"value": INK}},
        "transform": [{"filter": "datum.label != ''"}],
    }
    layers = [
        {"mark": {"type": "line"}, "encoding": {**shared, "detail": {"field": "couple"}, "strokeWidth": thick}},
        {
            "mark": {"type": "point", "filled": True, "opacity": 1},
            "encoding": {**shared, "shape": {"field": "shape", "type": "nominal", "scale": None}, "size": large},
        },
        {**named, "mark": {**label, "stroke": PAPER, "strokeWidth": 5, "strokeJoin": "round"}},
        {**named, "mark": label},
    ]
    longest = max((len(str(row["label"])) for row in data if row["week"] != weeks or weeks == 1), default=0)
    height = LANE * most
    spec = {"data": {"values": data}, "width": weeks * max(NARROW, LETTER * longest), "height": height, "layer": layers}
    note = "Each week's totals in order; equal ones stand one below another. A line ends where the couple left."
    said = (
        (row.name, ", ".join(filter(None, (f"week {row.week} place {row.place}", told(season, row))))) for row in rows
    )
    return chart(f"{season.name}: the couples by the judges", note, season.mode, spec, lines=lines_of(said))


def heat(season: "Season", rows: Sequence[Row], couple: str | None = None) -> Chart:
    """What the judges gave each couple in each week: the shade for a dance on average, the number in all."""
    last = {row.couple: row.week for row in rows}
    final = {row.couple: row.final_place for row in rows if row.final_place}
    names = {row.couple: row.name for row in rows}
    order = [names[who] for who in sorted(names, key=lambda who: (-last[who], final.get(who, 99), names[who]))]
    shown = [(row, decimal(row.per_dance)) for row in rows if row.per_dance is not None]
    least, most = min(value for _, value in shown), max(value for _, value in shown)
    data = [
        {
            "week": row.week,
            "name": row.name,
            "dance": value,
            "total": number(row.total or 0),
            "told": told(season, row),
            "ink": ink_on(shade((value - least) / (most - least or 1))),
        }
        for row, value in shown
    ]
    cell: dict[str, Any] = {
        "x": {"field": "week", "type": "ordinal", "title": "week", "axis": {"orient": "top", "labelAngle": 0}},
        "y": {"field": "name", "type": "nominal", "sort": order, "title": None},
    }
    colour = {
        "field": "dance", "type": "quantitative", "title": "points a dance",
        "scale": {"range": [LIGHT, DARK], "zero": False, "nice": False, "interpolate": "rgb"}, "legend": {"orient": "bottom"},
    }  # fmt: skip
    layers = [
        {"mark": {"type": "rect", "stroke": PAPER, "strokeWidth": 2}, "encoding": {**cell, "color": colour}},
        {
            "mark": {"type": "text", "fontSize": 12, "dy": -4},
            "encoding": {**cell, "text": {"field": "total"}, "color": INKED},
        },
        {
            "mark": {"type": "text", "fontSize": 9, "dy": 8},
            "encoding": {**cell, "text": {"field": "told"}, "color": INKED},
        },
    ]
    weeks = len({row.week for row in rows})
    spec = {"data": {"values": data}, "width": COLUMN * weeks, "height": ROW * 1.3 * len(order), "layer": layers}
    note = "The number is the week's total by the judges; the shade is a dance of it on average."
    said = ((str(cell["name"]), f"week {cell['week']} {cell['total']} {cell['told']}".rstrip()) for cell in data)
    return chart(f"{season.name}: marks week by week", note, season.mode, spec, lines=lines_of(said))


def lanes(rows: Sequence[Row]) -> Iterator[tuple[Row, int]]:
    """Each row with its place in the week's order; equal places stand one below another, by name."""
    for week in sorted({row.week for row in rows}):
        danced = sorted((row for row in rows if row.week == week), key=lambda row: (row.place or 0, row.name))
        yield from ((row, lane) for lane, row in enumerate(danced, start=1))


def in_colour(rows: Sequence[Row], couple: str | None) -> dict[str, str]:
    """The couples that are spoken of, with their colours: the one named, or those of the final."""
    if couple is not None:
        return {couple: RED}
    placed = sorted((row.final_place, row.couple) for row in rows if row.final_place)
    return dict(zip((who for _, who in placed), PALETTE, strict=False))


def shapes_of(colours: Mapping[str, str]) -> dict[str, str]:
    """The couples in colour, each with the shape of its dots."""
    return dict(zip(colours, SHAPES, strict=False))


def label_of(season: "Season", row: Row) -> str:
    """What stands where a couple's line ends."""
    return " · ".join(filter(None, (row.name, told(season, row))))


SEASON_CHARTS: dict[str, Callable[["Season", Sequence[Row], str | None], Chart]] = {"bump": bump, "heat": heat}
"""The pictures of a season, by name."""
