"""Working out who leaves: one outcome, the same without its working, and how close it was."""

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from random import Random

from benchmarks import margins
from benchmarks.table import Ready, Sides, Target, Work
from domain.period.scoring_period import BodyVotes, Dance, ScoringPeriod
from domain.rulebook import assume
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.margins import margin
from glitterball.rulebooks import shipped_rulebook

COUPLES = tuple(f"couple-{letter}" for letter in "abcdefghijklm")
RANK = shipped_rulebook("us-33")
BOOKS = {"rank points": RANK, "share": assume(RANK, "method", '{"kind":"share"}')}
POINTS = {
    "rank points": "rank() OVER (ORDER BY judges DESC) + rank() OVER (ORDER BY votes DESC)",
    "share": "-(1.0 * judges / sum(judges) OVER () + 1.0 * votes / sum(votes) OVER ())",
}
TABULATIONS = 50


def periods(count: int, chance: Random) -> list[ScoringPeriod]:
    """Season 33, week 2 in shape: two episodes pooled, three couples in danger, two leave."""
    return [
        ScoringPeriod(
            week=2,
            form="double-of-three",
            couples=COUPLES,
            dances=tuple(
                Dance(f"{episode}.1.{couple}", (couple,), tuple((judge, chance.randint(5, 9)) for judge in "abc"))
                for episode in (1, 2)
                for couple in COUPLES
            ),
            votes=(BodyVotes("viewers", tuple(chance.randint(100_000, 2_000_000) for _ in COUPLES)),),
            scores_rest_on=((20, 97),),
        )
        for _ in range(count)
    ]


def bare(period: ScoringPeriod) -> list[int]:
    """The arithmetic alone."""
    totals = dict.fromkeys(period.couples, 0)
    for dance in period.dances:
        for _, mark in dance.marks:
            totals[dance.couples[0]] += int(mark)
    judges = list(totals.values())
    votes = period.votes[0].votes
    combined = [
        sum(other <= marks for other in judges) + sum(other <= count for other in votes)
        for marks, count in zip(judges, votes, strict=True)
    ]
    return sorted(range(len(combined)), key=combined.__getitem__)


def filled(path: Path, some: list[ScoringPeriod]) -> None:
    """The weeks as two tables with an index, for whoever would rather write SQL."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE marks (week INTEGER, couple TEXT, mark INTEGER)")
        db.execute("CREATE TABLE votes (week INTEGER, couple TEXT, votes INTEGER)")
        for week, period in enumerate(some):
            marks = ((week, dance.couples[0], int(mark)) for dance in period.dances for _, mark in dance.marks)
            db.executemany("INSERT INTO marks VALUES (?, ?, ?)", marks)
            votes = zip(period.couples, period.votes[0].votes, strict=True)
            db.executemany("INSERT INTO votes VALUES (?, ?, ?)", ((week, *one) for one in votes))
        db.execute("CREATE INDEX marks_of ON marks (week, couple)")
        db.execute("CREATE INDEX votes_of ON votes (week, couple)")
        db.commit()


def tabulated(book: str, explain: bool, many: int, folder: Path, stack: ExitStack) -> Sides:
    """Outcomes of so many weeks, two hundred of them different."""
    some = periods(min(many, 200), Random(33))
    filled(folder / "weeks.db", some)
    db = stack.enter_context(closing(sqlite3.connect(folder / "weeks.db")))
    query = f"""SELECT couple FROM (SELECT couple, {POINTS[book]} AS points FROM (
        SELECT couple, sum(mark) AS judges, votes.votes AS votes FROM marks JOIN votes USING (week, couple)
        WHERE week = ? GROUP BY couple)) ORDER BY points"""

    def each(work: Callable[[int], object]) -> Ready:
        def run() -> None:
            for place in range(many):
                work(place % len(some))

        return run

    return Sides(
        lambda _, __: each(lambda place: tabulate(BOOKS[book], some[place], explain)),
        lambda _, __: each(lambda place: bare(some[place])),
        instead=lambda _, __: each(lambda place: db.execute(query, (place,)).fetchall()),
    )


def how_close(votes: int, folder: Path, stack: ExitStack) -> Sides:
    """The margin of a week of sixteen couples: how few votes would have changed who leaves."""
    period = margins.week(16, "double-of-three", Random(16), votes)
    return Sides(
        lambda _, __: lambda: margin(RANK, period) and None,
        lambda _, __: lambda: [tabulate(RANK, period, explain=False) for _ in range(TABULATIONS)] and None,
        yardstick_units=TABULATIONS,
    )


BARE = "adds, ranks and sorts the same numbers in plain Python: no tie chain, no rulebook, no working"
SQL = "one SQL query a week over tables with an index: no tie chain, and where shares are added floats"
WORKS = [
    *(
        Work(
            f"outcome, {book}, {'with' if explain else 'without'} working", "an outcome", "outcomes", 50, 5,
            partial(tabulated, book, explain), BARE, Target("part", 0.5 if explain else 0.8), instead=SQL,
        )
        for book in BOOKS
        for explain in (True, False)
    ),
    Work(
        "margin of a week, 16 couples", "a margin", "votes cast", 720_000, 7_200, how_close, "tabulates the week once",
        asked=1,
    ),
]  # fmt: skip
