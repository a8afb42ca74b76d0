"""The views that are persisted: each a table, filled by a pure function of `projections`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from projections import (
    couple_season,
    leaderboard,
    outcomes,
    scorecards,
    season_grid,
    sentences,
    standings,
    surges,
    turnout,
    votes,
    votes_over_time,
)
from projections.fold import SeasonFold

Rows = tuple[Any, ...]

Part = Callable[[SeasonFold, int, str, Collection[str]], Rows]
"""The rows of some minutes of one week's gateway."""

VOTES_VIEW, MINUTES_VIEW = "votes_over_time", "turnout_over_time"

MINUTES = ("week", "minute", "gateway", "channel", "body")


@dataclass(frozen=True, slots=True)
class View:
    """One view. Raise `version` when its columns or their meaning change: files of other versions are then rebuilt.

    `counts_votes` says whether a vote batch can change it; `order` is the order of a season's rows in SQL. A view with
    `part` rests on vote batches alone: of it only the rows of the gateways' minutes that a page touched are written, by `key`.
    """

    name: str
    row: type
    rows: Callable[[SeasonFold, int | None], Rows]
    counts_votes: bool
    version: int = 1
    order: str = "week, ordinal"
    part: Part | None = None
    key: tuple[str, ...] = ("week", "ordinal")


LOG = "log"
"""The table of sentences. Filled event by event, not from the fold: see `projections.sentences`."""

LOG_VERSION = 1

VIEWS: tuple[View, ...] = (
    View("scorecards", scorecards.Row, scorecards.rows, counts_votes=False),
    View("leaderboard", leaderboard.Row, leaderboard.rows, counts_votes=False),
    View("turnout", turnout.Row, turnout.rows, counts_votes=True),
    View("votes", votes.Row, votes.rows, counts_votes=True),
    View("standings", standings.Row, standings.rows, counts_votes=True, version=2),
    View("standing_sides", standings.SideRow, standings.sides, counts_votes=True),
    View("working", standings.StepRow, standings.working, counts_votes=True),
    View("surges", surges.Row, surges.rows, counts_votes=True),
    View("outcomes", outcomes.Row, outcomes.rows, counts_votes=True),
    View("season_grid", season_grid.Row, season_grid.rows, counts_votes=True),
    View("couple_seasons", couple_season.Row, couple_season.rows, counts_votes=True, order="couple, week"),
    View(
        VOTES_VIEW,
        votes_over_time.Row,
        votes_over_time.rows,
        counts_votes=True,
        order=", ".join((*MINUTES, "couple")),
        part=votes_over_time.rows_of,
        key=(*MINUTES, "couple"),
    ),
    View(
        MINUTES_VIEW,
        votes_over_time.MinuteRow,
        votes_over_time.minutes,
        counts_votes=True,
        order=", ".join(MINUTES),
        part=votes_over_time.minutes_of,
        key=MINUTES,
    ),
)
"""All but the log, in the order they are told."""

ANSWERS: dict[str, str] = {
    "scorecards": "What did each judge give each dance, as it stands now?",
    "leaderboard": "Who leads by the judges alone?",
    "turnout": "What did each gateway deliver, and does its own count agree?",
    "votes": "How many votes does each couple have, and how many of them count?",
    "standings": "How does the week stand: both sides, combined, in order, with the result?",
    "standing_sides": "What did each side of the rulebook count for each couple, and what did it become?",
    "working": "By which steps does the outcome follow?",
    "surges": "Which patterns in the votes are unusual by stated measures?",
    "outcomes": "Does what was announced follow, week by week?",
    "season_grid": "How did every couple do in every week?",
    "couple_seasons": "How did one couple's season go?",
    VOTES_VIEW: "When did the votes for each couple come in?",
    MINUTES_VIEW: "When did anything come in, accepted or not?",
    LOG: "What happened, event by event, in plain sentences?",
}
"""The question each table answers."""

ROWS: dict[str, type] = {**{view.name: view.row for view in VIEWS}, LOG: sentences.Row}
"""The row type of every table."""

KEYS: dict[str, tuple[str, ...]] = {view.name: view.key for view in VIEWS}
"""What tells a row of a view from the season's others."""

VERSIONS: dict[str, int] = {**{view.name: view.version for view in VIEWS}, LOG: LOG_VERSION}


def shipped_view(name: str) -> View | None:
    """One of ours by its name; the log has no such view, only a table."""
    return next((view for view in VIEWS if view.name == name), None)
