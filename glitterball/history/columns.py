"""The columns analysts' files have, by the names they go by."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NAMES: dict[str, tuple[str, ...]] = {
    "show": ("show", "show_name", "programme", "program", "franchise"),
    "season": ("season", "season_number", "season_no", "series", "series_number", "series_no"),
    "celebrity": (
        "celebrity", "celebrity_name", "contestant", "contestant_name", "star", "couple", "couple_name", "participant",
        "name",
    ),
    "professional": (
        "professional", "ballroom_partner", "pro", "pro_dancer", "professional_partner", "professional_dancer", "partner",
    ),
    "week": ("week", "week_number", "week_no", "wk"),
    "judge": ("judge", "judge_name", "judge_number", "judge_no", "judge_id"),
    "score": ("score", "scores", "judge_score", "judges_score", "judges_scores", "mark", "points", "value"),
    "total": ("total", "total_score", "score_total", "judges_total", "panel_total", "week_total", "total_points"),
    "dance": ("dance", "dance_number", "dance_no", "round", "routine", "performance"),
    "variable": ("variable", "week_judge", "column"),
    "result": ("results", "result", "outcome", "status"),
    "place": ("placement", "place", "final_place", "final_placement"),
    "exit_week": ("exit_week", "eliminated_week", "elimination_week", "week_eliminated", "week_out"),
}  # fmt: skip
"""What a column holds, and the names that say so, the likeliest first. Case, spaces and punctuation do not matter."""

WHO_LEFT = ("result", "place", "exit_week")

TOTAL = "total"
"""Who gave a total: the panel."""

TOTALS = frozenset({*NAMES["total"], "sum", "panel", "the_panel", "judges"})
"""Where a judge is named, these are no judge but the panel's total."""

NO_JUDGE = frozenset({
    "total", "average", "avg", "mean", "median", "sum", "final", "week", "weekly", "dance", "public", "viewers", "viewer",
    "audience", "fan", "fans", "vote", "votes", "combined", "max", "min", "highest", "lowest", "best", "worst", "overall",
    "judge", "judges", "panel", "bonus", "normalized", "normalised", "relative", "adjusted",
})  # fmt: skip
"""Words that stand beside `score` in a column's name and are no judge's."""

SCORE = re.compile(r"week_?(\d{1,3})_?judge_?(\d{1,3}|[a-z][a-z0-9_]{0,40}?)(?:_?score)?")
"""`week4_judge2_score`: the wide layout of COMAP's 2026 MCM, problem C; also with a judge's name for the number."""

WEEK_TOTAL = re.compile(r"(?:week|wk|w)_?(\d{1,3})(?:_?(?:judges_?)?(?:totals?|scores?|points|total_?score))?")
"""`week4_total`, `Week 4`: what the panel gave a couple in a week."""

_JUDGE = re.compile(r"judge_?(\d{1,3})(?:_?score)?|score_?(\d{1,3})|score_([a-z].*)|([a-z].*)_score|judge_([a-z].*)")
_COMAP = frozenset({"celebrity_name", "ballroom_partner", "season", "results", "placement"})


@dataclass(frozen=True, slots=True)
class WeekColumn:
    """A column that holds what one judge, or the panel, gave in one week."""

    week: int
    who: str


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


def week_column(name: str) -> WeekColumn | None:
    """What a column's name says of week and judge."""
    known = plain(name)
    if match := SCORE.fullmatch(known):
        return WeekColumn(int(match[1]), TOTAL if match[2] in TOTALS else match[2])
    if match := WEEK_TOTAL.fullmatch(known):
        return WeekColumn(int(match[1]), TOTAL)
    return None


def week_columns(header: Sequence[str]) -> dict[int, WeekColumn]:
    """The columns of the wide layouts by index; none where the table has a column of weeks.

    Weeks may be bare numbers, as in the tables of encyclopedias, where at least two columns are called so.
    """
    if "week" in find(header):
        return {}
    found = {index: column for index, name in enumerate(header) if (column := week_column(name))}
    if found:
        return found
    bare = {index: WeekColumn(int(name), TOTAL) for index, name in enumerate(header) if _is_week(name)}
    return bare if len(bare) > 1 else {}


def judge_columns(header: Sequence[str]) -> dict[int, str]:
    """The columns that hold one judge's marks each, by index: a scoring position's number, or a name."""
    taken = set(find(header).values())
    found: dict[int, str] = {}
    for index, name in enumerate(header):
        match = _JUDGE.fullmatch(plain(name))
        if match and index not in taken:
            who = next(part for part in match.groups() if part)
            if not NO_JUDGE & set(who.split("_")):
                found[index] = who
    return found


def is_comap(header: Sequence[str]) -> bool:
    """Whether a header has the columns of the data file of COMAP's 2026 MCM, problem C; melted, too."""
    names = {plain(name) for name in header}
    return names >= _COMAP and ("variable" in names or any(SCORE.fullmatch(name) for name in names))


def named(what: Iterable[str]) -> str:
    """For a sentence: what is missing, with the names it may have."""
    return "; ".join(f"{one} (called {', '.join(NAMES[one][:3])} or the like)" for one in what)


def _is_week(name: str) -> bool:
    return name.isascii() and name.isdigit() and 1 <= int(name) <= 60
