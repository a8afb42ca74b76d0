"""The scores of a week as a certificate tells them: every mark as submitted and as it stands, bonuses, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .part_02_spellings import Json, exact
from .part_10_events import Event
from .part_14_weeks import Dance, Week
from .part_15_season import Season
from .part_25_answers import answer_for

Marked = dict[tuple[str, str], list[Event]]
"""What was given and corrected, by dance and judge, but for what was taken back."""


def scores_told(season: Season, number: int) -> Json:
    """All scores that count towards a week."""
    numbers = [other for other in season.weeks[number].opened["scores_from"] if other in season.weeks]
    weeks = [(season.weeks[other], _marked(season, other)) for other in numbers]
    return {
        "judges": _judges([week for week, _ in weeks]),
        "dances": [dance for week, marked in weeks for dance in _danced_in(week, marked)],
        "bonuses": [_bonus_told(week, event) for week, _ in weeks for event in week.bonuses],
        "corrections": [told for week, marked in weeks for told in _corrections(season, week, marked)],
    }


def _judges(weeks: list[Week]) -> dict[str, str]:
    """The judges seated, by identifier; a later panel's spelling holds."""
    panels = [panel.fact for week in weeks for _, panel in sorted(week.panels.items())]
    return {seat["judge"]: seat["name"] for panel in panels for seat in panel["judges"]}


def _marked(season: Season, number: int) -> Marked:
    marked: Marked = {}
    for event in season.said.values():
        kind, fact = event.type.rsplit(".", 1)[0], event.fact
        if fact.get("week") != number:
            continue
        if kind in ("score-given", "score-corrected"):
            marked.setdefault((fact["dance"], fact["judge"]), []).append(event)
        elif kind == "score-taken-back":
            marked.pop((fact["dance"], fact["judge"]), None)
    return marked


def _danced_in(week: Week, marked: Marked) -> Iterator[Json]:
    """Stated totals first, then the dances with marks of their own, in the order danced."""
    stated = {name for event in week.totals for name in event.fact["dances"]}
    for event in week.totals:
        names = event.fact["dances"]
        yield {
            **_of_a_dance(week, names, week.dances[names[0]]),
            "marks": [],
            "total": str(exact(event.fact["total"])),
            "split_on_record": False,
        }
    for name, dance in week.dances.items():
        if name in stated:
            continue
        judges = week.present(dance.scheduled["episode"])
        given = [_mark(judge, marked[name, judge]) for judge in judges if (name, judge) in marked]
        marks = given + [called for judge in judges for called in _called_back(week, dance, judge)]
        total = sum((exact(mark["stands"]) for mark in marks), Fraction(0))
        yield {**_of_a_dance(week, [name], dance), "marks": marks, "total": str(total), "split_on_record": True}


def _of_a_dance(week: Week, names: list[str], dance: Dance) -> Json:
    scheduled = dance.scheduled
    return {
        "week": week.opened["week"],
        "episode": scheduled["episode"],
        "round": scheduled["round"],
        "dances": list(names),
        "style": scheduled.get("style"),
        "couples": list(scheduled["couples"]),
    }


def _mark(judge: str, events: list[Event]) -> Json:
    submitted, stands = (str(exact(event.fact["mark"])) for event in (events[0], events[-1]))
    return {"judge": judge, "submitted": submitted, "stands": stands, "position": events[0].position}


def _called_back(week: Week, dance: Dance, judge: str) -> Iterator[Json]:
    """Of a round before a final: 1 where a judge's card calls the couple back and 0 where not, on the first and the last card."""
    of_round = (dance.scheduled["episode"], dance.scheduled["round"], judge)
    cards = [card for card in week.calls if of_round == (card.fact["episode"], card.fact["round"], card.fact["judge"])]
    if cards and judge not in dance.marks:
        couples = set(dance.scheduled["couples"])
        first, last = (str(int(couples <= set(card.fact["couples"]))) for card in (cards[0], cards[-1]))
        yield {"judge": judge, "submitted": first, "stands": last, "position": cards[0].position}


def _bonus_told(week: Week, event: Event) -> Json:
    return {
        "week": week.opened["week"],
        "couple": event.fact["couple"],
        "points": str(exact(event.fact["points"])),
        "reason": event.fact["reason"],
        "position": event.position,
    }


def _corrections(season: Season, week: Week, marked: Marked) -> Iterator[Json]:
    for name in week.dances:
        of_dance = [event for (dance, _), events in marked.items() if dance == name for event in events]
        for event in sorted(of_dance, key=lambda event: event.position):
            fact = event.fact
            if event.type.startswith("score-corrected."):
                yield {
                    "week": week.opened["week"],
                    "dance": name,
                    "judge": fact["judge"],
                    "was": str(exact(fact["was"])),
                    "becomes": str(exact(fact["mark"])),
                    "reason": fact["reason"],
                    "by": answer_for(season, event),
                    "after_the_lock": week.seal is not None and event.position > week.seal.position,
                    "position": event.position,
                    "time": event.time,
                }
