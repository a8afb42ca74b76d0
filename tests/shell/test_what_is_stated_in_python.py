"""A command, or who says it, that does not fit is refused in Python as at the desk: no library speaks there."""

import inspect
import pickle
from typing import Any

import pytest
from pydantic import ValidationError

import glitterball as gb
from domain.season import commands
from domain.season.stating import Command

EVERY = sorted(
    (
        kind
        for kind in vars(commands).values()
        if inspect.isclass(kind) and issubclass(kind, Command) and kind is not Command
    ),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize(
    ("particulars", "told"),
    [
        ({"role": "boss", "name": "Eve"}, "role: write one of these: 'score desk', 'gateway'"),
        ({"role": "producer", "name": ""}, "name: write something: it is empty"),
        ({"role": "producer"}, "name: it is missing"),
        ({"role": "producer", "name": "Eve", "key": 1}, "key: no clause has that name"),
        ({"role": "producer", "name": "Eve\n"}, "name: write words on one line"),
    ],
)
def test_whoever_speaks_in_no_role_is_refused(particulars: dict[str, Any], told: str) -> None:
    with pytest.raises(gb.Refusal, match=r"^Actor cannot be made: ") as refused:
        gb.Actor(**particulars)
    assert told in refused.value.sentence()
    assert refused.value.code == "statement-not-valid"
    assert refused.value.__cause__ is None
    assert "pydantic" not in str(refused.value)


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_every_command_that_is_made_wrongly_is_refused(kind: type[Command]) -> None:
    with pytest.raises(gb.Refusal, match=rf"^{kind.__name__} cannot be made: .*sauce: no clause has that name"):
        kind(sauce=1)


def test_all_that_is_wrong_is_said_at_once_and_can_be_found_where_it_was_typed() -> None:
    with pytest.raises(gb.Refusal) as refused:
        gb.commands.GiveScore(week="1", dance="1.1.mia-jon", judge="Ana")  # type: ignore[call-arg,arg-type]
    assert [problem["loc"] for problem in refused.value.problems] == [("week",), ("judge",), ("mark",)]
    assert refused.value.sentence().count(";") == 3, "three misfits, and the fix"


def test_the_refusal_comes_out_of_another_process() -> None:
    with pytest.raises(gb.Refusal) as refused:
        gb.Actor(name="", role="producer")
    again = pickle.loads(pickle.dumps(refused.value))
    assert (again.code, again.facts()) == (refused.value.code, refused.value.facts())


def test_what_is_read_is_still_validated_by_the_library_past_it() -> None:
    """The readers say which line of which file it is; and a check in Python for each event would be slow."""
    for read in (lambda: gb.Actor.model_validate({}), lambda: gb.Actor.model_validate_json("{}")):
        with pytest.raises(ValidationError):
            read()
