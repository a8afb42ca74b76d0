"""What a user can name and has not met before is named in the changelog.

`frozen/told_as_everything.txt` lists what there was when the changelog said "everything is new". A list that is never added
to: a name that is not on it needs a line of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.facts import FACTS
from glitterball.rulebooks import shipped_rulebooks
from glitterball.views.catalogue import ROWS
from tests.docs.reference.tree import commands
from tests.house.test_kinds_are_known_everywhere import kinds

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
TOLD = Path(__file__).with_name("frozen") / "told_as_everything.txt"


def named() -> Iterator[str]:
    """Everything a user may name, such as `view standings` or `command week open`."""
    yield from (f"event {stored}" for stored in FACTS)
    yield from kinds()
    yield from (f"view {view}" for view in ROWS)
    yield from (f"command {command.name}" for command in commands())
    yield from (f"rulebook {rulebook}" for rulebook in shipped_rulebooks())


def word(name: str) -> str:
    """What of it stands in the changelog: the name without its sort and version."""
    sort, _, rest = name.removeprefix("second ").partition(" ")
    return rest.rpartition(".v")[0] if sort == "event" else rest


def untold(names: set[str], changelog: str) -> list[str]:
    """Names that are new since everything was, and for which no line of the changelog has their word between backticks."""
    words = (part for part in changelog.split("`")[1::2])
    said = {said for part in words for said in (part, part.removeprefix("glitterball "))}
    return sorted(name for name in names - set(TOLD.read_text().splitlines()) if word(name) not in said)


def test_whatever_is_new_has_its_line() -> None:
    lacking = untold(set(named()), CHANGELOG.read_text())
    assert not lacking, (
        f"CHANGELOG.md does not name {lacking}: a line a user can act on, with `{word(lacking[0])}` in it"
    )


@pytest.mark.parametrize(("name", "line"), [
    ("link coin", "- **A coin**: `coin` settles ties."), ("command week again", "- Say `glitterball week again`."),
    ("event coin-tossed.v1", "- `coin-tossed` is recorded."), ("second stage coin", "- `coin`"),
])  # fmt: skip
def test_a_name_is_told_by_its_line(name: str, line: str) -> None:
    assert untold({name}, "Nothing new.") == [name]
    assert untold({name}, line) == []
