"""Votes by gateway: what each delivered; of a withheld season that it did, and not how much."""

from dataclasses import dataclass, fields

from glitterball.answered.votes import turnout
from glitterball.answers import Answer, Column, document
from glitterball.web.addresses import Links
from glitterball.web.page import Page, table_of
from glitterball.web.pages.week import pages_of
from glitterball.web.sight import Sight
from glitterball.web.words import worded
from projections.turnout import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What came from a gateway by one channel, and nothing of how many votes there are in it."""

    week: int
    gateway: str
    channel: str
    body: str | None
    batches: int
    last_batch: int
    missing: str
    manifest: Manifest
    voided: bool
    voided_batches: int
    after_the_seal: int
    expected: bool


ARRIVED = (
    Column("gateway", lambda row: row.gateway),
    Column("channel", lambda row: row.channel),
    Column("batches", lambda row: row.batches, right=True),
    Column("last batch", lambda row: row.last_batch or "", right=True),
    Column("missing", lambda row: row.missing),
    Column("after the seal", lambda row: row.after_the_seal or "", right=True),
    Column("manifest", lambda row: row.manifest),
    Column("", lambda row: "VOID" if row.voided else ""),
)


def votes(seen: Sight, links: Links, number: int) -> Page:
    """What each gateway delivered in a week. Refuses a week that was not opened."""
    seen.shown.week(number)
    answer = arrived(seen, number) if seen.withheld else turnout(seen.shown, number)
    columns = answer.columns if seen.withheld else answer.columns[1:]  # the page is of one week
    return Page(
        template="votes.html",
        title=worded("%(season)s, week %(week)s: votes", season=seen.shown.name, week=number),
        mode=seen.shown.mode,
        shown={"table": table_of(answer, worded("By gateway and channel"), columns), "pages": pages_of(links, number)},
        document=document(answer),
    )


def arrived(seen: Sight, number: int) -> Answer:
    """What arrived, without a count of votes; nothing where the season's openings were destroyed."""
    names = [field.name for field in fields(Arrived)]
    told = () if seen.whole is None else seen.whole.week(number).turnout()
    rows = [Arrived(**{name: getattr(row, name) for name in names}) for row in told]
    notes = [] if rows else [worded("No lines were opened, or what came by them cannot be read any more.")]
    return Answer(
        schema="votes-arrived",
        mode=seen.shown.mode,
        title=f"Votes of {seen.shown.name}, week {number}",
        rows=rows,
        columns=ARRIVED,
        basis=seen.shown.basis(number),
        notes=notes,
        row=Arrived,
    )
