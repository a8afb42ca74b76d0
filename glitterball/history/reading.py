"""Reading a file of seasons, whichever of the layouts it has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from domain.findings import Finding
from domain.plurals import count_of, verb
from glitterball.files import read
from glitterball.files.limits import TABLE
from glitterball.history.columns import is_comap, week_columns
from glitterball.history.joining import joined
from glitterball.history.known import US, show_called
from glitterball.history.long import read_long
from glitterball.history.records import Card, CoupleRecord, History, Performance, SeasonRecord, ShowSaid
from glitterball.history.refusals import WeeksTogetherUnclear, unreadable
from glitterball.history.sheet import Sheet, read_sheet, tidy
from glitterball.history.together import Together
from glitterball.history.wide import read_wide
from glitterball.history.workbook import is_workbook, sheets_of
from glitterball.naming.identifiers import slug_of

TABLES = frozenset({".csv", ".tsv"})
"""How files of a folder end that are tables."""

AMISS = "marks that add up to"

MOST_AMISS = 3
"""Totals of a season that are not the sums of their marks, each said by itself; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is said beside the file: whose seasons they are; which season it is, where the file is of one and says no number;
    which weeks count together."""

    show: str | None = None
    season: int | None = None
    together: tuple[Together, ...] = ()


def seasons_in(file: Path | str, results: Path | str | None = None, beside: Beside | None = None) -> History:
    """The seasons of a CSV file: one row a couple, one row a score, or one row a dance; of a workbook (.xlsx); or of a folder of
    CSV files that refer to each other by keys (`tables`).

    `results` names a second file that says who left when, for tidy files that do not. What is odd about a row is a
    finding; refuses (`HistoryUnreadable`) only what is no such file at all.
    """
    told = (read(results, TABLE), tidy(Path(results).name)) if results is not None else None
    folder = Path(file)
    if not folder.is_dir():
        return history_of(read(file, TABLE), tidy(folder.name), told, beside)
    paths = sorted(path for path in folder.iterdir() if path.suffix.casefold() in TABLES and path.is_file())
    return history_of_tables(
        [(path.name, read(path, TABLE)) for path in paths], tidy(folder.resolve().name), told, beside
    )


def history_of(
    data: bytes, where: str = "scores.csv", results: tuple[bytes, str] | None = None, beside: Beside | None = None
) -> History:
    """The same from bytes. `where` names the file in findings and as the source of each fact."""
    told = _sheet(*results) if results is not None else None
    return _history(_sheet(data, where), told, beside or Beside())


def history_of_tables(
    files: Sequence[tuple[str, bytes]],
    where: str = "tables",
    results: tuple[bytes, str] | None = None,
    beside: Beside | None = None,
) -> History:
    """The same from the names and bytes of CSV files that refer to each other; of one file by itself as `history_of` has it."""
    if not files:
        raise unreadable(where, [Finding(where, "the folder holds no tables: files that end in .csv or .tsv")])
    told = _sheet(*results) if results is not None else None
    sheets = [(name.rpartition(".")[0], read_sheet(data, tidy(name))) for name, data in files]
    return _history(sheets[0][1] if len(sheets) == 1 else joined(sheets, where), told, beside or Beside())


def _sheet(data: bytes, where: str) -> Sheet:
    """The table of a file; of a workbook its sheets, made one where they are several."""
    if not is_workbook(data):
        return read_sheet(data, where)
    sheets = sheets_of(data, where)
    return sheets[0][1] if len(sheets) == 1 else joined(sheets, where)


def _history(sheet: Sheet, told: Sheet | None, beside: Beside) -> History:
    """The seasons of a table."""
    where = sheet.where
    said = _show(sheet, beside.show)
    history = History(where, "one row a couple", findings=list(sheet.findings), said=said, together=beside.together)
    columns = week_columns(sheet.header)
    if columns:
        read_wide(sheet, columns, history, beside.season)
        if told is not None:
            history.findings.append(Finding(told.where, "the scores say who left themselves; not read", "warning"))
    else:
        read_long(sheet, told, history, beside.season)
    if not history.seasons:
        raise unreadable(where, history.findings or [Finding(f"{where}:2", "the file has a header and no rows")])
    history.seasons = dict(sorted(history.seasons.items()))
    _which_seasons(history, beside.season)
    for season in history.seasons.values():
        _name(season)
        _complete(season, history)
    return history


def _show(sheet: Sheet, asked: str | None) -> ShowSaid:
    """Whose seasons they are: as said, as the file's column says, or by assumption from the columns of a file everybody has.

    Rows of other shows than the one asked for are not read, which is a finding.
    """
    if "show" in sheet.at:
        return _show_in_column(sheet, asked)
    if asked is not None:
        return ShowSaid(show_called(asked), "said with --show")
    if is_comap(sheet.header):
        return ShowSaid(US, "assumed from the columns, which are those of COMAP's data file", assumed=True)
    return ShowSaid()


def _show_in_column(sheet: Sheet, asked: str | None) -> ShowSaid:
    shows = {show_called(name).id: show_called(name) for row in sheet.rows if (name := sheet.cell(row, "show"))}
    if asked is None:
        if len(shows) > 1:
            names = ", ".join(show.name for show in shows.values())[:200]
            raise unreadable(
                sheet.where, [Finding(f"{sheet.where}:1", f"it has several shows ({names}); name one with --show")]
            )
        said = ShowSaid(next(iter(shows.values()), None), "the file says so")
        return said if said.show is not None else ShowSaid()
    wanted = show_called(asked)
    if shows and wanted.id not in shows:
        names = ", ".join(show.name for show in shows.values())[:200]
        raise unreadable(
            sheet.where, [Finding(f"{sheet.where}:1", f"it has no rows of {wanted.name}, but of: {names}")]
        )
    kept = [row for row in sheet.rows if not (name := sheet.cell(row, "show")) or show_called(name).id == wanted.id]
    if left := len(sheet.rows) - len(kept):
        what = f"{count_of(left, 'row')} of other shows {verb(left, 'is', 'are')} not read"
        sheet.findings.append(Finding(sheet.where, what, "note"))
    sheet.rows = kept
    return ShowSaid(wanted, "said with --show")


def _which_seasons(history: History, only: int | None) -> None:
    """Weeks said to count together name their season where the file has several, and one it has."""
    seasons = [only] if only in history.seasons else list(history.seasons)
    settled: list[Together] = []
    for said in history.together:
        text = f"{f'{said.season}:' if said.season else ''}{','.join(map(str, said.counts))}"
        if said.season is None and len(seasons) > 1:
            raise WeeksTogetherUnclear(text, f"the file has the seasons {_few(seasons)}, and it names none")
        number = said.season if said.season is not None else seasons[0]
        if number is None or number not in history.seasons:
            raise WeeksTogetherUnclear(text, f"the file has no season {number}")
        if said.week > history.seasons[number].final:
            last = history.seasons[number].final
            raise WeeksTogetherUnclear(text, f"the last week of season {number} with a score is {last}")
        settled.append(replace(said, season=number))
    history.together = tuple(settled)


def _few(numbers: Sequence[int | None]) -> str:
    told = [str(number) for number in numbers[:10]]
    return ", ".join(told) + (f" and {len(numbers) - 10} more" if len(numbers) > 10 else "")


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
    return slug_of(name) or "couple"


def _complete(season: SeasonRecord, history: History) -> None:
    """A couple without a score of a judge who scored others for that dance has no complete score, unless a total is stated.

    Marks that do not add up to the total beside them are no complete score either.
    """
    expected: dict[tuple[int, int], dict[str, None]] = {}
    found: list[Finding] = []
    amiss: list[Finding] = []
    for couple in season.couples:
        for week, card in couple.weeks.items():
            for number, performance in enumerate(card.performances):
                expected.setdefault((week, number), {}).update(dict.fromkeys(judge for judge, _ in performance.marks))
    for couple in season.couples:
        for week, card in list(couple.weeks.items()):
            if card.lacks:
                continue
            told = _totals_alone(card, week, couple, expected, history)
            lacking = _lacking(week, told, expected) or _amiss(told)
            couple.weeks[week] = replace(told, lacks=lacking)
            if lacking:
                what = f"week {week}: {couple.name} has {lacking}"
                (amiss if lacking.startswith(AMISS) else found).append(Finding(card.where, what, "warning"))
    history.findings += found + amiss[:MOST_AMISS]
    if len(amiss) > MOST_AMISS:
        what = f"season {season.number} has {len(amiss) - MOST_AMISS} more weeks of couples with {AMISS} another total"
        history.findings.append(Finding(history.where, what, "warning"))


def _totals_alone(
    card: Card, week: int, couple: CoupleRecord, expected: dict[tuple[int, int], dict[str, None]], history: History
) -> Card:
    """Where a judge's mark is missing and the panel's total is stated, the total stands alone."""
    told: list[Performance] = []
    for number, dance in enumerate(card.performances):
        if dance.marks and dance.total is not None and len(dance.marks) < len(expected[week, number]):
            what = f"week {week}: not every judge's mark of {couple.name} is there; the total {dance.total.text} stands alone"
            history.findings.append(Finding(card.where, what, "note"))
            told.append(Performance((), dance.total))
        else:
            told.append(dance)
    return replace(card, performances=tuple(told))


def _lacking(week: int, card: Card, expected: dict[tuple[int, int], dict[str, None]]) -> str:
    """A judge who scored others for the same dance of the week, but not this couple."""
    for number, dance in enumerate(card.performances):
        given = {judge for judge, _ in dance.marks}
        missing = [judge for judge in expected.get((week, number), ()) if judge not in given]
        if missing and (given or dance.total is None):
            return f"no score of {', '.join(missing)}, who scored others"
    return ""


def _amiss(card: Card) -> str:
    """A total that is not the sum of the marks beside it."""
    for dance in card.performances:
        if dance.marks and dance.total is not None and dance.sum != dance.total.value:
            return f"{AMISS} {dance.sum}, beside a total of {dance.total.text}"
    return ""
