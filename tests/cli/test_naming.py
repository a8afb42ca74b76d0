"""Names at the desk: by identifier, whole words or how words begin, and never by a piece inside a word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.naming import COUPLE, JUDGE, SHORTEST_PREFIX, Choice, CoupleUnclear, JudgeUnclear, choices, named

CAST = (
    Choice("ada-bo", "Ada & Bo", ("Ada Åström", "Bo O'Neill")),
    Choice("cy-dee", "Cy & Dee", ("Cy Çelik", "Dee Đorđević")),
    Choice("eli-fay", "Eli & Fay", ("Eli Ng", "Fay 李")),
    Choice("gus-hana", "Gus & Hana", ('Gus "The Bus" Ode', "Hana はな")),
    Choice("ivy-jo", "Ivy & Jo", ("Ivy", "Jo")),
    Choice("kai-lou", "Kai & Lou", ("Kai Müller-Lüdenscheidt-von-und-zu-Hohenstein", "Lou")),
    Choice("anna-ezra", "Anna & Ezra", ("Anna Delvey", "Ezra Sosa")),
)
"""The cast of the night on which `ein` recorded a mark for Hohenstein, and Çelik kept `eli` from Eli & Fay."""


def couple(said: str, cast: tuple[Choice, ...] = CAST) -> str:
    return named(said, COUPLE, cast)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("anna-ezra", "anna-ezra"),
        ("ANNA-EZRA", "anna-ezra"),
        (" Anna & Ezra ", "anna-ezra"),
        ("anna and ezra", "anna-ezra"),
        ("Ezra & Anna", "anna-ezra"),
        ("anna sosa", "anna-ezra"),
        ("delv", "anna-ezra"),
        ("eli", "eli-fay"),
        ("ng", "eli-fay"),
        ("李", "eli-fay"),
        ("jo", "ivy-jo"),
        ("celik", "cy-dee"),
        ("Dorđev", "cy-dee"),
        ("oneill", "ada-bo"),
        ("O’Neill", "ada-bo"),
        (unicodedata.normalize("NFD", "Åström"), "ada-bo"),
        ("the bus", "gus-hana"),
        ("muller ludens", "kai-lou"),
        ("hohenstein", "kai-lou"),
    ],
)
def test_a_couple_is_named_as_people_name_it(said: str, meant: str) -> None:
    assert couple(said) == meant


@pytest.mark.parametrize("said", ["ein", "stein", "lik", "zra", "nna-ezra", "denscheidt", "a"])
def test_a_piece_inside_a_word_names_nobody(said: str) -> None:
    with pytest.raises(CoupleUnclear, match="names no couple"):
        couple(said)


@pytest.mark.parametrize("said", ["", " ", "&", "and", "-", "' '", "\u200b", "\x00"])
def test_what_holds_no_word_names_nobody(said: str) -> None:
    with pytest.raises(CoupleUnclear, match="names no couple"):
        couple(said)


def test_two_letters_begin_no_word_but_the_names_they_begin_are_offered() -> None:
    with pytest.raises(CoupleUnclear, match=r"Did you mean Anna & Ezra \(anna-ezra\)") as refused:
        couple("an")
    assert "Eli & Fay (eli-fay)" in refused.value.has


def test_a_slip_of_the_finger_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(CoupleUnclear, match=r"Did you mean Ada & Bo \(ada-bo\)"):
        couple("Astrxm")


def test_partners_of_two_couples_are_no_couple() -> None:
    for said in ("anna & fay", "cy and jo", "anna fay"):
        with pytest.raises(CoupleUnclear, match="names no couple"):
            couple(said)


def test_two_sides_of_an_ampersand_are_two_partners() -> None:
    alone = (Choice("ana-cy", "Ana & Cy", ("Ana Benn", "Cy Dee")),)
    assert couple("ana benn", alone) == "ana-cy"
    with pytest.raises(CoupleUnclear):
        couple("ana & benn", alone)


def test_a_whole_word_wins_over_a_longer_one_that_begins_so() -> None:
    both = (
        Choice("jenn-sasha", "Jenn & Sasha", ("Jenn", "Sasha")),
        Choice("joey-jenna", "Joey & Jenna", ("Joey", "Jenna")),
    )
    assert couple("jenn", both) == "jenn-sasha"
    with pytest.raises(
        CoupleUnclear, match=r"several couples.*Jenn & Sasha \(jenn-sasha\), Joey & Jenna \(joey-jenna\)"
    ):
        couple("jen", both)


@pytest.mark.parametrize("said", ["Аdа Åström", "Τhe Bus", "Ѕosа", "ｅｌｉ", "Zоё"])
def test_a_letter_of_another_alphabet_that_looks_the_same_is_the_same(said: str) -> None:
    """A name pasted from a mail holds Cyrillic or Greek letters, and nobody can see it; with an accent on it even less."""
    zoe = Choice("zoe-max", "Zoë & Max", ("Zoë Abel", "Max Holm"))
    plain = {"Аdа Åström": "ada-bo", "Τhe Bus": "gus-hana", "Ѕosа": "anna-ezra", "ｅｌｉ": "eli-fay", "Zоё": "zoe-max"}
    assert couple(said, (*CAST, zoe)) == plain[said]


def test_a_partners_whole_name_wins_over_a_longer_one_that_holds_it() -> None:
    both = (Choice("ana-bo", "Ana & Bo", ("Ana", "Bo")), Choice("ana-maria-cy", "Ana & Cy", ("Ana Maria", "Cy")))
    assert couple("ana", both) == "ana-bo"
    assert couple("ana maria", both) == "ana-maria-cy"
    with pytest.raises(CoupleUnclear, match="several couples"):
        couple("ana", (*both, Choice("eli-ana", "Eli & Ana", ("Eli", "Ana"))))


def test_an_identifier_wins_over_every_name() -> None:
    crossed = (Choice("ivy", "Ben & Cat", ("Ben", "Cat")), Choice("ben", "Ivy & Dan", ("Ivy", "Dan")))
    assert couple("ivy", crossed) == "ivy"


def test_twins_are_told_apart_by_the_order_in_which_they_are_shown() -> None:
    twins = (Choice("ivy-jo", "Ivy & Jo", ("Ivy", "Jo")), Choice("jo-ivy", "Jo & Ivy", ("Jo", "Ivy")))
    assert [couple("Ivy & Jo", twins), couple("Jo & Ivy", twins)] == ["ivy-jo", "jo-ivy"]
    with pytest.raises(CoupleUnclear, match="several couples"):
        couple("ivy", twins)


def test_a_name_of_a_whole_page_is_not_looked_for() -> None:
    with pytest.raises(CoupleUnclear) as refused:
        couple("x" * 70_000)
    assert len(str(refused.value)) < 1_000


def test_a_judge_is_named_like_a_couple() -> None:
    panel = (
        Choice("inaba", "Carrie Ann Inaba", ("Carrie Ann Inaba",)),
        Choice("tonioli", "Bruno Tonioli", ("Bruno Tonioli",)),
    )
    for said in ("inaba", "INABA", "carrie ann", "Carrie", "inab"):
        assert named(said, JUDGE, panel) == "inaba"
    with pytest.raises(JudgeUnclear, match=r"judges are Bruno Tonioli \(tonioli\), Carrie Ann Inaba \(inaba\)"):
        named("len", JUDGE, panel)


WORDS = st.text(alphabet="abeé", min_size=1, max_size=6)
CASTS = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5).map(
    lambda cast: tuple(
        Choice(f"couple-{number}", f"{one} & {other}", (one, other)) for number, (one, other) in enumerate(cast)
    )
)


def folded(text: str) -> str:
    return text.replace("é", "e")


@given(CASTS, WORDS)
def test_whoever_is_named_has_a_word_that_begins_so(cast: tuple[Choice, ...], said: str) -> None:
    """The whole promise over small alphabets, where pieces of words are everywhere: said against a slow reading of it."""
    words = {choice.identifier: [folded(partner) for partner in choice.partners] for choice in cast}
    whole = [couple for couple, has in words.items() if folded(said) in has]
    begun = [couple for couple, has in words.items() if any(word.startswith(folded(said)) for word in has)]
    fitting = whole or (begun if len(folded(said)) >= SHORTEST_PREFIX else [])
    try:
        assert [couple(said, cast)] == fitting
    except CoupleUnclear as refused:
        assert len(fitting) != 1
        assert ("several" in refused.found) == bool(fitting)


@given(st.text(max_size=30))
def test_whatever_is_typed_names_one_or_is_refused(said: str) -> None:
    try:
        assert couple(said) in {choice.identifier for choice in CAST}
    except CoupleUnclear as refused:
        assert refused.sentence()


def test_gateways_and_channels_are_named_in_any_case() -> None:
    assert named("SMS", COUPLE, choices(("sms", "calls"))) == "sms"
