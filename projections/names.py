"""What people are called: couples by first names, "Anna & Ezra", and by full names when two couples would read the same."""

from collections.abc import Iterable

from domain.likeness import looks_alone
from domain.season.setting_up.facts import OfCouple
from domain.season.state import SeasonState, WeekState, cast_in
from domain.season.words import Place


def couple_names(state: SeasonState, week: int | None = None) -> dict[str, str]:
    """Every couple cast so far, by identifier, as it is called on screen in a week, or else in the last that was opened.

    No two look the same. Who is in a couple may change from week to week; its identifier does not.
    """
    cast = cast_in(state, max(state.weeks, default=1) if week is None else week)
    short = {slug: _together(_first(pair.celebrity), _first(pair.professional or "")) for slug, pair in cast.items()}
    full = {slug: _together(pair.celebrity, pair.professional or "") for slug, pair in cast.items()}
    alone = looks_alone(short.values())
    named = {slug: name if alone(name) else full[slug] for slug, name in short.items()}
    unlike = looks_alone(named.values())
    return {slug: name if unlike(name) else f"{name} ({slug})" for slug, name in named.items()}


def called(couple: str, pair: OfCouple) -> tuple[str, ...]:
    """All that a couple may be called: by first names, by full names, and with its identifier where two would look the same."""
    full = _together(pair.celebrity, pair.professional or "")
    short = _together(_first(pair.celebrity), _first(pair.professional or ""))
    return short, full, f"{short} ({couple})", f"{full} ({couple})"


def judge_names(*weeks: WeekState) -> dict[str, str]:
    """The judges seated in these weeks by identifier; a later panel's spelling holds."""
    return {
        seat.judge: seat.name
        for week in weeks
        for _, panel in sorted(week.panels.items())
        for seat in panel.fact.judges
    }


def listed(names: list[str]) -> str:
    """For a sentence: "A", "A and B", "A, B and C"; "nobody" when there is none."""
    if len(names) < 2:
        return names[0] if names else "nobody"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _together(celebrity: str, professional: str) -> str:
    """A couple; the celebrity alone where the pro is not on record."""
    return f"{celebrity} & {professional}" if professional else celebrity


def _first(name: str) -> str:
    return name.split()[0] if name.split() else name


def in_places(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places as they are read, the winner first."""
    return tuple(sorted(places, key=lambda given: (given.place, given.couple)))
