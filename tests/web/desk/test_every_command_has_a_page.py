"""Every command of the domain is said from some page, and what is typed there is that command."""

from typing import Any, get_args

import pytest
from hypothesis import given, settings

from domain.season import commands as c
from glitterball.rehearsal.night import NIGHT
from glitterball.store import Store
from glitterball.testing import Said, Script, seasons
from glitterball.web.forms.acts import ACTS, kinds_of_commands
from glitterball.web.forms.catalogue import NOT_TYPED, READ_FROM_THE_LOG
from glitterball.web.forms.reading import FieldsDoNotFit, command_of, typed_of
from glitterball.web.gate import Gate
from tests.thoroughness import examples
from tests.web.desk.sitting import PRODUCER, WEEK, Form, Sitter
from tests.web.visiting import Read

MADE_FROM_ANOTHER = {c.Propose}
"""What takes two people is proposed by saying it."""


def page_of(kind: type[Any]) -> str:
    """Where a command is said."""
    do = kind.model_fields["do"].default
    if kind is c.OpenSeason:
        return "/new"
    return f"{WEEK}/say/{do}" if "week" in kind.model_fields else f"/s/{NIGHT}/say/{do}"


def test_the_acts_are_all_commands_there_are() -> None:
    assert {act.kind for act in ACTS.values()} == set(kinds_of_commands())
    assert set(kinds_of_commands()) | MADE_FROM_ANOTHER == set(members(c.SeasonCommand))


def members(union: Any) -> Any:
    if hasattr(union, "model_fields"):
        yield union
    for member in get_args(union):
        yield from members(member)


@pytest.mark.heavy("every one")
def test_every_command_has_a_form_with_all_its_fields(store: Store, gate: Gate) -> None:
    producer = Sitter(store, gate, PRODUCER)
    for kind in kinds_of_commands():
        answer = producer.opens(page_of(kind))
        assert answer.status_code in (200, 403, 404, 409, 422), (page_of(kind), answer.status_code)
        form, read = Form(answer.text), Read(answer.text)
        assert not read.faults, (page_of(kind), read.faults)
        assert len(read.ids) == len(set(read.ids)), page_of(kind)
        asked = kind.model_fields.keys() - NOT_TYPED - READ_FROM_THE_LOG.get(kind, {}).keys()
        there = {name.partition(":")[0] for name in form.controls}
        assert asked <= there, (page_of(kind), asked - there)


def test_every_command_is_linked_to(store: Store, gate: Gate) -> None:
    producer = Sitter(store, gate, PRODUCER)
    links = {*Read(producer.reads(f"{WEEK}/say")).links, *Read(producer.reads(f"/s/{NIGHT}/say")).links}
    links |= set(Read(producer.reads("/seasons")).links)
    missing = {page_of(kind) for kind in kinds_of_commands()} - {link.partition("?")[0] for link in links}
    of_season = {address.replace(f"/s/{NIGHT}/", f"{WEEK}/") for address in missing}
    assert not of_season - {link.partition("?")[0] for link in links}


@pytest.mark.heavy("every one")
@settings(max_examples=examples(60, of=4))
@given(seasons())
def test_what_stands_in_a_form_is_the_command_it_was_made_from(script: Script) -> None:
    for said in script.steps:
        if not isinstance(said, Said):
            continue
        command = said.command.command if isinstance(said.command, c.Propose) else said.command
        kind, stands = type(command), READ_FROM_THE_LOG.get(type(command), {})
        bare = command.model_dump(mode="json", exclude=set(NOT_TYPED), exclude_none=True) | stands
        made = command_of(kind, typed_of(command)).model_dump(mode="json", exclude=set(NOT_TYPED), exclude_none=True)
        assert made == bare


@pytest.mark.parametrize(("kind", "typed", "field", "clause"), [
    (c.GiveScore, {"week": "1", "dance": "1.1.mia", "judge": "ana", "mark": "nine"}, "mark", "'nine' is not a number"),
    (c.GiveScore, {"week": "1", "dance": "1.1.mia", "judge": "ana"}, "mark", "it has to be said"),
    (c.GiveScore, {"week": "x", "dance": "1.1.mia", "judge": "ana", "mark": "9"}, "week", "write a whole number"),
    (c.GiveScore, {"week": "1", "dance": "", "judge": "ana", "mark": "9"}, "dance", "choose one"),
    (c.NoteOutage, {"week": "1", "channel": "sms", "began": "soon", "what": "x"}, "began", "write a moment in UTC"),
    (c.SeatPanel, {"week": "1", "episode": "1", "judges": "ana"}, "judges", "1 name: it is missing"),
    (c.AwardPlaces, {"week": "1", "places:mia": "first"}, "places", "1 place: write a whole number"),
    (c.AdoptRulebook, {"from_week": "1", "rulebook": "no-such"}, "rulebook", "Choose one of"),
    (c.AdoptRulebook, {"from_week": "1", "rulebook:text": "x = ["}, "rulebook", "what was typed"),
    (c.RecordProof, {"week": "1", "certified": "9", "groups": "[", "equal": "[]", "proved": "[]",
                     "context_sha256": "0" * 64, "proof_sha256": "0" * 64}, "groups", "write a list"),
])  # fmt: skip
def test_what_does_not_fit_is_told_at_its_field(kind: Any, typed: dict[str, str], field: str, clause: str) -> None:
    with pytest.raises(FieldsDoNotFit) as refused:
        command_of(kind, {name: (text,) for name, text in typed.items()})
    assert clause in dict(refused.value.wrong)[field]


def test_a_ten_is_typed_by_one_key() -> None:
    typed = {"week": ("1",), "dance": ("1.1.mia",), "judge": ("ana",)}
    for said, mark in (("T", 10), ("t", 10), ("8,5", "17/2"), ("17/2", "17/2"), (" 9 ", 9)):
        command = command_of(c.GiveScore, {**typed, "mark": (said,)})
        assert command.model_dump(mode="json")["mark"] == mark


def test_the_page_on_which_a_season_is_begun_is_not_headed_by_the_name_of_none(store: Store, gate: Gate) -> None:
    page = Read(Sitter(store, gate, PRODUCER).reads("/new"))
    assert "Open season" in [text.strip() for text in page.texts]
    assert not any(text.strip().startswith(":") for text in page.texts)
