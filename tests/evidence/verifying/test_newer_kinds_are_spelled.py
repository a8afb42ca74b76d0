"""A kind that is newer than the verifier excuses what nobody here can read, and no other slip in the event it stands in."""

import json
from typing import Any

import pytest

from domain.record import digest
from glitterball.evidence.verifying.stored import read_stored
from tests.evidence.verifying.taken_apart import Parts

NEWER = {"kind": "borda", "from": 3}


def adopted(parts: Parts) -> tuple[int, Any]:
    """The event with which the rulebook was adopted."""
    found = next((position, octets) for position, octets in parts.lines if b'"type":"rulebook-adopted.v1"' in octets)
    return found[0], json.loads(found[1])


def read(position: int, event: Any) -> tuple[str, ...]:
    event["fact"]["sha256"] = digest(stored(event["fact"]["rulebook"]))
    return read_stored(position, stored(event), None).newer


def stored(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def test_a_rulebook_with_a_newer_kind_is_read_and_says_so(parts: Parts) -> None:
    position, event = adopted(parts)
    event["fact"]["rulebook"]["sides"][0]["points"] = NEWER
    assert "borda" in "".join(read(position, event))


SLIPS = {
    "its clauses in another order": lambda book: {**dict(reversed(book.items()))},
    "a clause that says what holds unsaid": lambda book: {**book, "promises": None},
    "a number as text": lambda book: {**book, "version": str(book["version"])},
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_beside_a_newer_kind_is_found_all_the_same(parts: Parts, slip: str) -> None:
    position, event = adopted(parts)
    event["fact"]["rulebook"]["sides"][0]["points"] = NEWER
    event["fact"]["rulebook"] = SLIPS[slip](event["fact"]["rulebook"])
    with pytest.raises(ValueError):  # noqa: PT011 # whatever is raised, the event is not believed
        read(position, event)
