"""Whether a certification stands, as far as it can be said without a count of votes.

As long as nothing has changed what it rests on, what follows is what was certified; once something has, that takes the counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .part_02_spellings import Json
from .part_15_season import Season
from .part_24_outcomes import is_ready, touched_since

RESULTS_SAID = ("couple-eliminated.v1", "places-awarded.v1")


@dataclass(frozen=True)
class Standing:
    """The last certification of a week: where it is, what changed what it rests on, what else speaks against it, and the last
    delivery since, which takes the counts."""

    certified: int
    touched: int
    against: str
    delivered: int

    def wrong_with(self, said: Json) -> Iterator[str]:
        """Where a certificate says otherwise of its standing."""
        stated, stands = said["certified"]["position"], said["stands"]
        if type(stated) is not int or stated != self.certified:
            yield f"it is about event {stated}, and the week was certified at event {self.certified} when it was made"
        if stands is True and (self.touched or self.against):
            why = f"event {self.touched} changed what it rests on" if self.touched else self.against
            yield f"it says that it stands, and {why}"
        if stands is False and not (self.touched or self.against or self.delivered):
            yield "it says that it does not stand, and nothing that was recorded explains why"
        if type(stands) is not bool:
            yield "it does not say whether it stands"


def standing_of(season: Season, number: int, delivered: dict[int, int]) -> Standing:
    """How the last certification of a week stands; `delivered` is by week the last delivery."""
    week = season.weeks[number]
    last, touched = week.certified[-1].position, touched_since(season, number)
    since = max((delivered.get(voted, 0) for voted in week.opened["votes_from"]), default=0)
    return Standing(last, touched if touched > last else 0, _against(season, number), since if since > last else 0)


def nobody_leaves(season: Season, number: int) -> bool:
    """Whether nobody leaves whatever the votes: by the form of the week, or because the elimination was cancelled."""
    week, adopted = season.weeks[number], season.rulebook(number)
    forms = adopted.fact["rulebook"]["forms"] if adopted else []
    form: Json = next((form for form in forms if form["name"] == week.opened["form"]), None)
    return week.cancelled is not None or (form is not None and form["select"]["kind"] == "nobody")


def announced_too_early(season: Season, number: int) -> bool:
    """Whether who left was said before it was certified, other than in history."""
    week = season.weeks[number]
    first = week.certified[0].position
    early = (event.type in RESULTS_SAID and event.position < first for event in week.announcements)
    return not season.historic and not nobody_leaves(season, number) and any(early)


def _against(season: Season, number: int) -> str:
    if _announced_otherwise(season, number):
        return "what was announced is not what was certified"
    if announced_too_early(season, number):
        return "the result was announced before it was certified"
    if not season.historic and not is_ready(season, number, False, season.time):
        return "something keeps the week from being certified"
    return ""


def _announced_otherwise(season: Season, number: int) -> bool:
    """Who was said to leave, or the places, against the certification; nothing was said, and nothing is otherwise."""
    week = season.weeks[number]
    said, fact = week.announced(), week.certified[-1].fact
    left, places = said.get("eliminated"), said.get("places")
    if nobody_leaves(season, number):
        return bool(left)
    if left is not None and set(left) != set(fact["leaving"]):
        return True
    if not left and places is None:
        return False
    placed = fact.get("placed") or [line for line in fact.get("standings", ()) if line["result"] == "placed"]
    if placed:
        return places is None or set(places) != {(line["couple"], line["place"]) for line in placed}
    return set(left or ()) != set(fact["leaving"])
