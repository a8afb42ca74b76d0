"""First files for a show: a rulebook and a season with comments, taken in as they are written. Start at `season_texts`."""

from glitterball.beginnings.called import couples_called, judges_called
from glitterball.beginnings.rulebook import Ending, Method, RulebookPlan, TieRule, rulebook_text
from glitterball.beginnings.season import CoupleName, JudgeName, SeasonPlan, season_texts
from glitterball.beginnings.tutorial import HARBOUR, tutorial_files

__all__ = [
    "HARBOUR",
    "CoupleName",
    "Ending",
    "JudgeName",
    "Method",
    "RulebookPlan",
    "SeasonPlan",
    "TieRule",
    "couples_called",
    "judges_called",
    "rulebook_text",
    "season_texts",
    "tutorial_files",
]
