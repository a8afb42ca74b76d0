"""The wide layout: one row a couple, a column for each week and scoring position (COMAP's 2026 MCM, problem C).

Its traps: scores are averages over the dances of a week, with bonus points spread over the judges (values above 10); 0
means out already, N/A no such judge or week; judge columns are scoring positions, not people.
"""

from collections import Counter
from collections.abc import Iterator

from domain.findings import Finding
from glitterball.history.averages import Average, read_score
from glitterball.history.columns import WHO_LEFT, named, score_columns
from glitterball.history.identity import Identities, same_name
from glitterball.history.records import Card, CoupleRecord, History, Performance, SeasonRecord
from glitterball.history.refusals import unreadable
from glitterball.history.sheet import Sheet, SheetRow

MOST_WEEKS = 60
MOST_JUDGES = 15


def read_wide(sheet: Sheet) -> History:
    """The seasons of a wide file. Refuses one without seasons, names or who left."""
    columns = score_columns(sheet.header)
    _refuse_missing(sheet, columns)
    history = History(sheet.where, "one row a couple", findings=list(sheet.findings))
    identities = Identities(history, sheet)
    by_week = _by_week(columns)
    seen: dict[tuple[int, str], tuple[SheetRow, CoupleRecord]] = {}
    for row in sheet.rows:
        season = identities.season(row)
        if season is None or _again(row, season, identities, seen):
            continue
        couple = identities.cast(row, season)
        if couple is not None:
            seen[season.number, same_name(couple.celebrity)] = (row, couple)
            for week, card in _cards(row, by_week, identities):
                couple.weeks[week] = card
    for season in history.seasons.values():
        positions = sorted({position for _, position in columns.values()})
        season.judges = {f"judge-{position}": f"Scoring position {position}" for position in positions}
    return history


def _refuse_missing(sheet: Sheet, columns: dict[int, tuple[int, int]]) -> None:
    missing = [what for what in ("season", "celebrity") if what not in sheet.at]
    findings = [Finding(f"{sheet.where}:1", f"columns are missing: {named(missing)}")] if missing else []
    if not any(what in sheet.at for what in WHO_LEFT):
        findings.append(Finding(f"{sheet.where}:1", f"no column says who left when; one of: {named(WHO_LEFT)}"))
    positions = Counter(columns.values())
    for week, position in sorted(one for one, count in positions.items() if count > 1):
        findings.append(Finding(f"{sheet.where}:1", f"week {week} judge {position} has two columns"))
    if any(not 1 <= week <= MOST_WEEKS or not 1 <= position <= MOST_JUDGES for week, position in positions):
        findings.append(
            Finding(f"{sheet.where}:1", f"weeks run from 1 to {MOST_WEEKS}, judges from 1 to {MOST_JUDGES}")
        )
    if findings:
        raise unreadable(sheet.where, findings)


def _by_week(columns: dict[int, tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """(scoring position, column) of each week, in scoring order."""
    weeks: dict[int, list[tuple[int, int]]] = {}
    for index, (week, position) in columns.items():
        weeks.setdefault(week, []).append((position, index))
    return {week: sorted(weeks[week]) for week in sorted(weeks)}


def _again(
    row: SheetRow,
    season: SeasonRecord,
    identities: Identities,
    seen: dict[tuple[int, str], tuple[SheetRow, CoupleRecord]],
) -> bool:
    """Whether the couple has a row already; a second row that says otherwise spoils the season."""
    celebrity, professional = identities.names(row)
    earlier = seen.get((season.number, same_name(celebrity)))
    if earlier is None:
        return False
    first, couple = earlier
    if [cell.strip() for cell in first.cells] == [cell.strip() for cell in row.cells]:
        identities.warn(row.where, f"the row repeats {first.where} word for word and counts once")
        return True
    if same_name(couple.professional) != same_name(professional):
        return False
    identities.wrong(row.where, f"{couple.name} stands twice in season {season.number}, first at {first.where}", season)
    return True


def _cards(
    row: SheetRow, by_week: dict[int, list[tuple[int, int]]], identities: Identities
) -> Iterator[tuple[int, Card]]:
    """The weeks in which the couple danced."""
    for week, columns in by_week.items():
        marks: list[tuple[str, Average]] = []
        out, bad = [], []
        for position, index in columns:
            try:
                score = read_score(row.at(index), identities.sheet.decimal_comma)
            except ValueError as error:
                identities.wrong(row.where, f"week {week}, judge {position}: {error}")
                bad.append(position)
                continue
            if score is not None and score.value:
                marks.append((f"judge-{position}", score))
            elif score is not None:
                out.append(position)
        if bad:
            yield week, Card(row.where, (Performance(tuple(marks)),), "a score cannot be read")
        elif marks and out:
            judges = ", ".join(map(str, out))
            identities.warn(row.where, f"week {week}: judge {judges} gave 0 beside scores, and 0 is no score")
            yield week, Card(row.where, (Performance(tuple(marks)),), f"judge {judges} gave 0, which is no score")
        elif marks:
            yield week, Card(row.where, (Performance(tuple(marks)),))
