"""Pictures of a week: how points add up, what the vote must have been, when it came in, how close it was."""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from domain.season.hiding import hides_counts
from domain.season.state import rulebook_of
from glitterball.charts.chart import Chart, chart
from glitterball.charts.refusals import ChartUnknown, CountsHidden, NothingToDraw
from glitterball.charts.style import BLUE, FAINT, GRID, INK, INKED, PALETTE, PAPER, RED, ink_on
from glitterball.charts.telling import lines_of
from glitterball.frames.schema import decimal
from projections.names import couple_names

if TYPE_CHECKING:
    from glitterball.store import Week

WIDTH, ROW = 520, 28
"""Units of a picture, and of one couple's bar in it."""

SHOWS_COUNTS = ("points", "turnout", "margin")
"""Pictures from which counts could be read."""


def week_chart(week: "Week", name: str) -> Chart:
    """A picture of a week: `points`, `ranges`, `turnout` or `margin`. Refuses one that shows what the week hides."""
    if name not in WEEK_CHARTS:
        raise ChartUnknown(name, "a week", ", ".join(WEEK_CHARTS))
    if name in SHOWS_COUNTS and hides_counts(week.season.state, week.number):
        raise CountsHidden(week.season.name, week.number, name)
    return WEEK_CHARTS[name](week)


def points(week: "Week") -> Chart:
    """How each side's points add up to a couple's: a bar begins where the one before it ends."""
    standings = week.view("standings")
    begins: dict[str, float] = {}
    data = []
    for side in standings_sides(week):
        start = begins.get(side["couple"], 0.0)
        begins[side["couple"]] = start + side["points"]
        data.append({**side, "from": start, "to": begins[side["couple"]], "middle": start + side["points"] / 2})
    sides = dict(zip(dict.fromkeys(row["side"] for row in data), PALETTE, strict=False))
    data = [{**row, "ink": ink_on(sides.get(row["side"], INK))} for row in data]
    if not data:
        raise NothingToDraw(_of(week), "no side of the rulebook has points yet")
    order = [row.name for row in standings]
    results = [{"name": row.name, "to": begins.get(row.couple, 0.0), "told": _told(row.result)} for row in standings]
    across: dict[str, Any] = {"y": {"field": "name", "type": "nominal", "sort": order, "title": None}}
    value = {"type": "quantitative", "title": "points"}
    bar = {
        **across,
        "x": {**value, "field": "from"},
        "x2": {"field": "to"},
        "color": {"field": "side", "title": None, "scale": {"domain": list(sides), "range": list(sides.values())}},
    }
    layers = [
        {"mark": {"type": "bar", "height": 18, "stroke": PAPER}, "encoding": bar},
        {
            "mark": {"type": "text", "fontSize": 11, "fontWeight": "bold"},
            "encoding": {**across, "x": {**value, "field": "middle"}, "text": {"field": "label"}, "color": INKED},
        },
        {
            "data": {"values": results},
            "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12},
            "encoding": {**across, "x": {**value, "field": "to"}, "text": {"field": "told"}, "color": {"value": INK}},
        },
    ]  # fmt: skip
    secret = all(row.votes_points is None for row in standings)
    note = (
        "Votes are not on record: the judges' side alone."
        if secret
        else "By the rulebook's points of each side, as they are weighed."
    )
    spec = {"data": {"values": data}, "width": WIDTH, "height": ROW * len(order), "layer": layers}
    of_sides = [(row["name"], f"{row['side']} {row['label']}") for row in data]
    in_all = [(row["name"], f"{row['to']:.4g} in all {row['told']}".rstrip()) for row in results]
    lines = lines_of([*of_sides, *in_all])
    return chart(f"{_of(week)}: how the points add up", note, week.season.mode, spec, lines=lines)


def standings_sides(week: "Week") -> list[dict[str, Any]]:
    """Every couple's points on every side, by the weight of the side; of a week that is not tabulated those of the judges."""
    names = couple_names(week.season.state, week.number)
    rulebook = rulebook_of(week.season.state, week.number)
    weights = {side.name: side.weight for side in rulebook.sides} if rulebook else {}
    weighted = [
        (row.couple, side, decimal(Fraction(points) * weights.get(side, 1)))
        for row in week.view("standings")
        for side, _, points in row.sides
        if points
    ]
    return [
        {"couple": couple, "name": names[couple], "side": side, "points": value, "label": f"{value:.4g}"}
        for couple, side, value in weighted
    ]


def ranges(week: "Week") -> Chart:
    """What each couple's public place or share must have been, from the announced result."""
    implied = week.implied()
    reading, names = implied.rulebook, couple_names(week.season.state, week.number)
    if not reading.places and not reading.shares:
        raise NothingToDraw(_of(week), reading.why or "no vote gives what was announced")
    called = {couple: f"{name} (left)" if couple in implied.left else name for couple, name in names.items()}
    judged = [row.couple for row in week.view("standings")]
    bars = [(each.couple, each.best - 0.35, each.worst + 0.35) for each in reading.places]
    bars += [(each.couple, decimal(each.least.share), decimal(each.most.share)) for each in reading.shares]
    data = [
        {"name": called[couple], "least": least, "most": most, "left": "left" if couple in implied.left else "stayed"}
        for couple, least, most in bars
    ]  # fmt: skip
    order = [called[couple] for couple in judged]
    x: dict[str, Any] = {
        "field": "least",
        "type": "quantitative",
        "title": "share of the public vote",
        "axis": {"format": "%"},
    }
    if reading.places:
        every = list(range(1, len(judged) + 1))
        scale = {"domain": [0.5, len(judged) + 0.5], "nice": False}
        x = {
            **x,
            "title": "public place, 1 is the most votes",
            "axis": {"values": every, "format": "d"},
            "scale": scale,
        }
    encoding = {
        "y": {"field": "name", "type": "nominal", "sort": order, "title": None},
        "x": x,
        "x2": {"field": "most"},
        "color": {"field": "left", "title": None, "scale": {"domain": ["left", "stayed"], "range": [RED, "#9fb8c8"]}},
    }
    mark = {"type": "bar", "height": 16}
    spec = {"data": {"values": data}, "width": WIDTH, "height": ROW * len(order), "mark": mark, "encoding": encoding}
    note = "Couples in the judges' order; every vote with the announced result lies within. Rulebook as it stands."
    said = [(called[each.couple], f"public place {each.best} to {each.worst}") for each in reading.places]
    said += [
        (called[each.couple], f"{decimal(each.least.share):.2%} to {decimal(each.most.share):.2%} of the public vote")
        for each in reading.shares
    ]
    return chart(f"{_of(week)}: what the vote must have been", note, week.season.mode, spec, lines=lines_of(said))


def turnout(week: "Week") -> Chart:
    """Votes accepted, minute by minute, by channel."""
    rows = week.view("turnout_over_time")
    if not rows:
        raise NothingToDraw(_of(week), "no votes are on record by the minute")
    added: dict[tuple[str, str], int] = {}
    for row in rows:
        added[row.minute, row.channel] = added.get((row.minute, row.channel), 0) + row.accepted
    data = [
        {"minute": f"{minute}:00Z", "channel": channel, "votes": votes} for (minute, channel), votes in added.items()
    ]
    channels = sorted({channel for _, channel in added})
    encoding = {
        "x": {"field": "minute", "type": "temporal", "timeUnit": "utcyearmonthdatehoursminutes", "title": "time, UTC",
              "axis": {"format": "%H:%M", "grid": False}},
        "y": {"field": "votes", "type": "quantitative", "title": "votes accepted a minute", "stack": "zero"},
        "color": {"field": "channel", "title": None, "scale": {"domain": channels, "range": list(PALETTE)}},
    }  # fmt: skip
    mark = {"type": "bar", "stroke": PAPER, "strokeWidth": 0.5}
    spec = {"data": {"values": data}, "width": WIDTH, "height": 260, "mark": mark, "encoding": encoding}
    note = "By the minute in which a batch begins; one above another."
    return chart(f"{_of(week)}: turnout over the night", note, week.season.mode, spec, lines=_turnout_told(added))


def margin(week: "Week") -> Chart:
    """The fewest votes that change what was decided: proven not to suffice up to the light end, enough at the dark one."""
    found = week.margin()
    data = []
    for question in found.questions:
        for unit in question.units:
            least, most = unit.disturbed.at_least, unit.disturbed.at_most
            if most is None:
                continue
            text = f"{most:,}" if unit.disturbed.exact else f"{least or 0:,} to {most:,}"
            data.append(
                {"what": f"{question.question}: votes {unit.unit}", "least": least or 0, "most": most, "text": text}
            )
    if not data:
        raise NothingToDraw(_of(week), found.why or "no number of votes changes it")
    across: dict[str, Any] = {"y": {"field": "what", "type": "nominal", "sort": None, "title": None}}
    most_votes: dict[str, Any] = {"field": "most", "type": "quantitative", "title": "votes"}
    layers = [
        {
            "mark": {"type": "bar", "height": 16, "color": GRID, "stroke": FAINT},
            "encoding": {**across, "x": most_votes},
        },
        {
            "mark": {"type": "bar", "height": 16, "color": BLUE},
            "encoding": {**across, "x": {**most_votes, "field": "least"}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12},
            "encoding": {**across, "x": most_votes, "text": {"field": "text"}, "color": {"value": INK}},
        },
    ]
    spec = {"data": {"values": data}, "width": WIDTH, "height": ROW * len(data), "layer": layers}
    note = "The fewest votes so changed that change the answer or leave it open; one fewer never does."
    lines = lines_of((str(row["what"]), str(row["text"])) for row in data)
    return chart(f"{_of(week)}: how close it was", note, week.season.mode, spec, lines=lines)


def _turnout_told(added: dict[tuple[str, str], int]) -> tuple[str, ...]:
    """Each channel's votes in all, and the minute in which it had most."""
    said = []
    for channel in sorted({channel for _, channel in added}):
        minutes = {minute: votes for (minute, of), votes in added.items() if of == channel}
        busiest = max(minutes, key=lambda minute: minutes[minute])
        said.append((channel, f"{sum(minutes.values()):,} votes accepted, most at {busiest} UTC: {minutes[busiest]:,}"))
    return lines_of(said)


def _of(week: "Week") -> str:
    return f"{week.season.name}, week {week.number}"


def _told(result: str) -> str:
    return {"leaves": "OUT", "in danger": "in danger", "saved": "saved", "immune": "immune"}.get(result, "")


WEEK_CHARTS: dict[str, Callable[["Week"], Chart]] = {
    "points": points,
    "ranges": ranges,
    "turnout": turnout,
    "margin": margin,
}
"""The pictures of a week, by name."""
