"""Both verifiers end with 3 where rules name kinds of packages, installed or not: they know the form of the rule and not what
it computes. What is wrong beside it is found as ever, and what is malformed is damage."""

from typing import Any

import pytest

from tests.auditors_file.both import Both
from tests.auditors_file.test_newer_than_the_verifier import NEWER_STAGES, index_of, of_a_newer_rulebook, signed
from tests.evidence.verifying.night import Night
from tests.evidence.verifying.taken_apart import Parts

KINDS: dict[str, Any] = {
    "link": {
        "source": "a page",
        "kind": "plug_in",
        "name": "acme:golden-buzzer",
        "parameters": {"mark": 10, "of": "all"},
    },
    "counts": {"kind": "plug_in", "name": "acme:middle-marks", "stage": "scores", "parameters": {"half": True}},
    "points": {"kind": "plug_in", "name": "acme:cubes", "parameters": {}},
    "select": {"kind": "plug_in", "name": "acme:worst-dance", "couples": 2, "parameters": {}},
    "second_stage": {
        "source": "a page",
        "kind": "plug_in",
        "name": "acme:last-word",
        "stage": "ballots",
        "bodies": "instant",
        "parameters": {"head": "3/2"},
    },
}

MALFORMED: dict[str, Any] = {
    "parameters out of order": {"parameters": {"of": "all", "mark": 10}},
    "a fraction that is no text": {"parameters": {"mark": 9.5}},
    "a list": {"parameters": {"mark": [9]}},
    "a name of a parameter": {"parameters": {"Mark": 10}},
    "more than are taken": {"parameters": {f"p{number:02}": number for number in range(21)}},
    "a number too large": {"parameters": {"mark": 10**18 + 1}},
    "no package": {"name": "golden-buzzer"},
    "no name": {"name": "acme:"},
}


def adopted_and_proposed(parts: Parts) -> set[int]:
    return {parts.lines[index_of(parts, kind)][0] for kind in ("decision-proposed.v1", "rulebook-adopted.v1")}


@pytest.mark.parametrize("place", KINDS)
def test_a_rulebook_with_a_kind_of_a_package_ends_with_3_and_is_no_damage(
    place: str, parts: Parts, night: Night, both: Both
) -> None:
    told = both(signed(of_a_newer_rulebook(parts, place, KINDS[place]), night))
    assert (told.exit_code, told.codes) == (3, {"plug-in"})
    assert {position for _, position in told.findings} == adopted_and_proposed(parts)
    for listed in told.not_checked:
        assert any("newer than this program, or names kinds of packages: 1" in line for line in listed)


def test_beside_a_kind_that_is_newer_both_are_told(parts: Parts, night: Night, both: Both) -> None:
    """A link of a package in a rulebook that has points nobody knows here."""
    newer = of_a_newer_rulebook(parts, "points", NEWER_STAGES["points"])
    told = both(signed(of_a_newer_rulebook(newer, "link", KINDS["link"]), night))
    assert (told.exit_code, told.codes) == (3, {"newer", "plug-in"})


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("fault", MALFORMED)
def test_a_malformed_rule_of_a_package_is_damage(fault: str, parts: Parts, night: Night, both: Both) -> None:
    told = both(signed(of_a_newer_rulebook(parts, "link", {**KINDS["link"], **MALFORMED[fault]}), night))
    assert told.exit_code == 5
    assert "bytes" in told.codes


def test_a_rule_of_a_package_hides_no_form_that_does_not_agree_with_itself(
    parts: Parts, night: Night, both: Both
) -> None:
    """Nobody is in danger in that form, so nobody can be saved, whoever saves."""
    told = both(signed(of_a_newer_rulebook(parts, "second stage where nobody leaves", KINDS["second_stage"]), night))
    assert told.exit_code == 5
    assert "bytes" in told.codes


def test_a_changed_byte_beside_it_is_damage(parts: Parts, night: Night, both: Both) -> None:
    """The leaf of another event no longer fits: that a rule is not known hides nothing."""
    lied = of_a_newer_rulebook(parts, "link", KINDS["link"]).with_leaves_of_lines().signed_again(night.signer)
    lines, at = lied.lines, index_of(lied, "paddle-shown.v1")
    lines[at] = (lines[at][0], lines[at][1].replace(b'"mark":', b'"mark": ', 1))
    told = both(lied.with_lines(lines).packed())
    assert told.exit_code == 5
    assert "leaf" in told.codes
