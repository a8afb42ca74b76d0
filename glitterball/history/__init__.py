"""Seasons as analysts hold them: one file with many seasons' scores and results, read, audited week by week, and turned into
season files.

Start reading at `reading.seasons_in`; `planning` finds out who left when, `scripting` writes it as commands, `auditing` goes
through every week of every season.
"""

from glitterball.history.auditing import HistoryReport, audit_history, audit_seasons
from glitterball.history.reading import history_of, seasons_in
from glitterball.history.records import CoupleRecord, History, SeasonRecord
from glitterball.history.refusals import HistoryUnreadable, SeasonNotInHistory, SeasonNotWritten
from glitterball.history.rows import HistoryRow
from glitterball.history.scripting import HistoricSeason, season_file_of

__all__ = [
    "CoupleRecord",
    "HistoricSeason",
    "History",
    "HistoryReport",
    "HistoryRow",
    "HistoryUnreadable",
    "SeasonNotInHistory",
    "SeasonNotWritten",
    "SeasonRecord",
    "audit_history",
    "audit_seasons",
    "history_of",
    "season_file_of",
    "seasons_in",
]
