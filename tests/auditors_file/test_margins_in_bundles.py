"""A margin in a bundle: its witness is tabulated by both verifiers, and whoever makes it larger is found without a key."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from glitterball.evidence.ledger import make_bundle
from tests.auditors_file.both import Both
from tests.evidence.verifying.night import SEASON, Night
from tests.evidence.verifying.taken_apart import Parts, taken_apart

Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def with_margins(night: Night) -> Parts:
    return taken_apart(make_bundle(night.ledger, night.register, SEASON, margins=True).octets)


def edited(parts: Parts, edit: Edit, week: int = 1) -> bytes:
    """The bundle with a margin edited and written in its one spelling."""
    name = f"margin/{week}.json"
    said = json.loads(parts.files[name])
    edit(said)
    return parts.with_named({name: json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()}).packed()


def unit_of(said: Any) -> Any:
    """The first margin with a witness."""
    return next(unit for unit in said["questions"][0]["units"] if unit["disturbed"]["witness"])["disturbed"]


def test_margins_of_the_night_hold(with_margins: Parts, both: Both) -> None:
    told = both(with_margins.packed())
    assert told.exit_code == 0
    assert "of margins: that no fewer votes, and no smaller change of a mark, would do" in told.not_checked[1]


EDITS: dict[str, Edit] = {
    "larger by 100,000": lambda said: unit_of(said).update(at_least=100_000, at_most=100_000),
    "a witness that costs more": lambda said: unit_of(said)["witness"]["changes"][0].__setitem__(1, 100_000),
    "another answer after it": lambda said: unit_of(said)["witness"].update(after=[["anna-ezra"]]),
    "another answer now": lambda said: said["questions"][0].update(now=[["anna-ezra"]]),
    "the closest unit left out": lambda said: said["questions"][0]["units"].pop(1),
    "a question left out": lambda said: said["questions"].pop(),
    "a number that nothing shows": lambda said: unit_of(said).update(witness=None),
    "a mark that nothing shows": lambda said: said["questions"][0]["marks"]["overturned"].update(
        change=400, witness=None
    ),
    "a mark of another size": lambda said: said["questions"][0]["marks"]["disturbed"].update(change=400),
    "other votes": lambda said: said["votes"][0].__setitem__(1, 5),
    "another rulebook": lambda said: said.update(rulebook="us-1-2@1"),
    "another week": lambda said: said.update(week=2),
    "nothing": lambda said: said.clear(),
}


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("name", EDITS)
def test_a_margin_edited_without_a_key_is_found_by_both(name: str, with_margins: Parts, both: Both) -> None:
    """Finding 8: the single file ended with 0 where the package ended with 5."""
    told = both(edited(with_margins, EDITS[name]))
    assert (told.exit_code, told.findings) == (5, {("derived", None)})


def test_a_margin_of_a_week_that_was_never_certified_is_found(with_margins: Parts, both: Both) -> None:
    told = both(with_margins.with_named({"margin/9.json": with_margins.files["margin/1.json"]}).packed())
    assert (told.exit_code, told.findings) == (5, {("derived", None)})
