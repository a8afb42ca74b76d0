"""A dance as people name it: by who dances it, with the round or the episode where they dance several."""

from collections.abc import Sequence

from domain.season.refusals import DanceUnknown
from domain.season.state import SeasonState
from glitterball.naming.choosing import named
from glitterball.naming.of_a_season import COUPLE, ROUND, choices, dancer_choices
from glitterball.naming.refusals import DanceUnclear


def dances_in_order(said: Sequence[str], state: SeasonState, week: int, episode: int) -> tuple[str, ...]:
    """Several dances of an episode as people name them one after another: who dances several times is named as often, and each
    time the next of these dances is meant, in the order they were scheduled. Refuses a name that fits nobody."""
    this = state.weeks.get(week)
    left = [name for name, dance in this.dances.items() if dance.scheduled.fact.episode == episode] if this else []
    order: list[str] = []
    for name in said:
        meant = _next_dance(name, state, week, left)
        left.remove(meant)
        order.append(meant)
    return tuple(order)


def _next_dance(said: str, state: SeasonState, week: int, left: Sequence[str]) -> str:
    """The first of the dances that are left which is the one, or is danced by those, who were named."""
    if said.strip().casefold() in left:
        return said.strip().casefold()
    this = state.weeks.get(week)
    who = named(said, COUPLE, dancer_choices(state, this))
    dances = {name: this.dances[name].scheduled.fact for name in left} if this else {}
    teams = [name for name, fact in dances.items() if fact.team == who]
    alone = [name for name, fact in dances.items() if fact.team is None and who in fact.couples]
    if not teams and not alone:
        raise DanceUnknown(said, week)
    return (*teams, *alone)[0]


def dance_named(
    said: str, state: SeasonState, week: int, round_said: str | None = None, episode: int | None = None
) -> str:
    """The one dance of a week that was meant: by its identifier, or by a couple or a team with, where they dance several, the
    round or the episode. Refuses a name that fits nobody, and several dances with their identifiers."""
    this = state.weeks.get(week)
    if this is not None and said.strip().casefold() in this.dances:
        return said.strip().casefold()
    who = named(said, COUPLE, dancer_choices(state, this))
    dances = [dance.scheduled.fact for dance in this.dances.values()] if this else []
    danced = [fact for fact in dances if who in fact.couples or who == fact.team]
    round_name = round_said
    if round_said is not None and danced:
        round_name = named(round_said, ROUND, choices(fact.round for fact in danced), f" of {who} in week {week}")
    fitting = [fact.dance for fact in danced if round_name in (None, fact.round) and episode in (None, fact.episode)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        asked = ".".join(str(part) for part in (episode, round_name, who) if part is not None)
        raise DanceUnknown(asked, week)
    raise DanceUnclear(said, f"several dances of week {week}", "", f"dances it fits are {', '.join(fitting)}")
