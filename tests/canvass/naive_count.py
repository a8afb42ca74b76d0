"""The canvass once more, slowly: one ballot after the other in plain Python, written from docs/formats/ballots.md alone.

It shares nothing with the canvass but the words of its answers.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from glitterball.canvass import Terms

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row = dict[str, str | int | None]
TIME = re.compile(
    r"([12]\d{3}-\d\d-\d\d)[T ](([01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d{1,9})?(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)?"
)


@dataclass(slots=True)
class Ballot:
    """A ballot as read, and in the end its fate: `accepted` of its votes count, the rest are lost for `reason`."""

    gateway: int
    voter: str | None
    ballot: str | None
    couple: str | None
    channel: str
    body: str
    moment: int | None
    votes: int
    channel_number: int
    body_number: int
    reason: str = ""
    lost: int = 0

    def order(self) -> tuple[object, ...]:
        """Which of two ballots with one id comes first."""
        tie = hashlib.sha256(f"{self.ballot} {self.voter}".encode()).hexdigest()
        return (*self.placed(), tie)

    def placed(self) -> tuple[object, ...]:
        """Time, and after it whatever tells ballots apart."""
        return self.moment, self.gateway, self.channel_number, self.couple, self.body_number, self.votes


@dataclass(slots=True)
class Sheet:
    """What one batch should say."""

    accepted: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    late: int = 0


Sheets = dict[tuple[str, int, str, str], Sheet]


def count(files: Sequence[tuple[str, Sequence[Row]]], terms: Terms, zone: str | None = None) -> Sheets:
    """Each batch's sheet, by gateway, slice, channel and body."""
    ballots = [
        read(row, number, gateway, terms, zone) for number, (gateway, rows) in enumerate(files, start=1) for row in rows
    ]
    repeated([one for one in ballots if not one.reason and one.ballot is not None])
    replaced([one for one in ballots if not one.reason], terms)
    over_the_cap([one for one in ballots if not one.reason], terms)
    sheets: Sheets = {}
    for one in ballots:
        gateway = terms.carries[one.gateway - 1][0]
        sheet = sheets.setdefault((gateway, slice_of(one, terms), one.channel, one.body), Sheet())
        if one.reason == "late":
            sheet.late += one.votes
            continue
        lost = one.lost if one.reason == "over the cap" else one.votes if one.reason else 0
        sheet.rejected[one.reason] += lost
        sheet.accepted[one.couple or ""] += one.votes - lost
    return sheets


def read(row: Row, number: int, gateway: str, terms: Terms, zone: str | None) -> Ballot:
    """The ballot in a row, with the first reason that applies to it by itself."""
    names = [channel.name for channel in terms.voting.channels]
    carried = [name for name in names if name in dict(terms.carries)[gateway]]
    channel = row["channel"] if "channel" in row else carried[0]
    known = channel in carried
    at = str(channel) if known else carried[0]
    bodies = terms.voting.bodies
    body = row.get("body") if len(bodies) > 1 else bodies[0]
    given = row.get("count") is not None and str(row["count"]).strip(" ") != ""
    said = str(row.get("count")).strip(" ")
    whole = re.fullmatch(r"([0-9]{1,15})(\.0+)?", said)
    n = int(whole[1]) if whole and int(whole[1]) <= 10**6 else None
    single = not known or terms.voting.channels[names.index(at)].kind == "single ballots"
    usable = (not given or n == 1) if single else n is not None
    moment = moment_of(row["time"], zone)
    window = terms.window(at)
    regions = terms.voting.regions
    tests = (
        ("no voter", blank(row["voter"])),
        ("no readable time", moment is None),
        ("unusable count", not usable),
        ("no ballot id", "ballot" in row and blank(row["ballot"])),
        ("unknown channel", not known),
        ("unknown couple", row["couple"] not in terms.couples),
        ("unknown voting body", body not in bodies),
        ("outside the region", regions is not None and row["region"] not in regions.eligible),
        ("before the lines opened", moment is not None and moment < window.opens),
        ("late", moment is not None and moment >= window.closes),
    )
    return Ballot(
        gateway=number,
        voter=text(row["voter"]),
        ballot=text(row.get("ballot")),
        couple=text(row["couple"]),
        channel=at,
        body=str(body) if body in bodies else bodies[0],
        moment=moment,
        votes=1 if n is None else n,
        reason=next((reason for reason, applies in tests if applies), ""),
        channel_number=names.index(at),
        body_number=bodies.index(str(body)) if body in bodies else 0,
    )


def text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def blank(value: str | int | None) -> bool:
    return value is None or str(value).strip(" ") == ""


def moment_of(value: str | int | None, zone: str | None) -> int | None:
    """Microseconds since 1970 UTC. Of an hour that comes twice in a declared zone the second is meant."""
    found = TIME.fullmatch(str(value))
    if found is None or (found[5] is None and zone is None):
        return None
    try:
        read = datetime.fromisoformat(f"{found[1]}T{found[2]}{(found[4] or '')[:7].ljust(7, '0') if found[4] else ''}")
    except ValueError:
        return None
    if found[5] is None:
        local = read.replace(tzinfo=ZoneInfo(zone or "UTC"), fold=1)
        return (local - EPOCH) // timedelta(microseconds=1)
    offset = timedelta()
    if found[5] != "Z":
        digits = found[5][1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (1 if found[5][0] == "+" else -1)
    return (read.replace(tzinfo=UTC) - offset - EPOCH) // timedelta(microseconds=1)


def repeated(ballots: Iterable[Ballot]) -> None:
    """Of ballots with one id at a gateway only the first stands."""
    by_id: dict[tuple[int, str | None], list[Ballot]] = defaultdict(list)
    for one in ballots:
        by_id[one.gateway, one.ballot].append(one)
    for same in by_id.values():
        for again in sorted(same, key=Ballot.order)[1:]:
            again.reason = "ballot repeated"


def replaced(ballots: Iterable[Ballot], terms: Terms) -> None:
    """Only what a voter saved last stands, all of it."""
    saved = {channel.name for channel in terms.voting.channels if channel.kind == "last saved allocation"}
    last: dict[tuple[str | None, str], int] = {}
    allocations = [one for one in ballots if one.channel in saved]
    for one in allocations:
        key = one.voter, one.channel
        last[key] = max(last.get(key, one.moment or 0), one.moment or 0)
    for one in allocations:
        if one.moment != last[one.voter, one.channel]:
            one.reason = "replaced by a later save"


def over_the_cap(ballots: Iterable[Ballot], terms: Terms) -> None:
    """The first votes count."""
    parts = terms.voting.cap.per
    used: Counter[tuple[str | None, ...]] = Counter()
    for one in sorted(ballots, key=lambda one: (one.moment, one.ballot is None, one.ballot or "", one.placed())):
        key = one.voter, one.couple if "couple" in parts else None, one.channel if "method" in parts else None
        counts = max(0, min(one.votes, terms.voting.cap.votes - used[key]))
        used[key] += one.votes
        if counts < one.votes:
            one.reason, one.lost = "over the cap", one.votes - counts


def slice_of(one: Ballot, terms: Terms) -> int:
    window = terms.window(one.channel)
    if one.moment is None or one.moment < window.opens:
        return 0
    length = terms.slice_seconds * 10**6
    last = (window.closes - window.opens - 1) // length
    return min((one.moment - window.opens) // length, last)
