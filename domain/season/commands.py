"""The commands of a season: what somebody asks to have recorded. `do` names the command in files and messages.

Each command stands in its chapter, beside its particulars and the fact it becomes. Here are all of them by name, for
`from domain.season import commands as c`, and the unions (docs/decisions/0018).
"""

from domain.season.announcing.facts import *
from domain.season.casting.facts import *
from domain.season.custody.facts import *
from domain.season.deciding.facts import *
from domain.season.keys.facts import *
from domain.season.people.facts import *
from domain.season.proposing.facts import *
from domain.season.proving.facts import *
from domain.season.scoring.facts import *
from domain.season.setting_up.facts import *
from domain.season.stating import Command as Command
from domain.season.voting.facts import *

DirectCommand = (
    SettingUpCommand | CastingCommand | ScoringCommand | VotingCommand | DecidingCommand | AnnouncingCommand | KeyCommand
    | PeopleCommand | ProvingCommand | DestroyOpenings
)  # fmt: skip
"""What leads to a fact of its own kind."""

SeasonCommand = DirectCommand | ProposalCommand
