"""Reading: the log back, views that follow it, a week's standings, a season as of any moment."""

import sqlite3
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from random import Random

from benchmarks import as_of, catch_up
from benchmarks.parts import second
from benchmarks.table import Ready, Side, Sides, Target, Work
from benchmarks.works import rivals
from benchmarks.yardsticks import groups, lines_of, raw_replay, raw_replay_of_parts, raw_writes, vote_batches
from glitterball.log import EventLog
from glitterball.snapshots import keep
from glitterball.snapshots.cuts import Cuts
from glitterball.store import open_store
from glitterball.views import Views
from glitterball.views.views import PAGE

GROUP = 1_000
QUESTIONS, FEW = 40, 2
WEEKS = 3


def replayed(second_form: bool, many: int, folder: Path, stack: ExitStack) -> Sides:
    """A log read from its first event to its last, as validated facts."""
    first = vote_batches(many)
    entries, path, raw = second(first) if second_form else first, folder / "season.glitter", folder / "raw.db"
    with EventLog.open(f"sqlite:{path}") as log:
        for group in groups(entries, GROUP):
            log.append_many(group)

    def ours(_: Path, opened: ExitStack) -> Ready:
        log = opened.enter_context(EventLog.open(f"sqlite:{path}"))
        return lambda: sum(1 for _ in log.read())

    if second_form:
        raw_writes(raw, lines_of(entries), GROUP)
        return Sides(ours, lambda _, __: lambda: raw_replay_of_parts(raw) and None)
    batches, book = rivals.batches_of(first), folder / "votes.xlsx"
    rivals.workbook(book, batches)
    application = rivals.opened(folder / "library.db")
    stack.callback(application.close)
    rivals.save(application, groups(batches, GROUP))
    return Sides(
        ours,
        lambda _, __: lambda: raw_replay(path) and None,
        lambda _, __: lambda: rivals.read_back(application) - 1,  # its first event made the aggregate
        lambda _, __: lambda: rivals.read_workbook(book),
    )


def followed(many: int, folder: Path, stack: ExitStack) -> Sides:
    """Views kept in a file, from nothing to the end of a night."""
    path = folder / "season.glitter"
    with EventLog.open(f"sqlite:{path}") as log:
        log.append("season/us-33", 0, catch_up.a_season(), catch_up.PRODUCER, catch_up.AT)
        for group in groups(vote_batches(many), GROUP):
            log.append_many(group)
        last = log.last_position()

    def ours(into: Path, opened: ExitStack) -> Ready:
        log = opened.enter_context(EventLog.open(f"sqlite:{path}"))
        views = opened.enter_context(Views.open(into / "views", log))
        return lambda: views.catch_up() and None

    return Sides(
        ours,
        lambda into, _: lambda: catch_up.raw_catch_up(path, into / "raw", PAGE) and None,
        instead=lambda _, __: lambda: rivals.summed_by_sql(path, last) and None,
    )


def a_week(seasons: int, folder: Path, stack: ExitStack) -> Sides:
    """The standings of one week, from the views' file, beside other seasons."""
    log = stack.enter_context(EventLog.open(f"sqlite:{folder / 'store'}"))
    for number in range(seasons):
        facts = catch_up.a_season(f"us-{number}", WEEKS)
        log.append(f"season/us-{number}", 0, facts, catch_up.PRODUCER, catch_up.AT)
    views = stack.enter_context(Views.open(folder / "views", log))
    views.catch_up()
    db = stack.enter_context(closing(sqlite3.connect(folder / "marks.db")))
    db.execute("CREATE TABLE marks (season TEXT, week INTEGER, couple TEXT, mark INTEGER)")
    given = [(fact.week, fact.dance, fact.mark) for fact in facts if isinstance(fact, catch_up.e.ScoreGiven)]
    for number in range(seasons):
        rows = ((f"us-{number}", week, dance.split(".")[-1], int(mark)) for week, dance, mark in given)
        db.executemany("INSERT INTO marks VALUES (?, ?, ?, ?)", rows)
    db.execute("CREATE INDEX by_week ON marks (season, week)")
    query = """SELECT couple, total, rank() OVER (ORDER BY total DESC) FROM (
        SELECT couple, sum(mark) AS total FROM marks WHERE season = ? AND week = ? GROUP BY couple) ORDER BY 3"""
    return Sides(
        _so_often(lambda: len(views.rows("standings", "us-0", WEEKS))),
        _so_often(lambda: len(db.execute(query, ("us-0", WEEKS)).fetchall())),
    )


def _so_often(ask: Ready) -> Side:
    def make(_: Path, __: ExitStack) -> Ready:
        return lambda: [ask() for _ in range(QUESTIONS)][-1]

    return make


def a_step(many: int, folder: Path, stack: ExitStack) -> Sides:
    """The standings of the week that votes at a position drawn at random, in a process that has the store open."""
    path, snapshots = folder / "store", folder / "store.snapshots.sqlite"
    log = stack.enter_context(EventLog.open(f"sqlite:{path}"))
    as_of.fill(log, many)
    last = log.last_position()
    keep(log, snapshots)
    chance = Random(33)
    positions = [chance.randrange(min(200, last // 2), last) for _ in range(QUESTIONS)]
    library = rivals.opened(folder / "library.db")
    stack.callback(library.close)
    votes = rivals.save(library, groups(rivals.batches_of(vote_batches(many)), GROUP))
    cuts = stack.enter_context(closing(Cuts(log, None)))
    some = (last // 2, last - 1)  # what stands for all positions: half way, and the end

    def ours(_: Path, opened: ExitStack) -> Ready:
        season = opened.enter_context(open_store(f"sqlite:{path}", read_only=True)).season("us-33")
        as_of.step(season, positions[-1])

        def steps() -> None:
            for position in positions:
                as_of.step(season, position)

        return steps

    def read(_: Path, __: ExitStack) -> Ready:
        return lambda: [cuts.fold("us-33", position) for position in some] and None

    return Sides(
        ours,
        read,
        lambda _, __: lambda: [library.repository.get(votes.id, version=at) for at in (many // 2, many)] and None,
        lambda _, __: lambda: [rivals.summed_by_sql(path, position) for position in some] and None,
        yardstick_units=FEW,
        library_units=FEW,
        instead_units=FEW,
    )


WORKS = [
    Work(
        "replay, first form", "an event", "events", 300, 30, partial(replayed, False),
        "selects the same bytes and parses them with orjson into dictionaries nobody checked", Target("part", 0.4),
        "its mapper over select_notifications, page by page",
        "a workbook of the same batches read into a frame by polars",
    ),
    Work(
        "replay, second form", "an event", "events", 300, 30, partial(replayed, True),
        "selects both rows of each event, hashes both, parses both with orjson", Target("part", 0.5),
    ),
    Work(
        "views catching up", "an event", "events", 300, 30, followed,
        "selects, parses with orjson, and upserts each batch's sum in one transaction a page", Target("part", 0.5),
        instead="one SQL query over the JSON, which sums the votes of each couple, keeps nothing, and begins again next time",
    ),
    Work(
        "one week's standings from the views", "a question", "seasons in the store", 1, 1, a_week,
        "sums and ranks the week's marks with SQL from a table with an index", asked=QUESTIONS,
    ),
    Work(
        "a step to any position", "a step", "events in the season", 1_000, 100, a_step,
        "reads the season from its beginning", Target("seconds", 0.06),
        "repository.get(id, version=n), without snapshots, as it comes; it gives one sum and no standings",
        "one SQL query over the JSON up to the position; it gives sums and no standings", asked=QUESTIONS,
    ),
]  # fmt: skip
