"""What of a text can be seen, said once more letter by letter from the categories of Unicode."""

import sys
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from domain.legible import FILLERS, TURNING, VARIATIONS, breaks_the_line, escaped, first_that_breaks, is_blank

ODD = "".join(("\t\n\x00\x7f\x85\xa0\u200b\u2028\u2029\u3000\ufeff\ufe0f\U000e0101\ud800", FILLERS, TURNING))
AMONG = [text for letter in ODD for text in (letter, f" {letter}", f"a{letter}", f"{letter}a")]
"""Every odd letter alone, behind a blank, and beside a letter that is seen."""
TEXTS = st.text(st.one_of(st.sampled_from(ODD + "  "), st.characters()), max_size=8)


def leaves_nothing(letter: str) -> bool:
    """Whether a letter alone cannot be seen on paper."""
    return category(letter)[0] in "CZ" or letter in FILLERS or VARIATIONS.fullmatch(letter) is not None


def test_every_odd_letter_is_judged_alone_and_among_others_as_its_category_says() -> None:
    for text in AMONG:
        assert first_that_breaks(text) == next(filter(breaks_the_line, text), None)
        assert is_blank(text) == all(map(leaves_nothing, text))
        assert not any(map(breaks_the_line, escaped(text)))


@given(TEXTS)
def test_a_text_breaks_its_line_at_the_first_letter_that_does(text: str) -> None:
    assert first_that_breaks(text) == next(filter(breaks_the_line, text), None)


def test_no_letter_that_can_be_printed_breaks_a_line() -> None:
    letters = map(chr, range(sys.maxunicode + 1))
    assert [letter for letter in letters if letter.isprintable() and breaks_the_line(letter)] == []


@given(TEXTS)
def test_a_text_is_blank_when_none_of_its_letters_leaves_anything_on_paper(text: str) -> None:
    assert is_blank(text) == all(map(leaves_nothing, text))


@given(TEXTS)
def test_nothing_that_breaks_a_line_is_left_in_a_text_that_was_escaped(text: str) -> None:
    assert not any(map(breaks_the_line, escaped(text)))
    assert escaped(text) == "".join(repr(letter)[1:-1] if breaks_the_line(letter) else letter for letter in text)
