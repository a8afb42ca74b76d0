"""The page of season files: every table, its keys with kind and meaning, an example of each, and the columns of both sheets."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.season import commands as c
from glitterball.season_files.reading import Reported, RulebookRef
from glitterball.season_files.scores import NEEDED as SCORES_NEEDED
from glitterball.season_files.votes import NEEDED as VOTES_NEEDED
from glitterball.season_files.weeks import ANNOUNCEMENTS
from tests.docs.reference import markdown as md
from tests.docs.reference import season_tables as told
from tests.docs.reference.events import kind as kind_of
from tests.docs.reference.events import meaning
from tests.docs.reference.meanings import MADE_BY
from tests.docs.reference.season_tables import Told

INTRODUCTION = """\
A season is a folder with a `season.toml` and, beside it, the rulebook and the tables of scores and of votes. A person can
read it, compare it and mail it. `season new` writes one to begin with ([a first season](first-season.md)), `season export`
writes one of any season on record, `season validate` says all that is wrong with one, and `season import` takes it in.

The file begins with `glitterball = "season.v1"`. Lines behind `#` are comments. Words stand between quotes, numbers do not;
a list stands in square brackets. A table between double brackets, such as `[[couples]]`, may stand again and again. Moments
are in UTC (`2026-03-07T20:00:00Z`), days are `2026-03-07`, marks and points are in points of the rulebook's scale (`"17/2"`
for eight and a half), and votes are whole numbers. Wherever a `source` may stand, it is a sentence, or a name under
`[sources]`."""

OWN = {
    "rulebook": "The identifier of a rulebook that ships, or the name of a file beside this one, which ends in `.toml`.",
    "exactness": "How exact it is, in a word, such as `about`.",
    "votes": "Votes that were reported for all couples together.",
}
"""What keys mean that no event has."""

SOURCES = 'memo = "the producer\'s memo of 3 March"'

WEEK_ALONE = """\
A week of a season that is on record has a file of its own: `glitterball = "week.v1"`, then `season` (which may be left
out), `scores`, `votes`, `[sources]` and `[[weeks]]` with all tables of a week. Cast and rules are those on record. `week
open --from` takes from it how the week is opened, its panels and its dances; `votes open --from` its `[weeks.voting]`. A
file of another season is refused.

```toml
glitterball = "week.v1"

season = "harbour-1"
scores = "week-2-dances.csv"

[[weeks]]
week = 2
form = "single"
episodes = [{ number = 2, date = "2026-03-14" }]

[[weeks.panels]]
episode = 2
judges = [{ judge = "ana", name = "Ana Ruiz" }, { judge = "ben", name = "Ben Okoro" }]
```"""

SHEETS = """\
Both tables are CSV as spreadsheets save it: with commas, or with semicolons or tabs, where marks may have a decimal comma;
with or without a byte order mark; in UTF-8. A formula is refused with its line, and so is a row that has more cells than
the header."""


def page() -> str:
    """`docs/season-file.md`."""
    parts = [INTRODUCTION, "## The season", *_table("", c.OpenSeason, told.SEASON)]
    parts += ["## `[sources]`", "What names of sources mean: a name and a sentence each.", _toml("[sources]", SOURCES)]
    for name, (read_into, said) in told.TOP.items():
        parts += [f"## `[[{name}]]`", *_table(f"[[{name}]]", read_into, said)]
        if name == "weeks":
            parts += list(_of_a_week())
    parts += ["## A week alone", WEEK_ALONE, "## The table of scores", SHEETS, _columns(told.SCORES, SCORES_NEEDED)]
    parts += ["And a column for each judge, by identifier: the mark, in points of the scale.", "## The table of votes"]
    parts += [_columns(told.VOTES, VOTES_NEEDED)]
    return md.page("The season file", *parts)


def _of_a_week() -> Iterator[str]:
    for name, said in told.OF_A_WEEK.items():
        yield f"### `[[weeks.{name}]]`"
        yield from _table(f"[[weeks.{name}]]", told.KINDS[name], said)
    yield "### `[weeks.voting]`"
    yield from _table("[weeks.voting]", c.OpenVoting, told.VOTING)
    yield "### `[[weeks.decisions]]`"
    for what, (read_into, said) in told.DECISIONS.items():
        yield f"For {what}. {said.says}"
        yield from _table("[[weeks.decisions]]", read_into, said)[1:]
    yield "### `[[weeks.announcements]]`"
    yield "What was said on air, in order; `said` tells which keys follow."
    for name, read_into in ANNOUNCEMENTS.items():
        yield f"`{name}`:"
        yield from _table("[[weeks.announcements]]", read_into, Told(says="", example=told.SAID[name]))[1:]
    for name, (read_into, said) in told.SWITCHES.items():
        yield f"### `weeks.{name}`"
        yield from _table(f"[weeks.{name}]", read_into, said)


def _table(header: str, read_into: Any, said: Told) -> list[str]:
    """What a table is for, its keys, an example."""
    rows = [*_keys(read_into), *((f"`{name}`", kind, "", means) for name, kind, means in said.beside)]
    keys = md.table(("Key", "Is", "Needed", "Means"), rows) if rows else ""
    return [said.says, keys, _toml(header, said.example) if said.example else ""]


def keys_of(read_into: Any) -> list[str]:
    """The keys of a table: those of what it is read into, without what follows from where it stands."""
    follows = () if read_into is c.OpenWeek else ("week",)
    return [name for name in read_into.model_fields if name not in ("do", *follows)]


def _keys(read_into: Any) -> Iterator[tuple[str, str, str, str]]:
    for name in keys_of(read_into):
        field = read_into.model_fields[name]
        itself = read_into is c.OpenWeek and name in ("scores_from", "votes_from")
        needed = "yes" if field.is_required() and not itself else ""
        yield f"`{name}`", kind_of(field), needed, means(read_into, name)


def means(read_into: Any, name: str) -> str:
    """What a key means: as the field of the event that is made of it."""
    if read_into in (RulebookRef, Reported) and name in OWN:
        return OWN[name]
    does = read_into.model_fields["do"].default if "do" in read_into.model_fields else ""
    made = next((event for event, command in MADE_BY.items() if command == does), "")
    return meaning(f"{made}.v1", name) or ""


def _toml(header: str, lines: str) -> str:
    return "\n".join(("```toml", *((header,) if header else ()), lines, "```"))


def _columns(columns: Mapping[str, str], needed: tuple[str, ...]) -> str:
    rows = ((f"`{name}`", "yes" if name in needed else "", means) for name, means in columns.items())
    return md.table(("Column", "Needed", "Means"), rows)
