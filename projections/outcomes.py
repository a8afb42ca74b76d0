"""The outcomes of a season, week by week: what follows from the rules, what was certified, what was announced."""

from dataclasses import dataclass
from typing import Literal

from domain.season.outcome import outcome_of
from domain.season.state import Announced, SeasonState, announced, last_touched, rulebook_of
from domain.tabulation.outcome import Outcome
from projections.fold import SeasonFold

Certified = Literal["yes", "stale", "no"]
Agrees = Literal["yes", "no", "secret", "undecided", "not yet"]
"""Whether what was announced is what follows. `secret`: the votes were not published, so only the audit's implied result
can say; `not yet`: nothing was announced, or nothing can be computed because scores are missing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One week. Couples are named by identifier, in the order they left; a finale has them by place, the winner first."""

    week: int
    """The week, as viewers count."""
    form: str
    """The form of the rulebook by which the week ends."""
    status: Literal["decided", "undecided", "not tabulated", "no rulebook"]
    """How far the outcome follows from the rules."""
    computed_leaving: tuple[str, ...]
    """The couples that leave by the rules."""
    announced_leaving: tuple[str, ...]
    """The couples named as leaving."""
    computed_places: tuple[str, ...]
    """The couples by final place, as they follow from the rules."""
    announced_places: tuple[str, ...]
    """The couples by final place, as announced."""
    certified: Certified
    """Whether the outcome was certified, and whether it is still what is computed."""
    agrees: Agrees
    """Whether what was announced is what is computed."""


def rows(season: SeasonFold, week: int | None = None) -> tuple[Row, ...]:
    """The weeks in order, or one of them."""
    numbers = sorted(season.state.weeks) if week is None else [week] if week in season.state.weeks else []
    return tuple(row_of(season, number) for number in numbers)


def row_of(season: SeasonFold, week: int) -> Row:
    """The row of one week."""
    state = season.state
    this = state.weeks[week]
    said = announced(this)
    outcome = outcome_of(state, week, season.tallies, explain=False) if rulebook_of(state, week) else None
    return Row(
        week,
        this.opened.fact.form,
        outcome.status if outcome else "no rulebook",
        outcome.leaving if outcome else (),
        said.eliminated or (),
        tuple(couple for couple, _ in places_of(outcome)) if outcome else (),
        tuple(couple for couple, _ in sorted(said.places or (), key=lambda awarded: awarded[1])),
        certified_of(season, week),
        agrees(season, week, outcome, said) if outcome else "not yet",
    )


def agrees(season: SeasonFold, week: int, outcome: Outcome, said: Announced) -> Agrees:
    """Whether what was announced of a week is what follows. Who left counts as a set; a finale by its places."""
    this = season.state.weeks[week]
    if lets_nobody_leave(season.state, week):
        if said.eliminated:
            return "no"
        return "yes" if this.closed is not None else "not yet"
    if not said.eliminated and said.places is None:
        return "not yet"
    if outcome.status == "not tabulated":
        return "secret" if season.state.mode == "historic" and votes_are_secret(outcome) else "not yet"
    if outcome.status == "undecided":
        return "undecided"
    if outcome.placed:
        return "yes" if said.places is not None and set(said.places) == set(places_of(outcome)) else "no"
    return "yes" if set(said.eliminated or ()) == set(outcome.leaving) else "no"


def lets_nobody_leave(state: SeasonState, week: int) -> bool:
    """Whether nobody leaves in this week whatever the votes: by its form, or because the elimination was cancelled."""
    this = state.weeks[week]
    rulebook = rulebook_of(state, week)
    form = rulebook.form(this.opened.fact.form) if rulebook else None
    return this.cancelled is not None or (form is not None and form.select.kind == "nobody")


def votes_are_secret(outcome: Outcome) -> bool:
    """Whether an outcome waits for votes that are not on record and for nothing else."""
    return outcome.status == "not tabulated" and {need.what for need in outcome.needs} == {"votes"}


def places_of(outcome: Outcome) -> tuple[tuple[str, int], ...]:
    """The computed places of a finale that is decided, the winner first."""
    if not outcome.placed or outcome.status != "decided":
        return ()
    return tuple((line.couple, line.place) for line in outcome.standings() if line.place is not None)


def certified_of(season: SeasonFold, week: int) -> Certified:
    """Whether a certificate stands, or is stale because a later event changed what it rests on."""
    this = season.state.weeks[week]
    if not this.certified:
        return "no"
    return "stale" if touched_after(season, week) else "yes"


def touched_after(season: SeasonFold, week: int) -> int:
    """The last event that changed what the week's last certificate rests on; 0 when nothing did.

    Weeks whose scores and votes are carried in count, withdrawals, and the rulebook.
    """
    this = season.state.weeks[week]
    last = last_touched(season.state, week)
    return last if last > this.certified[-1].position else 0
