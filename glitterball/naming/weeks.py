"""A week as people call it: by its number, by the title it was opened with, or by the form in which it ends."""

from domain.season.state import SeasonState, title_of
from glitterball.naming.choosing import Choice, Kind, named
from glitterball.naming.refusals import WeekUnclear

WEEK = Kind("week", "weeks", WeekUnclear)


def week_named(said: str, state: SeasonState) -> int:
    """The number of the one week that was meant. Refuses a name that fits none, and one that fits several."""
    return int(named(_in_one(said), WEEK, week_choices(state)))


def week_choices(state: SeasonState) -> tuple[Choice, ...]:
    """The weeks of a season, each by its title and its form."""
    return tuple(_choice(number, title_of(week), week.opened.fact.form) for number, week in sorted(state.weeks.items()))


def _choice(number: int, title: str | None, form: str) -> Choice:
    names = (form,) if title is None else (title, form)
    return Choice(str(number), f"{number} ({', '.join(names)})", tuple(map(_in_one, names)))


def _in_one(name: str) -> str:
    """A name whose words with hyphens are one word: a semi-final is no final."""
    return name.replace("-", "")
