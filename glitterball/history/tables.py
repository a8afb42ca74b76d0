"""Tables that refer to each other by keys, as databases are handed out: couples, judges, dances, scores, results, a table each.

Columns that refer are called after what they name: `couple_id` refers to the table `couples`, by its column `couple_id` or
`id`. `joining` makes one table of them, in the layouts the other readers know.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.findings import Finding
from glitterball.history.columns import plain
from glitterball.history.refusals import unreadable
from glitterball.history.sheet import Sheet, SheetRow

PEOPLE = frozenset({"person", "people", "dancer", "participant", "contestant", "name"})
"""Tables in which celebrities and pros may stand together."""

PERSONS = frozenset(
    {"celebrity", "star", "contestant", "professional", "pro", "partner", "pro_dancer", "dancer", "judge"}
)
"""Whoever may stand in such a table under another name."""

MOST_TABLES = 40
IRREGULAR = {"people": "person", "series": "series", "pros": "pro"}
DANGLING_SAID = 20
"""References to rows that are not there, said one by one at most."""


@dataclass(slots=True)
class Table:
    """One table of several. `noun` is what a row of it is; `key` the column its rows are known by, where others refer to it."""

    name: str
    noun: str
    sheet: Sheet
    key: int | None = None
    rows: dict[str, SheetRow] = field(default_factory=dict)
    references: list["Reference"] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Its columns, without case, spaces and punctuation."""
        return [plain(column) for column in self.sheet.header]


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that refers to a row of another table. `role` is what that row is here: the celebrity of two people, say."""

    column: int
    role: str
    table: Table


def tables_of(sheets: Sequence[tuple[str, Sheet]], where: str) -> list[Table]:
    """The tables, each with its key and what it refers to.

    Refuses (`HistoryUnreadable`) too many tables, a key that stands twice, and a reference to a row or a table that is not
    there: whose score it is would be a guess.
    """
    if len(sheets) > MOST_TABLES:
        raise unreadable(where, [Finding(where, f"it has {len(sheets)} tables; at most {MOST_TABLES} are read")])
    tables = [Table(sheet.where, singular(plain(name)), sheet) for name, sheet in sheets]
    findings: list[Finding] = []
    for table in tables:
        table.key = _key(table, tables)
    for table in tables:
        table.references = [found for at in range(len(table.names)) if (found := _reference(table, at, tables))]
    for table in {reference.table.name: reference.table for each in tables for reference in each.references}.values():
        findings += _by_key(table)
    findings += [finding for table in tables for finding in _dangling(table)][: DANGLING_SAID + 1]
    if findings:
        raise unreadable(where, findings)
    return tables


def singular(noun: str) -> str:
    """What one row of a table is: `couple` of `couples`, `celebrity` of `celebrities`."""
    before, _, last = noun.rpartition("_")
    if last in IRREGULAR:
        last = IRREGULAR[last]
    elif last.endswith("ies"):
        last = f"{last[:-3]}y"
    elif last.endswith("s") and not last.endswith("ss"):
        last = last[:-1]
    return f"{before}_{last}" if before else last


def role_of(column: str) -> str:
    """What a column that ends in `id` refers to; empty for another column."""
    for ending in ("_id", "id", "_key"):
        if column.endswith(ending) and len(column) > len(ending):
            return column.removesuffix(ending).strip("_")
    return ""


def _key(table: Table, tables: Sequence[Table]) -> int | None:
    """`id`, or the column called after the table; else a first column that is called after no other table and
    in which nothing stands twice."""
    for index, column in enumerate(table.names):
        if column == "id" or role_of(column) == table.noun:
            return index
    others = {other.noun for other in tables if other is not table}
    first = role_of(table.names[0]) if table.names else ""
    said = [row.at(0) for row in table.sheet.rows]
    return 0 if first and first not in others | PERSONS and len(set(said)) == len(said) else None


def _reference(table: Table, index: int, tables: Sequence[Table]) -> Reference | None:
    if index == table.key:
        return None
    column = table.names[index]
    role = role_of(column)
    for other in tables:
        if other is table or other.key is None:
            continue
        called = other.names[other.key]
        if role and (role == other.noun or column == called or role == role_of(called)):
            return Reference(index, role, other)
        if column == other.noun and _all_known(table, index, other):
            return Reference(index, column, other)
    if role in PERSONS:
        people = [other for other in tables if other is not table and other.noun in PEOPLE and other.key is not None]
        return Reference(index, role, people[0]) if len(people) == 1 else None
    return None


def _all_known(table: Table, index: int, other: Table) -> bool:
    """Whether all that a column says are keys of another table: it may be called after it and hold names."""
    said = {row.at(index) for row in table.sheet.rows if row.at(index)}
    return bool(said) and said <= {row.at(other.key) for row in other.sheet.rows}


def _by_key(table: Table) -> list[Finding]:
    """Know the rows of a table by their keys; a key that stands twice is a finding."""
    twice = Counter(row.at(table.key) for row in table.sheet.rows)
    column = table.sheet.header[table.key] if table.key is not None else ""
    for row in table.sheet.rows:
        table.rows.setdefault(row.at(table.key), row)
    return [
        Finding(table.rows[key].where, f"{column} {key!r} stands {times} times in {table.name}; a key is of one row")
        for key, times in twice.items()
        if times > 1 and key
    ][:DANGLING_SAID]


def _dangling(table: Table) -> list[Finding]:
    """References to rows that are not there."""
    found = []
    for reference in table.references:
        column = table.sheet.header[reference.column]
        for row in table.sheet.rows:
            said = row.at(reference.column)
            if said and said not in reference.table.rows:
                what = f"{column} {said!r} is no row of {reference.table.name}: add it there, or mend the number"
                found.append(Finding(row.where, what))
    return found
