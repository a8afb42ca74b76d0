"""Every page looks as it did when somebody last looked at it, on a telephone, at a desk, in the dark, across the room and on
paper. What looks otherwise on purpose is looked at, and kept: `python -m tests.web.looks.keep`.

Left out where there is no Chromium; `.ci/run` installs it.
"""

from collections.abc import Iterator

import pytest

from tests.web.looks.evening import PAGES
from tests.web.looks.keep import KEPT, Lookers, kept, lookers
from tests.web.looks.looking import Look
from tests.web.test_in_a_browser import CHROMIUM, HOW_TO_HAVE_IT, browser

__all__ = ["browser"]

pytestmark = [
    pytest.mark.heavy("a browser"),
    pytest.mark.skipif(CHROMIUM is None, reason=HOW_TO_HAVE_IT),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

MOST = 300_000
"""Octets of all that is kept."""


@pytest.fixture(scope="module")
def both(browser: object) -> Iterator[Lookers]:
    with lookers(browser) as both:  # type: ignore[arg-type]
        yield both


def told(was: dict[str, Look], now: dict[str, Look]) -> list[str]:
    return [f"{view}: {one}" for view, look in was.items() for one in look.differences(now[view])]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_looks_as_it_did(both: Lookers, page: str) -> None:
    assert not told(kept(page), both.looks(page))


@pytest.mark.parametrize(
    ("page", "css", "says"),
    [
        ("a desk", "main { padding-top: 30px }", "at a desk: 'h2 Reasons' stood at"),
        ("a desk", ".error > strong { color: inherit }", "in the dark: 40 across"),
        ("a week", "h2 { font-size: 1rem }", "on a telephone: 'h2 Standings' stood at"),
        ("a certificate", "@media print { .columns { grid-template-columns: 1fr } }", "on paper: 'h2 LOG' stood at"),
        ("a season", "polyline { stroke: gray }", "across the room:"),
    ],
)
def test_a_heading_that_moved_and_a_colour_that_was_lost_are_seen(
    both: Lookers, page: str, css: str, says: str
) -> None:
    assert says in "\n".join(told(kept(page), both.looks(page, css)))


def test_what_is_kept_is_of_these_pages_and_small() -> None:
    assert {file.stem.replace("-", " ") for file in KEPT.iterdir()} == {page.replace("-", " ") for page in PAGES}
    assert sum(file.stat().st_size for file in KEPT.iterdir()) <= MOST
