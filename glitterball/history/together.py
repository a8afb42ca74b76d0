"""Weeks that count together, as somebody says them: `1-2`, `33:8-9`, or a small file of seasons, weeks and sources."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from glitterball.files import read
from glitterball.files.limits import TABLE
from glitterball.history.columns import plain
from glitterball.history.refusals import WeeksTogetherUnclear
from glitterball.history.sheet import read_sheet, tidy

SAID = "said with --together"
_WEEKS = re.compile(r"(?:(\d{1,4})\s*:\s*)?(\d{1,2}(?:\s*[-\u2013,+]\s*\d{1,2})+)")
MOST_WEEK = 60


@dataclass(frozen=True, slots=True)
class Together:
    """Weeks whose scores and votes count together, towards the outcome of the last of them. Without a season it is the only
    one there is."""

    season: int | None
    counts: tuple[int, ...]
    source: str = SAID

    @property
    def week(self) -> int:
        """The week in whose outcome they count."""
        return self.counts[-1]


def together_in(text: str) -> Together:
    """What `1-2`, `1,2` or `33:1-2` says. Refuses anything else (`WeeksTogetherUnclear`)."""
    match = _WEEKS.fullmatch(text.strip())
    if match is None:
        raise WeeksTogetherUnclear(text[:80], "it names no weeks")
    season, weeks = match[1], match[2]
    if spanned := re.fullmatch(r"(\d+)\s*[-\u2013]\s*(\d+)", weeks):
        counts = tuple(range(int(spanned[1]), int(spanned[2]) + 1))
    else:
        counts = tuple(int(week) for week in re.findall(r"\d+", weeks))
    if len(counts) < 2 or list(counts) != sorted(set(counts)) or counts[0] < 1 or counts[-1] > MOST_WEEK:
        raise WeeksTogetherUnclear(text[:80], f"weeks are two or more from 1 to {MOST_WEEK}, in order")
    return Together(int(season) if season is not None else None, counts)


def together_said(said: str) -> tuple[Together, ...]:
    """The same, also from a file: the columns `season` (where there are several), `weeks` and `source`."""
    if _WEEKS.fullmatch(said.strip()):
        return (together_in(said),)
    if not Path(said).suffix:
        raise WeeksTogetherUnclear(said[:80], "it names no weeks and no file")
    return tuple(_rows(read(said, TABLE), tidy(Path(said).name)))


def _rows(data: bytes, where: str) -> Iterator[Together]:
    sheet = read_sheet(data, where)
    at = {plain(name): index for index, name in enumerate(sheet.header)}
    if "weeks" not in at:
        raise WeeksTogetherUnclear(where, "a file of weeks that count together has a column weeks")
    for row in sheet.rows:
        season, weeks = row.at(at.get("season")), row.at(at["weeks"])
        try:
            found = together_in(f"{season}:{weeks}" if season else weeks)
        except WeeksTogetherUnclear as refusal:
            raise WeeksTogetherUnclear(row.where, refusal.because) from refusal
        source = tidy(row.at(at.get("source")))
        yield Together(found.season, found.counts, source or f"said in {row.where}")
