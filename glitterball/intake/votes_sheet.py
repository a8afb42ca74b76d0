"""A spreadsheet of votes, saved as CSV, as the batches of a gateway: one row a couple, with columns `couple` and `votes`.

The columns `gateway`, `channel` and `body` may stand beside them; what has no column is what the hand-in says. `batch` tells
batches apart; without it each channel and voting body is one. Votes that do not count stand in rows without a couple, under
`not_counted`: `late`, or `rejected: reason`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.findings import Finding
from domain.gateway.events import OfBatch, OfManifest
from domain.season.commands import CastCouple
from domain.season.state import SeasonState
from glitterball.intake.unsigned_lines import DeliveryUnreadable, NothingDelivered
from glitterball.season_files.couple_names import CoupleNames
from glitterball.season_files.table_text import Columns, Row, decoded, rows_of
from glitterball.season_files.votes import OPTIONAL, Batch, Window, batches_of, deliveries

NEEDED = ("couple", "votes")
HAND_IN = ("gateway", "channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What is said of a sheet as it is handed in: whose votes it holds, and the number of its first batch (from 1).

    With `final` the sheet is all that its gateways deliver, and closing manifests are made of it.
    """

    window: Window
    gateway: str | None = None
    channel: str | None = None
    body: str | None = None
    first_batch: int = 1
    final: bool = False


def is_sheet(octets: bytes, name: str) -> bool:
    """Whether what is handed in is a sheet of votes: its name says so, or its first line names couple and votes."""
    head = octets.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0].lower()
    named = name.lower().endswith(".csv") and not head.startswith(b"{")
    return named or (not head.startswith(b"{") and b"couple" in head and b"votes" in head)


def read_votes_sheet(
    octets: bytes, where: str, said: HandIn, state: SeasonState
) -> tuple[list[OfBatch], list[OfManifest]]:
    """The batches in a sheet, and its manifests if it is final. Raises `DeliveryUnreadable` with every row that is wrong, and
    `NothingDelivered` where there is none."""
    findings: list[Finding] = []
    text = decoded(octets, where, findings) or ""
    rows = [] if findings else rows_of(text, where, Columns(NEEDED, (*HAND_IN, *OPTIONAL)), findings)
    if not rows and not findings:
        raise NothingDelivered(where)
    names = CoupleNames(_cast(state))
    batches = batches_of(_filled(rows, said, findings), findings, names).get(said.window.week, [])
    _number(batches, said, rows, findings)
    gateways = dict.fromkeys(batch.gateway for batch in batches) if said.final else ()
    made = [] if findings else deliveries(said.window, batches, gateways, {}, where, findings)
    if findings:
        raise DeliveryUnreadable(where, str(findings[0]), len(findings), tuple(findings))
    return (
        [delivery for _, delivery in made if isinstance(delivery, OfBatch)],
        [delivery for _, delivery in made if isinstance(delivery, OfManifest)],
    )


def _cast(state: SeasonState) -> Iterable[CastCouple]:
    for event in state.couples.values():
        cast = event.fact
        yield CastCouple(couple=cast.couple, celebrity=cast.celebrity, professional=cast.professional)


def _filled(rows: Iterable[Row], said: HandIn, findings: list[Finding]) -> Iterable[Row]:
    """The rows with what the hand-in says where they say nothing. A row of nobody's votes is a finding."""
    given = {"gateway": said.gateway, "channel": said.channel, "body": said.body}
    for row in rows:
        cells = {**row.cells, "week": str(said.window.week)}
        cells |= {name: value for name, value in given.items() if value and not row[name]}
        missing = [name for name in HAND_IN if not cells.get(name)]
        for name in missing:
            what = f"it does not say of which {name} these votes are: give it a column {name}, or hand it in with --gateway"
            findings.append(Finding(row.where, what))
        if not missing:
            yield replace(row, cells=cells)


def _number(batches: list[Batch], said: HandIn, rows: list[Row], findings: list[Finding]) -> None:
    """Count batches from the first number that was said, where the sheet has no numbers of its own."""
    if said.first_batch == 1:
        return
    if any(row["batch"] for row in rows):
        findings.append(Finding(rows[0].where, "the sheet numbers its batches itself; hand it in without --batch"))
    if said.final:
        what = "a closing manifest counts all batches; hand all of them in on one sheet, numbered in a column batch"
        findings.append(Finding(rows[0].where, what))
    for batch in batches:
        batch.number += said.first_batch - 1
