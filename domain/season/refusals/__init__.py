"""The refusals of a season. Codes are stable for ever."""

from domain.season.refusals.announcing import (
    NotAnnounced,
    NotCertified,
    PlacesDoNotFit,
    SourceNeeded,
)
from domain.season.refusals.deciding import (
    BallotOutOfPlace,
    NoSuchTie,
    WeekNotReady,
)
from domain.season.refusals.scoring import (
    AlreadyScored,
    MarkOffTheScale,
    NotScoredYet,
    TotalDoesNotFit,
    TotalsAreForHistory,
)
from domain.season.refusals.setting_up import (
    CoupleAlreadyCast,
    CoupleNotDancing,
    CoupleUnknown,
    DanceAlreadyScheduled,
    DanceUnknown,
    EpisodeUnknown,
    JudgeNotOnPanel,
    NobodyWouldBeLeft,
    NoRulebook,
    PanelInUse,
    RulebookLacks,
    SeasonAlreadyOpen,
    SeasonNotOpen,
    WeekCannotClose,
    WeekClosedAlready,
    WeekOutOfOrder,
    WeekUnknown,
)
from domain.season.refusals.signing import (
    AlreadySo,
    NeedsSecondPerson,
    NoSuchProposal,
    RoleMayNot,
    SamePerson,
)
from domain.season.refusals.voting import (
    NoSuchChannel,
    VotingState,
)

__all__ = [
    "AlreadyScored",
    "AlreadySo",
    "BallotOutOfPlace",
    "CoupleAlreadyCast",
    "CoupleNotDancing",
    "CoupleUnknown",
    "DanceAlreadyScheduled",
    "DanceUnknown",
    "EpisodeUnknown",
    "JudgeNotOnPanel",
    "MarkOffTheScale",
    "NeedsSecondPerson",
    "NoRulebook",
    "NoSuchChannel",
    "NoSuchProposal",
    "NoSuchTie",
    "NobodyWouldBeLeft",
    "NotAnnounced",
    "NotCertified",
    "NotScoredYet",
    "PanelInUse",
    "PlacesDoNotFit",
    "RoleMayNot",
    "RulebookLacks",
    "SamePerson",
    "SeasonAlreadyOpen",
    "SeasonNotOpen",
    "SourceNeeded",
    "TotalDoesNotFit",
    "TotalsAreForHistory",
    "VotingState",
    "WeekCannotClose",
    "WeekClosedAlready",
    "WeekNotReady",
    "WeekOutOfOrder",
    "WeekUnknown",
]
