"""What a command prints: tables for people; JSON, JSON lines and CSV with stable columns for machines.

Data goes to standard output, everything else to standard error. Rehearsal data says REHEARSAL in every form.
"""

import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from fractions import Fraction
from typing import Any
from unicodedata import category

from rich.console import Console
from rich.table import Table
from rich.text import Text

from glitterball.cli.streams import takes_everything

WIDTH_OFF_A_TERMINAL = 140
"""Columns where standard output is no terminal, so that a pipe does not wrap what a person will read."""

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that turn the direction of what stands behind them, so that a text reads as another."""


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table for people: its heading, and what a row shows in it."""

    heading: str
    of: Callable[[Any], object]
    right: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question. `rows` are frozen dataclasses of one kind, or mappings; `columns` are what a person sees."""

    schema: str
    mode: str
    title: str
    rows: Sequence[Any]
    columns: Sequence[Column] = ()
    basis: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()
    warnings: Sequence[str] = ()
    row: type | None = None
    """The kind of the rows, so that a CSV has its columns also when there are none."""


def show(answer: Answer, form: Format = Format.TABLE) -> None:
    """Print an answer to standard output."""
    if form is Format.JSON:
        document = {
            "schema": f"glitterball.{answer.schema}.v1",
            "mode": answer.mode,
            "basis": dict(answer.basis),
            "data": [record(row) for row in answer.rows],
            "warnings": list(answer.warnings),
        }
        say_exactly(as_json(document, indent=1))
    elif form is Format.JSONL:
        for row in answer.rows:
            say_exactly(as_json({"mode": answer.mode, **record(row)}))
    elif form is Format.CSV:
        _csv(answer)
    else:
        _table(answer)


def as_json(document: object, indent: int | None = None) -> str:
    """JSON as standard output can hold it: with letters as they are, or all of them escaped where some would be lost."""
    return json.dumps(document, ensure_ascii=not takes_everything(sys.stdout), indent=indent)


def record(row: Any) -> dict[str, Any]:
    """A row as JSON values: exact numbers as whole numbers or text such as "17/2"."""
    if isinstance(row, Mapping):
        return {str(key): plain(one) for key, one in row.items()}
    return {one.name: plain(getattr(row, one.name)) for one in fields(row)}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return record(value)
    return value


def written(value: object) -> str:
    """A value in a table or a CSV cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return ", ".join(written(one) for one in value)
    return str(value)


def number(value: object) -> str:
    """A number for a person: 8.5 where that is exact, a mixed fraction otherwise; thousands apart."""
    if isinstance(value, Fraction):
        thousandths = value * 1000
        if thousandths.denominator == 1:
            text = f"{thousandths.numerator:+05d}"
            return f"{text[0] if text[0] == '-' else ''}{text[1:-3]}.{text[-3:]}".rstrip("0").rstrip(".")
        return str(value)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else written(value)


def percent(share: Fraction | int, places: int = 2) -> str:
    """A share of the whole as percent, rounded half to even for reading only."""
    scaled = round(Fraction(share) * 100 * 10**places)
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{places}d} %"


def _csv(answer: Answer) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    records = [record(row) for row in answer.rows]
    kind = answer.row or getattr(answer.rows, "row", None)
    names = list(records[0]) if records else [one.name for one in fields(kind)] if kind else []
    writer.writerow([*names, "mode"])
    for row in records:
        writer.writerow([*(written(row[name]) for name in names), answer.mode])


def _table(answer: Answer) -> None:
    out = console()
    if answer.title:
        out.print(Text(banner(answer.mode) + answer.title, style="bold"), soft_wrap=True)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    columns = answer.columns or default_columns(answer.rows)
    for column in columns:
        table.add_column(column.heading, justify="right" if column.right else "left")
    for row in answer.rows:
        table.add_row(*(_cell(column.of(row)) for column in columns))
    if answer.rows:
        if out.is_terminal:
            out.print(table)
        else:
            with out.capture() as captured:
                out.print(table)
            print("\n".join(line.rstrip() for line in captured.get().splitlines()))
    for note in answer.notes:
        out.print(Text(note), soft_wrap=True)
    for warning in answer.warnings:
        out.print(Text(f"! {warning}", style="yellow"), soft_wrap=True)


def _cell(value: object) -> Text:
    return value if isinstance(value, Text) else Text(number(value))


def default_columns(rows: Sequence[Any]) -> list[Column]:
    """Every field of the rows, under its own name."""
    if not rows:
        return []
    names = [one.name for one in fields(rows[0])]
    return [_field(name, isinstance(getattr(rows[0], name), int | Fraction)) for name in names]


def _field(name: str, right: bool) -> Column:
    return Column(name.replace("_", " "), lambda row: getattr(row, name), right)


def banner(mode: str) -> str:
    """What stands before everything said about a rehearsal."""
    return "REHEARSAL  " if mode == "rehearsal" else ""


def console() -> Console:
    """Standard output for tables; colour only on a terminal, and never under NO_COLOR."""
    width = None if sys.stdout.isatty() else WIDTH_OFF_A_TERMINAL
    return Console(width=width, highlight=False, soft_wrap=False)


def errors() -> Console:
    """Standard error, for progress; silent where nobody watches."""
    return Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """A line for the person at the keyboard, on standard error. What would steer the terminal is shown as an escape."""
    print("".join(letter if _is_shown(letter) else repr(letter)[1:-1] for letter in text), file=sys.stderr)


def _is_shown(letter: str) -> bool:
    return letter in "\n\t" or (category(letter) not in ("Cc", "Cs", "Zl", "Zp") and letter not in TURNING)


def say_exactly(text: str) -> None:
    """A line of data, on standard output."""
    print(text)
