"""The tidy layouts: one row a score, or one row a dance with a column for each judge, a total, or `23 (8, 7, 8)`.

Also what melting the wide layout gives: the week and the judge in one column, as `week4_judge2_score`. Who left stands in
columns repeated on each row, week by week, or in a second file with one row a couple.
"""

from dataclasses import dataclass, field

from domain.findings import Finding
from glitterball.history.averages import ABSENT, Average, read_score
from glitterball.history.cells import Given, read_cell
from glitterball.history.columns import TOTAL, TOTALS, WHO_LEFT, judge_columns, named, plain, week_column
from glitterball.history.endings import Told, Unknown, ended, week_by_week
from glitterball.history.identity import MOST_SEATS, Identities, same_name, seat
from glitterball.history.records import Card, CoupleRecord, Fate, History, Performance, SeasonRecord
from glitterball.history.refusals import unreadable
from glitterball.history.sheet import Sheet, SheetRow, tidy, whole
from glitterball.history.stand_ins import Key, Partners
from glitterball.history.wide import MOST_WEEKS


@dataclass(slots=True)
class _Danced:
    """What one dance was given, while it is gathered."""

    marks: dict[str, Average] = field(default_factory=dict)
    total: Average | None = None


@dataclass(slots=True)
class _Night:
    """A couple's scores of one week while they are gathered, by dance."""

    where: str
    dances: dict[str, _Danced] = field(default_factory=dict)
    zeros: int = 0
    lacks: str = ""


@dataclass(slots=True)
class _Couple:
    """A couple while its rows are gathered."""

    record: CoupleRecord
    told: list[Told] = field(default_factory=list)
    nights: dict[int, _Night] = field(default_factory=dict)


def read_long(sheet: Sheet, results: Sheet | None, history: History, only: int | None) -> None:
    """Read the seasons of a tidy file. Refuses one without the columns it takes."""
    judges = {} if {"judge", "score"} <= set(sheet.at) or "variable" in sheet.at else judge_columns(sheet.header)
    _refuse_missing(sheet, results, judges, only)
    history.layout = "one row a dance" if judges or not {"judge", "variable"} & set(sheet.at) else "one row a score"
    history.says_who_left = any(what in (results or sheet).at for what in WHO_LEFT)
    reading = _Reading(Identities(history, sheet, only), judges)
    for row in sheet.rows:
        reading.meets(row)
    for row in sheet.rows:
        reading.takes(row)
    reading.ends()
    if results is not None:
        _join(results, history, reading.couples, only)


def _refuse_missing(sheet: Sheet, results: Sheet | None, judges: dict[int, str], only: int | None) -> None:
    needed = ([] if only else ["season"]) + ["celebrity"] + ([] if "variable" in sheet.at else ["week"])
    missing = [what for what in needed if what not in sheet.at]
    if not judges and not {"score", "total"} & set(sheet.at):
        missing.append("score")
    findings = [Finding(f"{sheet.where}:1", f"columns are missing: {named(missing)}")] if missing else []
    if missing == ["season"]:
        what = "where the file is of one season, say which with --season"
        findings[0] = Finding(f"{sheet.where}:1", f"{findings[0].what}; {what}")
    if results is not None:
        lacking = [
            what for what in ("season", "celebrity") if what not in results.at and not (only and what == "season")
        ]
        if lacking:
            findings.append(Finding(f"{results.where}:1", f"columns are missing: {named(lacking)}"))
        if not any(what in results.at for what in WHO_LEFT):
            findings.append(Finding(f"{results.where}:1", f"no column says who left when; one of: {named(WHO_LEFT)}"))
    if findings:
        raise unreadable(sheet.where, findings)


@dataclass(slots=True)
class _Reading:
    """A tidy file while it is read: all rows are met first, so that whoever stood in is known."""

    identities: Identities
    judges: dict[int, str]
    partners: Partners = field(default_factory=Partners)
    couples: dict[Key, _Couple] = field(default_factory=dict)
    unknown: Unknown = field(default_factory=Unknown)

    def meets(self, row: SheetRow) -> None:
        """Whose row it is, before anything is cast."""
        sheet, season = self.identities.sheet, self.identities.number(row)
        week, _ = self._week_and_judge(row)
        danced = week is not None and any(_is_score(row.at(index)) for index in self._score_cells())
        endings = (tidy(sheet.cell(row, what)) for what in ("result", "place"))
        weeks = (week,) if danced and week is not None else ()
        self.partners.saw(season or 0, self.identities.names(row), weeks, endings)

    def takes(self, row: SheetRow) -> None:
        """One row's scores, and what it says of how it ended."""
        season = self.identities.season(row)
        couple = self._couple(row, season) if season is not None else None
        if season is None or couple is None:
            return
        week, judge = self._week_and_judge(row)
        if week is None or not 1 <= week <= MOST_WEEKS:
            self.identities.wrong(row.where, f"it says of no week from 1 to {MOST_WEEKS}", season)
            return
        sheet = self.identities.sheet
        result, place, left = (tidy(sheet.cell(row, what)) for what in WHO_LEFT)
        couple.told.append(Told(row.where, week if "week" in sheet.at else None, result, place, left))
        night = couple.nights.setdefault(week, _Night(row.where))
        try:
            scored = self._scored(row, judge)
        except ValueError as error:
            self.identities.wrong(row.where, f"week {week}: {error}")
            night.lacks = "a score cannot be read"
            return
        for dance in scored:
            self._put(row, season, night, dance)

    def ends(self) -> None:
        """What was gathered, as records."""
        by_week = week_by_week(couple.told for couple in self.couples.values())
        for (season, _, _), couple in self.couples.items():
            stood_in = self.partners.settle(season, couple.record, self.identities)
            for week, night in couple.nights.items():
                card = _card(night, stood_in.get(week, ""))
                if card is not None:
                    couple.record.weeks[week] = card
            ended(couple.record, couple.told, self.identities, self.unknown, by_week)
        self.unknown.say(self.identities)

    def _couple(self, row: SheetRow, season: SeasonRecord) -> _Couple | None:
        key = self.partners.key(season.number, self.identities.names(row))
        if key not in self.couples:
            record = self.identities.cast(row, season)
            if record is None:
                return None
            self.couples[key] = _Couple(record)
        return self.couples[key]

    def _score_cells(self) -> tuple[int, ...]:
        at = self.identities.sheet.at
        return (*self.judges, *(at[what] for what in ("score", "total") if what in at))

    def _week_and_judge(self, row: SheetRow) -> tuple[int | None, str]:
        sheet = self.identities.sheet
        variable = week_column(sheet.cell(row, "variable")) if "variable" in sheet.at else None
        if variable is not None:
            return variable.week, variable.who
        return whole(sheet.cell(row, "week")), tidy(sheet.cell(row, "judge"))

    def _scored(self, row: SheetRow, judge: str) -> list[dict[str, Average]]:
        """What a row gives, a dance each: by judge as the file names them, the panel's total under `total`."""
        sheet = self.identities.sheet
        comma = sheet.decimal_comma
        if judge and plain(judge) not in TOTALS and "score" in sheet.at:
            mark = read_score(sheet.cell(row, "score"), comma)
            return [{judge: mark}] if mark is not None else []
        if self.judges:
            read = ((who, read_score(row.at(index), comma)) for index, who in self.judges.items())
            marks = {who: mark for who, mark in read if mark is not None}
            given = read_cell(sheet.cell(row, TOTAL), comma)
            total = {TOTAL: given[0].total} if len(given) == 1 and given[0].total else {}
            return [{**marks, **total}] if marks or total else []
        return [_by_position(one) for one in self._given(row)]

    def _given(self, row: SheetRow) -> tuple[Given, ...]:
        """A cell of the panel's; a total in a column of its own belongs to the only dance there is."""
        sheet = self.identities.sheet
        given = read_cell(sheet.cell(row, "score"), sheet.decimal_comma)
        stated = read_cell(sheet.cell(row, TOTAL), sheet.decimal_comma)
        if not given:
            return stated
        if len(given) == 1 and len(stated) == 1 and given[0].total is None:
            return (Given(stated[0].total, given[0].marks),)
        return given

    def _put(self, row: SheetRow, season: SeasonRecord, night: _Night, scored: dict[str, Average]) -> None:
        """Scores go to the dance named, or to the first one that has none by the same judges yet."""
        marks: dict[str, Average] = {}
        for who, score in scored.items():
            name = TOTAL if plain(who) in TOTALS else seat(who, season)
            if name is None:
                self.identities.wrong(row.where, f"season {season.number} has more than {MOST_SEATS} judges", season)
            elif score.value:
                marks[name] = score
            else:
                night.zeros += 1
        if not marks:
            return
        dance = self._dance(row, night, marks)
        if dance is None:
            night.lacks = "a judge has two scores for one dance"
            return
        dance.total = marks.pop(TOTAL, dance.total)
        dance.marks |= marks

    def _dance(self, row: SheetRow, night: _Night, marks: dict[str, Average]) -> _Danced | None:
        named_dance = self.identities.sheet.cell(row, "dance")
        if named_dance:
            dance = night.dances.setdefault(named_dance, _Danced())
            if _has(dance, marks):
                what = f"a second score of the same judge for the same dance ({named_dance})"
                self.identities.wrong(row.where, what)
                return None
            return dance
        for dance in night.dances.values():
            if not _has(dance, marks):
                return dance
        return night.dances.setdefault(str(len(night.dances) + 1), _Danced())


def _has(dance: _Danced, marks: dict[str, Average]) -> bool:
    """Whether a dance has a score already of whoever gives one here."""
    return any((who in dance.marks) if who != TOTAL else dance.total is not None for who in marks)


def _by_position(given: Given) -> dict[str, Average]:
    marks = {str(position): mark for position, mark in enumerate(given.marks, start=1)}
    return marks | ({TOTAL: given.total} if given.total is not None else {})


def _is_score(cell: str) -> bool:
    return cell.casefold() not in ABSENT and cell not in ("0", "0.0")


def _card(night: _Night, stand_in: str) -> Card | None:
    performances = tuple(Performance(tuple(one.marks.items()), one.total) for one in night.dances.values())
    lacks = night.lacks
    if not lacks and performances and night.zeros:
        lacks = "it has a score of 0 beside others, and 0 is no score"
    return Card(night.where, performances, lacks, stand_in) if performances or lacks else None


def _join(results: Sheet, history: History, couples: dict[Key, _Couple], only: int | None) -> None:
    """How each couple's season ended, from a file with one row a couple."""
    identities, unknown = Identities(history, results, only), Unknown()
    history.findings += results.findings
    told: set[int] = set()
    by_name: dict[tuple[int, str], list[CoupleRecord]] = {}
    for (number, celebrity, _), couple in couples.items():
        by_name.setdefault((number, celebrity), []).append(couple.record)
    for row in results.rows:
        season = identities.number(row) or 0
        celebrity, _ = identities.names(row)
        found = by_name.get((season, same_name(celebrity)), [])
        if len(found) != 1:
            many = "no couple" if not found else "more than one couple"
            identities.wrong(row.where, f"{many} of season {season} is called {celebrity!r} among the scores")
        elif id(found[0]) in told:
            identities.wrong(row.where, f"{found[0].name} has a second row of results", history.season(season))
        else:
            told.add(id(found[0]))
            found[0].fate, found[0].place = Fate("not said"), None
            said = (tidy(results.cell(row, what)) for what in WHO_LEFT)
            ended(found[0], [Told(row.where, None, *said)], identities, unknown, False)
    unknown.say(identities)
