"""All reference pages by where they stand, and which of them are not what the code gives."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.reference import commands, events, refusals, views
from tests.docs.reference.stage import Stage

ROOT = Path(__file__).parents[3]


def made() -> dict[str, str]:
    """Every page as the code gives it, by its path."""
    with TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        shown = stage.shown()
        return {
            "docs/commands.md": commands.page(shown),
            "docs/views.md": views.page(stage),
            "docs/refusals.md": refusals.page(),
            "docs/events.md": events.page(shown),
        }


def differing() -> list[str]:
    """The paths of pages that are not what the code gives."""
    return [path for path, text in made().items() if not (ROOT / path).exists() or (ROOT / path).read_text() != text]


def write() -> list[str]:
    """Write every page, and say which."""
    pages = made()
    for path, text in pages.items():
        (ROOT / path).write_text(text)
    return list(pages)
