"""What the events say of a certified week, in the words of a certificate: as much of it as this file works out."""

from __future__ import annotations

from collections.abc import Iterator

from .part_02_spellings import Json
from .part_10_events import Event
from .part_13_tallies import Channel, Gateway, Tally
from .part_14_weeks import Week
from .part_15_season import Season
from .part_16_two_people import APPROVED
from .part_24_outcomes import outcome_of


def answer_for(season: Season, event: Event) -> list[str]:
    """Who proposed what an event records, and who approved it right before it; or who said it."""
    names = [f"{event.actor['name']} ({event.actor['role']})"]
    for proposal in season.proposals.values():
        settled = proposal.settled
        if settled and settled.sequence + 1 == event.sequence and settled.type in APPROVED:
            return [f"{settled.fact['proposed_by']} ({settled.fact['proposed_as']})", *names]
    return names


def of_the_season(season: Season, number: int) -> Iterator[tuple[str, Json]]:
    """Fields of a certificate by their path: season, week, hours, rulebook, announcement."""
    opened, week = season.opened, season.weeks[number]
    rehearsal = "REHEARSAL: synthetic votes. This is not the result of a broadcast."
    yield "mode", opened["mode"]
    yield "notice", rehearsal if opened["mode"] == "rehearsal" else ""
    for name in ("show", "season", "number", "venue"):
        yield name, opened.get(name)
    from_weeks = {*week.opened["scores_from"], *week.opened["votes_from"], number} & season.weeks.keys()
    yield (
        "episodes",
        [
            {"week": other, "number": shown["number"], "date": shown.get("date"), "theme": shown.get("theme")}
            for other in sorted(from_weeks)
            for shown in season.weeks[other].opened["episodes"]
        ],
    )
    yield "scores_from", week.opened["scores_from"]
    yield "votes_from", week.opened["votes_from"]
    yield "windows", [window for other in week.opened["votes_from"] for window in _window(season, other)]
    yield from _rulebook(season, number)
    said = week.announced()
    yield "announced.danger", said.get("danger")
    yield "announced.saved", said.get("saved")
    yield "announced.eliminated", said.get("eliminated")
    yield "announced.places", [list(pair) for pair in said["places"]] if "places" in said else None


def _window(season: Season, number: int) -> Iterator[Json]:
    week = season.weeks.get(number)
    if week is None or week.voting is None:
        return
    stands = week.windows[-1].fact if week.windows else week.voting.fact
    yield {
        "week": number,
        "opens": stands.get("opens"),
        "closes": stands.get("closes"),
        "opened": {"position": week.voting.position, "time": week.voting.time},
        "sealed": {
            "position": week.seal.position if week.seal else None,
            "time": week.seal.time if week.seal else None,
        },
    }


def _rulebook(season: Season, number: int) -> Iterator[tuple[str, Json]]:
    adopted = season.rulebook(number)
    if adopted is None:
        return
    book = adopted.fact["rulebook"]
    yield "rulebook.ref", f"{book['id']}@{book['version']}"
    yield "rulebook.title", book["title"]
    yield "rulebook.sha256", adopted.fact["sha256"]
    yield "rulebook.adopted", {"position": adopted.position, "time": adopted.time}
    yield "rulebook.from_week", adopted.fact["from_week"]
    yield "rulebook.by", answer_for(season, adopted)
    form = season.weeks[number].opened["form"]
    yield "rulebook.form", form
    yield "rulebook.says", next((each["says"] for each in book["forms"] if each["name"] == form), "")
    yield "rulebook.assumptions", [{name: each[name] for name in ASSUMED} for each in book.get("assumptions", ())]


def of_the_outcome(season: Season, number: int, sealed: bool) -> Iterator[tuple[str, Json]]:
    """How the week ends on what the season knows, and each step to it; of a sealed certificate how it ends."""
    outcome = outcome_of(season, number)
    yield "outcome.status", outcome.status
    certified = season.weeks[number].certified
    hides = certified and certified[-1].type == "outcome-certified.v2" and "in_danger" not in certified[-1].fact
    bottom = [] if sealed and hides and not outcome.placed else outcome.bottom
    for name, couples in (("bottom", bottom), ("leaving", outcome.leaving), ("saved", outcome.saved)):
        yield f"outcome.{name}", sorted(couples) if sealed else list(couples)
    yield "outcome.sides", [side.name for side in outcome.sides]
    if sealed:
        return
    for at, line in enumerate(outcome.standings()):
        where = f"outcome.standings.{at}"
        yield f"{where}.couple", line["couple"]
        yield f"{where}.raw", [str(value) for value in line["raw"]]
        yield f"{where}.points", [str(value) for value in line["points"]]
        yield f"{where}.result", line["result"]
        if outcome.combined:
            yield f"{where}.combined", str(line["combined"])
        if line["place"]:
            yield f"{where}.place", line["place"]
    ties = [step.as_json() for step in outcome.working if step.stage == "tie"]
    yield "ties", [{"clause": step["clause"], "order": step["groups"]} for step in ties]
    yield (
        "outcome.steps",
        [{name: value for name, value in step.as_json().items() if name in STEP} for step in outcome.working],
    )


ASSUMED = ("name", "clause", "says")
"""What of an assumption is compared: a certificate says the alternatives in other words than the rulebook."""
STEP = ("stage", "clause", "compared", "groups", "how", "rests_on")
"""What of a step of the working stands in a certificate as it is."""


def of_the_votes(season: Season, number: int) -> list[Json]:
    """What each gateway delivered, by channel and voting body."""
    rows = []
    for voted in season.weeks[number].opened["votes_from"]:
        week, tally = season.weeks.get(voted), season.tallies.get(voted, Tally())
        if week is None:
            continue
        lines = week.voting.fact["gateways"] if week.voting is not None else ()
        expected = {line["gateway"]: line["channels"] for line in lines}
        for name in sorted(expected.keys() | tally.gateways.keys()):
            gateway = tally.gateways.get(name, Gateway())
            cells: list[tuple[str, Json, Channel]] = [(*key, held) for key, held in gateway.channels.items()]
            there = {channel for channel, _ in gateway.channels}
            cells += [(channel, None, Channel()) for channel in expected.get(name, ()) if channel not in there]
            rows += [
                _row(week, voted, name, gateway, cell)
                for cell in sorted(cells, key=lambda cell: (cell[0], cell[1] or ""))
            ]
    return rows


def _row(week: Week, number: int, name: str, gateway: Gateway, cell: tuple[str, Json, Channel]) -> Json:
    channel, body, held = cell
    voids = [void.fact for (source, _), void in week.voids.items() if source == name]
    return {
        "week": number,
        "gateway": name,
        "channel": channel,
        "body": body,
        "batches": held.batches,
        "received": str(held.received),
        "accepted": str(held.accepted),
        "rejected": {reason: str(held.reasons[reason]) for reason in sorted(held.reasons)},
        "late": str(held.late),
        "voided": channel in week.void_channels,
        "voided_batches": sum((void["channel"], void["body"]) == (channel, body) for void in voids),
        "after_the_seal": {"batches": gateway.behind, "votes": str(gateway.behind_votes)},
    }


def called(season: Season, couple: str, week: int, until: int | None = None) -> set[str]:
    """What a couple may be called on a certificate: by first names, or in full where two couples would read the same.

    It is who danced in the week, as was said before an event if one is named.
    """
    who = season.people_of(couple, week, until)
    pair = (who["celebrity"], who.get("professional") or "")
    first = [name.split()[0] if name.split() else name for name in pair]
    names = {" & ".join(name for name in names if name) for names in (first, pair)}
    return names | {f"{name} ({couple})" for name in names}
