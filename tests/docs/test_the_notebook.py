"""The notebooks of the documentation answer what they say they do: each is run, from top to bottom, and every answer compared."""

from pathlib import Path

import nbformat
import pytest

from tests.docs.notebooks.__main__ import AGAIN
from tests.docs.notebooks.running import answers, notebooks, run
from tests.docs.site.notebooks import as_markdown

pytestmark = pytest.mark.heavy("documents")


BOOKS = [pytest.param(path, id=path.stem) for path in notebooks()]


def test_there_is_a_notebook() -> None:
    assert BOOKS


@pytest.mark.parametrize("path", BOOKS)
def test_every_box_answers_what_the_notebook_says(path: Path) -> None:
    kept = list(answers(nbformat.read(path, as_version=4)))
    found = list(answers(run(path)))
    assert found == kept, f"the answers kept in {path.name} are not those it gives. Make them again with: {AGAIN}"
    assert len(kept) > 8


@pytest.mark.parametrize("path", BOOKS)
def test_a_notebook_that_stops_is_noticed(path: Path, tmp_path: Path) -> None:
    """A reader without its table is told so, and so is the test."""
    alone = tmp_path / path.name
    alone.write_bytes(path.read_bytes())
    with pytest.raises(Exception, match=r"us-15\.csv"):
        run(alone)


@pytest.mark.parametrize("path", BOOKS)
def test_its_page_shows_its_words_its_code_and_its_pictures(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    page = as_markdown(book, path.name)
    assert page.startswith("# ")
    assert page.count("```python") == len([cell for cell in book.cells if cell.cell_type == "code"])
    assert page.count("<svg") >= 2
    assert f"]({path.name})" in page
