"""What a command prints: tables for people; JSON, JSON lines and CSV with stable columns for machines.

Data goes to standard output, everything else to standard error. Rehearsal data says REHEARSAL in every form.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import fields
from enum import StrEnum
from fractions import Fraction
from threading import Event
from typing import TYPE_CHECKING, Any

from domain.legible import escaped
from glitterball.answers import Answer, Column, csv_lines, document, jsonl_records, not_certified, written
from glitterball.cli.offered import as_typed_here
from glitterball.cli.streams import write_exactly
from glitterball.cli.zones import told
from projections.numbers import number

if TYPE_CHECKING:
    from rich.console import Console

    from glitterball.cli.layout import Piece


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
    from glitterball.cli.layout import Heading, Table, laid_out
    from glitterball.cli.screen import print_lines, width_of

    if answer.title:
        tell(banner(answer.mode) + answer.title, "bold")
    columns = answer.columns or default_columns(answer.rows)
    headings = [Heading(column.heading, column.right) for column in columns]
    rows = [[_cell(column.of(row), column.offers) for column in columns] for row in answer.rows]
    if rows:
        print_lines(laid_out(Table(headings, rows), width_of(sys.stdout)))
    for note in answer.notes:
        tell(note)
    for warning in (*not_certified(answer.basis), *answer.warnings):
        tell(f"! {warning}", "notice")


def _cell(value: object, offers: bool) -> "Piece":
    from glitterball.cli.layout import Piece
    from glitterball.cli.weights import style_of

    said = shown(value)
    text = escaped(told(as_typed_here(said) if offers else said)).rstrip()
    return Piece(text, style_of(text))


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


def errors() -> "Console":
    """Standard error, for progress; silent where nobody watches."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


_hushed = Event()


def hush() -> None:
    """Say nothing to people from now on: standard error is a log, which has lines of its own (`operating`)."""
    _hushed.set()


def is_hushed() -> bool:
    """Whether nothing is said to people."""
    return _hushed.is_set()


def speak_again() -> None:
    """The next command speaks to people until it says otherwise."""
    _hushed.clear()


def say(text: str) -> None:
    """A line for the person at the keyboard, on standard error. What would steer the terminal is shown as an escape."""
    if is_hushed():
        return
    from glitterball.cli.screen import sentence

    for line in text.split("\n"):
        print(sentence("\t".join(map(escaped, told(as_typed_here(line)).split("\t"))), sys.stderr), file=sys.stderr)


def say_exactly(text: str, end: str = "\n") -> None:
    """A line of data, on standard output, in UTF-8 whatever the encoding of a console is."""
    write_exactly(text + end)


def tell(text: str, style: str = "", further: int = 0, offers: bool = True) -> None:
    """A line of an answer for people, on standard output. What would break it is shown as an escape.

    On a terminal it is folded at its spaces, all lines but the first `further` in. What is told as on record offers nothing.
    """
    from glitterball.cli.screen import sentence

    said = as_typed_here(text) if offers else text
    print(sentence(escaped(told(said)), sys.stdout, style, further))
