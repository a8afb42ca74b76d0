"""What the events say of a certified week, in the words of a certificate: as much of it as this file works out."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .part_02_spellings import Json, sum_of
from .part_10_events import Event
from .part_13_tallies import Channel, Gateway, Tally, gaps_in
from .part_14_weeks import Week
from .part_15_season import Season
from .part_16_two_people import APPROVED


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
    yield "rulebook.assumptions", [_assumed(each) for each in book.get("assumptions", ())]


def _assumed(stated: Json) -> Json:
    """An assumption, with its other readings in words."""
    readings = [_reading(json.loads(reading)) for reading in stated["alternatives"]]
    return {**{name: stated[name] for name in ("name", "clause", "says")}, "alternatives": readings}


def _reading(value: Json) -> str:
    """What would stand in a clause instead: `dense`, `rank (ties dense)`, `the viewers' total; lot`."""
    if isinstance(value, list):
        return "; ".join(map(_reading, value)) or "nothing"
    if not isinstance(value, dict):
        return value if isinstance(value, str) else json.dumps(value)
    side = value.get("side")
    if value.get("kind") == "side_total" and isinstance(side, str):
        return f"the {side}' total" if side.endswith("s") else f"the total of {side}"
    rest = ", ".join(f"{name} {_reading(part)}" for name, part in value.items() if name not in ("kind", "source"))
    return " ".join(part for part in (str(value.get("kind", "")), f"({rest})" if rest else "") if part)


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
        "missing": gaps_in(gateway),
        "manifest": _as_the_manifest_says(gateway, channel),
    }


def _as_the_manifest_says(gateway: Gateway, channel: str) -> str:
    """Whether the closing manifest states of a channel what arrived."""
    if gateway.manifest is None:
        return "awaited"
    held = [counted for (name, _), counted in gateway.channels.items() if name == channel]
    arrived = [sum(getattr(counted, part) for counted in held) for part in ("received", "accepted", "rejected", "late")]
    stated = [total for total in gateway.manifest["totals"] if total["channel"] == channel][-1:]
    said = [
        [total["received"], total["accepted"], sum_of(total["rejected"]), total["late"]]
        for total in stated or [NOTHING]
    ]
    complete = not gaps_in(gateway) and gateway.last <= gateway.manifest["batches"]
    return "agrees" if complete and said == [arrived] else "differs"


NOTHING: Json = {"received": 0, "accepted": 0, "rejected": [], "late": 0}
"""What a manifest states of a channel it does not name."""


def called(season: Season, couple: str, week: int, until: int | None = None) -> set[str]:
    """What a couple may be called on a certificate: by first names, or in full where two couples would read the same.

    It is who danced in the week, as was said before an event if one is named.
    """
    who = season.people_of(couple, week, until)
    pair = (who["celebrity"], who.get("professional") or "")
    first = [name.split()[0] if name.split() else name for name in pair]
    names = {" & ".join(name for name in names if name) for names in (first, pair)}
    return names | {f"{name} ({couple})" for name in names}
