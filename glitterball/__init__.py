"""Glitterball: an event-sourced results engine for televised dance competitions.

    import glitterball as gb

    season = gb.open_season("us-33")              # a season that ships, replayed in memory
    season.week(2).standings().to_polars()
    season.as_of(120).week(2).check()

    with gb.open_store("sqlite:show.sqlite") as store:
        store.season("us-40").do(gb.commands.GiveScore(...), by=gb.Actor(name="Dora", role="score desk"))

Names below are public and stay. What they stand on: `domain` (the rules), `projections` (the views).
"""

import domain as _domain

if getattr(_domain, "BELONGS_TO", None) != "glitterball":
    raise ImportError(
        f"Another package named 'domain' is installed and hides Glitterball's: {_domain.__file__}. "
        "Uninstall it, or install Glitterball into an environment of its own."
    )

from domain.findings import Finding
from domain.record import Actor, Recorded
from domain.refusals import Refusal
from domain.rulebook import Rulebook, read_rulebook, variants
from domain.season import commands
from domain.tabulation.outcome import Outcome
from domain.tabulation.period import ScoringPeriod
from domain.tabulation.tabulate import tabulate
from glitterball.frames import Rows
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.season_files import read_season, shipped_season, shipped_seasons
from glitterball.store import Season, Store, Week, open_season, open_store

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Finding",
    "Outcome",
    "Recorded",
    "Refusal",
    "Rows",
    "Rulebook",
    "ScoringPeriod",
    "Season",
    "Store",
    "Week",
    "commands",
    "open_season",
    "open_store",
    "read_rulebook",
    "read_season",
    "shipped_rulebook",
    "shipped_rulebooks",
    "shipped_season",
    "shipped_seasons",
    "tabulate",
    "variants",
]
