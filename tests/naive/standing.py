"""Whether a certified week was touched since, told from the stored lines alone: a list of types, and whose week they are about.

Written from what a week's outcome rests on, not from the programs that keep account of it.
"""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

TOUCHING = (
    "week-restated running-order-stated panel-seated judge-absent dance-scheduled score-given score-corrected score-taken-back "
    "total-given couples-called bonus-awarded immunity-granted bye-stated window-stated voting-closed batch-voided "
    "channel-voided input-substituted manifest-replaced gateway-given-up elimination-cancelled judge-ballot-cast tie-settled "
    "cut-settled"
)
OF_A_WEEK = frozenset(TOUCHING.split())


class Line(NamedTuple):
    """An event as it is stored: its position, its type without the version, what it says."""

    position: int
    kind: str
    fact: dict[str, Any]


def lines_of(raw: Iterable[tuple[int, bytes]], season: str) -> list[Line]:
    """The events of a season's own stream."""
    stored = [(position, json.loads(octets)) for position, octets in raw]
    return [
        Line(position, said["type"].split(".")[0], said["fact"])
        for position, said in stored
        if said["stream"] == f"season/{season}"
    ]


def touched_after(lines: list[Line], week: int, certified: int) -> int:
    """The last event after a certification that its week rests on; 0 when none is."""
    openings = [
        line.fact for line in lines if line.kind in ("week-opened", "week-restated") and line.fact["week"] == week
    ]
    weeks = {week, *openings[-1]["scores_from"], *openings[-1]["votes_from"]}
    held = {
        (line.fact["week"], couple): line.fact.get("marks_of")
        for line in lines
        if line.kind == "bye-stated" and line.fact["week"] in weeks
        for couple in line.fact["couples"]
    }
    weeks |= {again for again in held.values() if again}
    adopted = [line for line in lines if line.kind == "rulebook-adopted" and line.fact["from_week"] <= week]
    in_force = max(adopted, key=lambda line: (line.fact["from_week"], line.position))
    touching = [in_force.position]
    touching += [line.position for line in lines if line.kind in OF_A_WEEK and line.fact["week"] in weeks]
    left = [line for line in lines if line.kind in ("couple-withdrew", "withdrawal-taken-back")]
    touching += [line.position for line in left if line.fact["week"] <= week]
    return max(touching) if max(touching) > certified else 0
