"""What would have been under another rulebook: hypothetical, all of it, and impossible to record. Start at `weeks.what_if`."""

from glitterball.closeness.what_if.results import (
    Hypothetical,
    HypotheticalFate,
    HypotheticalFates,
    HypotheticalLine,
    HypotheticalSeason,
    HypotheticalWeek,
)
from glitterball.closeness.what_if.weeks import what_if, what_if_season

WhatIf = HypotheticalWeek

__all__ = [
    "Hypothetical",
    "HypotheticalFate",
    "HypotheticalFates",
    "HypotheticalLine",
    "HypotheticalSeason",
    "HypotheticalWeek",
    "WhatIf",
    "what_if",
    "what_if_season",
]
