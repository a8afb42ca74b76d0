"""Announcing, in sentences."""

from typing import assert_never

from domain.season import events as e
from domain.season.words import Place
from projections.names import in_places
from projections.saying.speaker import Speaker

Facts = (
    e.DangerAnnounced | e.CoupleSaved | e.CoupleEliminated | e.PlacesAwarded | e.PlacesCorrected | e.AnnouncementCorrected
    | e.AnnouncementDisputed | e.WeekClosed | e.WeekReopened
)  # fmt: skip

_WHAT = {"danger": "in danger", "saved": "saved", "eliminated": "leaving"}


def placed(places: tuple[Place, ...], speak: Speaker) -> str:
    """Couples with their places, the winner first: "1. Anna & Ezra, 2. Ben & Faye"."""
    return ", ".join(f"{given.place}. {speak.couple(given.couple)}" for given in in_places(places))


def say(fact: Facts, speak: Speaker) -> str:
    """The sentence of a fact."""
    match fact:
        case e.DangerAnnounced():
            return f"{speak.couples(fact.couples)} were announced in danger in week {fact.week}."
        case e.CoupleSaved():
            by = f"saved by the {fact.by}" if fact.by != "not said" else "saved"
            return f"{speak.couple(fact.couple)} were announced {by} in week {fact.week}."
        case e.CoupleEliminated():
            return f"{speak.couple(fact.couple)} were announced as leaving in week {fact.week}."
        case e.PlacesAwarded():
            return f"The places of week {fact.week} were announced: {placed(fact.places, speak)}."
        case e.PlacesCorrected():
            now = placed(fact.places, speak)
            return f"The announced places of week {fact.week} were corrected to {now}: {fact.reason}."
        case e.AnnouncementCorrected():
            now = f"{speak.couples(fact.couples)} {_WHAT[fact.what]}"
            return f"The announcement of week {fact.week} was corrected to {now}: {fact.reason}."
        case e.AnnouncementDisputed():
            who = fact.source or "Another source"
            claim = f"{speak.couples(fact.couples)} {_WHAT[fact.what]}"
            return f"{who} has {claim} in week {fact.week} instead: {fact.claim}."
        case e.WeekClosed():
            return f"Week {fact.week} was closed."
        case e.WeekReopened():
            return f"Week {fact.week} was opened again: {fact.reason}."
        case _:
            assert_never(fact)
