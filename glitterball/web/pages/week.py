"""A week's board: READY or NOT READY and why, standings, leaderboard, marks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from domain.season.state import announced, rulebook_of
from glitterball.answered import week as answered
from glitterball.answers import Column, document
from glitterball.store import Season
from glitterball.web.addresses import Links
from glitterball.web.page import Cell, Page, Table, shown, table_of
from glitterball.web.pages.steps import Step, steps_of
from glitterball.web.sight import Sight
from glitterball.web.words import counted, worded
from projections import scorecards
from projections.names import couple_names

AS_ANNOUNCED = worded("AS ANNOUNCED")
"""What a historic week is: nobody certifies it, so nothing is READY or not."""

VERDICTS = {True: worded("READY"), False: worded("NOT READY"), None: worded("NOT KNOWN")}

LEADERBOARD = (
    Column("place", lambda row: f"{row.place}{'=' if row.shared else ''}" if row.scored else "", right=True),
    Column("couple", lambda row: row.name),
    Column("total", lambda row: row.total if row.scored else "", right=True),
    Column("this week", lambda row: row.week_total if row.scored else "", right=True),
)


def week(seen: Sight, links: Links, number: int) -> Page:
    """The board of a week. Refuses one that was not opened."""
    asked = seen.shown
    asked.week(number)
    found, kept, ready = seen.check(number)
    told = answered.check(asked, number, found)
    board = answered.leaderboard(asked, number)
    marks = answered.scorecards(asked, number)
    standings = None if seen.withheld else answered.standings(asked, number)
    title = worded("%(season)s, week %(week)s", season=asked.name, week=number)
    historic = asked.mode == "historic"
    verdict = AS_ANNOUNCED if historic else VERDICTS[ready]
    return Page(
        template="week.html",
        title=worded("%(verdict)s: %(title)s", verdict=verdict, title=title),
        mode=asked.mode,
        shown={
            "heading": title,
            "verdict": verdict,
            "ready": ready,
            "announced": tuple(_announced(asked, number)) if historic else (),
            "historic": historic,
            "audit": links.week(number, "audit"),
            "reasons": told.rows,
            "kept": kept,
            "standings": standings and _standings(standings),
            "standings_says": standings.title if standings else "",
            "leaderboard": table_of(board, worded("By the judges' totals alone"), LEADERBOARD, heads=1),
            "marks": tuple(_cards(marks.rows, links)),
            "steps": _steps(seen, links, number),
            "pages": pages_of(links, number),
        },
        document={
            "schema": "glitterball.week-board.v1",
            "mode": asked.mode,
            "basis": dict(told.basis),
            "data": {
                "ready": None if historic else ready,
                "reasons_withheld": kept,
                "check": document(told)["data"],
                "standings": None if standings is None else document(standings)["data"],
                "leaderboard": document(board)["data"],
                "scorecards": document(marks)["data"],
            },
            "warnings": [],
        },
    )


def pages_of(links: Links, number: int) -> tuple[tuple[str, str], ...]:
    """The pages of a week, by what they are called."""
    return (
        (worded("Standings"), links.week(number)),
        (worded("Audit"), links.week(number, "audit")),
        (worded("Votes"), links.week(number, "votes")),
        (worded("Rules"), links.rules(number)),
        (worded("Certificate"), links.week(number, "certificate")),
    )


def _announced(asked: Season, number: int) -> Iterator[str]:
    """What was said on air, in sentences."""
    called, said = couple_names(asked.state, number), announced(asked.state.weeks[number])

    def names(couples: Iterable[str]) -> str:
        *first, last = [called[couple] for couple in couples]
        return worded("%(first)s and %(last)s", first=", ".join(first), last=last) if first else last

    if said.eliminated:
        yield counted("%(couples)s left.", "%(couples)s left.", len(said.eliminated), couples=names(said.eliminated))
    if said.saved:
        yield counted("%(couples)s were saved.", "%(couples)s were saved.", len(said.saved), couples=names(said.saved))
    for couple, place in said.places or ():
        yield worded("%(couple)s: place %(place)s.", couple=names([couple]), place=place)
    if not (said.eliminated or said.places):
        yield worded("Nobody was said to leave.")


def _steps(seen: Sight, links: Links, number: int) -> tuple[Step, ...]:
    rulebook = rulebook_of(seen.shown.state, number)
    if seen.withheld or rulebook is None:
        return ()
    return steps_of(seen.shown.week(number).audit(), rulebook, links)


def _standings(answer: Any) -> Table:
    placed = any(row.place is not None for row in answer.rows)
    columns = [
        replace(column, of=_place) if column.heading == "place" else column
        for column in answer.columns
        if placed or column.heading != "place"
    ]
    return table_of(answer, worded("Each side, its points, and both together"), columns, heads=1)


def _place(row: Any) -> str:
    return "" if row.place is None else f"{row.place}{'=' if row.shared else ''}"


def _cards(rows: Sequence[scorecards.Row], links: Links) -> list[Table]:
    """A table of marks for each round of each episode: a line a dance, a column a judge."""
    return [_round(list(danced), links) for _, danced in groupby(rows, key=lambda row: (row.episode, row.round))]


def _round(rows: Sequence[scorecards.Row], links: Links) -> Table:
    judges = {row.judge: row.judge_name or row.judge for row in rows if row.judge is not None}
    unsplit = any(row.judge is None for row in rows)
    lines: dict[str, list[scorecards.Row]] = {}
    for row in rows:
        lines.setdefault(row.dance, []).append(row)
    headings = [
        "couple",
        "dance",
        *(name or "" for name in judges.values()),
        *([worded("total, not split")] if unsplit else []),
    ]
    return Table(
        caption=worded("Episode %(episode)s, round %(round)s", episode=rows[0].episode, round=rows[0].round),
        headings=tuple(Cell(text=heading, right=place > 1) for place, heading in enumerate(headings)),
        rows=tuple(_dance(danced, [*judges, *([None] if unsplit else [])], links) for danced in lines.values()),
    )


def _dance(rows: Sequence[scorecards.Row], judges: Sequence[str | None], links: Links) -> tuple[Cell, ...]:
    by_judge = {row.judge: row for row in rows}
    marks = (_mark(by_judge.get(judge), links) for judge in judges)
    return (Cell(text=rows[0].names, heads=True), Cell(text=rows[0].style or ""), *marks)


def _mark(row: scorecards.Row | None, links: Links) -> Cell:
    if row is None:
        return Cell(text="", right=True)
    mark = shown(row.mark)
    if row.corrected_from is not None:
        mark = worded("%(mark)s (was %(before)s)", mark=mark, before=shown(row.corrected_from))
    return Cell(text=mark, to=links.event(row.position), right=True)
