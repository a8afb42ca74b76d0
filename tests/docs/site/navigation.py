"""What is in the site and in which order: the index `docs/README.md` says so, and nothing else does."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[3]
FIRST, INDEX, DECISIONS = "README.md", "docs/README.md", "docs/decisions/README.md"

OUTSIDE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "benchmarks/README.md")
"""Pages that stand outside of `docs/` and are in the site."""

KINDS_OF_PAGE = (".md", ".ipynb")
"""How the name of a page ends."""

Entry = dict[str, "str | list[Entry]"]
"""A page by its title, or a section by its heading."""


def pages() -> list[str]:
    """Every page there is, whether or not it is in the index."""
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*") if path.suffix in KINDS_OF_PAGE}
    return sorted(found | set(OUTSIDE))


def navigation() -> list[Entry]:
    """The README, then the index with its sections: pages in its order, decisions by their number."""
    sections: list[Entry] = [{"Glitterball": FIRST}, {"All pages": INDEX}]
    for heading, rows in re.findall(r"(?ms)^## (.+?)\n(.*?)(?=^## |\Z)", (ROOT / INDEX).read_text("utf-8")):
        sections.append({heading: [_entry(title, target) for title, target in _linked(rows)]})
    return sections


def listed(entries: list[Entry]) -> Iterator[str]:
    """Every page of a navigation, in order."""
    for entry in entries:
        for value in entry.values():
            if isinstance(value, str):
                yield value
            else:
                yield from listed(value)


def unlisted() -> list[str]:
    """Pages that nobody finds: they are there, and the index has no row for them."""
    return sorted(set(pages()) - set(listed(navigation())))


def title_of(page: str) -> str:
    """The heading of a page, without the marks of code."""
    heading = re.search(r"(?m)^# (.+)$", (ROOT / page).read_text("utf-8"))
    if heading is None:
        raise ValueError(f"{page} has no heading: begin it with '# ' and its title")
    return heading[1].replace("`", "")


def _linked(rows: str) -> list[tuple[str, str]]:
    """The page each row of a table is about: its first link."""
    found = re.findall(r"(?m)^\| \[([^\]]+)\]\(([^)]+)\)", rows)
    return [(title, _from_root(target)) for title, target in found]


def _from_root(target: str) -> str:
    path = PurePosixPath("docs") / target
    return (ROOT / path).resolve().relative_to(ROOT).as_posix()


def _entry(title: str, target: str) -> Entry:
    if target != DECISIONS:
        return {title: target}
    records = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))]
    return {title: [{"Index": DECISIONS}, *({title_of(record): record} for record in records)]}
