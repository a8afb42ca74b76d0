"""A column, a clause, a view, a kind, a choice or a role that is misspelt by a letter or two is answered with what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clauses import clauses_at
from domain.rulebook import Rulebook
from domain.spelling import nearly
from glitterball.refusals import ValueNotValid
from glitterball.timeline import kinds_named
from glitterball.views.catalogue import VERSIONS
from tests.cli.typing_at_it import Desk

DORA = '--by "Dora (score desk)"'
LINES = "--gateway phones:sms --opens 2026-03-07T20:00:00Z --closes 2026-03-07T21:00:00Z"


@pytest.mark.parametrize(
    ("sheet", "meant"),
    [
        ("coupel,votes\nmia,3\n", "did you mean couple?"),
        ("couple,vots\nmia,3\n", "did you mean votes?"),
        ("couple,votes,chanel\nmia,3,sms\n", "did you mean channel?"),
    ],
)
def test_a_column_of_a_sheet_of_votes(sheet: str, meant: str, harbour: Desk) -> None:
    assert harbour.types(f"votes open harbour-1 1 {LINES} --by 'Petra (producer)'").code == 0
    harbour.file("votes.csv", sheet)
    told = harbour.types("votes import harbour-1 1 {folder}/votes.csv")
    assert told.code == 3
    assert meant in told.err


@pytest.mark.parametrize(
    ("sheet", "meant"),
    [
        ("cuple,ana,ben\nmia,9,9\n", "did you mean couple where it says 'cuple'?"),
        ("couple,ana,bne\nmia,9,9\n", "Did you mean Ben Okoro (ben)?"),
        ("couple,judge,makr\nmia,ana,9\n", "did you mean mark where it says 'makr'?"),
    ],
)
def test_a_column_of_a_sheet_of_marks(sheet: str, meant: str, harbour: Desk) -> None:
    harbour.file("marks.csv", sheet)
    told = harbour.types(f"score import harbour-1 1 {{folder}}/marks.csv {DORA}")
    assert told.code == 3
    assert meant in told.err


@pytest.mark.parametrize(
    ("file", "right", "wrong", "meant"),
    [
        ("rulebook.toml", "scale", "scael", "did you mean scale?"),
        ("rulebook.toml", "select", "selcet", "did you mean select?"),
        ("rulebook.toml", "counts", "conuts", "did you mean counts?"),
        ("season.toml", "\nshow", "\nshwo", "did you mean show?"),
        ("season.toml", "[[couples]]", "[[coupels]]", "did you mean couples?"),
    ],
)
def test_a_clause_of_a_rulebook_or_a_season_file(file: str, right: str, wrong: str, meant: str, harbour: Desk) -> None:
    text = (harbour.folder / file).read_text()
    assert right in text
    harbour.file(file, text.replace(right, wrong))
    told = harbour.types(f"{'rules check' if file == 'rulebook.toml' else 'season validate'} {{folder}}/{file}")
    assert told.code == 3
    assert meant in told.out + told.err


@pytest.mark.parametrize(
    ("line", "code", "meant"),
    [
        ("projections export standigns", 3, "Did you mean standings?"),
        ("events list --kind score-gvien", 3, "for instance score-given"),
        (
            "season list --format jsn",
            2,
            "--format cannot be 'jsn'; it is one of table, json, jsonl, csv. Did you mean json?",
        ),
        ("votes timeline harbour-1 1 --by chanel", 2, "Did you mean channel?"),
        ("whoami --set 'Dora (score dek)'", 3, "Did you mean score desk?"),
        ("week audit 9 harbour-1", 3, "The season is written before the week"),
    ],
)
def test_a_view_a_kind_a_choice_a_role(line: str, code: int, meant: str, harbour: Desk) -> None:
    told = harbour.types(line)
    assert told.code == code
    assert meant in told.err


@pytest.mark.parametrize("line", ["projections export xyz", "events list --kind xyzzy", "season list --format xyz"])
def test_nothing_is_offered_that_is_not_near(line: str, harbour: Desk) -> None:
    told = harbour.types(line)
    assert told.code in (2, 3)
    assert "Did you mean" not in told.err


@pytest.mark.parametrize(
    ("file", "line"),
    [("rulebook.toml", "rules check {folder}/rulebook.toml"), ("season.toml", "season validate {folder}/season.toml")],
)
def test_quotes_of_a_word_processor_are_named(file: str, line: str, harbour: Desk) -> None:
    text = (harbour.folder / file).read_text()
    assert '"' in text
    harbour.file(file, "\n\n" + text.replace('"', "\u201c"))
    assert "curly quotes" in harbour.types(line).err
    harbour.file(file, text.replace("=", "=="))
    assert "curly quotes" not in harbour.types(line).err


@given(view=st.sampled_from(sorted(VERSIONS)), data=st.data())
def test_a_view_of_two_letters_swapped_is_understood(view: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(view) - 2))
    assert view in nearly(view[:at] + view[at + 1] + view[at] + view[at + 2 :], VERSIONS)


@given(st.text(max_size=80))
def test_whatever_is_said_for_a_kind_is_understood_or_refused(said: str) -> None:
    try:
        assert kinds_named(said)
    except ValueNotValid as refused:
        assert refused.sentence()


def test_the_clauses_at_a_place_of_a_rulebook_are_those_of_the_tables_that_may_stand_there() -> None:
    assert "scale" in clauses_at(Rulebook, ())
    assert {"name", "counts", "points"} <= set(clauses_at(Rulebook, ("sides", 0)))
    assert "couples" in clauses_at(Rulebook, ("forms", 0, "select", "called_back"))
    assert "kind" in clauses_at(Rulebook, ("forms", 0, "select"))
    assert clauses_at(Rulebook, ("scale", "lowest")) == clauses_at(Rulebook, ("nothing",)) == []
