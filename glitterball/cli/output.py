"""What a command prints: tables for people; JSON, JSON lines and CSV with stable columns for machines.

Data goes to standard output, everything else to standard error. Rehearsal data says REHEARSAL in every form.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import fields
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from domain.legible import escaped
from glitterball.answers import Answer, Column, csv_lines, document, jsonl_records, written
from glitterball.cli.streams import write_exactly
from projections.numbers import number

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDTH_OFF_A_TERMINAL = 140
"""Columns where standard output is no terminal, so that a pipe does not wrap what a person will read."""


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def show(answer: Answer, form: Format = Format.TABLE) -> None:
    """Print an answer to standard output."""
    if form is Format.JSON:
        say_exactly(as_json(document(answer), indent=1))
    elif form is Format.JSONL:
        for record in jsonl_records(answer):
            say_exactly(as_json(record))
    elif form is Format.CSV:
        for line in csv_lines(answer):
            say_exactly(line)
    else:
        _table(answer)


def as_json(document: object, indent: int | None = None) -> str:
    """JSON with letters as they are."""
    return json.dumps(document, ensure_ascii=False, indent=indent)


def _table(answer: Answer) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    if answer.title:
        out.print(Text(escaped(banner(answer.mode) + answer.title), style="bold"), soft_wrap=True)
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
        out.print(Text(escaped(note)), soft_wrap=True)
    for warning in answer.warnings:
        out.print(Text(escaped(f"! {warning}"), style="yellow"), soft_wrap=True)


def _cell(value: object) -> "Text":
    from rich.text import Text

    return value if isinstance(value, Text) else Text(escaped(shown(value)))


def shown(value: object) -> str:
    """A value in a table for people."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return number(value)
    return written(value)


def default_columns(rows: Sequence[Any]) -> list[Column]:
    """Every field of the rows, under its own name."""
    if not rows:
        return []
    names = [field.name for field in fields(rows[0])]
    return [_field(name, isinstance(getattr(rows[0], name), int | Fraction)) for name in names]


def _field(name: str, right: bool) -> Column:
    return Column(name.replace("_", " "), lambda row: getattr(row, name), right)


def banner(mode: str) -> str:
    """What stands before everything said about a rehearsal."""
    return "REHEARSAL  " if mode == "rehearsal" else ""


def console() -> "Console":
    """Standard output for tables; colour only on a terminal, and never under NO_COLOR."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH_OFF_A_TERMINAL
    return Console(width=width, highlight=False, soft_wrap=False)


def errors() -> "Console":
    """Standard error, for progress; silent where nobody watches."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """A line for the person at the keyboard, on standard error. What would steer the terminal is shown as an escape."""
    print("\n".join("\t".join(map(escaped, line.split("\t"))) for line in text.split("\n")), file=sys.stderr)


def say_exactly(text: str, end: str = "\n") -> None:
    """A line of data, on standard output, in UTF-8 whatever the encoding of a console is."""
    write_exactly(text + end)


def tell(text: str) -> None:
    """A line of an answer for people, on standard output. What would break it is shown as an escape."""
    print(escaped(text))
