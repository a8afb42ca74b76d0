"""A slip of the hand is understood, and nothing silly is offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.spelling import nearly
from tests.cli.typing_at_it import Desk

SHIPPED = ("us-33", "us-30-31", "us-28-29", "us-3-27")
COMMANDS = ("season", "score", "votes", "week", "decision", "verify", "verifier", "events", "rehearse", "replay")


@pytest.mark.parametrize(
    ("typed", "among", "offered"),
    [
        ("us33", SHIPPED, ["us-33"]),
        ("US 33", SHIPPED, ["us-33"]),
        ("us-34", SHIPPED, []),
        ("version", COMMANDS, []),
        ("xyz", COMMANDS, []),
        ("ls", COMMANDS, []),
        ("", COMMANDS, []),
        ("evnets", COMMANDS, ["events"]),
        ("seasons", COMMANDS, ["season"]),
        ("veri", COMMANDS, ["verifier", "verify"]),
        ("rehears", COMMANDS, ["rehearse"]),
    ],
)
def test_what_is_offered(typed: str, among: tuple[str, ...], offered: list[str]) -> None:
    assert nearly(typed, among) == offered


@given(st.sampled_from(COMMANDS), st.data())
def test_two_letters_swapped_or_one_left_out_are_always_understood(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    assert name in nearly(name[:at] + name[at + 1] + name[at] + name[at + 2 :], COMMANDS)
    assert name in nearly(name[:at] + name[at + 1 :], COMMANDS)


@given(st.text(max_size=12))
def test_nothing_is_offered_that_shares_no_letter_with_what_was_typed(typed: str) -> None:
    assert all(set(name) & set(typed.casefold()) for name in nearly(typed, COMMANDS))


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("season import us33", 3, "Did you mean us-33?"),
        ("rehearse us33", 3, "Did you mean us-33?"),
        ("season show us33", 3, "us-33"),
        ("rules show us33", 3, "Did you mean us-33?"),
        ("evnets list", 2, "Did you mean glitterball events?"),
        ("week standigns us-33 2", 2, "Did you mean glitterball week standings?"),
        ("standings us-33 2", 2, "Did you mean glitterball week standings?"),
        ("season list --fromat json", 2, "Did you mean --format?"),
    ],
)
def test_a_slip_at_the_desk_is_answered_with_what_was_meant(line: str, code: int, said: str, us_33: Desk) -> None:
    told = us_33.types(line)
    assert told.code == code
    assert said in told.err


@pytest.mark.parametrize("line", ["version", "xyzzy", "season list --stroke", "season frobnicate"])
def test_nothing_silly_is_offered(line: str, desk: Desk) -> None:
    told = desk.types(line)
    assert told.code == 2
    assert "Did you mean" not in told.err or line == "version"
    assert "Possible options" not in told.err


def test_who_asks_for_the_version_as_a_command_is_told_how(desk: Desk) -> None:
    assert "glitterball --version" in desk.types("version").err
