"""The pictures of a certificate's page: how the points add up, and how close it was (docs/formats/certificate.md, section 3).

Bars in whole units, worked out from the JSON alone; what each shows stands beside it in numbers. Of a sealed certificate nothing
is drawn but what it tells: points of sides that rest on no count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from glitterball.evidence.certificate.filters import points
from projections.names import listed

SPAN = 1000
"""Units across, all of which the longest bar takes."""
SHADES = 6
"""Shades of sides; a seventh side has the first again."""
OPEN = 0
"""The shade between what is proven not to suffice and what is enough."""
UNTOLD = ("safe", "not known")
"""Results of which nothing is said behind a bar."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Line:
    """A couple's points, side by side in the order of the sides, and what they come to where that is told."""

    who: str
    parts: tuple[Fraction, ...]
    combined: Fraction | None
    result: str

    @property
    def whole(self) -> Fraction:
        """How long its bar is."""
        return sum(self.parts, Fraction(0))


def pictures_in(document: Mapping[str, Any]) -> Json:
    """Both pictures, each nothing where there is nothing to draw."""
    return {"adding": adding(document), "close": close(document)}


def adding(document: Mapping[str, Any]) -> Json | None:
    """Each couple's points of every side that is told, one behind the other. Nothing where none is told, one is below nothing, or
    all are nothing."""
    outcome, names = document["outcome"], document["couples"]
    rows: Sequence[Mapping[str, Any]] = outcome["standings"]
    told = [at for at, _ in enumerate(outcome["sides"]) if all(row["points"][at] is not None for row in rows)]
    lines = [_line(row, told, names) for row in rows]
    if not told or not lines or min(min(line.parts) for line in lines) < 0:
        return None
    sides = [outcome["sides"][at] for at in told]
    key = [{"shade": at % SHADES + 1, "name": side} for at, side in zip(told, sides, strict=True)]
    note = f"Each bar holds the points of {listed(sides)}{', in this order' if len(sides) > 1 else ''}."
    if all(line.combined is not None for line in lines) and any(line.combined != line.whole for line in lines):
        lines = [_Line(line.who, (line.combined or Fraction(0),), line.combined, line.result) for line in lines]
        key = [{"shade": 1, "name": "combined"}]
        note = "The sides have weights: each bar holds the combined points."
    most = max(line.whole for line in lines)
    if most <= 0 or min(min(line.parts) for line in lines) < 0:
        return None
    sealed = " What is sealed is not shown." if document["sealed"] else ""
    return {"note": note + sealed, "key": key, "rows": [_row(line, key, most) for line in lines]}


def _line(row: Mapping[str, Any], told: Sequence[int], names: Mapping[str, str]) -> _Line:
    combined = row["combined"]
    return _Line(
        names.get(row["couple"], row["couple"]),
        tuple(Fraction(row["points"][at]) for at in told),
        None if combined is None else Fraction(combined),
        "" if row["result"] in UNTOLD else row["result"],
    )


def _row(line: _Line, key: Sequence[Json], most: Fraction) -> Json:
    parts = [points(str(part)) for part in line.parts]
    comes_to = f" = {points(str(line.combined))}" if len(parts) > 1 and line.combined is not None else ""
    return {
        "who": line.who,
        "told": ", ".join(f"{side['name']} {part}" for side, part in zip(key, parts, strict=True)),
        "bars": list(_bars([each["shade"] for each in key], line.parts, most)),
        "sum": " + ".join(parts) + comes_to,
        "result": line.result,
    }


def close(document: Mapping[str, Any]) -> Json | None:
    """The fewest votes that change each answer: up to where fewer are proven not to suffice, and from there to where they are
    enough. Nothing of a sealed certificate, and where no number of votes changes anything."""
    margins = None if document["sealed"] else document["margins"]
    found = [
        (question["question"], unit["unit"], unit["disturbed"])
        for question in (margins or {}).get("questions", ())
        for unit in question["units"]
        if unit["disturbed"]["at_most"] is not None
    ]
    most = max((int(margin["at_most"]) for _, _, margin in found), default=0)
    if most <= 0:
        return None
    rows = [_asked(question, unit, margin, Fraction(most)) for question, unit, margin in found]
    return {"open": any(bar["shade"] == OPEN for row in rows for bar in row["bars"]), "rows": rows}


def _asked(question: str, unit: str, margin: Mapping[str, Any], most: Fraction) -> Json:
    least, enough = int(margin["at_least"] or 0), int(margin["at_most"])
    votes = f"{enough:,}" if least == enough else f"{least:,} to {enough:,}"
    return {
        "who": f"{question[:1].upper()}{question[1:]}: votes {unit}",
        "told": f"{votes} votes",
        "bars": list(_bars([1, OPEN], [Fraction(least), Fraction(enough - least)], most)),
        "sum": votes,
    }


def _bars(shades: Sequence[int], parts: Sequence[Fraction], most: Fraction) -> Iterator[Json]:
    """Bars one behind the other; each edge is rounded by itself, half of a unit up, so that no rounding adds up."""
    begins = Fraction(0)
    for shade, part in zip(shades, parts, strict=True):
        x, end = _units(begins, most), _units(begins + part, most)
        begins += part
        if end > x:
            yield {"shade": shade, "x": x, "width": end - x}


def _units(value: Fraction, most: Fraction) -> int:
    return (2 * SPAN * value + most) // (2 * most)
