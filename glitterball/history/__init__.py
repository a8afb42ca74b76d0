"""Seasons as analysts hold them: one file with many seasons' scores and results, read, audited week by week, and turned into
season files.

Start reading at `reading.seasons_in`; `planning` finds out who left when, `scripting` writes it as commands, `auditing` goes
through every week of every season, `supposing` through what each would have been under another rulebook.
"""

from glitterball.history.auditing import HistoryReport, audit_history, audit_seasons
from glitterball.history.ranges import RangeRow
from glitterball.history.reading import Beside, history_of, history_of_tables, seasons_in
from glitterball.history.records import CoupleRecord, History, SeasonRecord
from glitterball.history.refusals import HistoryUnreadable, SeasonNotInHistory, SeasonNotWritten, WeeksTogetherUnclear
from glitterball.history.rows import HistoryRow
from glitterball.history.scripting import HistoricSeason, season_file_of
from glitterball.history.supposing import HypotheticalHistory, HypotheticalHistoryRow, suppose_seasons
from glitterball.history.together import Together, together_said

__all__ = [
    "Beside",
    "CoupleRecord",
    "HistoricSeason",
    "History",
    "HistoryReport",
    "HistoryRow",
    "HistoryUnreadable",
    "HypotheticalHistory",
    "HypotheticalHistoryRow",
    "RangeRow",
    "SeasonNotInHistory",
    "SeasonNotWritten",
    "SeasonRecord",
    "Together",
    "WeeksTogetherUnclear",
    "audit_history",
    "audit_seasons",
    "history_of",
    "history_of_tables",
    "season_file_of",
    "seasons_in",
    "suppose_seasons",
    "together_said",
]
