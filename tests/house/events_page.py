"""docs/formats/events.md, written from the forms that the single file checks: `python -m tests.house.events_page`."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.auditors_file.single_file import vb

PAGE = Path(__file__).parents[2] / "docs" / "formats" / "events.md"
HEAD = """# The facts of events

Every type of event there is, and what its `fact` holds, in the order in which it is stored; `bundle.md`, section 4, says how.
The page is written from the forms that the single-file verifier checks (`python -m tests.house.events_page`), and a test
holds it to them.

A field is `name: kind`. `name?` may be left out. `*` is a list, also an empty one, `+` one with a member at least, `{2,}` and
`{1,60}` say how many. `a|b` are the only words there can be, `=a` the only one. A kind in capitals has a table row of its own.
A pair is a list of two.
"""


def rows(forms: list[str]) -> Iterator[str]:
    yield from ("", "| | Holds |", "|---|---|")
    for form in forms:
        yield f"| `{form}` | {', '.join(f'`{field}`' for field in vb.FORMS[form].split('; '))} |"


def kinds() -> Iterator[str]:
    yield from ("", "| Kind | Is |", "|---|---|")
    for kind, (least, most) in vb.RANGES.items():
        bounds = (("at least", least), ("at most", most))
        between = [f"{word} {bound:,}" for word, bound in bounds if bound is not None]
        yield f"| {kind} | a whole number{', ' if between else ''}{' and '.join(between)} |"
    for kind, (pattern, longest) in vb.WORDS.items():
        yield f"| {kind} | text of at most {longest} characters that fits `{pattern.pattern}` |"
    for kind, members in vb.PAIRS.items():
        yield f"| {kind} | a {'pair' if len(members) == 2 else 'list of three'}: {', '.join(members)} |"
    yield "| exact | a whole number, or the text of a fraction in lowest terms: `17/2` |"
    yield "| flag | `true` or `false` |"
    yield f"| promise | one of {', '.join(f'`{word}`' for word in vb.PROMISE.split('|'))} |"


def page() -> str:
    """The page as it has to be."""
    types = [form for form in vb.FORMS if "." in form]
    commands = [form for form in vb.FORMS if form.startswith("do ")]
    parts = [form for form in vb.FORMS if form not in types and form not in commands]
    lines = [
        HEAD,
        "## Types",
        *rows(types),
        "",
        "`score-given.v1` is read as `.v2`: it has `episode`, `round` and `couple`",
    ]
    lines += ["where that has `dance`.", "", "## Commands that take two people (COMMAND)", *rows(commands)]
    lines += ["", "## Parts", *rows(parts), "", "## Kinds", *kinds(), ""]
    return "\n".join(_in_cells(line) for line in "\n".join(lines).split("\n"))


def _in_cells(line: str) -> str:
    """Bars inside code are no borders of a table's cell."""
    if not line.startswith("| "):
        return line
    return re.sub(r"`[^`]*`", lambda code: code[0].replace("|", r"\|"), line)


if __name__ == "__main__":
    PAGE.write_text(page())
