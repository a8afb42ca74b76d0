"""A week as somebody reads it from the folder of a contingency export: its CSV files and its rulebook's text, nothing else.

What comes of it has the shape of a scoring period, for the tabulation that was written a second time.
"""

import csv
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def week_in(folder: Path) -> Any:
    """The week of a folder, for `tabulated_naively`."""
    said = {row["what"]: row["value"] for row in rows_of(folder / "week.csv")}
    couples = rows_of(folder / "couples.csv")
    names = tuple(row["couple"] for row in couples)
    dances, missing = _dances(rows_of(folder / "marks.csv"))
    ordered = sorted((int(row["running_order"]), row["couple"]) for row in couples if row["running_order"])
    return SimpleNamespace(
        form=said["form"],
        couples=names,
        cancelled=said["elimination_cancelled"] == "yes",
        dances=dances,
        unmarked=missing,
        bonuses=[
            SimpleNamespace(couple=row["couple"], points=Fraction(row["points"]))
            for row in rows_of(folder / "bonuses.csv")
        ],
        votes=_votes(rows_of(folder / "votes.csv"), names),
        panel=SimpleNamespace(
            judges=tuple(said["judges"].split()), head=said["head_judge"] or None, casting=said["casting_vote"] or None
        ),
        ballots=[SimpleNamespace(judge=row["judge"], saves=row["saves"]) for row in rows_of(folder / "ballots.csv")],
        settlements=[
            SimpleNamespace(link=row["settled"], order=tuple(row["couples"].split()))
            for row in rows_of(folder / "settled.csv")
        ],
        immune=tuple(row["couple"] for row in couples if row["immune"] == "yes"),
        running_order=tuple(couple for _, couple in ordered),
        previous_points=tuple(
            (row["couple"], Fraction(row["points_of_the_week_before"]))
            for row in couples
            if row["points_of_the_week_before"]
        ),
    )


def _dances(rows: list[dict[str, str]]) -> tuple[list[Any], list[str]]:
    """The dances by their numbers, and those of which something is missing."""
    numbered: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        numbered[int(row["number"])].append(row)
    dances = []
    for _, own in sorted(numbered.items()):
        totals = [Fraction(row["mark"]) for row in own if row["what"] == "total"]
        dances.append(
            SimpleNamespace(
                dance=own[0]["dance"],
                couples=tuple(own[0]["couples"].split()),
                marks=tuple((row["judge"], Fraction(row["mark"])) for row in own if row["what"] == "mark"),
                stated_total=totals[0] if totals else None,
            )
        )
    return dances, [row["dance"] for row in rows if row["what"] == "MISSING"]


def _votes(rows: list[dict[str, str]], couples: tuple[str, ...]) -> list[Any]:
    """The column `counts` added up by voting body and couple, over the entries that count."""
    counting = [row for row in rows if not row["why"]]
    return [
        SimpleNamespace(
            body=body,
            votes=tuple(
                sum(int(row["counts"]) for row in counting if (row["body"], row["couple"]) == (body, couple))
                for couple in couples
            ),
        )
        for body in sorted({row["body"] for row in counting})
    ]
