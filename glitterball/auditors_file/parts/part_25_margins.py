"""How close it was: each witness of a margin is tabulated, and must change the answer as it says (bundle.md, section 8).

That no fewer votes do, or that none at all do, is not checked here: it takes a search.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from .part_01_findings import UNREADABLE, Findings
from .part_02_spellings import Json, plain, written
from .part_07_container import Bundle
from .part_15_season import Season
from .part_18_period import Period, period_of
from .part_23_ending import tabulate
from .part_25_margin_questions import answered_by, is_shown, other_than_asked, unchanged_because, with_mark

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
    yield from other_than_asked(said["questions"], said["why"], form, period)
    for question in said["questions"]:
        now = answered_by(question["question"], outcome, form, period)
        if question["now"] != now:
            yield f"{question['question']} is {question['now']} now, it says, and the events {now}"
        units = [*question["units"], *(unit for _, unit in question["added_for"])]
        for unit in units:
            for kind in ("disturbed", "overturned"):
                wrong = _wrong_with(unit["unit"], unit[kind], question, (book, form, period, votes))
                if wrong:
                    yield f"{question['question']}, votes {unit['unit']}: {wrong}"
        for kind, mark in question["marks"].items():
            others = with_mark(mark["witness"], period)
            afters = [answered_by(question["question"], tabulate(book, other), form, other) for other in others]
            told = [after for after in afters if after == mark["witness"]["after"]]
            if not is_shown(mark, [unchanged_because(after, kind, now) for after in told], plain):
                yield f"{question['question']}, one mark, {kind}: its witness is none"


def _wrong_with(unit: str, margin: Json, question: Json, counted: tuple[Json, Json, Period, Json]) -> str:
    """What is wrong with one margin: its bounds, what its witness costs, or what follows from the witness."""
    book, form, period, votes = counted
    witness, least, most = margin["witness"], margin["at_least"], margin["at_most"]
    if witness is None and most is not None:
        return "a number is told, and nothing that shows it"
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
    after = answered_by(question["question"], tabulate(book, replace(period, votes=[body])), form, period)
    if after != witness["after"] or after == question["now"]:
        return f"with its witness the answer is {after}, and it says {witness['after']}"
    return ""


def wrong_with_told_margins(said: Json, season: Season, week: int) -> Iterator[str]:
    """What is wrong with the margins a certificate tells: each witness is tabulated, and must change the answer."""
    adopted, period = season.rulebook(week), period_of(season, week)
    book: Json = adopted.fact["rulebook"] if adopted else {}
    form = next(each for each in book["forms"] if each["name"] == period.form)
    outcome = tabulate(book, period)
    others = list(other_than_asked(said["questions"], said["why_none"], form, period))
    if others:
        yield from others
        return
    for question in said["questions"]:
        now = answered_by(question["question"], outcome, form, period)
        for kind in ("disturbed", "overturned"):
            for unit in question["units"]:
                for changed in _with_votes(unit[kind], unit["unit"], period):
                    if isinstance(changed, str):
                        wrong = changed
                    else:
                        after = answered_by(question["question"], tabulate(book, changed), form, changed)
                        wrong = unchanged_because(after, kind, now)
                    if wrong:
                        yield f"margins of {question['question']}, votes {unit['unit']}, {kind}: {wrong}"
            mark = question[f"mark_{kind}"]
            changed_marks = with_mark(mark["witness"], period)
            afters = [answered_by(question["question"], tabulate(book, other), form, other) for other in changed_marks]
            if not is_shown(mark, [unchanged_because(after, kind, now) for after in afters], str):
                yield f"margins of {question['question']}, one mark, {kind}: its witness is none"


def _with_votes(margin: Json, unit: str, period: Period) -> Iterator[Period | str]:
    """The week with the votes of a witness; or what is wrong with what it costs."""
    if margin["witness"] is None:
        if margin["at_most"] is not None:
            yield "a number is told, and nothing that shows it"
        elif margin["exact"] is not (margin["at_least"] is None):
            yield "whether its number is exact is said otherwise"
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
