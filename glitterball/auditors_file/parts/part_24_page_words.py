"""How a certificate's page says the values of its JSON (certificate.md, section 3)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from fractions import Fraction

from .part_01_findings import demand
from .part_02_spellings import Json

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
MONTHS += ["November", "December"]
IN_WORDS = {
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
STEPS = {
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


def listed(names: list[str]) -> str:
    if len(names) < 2:
        return names[0] if names else "nobody"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def as_number(value: Json) -> str:
    """Exactly: 8, 8.5, 1,200,000; a fraction that four places do not hold as it is."""
    exact = Fraction(value)
    for places in range(5):
        scaled = abs(exact) * 10**places
        if scaled.denominator == 1:
            digits = f"{scaled.numerator:0{places + 1}d}"
            whole = f"{int(digits[: len(digits) - places]):,}"
            return f"{'-' if exact < 0 else ''}{whole}{'.' + digits[-places:] if places else ''}"
    return str(exact)


def as_points(value: Json) -> str:
    """Shares to two places of a percent, rounded half away from nothing; other points exactly."""
    exact = Fraction(value)
    if exact.denominator <= 10_000:
        return as_number(value)
    hundredths = (abs(exact) * 20_000 + 1) // 2
    sign = "-" if exact < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d} %"


def as_day(date: str) -> str:
    year, month, day = date.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}" if 1 <= int(month) <= 12 else date


def in_words(how: str) -> str:
    head, colon, rest = how.partition(":")
    return IN_WORDS.get(head, head.replace("_", " ")) + colon + rest


class Words:
    """The filters of the template, each a method, for one certificate."""

    def __init__(self, said: Json) -> None:
        self.names, self.judges, zone = said["couples"], said["scores"]["judges"], said["zone"]["offset"]
        fits = len(zone) == 6 and zone[0] in "+-" and zone[3] == ":" and (zone[1:3] + zone[4:]).isdecimal()
        demand(fits, "its offset from UTC is none")
        self.offset = (60 * int(zone[1:3]) + int(zone[4:])) * (-1 if zone[0] == "-" else 1)
        self.zone = f"UTC{zone.replace('-', chr(0x2212))}" if self.offset else "UTC"

    def n(self, value: Json) -> str:
        return "" if value is None else f"{int(value):,}"

    def number(self, value: Json) -> str:
        return "" if value is None else as_number(value)

    def points(self, value: Json) -> str:
        return "" if value is None else as_points(value)

    def sealed(self, value: Json) -> str:
        return "sealed" if value is None else as_number(value)

    def cap(self, value: Json) -> str:
        return str(value)[:1].upper() + str(value)[1:]

    def list(self, value: Json) -> str:
        return listed(value)

    def weeks(self, value: Json) -> str:
        return ("weeks " if len(value) > 1 else "week ") + listed([str(week) for week in value])

    def fours(self, value: Json) -> str:
        return " ".join(value[at : at + 8] for at in range(0, len(value), 8))

    def css(self, value: Json) -> str:
        kept = (char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}" for char in value)
        return "".join(kept)

    def reasons(self, value: Json) -> str:
        return "; ".join(f"{reason} {int(count):,}" for reason, count in value.items()) or "none"

    def mark(self, value: Json) -> str:
        stands, submitted = as_number(value["stands"]), as_number(value["submitted"])
        return stands if stands == submitted else f"{stands} (submitted: {submitted})"

    def words(self, value: Json) -> str:
        return in_words(value)

    def step(self, value: Json) -> str:
        clause, stage = value["clause"].split("."), value["stage"]
        side = clause[1] if clause[0] == "sides" and len(clause) > 1 else "sides"
        form = STEPS.get(stage, "{Stage}: {how}")
        words = {"Side": side.capitalize(), "side": side, "Stage": self.cap(stage), "how": in_words(value["how"])}
        return form.format(**words)

    def name(self, couple: Json) -> str:
        return str(self.names.get(couple, couple))

    def couples(self, value: Json) -> str:
        return listed([self.name(couple) for couple in value])

    def order(self, groups: Json) -> str:
        return " \u203a ".join(" = ".join(map(self.name, group)) for group in groups if group)

    def ahead(self, groups: Json) -> str:
        named = [self.couples(group) for group in groups]
        behind = ", who came out ahead of ".join(named[1:])
        return f"{named[0]} came out ahead of {behind}" if behind else named[0]

    def channels(self, places: Json) -> str:
        return listed([
            channel + (f" of {body}" if body != "viewers" else "") + (f" in batches {batches}" if batches else "")
            for channel, body, batches in places
        ])  # fmt: skip

    def asif(self, claim: Json) -> str:
        """Which votes count in a claim that other votes would have changed nothing."""
        channel = claim["channel"]
        if claim["as_if"] == "without":
            return f"without the votes by {channel}"
        return f"with the votes by {channel} as well, which are void" if channel else "with the void batches as well"

    def decided(self, step: Json) -> str:
        if step["stage"] in ("order", "places", "tie", "second stage"):
            return self.order(step["groups"])
        return self.couples([couple for group in step["groups"] for couple in group])

    def values(self, compared: Json) -> str:
        return "; ".join(f"{self.name(couple)} {as_points(value)}" for couple, value in compared)

    def margin(self, value: Json) -> str:
        if value["witness"] is None:
            return "no number was found that changes it" if value["why"] else "no number changes it"
        bounds = [f"{int(votes):,}" for votes in (value["at_least"], value["at_most"]) if votes is not None]
        return f"{' to '.join(dict.fromkeys(bounds))} ({self.couples([couple for couple, _ in value['witness']])})"

    def differs(self, value: Json) -> str:
        without = value["without_it"]
        if value["outcome_differs"] is None:
            return "Whether the outcome would differ was not worked out."
        if not value["outcome_differs"]:
            but = ", with other couples in danger" if value["bottom_differs"] else ""
            return f"Without this the outcome is the same{but}."
        if without is None:
            return "WITHOUT THIS THE OUTCOME DIFFERS."
        told = "the places would be others" if without["places"] else f"{self.couples(without['leaving'])} would leave"
        told = told if without["status"] == "decided" else f"it would be {without['status']}"
        return f"WITHOUT THIS THE OUTCOME DIFFERS: {told}."

    def judge(self, value: Json) -> str:
        return str(self.judges.get(value, value))

    def onemark(self, value: Json) -> str:
        witness = value["witness"]
        if witness is None:
            return "no single mark changes it"
        dance = self.names.get(witness["dance"].rsplit(".", 1)[-1], witness["dance"])
        who = f"{self.judge(witness['judge'])} for {dance}" if witness["judge"] else dance
        return f"{who}: {as_number(witness['was'])} to {as_number(witness['becomes'])}"

    def told(self, value: Json) -> str:
        """A finding, with couples and judges called as on screen."""
        called = {**self.judges, **self.names}
        known = sorted((each for each in called if len(each) > 2), key=lambda each: (-len(each), each))
        form = rf"(?:\b\d+\.[\w-]+\.)?\b({'|'.join(map(re.escape, known))})\b"
        return re.sub(form, lambda found: str(called[found[1]]), value) if known else str(value)

    def moment(self, value: Json) -> str:
        if not value:
            return "no time"
        shown = datetime.fromisoformat(value[:19]) + timedelta(minutes=self.offset)
        return f"{as_day(shown.date().isoformat())}, {shown:%H:%M:%S} {self.zone}"
