"""Names as people type them: a couple, a judge, a gateway, a channel, a season, a round, found among those there are.

`named` finds one; `couples_of`, `judges_of` and the others say what may be meant. What is found is an identifier.
"""

from glitterball.naming.choosing import Choice, Kind, named
from glitterball.naming.dances import dance_named, dances_in_order
from glitterball.naming.identifiers import identifier
from glitterball.naming.of_a_season import (
    CHANNEL,
    COUPLE,
    GATEWAY,
    JUDGE,
    ROUND,
    SEASON,
    channel_choices,
    choices,
    couple_choices,
    dancer_choices,
    gateway_choices,
    judge_choices,
)
from glitterball.naming.refusals import (
    ChannelUnclear,
    CoupleUnclear,
    DanceUnclear,
    GatewayUnclear,
    JudgeUnclear,
    NameUnclear,
    RoundUnclear,
    SeasonUnclear,
    WeekUnclear,
)
from glitterball.naming.weeks import WEEK, week_choices, week_named
from glitterball.naming.words import SHORTEST_PREFIX, words_of

__all__ = [
    "CHANNEL",
    "COUPLE",
    "GATEWAY",
    "JUDGE",
    "ROUND",
    "SEASON",
    "SHORTEST_PREFIX",
    "WEEK",
    "ChannelUnclear",
    "Choice",
    "CoupleUnclear",
    "DanceUnclear",
    "GatewayUnclear",
    "JudgeUnclear",
    "Kind",
    "NameUnclear",
    "RoundUnclear",
    "SeasonUnclear",
    "WeekUnclear",
    "channel_choices",
    "choices",
    "couple_choices",
    "dance_named",
    "dancer_choices",
    "dances_in_order",
    "gateway_choices",
    "identifier",
    "judge_choices",
    "named",
    "week_choices",
    "week_named",
    "words_of",
]
