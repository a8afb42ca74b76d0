"""What people decided that bears on a week, as a certificate tells it: all of it, in the order of the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .part_02_spellings import Json, count_of
from .part_10_events import Event
from .part_15_season import Season
from .part_24_page_words import listed
from .part_25_answers import answer_for


class Naming(NamedTuple):
    """How couples are called on the certificate; `same_in` are the weeks in which every couple is the same people."""

    names: dict[str, str]
    same_in: set[int]

    def all_of(self, couples: Json) -> str:
        return listed([self.names.get(couple, couple) for couple in couples])


def naming_of(season: Season, number: int, names: dict[str, str]) -> Naming:
    """The names of a certificate, and the weeks of which they are the names too."""
    same = {
        other
        for other in season.weeks
        if all(season.people_of(couple, other) == season.people_of(couple, number) for couple in season.cast)
    }
    return Naming(names, same)


def decisions_told(season: Season, number: int, naming: Naming) -> list[Json]:
    """Every decision. What was decided is left open (None) where a couple is named that was other people in that week."""
    opened = season.weeks[number].opened
    counted = {*opened["scores_from"], *opened["votes_from"], number} & season.weeks.keys()
    found = [
        told
        for event in season.said.values()
        if event.fact.get("week") in counted and _stands(season, event)
        for told in [_of_a_week(event, naming), _of_votes(event), _of_the_run(event, naming)]
        if told is not None
    ]
    found += [told for event in season.cast_changes if (told := _recast(event, counted)) is not None]
    found += [*_of_the_season(season, number)]
    return sorted(
        ({**told, **_answered(season, told["position"])} for told in found), key=lambda told: told["position"]
    )


def _answered(season: Season, position: int) -> Json:
    event = season.said[position]
    return {"by": answer_for(season, event), "time": event.time}


def _decision_told(event: Event, kind: str, what: str | None, reason: str | None = None) -> Json:
    said = event.fact.get("reason", "") if reason is None else reason
    return {"kind": kind, "what": what, "reason": said, "position": event.position}


def _stands(season: Season, event: Event) -> bool:
    """Of decisions of which the last counts, whether this is it."""
    fact, kind = event.fact, event.type.rsplit(".", 1)[0]
    if kind == "couple-withdrew":
        return season.withdrawals.get(fact["couple"]) is event
    if kind == "input-substituted":
        return season.weeks[fact["week"]].substitutions.get(fact["body"]) is event
    return kind != "elimination-cancelled" or season.weeks[fact["week"]].cancelled is event


def _of_a_week(event: Event, naming: Naming) -> Json | None:
    """Decisions about dancing, judging and what was said on air."""
    fact, kind = event.fact, event.type.rsplit(".", 1)[0]
    where = f"week {fact['week']}"

    def named(what: str) -> str | None:
        return what if fact["week"] in naming.same_in else None

    match kind:
        case "running-order-stated":
            what = f"{where}, episode {fact['episode']}: {', '.join(fact['dances'])}"
            return _decision_told(event, "running order stated", what)
        case "bye-stated":
            return _decision_told(
                event, "bye stated", named(f"{where}, {fact['holds']}: {naming.all_of(fact['couples'])}")
            )
        case "elimination-cancelled":
            return _decision_told(event, "elimination cancelled", where)
        case "cut-settled":
            what = f"{where}, equal at the cut, {fact['decided']}: {naming.all_of(fact['couples'])}"
            return _decision_told(event, "cut settled", named(what), fact["how"])
        case "couples-called" if "reason" in fact:
            return _decision_told(event, "card replaced", f"{where}, {fact['judge']} in round {fact['round']}")
        case "immunity-granted":
            return _decision_told(event, "immunity", named(f"{where}, {naming.all_of([fact['couple']])}"))
        case "judge-absent":
            return _decision_told(event, "judge absent", f"{where}, {fact['judge']}")
        case "announcement-corrected":
            what = f"{where}, {fact['what']}: {naming.all_of(fact['couples'])}"
            return _decision_told(event, "announcement corrected", named(what))
        case "places-corrected":
            lines = sorted(fact["places"], key=lambda line: (line["place"], line["couple"]))
            what = f"{where}, places: {naming.all_of([line['couple'] for line in lines])}"
            return _decision_told(event, "announcement corrected", named(what))
        case _:
            return None


def _of_votes(event: Event) -> Json | None:
    """Decisions about votes that leave none out: windows, the week stated anew, votes put in the place of others."""
    fact, kind = event.fact, event.type.rsplit(".", 1)[0]
    where = f"week {fact['week']}"
    if kind == "window-stated":
        many = sum(last - first + 1 for held in fact["outside"] for first, last in held["batches"])
        outside = "" if not many else f", {count_of(many, 'batch') if many == 1 else f'{many:,} batches'} outside"
        return _decision_told(event, "window stated", f"{where}, {fact['opens']} to {fact['closes']}{outside}")
    if kind == "week-restated":
        return _decision_told(event, "week stated anew", f"{where}, form {fact['form']}")
    return (
        _decision_told(event, "substitution", f"{where}, the votes of {fact['body']}")
        if kind == "input-substituted"
        else None
    )


def _of_the_run(event: Event, naming: Naming) -> Json | None:
    """A week opened again after it was closed; a couple that withdrew, or did not after all."""
    fact = event.fact
    match event.type.rsplit(".", 1)[0]:
        case "week-reopened":
            return _decision_told(event, "week reopened", f"week {fact['week']}")
        case "couple-withdrew":
            return _decision_told(event, "withdrawal", naming.all_of([fact["couple"]]))
        case "withdrawal-taken-back":
            return _decision_told(event, "withdrawal taken back", naming.all_of([fact["couple"]]))
        case _:
            return None


def _recast(event: Event, counted: set[int]) -> Json | None:
    fact = event.fact
    if not any(fact["from_week"] <= week <= fact.get("to_week", week) for week in counted):
        return None
    people = " & ".join(fact[name] for name in ("celebrity", "professional") if fact.get(name))
    until = f"to week {fact['to_week']}" if "to_week" in fact else "on"
    return _decision_told(
        event, "cast changed", f"couple {fact['couple']} from week {fact['from_week']} {until}: {people}"
    )


def _of_the_season(season: Season, number: int) -> Iterator[Json]:
    """The rulebook in force, and the roster where it was founded before the certification."""
    adopted, founded, certified = season.rulebook(number), season.founded, season.weeks[number].certified
    if adopted is not None:
        book = adopted.fact["rulebook"]
        what = f"rulebook {book['id']}@{book['version']} from week {adopted.fact['from_week']}"
        yield _decision_told(adopted, "rulebook adopted", what, "")
    if founded is not None and not (certified and founded.position > certified[-1].position):
        people = [f"{person['name']} ({', '.join(person['roles'])})" for person in founded.fact["people"]]
        yield _decision_told(founded, "roster founded", listed(people), "")
