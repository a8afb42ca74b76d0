"""A kind of stage that a rulebook may have is known in every place that must know it, and is really reached there.

The places are the rows of `known`. A kind that is new is missed here by name, in each place that lacks it. Being named in a
list is not enough where weeks are tabulated: seeded weeks are, and counted is what the outcome's working says was used.
Counted apart is what a link waited for: one that divides alike in every tabulation may still wait in one of them alone.
"""

import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from domain import stages
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.rulebook.forms import Select
from domain.stages.links import Link
from domain.stages.measures import Measure
from domain.stages.points import Conversion
from domain.stages.second_stages import SecondStage
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.rules import sentences
from glitterball.testing import complete_weeks, rulebooks_of_every_kind
from glitterball.testing.rulebooks import links
from tests import thoroughness
from tests.auditors_file.single_file import differences, vb
from tests.naive.seeded_weeks import random_rulebook
from tests.test_two_tabulations_agree import differences as naive_differences
from tests.thoroughness import examples

PAGE = (Path(__file__).parents[2] / "docs" / "rulebooks.md").read_text()
UNIONS = {"measure": Measure, "points": Conversion, "link": Link, "select": Select, "second stage": SecondStage}
REGISTRIES = {
    "domain.stages.measures": "Measure, in domain/stages/measures/__init__.py",
    "domain.stages.points": "Conversion, in domain/stages/points/__init__.py",
    "domain.stages.links": "Link, in domain/stages/links/__init__.py",
    "domain.stages.second_stages": "SecondStage, in domain/stages/second_stages/__init__.py",
    "domain.rulebook.forms": "Select, in domain/rulebook/forms.py",
}
"""The union in which each room lists its kinds: what is not listed there is read from no rulebook and type-checks."""
WEEKS = examples(1_500, fewest=375)
MOST_WEEKS = 1_500
"""No more weeks than these are drawn for a kind that is seldom met."""
DRAWN_AT_ONCE = 125
WEEKS_OF_A_LINK = examples(700, fewest=350)
AT_ONCE = 50
"""Weeks of a link drawn together; in the plain run no more are drawn once it has waited in them as it may."""
SEEDED_RULEBOOKS = 400
OFTEN = 5 if thoroughness.THOROUGH else 2
"""How often a kind must be used, and wait, in the generated weeks, to be worth its comparison."""

NAIVE = "the naive twin (tests/naive/tabulation.py)"
KIT = "the testing kit (glitterball/testing/rulebooks.py: rulebooks_of_every_kind; complete_weeks.py: weeks that reach it)"
SEEDED = "the seeded weeks (tests/naive/seeded_weeks.py: random_rulebook)"
SINGLE_FILE = (
    "the single file (glitterball/auditors_file/parts: part_08_form_of_rulebooks.py, {part}; "
    "then python -m glitterball.auditors_file.build)"
)
SENTENCES, DOCS = "the sentences of rules (glitterball/rules/sentences.py)", "docs/rulebooks.md"

PARTS = {
    "measure": "part_19_points.py or part_20_skating.py",
    "points": "part_19_points.py",
    "link": "part_22_tie_chain.py",
    "select": "part_23_ending.py",
    "second stage": "part_23_ending.py",
}
"""Where the single file computes a kind."""


def named(place: str, kind: str = "") -> str:
    """A place with the file to edit for a kind, or for any."""
    return place.format(part=PARTS.get(kind.rpartition(" ")[0], "the part of the kind"))


IN_COMPLETE_WEEKS = "seeded weeks are of marks and votes; bodies and cards are compared in complete weeks, here"
OF_A_PACKAGE = (
    "what a package computes is in the package: tests/domain/test_own_stage_kinds.py has doubles of kinds that ship"
)
EXCUSED = {
    **{
        (place, f"{stage} plug_in"): OF_A_PACKAGE
        for place in (KIT, NAIVE, SEEDED, SINGLE_FILE)
        for stage in ("measure", "points", "link", "select", "second stage")
    },
    **{(SEEDED, kind): IN_COMPLETE_WEEKS for kind in ("measure placings", "measure bodies", "measure calls")},
    **{(SEEDED, kind): IN_COMPLETE_WEEKS for kind in ("link bodies_voted_from", "link count_of")},
    **{(SEEDED, kind): IN_COMPLETE_WEEKS for kind in ("select wildcard", "select called_back")},
}
"""What a place need not know, and why."""

Used = dict[str, Counter[str]]


def kinds() -> dict[str, type[Any]]:
    """Every kind there is, such as `link lot`, and its class."""
    members = ((name, member) for name, union in UNIONS.items() for member in get_args(get_args(union)[0]))
    return {f"{name} {member.model_fields['kind'].default}": member for name, member in members}


def used_in(rulebook: Rulebook, period: ScoringPeriod, outcome: Outcome) -> Iterator[str]:
    """The kinds that had a say in an outcome."""
    form = next(form for form in rulebook.forms if form.name == period.form)
    if outcome.status == "not tabulated":
        return
    for side in rulebook.sides:
        yield f"measure {side.counts.kind}"
        yield f"points {side.points.kind}"
    clauses = {step.clause for step in outcome.working} | {need.clause for need in outcome.needs}
    for clause in clauses:
        if link := re.fullmatch(r"tie_chain\.\d+\.(\w+)", clause):
            yield f"link {link[1]}"
    yield f"select {form.select.kind}"
    if form.second_stage is not None and any(step.stage == "second stage" for step in outcome.working):
        yield f"second stage {form.second_stage.kind}"


def awaited(kind: str) -> list[str]:
    """What a link's own file says it may wait for, as it stands there: `needs="a head judge"`."""
    member = kinds()[kind]
    return re.findall(r'needs="([^"]+)"', inspect.getsource(inspect.getmodule(member) or member))


def waited_for(outcome: Outcome) -> Iterator[str]:
    """What the links kept an outcome open for."""
    yield from (need.what for need in outcome.needs if need.clause.startswith("tie_chain."))


def led_by(kind: str) -> st.SearchStrategy[Rulebook]:
    """Rulebooks of every kind in whose tie chain this link comes first, so that ties reach it."""

    def led(rulebook: Rulebook) -> st.SearchStrategy[Rulebook]:
        first = links(tuple(side.name for side in rulebook.sides)).filter(lambda link: f"link {link.kind}" == kind)
        return first.map(lambda link: rulebook.model_copy(update={"tie_chain": (link, *rulebook.tie_chain)}))

    return rulebooks_of_every_kind().flatmap(led)


Differs = Callable[[Rulebook, ScoringPeriod, Outcome], list[str]]
OTHERS: dict[str, Differs] = {NAIVE: lambda *week: naive_differences(*week)[1], SINGLE_FILE: differences}
"""The tabulations beside the engine's, with all in which they may differ from it."""


def agrees(place: str, rulebook: Rulebook, period: ScoringPeriod, outcome: Outcome) -> bool:
    """Whether another tabulation comes to the same; what it does not know it answers with an exception."""
    try:
        differ = OTHERS[place](rulebook, period, outcome)
    except Exception:
        return False
    assert not differ, f"{named(place)} comes to another outcome: {differ}\n{rulebook!r}\n{period!r}"
    return True


Says = Callable[[Rulebook, ScoringPeriod, Outcome], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """How often something was seen in seeded weeks: as generated, and as both other tabulations came to the same.

    `unanswered` holds what was seen in weeks that a tabulation ended with an exception and was not excused from.
    """

    used: Used
    unanswered: dict[str, list[set[str]]]


def counted(rulebooks: st.SearchStrategy[Rulebook], weeks: int, says: Says, *, first: int) -> Seen:
    """What `says` says of weeks drawn with the seed `first`, counted."""
    met: Used = {place: Counter() for place in (KIT, NAIVE, SINGLE_FILE)}
    unanswered: dict[str, list[set[str]]] = {place: [] for place in OTHERS}

    @seed(first)
    @settings(
        max_examples=weeks,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        rulebooks.flatmap(
            lambda rulebook: st.tuples(st.just(rulebook), complete_weeks(rulebook, as_recorded_later=True))
        )
    )
    def tabulated(rulebook_and_week: tuple[Rulebook, ScoringPeriod]) -> None:
        rulebook, period = rulebook_and_week
        outcome = tabulate(rulebook, period)
        said = set(says(rulebook, period, outcome))
        met[KIT].update(said)
        for place in OTHERS:
            if agrees(place, rulebook, period, outcome):
                met[place].update(said)
            elif not any((place, kind) in EXCUSED for kind in kinds_in(rulebook)):
                unanswered[place].append({*said, *kinds_in(rulebook)})

    tabulated()
    return Seen(met, unanswered)


@pytest.fixture(scope="module")
def seen() -> Seen:
    """How often each kind was used, in weeks that are drawn until the rarest was used as often as it must be."""
    used: Used = {place: Counter() for place in (KIT, NAIVE, SINGLE_FILE)}
    unanswered: dict[str, list[set[str]]] = {place: [] for place in OTHERS}
    for drawn in range(0, MOST_WEEKS, DRAWN_AT_ONCE):
        if drawn >= WEEKS and not any(rare(kind, place, often) for place, often in used.items() for kind in kinds()):
            break
        more = counted(rulebooks_of_every_kind(), DRAWN_AT_ONCE, used_in, first=33 + drawn)
        for place, often in more.used.items():
            used[place].update(often)
        for place in OTHERS:
            unanswered[place] += more.unanswered[place]
    return Seen(used, unanswered)


def rare(kind: str, place: str, often: Counter[str]) -> bool:
    """Whether a kind that a place must know was used too seldom there."""
    return often[kind] < OFTEN and (place, kind) not in EXCUSED


@pytest.fixture(scope="module")
def used(seen: Seen) -> Used:
    """The same, by place."""
    return seen.used


@pytest.mark.heavy("nights")
@pytest.mark.parametrize("place", [NAIVE, SINGLE_FILE], ids=["naive", "single file"])
def test_every_tabulation_answers_every_week(place: str, seen: Seen) -> None:
    """A kind it knows only where the kind waits, or where nobody reaches it, is a kind it does not know."""
    unanswered = seen.unanswered[place]
    in_all = sorted(set.intersection(*unanswered)) if unanswered else []
    assert not unanswered, f"{named(place)} ends {len(unanswered)} weeks with an exception. All of them have {in_all}"


def written_down() -> Iterator[tuple[str, type[Any]]]:
    """Every class of the rooms of stages that says of itself which kind it is, with its room."""
    for room in REGISTRIES:
        module = import_module(room)
        inside = iter_modules(module.__path__, f"{room}.") if hasattr(module, "__path__") else ()
        for place in (module, *(import_module(file.name) for file in inside)):
            for member in vars(place).values():
                if (
                    isinstance(member, type)
                    and member.__module__ == place.__name__
                    and "kind" in member.__annotations__
                ):
                    yield room, member


@pytest.mark.parametrize(("room", "member"), list(written_down()), ids=lambda value: getattr(value, "__name__", None))
def test_a_kind_that_is_written_down_is_in_the_union_of_its_room(room: str, member: type[Any]) -> None:
    assert member in kinds().values(), (
        f"{member.__module__}: {member.__name__} is missing in the union {REGISTRIES[room]}"
    )


def test_no_room_of_kinds_is_left_out() -> None:
    assert {member for _, member in written_down()} >= set(kinds().values())
    rooms = {f"domain.stages.{name}" for _, name, is_package in iter_modules(stages.__path__) if is_package}
    assert rooms - REGISTRIES.keys() == {"domain.stages.skating"}, "a room of kinds is listed in REGISTRIES"


def has_sentence(member: type[Any]) -> bool:
    """Whether the sentences of a rulebook have a case of its own for this kind."""
    return re.search(rf"\b{member.__name__}\(", Path(sentences.__file__).read_text()) is not None


@cache
def seeded() -> set[str]:
    """The kinds that stand in some seeded rulebook."""
    chance = Random(33)
    return {kind for _ in range(SEEDED_RULEBOOKS) for kind in kinds_in(random_rulebook(chance))}


def kinds_in(rulebook: Rulebook) -> Iterator[str]:
    """All kinds a rulebook is made of, whether or not a week reaches them."""
    for side in rulebook.sides:
        yield from (f"measure {side.counts.kind}", f"points {side.points.kind}")
    yield from (f"link {link.kind}" for link in rulebook.tie_chain)
    for form in rulebook.forms:
        yield f"select {form.select.kind}"
        if form.second_stage is not None:
            yield f"second stage {form.second_stage.kind}"


def known(kind: str, member: type[Any], used: Used) -> dict[str, bool]:
    """Where a kind is known."""
    name = kind.split(" ")[-1]
    form = {"measure": "MEASURE", "points": "POINTS", "link": "LINK", "select": "SELECT"}.get(
        kind.split(" ")[0], "STAGE"
    )
    return {
        KIT: used[KIT][kind] >= OFTEN,
        NAIVE: used[NAIVE][kind] >= OFTEN,
        SEEDED: kind in seeded(),
        SINGLE_FILE: f"{form} {name}" in vb.FORMS and used[SINGLE_FILE][kind] >= OFTEN,
        SENTENCES: has_sentence(member),
        DOCS: f"`{name}`" in PAGE,
    }


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_stage_is_known_in_every_place(kind: str, used: Used) -> None:
    lacking = [place for place, knows in known(kind, kinds()[kind], used).items() if not knows]
    missing = [place for place in lacking if (place, kind) not in EXCUSED]
    counts = {place.partition(" (")[0]: counted[kind] for place, counted in used.items()}
    places = "; ".join(named(place, kind) for place in missing)
    assert not missing, f"{kind} is not known to, or hardly used in: {places}. Weeks it was used in: {counts}"
    known_by_now = [place for place, excused in EXCUSED if excused == kind and place not in lacking]
    assert not known_by_now, f"{kind} is known by now to: {known_by_now}. Take it out of EXCUSED in {__file__}"


@pytest.mark.heavy("nights")
@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind.startswith("link ") and awaited(kind)])
def test_every_link_that_may_wait_is_seen_to_wait_in_every_tabulation(kind: str) -> None:
    met: Used = {place: Counter() for place in (KIT, NAIVE, SINGLE_FILE)}
    for first in range(0, WEEKS_OF_A_LINK, AT_ONCE):
        if thoroughness.THOROUGH or any(often[what] < OFTEN for what in awaited(kind) for often in met.values()):
            seen = counted(led_by(kind), AT_ONCE, lambda _, __, outcome: waited_for(outcome), first=first)
            for place, often in seen.used.items():
                met[place].update(often)
    unseen = [
        f"{what}: {named(place, kind)}" for what in awaited(kind) for place, often in met.items() if often[what] < OFTEN
    ]
    assert not unseen, (
        f"{kind} hardly ever waited, of {WEEKS_OF_A_LINK} weeks, for {'; '.join(unseen)}. "
        "Draw such weeks (glitterball/testing/complete_weeks.py, `_recorded_later`), and let each tabulation wait in them"
    )


def test_a_link_that_waits_is_known_by_its_own_file() -> None:
    """Lots and decisions are waited for in so many words that each kind's counts above already hold them."""
    assert awaited("link head_judge") == ["a head judge", "the split of marks between the judges"]


def test_the_single_file_knows_no_kind_that_does_not_exist() -> None:
    words = {"MEASURE": "measure", "POINTS": "points", "LINK": "link", "SELECT": "select", "STAGE": "second stage"}
    forms = [form.split(" ", 1) for form in vb.FORMS if form.split(" ")[0] in words and " " in form]
    beyond = {f"{words[union]} {kind}" for union, kind in forms} - kinds().keys()
    assert not beyond, (
        f"{sorted(beyond)}: in glitterball/auditors_file/parts/part_08_forms.py, but in no union of the rules"
    )
