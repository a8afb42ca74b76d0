"""Running a notebook in a kernel of its own, in a copy of its folder."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[3] / "docs" / "notebook"
LONGEST = 300
"""Seconds for which one cell may run: it is hung then."""

TEXT_OF_SVG = re.compile(r"<text[^>]*>([^<]*)</text>|<desc>([^<]*)</desc>")


def notebooks() -> list[Path]:
    """Every notebook of the documentation."""
    return sorted(FOLDER.glob("*.ipynb"))


def run(path: Path) -> Any:
    """The notebook with the answers it gives now. The first cell that fails ends it, as an exception."""
    book = nbformat.read(path, as_version=4)
    with TemporaryDirectory() as folder:
        beside = Path(folder) / "notebook"
        shutil.copytree(path.parent, beside)
        where = {"metadata": {"path": str(beside)}}
        NotebookClient(book, timeout=LONGEST, resources=where).execute()
    for cell in book.cells:
        cell.metadata.pop("execution", None)  # when it ran
    book.metadata.pop("language_info", None)  # which Python ran it
    return book


def write(path: Path) -> None:
    """Run a notebook and keep its answers in it."""
    nbformat.write(run(path), path)


def answers(book: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each cell of code says: of a picture its words, since the width of a letter depends on the fonts of a machine."""
    for cell in book.cells:
        if cell.cell_type == "code":
            yield cell.source, tuple(_said(answer) for answer in cell.outputs)


def _said(answer: Any) -> str:
    told = answer.get("data", {"text/plain": answer.get("text", "")})
    if "image/svg+xml" in told:
        words = TEXT_OF_SVG.findall(told["image/svg+xml"])
        return "\n".join(one or other for one, other in words)
    return str(told.get("text/html", told["text/plain"]))
