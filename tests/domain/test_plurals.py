"""A number and its noun agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plurals import count_of, filled, is_single, of_several, verb


@given(st.integers(0, 10**12))
def test_one_is_one_and_everything_else_is_several(count: int) -> None:
    said = f"{count_of(count, 'batch', 'batches')} {verb(count, 'is', 'are')} missing"
    assert said == ("1 batch is missing" if count == 1 else f"{count:,} batches are missing")


def test_most_nouns_take_an_s() -> None:
    assert [count_of(count, "vote") for count in (0, 1, 1_200)] == ["0 votes", "1 vote", "1,200 votes"]


@given(st.integers(0, 10**9))
def test_words_of_a_sentence_agree_with_a_number(count: int) -> None:
    said = filled("{count:,} {count:thing is|things are} wrong", {"count": count})
    assert said == f"{count_of(count, 'thing')} {verb(count, 'is', 'are')} wrong"


@given(st.lists(st.from_regex(r"[a-z]{1,8}-[a-z]{1,8}", fullmatch=True), min_size=1, max_size=5))
def test_words_of_a_sentence_agree_with_a_list_of_names(names: list[str]) -> None:
    for fact in (", ".join(names), tuple(names)):
        assert is_single(fact) == (len(names) == 1)
    assert filled("cast {cast:is|are}", {"cast": ", ".join(names)}) == f"cast {verb(len(names), 'is', 'are')}"


@pytest.mark.parametrize(
    "fact", ["none", "nobody yet", "no panel is seated", "", "3-5", "3, 5", "one and another", 0, 2, ()]
)
def test_none_and_several_are_not_one(fact: object) -> None:
    assert not is_single(fact)


def test_braces_formats_and_ways_of_showing_stay_as_they_are() -> None:
    facts = {"count": 1_200, "name": "a'b"}
    said = '{{"of":{count}}} {count:,} {name!r} {name}'
    assert filled(said, facts) == said.format(**facts)
    assert of_several("{batches:batch|batches} {batches} {batches:is|are} late") == "batches {batches} are late"
