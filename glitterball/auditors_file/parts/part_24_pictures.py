"""The pictures of a certificate's page, drawn again (certificate.md, section 3)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .part_02_spellings import Json
from .part_24_page_words import as_points, listed

ACROSS, MOST_SHADES = 1000, 6


def drawn_again(said: Json) -> dict[str, Json]:
    """Both pictures of a page; a picture that shows nothing is none."""
    return {"adding": _added_up(said), "close": None if said["sealed"] else _how_close(said["margins"])}


def _added_up(said: Json) -> Json:
    sides, standings = said["outcome"]["sides"], said["outcome"]["standings"]
    known = [at for at in range(len(sides)) if None not in [line["points"][at] for line in standings]]
    if not known or not standings:
        return None
    shown = [[Fraction(line["points"][at]) for at in known] for line in standings]
    named = [(1 + at % MOST_SHADES, sides[at]) for at in known]
    among = listed([name for _, name in named])
    note = (
        f"Each bar holds the points of {among}, in this order."
        if named[1:]
        else f"Each bar holds the points of {among}."
    )
    if any(value < 0 for values in shown for value in values):
        return None
    totals = [None if line["combined"] is None else Fraction(line["combined"]) for line in standings]
    if None not in totals and totals != [sum(values) for values in shown]:
        shown, named = [[total] for total in totals if total is not None], [(1, "combined")]
        note = "The sides have weights: each bar holds the combined points."
    longest = max(sum(values) for values in shown)
    if longest <= 0 or any(value < 0 for values in shown for value in values):
        return None
    rows = []
    for line, values, total in zip(standings, shown, totals, strict=True):
        words = [as_points(value) for value in values]
        adds = f" = {as_points(total)}" if total is not None and len(words) > 1 else ""
        result = line["result"]
        rows.append({
            "who": said["couples"].get(line["couple"], line["couple"]),
            "told": ", ".join(f"{name} {word}" for (_, name), word in zip(named, words, strict=True)),
            "bars": list(_laid([shade for shade, _ in named], values, longest)),
            "sum": " + ".join(words) + adds,
            "result": "" if result in ("safe", "not known") else result,
        })  # fmt: skip
    note += " What is sealed is not shown." if said["sealed"] else ""
    return {"note": note, "key": [{"shade": shade, "name": name} for shade, name in named], "rows": rows}


def _how_close(margins: Json) -> Json:
    asked = [(each["question"], unit) for each in (margins or {}).get("questions", ()) for unit in each["units"]]
    asked = [(question, unit) for question, unit in asked if unit["disturbed"]["at_most"] is not None]
    longest = max([int(unit["disturbed"]["at_most"]) for _, unit in asked], default=0)
    rows = []
    for question, unit in asked:
        enough, short = int(unit["disturbed"]["at_most"]), int(unit["disturbed"]["at_least"] or 0)
        votes = f"{enough:,}" if short == enough else f"{short:,} to {enough:,}"
        who = f"{question[:1].upper()}{question[1:]}: votes {unit['unit']}"
        bars = list(_laid([1, 0], [Fraction(short), Fraction(enough - short)], longest)) if longest > 0 else []
        rows.append({"who": who, "told": f"{votes} votes", "bars": bars, "sum": votes})
    parted = [row for row in rows if any(bar["shade"] == 0 for bar in row["bars"])]
    return {"open": bool(parted), "rows": rows} if longest > 0 else None


def _laid(shades: list[int], values: list[Fraction], longest: Fraction | int) -> Iterator[Json]:
    """Bars one behind the other, from the nearest unit to the nearest, in the middle the higher."""
    reached, begins = Fraction(0), 0
    for shade, value in zip(shades, values, strict=True):
        reached += value
        units = reached * ACROSS / longest
        ends = (units + Fraction(1, 2)).__floor__()
        if ends > begins:
            yield {"shade": shade, "x": begins, "width": ends - begins}
        begins = ends
