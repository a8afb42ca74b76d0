"""All reference pages by where they stand, and which of them are not what the code gives."""

from difflib import unified_diff
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.reference import commands, events, incidents, refusals, season_file, views
from tests.docs.reference.examples import Example
from tests.docs.reference.stage import Shown, Stage
from tests.docs.reference.table import table

ROOT = Path(__file__).parents[3]


@cache
def examples_run() -> dict[Example, Shown]:
    """Every example with its answer, run once."""
    with TemporaryDirectory() as folder:
        return Stage(Path(folder)).shown()


SHOWN = 40
"""Lines of a difference that are shown."""


def made() -> dict[str, str]:
    """Every page as the code gives it, by its path."""
    with TemporaryDirectory() as folder:
        stage, shown = Stage(Path(folder)), examples_run()
        return {
            "docs/commands.md": commands.page(shown),
            "docs/views.md": views.page(stage),
            "docs/refusals.md": refusals.page(),
            "docs/events.md": events.page(shown),
            "docs/incidents.md": incidents.page(),
            "docs/season-file.md": season_file.page(),
            "glitterball/cli/table.json": table(shown),
        }


def differing() -> list[str]:
    """The paths of pages that are not what the code gives."""
    return [path for path, text in made().items() if not (ROOT / path).exists() or (ROOT / path).read_text() != text]


def lines_that_differ() -> list[str]:
    """The first lines that stand in a page and not in what the code gives, or the other way round."""
    told = [
        line
        for path, text in made().items()
        if (ROOT / path).exists()
        for line in unified_diff((ROOT / path).read_text().splitlines(), text.splitlines(), path, "made", "", "", 0, "")
    ]
    return told[:SHOWN]


def write() -> list[str]:
    """Write every page, and say which."""
    pages = made()
    for path, text in pages.items():
        (ROOT / path).write_text(text)
    return list(pages)
