"""The few forms a reference page is written in."""

import re
from collections.abc import Iterable, Sequence

MADE = "<!-- Made from the code by `python -m tests.docs.reference`; edit the code, not this page. -->"


def page(title: str, *parts: str) -> str:
    """A page: its title and its parts, an empty line between them."""
    return "\n\n".join((f"# {title}", MADE, *(part.strip("\n") for part in parts if part))) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a column that is empty in every row is left out."""
    found = [tuple(cell(text) for text in row) for row in rows]
    kept = [index for index in range(len(heads)) if any(row[index] for row in found)]
    lines = [[heads[index] for index in kept], ["---"] * len(kept), *([row[index] for index in kept] for row in found)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(text: str) -> str:
    """A text as it stands in a table: on one line, and no bar of its own."""
    return " ".join(text.split()).replace("|", "\\|")


def link(heading: str, shown: str | None = None) -> str:
    """A link to a heading of the same page."""
    anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
    return f"[{shown or heading}](#{anchor})"


def console(line: str, answer: Iterable[str]) -> str:
    """What is typed and what is answered."""
    return "\n".join(("```console", f"$ glitterball {line}", *answer, "```"))


def named(names: Iterable[str]) -> str:
    """Names in code, separated by commas."""
    return ", ".join(f"`{name}`" for name in names)
