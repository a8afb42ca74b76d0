"""The wide layouts: one row a couple, a column for each week and scoring position (COMAP's 2026 MCM, problem C), or for each
week what the panel gave: `27`, or `23 (8, 7, 8)`.

Traps of the first: scores are averages over the dances of a week, with bonus points spread over the judges (values above
10); 0 means out already, N/A no such judge or week; judge columns are scoring positions, not people.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.findings import Finding
from glitterball.history.averages import ABSENT, Average, read_score
from glitterball.history.cells import Given, read_cell
from glitterball.history.columns import TOTAL, WHO_LEFT, WeekColumn, named
from glitterball.history.endings import Told, Unknown, ended
from glitterball.history.identity import Identities, same_name, seat
from glitterball.history.records import Card, CoupleRecord, History, Performance, SeasonRecord
from glitterball.history.refusals import unreadable
from glitterball.history.sheet import Sheet, SheetRow, tidy
from glitterball.history.stand_ins import Key, Partners

MOST_WEEKS = 60
MOST_JUDGES = 15


@dataclass(slots=True)
class _Couple:
    """A couple while its rows are gathered: one, or one for each pro."""

    record: CoupleRecord
    rows: list[tuple[SheetRow, SeasonRecord]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def read_wide(sheet: Sheet, columns: dict[int, WeekColumn], history: History, only: int | None) -> None:
    """Read the seasons of a wide file. Refuses one without seasons or names."""
    _refuse_missing(sheet, columns, only)
    history.layout = "one row a couple"
    history.says_who_left = any(what in sheet.at for what in WHO_LEFT)
    reading = _Reading(Identities(history, sheet, only), _by_week(columns))
    for row in sheet.rows:
        reading.meets(row)
    for row in sheet.rows:
        reading.takes(row)
    reading.ends()
    for season in history.seasons.values():
        positions = sorted({int(one.who) for one in columns.values() if one.who.isdigit()})
        known = {f"judge-{position}": f"Scoring position {position}" for position in positions}
        season.judges = {**known, **season.judges}


def _refuse_missing(sheet: Sheet, columns: dict[int, WeekColumn], only: int | None) -> None:
    missing = [what for what in ("season", "celebrity") if what not in sheet.at and not (only and what == "season")]
    findings = [Finding(f"{sheet.where}:1", f"columns are missing: {named(missing)}")] if missing else []
    if missing == ["season"]:
        what = "where the file is of one season, say which with --season"
        findings = [Finding(f"{sheet.where}:1", f"columns are missing: {named(missing)}; {what}")]
    for column, count in sorted(Counter(columns.values()).items(), key=lambda one: (one[0].week, one[0].who)):
        if count > 1:
            who = "total" if column.who == TOTAL else f"judge {column.who}"
            findings.append(Finding(f"{sheet.where}:1", f"week {column.week} {who} has two columns"))
    seats = [int(one.who) for one in columns.values() if one.who.isdigit()]
    if any(not 1 <= one.week <= MOST_WEEKS for one in columns.values()) or any(
        not 1 <= position <= MOST_JUDGES for position in seats
    ):
        findings.append(
            Finding(f"{sheet.where}:1", f"weeks run from 1 to {MOST_WEEKS}, judges from 1 to {MOST_JUDGES}")
        )
    if findings:
        raise unreadable(sheet.where, findings)


def _by_week(columns: dict[int, WeekColumn]) -> dict[int, list[tuple[str, int]]]:
    """(judge or total, column) of each week, in scoring order, the total last."""
    weeks: dict[int, list[tuple[str, int]]] = {}
    for index, column in columns.items():
        weeks.setdefault(column.week, []).append((column.who, index))
    for given in weeks.values():
        given.sort(key=lambda one: (one[0] == TOTAL, int(one[0]) if one[0].isdigit() else 0))
    return dict(sorted(weeks.items()))


@dataclass(slots=True)
class _Reading:
    """A wide file while it is read."""

    identities: Identities
    by_week: dict[int, list[tuple[str, int]]]
    partners: Partners = field(default_factory=Partners)
    couples: dict[Key, _Couple] = field(default_factory=dict)

    def meets(self, row: SheetRow) -> None:
        """Whose row it is, before anything is cast."""
        sheet = self.identities.sheet
        weeks = [
            week
            for week, columns in self.by_week.items()
            if any(row.at(index).casefold() not in ABSENT and row.at(index).strip("0.") for _, index in columns)
        ]
        endings = (tidy(sheet.cell(row, what)) for what in ("result", "place"))
        self.partners.saw(self.identities.number(row) or 0, self.identities.names(row), weeks, endings)

    def takes(self, row: SheetRow) -> None:
        """One row: a couple, or what it danced with another pro."""
        season = self.identities.season(row)
        if season is None:
            return
        key = self.partners.key(season.number, self.identities.names(row))
        if key not in self.couples:
            record = self.identities.cast(row, season)
            if record is None:
                return
            self.couples[key] = _Couple(record)
        elif self._again(row, season, self.couples[key]):
            return
        couple, sheet = self.couples[key], self.identities.sheet
        couple.rows.append((row, season))
        said = (tidy(sheet.cell(row, what)) for what in WHO_LEFT)
        couple.told.append(Told(row.where, None, *said))
        for week, card in self._cards(row, season):
            couple.record.weeks[week] = card

    def ends(self) -> None:
        """Who stood in, and how each couple's season ended."""
        unknown = Unknown()
        for (season, _, _), couple in self.couples.items():
            stood_in = self.partners.settle(season, couple.record, self.identities)
            for week, card in couple.record.weeks.items():
                if week in stood_in:
                    couple.record.weeks[week] = Card(card.where, card.performances, card.lacks, stood_in[week])
            ended(couple.record, couple.told, self.identities, unknown, by_week=False)
        unknown.say(self.identities)

    def _again(self, row: SheetRow, season: SeasonRecord, couple: _Couple) -> bool:
        """Whether a couple's further row is not to be read: it repeats another, or says otherwise of a week.

        The second spoils the season.
        """
        for first, _ in couple.rows:
            if [cell.strip() for cell in first.cells] == [cell.strip() for cell in row.cells]:
                self.identities.warn(row.where, f"the row repeats {first.where} word for word and counts once")
                return True
        known = {week for one, _ in couple.rows for week in self._scored(one)}
        _, professional = self.identities.names(row)
        others = {same_name(self.identities.names(one)[1]) for one, _ in couple.rows}
        if known.isdisjoint(self._scored(row)) and same_name(professional) not in others:
            return False
        what = f"{couple.record.name} stands twice in season {season.number}, first at {couple.record.where}"
        self.identities.wrong(row.where, what, season)
        return True

    def _scored(self, row: SheetRow) -> set[int]:
        """The weeks in which a row has anything but blanks and zeros."""
        return {
            week
            for week, columns in self.by_week.items()
            if any(row.at(index).casefold() not in ABSENT and row.at(index).strip("0.") for _, index in columns)
        }

    def _cards(self, row: SheetRow, season: SeasonRecord) -> Iterator[tuple[int, Card]]:
        """The weeks in which the couple danced."""
        for week, columns in self.by_week.items():
            marks, out, bad = self._marks(row, week, season, [one for one in columns if one[0] != TOTAL])
            totals = next((row.at(index) for who, index in columns if who == TOTAL), "")
            try:
                given = read_cell(totals, self.identities.sheet.decimal_comma)
            except ValueError as error:
                self.identities.wrong(row.where, f"week {week}: {error}")
                given, bad = (), [*bad, TOTAL]
            card = self._card(row, week, season, marks, given)
            if bad:
                performances = card.performances if card else (Performance(tuple(marks)),)
                yield week, Card(row.where, performances, "a score cannot be read")
            elif card is not None and out:
                judges = ", ".join(out)
                self.identities.warn(row.where, f"week {week}: judge {judges} gave 0 beside scores, and 0 is no score")
                yield week, Card(row.where, card.performances, f"judge {judges} gave 0, which is no score")
            elif card is not None:
                yield week, card

    def _marks(
        self, row: SheetRow, week: int, season: SeasonRecord, columns: list[tuple[str, int]]
    ) -> tuple[list[tuple[str, Average]], list[str], list[str]]:
        """What each judge gave; who gave 0; whose score cannot be read."""
        marks: list[tuple[str, Average]] = []
        out, bad = [], []
        for who, index in columns:
            try:
                score = read_score(row.at(index), self.identities.sheet.decimal_comma)
            except ValueError as error:
                self.identities.wrong(row.where, f"week {week}, judge {who}: {error}")
                bad.append(who)
                continue
            name = f"judge-{who}" if who.isdigit() else seat(who, season)
            if score is not None and score.value and name is not None:
                marks.append((name, score))
            elif score is not None:
                out.append(who)
        return marks, out, bad

    def _card(
        self, row: SheetRow, week: int, season: SeasonRecord, marks: list[tuple[str, Average]], given: tuple[Given, ...]
    ) -> Card | None:
        """A week's card: the judges' marks with the panel's total beside, or what the panel's cell says of each dance."""
        if marks:
            total = given[0].total if len(given) == 1 else None
            return Card(row.where, (Performance(tuple(marks), total if total and total.value else None),))
        danced = [
            one for one in given if (one.total is not None and one.total.value) or any(m.value for m in one.marks)
        ]
        performances = []
        for dance in danced:
            if any(not mark.value for mark in dance.marks):
                self.identities.warn(row.where, f"week {week}: a mark of 0, which is no score")
                return Card(row.where, (Performance((), dance.total),), "a mark of 0, which is no score")
            named_marks = ((seat(str(at), season) or "the-panel", mark) for at, mark in enumerate(dance.marks, start=1))
            performances.append(Performance(tuple(named_marks), dance.total))
        return Card(row.where, tuple(performances)) if performances else None
