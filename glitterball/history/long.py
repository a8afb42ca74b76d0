"""The tidy layouts: one row a score, with season, week, couple and judge in columns of their own.

Also what melting the wide layout gives: the week and the judge in one column, as `week4_judge2_score`. Who left stands in
columns repeated on each row, or in a second file with one row a couple.
"""

from dataclasses import dataclass, field

from domain.findings import Finding
from glitterball.history.averages import Average, read_score
from glitterball.history.columns import SCORE, WHO_LEFT, named, plain
from glitterball.history.identity import Identities, same_name
from glitterball.history.records import Card, CoupleRecord, Fate, History, Performance, SeasonRecord
from glitterball.history.refusals import unreadable
from glitterball.history.sheet import Sheet, SheetRow, tidy, whole
from glitterball.history.wide import MOST_JUDGES, MOST_WEEKS


@dataclass(slots=True)
class _Night:
    """A couple's scores of one week while they are gathered, by dance and judge."""

    where: str
    dances: dict[str, dict[str, Average]] = field(default_factory=dict)
    zeros: int = 0
    lacks: str = ""


def read_long(sheet: Sheet, results: Sheet | None) -> History:
    """The seasons of a tidy file. Refuses one without the columns it takes, or without who left."""
    _refuse_missing(sheet, results)
    history = History(sheet.where, "one row a score", findings=list(sheet.findings))
    identities = Identities(history, sheet)
    couples: dict[tuple[int, str, str], CoupleRecord] = {}
    nights: dict[tuple[int, str, str, int], _Night] = {}
    for row in sheet.rows:
        season = identities.season(row)
        couple = _couple(row, season, identities, couples) if season is not None else None
        if season is not None and couple is not None:
            _take(row, season, couple, identities, nights)
    for (number, celebrity, professional, week), night in nights.items():
        card = _card(night)
        if card is not None:
            couples[number, celebrity, professional].weeks[week] = card
    if results is not None:
        _join(results, history, couples)
    return history


def _refuse_missing(sheet: Sheet, results: Sheet | None) -> None:
    needed = ["season", "celebrity", "score"] + ([] if "variable" in sheet.at else ["week"])
    missing = [what for what in needed if what not in sheet.at]
    findings = [Finding(f"{sheet.where}:1", f"columns are missing: {named(missing)}")] if missing else []
    told = results or sheet
    if not any(what in told.at for what in WHO_LEFT):
        what = f"no column says who left when; one of: {named(WHO_LEFT)}; or give a file of results, one row a couple"
        findings.append(Finding(f"{told.where}:1", what))
    if results is not None and not {"season", "celebrity"} <= set(results.at):
        findings.append(Finding(f"{results.where}:1", f"columns are missing: {named(('season', 'celebrity'))}"))
    if findings:
        raise unreadable(sheet.where, findings)


def _couple(
    row: SheetRow, season: SeasonRecord, identities: Identities, couples: dict[tuple[int, str, str], CoupleRecord]
) -> CoupleRecord | None:
    """The couple of a row, cast when it first turns up. A row that says otherwise how it ended is a finding."""
    celebrity, professional = identities.names(row)
    key = (season.number, same_name(celebrity), same_name(professional))
    if key not in couples:
        couple = identities.cast(row, season)
        if couple is None:
            return None
        couples[key] = couple
        return couple
    known = couples[key]
    said = tidy(identities.sheet.cell(row, "result"))
    if said and said != known.fate.text and identities.sheet.at.get("result") is not None:
        if known.fate.ended == "not said":
            identities.ended(row, known)
        else:
            what = f"{known.name} is {said!r} here and {known.fate.text!r} at {known.where}; the first counts"
            identities.warn(row.where, what)
    return known


def _take(
    row: SheetRow,
    season: SeasonRecord,
    couple: CoupleRecord,
    identities: Identities,
    nights: dict[tuple[int, str, str, int], _Night],
) -> None:
    """One score."""
    sheet = identities.sheet
    week, judge = _when_and_who(row, sheet)
    if week is None or not 1 <= week <= MOST_WEEKS:
        identities.wrong(row.where, f"it says of no week from 1 to {MOST_WEEKS}", season)
        return
    key = (season.number, same_name(couple.celebrity), same_name(couple.professional), week)
    night = nights.setdefault(key, _Night(row.where))
    try:
        score = read_score(sheet.cell(row, "score"), sheet.decimal_comma)
    except ValueError as error:
        identities.wrong(row.where, f"week {week}: {error}")
        night.lacks = "a score cannot be read"
        return
    if score is None:
        return
    if not score.value:
        night.zeros += 1
        return
    name = _seat(judge, season)
    if name is None:
        identities.wrong(row.where, f"season {season.number} has more than {MOST_JUDGES * 4} judges", season)
        return
    _put(row, night, sheet.cell(row, "dance"), name, score, identities)


def _when_and_who(row: SheetRow, sheet: Sheet) -> tuple[int | None, str]:
    variable = SCORE.fullmatch(plain(sheet.cell(row, "variable"))) if "variable" in sheet.at else None
    if variable:
        return int(variable[1]), variable[2]
    return whole(sheet.cell(row, "week")), tidy(sheet.cell(row, "judge"))


def _seat(judge: str, season: SeasonRecord) -> str | None:
    """How the season calls a judge: by scoring position, or by name. None where there are too many to be judges."""
    number = whole(judge) if judge else None
    name = f"Scoring position {number}" if number is not None else judge or "The panel"
    for slug, known in season.judges.items():
        if known == name:
            return slug
    if len(season.judges) >= MOST_JUDGES * 4:
        return None
    plainly = f"judge-{number}" if number is not None else plain(judge).replace("_", "-")[:56].strip("-") or "the-panel"
    slug, others = plainly, 1
    while slug in season.judges:
        others += 1
        slug = f"{plainly}-{others}"
    season.judges[slug] = name
    return slug


def _put(row: SheetRow, night: _Night, dance: str, judge: str, score: Average, identities: Identities) -> None:
    """A judge's score goes to the dance named, or to the first one the judge has not scored yet."""
    if dance:
        marks = night.dances.setdefault(dance, {})
        if judge in marks:
            identities.wrong(row.where, f"a second score of the same judge for the same dance ({dance})")
            night.lacks = "a judge has two scores for one dance"
            return
        marks[judge] = score
        return
    for marks in night.dances.values():
        if judge not in marks:
            marks[judge] = score
            return
    night.dances[str(len(night.dances) + 1)] = {judge: score}


def _card(night: _Night) -> Card | None:
    performances = tuple(Performance(tuple(marks.items())) for marks in night.dances.values())
    lacks = night.lacks
    if not lacks and performances and night.zeros:
        lacks = "it has a score of 0 beside others, and 0 is no score"
    return Card(night.where, performances, lacks) if performances or lacks else None


def _join(results: Sheet, history: History, couples: dict[tuple[int, str, str], CoupleRecord]) -> None:
    """How each couple's season ended, from a file with one row a couple."""
    identities = Identities(history, results)
    history.findings += results.findings
    told: set[int] = set()
    by_name: dict[tuple[int, str], list[CoupleRecord]] = {}
    for (number, celebrity, _), couple in couples.items():
        by_name.setdefault((number, celebrity), []).append(couple)
    for row in results.rows:
        season = whole(results.cell(row, "season")) or 0
        celebrity, _ = identities.names(row)
        found = by_name.get((season, same_name(celebrity)), [])
        if len(found) != 1:
            many = "no couple" if not found else "more than one couple"
            identities.wrong(row.where, f"{many} of season {season} is called {celebrity!r} among the scores")
        elif id(found[0]) in told:
            identities.wrong(row.where, f"{found[0].name} has a second row of results", history.season(season))
        else:
            told.add(id(found[0]))
            found[0].fate = Fate("not said")
            identities.ended(row, found[0])
