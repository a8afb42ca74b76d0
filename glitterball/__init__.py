"""Glitterball: an event-sourced results engine for televised dance competitions.

    import glitterball as gb

    season = gb.open_season("us-33")              # a season that ships, replayed in memory
    season.week(2).standings().to_polars()
    season.as_of(120).week(2).check()

    with gb.open_store("sqlite:show.sqlite") as store:
        store.season("us-40").do(gb.commands.GiveScore(...), by=gb.Actor(name="Dora", role="score desk"))

Names below are public and stay. What they stand on: `domain` (the rules), `projections` (the views). They are imported when
first asked for, so that the verifier in `glitterball.evidence` runs without loading the event log or the engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import domain as _domain
from glitterball.version import VERSION as __version__

if getattr(_domain, "BELONGS_TO", None) != "glitterball":
    raise ImportError(
        f"Another package named 'domain' is installed and hides Glitterball's: {_domain.__file__}. "
        "Uninstall it, or install Glitterball into an environment of its own."
    )


def _stage_kind(name: str) -> Any:
    """Packages are looked into only when a rulebook names a kind of one."""
    from glitterball.stage_kinds import find

    return find(name)


import_module("domain.stages.finders").FINDERS.append(_stage_kind)

if TYPE_CHECKING:
    from domain.exact import ExactNumber
    from domain.findings import Finding
    from domain.period.errors import CannotTabulate
    from domain.period.scoring_period import ScoringPeriod
    from domain.record import Actor, Recorded
    from domain.refusals import Refusal
    from domain.rulebook import Rulebook, read_rulebook, variants
    from domain.season import commands
    from domain.stages.plugged import Candidates, InDanger, StageKind, StageParameters, Tie
    from domain.tabulation.outcome import Outcome
    from domain.tabulation.tabulate import tabulate
    from glitterball.frames import Rows, Table, stacked
    from glitterball.history import HistoryReport
    from glitterball.properties import run_properties
    from glitterball.questions.history import History
    from glitterball.questions.verifying import verify, verify_folder
    from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
    from glitterball.season_files import read_season, shipped_season, shipped_seasons
    from glitterball.stage_kinds import register_stage_kind
    from glitterball.store import Season, Store, Week, open_season, open_store
    from glitterball.views.catalogue import View
    from glitterball.views.plugged import register_view

_LIVES_IN = {
    "Finding": "domain.findings",
    "Actor": "domain.record",
    "Recorded": "domain.record",
    "Refusal": "domain.refusals",
    "Rulebook": "domain.rulebook",
    "read_rulebook": "domain.rulebook",
    "variants": "domain.rulebook",
    "ExactNumber": "domain.exact",
    "CannotTabulate": "domain.period.errors",
    "Candidates": "domain.stages.plugged",
    "InDanger": "domain.stages.plugged",
    "StageKind": "domain.stages.plugged",
    "StageParameters": "domain.stages.plugged",
    "Tie": "domain.stages.plugged",
    "register_stage_kind": "glitterball.stage_kinds",
    "Outcome": "domain.tabulation.outcome",
    "ScoringPeriod": "domain.period.scoring_period",
    "tabulate": "domain.tabulation.tabulate",
    "Rows": "glitterball.frames",
    "Table": "glitterball.frames",
    "stacked": "glitterball.frames",
    "HistoryReport": "glitterball.history",
    "run_properties": "glitterball.properties",
    "History": "glitterball.questions.history",
    "verify": "glitterball.questions.verifying",
    "verify_folder": "glitterball.questions.verifying",
    "View": "glitterball.views.catalogue",
    "register_view": "glitterball.views.plugged",
    "shipped_rulebook": "glitterball.rulebooks",
    "shipped_rulebooks": "glitterball.rulebooks",
    "read_season": "glitterball.season_files",
    "shipped_season": "glitterball.season_files",
    "shipped_seasons": "glitterball.season_files",
    "Season": "glitterball.store",
    "Store": "glitterball.store",
    "Week": "glitterball.store",
    "open_season": "glitterball.store",
    "open_store": "glitterball.store",
}


def __getattr__(name: str) -> Any:
    if name == "commands":
        return import_module("domain.season.commands")
    if name not in _LIVES_IN:
        raise AttributeError(f"glitterball has no {name!r}; public are: {', '.join(__all__)}")
    return getattr(import_module(_LIVES_IN[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "Actor",
    "Candidates",
    "CannotTabulate",
    "ExactNumber",
    "Finding",
    "History",
    "HistoryReport",
    "InDanger",
    "Outcome",
    "Recorded",
    "Refusal",
    "Rows",
    "Rulebook",
    "ScoringPeriod",
    "Season",
    "StageKind",
    "StageParameters",
    "Store",
    "Table",
    "Tie",
    "View",
    "Week",
    "__version__",
    "commands",
    "open_season",
    "open_store",
    "read_rulebook",
    "read_season",
    "register_stage_kind",
    "register_view",
    "run_properties",
    "shipped_rulebook",
    "shipped_rulebooks",
    "shipped_season",
    "shipped_seasons",
    "stacked",
    "tabulate",
    "variants",
    "verify",
    "verify_folder",
]
