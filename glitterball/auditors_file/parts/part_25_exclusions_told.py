"""What was left out of the count, as a certificate tells it: each thing taken back alone, and the week tabulated again."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from .part_02_spellings import Json, sum_of
from .part_10_events import Event
from .part_13_tallies import Tally
from .part_15_season import Season
from .part_22_tie_chain import Outcome
from .part_24_outcomes import outcome_of
from .part_25_answers import answer_for

LATE = "batches after the seal"


@dataclass
class Taken:
    """A decision that leaves votes out or puts others in their place: what it is called, and a week's fields without it."""

    week: int
    kind: str
    what: str
    event: Event
    votes: int | None
    without: dict[str, Any]


def taken_out(season: Season, number: int) -> Iterator[Taken]:
    """Each decision about votes that count towards a week, in the order of the log; a cancelled elimination last."""
    for voted in season.weeks[number].opened["votes_from"]:
        if voted in season.weeks:
            yield from sorted(_taken_out_of(season, voted), key=lambda taken: taken.event.position)
    cancelled = season.weeks[number].cancelled
    if cancelled is not None:
        yield Taken(number, "elimination cancelled", "nobody leaves", cancelled, None, {"cancelled": None})


def _taken_out_of(season: Season, number: int) -> Iterator[Taken]:
    week, tally = season.weeks[number], season.tallies.get(number, Tally())
    kinds: list[tuple[str, str, dict[Any, Event]]] = [
        ("batch voided", "voids", week.voids),
        ("channel voided", "void_channels", week.void_channels),
        ("votes substituted", "substitutions", week.substitutions),
        ("manifest replaced", "replaced", week.replaced),
        ("gateway given up", "given_up", week.given_up),
    ]
    for kind, name, held in kinds:
        for event in held.values():
            left = {key: other for key, other in held.items() if other is not event}
            yield Taken(
                number, kind, _left_out(kind, event.fact), event, _votes_left_out(kind, event.fact, tally), {name: left}
            )


def _left_out(kind: str, fact: Json) -> str:
    match kind:
        case "batch voided":
            return f"batch {fact['batch']} of {fact['gateway']} ({fact['channel']}, {fact['body']})"
        case "channel voided":
            return f"channel {fact['channel']}"
        case "votes substituted":
            return f"the votes of {fact['body']}"
        case "manifest replaced":
            return f"the votes of {fact['gateway']} in channel {fact['channel']} ({fact['body']})"
        case _:
            return f"gateway {fact['gateway']}, its votes taken {fact['taken']}"


def _votes_left_out(kind: str, fact: Json, tally: Tally) -> int | None:
    """How many votes are left out; nothing where others stand in their place."""
    if kind == "batch voided":
        return sum(int(line["votes"]) for line in fact.get("votes", ()))
    if kind == "channel voided":
        cells = [gateway.channels.items() for gateway in tally.gateways.values()]
        return sum(held.accepted for cell in cells for (name, _), held in cell if name == fact["channel"])
    if kind == "gateway given up" and fact["taken"] == "not at all":
        gateway = tally.gateways.get(fact["gateway"])
        return sum(held.accepted for held in gateway.channels.values()) if gateway else 0
    return None


def decided_exclusions(season: Season, number: int) -> list[Json]:
    """Of each exclusion that people decided what is known without a count."""
    return [_answered_for(season, taken) for taken in taken_out(season, number)]


def _answered_for(season: Season, taken: Taken) -> Json:
    event = taken.event
    by = answer_for(season, event)
    return {
        "kind": taken.kind,
        "week": taken.week,
        "what": taken.what,
        "reason": event.fact.get("reason", ""),
        "by": by,
        "position": event.position,
    }


def exclusions_told(season: Season, number: int, sealed: bool, hides: bool) -> list[Json]:
    """Each exclusion that people decided, and how the week ends without it. `hides`: no number of votes is told."""
    stands = outcome_of(season, number)
    return [_without_it(season, number, taken, stands, sealed, hides) for taken in taken_out(season, number)]


def _without_it(season: Season, number: int, taken: Taken, stands: Outcome, sealed: bool, hides: bool) -> Json:
    again = copy(season)
    again.weeks = {**season.weeks, taken.week: replace(season.weeks[taken.week], **taken.without)}
    without = outcome_of(again, number)
    differs = _how_it_ends(without) != _how_it_ends(stands)
    told = {
        "status": without.status,
        "bottom": list(without.bottom),
        "leaving": list(without.leaving),
        "places": [list(pair) for pair in _places_in(without)],
    }
    return {
        "votes": None if hides or taken.votes is None else str(taken.votes),
        **_answered_for(season, taken),
        "outcome_differs": differs,
        "bottom_differs": set(without.bottom) != set(stands.bottom),
        "without_it": None if sealed else told,
    }


def _how_it_ends(outcome: Outcome) -> tuple[str, set[str], set[tuple[str, int]]]:
    return outcome.status, set(outcome.leaving), set(_places_in(outcome))


def _places_in(outcome: Outcome) -> list[tuple[str, int]]:
    """The places of a finale that is decided, the winner first."""
    lines = outcome.standings() if outcome.placed and outcome.status == "decided" else []
    return [(line["couple"], line["place"]) for line in lines if line["place"]]


def late_batches(season: Season, number: int) -> list[Json]:
    """Of batches behind the seal what is known here: how many, of how many votes, by week. What they would change is not."""
    told = []
    for voted in season.weeks[number].opened["votes_from"]:
        gateways = season.tallies.get(voted, Tally()).gateways.values() if voted in season.weeks else ()
        behind = sum_of((0, gateway.behind) for gateway in gateways)
        if behind:
            votes = str(sum_of((0, gateway.behind_votes) for gateway in gateways))
            told.append({"week": voted, "what": f"{behind} batch{'es' if behind > 1 else ''}", "votes": votes})
    return told
