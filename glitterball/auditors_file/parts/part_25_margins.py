"""How close it was: each witness of a margin is tabulated, and must change the answer as it says (bundle.md, section 8).

That no fewer votes do is not checked here: it takes a search.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from .part_01_findings import UNREADABLE, Findings
from .part_02_spellings import Json, written
from .part_07_container import Bundle
from .part_15_season import Season
from .part_18_period import Period, period_of
from .part_22_tie_chain import Outcome
from .part_23_ending import tabulate

MINIMAL = "of margins: that no fewer votes, and no smaller change of a mark, would do"


class Margins:
    """The margins of a bundle, each held against its week as it was when last certified."""

    def __init__(self, bundle: Bundle) -> None:
        self.files = {int(name[7:-5]): bundle.read(name) for name in bundle.under("margin/")}
        self.wrong: dict[int, str] = {}

    def certified(self, season: Season, week: int) -> None:
        """The week was certified: what is wrong now with the file about it."""
        if week not in self.files:
            return
        try:
            said = json.loads(self.files[week])
            spelled = [] if written(said) == self.files[week] else ["it is not in its one spelling"]
            self.wrong[week] = next(chain(spelled, _wrong_with_margins(said, season, week)), "")
        except (*UNREADABLE, ArithmeticError, StopIteration):
            self.wrong[week] = "it cannot be read as one"

    def finish(self, bundle: Bundle, unread: set[int], findings: Findings) -> None:
        """Note what is wrong; a file about no certified week of the bundle, or in a sealed one, is wrong too."""
        for week in sorted(self.files.keys() - unread):
            here = week in bundle.manifest["weeks"] and not bundle.manifest["sealed"]
            wrong = self.wrong.get(week, "it is of no certified week") if here else "it is of no week shown here"
            if wrong:
                findings.add("derived", f"margin/{week}.json: {wrong}", None, week)


def _wrong_with_margins(said: Json, season: Season, week: int) -> Iterator[str]:
    adopted = season.rulebook(week)
    book = adopted.fact["rulebook"] if adopted else {}
    head = {
        "schema": "glitterball.margin.v1",
        "week": week,
        "rulebook": f"{book['id']}@{book['version']}",
        "form": season.weeks[week].opened["form"],
    }
    for name, value in head.items():
        if said[name] != value:
            yield f"{name} says {said[name]}, and the events {value}"
    period = period_of(season, week)
    votes = (
        [list(pair) for pair in zip(period.couples, period.votes[0].votes, strict=True)]
        if len(period.votes) == 1
        else None
    )
    if votes is not None and said["questions"] and said["votes"] not in (votes, []):
        yield "its votes are not those counted"
    outcome = tabulate(book, period)
    for question in said["questions"]:
        now = _answer(question["question"], outcome)
        if question["now"] != now:
            yield f"{question['question']} is {question['now']} now, it says, and the events {now}"
        units = [*question["units"], *(unit for _, unit in question["added_for"])]
        for unit in units:
            for kind in ("disturbed", "overturned"):
                wrong = _wrong_with(unit["unit"], unit[kind], question, (book, period, votes))
                if wrong:
                    yield f"{question['question']}, votes {unit['unit']}: {wrong}"


def _wrong_with(unit: str, margin: Json, question: Json, counted: tuple[Json, Period, Json]) -> str:
    """What is wrong with one margin: its bounds, what its witness costs, or what follows from the witness."""
    book, period, votes = counted
    witness, least, most = margin["witness"], margin["at_least"], margin["at_most"]
    if witness is None or votes is None:
        return ""
    if most is None or (least is not None and least > most):
        return "its bounds cannot be"
    changes = dict(witness["changes"])
    if witness["votes"] != [[couple, count + changes.get(couple, 0)] for couple, count in votes]:
        return "the votes of its witness are not those counted with the changes it names"
    more, fewer = (sum(max(sign * change, 0) for change in changes.values()) for sign in (1, -1))
    costs = {"added": (most, 0), "removed": (0, most), "moved": (most, most)}
    if (more, fewer) != costs[unit]:
        return f"its witness takes {more or fewer} votes, and it says {most}"
    body = period.votes[0]._replace(votes=[count for _, count in witness["votes"]])
    after = _answer(question["question"], tabulate(book, replace(period, votes=[body])))
    if after != witness["after"] or after == question["now"]:
        return f"with its witness the answer is {after}, and it says {witness['after']}"
    return ""


def _answer(question: str, outcome: Outcome) -> Json:
    """What an outcome answers: couples, best first where they are placed; nothing where that is open."""
    if question == "who is in the bottom set":
        return [sorted(outcome.bottom)] if outcome.bottom and outcome.status != "not tabulated" else None
    if question == "who leaves":
        return [sorted(outcome.leaving)] if outcome.status == "decided" else None
    if question == "who wins":
        open_ = not outcome.order or (len(outcome.order[0]) > 1 and outcome.status != "decided")
        return None if open_ else [sorted(outcome.order[0])]
    return [sorted(group) for group in outcome.order] if outcome.status == "decided" else None
