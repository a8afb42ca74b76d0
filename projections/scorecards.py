"""Scorecards: every judge's mark as it stands, and totals whose split is not public."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.exact import Exact
from domain.season.events import DanceScheduled, ScoreCorrected
from domain.season.state import SeasonState
from projections.fold import SeasonFold
from projections.names import couple_names, judge_names
from projections.results import weeks_of


@dataclass(frozen=True, slots=True)
class Row:
    """One mark, in points of the rulebook's scale. `judge` is absent for a total whose split is not public; then `mark` is
    that total and `dance` names all dances it covers, joined by " + "."""

    week: int
    """The week, as viewers count."""
    episode: int
    """The number of the broadcast, counted through the season."""
    dance: str
    """Which dance: episode, round and couple or team."""
    round: str
    """The round of the episode."""
    style: str | None
    """The style, such as Waltz, where it is on record."""
    couples: tuple[str, ...]
    """Identifiers of the couples that danced; several in a team dance."""
    names: str
    """The couples as they are called."""
    team: str | None
    """The team's identifier in a team dance."""
    judge: str | None
    """The judge's identifier."""
    judge_name: str | None
    """The judge as the panel has the name."""
    mark: Exact
    """As it stands now, in points of the scale."""
    corrected_from: Exact | None
    """What stood before the last correction, in points of the scale."""
    paddle: Exact | None
    """What the paddle showed on air, in points of the scale; it decides nothing."""
    position: int
    """The event of the log that gives this mark."""
    source: str | None
    """Who published it, for marks taken from the public record."""


def rows(season: SeasonFold, week: int | None = None) -> tuple[Row, ...]:
    """All marks, by week, in running order, in the order they were given; totals without a split after them."""
    return tuple(row for number in weeks_of(season, week) for row in _week(season.state, number))


def _week(state: SeasonState, number: int) -> Iterator[Row]:
    week = state.weeks[number]
    couples, judges = couple_names(state, number), judge_names(week)
    for name, dance in week.dances.items():
        about = _about(couples, dance.scheduled.fact)
        for judge, event in dance.marks.items():
            shown = dance.paddles.get(judge)
            yield Row(
                week=number,
                dance=name,
                **about,
                judge=judge,
                judge_name=judges.get(judge, judge),
                mark=event.fact.mark,
                corrected_from=event.fact.was if isinstance(event.fact, ScoreCorrected) else None,
                paddle=shown.fact.mark if shown else None,
                position=event.position,
                source=event.fact.source,
            )
    for total in week.totals:
        yield Row(
            week=number,
            dance=" + ".join(total.fact.dances),
            **_about(couples, *(week.dances[dance].scheduled.fact for dance in total.fact.dances)),
            judge=None,
            judge_name=None,
            mark=total.fact.total,
            corrected_from=None,
            paddle=None,
            position=total.position,
            source=total.fact.source,
        )


def _about(names: dict[str, str], first: DanceScheduled, *more: DanceScheduled) -> dict[str, Any]:
    styles = list(dict.fromkeys(dance.style for dance in (first, *more) if dance.style is not None))
    return {
        "episode": first.episode,
        "round": first.round,
        "style": " + ".join(styles) or None,
        "couples": first.couples,
        "names": ", ".join(names.get(couple, couple) for couple in first.couples),
        "team": first.team,
    }
