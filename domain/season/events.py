"""The facts of a season. Each has a stable type name with a version.

Each fact stands in its chapter, beside its particulars and the command it follows from. Here are all of them by name, for
`from domain.season import events as e`, and the union (docs/decisions/0018).
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
from domain.season.stating import SeasonFact as SeasonFact
from domain.season.voting.facts import *

AnySeasonFact = (
    SettingUpFact | CastingFact | ScoringFact | VotingFact | DecidingFact | AnnouncingFact | KeyFact | PeopleFact
    | ProposalFact | ProvingFact | OpeningsDestroyed
)  # fmt: skip
"""Every fact of a season, in the order a season meets the chapters."""
