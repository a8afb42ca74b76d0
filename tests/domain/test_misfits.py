"""A rulebook that does not fit is answered in the show's words with its line, whichever clause is wrong, whatever stands there.

A producer was told "Input tag 'ranks' found using 'kind' does not match any of the expected tags" and "Tuple should have at
least 1 item after validation, not 0".
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from domain.rulebook import RulebookUnreadable, read_rulebook
from glitterball.rulebooks import shipped_rulebooks, shipped_text

OF_THE_LIBRARY = re.compile(
    r"Input |should (be|have|match)|\btag\b|\bunion\b|valid(ation)?\b|[Tt]uple|instance|dictionary|Unable|unable|\^|\\x"
)
"""Words of the library that finds what does not fit."""

NEVER_RIGHT: list[Any] = [
    [],
    {},
    -1,
    1.5,
    True,
    "",
    "no such thing",
    "\t",
    [[]],
    {"kind": "ranks"},
    {"kind": 3},
    "x" * 300,
]


def clauses(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a rulebook's tree where something stands."""
    members = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, member in members:
        yield (*path, step)
        yield from clauses(member, (*path, step))


BOOKS = {name: tomllib.loads(shipped_text(name)) for name in shipped_rulebooks()}
PLACES = [(name, path) for name, tree in BOOKS.items() for path in clauses(tree) if path != ("glitterball",)]


def with_something_else(name: str, path: tuple[Any, ...], instead: Any) -> str:
    tree = tomllib.loads(shipped_text(name))
    *above, last = path
    holder = tree
    for step in above:
        holder = holder[step]
    holder[last] = instead
    return tomli_w.dumps(tree)


def what_is_wrong(text: str) -> list[Any]:
    try:
        read_rulebook(text, "mine.toml")
    except RulebookUnreadable as refused:
        return list(refused.findings)
    return []


def held_to_be_in_the_shows_words(text: str) -> int:
    findings = what_is_wrong(text)
    for finding in findings:
        assert not OF_THE_LIBRARY.search(finding.what), finding.what
        assert re.fullmatch(r"mine\.toml:\d+", finding.where), finding.where
        assert "\n" not in finding.what
    return len(findings)


@given(st.sampled_from(PLACES), st.sampled_from(NEVER_RIGHT))
def test_every_clause_of_every_rulebook_is_refused_in_the_shows_words(place: tuple[str, Any], instead: Any) -> None:
    held_to_be_in_the_shows_words(with_something_else(*place, instead))


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("instead", NEVER_RIGHT, ids=repr)
def test_each_clause_of_one_rulebook_is_refused_in_the_shows_words(instead: Any) -> None:
    found = [
        held_to_be_in_the_shows_words(with_something_else("us-33", path, instead))
        for name, path in PLACES
        if name == "us-33"
    ]
    assert sum(found) > len(found) // 4


def test_a_tie_chain_that_compares_no_side_is_said_at_its_line() -> None:
    """Line 1 was named, and the link stood in line 27."""
    text = shipped_text("us-34").replace('side = "viewers"', 'side = "public"')
    (finding,) = what_is_wrong(text)
    line = text.split("\n").index('side = "public"') + 1
    assert finding.where == f"mine.toml:{line}"
    assert finding.what == "tie_chain.0.side: the tie chain compares side 'public', but the sides are judges, viewers"
