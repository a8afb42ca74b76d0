"""An answer as machines read it: one JSON document, JSON lines, or CSV with stable columns. Each says the season's mode."""

import csv
from collections.abc import Iterator
from dataclasses import fields
from io import StringIO
from typing import Any

from glitterball.answers.answer import Answer
from glitterball.answers.values import as_record, written
from glitterball.formulas import harmless


def document(answer: Answer) -> dict[str, Any]:
    """The answer as one JSON document: schema, mode, basis, data, warnings."""
    return {
        "schema": f"glitterball.{answer.schema}.v1",
        "mode": answer.mode,
        "basis": dict(answer.basis),
        "data": [as_record(row) for row in answer.rows],
        "warnings": list(answer.warnings),
    }


def jsonl_records(answer: Answer) -> Iterator[dict[str, Any]]:
    """A record for each row."""
    for row in answer.rows:
        yield {"mode": answer.mode, **as_record(row)}


def csv_lines(answer: Answer) -> Iterator[str]:
    """The heading, then a line for each row, without line ends. Text a spreadsheet would run is made text (`formulas`)."""
    records = [as_record(row) for row in answer.rows]
    kind = answer.row or getattr(answer.rows, "row", None)
    names = list(records[0]) if records else [field.name for field in fields(kind)] if kind else []
    yield _csv_line([*names, "mode"])
    for record in records:
        yield _csv_line([*(written(record[name]) for name in names), answer.mode])


def _csv_line(cells: list[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="").writerow([harmless(cell) for cell in cells])
    return line.getvalue()
