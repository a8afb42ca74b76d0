"""What a user would pick instead: the eventsourcing library as it comes, a workbook, plain SQL.

Each keeps the same vote batches. None of them checks, hashes, seals or guards what we do; that is said beside the figures.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import polars
import xlsxwriter
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from domain.gateway.events import VoteBatchReceived
from glitterball.log import Entry

HEADINGS = ("gateway", "batch", "channel", "opens", "closes", "received")
PAGE = 1_000


class Votes(Aggregate):
    """A gateway's batches, in the style the library's own pages teach."""

    def __init__(self, gateway: str) -> None:
        self.gateway, self.batches, self.received = gateway, 0, 0

    @event("BatchReceived")
    def receive(self, batch: int, channel: str, opens: str, closes: str, votes: dict[str, int], received: int) -> None:
        """One more batch."""
        self.batches = batch
        self.received += received


def batches_of(entries: Sequence[Entry]) -> list[VoteBatchReceived]:
    """The facts, which are batches of the first form."""
    return [entry.fact for entry in entries if isinstance(entry.fact, VoteBatchReceived)]


def opened(path: Path) -> Application[Any]:
    """The library with a file and nothing else set."""
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})


def save(application: Application[Any], groups: Sequence[Sequence[VoteBatchReceived]]) -> Votes:
    """All batches under one aggregate, a group a save."""
    votes = Votes("gateway-0")
    for group in groups:
        for one in group:
            votes.receive(one.batch, one.channel, one.opens, one.closes, dict(one.votes), one.received)
        application.save(votes)
    return votes


def read_back(application: Application[Any]) -> int:
    """Every event of the library's store, page by page, as the objects it makes of them."""
    start, count = 1, 0
    while page := application.recorder.select_notifications(start=start, limit=PAGE):
        for notification in page:
            application.mapper.to_domain_event(notification)
        start, count = int(page[-1].id) + 1, count + len(page)
    return count


def workbook(path: Path, batches: Sequence[VoteBatchReceived]) -> None:
    """One sheet, a batch a row, a couple a column, written once."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("votes")
        sheet.write_row(0, 0, (*HEADINGS, *(couple for couple, _ in batches[0].votes)))
        for place, one in enumerate(batches, start=1):
            head = (one.gateway, one.batch, one.channel, one.opens, one.closes, one.received)
            sheet.write_row(place, 0, (*head, *(count for _, count in one.votes)))


def read_workbook(path: Path) -> int:
    """The sheet as a frame: how many batches it holds."""
    return polars.read_excel(path, engine="calamine").height


def summed_by_sql(path: Path, until: int) -> int:
    """One query over the JSON of a store: the votes of each couple up to a position. Answers their sum."""
    query = """SELECT one.value ->> 0, sum(one.value ->> 1) FROM stored_events,
        json_each(CAST(state AS TEXT), '$.fact.votes') AS one
        WHERE position <= ? AND topic = 'vote-batch-received.v1' GROUP BY 1"""
    with closing(sqlite3.connect(path)) as db:
        return sum(row[1] for row in db.execute(query, (until,)))
