"""The letters held as look-alikes are those of the published list: none is made up, and none across two alphabets is left out."""

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from unicodedata import category, name

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.confusables import GROUPS, LEFT_APART
from domain.likeness import look_the_same

LIST = Path(__file__).with_name("data") / "confusables-13.0.0-latin-greek-cyrillic.txt"
"""The lines of confusables.txt that are about letters of these alphabets, in its own form."""


def prototypes() -> dict[str, str]:
    """What each letter is confused with, as the list has it."""
    told = {}
    for line in LIST.read_text().splitlines():
        if not line.startswith("#"):
            source, prototype = (field.split() for field in line.split(";")[:2])
            told["".join(chr(int(code, 16)) for code in source)] = "".join(chr(int(code, 16)) for code in prototype)
    return told


PROTOTYPES = prototypes()
TABLE = GROUPS.split()


def script(letter: str) -> str:
    return name(letter).partition(" ")[0]


def alike() -> list[tuple[str, str]]:
    """Every two letters of two alphabets that the list counts as one, left apart those that are."""
    classes: dict[str, set[str]] = defaultdict(set)
    for source, prototype in PROTOTYPES.items():
        classes[prototype] |= {
            letter for letter in (source, prototype) if len(letter) == 1 and category(letter)[0] == "L"
        }
    return [
        (one, other) for letters in classes.values() for one, other in combinations(sorted(letters), 2)
        if script(one) != script(other) and not {one, other} & set(LEFT_APART)
        and {script(one), script(other)} <= {"LATIN", "GREEK", "CYRILLIC"}
    ]  # fmt: skip


@pytest.mark.parametrize("group", TABLE)
def test_a_group_is_one_class_of_the_list(group: str) -> None:
    assert {PROTOTYPES.get(letter, letter) for letter in group} == {PROTOTYPES.get(group[0], group[0])}


def test_no_letter_stands_in_two_groups() -> None:
    letters = "".join(TABLE)
    assert len(letters) == len(set(letters))


def test_every_two_letters_of_two_alphabets_that_the_list_counts_as_one_look_the_same() -> None:
    pairs = alike()
    assert len(pairs) > 250
    assert [pair for pair in pairs if not look_the_same(*pair)] == []
    assert [pair for pair in pairs if not look_the_same(f"Zo{pair[0]} Ash", f"Zo{pair[1]} Ash")] == []


@given(st.lists(st.sampled_from(alike()), min_size=1, max_size=6))
def test_a_name_written_in_letters_of_two_alphabets_is_taken_for_itself(pairs: list[tuple[str, str]]) -> None:
    first, second = ("".join(pair[at] for pair in pairs) for at in (0, 1))
    assert look_the_same(first, second)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Ian", "lan"), ("Al", "AI"), ("Guy", "Gyy"), ("Nina", "Vina"), ("Hans", "Nans")],
)
def test_names_of_two_people_are_not_one(name: str, other: str) -> None:
    assert not look_the_same(name, other)


@pytest.mark.parametrize("other", ["\u039dick", "\u039dI\u03f9\u039a", "ni\u0441k", "N\u0406CK", "\u039di\u03f2k"])
def test_a_letter_is_known_as_a_capital_and_as_a_small_one(other: str) -> None:
    """A Greek N is a Latin N as a capital, and a v as a small letter; a name may hold both."""
    assert look_the_same("Nick", other)
