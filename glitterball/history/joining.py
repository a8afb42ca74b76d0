"""One table made of several that refer to each other: each score with its couple, judge, dance, week and season beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.findings import Finding
from glitterball.history.columns import NAMES, WHO_LEFT, find, judge_columns, named, week_columns
from glitterball.history.refusals import unreadable
from glitterball.history.sheet import Sheet, SheetRow
from glitterball.history.tables import Reference, Table, role_of, tables_of

NAME = ("name", "full_name", "title", "label")
"""Columns that say what a row is called: in the table `judges` it is the judge."""

NUMBER = ("number", "no", "num", "nr")
"""Columns that number a row: in the table `weeks` it is the week."""

COUPLE = ("couple", "couple_name")

NUMBERED = frozenset({*NAMES["season"], *NAMES["week"], *NAMES["dance"]})

EXITS = frozenset({"elimination", "exit", "departure"})
"""Tables whose week is the one a couple left in."""

DEEPEST = 6
"""Tables behind one another at most: score, performance, couple, celebrity, and room."""

Cells = dict[str, str]


def joined(sheets: Sequence[tuple[str, Sheet]], where: str) -> Sheet:
    """The tables as one, a row for each row of the table with the scores; each is a source under its own file and line.

    Refuses (`HistoryUnreadable`) tables that do not refer to each other, and those without scores.
    """
    tables = tables_of(sheets, where)
    base = _base(tables, where)
    results = [found for table in tables if (found := _results(table, base)) is not None]
    used = {base.name, *(name for name, _ in _reached(base)), *(result.table.name for result in results)}
    for result in results:
        used |= {name for name, _ in _reached(result.table)}
    rows = [(row.where, _told(row, base, results)) for row in base.sheet.rows]
    columns = list(dict.fromkeys(column for _, cells in rows for column in cells))
    sheet = Sheet(
        where,
        columns,
        [SheetRow(place, [cells.get(column, "") for column in columns]) for place, cells in rows],
        base.sheet.decimal_comma,
        [finding for table in tables for finding in table.sheet.findings],
        find(columns),
    )
    sheet.findings.append(Finding(where, f"read as one table: {', '.join(sorted(used))}", "note"))
    unused = sorted({table.name for table in tables} - used)
    if unused:
        sheet.findings.append(Finding(where, f"not read, since no score leads there: {', '.join(unused)}", "note"))
    _refuse_lost(sheet, [table for table in tables if table.name in used])
    return sheet


@dataclass(frozen=True, slots=True)
class Results:
    """A table that says how couples' seasons ended, by what it shares with the scores: `by` are the roles that are keys."""

    table: Table
    by: tuple[str, ...]
    rows: dict[tuple[str, ...], SheetRow] = field(default_factory=dict)


def _base(tables: Sequence[Table], where: str) -> Table:
    """The table with the scores: of those that have any, the one nobody refers to."""
    holding = [table for table in tables if _holds_scores(table.sheet)]
    scored = [table for table in holding if table.references or len(holding) == 1]
    pointed = {reference.table.name for table in scored for reference in table.references}
    first = [table for table in scored if table.name not in pointed]
    if len(first) == 1 and (first[0].references or "celebrity" in first[0].sheet.at):
        return first[0]
    if len(first) > 1:
        several = ", ".join(table.name for table in first)
        what = f"several tables hold scores ({several}): leave out those that repeat what the others say"
        raise unreadable(where, [Finding(where, what)])
    if holding:
        what = "the tables do not refer to each other: call columns after the tables they refer to, such as couple_id"
    else:
        what = f"no table holds scores; columns are missing: {named(['score'])}"
    raise unreadable(where, [Finding(where, f"{what}; there are {', '.join(table.name for table in tables)}")])


def _holds_scores(sheet: Sheet) -> bool:
    return bool({"score", "total"} & set(sheet.at) or judge_columns(sheet.header) or week_columns(sheet.header))


def _reached(table: Table, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The tables a table leads to, and in which role."""
    for reference in table.references if depth < DEEPEST else ():
        yield reference.table.name, reference.role
        yield from _reached(reference.table, depth + 1)


def _results(table: Table, base: Table) -> Results | None:
    """A table of endings that the scores do not lead to, by the roles it shares with them. Refuses two rows of one couple."""
    roles = {role for _, role in _reached(base)}
    tells = table.noun in EXITS or any(what in table.sheet.at for what in WHO_LEFT)
    shared = [reference for reference in table.references if reference.role in roles and reference.role != "week"]
    if table is base or not tells or not shared or any(name == table.name for name, _ in _reached(base)):
        return None
    found = Results(table, tuple(reference.role for reference in shared))
    for row in table.sheet.rows:
        key = tuple(row.at(reference.column) for reference in shared)
        if key in found.rows:
            what = f"{' and '.join(found.by)} {', '.join(key)} ended already at {found.rows[key].where}"
            raise unreadable(base.sheet.where, [Finding(row.where, what)])
        found.rows[key] = row
    return found


def _told(row: SheetRow, base: Table, results: Sequence[Results]) -> Cells:
    """All that a row says, and all it leads to."""
    keys: Cells = {}
    cells = _of_row(row, base, "", keys)
    for result in results:
        told = result.rows.get(tuple(keys.get(role, "") for role in result.by))
        if told is not None:
            said = _of_row(told, result.table, "", {})
            if result.table.noun in EXITS and "week" in said:
                said["exit_week"] = said.pop("week")
            cells = said | cells
    return cells


def _of_row(row: SheetRow, table: Table, role: str, keys: Cells, depth: int = 0) -> Cells:
    """What a row says, each column called after what it is, and what it leads to. `keys` takes the keys it leads by.

    What a row says itself counts first, then whom it leads to, then what stands behind them: who danced with a celebrity this
    once counts before the couple's pro.
    """
    refers = {reference.column: reference for reference in table.references}
    own = [(_called(column, role), row.at(index)) for index, column in enumerate(table.names)
           if column and index not in refers and index != table.key]  # fmt: skip
    cells: Cells = {}
    for column, text in sorted(own, key=lambda cell: _unlikely(cell[0])):
        cells.setdefault(_meaning(column), text)
    cells = _whole_name(cells, role)
    led = [_led_to(row, reference, keys, depth) for reference in refers.values()] if depth < DEEPEST else []
    for reference, behind in zip(refers.values(), led, strict=False):
        for column in (_meaning(reference.role), reference.role):
            if column in behind:
                cells.setdefault(column, behind[column])
    for behind in led:
        for column, text in behind.items():
            cells.setdefault(column, text)
    return cells


def _led_to(row: SheetRow, reference: Reference, keys: Cells, depth: int) -> Cells:
    """What a reference leads to; nothing where the row leaves it open."""
    key = row.at(reference.column)
    other = reference.table.rows.get(key)
    if other is None:
        return {}
    keys.setdefault(reference.role, key)
    said = _of_row(other, reference.table, reference.role, keys, depth + 1)
    return said if reference.role not in NAMES["dance"] else {"dance": key} | said


def _meaning(column: str) -> str:
    """What a column holds, whichever of its names it goes by; a couple's name stays one, for its celebrity may stand beside."""
    return next(
        (what for what, names in NAMES.items() if column in names and what != column and column not in COUPLE), column
    )


def _unlikely(column: str) -> int:
    """How unlikely a column's name is among those for what it holds."""
    return next((names.index(column) for names in NAMES.values() if column in names), 0)


def _called(column: str, role: str) -> str:
    """What a column is called beside the others: the name of a judge is the judge, the number of a week the week."""
    if column in NAME or (column in NUMBER and role in NUMBERED):
        return role
    return column


def _whole_name(cells: Cells, role: str) -> Cells:
    """A name in two columns is one."""
    first, last = (cells.pop(f"{which}_name", "") for which in ("first", "last"))
    return {role: f"{first} {last}".strip(), **cells} if first or last else cells


def _refuse_lost(sheet: Sheet, tables: Sequence[Table]) -> None:
    """A column that refers to something every layout needs, and leads to nothing that says it."""
    lost = [
        _lost(table, index, column, what)
        for what in ("season", "celebrity", "week", "judge")
        if what not in sheet.at and not (what == "celebrity" and "couple" in sheet.header)
        for table in tables
        for index, column in enumerate(table.names)
        if index != table.key and role_of(column) in NAMES[what]
    ]
    if lost:
        raise unreadable(sheet.where, lost)


def _lost(table: Table, index: int, column: str, what: str) -> Finding:
    role = role_of(column)
    led = next((reference.table for reference in table.references if reference.column == index), None)
    if led is not None and led.noun == role:
        needs = f"no column says which {what} a row is: {named([what])}; a key is no number and no name"
        return Finding(f"{led.name}:1", needs)
    return Finding(
        f"{table.name}:1", f"{column} refers to a table that is not there: add {role}s, with a column {column}"
    )
