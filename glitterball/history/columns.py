"""The columns analysts' files have, by the names they go by."""

import re
from collections.abc import Iterable

NAMES: dict[str, tuple[str, ...]] = {
    "season": ("season", "season_number", "season_no", "series"),
    "celebrity": (
        "celebrity", "celebrity_name", "contestant", "contestant_name", "star", "couple", "couple_name", "participant",
        "name",
    ),
    "professional": (
        "professional", "ballroom_partner", "pro", "pro_dancer", "professional_partner", "professional_dancer", "partner",
    ),
    "week": ("week", "week_number", "week_no", "wk"),
    "judge": ("judge", "judge_name", "judge_number", "judge_no", "judge_id"),
    "score": ("score", "judge_score", "judges_score", "mark", "points", "value", "total", "total_score"),
    "dance": ("dance", "dance_number", "dance_no", "round", "routine", "performance"),
    "variable": ("variable", "week_judge", "column"),
    "result": ("results", "result", "outcome", "status"),
    "place": ("placement", "place", "final_place", "final_placement"),
    "exit_week": ("exit_week", "eliminated_week", "elimination_week", "week_eliminated", "week_out"),
}  # fmt: skip
"""What a column holds, and the names that say so, the likeliest first. Case, spaces and punctuation do not matter."""

SCORE = re.compile(r"week_?(\d{1,3})_?judge_?(\d{1,3})(?:_?score)?")
"""`week4_judge2_score`: the wide layout of COMAP's 2026 MCM, problem C."""

WHO_LEFT = ("result", "place", "exit_week")


def plain(name: str) -> str:
    """A column's name without case, spaces and punctuation."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def find(header: Iterable[str]) -> dict[str, int]:
    """Where each thing stands in a header, by what it is."""
    at: dict[str, int] = {}
    for index, name in enumerate(header):
        at.setdefault(plain(name), index)
    found: dict[str, int] = {}
    for what, names in NAMES.items():
        stands = next((at[name] for name in names if name in at), None)
        if stands is not None and stands not in found.values():
            found[what] = stands
    return found


def score_columns(header: Iterable[str]) -> dict[int, tuple[int, int]]:
    """The columns of the wide layout: (week, scoring position) by index."""
    matches = ((index, SCORE.fullmatch(plain(name))) for index, name in enumerate(header))
    return {index: (int(match[1]), int(match[2])) for index, match in matches if match}


def named(what: Iterable[str]) -> str:
    """For a sentence: what is missing, with the names it may have."""
    return "; ".join(f"{one} (called {', '.join(NAMES[one][:3])} or the like)" for one in what)
