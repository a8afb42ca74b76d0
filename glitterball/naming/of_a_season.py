"""What may be meant in a season: its couples and teams, and of a week the judges, gateways and channels."""

from collections.abc import Iterable

from domain.season.setting_up.facts import OfCouple
from domain.season.state import SeasonState, WeekState
from glitterball.naming.choosing import Choice, Kind
from glitterball.naming.refusals import (
    ChannelUnclear,
    CoupleUnclear,
    GatewayUnclear,
    JudgeUnclear,
    RoundUnclear,
    SeasonUnclear,
)
from projections.names import couple_names, judge_names

COUPLE = Kind("couple", "couples", CoupleUnclear)
JUDGE = Kind("judge", "judges", JudgeUnclear)
GATEWAY = Kind("gateway", "gateways", GatewayUnclear)
CHANNEL = Kind("channel", "channels", ChannelUnclear)
ROUND = Kind("round", "rounds", RoundUnclear)
SEASON = Kind("season", "seasons", SeasonUnclear)


def choices(identifiers: Iterable[str]) -> tuple[Choice, ...]:
    """What has no name but its identifier: gateways, channels, rounds, seasons."""
    return tuple(Choice(name, name, (name,)) for name in dict.fromkeys(identifiers))


def couple_choices(state: SeasonState) -> tuple[Choice, ...]:
    """Every couple cast, by the full names of all who were ever in it; shown as on screen."""
    shown = couple_names(state)
    return tuple(Choice(couple, shown[couple], _partners(state, couple)) for couple in state.couples)


def _partners(state: SeasonState, couple: str) -> tuple[str, ...]:
    """Everybody who is or was in a couple, or stands in: a name that was right one week ago is understood."""
    changes = (change.fact for change in state.cast_changes if change.fact.couple == couple)
    pairs: list[OfCouple] = [state.couples[couple].fact, *changes]
    people = (person for pair in pairs for person in (pair.celebrity, pair.professional) if person)
    return tuple(dict.fromkeys(people))


def dancer_choices(state: SeasonState, week: WeekState | None) -> tuple[Choice, ...]:
    """Who may dance in a week: the couples, and its teams."""
    dances = week.dances.values() if week else ()
    teams = (dance.scheduled.fact.team for dance in dances)
    return couple_choices(state) + choices(team for team in teams if team and team not in state.couples)


def judge_choices(state: SeasonState, week: WeekState | None) -> tuple[Choice, ...]:
    """The judges seated in a week; in any week of the season where that one has no panel yet."""
    seated = judge_names(week) if week else {}
    everybody = seated or judge_names(*state.weeks.values())
    return tuple(Choice(judge, name, (name,)) for judge, name in everybody.items())


def gateway_choices(week: WeekState | None) -> tuple[Choice, ...]:
    """The gateways that deliver in a week."""
    return choices(one.gateway for one in (week.voting.fact.gateways if week and week.voting else ()))


def channel_choices(week: WeekState | None, gateway: str | None = None) -> tuple[Choice, ...]:
    """The channels opened for a week, of one gateway or of all."""
    gateways = week.voting.fact.gateways if week and week.voting else ()
    return choices(name for one in gateways if gateway in (None, one.gateway) for name in one.channels)
