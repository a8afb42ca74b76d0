"""What people are called: couples by first names, "Anna & Ezra", and by full names when two couples would read the same."""

from domain.likeness import looks_alone
from domain.season.state import SeasonState, WeekState


def couple_names(state: SeasonState) -> dict[str, str]:
    """Every couple cast so far, by identifier, as it is called on screen. No two look the same."""
    cast = {slug: event.fact for slug, event in state.couples.items()}
    short = {slug: _together(_first(pair.celebrity), _first(pair.professional or "")) for slug, pair in cast.items()}
    full = {slug: _together(pair.celebrity, pair.professional or "") for slug, pair in cast.items()}
    alone = looks_alone(short.values())
    named = {slug: name if alone(name) else full[slug] for slug, name in short.items()}
    unlike = looks_alone(named.values())
    return {slug: name if unlike(name) else f"{name} ({slug})" for slug, name in named.items()}


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
