"""Somebody else types the cards again: nothing is recorded, what differs is listed, who compared what is on the page (0056)."""

import re

import pytest

from domain.season import commands as c
from glitterball.rehearsal.night import NIGHT
from glitterball.rehearsal.people import DESK as DORA
from glitterball.store import Store
from glitterball.web.desk.comparing import COMPARED
from glitterball.web.gate import Gate
from tests.web.desk.sitting import ADJUDICATOR, DESK, SECOND, WEEK, Sitter, text_of

CHECK = f"{WEEK}/scores/check"
GIVEN = {"ana": 9, "ben": 8, "cora": 7}
CARD = {f"mark:1.1.mia-jon:{judge}": str(mark) for judge, mark in GIVEN.items()}


@pytest.fixture
def marks(store: Store, gate: Gate) -> None:
    """The three marks of the first dance, as the score desk keyed them."""
    for judge, mark in GIVEN.items():
        store.season(NIGHT).do(c.GiveScore(week=1, dance="1.1.mia-jon", judge=judge, mark=mark), DORA)


def found(sitter: Sitter, **typed: str) -> str:
    answer = sitter.sends(sitter.form(CHECK), **typed)
    assert answer.status_code == 200, text_of(answer.text)[:600]
    return str(answer.text)


def test_what_is_recorded_is_not_shown_before_the_card_was_typed(store: Store, gate: Gate, marks: None) -> None:
    page = Sitter(store, gate, SECOND).reads(CHECK)
    assert re.findall(r'<input class="mark"[^>]*value="([^"]*)"', page) == [""] * 9
    grid = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert not re.search(r">\s*[0-9]+\s*<", grid)


def test_a_card_that_says_otherwise_leads_to_its_correction_and_nothing_is_recorded(
    store: Store, gate: Gate, marks: None
) -> None:
    second, before = Sitter(store, gate, SECOND), store.log.last_position()
    page = found(second, **{**CARD, "mark:1.1.mia-jon:cora": "8"})
    told = text_of(page)
    assert "3 marks compared, 1 differs" in told
    assert "Mia & Jon, Waltz, Cora Lund: the card says 8, recorded is 7, by Rehearsal score desk" in told
    assert store.log.last_position() == before
    (to,) = re.findall(r'href="([^"]*correct-score[^"]*)"', page)
    second.says(to.replace("&amp;", "&"), reason="a slip of the finger")
    assert store.season(NIGHT).state.weeks[1].dances["1.1.mia-jon"].marks["cora"].fact.mark == 8
    assert "3 marks compared, 0 differ" in text_of(found(second, **{**CARD, "mark:1.1.mia-jon:cora": "8"}))


def test_what_was_not_typed_and_what_was_not_recorded_are_told(store: Store, gate: Gate, marks: None) -> None:
    """A card that was lost, and a mark that nobody keyed: neither is passed over."""
    told = text_of(found(Sitter(store, gate, SECOND), **{"mark:1.1.mia-jon:ana": "9", "mark:1.1.otto-lea:ben": "T"}))
    assert "1 mark compared, 0 differ" in told
    assert "On a card, and not recorded yet Otto & Lea, Tango, Ben Okoro: 10" in told
    assert "2 marks are recorded and were not typed Mia & Jon, Waltz: Ben Okoro Mia & Jon, Waltz: Cora Lund" in told


def test_half_points_are_compared_as_numbers(store: Store, gate: Gate, marks: None) -> None:
    typed = {"mark:1.1.mia-jon:ana": "9.0", "mark:1.1.mia-jon:ben": "8,0", "mark:1.1.mia-jon:cora": "14/2"}
    assert "3 marks compared, 0 differ" in text_of(found(Sitter(store, gate, SECOND), **typed))


def test_whoever_recorded_the_marks_is_told_that_somebody_else_has_to_type_them(
    store: Store, gate: Gate, marks: None
) -> None:
    told = "3 of them were recorded by you"
    assert told in text_of(found(Sitter(store, gate, DESK), **CARD))
    assert told not in text_of(found(Sitter(store, gate, SECOND), **CARD))


def test_who_compared_what_stands_on_the_page_and_in_the_log_of_sign_ins(store: Store, gate: Gate, marks: None) -> None:
    found(Sitter(store, gate, SECOND), **{**CARD, "mark:1.1.mia-jon:cora": "8"})
    (line,) = [noted for noted in gate.book.journal() if noted.what == COMPARED]
    assert line.who == SECOND
    assert {name: line.facts[name] for name in ("season", "week", "compared", "differing", "left_out", "own")} == {
        "season": NIGHT, "week": 1, "compared": 3, "differing": 1, "left_out": 0, "own": 0,
    }  # fmt: skip
    other = Sitter(store, gate, ADJUDICATOR)
    told = text_of(other.reads(CHECK))
    assert "Rehearsal score desk, second, " in told
    assert "3 marks compared, 1 differs" in told
    assert "since" not in told.partition("Compared before")[2]
    correct = c.CorrectScore(week=1, dance="1.1.mia-jon", judge="cora", mark=8, reason="as the card says")
    store.season(NIGHT).do(correct, DORA)
    assert "1 change since" in text_of(other.reads(CHECK))


def test_what_is_no_mark_stays_as_typed_and_keeps_no_other_from_being_compared(
    store: Store, gate: Gate, marks: None
) -> None:
    second = Sitter(store, gate, SECOND)
    answer = second.sends(second.form(CHECK), **{**CARD, "mark:1.1.mia-jon:cora": "seven"})
    assert answer.status_code == 422
    assert 'value="seven"' in answer.text
    assert "2 marks compared, 0 differ" in text_of(answer.text)


def test_nothing_typed_is_no_comparison(store: Store, gate: Gate, marks: None) -> None:
    found(Sitter(store, gate, SECOND))
    assert not [noted for noted in gate.book.journal() if noted.what == COMPARED]


def test_the_grid_of_scores_leads_there(store: Store, gate: Gate) -> None:
    assert f'href="{CHECK}"' in Sitter(store, gate, SECOND).reads(f"{WEEK}/scores")
