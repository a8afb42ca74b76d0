"""What people are called: couples by first names, "Anna & Ezra", and by full names when two couples would read the same."""

from collections import Counter

from domain.exact import Exact
from domain.likeness import folded
from domain.season.state import SeasonState, WeekState


def couple_names(state: SeasonState) -> dict[str, str]:
    """Every couple cast so far, by identifier, as it is called on screen. No two look the same."""
    cast = {slug: event.fact for slug, event in state.couples.items()}
    short = {slug: _together(_first(pair.celebrity), _first(pair.professional or "")) for slug, pair in cast.items()}
    full = {slug: _together(pair.celebrity, pair.professional or "") for slug, pair in cast.items()}
    alike = Counter(map(folded, short.values()))
    named = {slug: name if alike[folded(name)] == 1 else full[slug] for slug, name in short.items()}
    twins = Counter(map(folded, named.values()))
    return {slug: name if twins[folded(name)] == 1 else f"{name} ({slug})" for slug, name in named.items()}


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


def spoken(value: Exact) -> str:
    """A number as it is said, exactly: 8, 8.5, 1,200,000; 17/3 where no decimal is exact."""
    if isinstance(value, int):
        return f"{value:,}"
    for places in (1, 2, 3, 4):
        scaled = value * 10**places
        if scaled.denominator == 1:
            whole, rest = divmod(abs(int(scaled)), 10**places)
            return f"{'-' if value < 0 else ''}{whole:,}.{rest:0{places}d}"
    return str(value)


def _together(celebrity: str, professional: str) -> str:
    """A couple; the celebrity alone where the pro is not on record."""
    return f"{celebrity} & {professional}" if professional else celebrity


def _first(name: str) -> str:
    return name.split()[0] if name.split() else name
