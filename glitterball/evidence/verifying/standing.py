"""Whether a certified outcome stands, as far as that can be said without a count of votes.

As long as nothing has touched what a certification rests on, what follows from the events is what was certified, and whoever
sees no count may take the one for the other. Once something has, what follows now takes the counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.season import events as e
from domain.season.readiness import readiness
from domain.season.state import announced, last_touched
from glitterball.evidence.verifying.outcomes import placed_in
from projections.fold import SeasonFold
from projections.outcomes import lets_nobody_leave


@dataclass(frozen=True, slots=True)
class Standing:
    """What the public part of the events says of a week's last certification, at the position of that certification."""

    certified: int
    touched: int
    """The last event that changed what it rests on; 0 when nothing did."""
    against: str = ""
    """What else, on record, keeps it from standing."""
    delivered: int = 0
    """The last delivery of a gateway since: what it did takes the counts."""

    @property
    def explained(self) -> bool:
        """Whether something on record can be why it does not stand."""
        return bool(self.touched or self.against or self.delivered)

    def wrong_with(self, said: dict[str, Any]) -> Iterator[str]:
        """What a certificate says of its standing, though the events say otherwise."""
        stated, stands = said["certified"]["position"], said["stands"]
        if type(stated) is not int or stated != self.certified:
            yield f"it is about event {stated}, and the week was certified at event {self.certified} when it was made"
        if stands is True and self.touched:
            yield f"it says that it stands, and event {self.touched} changed what it rests on"
        elif stands is True and self.against:
            yield f"it says that it stands, and {self.against}"
        elif stands is False and not self.explained:
            yield "it says that it does not stand, and nothing that was recorded explains why"
        elif type(stands) is not bool:
            yield "it does not say whether it stands"


def standing_of(fold: SeasonFold, week: int, delivered: int = 0) -> Standing:
    """How the last certification of a week stands. `delivered` is the last delivery for a week whose votes count."""
    last = fold.state.weeks[week].certified[-1].position
    touched = last_touched(fold.state, week)
    return Standing(last, touched if touched > last else 0, _against(fold, week), delivered if delivered > last else 0)


def _against(fold: SeasonFold, week: int) -> str:
    """Why a certification that nothing has touched does not stand; empty where nothing that is public says so."""
    if _announced_otherwise(fold, week):
        return "what was announced is not what was certified"
    if _announced_before(fold, week):
        return "the result was announced before it was certified"
    for lacking in readiness(fold.state, week, fold.tallies):
        # Without counts, ties that votes would settle look open.
        if lacking.severity == "error" and ", clause " not in lacking.where:
            return f"something keeps the week from being certified: {lacking}"
    return ""


def _announced_otherwise(fold: SeasonFold, week: int) -> bool:
    this = fold.state.weeks[week]
    said, fact = announced(this), this.certified[-1].fact
    if lets_nobody_leave(fold.state, week):
        return bool(said.eliminated)
    if said.eliminated is not None and set(said.eliminated) != set(fact.leaving):
        return True
    if not said.eliminated and said.places is None:
        return False
    placed = placed_in(fact)
    if placed:
        return said.places is None or set(said.places) != placed
    return set(said.eliminated or ()) != set(fact.leaving)


def _announced_before(fold: SeasonFold, week: int) -> bool:
    if lets_nobody_leave(fold.state, week):
        return False
    this = fold.state.weeks[week]
    first = this.certified[0].position
    results = (e.CoupleEliminated, e.PlacesAwarded)
    return any(isinstance(event.fact, results) and event.position < first for event in this.announcements)
