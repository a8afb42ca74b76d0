"""What is announced beside what is computed and certified, at the desk, before it is recorded and after. Whoever sees no counts
hears how it stands to the certificate alone, where their roles see what is certified before air."""

from typing import get_args

from domain.season import commands as c
from domain.season.state import Announcing, SeasonState, announced
from glitterball.answered.announcement import announcement_compared
from glitterball.engine.trial import Trial
from glitterball.store import Season
from glitterball.web.desk.leading import placed_in
from glitterball.web.person import Person
from glitterball.web.sight import is_withheld
from glitterball.web.words import worded
from projections.fold import SeasonFold
from projections.names import couple_names, listed

ANNOUNCES = (c.AnnounceDanger, c.AnnounceSave, c.AnnounceElimination, c.AwardPlaces)
"""Commands by which one person puts on record what was said on air."""

TYPES = frozenset(kind.TYPE for kind in get_args(Announcing))
"""The stored names of what is recorded of it."""

NOT_TOLD = worded("Whether it is what was computed is told to those whose roles see counts.")


def beside(season: Season, week: int, person: Person) -> tuple[str, ...]:
    """What was announced of a week beside what is computed, as far as a person may hear it."""
    if not is_withheld(season.state) or person.sees_in(season.name, "counts"):
        compared = announcement_compared(season, week)
        return (*map(str, compared.differing), *compared.says)
    return _beside_the_certificate(season.state, week) if person.sees_in(season.name, "before air") else (NOT_TOLD,)


def beside_if_said(season: Season, trial: Trial, command: c.SeasonCommand, person: Person) -> tuple[str, ...]:
    """The same of an announcement that was tried and is not recorded; nothing of another command."""
    if not isinstance(command, ANNOUNCES):
        return ()
    fold = SeasonFold(trial.state, season.fold.tallies)
    later = Season(season.store, season.name, trial.position, fold=fold, is_now=True)
    return beside(later, command.week, person)


def _beside_the_certificate(state: SeasonState, week: int) -> tuple[str, ...]:
    this = state.weeks[week]
    if not this.certified:
        return (worded("Nothing is certified."), NOT_TOLD)
    certified, said, names = this.certified[-1].fact, announced(this), couple_names(state, week)
    placed = placed_in(certified)
    if said.eliminated is None and said.places is None:
        return (NOT_TOLD,)
    if set(said.eliminated or ()) == set(certified.leaving) - placed.keys() and dict(said.places or ()) == placed:
        return (worded("It is what was certified."),)
    order = sorted(placed, key=lambda couple: placed[couple]) or certified.leaving
    called = listed([names.get(couple, couple) for couple in order])
    if placed:
        return (worded("It is NOT what was certified: first to last %(couples)s.", couples=called),)
    return (worded("It is NOT what was certified: leaving %(couples)s.", couples=called or worded("nobody")),)
