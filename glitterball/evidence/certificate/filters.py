"""How the page says the values of a certificate: numbers, couples, moments, steps. All from the JSON, none from the log."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from glitterball.evidence.certificate.filling import Filter
from projections.names import listed
from projections.numbers import number, percent

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

WORDS = {
    "side_total": "the higher total of one side",
    "last_dance": "the marks of the last dance",
    "head_judge": "what the head judge ranked higher",
    "lot": "a lot",
    "manual": "a decision of two people",
    "marks": "marks added up",
    "votes": "votes added up",
    "weighted sum": "the points of both sides added up",
    "rank, standard ties": "the best gets most; level couples share the higher place",
    "follows": "what was announced follows from the events under the rulebook in force",
    "does not follow": "what was announced does NOT follow from the events under the rulebook in force",
    "undecided": "the outcome is undecided",
    "nothing announced": "nothing was announced yet",
}
"""What the working says in machine words, for a reader; what is not here is words already."""

STAGES = {
    "scores": "{Side}: {how}",
    "votes": "{Side}: {how}",
    "points": "Points of the {side}: {how}",
    "combine": "Combined: {how}",
    "tie": "Level on points, told apart by: {how}",
    "order": "The order: {how}",
    "select": "In danger: {how}",
    "second stage": "The second vote: {how}",
    "leave": "Who leaves: {how}",
}


def filters_of(document: Mapping[str, Any]) -> dict[str, Filter]:
    """The filters, for a certificate of which they know the couples, judges and hours."""
    return {**_plain_filters(), **_of_couples(document), **_of_times(document), **_of_judges(document)}


def _plain_filters() -> dict[str, Filter]:
    return {
        "n": lambda value: "" if value is None else f"{int(value):,}",
        "number": lambda value: "" if value is None else number(_exact(value)),
        "points": lambda value: "" if value is None else points(value),
        "sealed": lambda value: "sealed" if value is None else number(_exact(value)),
        "cap": lambda value: str(value)[:1].upper() + str(value)[1:],
        "list": listed,
        "weeks": lambda weeks: f"week{'s' if len(weeks) > 1 else ''} {listed([str(week) for week in weeks])}",
        "fours": lambda value: " ".join(value[at : at + 8] for at in range(0, len(value), 8)),
        "css": lambda value: "".join(
            char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}" for char in value
        ),
        "reasons": lambda value: "; ".join(f"{reason} {int(count):,}" for reason, count in value.items()) or "none",
        "mark": mark,
        "channels": channels,
        "asif": as_if,
        "words": words,
        "step": step,
    }


def _of_couples(document: Mapping[str, Any]) -> dict[str, Filter]:
    names: Mapping[str, str] = document["couples"]

    def name(couple: str) -> str:
        return names.get(couple, couple)

    def together(couples: list[str]) -> str:
        return listed([name(couple) for couple in couples])

    def order(groups: list[list[str]]) -> str:
        return " › ".join(" = ".join(name(couple) for couple in group) for group in groups if group)

    def ahead(groups: list[list[str]]) -> str:
        """Groups of couples, best first, of which each came out ahead of the next."""
        first, *others = (together(group) for group in groups)
        return " came out ahead of ".join([first, ", who came out ahead of ".join(others)]) if others else first

    def changed(margin: Mapping[str, Any]) -> str:
        if margin["witness"] is None:
            return "no number was found that changes it" if margin["why"] else "no number changes it"
        bounds = dict.fromkeys(
            f"{int(votes):,}" for votes in (margin["at_least"], margin["at_most"]) if votes is not None
        )
        votes = " to ".join(bounds)
        return f"{votes} ({together([couple for couple, _ in margin['witness']])})"

    def differs(exclusion: Mapping[str, Any]) -> str:
        without = exclusion["without_it"]
        if exclusion["outcome_differs"] is None:
            return "Whether the outcome would differ was not worked out."
        if not exclusion["outcome_differs"]:
            but = ", with other couples in danger" if exclusion["bottom_differs"] else ""
            return f"Without this the outcome is the same{but}."
        if without is None:
            return "WITHOUT THIS THE OUTCOME DIFFERS."
        would = f"{together(without['leaving'])} would leave" if not without["places"] else "the places would be others"
        told = would if without["status"] == "decided" else f"it would be {without['status']}"
        return f"WITHOUT THIS THE OUTCOME DIFFERS: {told}."

    def decided(step: Mapping[str, Any]) -> str:
        """An order best first; of those a step selected, or sent home, a set in which nobody is level with anybody."""
        ranked = step["stage"] in ("order", "places", "tie", "second stage")
        return order(step["groups"]) if ranked else together([couple for group in step["groups"] for couple in group])

    values: Filter = lambda compared: "; ".join(f"{name(couple)} {points(value)}" for couple, value in compared)  # noqa: E731
    return {
        "name": name,
        "names": together,
        "order": order,
        "ahead": ahead,
        "decided": decided,
        "margin": changed,
        "differs": differs,
        "values": values,
    }


def _of_judges(document: Mapping[str, Any]) -> dict[str, Filter]:
    judges: Mapping[str, str] = document["scores"]["judges"]

    def judge(named: str) -> str:
        return judges.get(named, named)

    def one_mark(change: Mapping[str, Any]) -> str:
        witness = change["witness"]
        if witness is None:
            return "no single mark changes it"
        dance = document["couples"].get(witness["dance"].rsplit(".", 1)[-1], witness["dance"])
        who = f"{judge(witness['judge'])} for {dance}" if witness["judge"] else dance
        return f"{who}: {number(_exact(witness['was']))} to {number(_exact(witness['becomes']))}"

    called = {**judges, **document["couples"]}
    known = sorted((named for named in called if len(named) > 2), key=lambda named: (-len(named), named))
    identifiers = re.compile(rf"(?:\b\d+\.[\w-]+\.)?\b({'|'.join(map(re.escape, known))})\b")

    def told(sentence: str) -> str:
        """A finding, with couples and judges called as on screen."""
        return identifiers.sub(lambda found: called[found[1]], sentence) if known else sentence

    return {"judge": judge, "onemark": one_mark, "told": told}


def _of_times(document: Mapping[str, Any]) -> dict[str, Filter]:
    offset = minutes_of(document["zone"]["offset"])
    zone = "UTC" if not offset else f"UTC{document['zone']['offset'].replace('-', '−')}"

    def moment(time: str | None) -> str:
        if not time:
            return "no time"
        shown = datetime.fromisoformat(time[:19]) + timedelta(minutes=offset)
        return f"{day(shown.date().isoformat())}, {shown:%H:%M:%S} {zone}"

    return {"moment": moment}


def minutes_of(offset: str) -> int:
    """An offset such as -07:00 in minutes; ValueError where it is none."""
    sign, hours, minutes = offset[:1], offset[1:3], offset[4:]
    if len(offset) != 6 or sign not in "+-" or offset[3] != ":" or not (hours + minutes).isdecimal():
        raise ValueError(f"{offset} is no offset from UTC")
    return (60 * int(hours) + int(minutes)) * (-1 if sign == "-" else 1)


def day(date: str) -> str:
    """A date in words; as it stands where it is none."""
    year, month, number_of_day = date.split("-")
    at = int(month) - 1
    return f"{int(number_of_day)} {MONTHS[at]} {year}" if at in range(12) else date


def mark(value: Mapping[str, Any]) -> str:
    """A mark; one that was corrected as it stands, and what was submitted."""
    stands, submitted = number(_exact(value["stands"])), number(_exact(value["submitted"]))
    return stands if stands == submitted else f"{stands} (submitted: {submitted})"


def channels(places: list[list[str]]) -> str:
    """Channels by name; with the voting body where that is not the viewers, and with the batches where those are named."""
    return listed([_channel(*place) for place in places])


def _channel(channel: str, body: str, batches: str) -> str:
    named = channel if body == "viewers" else f"{channel} of {body}"
    return f"{named} in batches {batches}" if batches else named


def as_if(claim: Mapping[str, Any]) -> str:
    """Which votes a claim takes to have counted, or not to have."""
    channel = claim["channel"]
    if claim["as_if"] == "without":
        return f"without the votes by {channel}"
    return f"with the votes by {channel} as well, which are void" if channel else "with the void batches as well"


def points(value: str) -> str:
    """Points for a reader: shares to two places of a percent, others exactly."""
    read = _exact(value)
    return percent(read) if isinstance(read, Fraction) and read.denominator > 10_000 else number(read)


def words(how: str) -> str:
    """How something was told apart or counted, in words."""
    head, colon, rest = how.partition(":")
    return f"{WORDS.get(head, head.replace('_', ' '))}{colon}{rest}"


def step(value: Mapping[str, Any]) -> str:
    """A step of the working as a sentence begins it."""
    parts = value["clause"].split(".")
    side = parts[1] if parts[0] == "sides" and len(parts) > 1 else "sides"
    form = STAGES.get(value["stage"], "{Stage}: {how}")
    stage = value["stage"]
    return form.format(Side=side.capitalize(), side=side, Stage=stage[:1].upper() + stage[1:], how=words(value["how"]))


def _exact(value: str | int) -> int | Fraction:
    read = Fraction(value)
    return read.numerator if read.denominator == 1 else read
