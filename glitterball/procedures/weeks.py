"""A week is opened with its panels and its running order, all of it or nothing."""

from collections.abc import Sequence
from typing import Any, Protocol

from domain.record import Actor, Recorded
from domain.season import commands as c
from domain.season.state import WeekState, title_of

SettingUp = c.OpenWeek | c.SeatPanel | c.ScheduleDance | c.GrantImmunity
"""What a week is set up with before the first dance."""


class TakesSeveral(Protocol):
    """A season that records several commands in one commit."""

    def do_all(
        self, commands: Sequence[c.SeasonCommand], by: Actor, *, key: str | None = None
    ) -> tuple[Recorded[Any], ...]:
        """Record what they lead to, all or none."""


def open_week(
    season: TakesSeveral, setting_up: Sequence[SettingUp], by: Actor, *, key: str | None = None
) -> tuple[Recorded[Any], ...]:
    """Open a week as planned, in one commit: a week of which only half is set up is never on record.

    `setting_up` begins with the opening of the week. Refuses what any of the commands is refused for; nothing is
    recorded then.
    """
    return season.do_all(as_planned(setting_up), by, key=key)


def as_planned(setting_up: Sequence[SettingUp]) -> Sequence[SettingUp]:
    """The commands that open one week, in the order in which they are given: its opening first, and none of another week."""
    opening = setting_up[0] if setting_up else None
    assert isinstance(opening, c.OpenWeek), "the first of them opens the week"
    assert all(command.week == opening.week for command in setting_up), "all of them are of one week"
    return setting_up


def setting_up_of(week: WeekState) -> tuple[SettingUp, ...]:
    """The commands that set up a week as one on record was, without the sources its facts named."""
    opened = week.opened.fact
    opening = c.OpenWeek(
        week=opened.week,
        form=opened.form,
        episodes=opened.episodes,
        scores_from=opened.scores_from,
        votes_from=opened.votes_from,
        title=title_of(week),
    )
    return (
        opening,
        *(c.SeatPanel.model_validate(_said(panel)) for panel in week.panels.values()),
        *(c.ScheduleDance.model_validate(_said(dance.scheduled)) for dance in week.dances.values()),
        *(c.GrantImmunity.model_validate(_said(granted)) for granted in week.immunities),
    )


def _said(event: Recorded[Any]) -> dict[str, Any]:
    said: dict[str, Any] = event.fact.model_dump(exclude_none=True, exclude={"source"})
    return said
