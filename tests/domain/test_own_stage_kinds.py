"""Stage kinds of packages decide as kinds that ship would, and one that fails leaves the week open and hurts nothing else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.exact import Exact, ExactNumber
from domain.period.errors import CannotTabulate
from domain.period.known import Known
from domain.period.scoring_period import Ballot, BodyVotes, Bonus, Panel, ScoringPeriod
from domain.rulebook import Form, Rulebook, RulebookUnreadable, Side, read_rulebook
from domain.rulebook.forms import Lowest, PlugInSelect
from domain.rulebook.plug_ins import plug_ins_of
from domain.stages.finders import FINDERS
from domain.stages.links import PlugInLink, SidePoints, SideTotal
from domain.stages.measures import Marks, PlugInMeasure, Votes
from domain.stages.plugged import Candidates, InDanger, StageKind, StageKindMissing, StageParameters, Tie
from domain.stages.points import PlugInPoints, RankPoints, SharePoints
from domain.stages.second_stages import DanceOff, JudgesSave, PlugInSecondStage, ViewersSave
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.testing import complete_weeks, rulebooks
from tests.domain.on_paper import SHARE, SOURCE, STANDARD, period, rules
from tests.thoroughness import examples

TIED: dict[str, Exact] = {"a": 30, "b": 20, "c": 20}
VOTES = {"a": 30, "b": 20, "c": 20}
Answer = Callable[[Any, Any], Sequence[Exact]]


class OfSide(StageParameters):
    """Which side a double looks at."""

    side: str


def raw_of(given: Any, tie: Tie) -> list[Exact]:
    (side,) = (side for side in tie.sides if side.name == given.side)
    return [side.raw[tie.period.couples.index(couple)] for couple in tie.couples]


def points_of(given: Any, tie: Tie) -> list[Exact]:
    (side,) = (side for side in tie.sides if side.name == given.side)
    return [side.points[tie.period.couples.index(couple)] for couple in tie.couples]


def ballots_for(_: Any, danger: InDanger) -> list[Exact]:
    saved = [ballot.saves for ballot in danger.period.ballots]
    return [saved.count(couple) for couple in danger.couples]


def votes_for(_: Any, danger: InDanger) -> list[Exact]:
    index = {couple: at for at, couple in enumerate(danger.period.couples)}
    return [sum(count.votes[index[couple]] for count in danger.period.votes) for couple in danger.couples]


DOUBLES: dict[str, tuple[str, type[StageParameters], Answer]] = {
    "doubles:side-total": ("link", OfSide, raw_of),
    "doubles:side-points": ("link", OfSide, points_of),
    "doubles:marks": ("measure", StageParameters, lambda _, period: Marks().of(period)),
    "doubles:votes": ("measure", StageParameters, lambda _, period: Votes().of(period)),
    "doubles:share": ("points", StageParameters, lambda _, raw: SharePoints().of(raw).exact()),
    "doubles:nothing": ("selection", StageParameters, lambda _, candidates: [0] * len(candidates.couples)),
    "doubles:majority": ("second stage", StageParameters, ballots_for),
    "doubles:instant": ("second stage", StageParameters, votes_for),
    "doubles:rank": ("points", StageParameters, lambda _, raw: RankPoints(ties="dense").of(raw).exact()),
}
"""Kinds of a package that compute what a kind that ships computes."""


def kind(name: str, stage: Any, parameters: type[StageParameters], answer: Answer) -> StageKind:
    return StageKind(name=name, stage=stage, parameters=parameters, answer=answer, says=lambda _: "what it says")


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> dict[str, StageKind]:
    """Kinds that are at hand, by name; a test adds its own."""
    kinds = {name: kind(name, *told) for name, told in DOUBLES.items()}
    monkeypatch.setattr("domain.stages.plugged.FINDERS", [kinds.get])
    return kinds


def double_of_measure(measure: Any) -> Any:
    match measure:
        case Marks():
            return PlugInMeasure(name="doubles:marks", stage="scores")
        case Votes(bodies="viewers"):
            return PlugInMeasure(name="doubles:votes", stage="votes")
    return measure


def double_of_points(points: Any) -> Any:
    match points:
        case SharePoints():
            return PlugInPoints(name="doubles:share")
        case RankPoints(ties="dense"):
            return PlugInPoints(name="doubles:rank")
    return points


def double_of_link(link: Any) -> Any:
    match link:
        case SideTotal(side=side):
            return PlugInLink(name="doubles:side-total", parameters=(("side", side),), source=SOURCE)
        case SidePoints(side=side):
            return PlugInLink(name="doubles:side-points", parameters=(("side", side),), source=SOURCE)
    return link


def double_of_form(form: Form) -> Form:
    """Where a package tells nobody apart, the week's own order says who is in danger."""
    select, stage = form.select, form.second_stage
    if isinstance(select, Lowest):
        select = PlugInSelect(name="doubles:nothing", couples=select.couples)
    if isinstance(stage, JudgesSave | DanceOff) and stage.decides == "majority":
        stage = PlugInSecondStage(name="doubles:majority", stage="ballots", source=SOURCE)
    elif isinstance(stage, ViewersSave):
        stage = PlugInSecondStage(name="doubles:instant", stage="votes", bodies=stage.bodies, source=SOURCE)
    return form.model_copy(update={"select": select, "second_stage": stage})


def with_doubles(rulebook: Rulebook) -> Rulebook:
    """The rulebook with every kind that has a double replaced by it."""
    sides = tuple(
        side.model_copy(update={"counts": double_of_measure(side.counts), "points": double_of_points(side.points)})
        for side in rulebook.sides
    )
    chain, forms = tuple(map(double_of_link, rulebook.tie_chain)), tuple(map(double_of_form, rulebook.forms))
    return rulebook.model_copy(update={"sides": sides, "tie_chain": chain, "forms": forms})


def decided(outcome: Outcome) -> tuple[Any, ...]:
    """All that an outcome says but for the names of the stages that led to it."""
    needs = {(need.what.partition(" for ")[0], need.couples) for need in outcome.needs}
    sides = tuple((side.raw, side.points.exact()) for side in outcome.sides)
    return (outcome.status, sides, outcome.order, outcome.bottom, outcome.leaving, outcome.saved, needs)


@pytest.mark.heavy("nights")
@settings(
    max_examples=examples(1_000, fewest=50),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rulebooks().flatmap(lambda rulebook: st.tuples(st.just(rulebook), complete_weeks(rulebook))))
def test_a_kind_of_a_package_decides_every_week_as_the_kind_it_doubles(
    brought: dict[str, StageKind], rulebook_and_week: tuple[Rulebook, ScoringPeriod]
) -> None:
    rulebook, week = rulebook_and_week
    assert decided(tabulate(with_doubles(rulebook), week)) == decided(tabulate(rulebook, week))


def test_weeks_are_drawn_in_which_doubles_divide_ties(brought: dict[str, StageKind]) -> None:
    """A property over weeks without ties would say nothing about links."""
    rulebook = with_doubles(rules(SHARE, chain=(SideTotal(side="viewers", source=SOURCE),)))
    assert plug_ins_of(rulebook) == (
        "doubles:marks", "doubles:share", "doubles:votes", "doubles:side-total", "doubles:nothing",
    )  # fmt: skip
    outcome = tabulate(rulebook, period({"a": 30, "b": 20, "c": 10}, {"a": 30, "b": 10, "c": 20}))
    assert outcome.order == (("a",), ("c",), ("b",))


class Greedy:
    """Numbers without an end."""

    def __iter__(self) -> Iterator[int]:
        return count()


def changes_its_input(_: Any, tie: Tie) -> list[Exact]:
    tie.period.couples = ("c",)  # type: ignore[misc] # that it cannot is the point
    return [1, 2]


def recurs(given: Any, tie: Tie) -> list[Exact]:
    return recurs(given, tie)


class Mute(Exception):
    """An error that cannot even be told."""

    def __str__(self) -> str:
        raise self


class Sly(int):
    """A number that says of itself what it likes."""

    def __abs__(self) -> int:
        return 0


def is_mute(_: Any, __: Tie) -> list[Exact]:
    raise Mute


FAULTS: dict[str, tuple[Answer, str]] = {
    "raises": (lambda _, tie: [1 // 0], "ended with ZeroDivisionError: integer division or modulo by zero"),
    "recurs": (recurs, "ended with RecursionError: maximum recursion depth exceeded"),
    "mute": (is_mute, "ended with Mute"),
    "sly": (lambda _, tie: [Sly(1), 2], "gave a value of the type Sly, which is no exact number"),
    "float": (lambda _, tie: [1.5, 2], "gave a value of the type float, which is no exact number"),
    "bool": (lambda _, tie: [True, 2], "gave a value of the type bool, which is no exact number"),
    "text": (lambda _, tie: "12", "gave a value of the type str, which is no exact number"),  # type: ignore[return-value,arg-type]
    "few": (lambda _, tie: [1], "gave fewer numbers than the 2 it was asked for"),
    "many": (lambda _, tie: Greedy(), "gave more numbers than the 2 it was asked for"),  # type: ignore[return-value,arg-type]
    "none": (lambda _, tie: None, "ended with TypeError: 'NoneType' object is not iterable"),  # type: ignore[return-value,arg-type]
    "huge": (lambda _, tie: [10**5_000, 1], "gave a number of more digits than are taken"),
    "large": (lambda _, tie: [10**50, 1], "gave a number of more digits than are taken"),
    "small": (lambda _, tie: [Fraction(1, 10**50), 1], "gave a number of more digits than are taken"),
    "changes": (changes_its_input, "ended with FrozenInstanceError: cannot assign to field 'couples'"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_link_that_fails_leaves_the_tie_open_and_says_why(brought: dict[str, StageKind], fault: str) -> None:
    answer, says = FAULTS[fault]
    brought["acme:broken"] = kind("acme:broken", "link", StageParameters, answer)
    week = period(TIED, VOTES)
    before = replace(week)
    outcome = tabulate(rules(SHARE, chain=(PlugInLink(name="acme:broken", source=SOURCE),)), week)
    assert (outcome.status, outcome.order, outcome.leaving) == ("undecided", (("a",), ("b", "c")), ())
    (need,) = outcome.needs
    assert need.clause == "tie_chain.0.plug_in"
    assert f"the rulebook calls for an answer of acme:broken (acme:broken {says}" in need.why
    assert week == before


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "changes"])
def test_a_measure_and_points_that_fail_leave_the_week_untabulated(brought: dict[str, StageKind], fault: str) -> None:
    answer, _ = FAULTS[fault]
    week = period({"b": 20, "c": 20}, {"b": 1, "c": 2})
    for stage, clause in (
        ("measure", {"counts": PlugInMeasure(name="acme:broken", stage="scores")}),
        ("points", {"points": PlugInPoints(name="acme:broken")}),
    ):
        brought["acme:broken"] = kind("acme:broken", stage, StageParameters, answer)
        book = rules(STANDARD)
        broken = book.model_copy(update={"sides": (book.sides[0].model_copy(update=clause), book.sides[1])})
        outcome = tabulate(broken, week)
        assert (outcome.status, outcome.leaving) == ("not tabulated", ())
        assert outcome.needs[0].what == "an answer of acme:broken"


def test_a_kind_may_say_itself_what_it_lacks(brought: dict[str, StageKind]) -> None:
    def lacking(_: Any, week: ScoringPeriod) -> list[Exact]:
        raise CannotTabulate("three judges", "only two judges marked")

    brought["acme:three"] = kind("acme:three", "measure", StageParameters, lacking)
    book = rules(STANDARD)
    side = book.sides[0].model_copy(update={"counts": PlugInMeasure(name="acme:three", stage="scores")})
    outcome = tabulate(book.model_copy(update={"sides": (side,)}), period(TIED, VOTES))
    assert [(need.what, need.why) for need in outcome.needs] == [("three judges", "only two judges marked")]


def test_a_measure_of_scores_is_given_no_votes_and_one_of_votes_no_marks(brought: dict[str, StageKind]) -> None:
    seen: list[ScoringPeriod] = []

    def looks(_: Any, week: ScoringPeriod) -> list[Exact]:
        seen.append(week)
        return [0] * len(week.couples)

    brought["acme:looks"] = kind("acme:looks", "measure", StageParameters, looks)
    week = period(TIED, VOTES, bonuses=(Bonus("a", 1),))
    PlugInMeasure(name="acme:looks", stage="scores").of(week)
    PlugInMeasure(name="acme:looks", stage="votes").of(week)
    scores, votes = seen
    assert (scores.votes, scores.dances, scores.bonuses) == ((), week.dances, week.bonuses)
    assert (votes.votes, votes.dances, votes.bonuses) == (week.votes, (), ())


def test_what_is_missing_is_waited_for_before_a_kind_is_asked(brought: dict[str, StageKind]) -> None:
    brought["acme:never"] = kind("acme:never", "measure", StageParameters, lambda _, week: pytest.fail("it was asked"))
    with pytest.raises(CannotTabulate, match="dances without a score"):
        PlugInMeasure(name="acme:never", stage="scores").of(period(TIED, VOTES, unmarked=("1.1.a",)))
    with pytest.raises(CannotTabulate, match="no votes are on record"):
        PlugInMeasure(name="acme:never", stage="votes").of(period(TIED, None))


def test_a_kind_that_is_not_installed_is_refused_by_the_package_that_is_missing(
    brought: dict[str, StageKind],
) -> None:
    link = PlugInLink(name="acme:golden-buzzer", source=SOURCE)
    with pytest.raises(StageKindMissing) as refused:
        tabulate(rules(SHARE, chain=(link,)), period(TIED, VOTES))
    assert refused.value.statement() == (
        "The rulebook names the stage kind acme:golden-buzzer, and the package acme that brings it is not installed."
    )
    assert tabulate(rules(SHARE, chain=(link,)), period({"a": 3, "b": 2}, {"a": 3, "b": 2})).leaving == ("b",)


def test_the_hash_of_a_rulebook_covers_which_kind_it_names_and_what_it_gives_it() -> None:
    def hashed(name: str, **parameters: Any) -> str:
        link = PlugInLink.model_validate({"name": name, "parameters": parameters, "source": SOURCE})
        return rules(SHARE, chain=(link,)).hash()

    assert hashed("acme:buzzer", a=1, b="x") == hashed("acme:buzzer", b="x", a=1)
    others = {hashed("acme:buzzer", a=1), hashed("acme:buzzer", a=2), hashed("acme:other", a=1), hashed("bcme:buzzer")}
    assert len(others) == 4


class Marked(StageParameters):
    """A mark, exact."""

    mark: ExactNumber
    judges: int = 1


TEXT = """glitterball = "rulebook.v1"
id = "paper"
version = 1
title = "On paper"
applies_to = "tests"
[scale]
lowest = 1
highest = 10
source = "a test"
[sides.viewers]
counts = { kind = "votes" }
points = { kind = "share" }
source = "a test"
[[tie_chain]]
kind = "plug_in"
name = "acme:golden-buzzer"
parameters = PARAMETERS
source = "a test"
[forms.single]
says = "one leaves"
select = { kind = "lowest", couples = 1 }
leave = 1
source = "a test"
"""


@pytest.mark.parametrize(("parameters", "says"), [
    ("{ }", "tie_chain.acme:golden-buzzer.parameters.mark: it is missing"),
    ('{ mark = "ten" }', "tie_chain.acme:golden-buzzer.parameters.mark: 'ten' is not a number such as 8, 8.5 or 17/2"),
    ("{ mark = 9.5 }", "tie_chain.acme:golden-buzzer.parameters"),
    ("{ mark = 9, judges = true }", "tie_chain.acme:golden-buzzer.parameters.judges"),
    ("{ mark = 9, judge = 2 }", "tie_chain.acme:golden-buzzer.parameters.judge: no clause has that name"),
])  # fmt: skip
def test_parameters_that_do_not_fit_are_named_with_their_line(
    brought: dict[str, StageKind], parameters: str, says: str
) -> None:
    brought["acme:golden-buzzer"] = kind("acme:golden-buzzer", "link", Marked, lambda given, tie: [])
    with pytest.raises(RulebookUnreadable) as refused:
        read_rulebook(TEXT.replace("PARAMETERS", parameters), "show.toml")
    finding = refused.value.findings[0]
    assert finding.what.startswith(says)
    assert finding.where in ("show.toml:14", "show.toml:17")  # the link, or its parameters


def test_parameters_are_exact_and_come_back_from_the_log_as_they_were(brought: dict[str, StageKind]) -> None:
    given: list[Any] = []

    def answer(parameters: Any, tie: Tie) -> list[Exact]:
        given.append(parameters)
        return [0] * len(tie.couples)

    brought["acme:golden-buzzer"] = kind("acme:golden-buzzer", "link", Marked, answer)
    book = read_rulebook(TEXT.replace("PARAMETERS", '{ mark = "17/2" }'))
    stored = Rulebook.model_validate_json(book.model_dump_json())
    assert stored == book
    assert '"parameters":{"mark":"17/2"}' in stored.model_dump_json()
    tabulate(stored, period({"b": 1, "c": 1}, {"b": 1, "c": 1}))
    assert given == [Marked(mark=Fraction(17, 2))]


def test_a_text_with_a_missing_package_or_a_kind_in_the_wrong_place_is_refused(brought: dict[str, StageKind]) -> None:
    text = TEXT.replace("PARAMETERS", "{ }")
    with pytest.raises(RulebookUnreadable, match="the package acme that brings acme:golden-buzzer is not installed"):
        read_rulebook(text)
    brought["acme:golden-buzzer"] = kind("acme:golden-buzzer", "measure", StageParameters, lambda given, week: [])
    with pytest.raises(RulebookUnreadable, match="it is a kind of measure, not of link"):
        read_rulebook(text)


@pytest.mark.parametrize(
    "name", ["lot", "acme:", ":lot", "Acme:lot", "acme:gold:buzzer", "acme.x:lot", "a" * 129 + ":b"]
)
def test_no_name_without_a_package_and_a_kind_is_taken(name: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        PlugInLink(name=name, source=SOURCE)


def test_nothing_is_looked_for_where_no_rulebook_names_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.stages.plugged.FINDERS", [lambda name: pytest.fail("it was looked for")])
    assert tabulate(rules(STANDARD, chain=(SideTotal(side="viewers", source=SOURCE),)), period(TIED, VOTES)).order
    assert FINDERS, "whoever imports Glitterball finds packages"


def test_a_frozen_week_is_what_a_kind_is_given() -> None:
    tie = Tie(("b", "c"), period(TIED, VOTES), ())
    with pytest.raises(FrozenInstanceError):
        tie.couples = ()  # type: ignore[misc]
    assert Known(tie.period, tie.sides).sides == ()


def test_a_side_is_still_a_side(brought: dict[str, StageKind]) -> None:
    """The working names the package's kind, so that whoever reads it knows who has to be asked."""
    side = Side(name="judges", counts=PlugInMeasure(name="doubles:marks", stage="scores"), points=SHARE, source=SOURCE)
    outcome = tabulate(rules(SHARE).model_copy(update={"sides": (side,)}), period({"b": 1, "c": 2}, None))
    assert [step.how for step in outcome.working][:2] == ["doubles:marks", "share of the side"]


def saving(name: str, stage: Any = "ballots", select: str | None = None) -> Rulebook:
    """Two in danger, one leaves; the one or the other by a kind of a package."""
    chosen = PlugInSelect(name=select, couples=2) if select else Lowest(couples=2)
    kept = PlugInSecondStage(name=name, stage=stage, source=SOURCE) if name else None
    form = Form(name="save", says="save", select=chosen, leave=1, second_stage=kept, source=SOURCE)
    return rules(STANDARD, form, chain=(SideTotal(side="viewers", source=SOURCE),))


LEFT: dict[str, Exact] = {"a": 30, "b": 20, "c": 10, "d": 5}
ON_THE_NIGHT: dict[str, Any] = {
    "form": "save",
    "panel": Panel(("j1", "j2"), "j2"),
    "ballots": (Ballot("j1", "c"), Ballot("j2", "d")),
}


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "changes"])
def test_a_selection_that_fails_puts_nobody_in_danger_and_a_second_stage_that_fails_saves_nobody(
    brought: dict[str, StageKind], fault: str
) -> None:
    answer, _ = FAULTS[fault]
    week = period(LEFT, {"a": 4, "b": 3, "c": 2, "d": 1}, **ON_THE_NIGHT)
    brought["acme:broken"] = kind("acme:broken", "selection", StageParameters, answer)
    outcome = tabulate(saving("", select="acme:broken"), week)
    if fault not in ("few", "many"):
        assert (outcome.status, outcome.bottom, outcome.leaving, outcome.saved) == ("undecided", (), (), ())
    assert [(need.what, need.clause) for need in outcome.needs] == [
        ("an answer of acme:broken", "forms.save.select.plug_in")
    ]
    brought["acme:broken"] = kind("acme:broken", "second stage", StageParameters, answer)
    outcome = tabulate(saving("acme:broken"), week)
    assert (outcome.status, outcome.bottom, outcome.leaving, outcome.saved) == ("undecided", ("c", "d"), (), ())
    (need,) = outcome.needs
    assert (need.clause, need.couples) == ("forms.save.second_stage", ("c", "d"))
    assert need.what.startswith("an answer of acme:broken (acme:broken ")


def test_a_selection_says_who_is_in_danger_and_the_week_how_equal_ones_stand(brought: dict[str, StageKind]) -> None:
    """b is lowest by the package; a, c and d are equal there, and of them d stands lowest in the week."""

    def lowest_is_b(_: Any, candidates: Candidates) -> list[Exact]:
        return [0 if couple == "b" else 1 for couple in candidates.couples]

    brought["acme:b"] = kind("acme:b", "selection", StageParameters, lowest_is_b)
    outcome = tabulate(saving("", select="acme:b"), period(LEFT, {"a": 4, "b": 3, "c": 2, "d": 1}, form="save"))
    assert (outcome.order, outcome.bottom) == ((("a",), ("b",), ("c",), ("d",)), ("d", "b"))
    assert (outcome.leaving, outcome.saved) == (("b",), ("d",))


def test_couples_a_selection_leaves_equal_and_the_week_does_too_are_not_picked_from(
    brought: dict[str, StageKind],
) -> None:
    week = period({"a": 30, "b": 20, "c": 20}, {"a": 30, "b": 20, "c": 20}, form="single")
    select = PlugInSelect(name="doubles:nothing", couples=1)
    book = rules(SHARE, Form(name="single", says="single", select=select, leave=1, source=SOURCE))
    outcome = tabulate(book, week)
    assert (outcome.status, outcome.leaving, outcome.bottom) == ("undecided", (), ())
    assert {need.couples for need in outcome.needs} == {("b", "c")}


def test_nobody_who_is_immune_is_among_the_candidates(brought: dict[str, StageKind]) -> None:
    seen: list[tuple[str, ...]] = []

    def looks(_: Any, candidates: Candidates) -> list[Exact]:
        seen.append(candidates.couples)
        assert candidates.period.votes == (), "votes are known by what their sides make of them"
        assert [side.name for side in candidates.sides] == ["judges", "viewers"]
        return [0] * len(candidates.couples)

    brought["acme:looks"] = kind("acme:looks", "selection", StageParameters, looks)
    week = period(LEFT, {"a": 4, "b": 3, "c": 2, "d": 1}, form="save", immune=("d",))
    outcome = tabulate(saving("", select="acme:looks"), week)
    assert seen == [("a", "b", "c")]
    assert (outcome.bottom, outcome.leaving) == (("b", "c"), ("c",))


SHOWN = {"ballots": ("ballots",), "votes": ("votes",), "scores": ("dances",)}


@pytest.mark.parametrize("stage", SHOWN)
def test_a_second_stage_is_shown_what_it_says_it_looks_at_and_nothing_else(
    brought: dict[str, StageKind], stage: str
) -> None:
    seen: list[InDanger] = []

    def looks(_: Any, danger: InDanger) -> list[Exact]:
        seen.append(danger)
        return [2 if couple == "d" else 1 for couple in danger.couples]

    brought["acme:looks"] = kind("acme:looks", "second stage", StageParameters, looks)
    week = period(LEFT, {"a": 4, "b": 3, "c": 2, "d": 1}, **ON_THE_NIGHT)
    week = replace(week, votes=(*week.votes, BodyVotes("instant", (0, 0, 1, 2))))
    outcome = tabulate(saving("acme:looks", stage), week)
    assert (outcome.bottom, outcome.saved, outcome.leaving) == (("c", "d"), ("d",), ("c",))
    assert [(one.couples, one.places) for one in seen] == [(("c", "d"), 1)]
    shown = tuple(name for name in ("ballots", "votes", "dances") if getattr(seen[0].period, name))
    assert shown == SHOWN[stage]
    assert [count.body for count in seen[0].period.votes] == (["instant"] if stage == "votes" else [])


@pytest.mark.parametrize(("stage", "awaited"), [
    ("ballots", "the ballots of j2"),
    ("votes", "the votes of the instant save"),
])  # fmt: skip
def test_a_second_stage_is_not_asked_before_what_it_looks_at_is_there(
    brought: dict[str, StageKind], stage: str, awaited: str
) -> None:
    brought["acme:never"] = kind("acme:never", "second stage", StageParameters, lambda _, danger: pytest.fail("asked"))
    week = period(LEFT, {"a": 4, "b": 3, "c": 2, "d": 1}, **{**ON_THE_NIGHT, "ballots": (Ballot("j1", "c"),)})
    (need,) = tabulate(saving("acme:never", stage), week).needs
    assert need.what == awaited


def test_couples_a_second_stage_leaves_equal_stay_open(brought: dict[str, StageKind]) -> None:
    week = period(LEFT, {"a": 4, "b": 3, "c": 2, "d": 1}, **ON_THE_NIGHT)
    outcome = tabulate(saving("doubles:majority"), week)
    assert (outcome.status, outcome.saved, outcome.leaving) == ("undecided", (), ())
    (need,) = outcome.needs
    assert (need.what, need.couples) == ("a rule for couples that are equal by doubles:majority", ("c", "d"))


@pytest.mark.parametrize(("stage", "judges", "viewers"), [
    ("ballots", True, False),
    ("votes", False, True),
    ("scores", False, False),
])  # fmt: skip
def test_ballots_are_taken_and_votes_waited_for_where_a_second_stage_looks_at_them(
    stage: str, judges: bool, viewers: bool
) -> None:
    """On it hang whether a judge's ballot is refused, and whether the week waits for a vote of its own."""
    (form,) = saving("acme:looks", stage).forms
    assert form.second_stage is not None
    assert (form.second_stage.takes_ballots, form.counts_votes) == (judges, viewers)
