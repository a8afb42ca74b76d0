"""Everything that can be asked of a season, once. The routes, the description in OpenAPI and the documentation are made of it."""

from collections.abc import Callable
from dataclasses import dataclass

from glitterball.answered.decisions import Line
from glitterball.answered.week import Checked
from glitterball.procedures.decisions import Decision
from glitterball.rules import Said
from glitterball.timeline import Row as EventRow
from glitterball.web.access import EVERYBODY, Access
from glitterball.web.api import questions as q
from glitterball.web.api.questions import Question, Told
from projections import leaderboard, scorecards, season_grid, standings

OF_A_SEASON = "/seasons/{season}"
COMMANDS = OF_A_SEASON + "/commands"
DELIVERIES = "/deliveries"
LIVE = OF_A_SEASON + "/live"
OF_A_WEEK = OF_A_SEASON + "/weeks/{week}"

MOMENT = ("as_of", "at")
PART = ("limit", "cursor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something that can be asked of a season, and who may. `row` is the kind of the rows of a list; `more` is what else can be
    said of it."""

    path: str
    ask: Callable[[Question], Told]
    access: Access = EVERYBODY
    row: type | None = None
    is_list: bool = False
    more: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in the description, and in what is generated from that."""
        return self.ask.__name__.replace("_", "-")

    @property
    def says(self) -> str:
        """What it answers."""
        return " ".join((self.ask.__doc__ or "").split())

    @property
    def known(self) -> tuple[str, ...]:
        """What can be said in the address besides its path."""
        return (*MOMENT, *(PART if self.is_list else ()), *self.more)


OPERATIONS: tuple[Operation, ...] = (
    Operation(path=OF_A_SEASON, ask=q.at_a_glance, row=q.AtAGlance),
    Operation(path=OF_A_SEASON + "/grid", ask=q.grid, row=season_grid.Row, is_list=True),
    Operation(path=OF_A_SEASON + "/events", ask=q.events, row=EventRow, is_list=True, more=("kind", "votes")),
    Operation(path=OF_A_SEASON + "/events/{position}", ask=q.event),
    Operation(path=OF_A_SEASON + "/decisions", ask=q.decisions, row=Decision, is_list=True),
    Operation(path=OF_A_SEASON + "/decisions/{number}", ask=q.decision, row=Line),
    Operation(path=OF_A_SEASON + "/views/{view}", ask=q.view, is_list=True, more=("week",)),
    Operation(path=OF_A_WEEK, ask=q.board),
    Operation(path=OF_A_WEEK + "/check", ask=q.check, row=Checked, is_list=True),
    Operation(path=OF_A_WEEK + "/standings", ask=q.standings, row=standings.Row, is_list=True),
    Operation(path=OF_A_WEEK + "/leaderboard", ask=q.leaderboard, row=leaderboard.Row, is_list=True),
    Operation(path=OF_A_WEEK + "/scorecards", ask=q.scorecards, row=scorecards.Row, is_list=True),
    Operation(path=OF_A_WEEK + "/audit", ask=q.audit),
    Operation(path=OF_A_WEEK + "/votes", ask=q.votes, is_list=True),
    Operation(path=OF_A_WEEK + "/rules", ask=q.rules, row=Said, is_list=True),
    Operation(path=OF_A_WEEK + "/certificate", ask=q.certificate),
)

NUMBERS = frozenset(("week", "position", "number"))
"""What is a whole number in a path."""
