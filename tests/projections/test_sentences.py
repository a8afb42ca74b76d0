"""The log is told in plain sentences."""

from domain.facts import FACTS
from domain.record import Actor, Recorded
from domain.season.state import SeasonState
from projections import sentences
from projections.names import couple_names
from projections.numbers import number
from tests.projections.one_of_each import LAST, TOLD, TOLD_ALONE, couple, recorded


def test_every_fact_there_is_has_a_sentence() -> None:
    assert {fact.TYPE for fact, _ in (*TOLD, *LAST, *TOLD_ALONE)} == FACTS.keys()


def test_what_stands_in_a_season_of_its_own_is_told() -> None:
    for fact, sentence in TOLD_ALONE:
        event = Recorded(1, "season/us-40", 1, "2024-09-25T00:00:00Z", Actor(name="Ida", role="producer"), fact)
        assert [row.sentence for row in sentences.rows([event])] == [sentence]


def test_each_event_is_told_with_the_names_people_had() -> None:
    told = [row.sentence for row in sentences.rows(recorded(ended=True))]
    assert told == [sentence for _, sentence in (*TOLD, *LAST)]


def test_a_week_is_told_by_itself() -> None:
    events = recorded()
    assert [row.week for row in sentences.rows(events, 1)] == [1] * sum(
        getattr(event.fact, "week", None) == 1 for event in events
    )


def named(*cast: tuple[str, str, str]) -> dict[str, str]:
    couples = {one[0]: Recorded(1, "season/x", 1, "", None, couple(*one)) for one in cast}  # type: ignore[arg-type]
    return couple_names(SeasonState(couples=couples))


def test_couples_that_would_read_the_same_get_their_full_names() -> None:
    names = named(("a-b", "Anna Sand", "Ben Roe"), ("a-c", "Anna Lake", "Ben Moss"), ("d-e", "Dot Fox", "Eli Gray"))
    assert names == {"a-b": "Anna Sand & Ben Roe", "a-c": "Anna Lake & Ben Moss", "d-e": "Dot & Eli"}


def test_couples_of_the_same_full_names_are_told_apart_by_identifier() -> None:
    names = named(("a-1", "Anna", "Ben"), ("a-2", "Anna", "Ben"))
    assert names == {"a-1": "Anna & Ben (a-1)", "a-2": "Anna & Ben (a-2)"}


def test_numbers_are_said_exactly() -> None:
    from fractions import Fraction

    assert [number(n) for n in (8, Fraction(17, 2), Fraction(17, 3), 1_200_000, Fraction(-1, 4))] == [
        "8", "8.5", "17/3", "1,200,000", "-0.25",
    ]  # fmt: skip
