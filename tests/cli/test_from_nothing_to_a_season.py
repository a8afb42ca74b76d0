"""From an empty folder to a certified week with files that `season new` and `rules new` wrote: they hold as they are.

A new season took three files written by hand, in a format that no page described, and the file of a week repeated the cast.
"""

import itertools
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exact import read_exact
from domain.rulebook import read_rulebook
from glitterball.beginnings import (
    Ending,
    Method,
    RulebookPlan,
    SeasonPlan,
    TieRule,
    couples_called,
    judges_called,
    rulebook_text,
    season_texts,
    tutorial_files,
)
from glitterball.rulebooks import shipped_rulebooks
from glitterball.rules import check
from glitterball.season_files import check_season
from glitterball.season_files.reading import read_files
from tests.cli.typing_at_it import Desk
from tests.thoroughness import part

TWO = '--by "Eve (executive)" --with "Ada (adjudicator)"'
PETRA = '--by "Petra (producer)"'
DORA = '--by "Dora (score desk)"'

CHOICES = list(itertools.product(Method, Ending, TieRule, (False, True), (1, 2, 3, 5)))


@pytest.mark.parametrize(("method", "ending", "ties", "half_points", "judges"), CHOICES)
def test_a_new_rulebook_has_nothing_to_mend_at_every_choice(
    method: Method, ending: Ending, ties: TieRule, half_points: bool, judges: int
) -> None:
    text = rulebook_text(
        RulebookPlan(
            id="mine",
            title='The "Show" \\ of 2026',
            method=method,
            ending=ending,
            ties=ties,
            half_points=half_points,
            judges=judges,
        )
    )
    book = read_rulebook(text, "mine.toml")
    assert [finding for finding in check(book, text, "mine.toml") if finding.severity != "note"] == []
    assert (book.title, book.panel and book.panel.judges) == ('The "Show" \\ of 2026', (judges,))
    assert book.sides[0].points.kind == method.value
    assert book.scale.allows(read_exact("15/2")) is half_points
    assert getattr(book.tie_chain[0], "side", None) == ties.value
    assert (book.forms[0].second_stage is None) is (ending is Ending.LOWEST)


def new(desk: Desk, options: str = "") -> None:
    said = desk.types(f"season new {{folder}}/mine --show 'Harbour Lights' --date 2026-03-07 {options}")
    assert (said.code, said.out) == (0, ""), said.err


OPTIONS = [
    f"--method {method} --ending {ending} --ties {ties} {half} {rehearsal}"
    for method, ending, ties, half, rehearsal in itertools.product(
        Method, Ending, TieRule, ("", "--half-points"), ("", "--rehearsal")
    )
]


@pytest.mark.heavy("nights")
@pytest.mark.parametrize(
    "options", part([*OPTIONS[::7], *(f"--rules {name}" for name in shipped_rulebooks())], 0, of=3)
)
def test_a_new_season_is_taken_in_and_its_first_week_opened_as_it_was_written(desk: Desk, options: str) -> None:
    new(desk, options)
    assert desk.types("season validate {folder}/mine").code == 0
    assert desk.types(f"season import {{folder}}/mine {TWO}").code == 0
    said = desk.types(f"week open harbour-lights-1 1 --from {{folder}}/mine/week-1.toml {PETRA}")
    assert said.code == 0, said.err
    opened = desk.types(f"votes open harbour-lights-1 1 --from {{folder}}/mine/week-1.toml {PETRA}")
    assert opened.code == 0 or "does not count votes" in opened.err or "no votes" in opened.err, opened.err


@pytest.mark.parametrize("options", part(OPTIONS, 0, of=3))
def test_a_new_season_holds_at_every_choice(desk: Desk, options: str) -> None:
    new(desk, options)
    assert desk.types("rules check {folder}/mine/rulebook.toml").code == 0
    assert desk.types("season validate {folder}/mine").code == 0


def test_a_week_is_certified_from_an_empty_folder(desk: Desk) -> None:
    new(desk)
    marks = "couple,ana,ben,cleo\nann-ed,8,8,9\nbo-flo,7,7,6\ncy-gil,9,9,9\n"
    desk.file("mine/week-1-marks.csv", marks)
    desk.file("mine/week-1-votes.csv", "couple,votes\nann-ed,3100\nbo-flo,900\ncy-gil,4600\n")
    week = "harbour-lights-1 1"
    typed = [
        f"season import {{folder}}/mine {TWO}",
        f"week open {week} --from {{folder}}/mine/week-1.toml {PETRA}",
        f"votes open {week} --from {{folder}}/mine/week-1.toml {PETRA}",
        f"score import {week} {{folder}}/mine/week-1-marks.csv {DORA}",
        f"votes import {week} {{folder}}/mine/week-1-votes.csv --final",
        f"votes close {week} {PETRA}",
        f"week check {week}",
        f"week certify {week} {TWO}",
        f"week announce {week} --out bo {PETRA}",
        f"week close {week} {PETRA}",
    ]
    ended = [(line, said.code, said.err) for line in typed if (said := desk.types(line)).code]
    assert ended == []
    assert "Bo & Flo   Bo & Flo  yes          follows" in desk.types("replay harbour-lights-1 --compare").out


def test_nothing_is_written_over(desk: Desk) -> None:
    new(desk)
    before = {path.name: path.read_bytes() for path in (desk.folder / "mine").iterdir()}
    assert desk.types("season new {folder}/mine").code == 3
    assert desk.types("tutorial {folder}/mine").code == 3
    assert desk.types("rules new {folder}/mine/rulebook.toml").code == 3
    assert {path.name: path.read_bytes() for path in (desk.folder / "mine").iterdir()} == before


def test_a_new_rulebook_is_written_where_it_is_asked_for(desk: Desk) -> None:
    assert desk.types("rules new {folder}/mine.toml --title 'Harbour, season 2' --ending judges-save").code == 0
    assert desk.types("rules check {folder}/mine.toml").code == 0
    assert "harbour-season-2" in (desk.folder / "mine.toml").read_text()


NAMES = st.text("abÅ '\"\\李&=-", min_size=1, max_size=12).filter(lambda name: name.strip("& "))


@given(
    st.lists(st.tuples(NAMES, NAMES), min_size=2, max_size=6),
    st.lists(NAMES, min_size=1, max_size=5),
    NAMES,
)
def test_whatever_couples_and_judges_are_called_their_season_holds(
    pairs: list[tuple[str, str]], judges: list[str], show: str
) -> None:
    partners = [(first.replace("&", "+").strip(), second.replace("&", "+").strip()) for first, second in pairs]
    couples = [f"{first} & {second}" for first, second in partners]
    seats = judges_called(name.strip() or "x" for name in judges)
    plan = SeasonPlan(
        season="s-1",
        show=show,
        number=1,
        mode="live",
        date="2026-03-07",
        couples=couples_called(couples),
        judges=seats,
        rulebook=RulebookPlan(id="s-1", title=show, judges=len(seats)),
    )
    files = season_texts(plan)
    season = read_files({name: text.encode() for name, text in files.items()}.get, "mine")
    assert check_season(season) == ()
    week = tomllib.loads(files["week-1.toml"])
    assert [seat["name"] for seat in week["weeks"][0]["panels"][0]["judges"]] == [seat.name for seat in seats]


def test_the_file_of_a_week_of_another_season_is_not_opened_here(desk: Desk) -> None:
    new(desk)
    assert desk.types(f"season import {{folder}}/mine {TWO}").code == 0
    week = desk.folder / "mine" / "week-1.toml"
    week.write_text(week.read_text().replace('season = "harbour-lights-1"', 'season = "starlight-1"'))
    said = desk.types(f"week open harbour-lights-1 1 --from {week} {PETRA}")
    assert said.code == 3
    assert "week-1.toml:7: the week is of season 'starlight-1', not of 'harbour-lights-1'" in said.err


def test_a_season_file_of_another_season_says_so_when_its_week_is_opened(harbour: Desk) -> None:
    other = harbour.folder / "other.toml"
    other.write_text((harbour.folder / "week-1.toml").read_text().replace('"harbour-1"', '"starlight-1"'))
    said = harbour.types(f"week open harbour-1 1 --from {other} {PETRA} --dry-run")
    assert "! other.toml is of season starlight-1; what it says of the week is said in harbour-1." in said.err


def test_the_file_of_a_week_is_no_season_and_says_what_takes_it(desk: Desk) -> None:
    new(desk)
    said = desk.types("season validate {folder}/mine/week-1.toml")
    assert said.code == 3
    assert "this is a week alone; open it in a season on record: glitterball week open" in said.err


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("week-1-dances.csv", "week-1-dances.csv:1: a season is a folder, or a file that ends in .toml"),
        ("", "mine has no week 1; weeks in it: none"),
        ("week-2.toml", "week-2.toml"),
    ],
)
def test_another_file_than_that_of_the_week_is_said_to_be_none(desk: Desk, file: str, says: str) -> None:
    new(desk)
    assert desk.types(f"season import {{folder}}/mine {TWO}").code == 0
    said = desk.types(f"week open harbour-lights-1 1 --from {{folder}}/mine/{file} {PETRA}")
    assert said.code in (2, 3)
    assert says in said.err


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ('form = "single"', 'form = "singel"', "singel"),
        ("ann-ed", "ann-ned", "ann-ned"),
        ("[[weeks]]", "[[week]]", "week-1.toml:"),
        ("week-1-dances.csv", "nowhere.csv", "week-1.toml:8: there is no file 'nowhere.csv'"),
        ("week = 1", "week = 'one'", "week-1.toml:11: week = 'one': write a whole number"),
        ('"week.v1"', '"week.v1" "', "week-1.toml:1: the TOML cannot be read"),
    ],
)
def test_a_mistake_in_the_file_of_a_week_is_said_with_its_line(desk: Desk, was: str, now: str, says: str) -> None:
    new(desk)
    assert desk.types(f"season import {{folder}}/mine {TWO}").code == 0
    for file in ("week-1.toml", "week-1-dances.csv"):
        path = desk.folder / "mine" / file
        path.write_text(path.read_text().replace(was, now, 1))
    said = desk.types(f"week open harbour-lights-1 1 --from {{folder}}/mine/week-1.toml {PETRA}")
    assert said.code in (3, 4)
    assert says in said.err


def test_the_tutorials_folder_is_written_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    assert desk.types("tutorial").code == 0
    lies_there = Path(__file__).parents[2] / "docs" / "tutorial" / "harbour"
    written = {path.name: path.read_bytes() for path in (desk.folder / "harbour").iterdir()}
    assert written == {path.name: path.read_bytes() for path in lies_there.iterdir()} == tutorial_files()


def test_the_tutorials_folder_is_in_the_wheel() -> None:
    root = Path(__file__).parents[2]
    wheel = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"docs/tutorial/harbour": "glitterball/tutorial/harbour"}


def test_a_season_that_is_cast_shows_its_couples_before_its_first_week(desk: Desk) -> None:
    """It showed a heading, and nobody."""
    assert desk.types("tutorial {folder}/harbour").code == 0
    two = '--by "Eve (executive)" --with "Ada (adjudicator)"'
    assert desk.types(f"season import {{folder}}/harbour/season.toml {two}").code == 0
    told = desk.types("season show harbour-1").out.splitlines()
    assert told == [
        "Harbour Lights, season 1",
        "couple",
        "Mia & Jon",
        "Otto & Lea",
        "Pia & Max",
        "No week is open yet.",
    ]
