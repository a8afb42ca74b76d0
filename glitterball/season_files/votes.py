"""The table of votes: one row a couple, for weeks small enough to write down.

Columns: `week`, `gateway`, `channel`, `couple`, `votes`; `body` (else `viewers`); `not_counted` (`late`, or
`rejected: reason`, on rows without couple); and `batch`, where a batch must be told from others because it is voided.
Without it each channel and voting body is one batch, numbered within its gateway in order of first appearance.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from domain.findings import Finding
from domain.gateway.events import ChannelTotals, OfBatch, OfManifest, Sent
from domain.record import MOST_VOTES
from glitterball.season_files.couple_names import CoupleNames
from glitterball.season_files.scores import whole
from glitterball.season_files.table_text import Columns, Row, rows_of
from glitterball.season_files.tables import said

NEEDED = ("week", "gateway", "channel", "couple", "votes")
OPTIONAL = ("body", "batch", "not_counted")
REJECTED = "rejected: "


@dataclass(slots=True)
class Batch:
    """Rows that make one vote batch."""

    where: str
    gateway: str
    channel: str
    body: str
    number: int
    votes: dict[str, int] = field(default_factory=dict)
    rejected: dict[str, int] = field(default_factory=dict)
    late: int | None = None

    @property
    def received(self) -> int:
        """Accepted, rejected and late together."""
        return sum(self.votes.values()) + sum(self.rejected.values()) + (self.late or 0)


def read_votes(
    text: str, where: str, findings: list[Finding], names: CoupleNames, first_line: int = 1
) -> dict[int, list[Batch]]:
    """The batches of each week in order. What does not fit is a finding with its line."""
    return batches_of(rows_of(text, where, Columns(NEEDED, OPTIONAL), findings, first_line), findings, names)


def batches_of(rows: Iterable[Row], findings: list[Finding], names: CoupleNames) -> dict[int, list[Batch]]:
    """The batches that rows make, by week, in the order in which they appear."""
    weeks: dict[int, dict[tuple[str, ...], Batch]] = {}
    for row in rows:
        try:
            _take(row, weeks, names)
        except ValueError as error:
            findings.append(Finding(row.where, str(error)))
    for batches in weeks.values():
        for batch in batches.values():
            same = [one for one in batches.values() if (one.gateway, one.number) == (batch.gateway, batch.number)]
            if len(same) > 1 and batch is not same[0]:
                what = f"batch {batch.number} of {batch.gateway} has another channel or voting body at {same[0].where}"
                findings.append(Finding(batch.where, what))
    return {week: list(batches.values()) for week, batches in weeks.items()}


def _take(row: Row, weeks: dict[int, dict[tuple[str, ...], Batch]], names: CoupleNames) -> None:
    week, votes = _whole(row, "week"), _whole(row, "votes")
    batches = weeks.setdefault(week, {})
    gateway, channel, body = row["gateway"], row["channel"], row["body"] or "viewers"
    key = (gateway, channel, body, row["batch"])
    if key not in batches:
        of_gateway = [known for known in batches if known[0] == gateway]
        if any(bool(known[3]) != bool(row["batch"]) for known in of_gateway):
            raise ValueError(f"rows of gateway {gateway!r} either all have a batch number or none")
        number = _whole(row, "batch") if row["batch"] else len(of_gateway) + 1
        batches[key] = Batch(row.where, gateway, channel, body, number)
    batch = batches[key]
    if row["not_counted"]:
        _not_counted(row, batch, votes)
        return
    couple = names.couple(row["couple"])
    if couple in batch.votes:
        raise ValueError(f"{couple} has votes twice in this batch (week {week}, {gateway}, {channel}, {body})")
    batch.votes[couple] = votes


def _not_counted(row: Row, batch: Batch, votes: int) -> None:
    why = row["not_counted"]
    if row["couple"]:
        raise ValueError("votes not counted are stated without a couple")
    if why == "late":
        if batch.late is not None:
            raise ValueError("late votes are stated twice in this batch")
        batch.late = votes
    elif why.startswith(REJECTED):
        reason = why.removeprefix(REJECTED)
        if reason in batch.rejected:
            raise ValueError(f"votes rejected for {reason!r} are stated twice in this batch")
        batch.rejected[reason] = votes
    else:
        raise ValueError(f"not_counted is 'late' or 'rejected: reason', not {why!r}")


def _whole(row: Row, column: str) -> int:
    if column == "votes" and not row[column]:
        raise ValueError(f"{column} is empty: write 0 where there are none")
    number = whole(row[column])
    if re.fullmatch(r"[0-9]+", row[column]) and (number is None or number > MOST_VOTES):
        raise ValueError(f"{column} {row[column]} is more than {MOST_VOTES:,}, the largest number that is taken")
    if number is None:
        raise ValueError(f"{column} {row[column]!r} is not a whole number: write digits alone, such as 1200")
    return number


@dataclass(frozen=True, slots=True)
class Window:
    """Whose votes, of which week, between which moments."""

    season: str
    week: int
    opens: str
    closes: str


def deliveries(
    window: Window,
    batches: list[Batch],
    gateways: Iterable[str],
    lost: dict[str, int],
    where: str,
    findings: list[Finding],
) -> list[tuple[str, Sent]]:
    """The batches of a week, then the manifests of `gateways`. `lost` is the highest batch number of each gateway that was
    voided without having arrived, which its manifest counts."""
    delivered: list[tuple[str, Sent]] = []
    for batch in batches:
        particulars = {
            "season": window.season, "week": window.week, "opens": window.opens, "closes": window.closes,
            "gateway": batch.gateway, "batch": batch.number, "channel": batch.channel, "body": batch.body,
            "votes": tuple(batch.votes.items()), "rejected": tuple(batch.rejected.items()),
            "late": batch.late or 0, "received": batch.received,
        }  # fmt: skip
        if (made := _made(OfBatch, particulars, batch.where, findings)) is not None:
            delivered.append((batch.where, made))
    for gateway in gateways:
        own = [batch for batch in batches if batch.gateway == gateway]
        count = max((*(batch.number for batch in own), lost.get(gateway, 0)), default=0)
        totals = tuple(_totals([one for one in own if one.channel == name]) for name in _channels(own))
        particulars = {
            "season": window.season, "week": window.week, "gateway": gateway, "batches": count,
            "totals": tuple(total for total in totals if total is not None),
        }  # fmt: skip
        if (made := _made(OfManifest, particulars, where, findings)) is not None:
            delivered.append((where, made))
    return delivered


def _channels(batches: list[Batch]) -> list[str]:
    return list(dict.fromkeys(batch.channel for batch in batches))


def _totals(batches: list[Batch]) -> ChannelTotals | None:
    rejected: dict[str, int] = {}
    for batch in batches:
        for reason, count in batch.rejected.items():
            rejected[reason] = rejected.get(reason, 0) + count
    try:
        return ChannelTotals(
            channel=batches[0].channel,
            received=sum(batch.received for batch in batches),
            accepted=sum(sum(batch.votes.values()) for batch in batches),
            rejected=tuple(rejected.items()),
            late=sum(batch.late or 0 for batch in batches),
        )
    except ValidationError:
        return None  # the batch itself is a finding


def _made(kind: type[Any], particulars: dict[str, Any], where: str, findings: list[Finding]) -> Any:
    try:
        return kind(**particulars)
    except ValidationError as error:
        findings.extend(Finding(where, said(problem, kind)) for problem in error.errors(include_url=False))
        return None
