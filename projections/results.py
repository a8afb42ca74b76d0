"""How a week ended for each couple: as announced, and where nothing was announced as computed. Shared by several views."""

from typing import Literal

from domain.season.outcome import outcome_of
from domain.season.state import SeasonState, announced, field_of, rulebook_of
from projections.fold import SeasonFold

ToldBy = Literal["announced", "computed", "not known"]
Results = dict[str, tuple[str, ToldBy]]


def said_on_air(state: SeasonState, week: int) -> dict[str, str]:
    """The result of each couple as announced; empty when nothing was said of this week's end.

    Couples nobody spoke of are `safe` once somebody was named as leaving or the week is closed.
    """
    this = state.weeks[week]
    said = announced(this)
    places = dict(said.places or ())
    silent = said.danger is None and said.saved is None and said.eliminated is None and said.places is None
    if silent and this.closed is None:
        return {}
    over = this.closed is not None or bool(said.eliminated)
    results = {}
    for couple in field_of(state, week):
        if couple in (said.eliminated or ()):
            results[couple] = "leaves"
        elif couple in places:
            results[couple] = "placed"
        elif couple in (said.saved or ()):
            results[couple] = "saved"
        elif couple in (said.danger or ()):
            results[couple] = "in danger"
        else:
            results[couple] = "safe" if over else "not known"
    return results


def computed(season: SeasonFold, week: int) -> dict[str, str]:
    """The result of each couple as it follows from the rules; empty where it cannot be tabulated."""
    if rulebook_of(season.state, week) is None:
        return {}
    outcome = outcome_of(season.state, week, season.tallies, explain=False)
    if outcome.status == "not tabulated":
        return {}
    return {line.couple: line.result for line in outcome.standings()}


def results_of(season: SeasonFold, week: int) -> Results:
    """Every couple of the week: what was announced, else what is computed. Those that withdrew in it are among them."""
    state = season.state
    said = said_on_air(state, week)
    follows = {} if said else computed(season, week)
    results: Results = {}
    for couple in field_of(state, week):
        if couple in said and said[couple] != "not known":
            results[couple] = said[couple], "announced"
        elif follows.get(couple, "not known") != "not known":
            results[couple] = follows[couple], "computed"
        else:
            results[couple] = "not known", "not known"
    for couple, event in state.withdrawals.items():
        if event.fact.week == week:
            results[couple] = "withdrew", "announced"
    return results


def weeks_of(season: SeasonFold, week: int | None) -> tuple[int, ...]:
    """The weeks a view is asked for: one (if it was opened), or all in order."""
    if week is None:
        return tuple(sorted(season.state.weeks))
    return (week,) if week in season.state.weeks else ()
