"""The single file takes the same names for one person as the rules do, written a second time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.likeness import BARE, LIKE_LATIN, as_one
from tests.auditors_file.single_file import vb
from tests.domain.test_people import SPELLINGS

ODD = "".join(map(chr, (*LIKE_LATIN, *BARE, 0x200B, 0x3164, 0xFE0F, 0x2019, 0x2013, 0xA0, 0x130, 0x301, 0xDF)))


@given(st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(ODD)), max_size=20))
def test_a_name_is_folded_to_the_same_by_both(name: str) -> None:
    assert vb.as_one(name) == as_one(name)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_of_one_person_are_one_to_the_file(spelling: str) -> None:
    assert vb.one_person(vb.Season(), "Elin", spelling)
    assert not vb.one_person(vb.Season(), "Elin", spelling + "e")
