"""Reading a file of many seasons, whichever of the two layouts it has."""

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from domain.findings import Finding
from glitterball.files import read
from glitterball.files.limits import TABLE
from glitterball.history.columns import score_columns
from glitterball.history.long import read_long
from glitterball.history.records import CoupleRecord, History, SeasonRecord
from glitterball.history.refusals import unreadable
from glitterball.history.sheet import read_sheet, tidy
from glitterball.history.wide import read_wide


def seasons_in(file: Path | str, results: Path | str | None = None) -> History:
    """The seasons of a CSV file: one row a couple (COMAP's 2026 MCM, problem C), or one row a score.

    `results` names a second file that says who left when, for tidy files that do not. What is odd about a row is a
    finding; refuses (`HistoryUnreadable`) only what is no such file at all.
    """
    told = (read(results, TABLE), tidy(Path(results).name)) if results is not None else None
    return history_of(read(file, TABLE), tidy(Path(file).name), told)


def history_of(data: bytes, where: str = "scores.csv", results: tuple[bytes, str] | None = None) -> History:
    """The same from bytes. `where` names the file in findings and as the source of each fact."""
    sheet = read_sheet(data, where)
    told = read_sheet(*results) if results is not None else None
    if score_columns(sheet.header):
        history = read_wide(sheet)
        if told is not None:
            history.findings.append(Finding(told.where, "the scores say who left themselves; not read", "warning"))
    else:
        history = read_long(sheet, told)
    if not history.seasons:
        raise unreadable(where, history.findings or [Finding(f"{where}:2", "the file has a header and no rows")])
    history.seasons = dict(sorted(history.seasons.items()))
    for season in history.seasons.values():
        _name(season)
        _complete(season, history)
    return history


def _name(season: SeasonRecord) -> None:
    """Each couple an identifier: first names as in `anna-ezra`, full names where two would be called the same."""
    short = [_slug(f"{_first(one.celebrity)} {_first(one.professional)}") for one in season.couples]
    full = [_slug(f"{one.celebrity} {one.professional}") for one in season.couples]
    taken: set[str] = set()
    for couple, first_names, names in zip(season.couples, short, full, strict=True):
        slug = first_names if short.count(first_names) == 1 else names
        couple.slug, number = slug, 1
        while couple.slug in taken:
            number += 1
            couple.slug = f"{slug[:58].strip('-')}-{number}"
        taken.add(couple.slug)


def _first(name: str) -> str:
    return name.split()[0] if name.split() else ""


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    letters = re.sub(r"['\u2019`\u00b4]", "", letters)
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-") or "couple"


def _complete(season: SeasonRecord, history: History) -> None:
    """A couple without a score of a judge who scored others for that dance has no complete score."""
    expected: dict[tuple[int, int], dict[str, None]] = {}
    for couple in season.couples:
        for week, card in couple.weeks.items():
            for number, performance in enumerate(card.performances):
                expected.setdefault((week, number), {}).update(dict.fromkeys(judge for judge, _ in performance.marks))
    for couple in season.couples:
        for week, card in list(couple.weeks.items()):
            lacking = "" if card.lacks else _lacking(week, couple, expected)
            if lacking:
                couple.weeks[week] = replace(card, lacks=lacking)
                what = f"week {week}: {couple.name} has {lacking}"
                history.findings.append(Finding(card.where, what, "warning"))


def _lacking(week: int, couple: CoupleRecord, expected: dict[tuple[int, int], dict[str, None]]) -> str:
    """A judge who scored others for the same dance of the week, but not this couple."""
    for number, performance in enumerate(couple.weeks[week].performances):
        given = {judge for judge, _ in performance.marks}
        missing = [judge for judge in expected[week, number] if judge not in given]
        if missing:
            return f"no score of {', '.join(missing)}, who scored others"
    return ""
