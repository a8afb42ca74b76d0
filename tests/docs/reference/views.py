"""The page of views: what each answers, its columns with type and meaning, and a row. Meanings stand in the row's own code."""

import ast
import inspect
import json
import textwrap
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

from glitterball.frames import kinds_of
from glitterball.views.catalogue import ANSWERS, ROWS
from glitterball.views.schema import SQL_VIEWS
from tests.docs.reference import markdown as md
from tests.docs.reference.stage import Stage

INTRODUCTION = """\
A view is a table made from the log. `glitterball projections update` keeps all of them as SQL tables beside the store,
`glitterball projections export VIEW` writes one as JSON lines or, with `--output`, as a file, and Python reads them typed
(`season.week(2).standings()`). Every table has two columns more: `season`, and `mode`, which is `live`, `rehearsal` or
`historic`.

| Type | Means | In SQL | In JSON | In frames and files |
| --- | --- | --- | --- | --- |
| text | words or an identifier | TEXT | text | text |
| whole | a whole number | INTEGER, TEXT beyond 64 bits | number | whole number of 64 bits; one beyond is refused |
| exact | a whole number or a fraction, never rounded | INTEGER or TEXT `17/2` | number or text | three columns, below |
| flag | yes or no | 1 or 0 | true or false | yes or no |
| list | several | a JSON array | array | text, a JSON array |

A type with `?` may be empty. Beside an exact column `x` SQL has `x_numerator` and `x_denominator`, to order by.

## Frames and files

`.to_polars()`, `.to_pandas()` and `.to_arrow()` give a view as a frame; `.write("standings.parquet")` writes it as Parquet, as a
workbook for Excel (`.xlsx`) or as CSV (`.csv`); so does `glitterball projections export standings --output FILE`, of all
seasons. They need `pip install 'glitterball[frames]'`; CSV needs nothing.

The columns of a view are the same whatever is in it, with `season` and `mode` first. So tables of any two weeks, seasons and
shows can be stacked (`pl.concat`). An exact column `x` is three: `x` is the nearest decimal number, to draw and to sort with;
`x_numerator` and `x_denominator` are the exact number as text, of any size: `Fraction(int(top), int(bottom))`.

A workbook keeps fifteen digits of a number, so a larger whole number is text in it; it knows no difference between an empty
text and nothing, and replaces no workbook that is there. In CSV text stands in quotes and nothing is nothing; a text that a
spreadsheet would run as a formula has an apostrophe before it.

## Pictures

`--chart FILE` draws what a command shows, as .svg or .png, without a browser; `season.chart(NAME)` and `week.chart(NAME)` do
so from Python. They need `pip install 'glitterball[charts]'`. A picture has paper of its own, so that it reads on a dark page
too; its colours are those of Okabe and Ito, and what matters is said by a word as well. What it shows stands in it in words, as
the description of an SVG and as `.lines` in Python, for whoever hears a page. Of a week that hides its counts no picture is drawn
that would show them (`counts-hidden`), and of its result only what was announced.

| Picture | Command | Python |
| --- | --- | --- |
| marks week by week | `season show SEASON --chart FILE` | `season.chart("heat")` |
| the couples by the judges, one in colour | `season show SEASON --couple COUPLE --chart FILE` | `season.chart("bump", COUPLE)` |
| how the points add up | `week standings SEASON WEEK --chart FILE` | `week.chart("points")` |
| what the vote must have been | `week implied SEASON WEEK --chart FILE` | `week.chart("ranges")` |
| turnout over the night | `votes timeline SEASON WEEK --chart FILE` | `week.chart("turnout")` |
| how close it was | `week margin SEASON WEEK --chart FILE` | `week.chart("margin")` |"""

TYPES = {"text": "text", "whole": "whole", "exact": "exact", "flag": "flag", "listed": "list"}


@dataclass(frozen=True, slots=True)
class Columns:
    """What the code says of a view's row: the row as such, and each of its columns."""

    row: str
    of: dict[str, str]


NIGHT = "a full night"
"""The scene whose rows are the examples."""


def page(stage: Stage) -> str:
    """`docs/views.md`."""
    parts = [INTRODUCTION, md.table(("View", "Answers"), ((md.link(name), ANSWERS[name]) for name in ROWS))]
    for name, row in ROWS.items():
        said, example = described(row), _example(stage, name)
        rows = [
            (f"`{column}`", _type(row, column), _value(example.get(column)), said.of.get(column, ""))
            for column in kinds_of(row)
        ]
        parts += [
            f"## {name}",
            f"**{ANSWERS[name]}** {said.row}",
            md.table(("Column", "Type", "Example", "Meaning"), rows),
        ]
    parts += ["## For SQL alone", "Made of the tables above, for people with an SQLite tool."]
    parts += [f"`{name}`\n\n```sql\n{_select(text)}\n```" for name, text in SQL_VIEWS.items()]
    return md.page("Views", *parts)


@cache
def described(row: type[Any]) -> Columns:
    """The texts that stand below the columns in the code of a row, and the row's own."""
    (kind,) = ast.parse(textwrap.dedent(inspect.getsource(row))).body
    assert isinstance(kind, ast.ClassDef)
    texts: dict[str, str] = {}
    for before, after in zip(kind.body, kind.body[1:], strict=False):
        if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            assert isinstance(before.target, ast.Name)
            texts[before.target.id] = " ".join(str(after.value.value).split())
    return Columns(" ".join((row.__doc__ or "").split()), texts)


def _type(row: type[Any], column: str) -> str:
    maybe = NoneType in get_args(get_type_hints(row)[column])
    return TYPES[kinds_of(row)[column]] + ("?" if maybe else "")


def _example(stage: Stage, view: str) -> dict[str, Any]:
    """The row of a view that says most: of those with the fewest empty columns the first. Where the night has none, nothing."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in stage.printed(f"projections export {view}", NIGHT)]
    return max(rows, key=lambda row: sum(value not in (None, "", []) for value in row.values()), default={})


def _value(value: Any) -> str:
    """A value of the example, as JSON has it, and text without its quotes."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "" if value in (None, "", []) else f"`{text if len(text) <= LONGEST else text[: LONGEST - 3] + '...'}`"


LONGEST = 60
"""Letters of an example that are shown."""


def _select(text: str) -> str:
    """What a SQL view selects, as it is written."""
    return text.split(" AS\n", 1)[1]
