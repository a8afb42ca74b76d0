"""How a week ends, as a certificate tells it: standings, every step with its source, ties, the verdict, whether it stands."""

from __future__ import annotations

from collections.abc import Iterator

from .part_01_findings import Findings
from .part_02_spellings import Json, digest, written
from .part_14_weeks import Week
from .part_15_season import Season
from .part_18_period import period_of
from .part_19_points import Step
from .part_21_sides import side_of
from .part_22_tie_chain import Outcome
from .part_24_outcomes import check_certified, is_ready, outcome_of, touched_since
from .part_24_what_stands import announced_too_early, nobody_leaves
from .part_25_answers import answer_for

TOLD_ANYWAY = ("select", "leave", "second stage", "immunity", "places")
"""Stages that say who ended how, which is announced anyway."""
RESULTS = ("safe", "in danger", "immune")


class Ended:
    """A certified week's outcome on what is known now, and what a sealed certificate may show of it."""

    def __init__(self, season: Season, number: int, sealed: bool) -> None:
        self.season, self.number, self.sealed, self.week = season, number, sealed, season.weeks[number]
        adopted, certified = season.rulebook(number), self.week.certified[-1]
        self.book: Json = adopted.fact["rulebook"] if adopted else {}
        self.outcome: Outcome = outcome_of(season, number)
        self.in_parts = sealed and certified.type == "outcome-certified.v2"
        self.hides_danger = self.in_parts and "in_danger" not in certified.fact and not self.outcome.placed

    def open_sides(self) -> set[str]:
        """Sides that rest on no vote."""
        return {side["name"] for side in self.book["sides"] if side["counts"]["kind"] not in ("votes", "bodies")}

    def shows(self, step: Step) -> bool:
        """Whether the numbers of a step may be read."""
        if not self.sealed:
            return True
        if step.stage == "select" and self.hides_danger:
            return False
        head, *rest = step.clause.split(".")
        return step.stage in TOLD_ANYWAY or (head == "sides" and bool(rest) and rest[0] in self.open_sides())

    def couples(self, names: list[str]) -> list[str]:
        """Couples in their order, which a sealed certificate does not tell."""
        return sorted(names) if self.sealed else list(names)


def of_the_outcome(season: Season, number: int, sealed: bool) -> Iterator[tuple[str, Json]]:
    """Fields of a certificate by their path: how the week ends on what the season knows, and each step to it."""
    ended = Ended(season, number, sealed)
    outcome = ended.outcome
    yield "outcome.status", outcome.status
    yield "outcome.bottom", [] if ended.hides_danger else ended.couples(outcome.bottom)
    yield "outcome.leaving", ended.couples(outcome.leaving)
    yield "outcome.saved", ended.couples(outcome.saved)
    yield "outcome.immune", list(outcome.immune)
    yield "outcome.sides", [side.name for side in outcome.sides]
    yield "outcome.steps", list(_steps_told(ended))
    if outcome.status == "decided":
        yield "outcome.standings", list(_standings_told(ended))
        yield "outcome.needs", []
        verdict = _verdict(ended)
        yield "outcome.verdict", verdict
        yield "stands", verdict != "does not follow" and not _falls(ended)
    else:
        yield "stands", False
    yield "ties", list(_ties_told(ended))


def _standings_told(ended: Ended) -> Iterator[Json]:
    outcome, sides, lines = ended.outcome, ended.open_sides(), ended.outcome.standings()
    for line in sorted(lines, key=lambda line: str(line["couple"])) if ended.sealed else lines:
        shown = [not ended.sealed or side.name in sides for side in outcome.sides]
        result = "stays" if ended.hides_danger and line["result"] in RESULTS else line["result"]
        yield {
            "couple": line["couple"],
            **{
                name: [str(value) if told else None for value, told in zip(line[name], shown, strict=True)]
                for name in ("raw", "points")
            },
            "combined": None if ended.sealed or not outcome.combined else str(line["combined"]),
            "place": line["place"] or None if not ended.sealed or outcome.placed else None,
            "result": result,
        }


def sides_in_public(season: Season, number: int) -> tuple[list[str], list[Json]]:
    """The sides by name, and for each couple what those count that rest on no vote; nothing in the place of other numbers."""
    adopted, period = season.rulebook(number), period_of(season, number)
    sides: list[Json] = adopted.fact["rulebook"]["sides"] if adopted else []
    shown = {
        side["name"]: side_of(side, period, []) for side in sides if side["counts"]["kind"] not in ("votes", "bodies")
    }
    counted = [shown.get(side["name"]) for side in sides]
    lines = [
        {
            "couple": couple,
            "raw": [str(side.raw[at]) if side else None for side in counted],
            "points": [str(side.points[at]) if side else None for side in counted],
        }
        for at, couple in enumerate(period.couples)
    ]
    return [side["name"] for side in sides], sorted(lines, key=lambda line: str(line["couple"]))


def _steps_told(ended: Ended) -> Iterator[Json]:
    """Numbered as in the working; where the standings are hidden those alone that may be read, numbered anew."""
    told = [*enumerate(ended.outcome.working, start=1)]
    if ended.in_parts:
        told = [*enumerate((step for _, step in told if ended.shows(step)), start=1)]
    for number, step in told:
        said, shown = step.as_json(), ended.shows(step)
        by_name = ended.sealed and step.stage != "places"
        yield {
            "number": number,
            "stage": step.stage,
            "clause": step.clause,
            "source": _source_of(ended.book, step.clause),
            "compared": said["compared"] if shown else None,
            "groups": [sorted(group) if by_name else group for group in said["groups"]] if shown else None,
            "how": step.how,
            "rests_on": said["rests_on"],
        }


def _source_of(book: Json, clause: str) -> str:
    """Where the clause of a step is known from."""
    head, *rest = clause.split(".")
    if head == "sides":
        return _sources_of([side for side in book["sides"] if not rest or side["name"] == rest[0]])
    if head == "tie_chain":
        links = book.get("tie_chain", [])
        if rest:
            return str(links[int(rest[0])].get("source", ""))
        return _sources_of(links) or "the rulebook has no further tie rule"
    if head == "forms":
        form: Json = next((form for form in book["forms"] if rest and form["name"] == rest[0]), {})
        second = form.get("second_stage") if rest[1:] == ["second_stage"] else None
        return str((second or form).get("source", ""))
    return str(book["immunity"].get("source", "")) if head == "immunity" and book.get("immunity") else ""


def _sources_of(clauses: list[Json]) -> str:
    return "; ".join(dict.fromkeys(str(clause.get("source", "")) for clause in clauses))


def _ties_told(ended: Ended) -> Iterator[Json]:
    """Every comparison of couples level on points; where people settled it, what they did."""
    events = {event.position: event for event in ended.week.settlements}
    for step in ended.outcome.working:
        if step.stage != "tie":
            continue
        event = next((events[first] for first, _ in step.rests_on if first in events), None)
        if event is None and ended.in_parts:
            continue
        hidden = ended.sealed and event is None
        groups = [list(group) for group in step.groups]
        yield {
            "couples": None if hidden else [couple for group in groups for couple in group],
            "clause": step.clause,
            "how": f"{event.fact['link']}: {step.how}" if event and step.how != event.fact["link"] else step.how,
            "order": None if hidden else groups,
            "settled": event.fact["how"] if event else None,
            "by": answer_for(ended.season, event) if event else [],
            "position": event.position if event else None,
        }


def _verdict(ended: Ended) -> str:
    """Whether what was announced is what follows. Who left counts as a set, a finale by its places."""
    said, outcome = ended.week.announced(), ended.outcome
    left, places = said.get("eliminated"), said.get("places")
    if nobody_leaves(ended.season, ended.number):
        return "does not follow" if left else "follows" if ended.week.closed else "nothing announced"
    if not left and places is None:
        return "nothing announced"
    if outcome.placed:
        known = {(line["couple"], line["place"]) for line in outcome.standings() if line["place"]}
        return "follows" if places is not None and set(places) == known else "does not follow"
    return "follows" if set(left or ()) == set(outcome.leaving) else "does not follow"


def _falls(ended: Ended) -> bool:
    """Whether something contradicts the certification, beyond what was announced of the outcome."""
    season, number, week = ended.season, ended.number, ended.week
    adopted = season.rulebook(number)
    if touched_since(season, number) > week.certified[-1].position:
        return True
    if adopted is None or digest(written(adopted.fact["rulebook"])) != adopted.fact["sha256"]:
        return True
    lacks = not season.historic and not is_ready(season, number, True, season.time)
    return lacks or _is_another(ended) or announced_too_early(season, number) or _void_too_large(season, number)


def _is_another(ended: Ended) -> bool:
    """Whether what follows now is not what was certified; what a certification shows of the night is of its own moment."""
    again, found = Season(), Findings()
    again.__dict__.update(ended.season.__dict__)
    check_certified(again, ended.week.certified[-1], found)
    moment = ("in_danger ", "placed ", "replaces ")
    return any(not note.says.startswith(moment) for note in found.found)


def _void_too_large(season: Season, number: int) -> bool:
    """Whether voided batches hold more votes for a couple than their gateway delivered in the channel."""
    week: Week = season.weeks[number]
    held: dict[tuple[str, str, str, str], int] = {}
    for void in week.voids.values():
        for line in void.fact["votes"]:
            where = (void.fact["gateway"], void.fact["channel"], void.fact["body"], line["couple"])
            held[where] = held.get(where, 0) + line["votes"]
    gateways = season.tallies[number].gateways if number in season.tallies else {}
    return any(
        votes > gateways[name].channels[channel, body].votes.get(couple, 0)
        if name in gateways and (channel, body) in gateways[name].channels
        else votes > 0
        for (name, channel, body, couple), votes in held.items()
    )
