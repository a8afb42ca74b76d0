"""What the links of a page are called says what they open, and whoever makes graphics or writes programs finds their page."""

import re

import pytest

from glitterball.store import Store
from tests.web.visiting import Visitor

PAGES = (
    "/",
    "/status",
    "/s/us-33-rehearsal",
    "/s/us-33-rehearsal/w/2",
    "/s/us-33-rehearsal/w/2/audit",
    "/s/us-33-rehearsal/timeline",
)


def navigation(page: str) -> dict[str, set[str]]:
    """Where the links of a page's navigation lead, by what they are called."""
    found: dict[str, set[str]] = {}
    header = page.partition("<header")[2].partition("<main")[0]
    for to, called in re.findall(r'<a[^>]* href="([^"]*)"[^>]*>([^<]*)</a>', header):
        found.setdefault(called, set()).add(to)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_no_two_links_of_a_page_are_called_the_same(rehearsed: Store, page: str) -> None:
    """*Board* was the board that viewers know, and beside it that of the week."""
    found = navigation(Visitor(rehearsed).opens(page).text)
    assert found
    assert {called: to for called, to in found.items() if len(to) > 1} == {}


def test_each_of_the_two_boards_is_called_by_what_it_opens(rehearsed: Store) -> None:
    visitor = Visitor(rehearsed)
    found = navigation(visitor.opens("/s/us-33-rehearsal/w/2").text)
    assert found["Board on air"] == {"/board/us-33-rehearsal"}
    assert found["Standings"] == {"/s/us-33-rehearsal/w/2"}
    assert "As announced" in visitor.reads("/board/us-33-rehearsal").text


@pytest.mark.parametrize("page", PAGES)
def test_whoever_writes_programs_finds_their_page_from_any(rehearsed: Store, page: str) -> None:
    assert "/programs" in Visitor(rehearsed).reads(page).links
