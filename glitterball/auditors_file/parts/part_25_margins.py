"""How close it was: each witness of a margin is tabulated, and must change the answer as it says (bundle.md, section 8).

That no fewer votes do is not checked here: it takes a search.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from .part_01_findings import UNREADABLE, Findings
from .part_02_spellings import Json, exact, written
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
    form = next(each for each in book["forms"] if each["name"] == head["form"])
    for question in said["questions"]:
        now = _answer(question["question"], outcome, form, period)
        if question["now"] != now:
            yield f"{question['question']} is {question['now']} now, it says, and the events {now}"
        units = [*question["units"], *(unit for _, unit in question["added_for"])]
        for unit in units:
            for kind in ("disturbed", "overturned"):
                wrong = _wrong_with(unit["unit"], unit[kind], question, (book, form, period, votes))
                if wrong:
                    yield f"{question['question']}, votes {unit['unit']}: {wrong}"


def _wrong_with(unit: str, margin: Json, question: Json, counted: tuple[Json, Json, Period, Json]) -> str:
    """What is wrong with one margin: its bounds, what its witness costs, or what follows from the witness."""
    book, form, period, votes = counted
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
    after = _answer(question["question"], tabulate(book, replace(period, votes=[body])), form, period)
    if after != witness["after"] or after == question["now"]:
        return f"with its witness the answer is {after}, and it says {witness['after']}"
    return ""


QUESTIONS = ("who leaves", "who is in the bottom set", "who wins", "who is placed where")
UNITS = ("added", "moved", "removed")


def wrong_with_told_margins(said: Json, season: Season, week: int) -> Iterator[str]:
    """What is wrong with the margins a certificate tells: each witness is tabulated, and must change the answer."""
    adopted, period = season.rulebook(week), period_of(season, week)
    book: Json = adopted.fact["rulebook"] if adopted else {}
    form = next(each for each in book["forms"] if each["name"] == period.form)
    outcome = tabulate(book, period)
    asked = [question["question"] for question in said["questions"]]
    if len(set(asked)) < len(asked) or not set(asked) <= {*QUESTIONS}:
        yield "margins answer other questions than are asked"
        return
    for question in said["questions"]:
        now = _answer(question["question"], outcome, form, period)
        if [unit["unit"] for unit in question["units"]] != [unit for unit in UNITS if _is_told(unit, question)]:
            yield f"margins of {question['question']} name other units than there are"
            continue
        for kind in ("disturbed", "overturned"):
            for unit in question["units"]:
                for changed in _with_votes(unit[kind], unit["unit"], period):
                    wrong = (
                        changed if isinstance(changed, str) else _unchanged(changed, question, kind, now, book, form)
                    )
                    if wrong:
                        yield f"margins of {question['question']}, votes {unit['unit']}, {kind}: {wrong}"
            witness = question[f"mark_{kind}"]["witness"]
            if witness is not None:
                wrongs = [_unchanged(other, question, kind, now, book, form) for other in _with_mark(witness, period)]
                size = str(abs(exact(witness["becomes"]) - exact(witness["was"])))
                if all(wrongs) or question[f"mark_{kind}"]["change"] != size:
                    yield f"margins of {question['question']}, one mark, {kind}: its witness is none"


def _is_told(unit: str, question: Json) -> bool:
    return any(told["unit"] == unit for told in question["units"])


def _with_votes(margin: Json, unit: str, period: Period) -> Iterator[Period | str]:
    """The week with the votes of a witness; or what is wrong with what it costs."""
    if margin["witness"] is None:
        if margin["at_most"] is not None:
            yield "a number is told, and nothing that shows it"
        return
    changes = {couple: int(change) for couple, change in margin["witness"]}
    least, most = (None if margin[name] is None else int(margin[name]) for name in ("at_least", "at_most"))
    more, fewer = (sum(max(sign * change, 0) for change in changes.values()) for sign in (1, -1))
    costs = {"added": (most, 0), "removed": (0, most), "moved": (most, most)}
    if (more, fewer) != costs[unit] or (least is not None and most is not None and least > most):
        yield f"its witness takes {more or fewer} votes, and it says {most}"
    elif margin["exact"] is not (least == most):
        yield "whether its number is exact is said otherwise"
    elif len(period.votes) != 1:
        return  # which body's votes they are is not told
    elif not changes.keys() <= {*period.couples}:
        yield "its witness is about votes that are not counted"
    else:
        votes = [
            count + changes.get(couple, 0) for couple, count in zip(period.couples, period.votes[0].votes, strict=True)
        ]
        yield (
            "its witness takes away more than there is"
            if min(votes) < 0
            else replace(period, votes=[period.votes[0]._replace(votes=votes)])
        )


def _with_mark(witness: Json, period: Period) -> Iterator[Period]:
    """The week with the mark of a witness, or the stated total, in each dance of that name in which it stands so."""
    was, becomes = exact(witness["was"]), exact(witness["becomes"])
    for at, dance in enumerate(period.dances):
        if dance.name != witness["dance"]:
            continue
        if witness["judge"] is None and dance.total == was:
            other = dance._replace(total=becomes)
        elif (witness["judge"], was) in dance.marks:
            marks = [(judge, becomes if judge == witness["judge"] else mark) for judge, mark in dance.marks]
            other = dance._replace(marks=marks)
        else:
            continue
        yield replace(period, dances=[*period.dances[:at], other, *period.dances[at + 1 :]])


def _unchanged(changed: Period, question: Json, kind: str, now: Json, book: Json, form: Json) -> str:
    """Why a changed week does not answer otherwise, as it should: with another answer, where it is overturned a decided one."""
    after = _answer(question["question"], tabulate(book, changed), form, changed)
    if after == now:
        return "with its witness the answer is the same"
    return "with its witness the answer is open" if kind == "overturned" and after is None else ""


def _answer(question: str, outcome: Outcome, form: Json, period: Period) -> Json:
    """What an outcome answers: couples, best first where they are placed; nothing where that is open."""
    tabulated, select = outcome.status != "not tabulated", form["select"]
    eligible = len(period.couples) - len(set(period.immune) & set(period.couples))
    size = (
        min(select["couples"], eligible) if select["kind"] == "lowest" else max(eligible - select.get("couples", 0), 0)
    )
    if question == "who is in the bottom set":
        return [sorted(outcome.bottom)] if tabulated and len(outcome.bottom) == size else None
    if question == "who leaves":
        leave = min(form.get("leave", 0), size)
        whole = outcome.status == "decided" if "second_stage" in form else tabulated and len(outcome.leaving) == leave
        return [sorted(outcome.leaving)] if whole else None
    if question == "who wins":
        first = outcome.order[0] if outcome.order else []
        return [sorted(first)] if len(first) == 1 or (first and select.get("shared_places")) else None
    return [sorted(group) for group in outcome.order] if outcome.status == "decided" else None
