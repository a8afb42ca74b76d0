"""A counterexample is what its sentence says, can be imported by the command that is printed, and no property that cannot
be asked takes another along."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from domain.refusals import Refusal
from domain.rulebook import Rulebook
from domain.rulebook.promises import PROMISES, Promises
from domain.season.outcome import outcome_of
from glitterball.cli.app import app
from glitterball.properties import PROPERTIES, Budget, Counterexample, Property, Result, property_named, told
from glitterball.properties.claim import NotAWitness, witnessed
from glitterball.properties.rules import Rules, Trial
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.season_files import read_season
from glitterball.season_files.rulebook_text import rulebook_text
from glitterball.testing import rulebooks
from tests.properties.built import (
    DOUBLE,
    FINALE,
    RUNNING_ORDER,
    SHARE,
    SINGLE,
    STANDARD,
    VIEWERS_ONLY,
    by_rank,
    by_share,
    form,
    judges,
    save,
    show,
    viewers,
)
from tests.thoroughness import examples, part

pytestmark = pytest.mark.heavy("every one")


QUICK = Budget(max_examples=examples(40, fewest=5), outcomes=examples(2_000, of=10), work=examples(20_000, of=10))
LITTLE = Budget(max_examples=4, outcomes=300, work=3_000)
BOOKS = shipped_rulebooks()
PARTS = 15
"""In how many parts the properties are asked of books, turn by turn: each test asks a book one of them in the plain run."""
TURN, TURN_SAVED = 10, 3
"""Turns in which many properties are broken, and what breaks in them is soon made small."""


def results(rulebook: Rulebook, properties: Sequence[Property], budget: Budget) -> list[Result]:
    return [each.try_on(rulebook, budget) for each in properties]


def test_every_property_is_asked_of_some_book_and_every_book_some_property() -> None:
    for first in (TURN, TURN_SAVED):
        asked = [PROPERTIES[(turn + first) % PARTS :: PARTS] for turn in range(len(BOOKS))]
        assert all(asked)
        assert {each.name for properties in asked for each in properties} == {each.name for each in PROPERTIES}


def votes_of(found: Counterexample) -> list[dict[str, dict[str, int]]]:
    """The votes of every week shown, by body and couple, as its season file holds them."""
    return [
        {count.body: dict(zip(shown.period.couples, count.votes, strict=True)) for count in shown.period.votes}
        for shown in found.shown
    ]


def says_what_it_shows(result: Result) -> None:
    """Read the sentence as a viewer would, and look whether the weeks under it show that."""
    found = result.counterexample
    if found is None:
        return
    named = re.match(r"More votes for (.+?), all else the same", found.says)
    if named:
        couple = named[1].lower().replace(" & ", "-")
        before, after = votes_of(found)
        risen = [
            (body, who) for body, votes in before.items() for who, count in votes.items() if after[body][who] != count
        ]
        assert risen
        assert all(who == couple for _, who in risen), found.says
        assert all(after[body][couple] > before[body][couple] for body, _ in risen), found.says
    given = re.search(r"The judges gave ([\d, /]+)\.$", found.says)
    if given:
        raw = found.shown[0].outcome.sides[0].raw
        assert given[1] == ", ".join(map(str, raw)), found.says
    if result.name in ("consistent", "neutral", "scale-free", "withdrawal-proof"):
        one, other = (shown.outcome for shown in found.shown)
        assert (one.bottom, one.leaving, one.order) != (other.bottom, other.leaving, other.order), found.says
    for shown in found.shown:
        log = shown.played()
        again = outcome_of(log.state, shown.week, log.tallies, explain=False)
        assert (again.leaving, again.bottom, again.order) == (
            shown.outcome.leaving,
            shown.outcome.bottom,
            shown.outcome.order,
        ), found.says


@pytest.mark.parametrize("name", BOOKS)
def test_f3_every_counterexample_of_a_shipped_rulebook_is_what_its_sentence_says(name: str) -> None:
    asked = part(PROPERTIES, BOOKS.index(name) + TURN, of=PARTS)
    for result in results(shipped_rulebook(name), asked, QUICK):
        assert not any("does not show" in note for note in result.notes), (result.name, result.notes)
        says_what_it_shows(result)


@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(rulebooks(), st.integers(0, PARTS - 1))
def test_f3_and_of_any_rulebook(rulebook: Rulebook, turn: int) -> None:
    for result in results(rulebook, part(PROPERTIES, turn, of=PARTS), LITTLE):
        assert not any("does not show" in note for note in result.notes), (result.name, result.notes)
        says_what_it_shows(result)


def test_f3_the_smallest_case_more_votes_for_bea_leave_everybody_elses_votes_as_they_were() -> None:
    found = property_named("monotone").find_violation(
        shipped_rulebook("strictly-2009"), Budget(outcomes=examples(12_000, of=4))
    )
    assert found is not None
    before, after = votes_of(found)
    assert before == {"viewers": {"anna-ezra": 1, "bea-cole": 1, "cleo-dov": 3}}
    assert after == {"viewers": {"anna-ezra": 1, "bea-cole": 2, "cleo-dov": 3}}


@dataclass(frozen=True)
class Untrue:
    """A sentence no week bears out."""

    def says(self) -> str:
        return "The moon decides."

    def shown_by(self, rules: object, shown: object) -> bool:
        return False


def test_a_week_that_does_not_show_its_sentence_is_not_printed() -> None:
    found = property_named("withdrawal-proof").find_violation(
        by_share(), Budget(max_examples=40, outcomes=2_000, work=20_000)
    )
    assert found is not None
    rules = Rules(by_share())
    with pytest.raises(NotAWitness):
        witnessed(rules, "withdrawal-proof", Untrue(), "", found.shown)
    moved = (replace(found.shown[0], outcome=found.shown[1].outcome), found.shown[1])
    with pytest.raises(NotAWitness):
        witnessed(rules, "withdrawal-proof", replace_claim(True), "", moved)


def replace_claim(answer: bool) -> object:
    """A claim that believes whatever it is shown, so that only the computation is checked."""

    class Believes(Untrue):
        def shown_by(self, rules: object, shown: object) -> bool:
            return answer

    return Believes()


def test_what_is_found_and_not_borne_out_is_a_property_that_could_not_be_asked() -> None:
    def search(trial: Trial) -> Counterexample | None:
        raise NotAWitness("The moon decides.")

    result = Property("neutral", "p", "s", "h", search).try_on(by_share(), QUICK)
    assert result.verdict == "could not be asked"
    assert told(result).endswith("it does not show what is said of it: The moon decides")


def test_f4_what_is_refused_in_one_property_is_said_and_the_others_are_tried() -> None:
    class Refused(Refusal):
        def sentence(self) -> str:
            return "No panel is seated."

    def search(trial: Trial) -> Counterexample | None:
        raise Refused

    result = Property("neutral", "p", "s", "h", search).try_on(by_share(), QUICK)
    assert (result.verdict, told(result)) == ("could not be asked", "could not be asked: No panel is seated")
    promising = by_share().model_copy(update={"promises": Promises(makes=("neutral",))})
    promised = Property("neutral", "p", "s", "h", search).try_on(promising, QUICK)
    assert told(promised) == "COULD NOT BE ASKED, though promised: No panel is seated"
    assert promised.leaves_a_promise_untested


PLACINGS = """
glitterball = "rulebook.v1"
id = "placed"
version = 1
title = "Placings and viewers"
applies_to = "a test"
[scale]
lowest = 1
highest = 20
source = "built for a test"
[sides.judges]
counts = { kind = "placings" }
points = { kind = "raw" }
source = "built for a test"
[sides.viewers]
counts = { kind = "votes" }
points = { kind = "rank", ties = "standard" }
source = "built for a test"
[forms.single]
says = "the lowest leaves"
select = { kind = "lowest", couples = 1 }
leave = 1
source = "built for a test"
"""


@pytest.mark.parametrize("rulebook", [VIEWERS_ONLY, show(viewers(SHARE), chain=(RUNNING_ORDER,)), "placings"])
def test_f4_a_book_of_viewers_alone_and_one_of_placings_can_be_asked_everything(rulebook: Rulebook | str) -> None:
    from domain.rulebook import read_rulebook

    book = read_rulebook(PLACINGS, "placed.toml") if isinstance(rulebook, str) else rulebook
    found = results(book, PROPERTIES, QUICK)
    assert [(each.name, each.notes) for each in found if each.verdict == "could not be asked"] == []
    schedule = next(each for each in found if each.name == "schedule")
    assert schedule.verdict == "broken"


def run(*arguments: str, **environment: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, arguments, env=environment)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("name", BOOKS)
def test_f2_f13_every_week_saved_is_imported_by_the_command_that_is_printed(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "with a space"
    store = f"sqlite:{tmp_path / 'store.sqlite'}"
    asked = part(PROPERTIES, BOOKS.index(name) + TURN_SAVED, of=PARTS)
    named = [word for each in asked for word in ("--property", each.name)]
    budget = ("--max-examples", "10", "--work", str(examples(9_000)))
    code, out, err = run("rules", "test", name, *named, *budget, "--save", str(folder))
    assert code in (0, 4), err  # what strictly promises is searched further than that
    commands = re.findall(r": glitterball (season import .+)$", err, re.MULTILINE)
    broken = re.findall(r"^([a-z-]+) +(?:broken|BROKEN)", out, re.MULTILINE)
    assert bool(commands) == bool(broken)
    names = [read_season(shlex.split(command)[-1]).season for command in commands]
    assert len(set(names)) == len(names)
    for command in commands:
        code, out, err = run(*shlex.split(command), GLITTERBALL_STORE=store)
        assert code == 0, (command, out, err)


def test_f11_a_promise_not_searched_to_its_end_is_not_tested_and_no_success(tmp_path: Path) -> None:
    promising = shipped_rulebook("us-33").model_copy(update={"promises": Promises(makes=("decisive",))})
    path = tmp_path / "us-33.toml"
    path.write_text(rulebook_text(promising).replace('id = "us-33"', 'id = "mine"', 1), "utf-8")
    codes = {}
    for work in ("0", "5000", "60000"):
        codes[work], out, _ = run("rules", "test", str(path), "--property", "decisive", "--work", work)
        assert ("NOT TESTED, though promised" in out) == (codes[work] == 4), out
        assert "no violation" not in out
    assert codes == {"0": 4, "5000": 4, "60000": 1}


@pytest.mark.parametrize("name", PROMISES)
@pytest.mark.parametrize("work", [0, 1, 7, 40])
def test_f11_what_was_not_searched_is_never_no_violation(name: str, work: int) -> None:
    rulebook = by_rank(STANDARD, (SINGLE, DOUBLE, save("majority"), FINALE))
    result = property_named(name).try_on(rulebook, Budget(work=work, max_examples=3))
    assert result.verdict in ("not tested", "broken", "does not apply") or not result.cut_short
    assert result.outcomes <= work


def test_f13_where_no_vote_is_counted_or_nobody_leaves_nothing_is_claimed() -> None:
    skating = property_named("winnable").try_on(shipped_rulebook("skating-final"), QUICK)
    assert (skating.verdict, skating.notes) == ("does not apply", ("The rulebook counts no public vote.",))
    for name in ("eurovision-2015", "eurovision-2016"):
        result = property_named("withdrawal-proof").try_on(shipped_rulebook(name), QUICK)
        assert (result.verdict, result.compared) == ("does not apply", 0)


def test_f13_with_three_named_and_one_leaving_it_is_counted_who_leaves() -> None:
    enough = Budget(max_examples=10, outcomes=500, work=5_000)
    notes = [
        property_named("decisive").try_on(show(judges(STANDARD), viewers(STANDARD), forms=(way,)), enough).notes
        for way in (SINGLE, form("single-of-three", 3, 1))
    ]
    assert "the tie chain decides who leaves in " in notes[0][0]
    assert (
        re.search(r"\d+ of 192 with 4 couples", notes[0][0])[0]
        == re.search(  # type: ignore[index]
            r"\d+ of 192 with 4 couples", notes[1][0]
        )[0]
    )  # type: ignore[index]


def test_a_seed_draws_the_same_weeks_whatever_modules_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    from hypothesis.internal.conjecture import providers

    drawn = []
    for constants in (set(), {17, 4_711, 99_999}):
        local = providers.Constants()
        local.integers.update(constants)
        monkeypatch.setattr(providers, "_get_local_constants", lambda local=local: local)
        monkeypatch.setattr(providers, "CONSTANTS_CACHE", providers.LRUCache(1024))
        found = property_named("withdrawal-proof").find_violation(
            by_share(), Budget(seed=5, outcomes=0, max_examples=100)
        )
        drawn.append(found and found.periods)
    assert drawn[0] == drawn[1]


def test_no_bar_is_drawn_where_nobody_watches() -> None:
    code, out, err = run("rules", "test", "us-33", "--property", "savable", "--max-examples", "1")
    assert (code, err) == (0, "")
    assert "properties tried" not in out
