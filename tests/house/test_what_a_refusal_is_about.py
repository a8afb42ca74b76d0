"""A refusal is about the facts its class annotates: given in order or by name, told by name, the same from another process."""

import pickle
from typing import ClassVar

import pytest

from domain.refusals import Refusal
from glitterball.answers.problems import everything


class MarkTooHigh(Refusal):
    """A mark beyond the scale."""

    says: ClassVar = "{mark} of {judge} is beyond the scale."
    fix: ClassVar = "Give {most} at most."
    judge: str
    mark: int
    most: int = 10


class PaddleTooHigh(MarkTooHigh):
    """The same for a paddle that is held up."""

    says: ClassVar = "{judge} holds up {mark} in episode {episode}."
    episode: int = 1


def test_its_facts_stand_in_the_order_in_which_they_are_annotated_behind_those_of_its_kind() -> None:
    assert MarkTooHigh.about == ("judge", "mark", "most")
    assert PaddleTooHigh.about == ("judge", "mark", "most", "episode")
    assert PaddleTooHigh("ines", 11).facts() == {"judge": "ines", "mark": 11, "most": 10, "episode": 1}
    assert repr(MarkTooHigh("ines", mark=11)) == "MarkTooHigh(judge='ines', mark=11, most=10)"
    assert str(MarkTooHigh("ines", 11)) == "11 of ines is beyond the scale. Give 10 at most. Nothing was recorded."


@pytest.mark.parametrize(
    ("facts", "named"),
    [((), {}), (("ines",), {}), (("ines", 11, 10, 1), {}), (("ines", 11), {"mark": 11}), (("ines", 11), {"week": 1})],
)
def test_it_cannot_be_about_less_or_more_than_that(facts: tuple[object, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="MarkTooHigh is about judge, mark, most"):
        MarkTooHigh(*facts, **named)  # type: ignore[arg-type]


def test_it_comes_out_of_another_process_as_it_went_in() -> None:
    """One whose facts were given by name came out as an error about missing arguments, and ended the pool it came from."""
    for refusal in (MarkTooHigh(judge="ines", mark=11), PaddleTooHigh("ines", 11, episode=2)):
        again = pickle.loads(pickle.dumps(refusal))
        assert (type(again), again.facts(), str(again)) == (type(refusal), refusal.facts(), str(refusal))


def test_no_fact_hides_what_every_refusal_has() -> None:
    assert {name for problem in everything() for name in problem.facts}.isdisjoint(vars(Refusal))
