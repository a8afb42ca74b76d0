"""Rulebooks a show might write: every tie convention, conversion, link and form the engine knows.

A strategy without particulars of its own is made once: making one anew at every draw costs more than drawing.
"""

from fractions import Fraction
from functools import cache
from typing import get_args

from hypothesis import strategies as st

from domain.exact import Exact
from domain.rulebook.book import Immunity, Rulebook, Scale, Side
from domain.rulebook.forms import CalledBack, EveryonePlaced, Form, Lowest, Nobody, Select, TopSafe, Wildcard
from domain.stages.links import (
    Authority,
    BodiesVotedFrom,
    CountOf,
    HeadJudge,
    LastDance,
    Link,
    Lot,
    PreviousPoints,
    RunningOrder,
    SidePoints,
    SideTotal,
)
from domain.stages.measures import Bodies, Calls, Marks, Measure, Placings, Votes
from domain.stages.points import Conversion, RankPoints, RawPoints, SharePoints, TablePoints, TieConvention
from domain.stages.second_stages import DanceOff, JudgesSave, SecondStage, ViewersSave
from domain.stages.second_stages.judges_vote import Decides

SOURCE = "generated"

WHOLE = Scale(lowest=1, highest=10, source=SOURCE)
HALVES = Scale(lowest=1, highest=10, step=Fraction(1, 2), source=SOURCE)
FROM_ZERO = Scale(lowest=0, highest=6, step=Fraction(1, 10), source=SOURCE)
SCALES = (WHOLE, HALVES, FROM_ZERO)

CONVERSIONS: tuple[Conversion, ...] = (
    *(RankPoints(ties=ties) for ties in get_args(TieConvention)),
    SharePoints(),
    RawPoints(),
    TablePoints(table=(12, 10, 8, 7, 6, 5, 4, 3, 2, 1)),
    TablePoints(table=(3, Fraction(3, 2))),
)

BODIES: tuple[Bodies, ...] = (
    Bodies(bodies="televote/*", table=(12, 10, 8, 7, 6, 5, 4, 3, 2, 1), ties="shared"),
    Bodies(bodies="televote/*", table=(2, 1), ties="refused"),
    Bodies(bodies="televote/*", table=(3, 2, 1), ties="by another body", other="jury/*"),
)

MEASURES_OF_JUDGES: tuple[Measure, ...] = (Marks(), Placings(), Calls())
MEASURES_OF_VIEWERS: tuple[Measure, ...] = (*BODIES, *BODIES, Votes())

LAST_LINKS: tuple[tuple[Link, ...], ...] = (
    (),
    (Lot(source=SOURCE),),
    (Authority(who="the executive", source=SOURCE),),
)
"""How a chain may end: open, or with a lot or a decision for whoever is equal in everything compared before."""

WEIGHTS: tuple[Exact, ...] = (1, 1, 1, 2, Fraction(1, 2), Fraction(2, 3))

RULES: tuple[Decides, ...] = get_args(Decides)

SECOND_STAGES: tuple[SecondStage, ...] = (
    *(JudgesSave(decides=rule, source=SOURCE) for rule in RULES),
    *(DanceOff(decides=rule, source=SOURCE) for rule in RULES),
    DanceOff(decides="casting vote", casting="head judge", source=SOURCE),
    DanceOff(decides="casting vote", casting="as seated", source=SOURCE),
    ViewersSave(source=SOURCE),
)


def _form(name: str, select: Select, leave: int = 0, at_once: int = 0) -> Form:
    return Form(name=name, says=name, select=select, leave=leave, out_at_once=at_once, source=SOURCE)


Shape = tuple[str, Select, int, int]
"""Name, selection, how many leave, how many of them at once."""


def form_with_second_stage(shape: Shape, save: SecondStage) -> Form:
    """A form in which `save` keeps some of those in danger."""
    name, select, leave, at_once = shape
    return Form(name=name, says=name, select=select, leave=leave, out_at_once=at_once, second_stage=save, source=SOURCE)


PLAIN_FORMS: tuple[Form, ...] = (
    _form("single", Lowest(couples=1), 1),
    _form("single-of-two", Lowest(couples=2), 1),
    _form("double", Lowest(couples=2), 2),
    _form("double-of-three", Lowest(couples=3), 2),
    _form("danger-only", Lowest(couples=2)),
    _form("top-two-safe", TopSafe(couples=2), 1),
    _form("top-one-safe", TopSafe(couples=1), 2),
    _form("nobody-leaves", Nobody()),
    _form("finale", EveryonePlaced()),
    _form("finale-with-shared-places", EveryonePlaced(shared_places=True)),
)


JURIES = Bodies(bodies="juries/*", table=(12, 10, 8, 7, 6, 5, 4, 3, 2, 1), ties="shared")
WILDCARD_FORMS: tuple[Form, ...] = (
    _form("first-and-a-wildcard", Wildcard(couples=1, counts=JURIES), 1),
    _form("first-two-and-a-wildcard", Wildcard(couples=2, counts=Votes(bodies="hall")), 2),
    _form("first-and-two-wildcards", Wildcard(couples=1, wildcards=2, counts=Votes(bodies="hall")), 1),
)
"""Forms whose selection has a count of its own, for `complete_weeks`: nobody else delivers those votes."""

CALLED_BACK_FORMS: tuple[Form, ...] = (
    _form("round-of-two", CalledBack(couples=2)),
    _form("round-of-three", CalledBack(couples=3)),
)
"""Rounds before a final, for `complete_weeks`."""


@cache
def second_stage_forms() -> st.SearchStrategy[Form]:
    """Forms in which judges or viewers keep some of those in danger, double eliminations with a save among them."""
    shapes: st.SearchStrategy[Shape] = st.sampled_from(
        (
            ("save", Lowest(couples=2), 1, 0),
            ("save-of-three", Lowest(couples=3), 1, 0),
            ("two-of-three-saved", Lowest(couples=3), 2, 0),
            ("double-with-save", Lowest(couples=3), 2, 1),
            ("top-two-safe-with-save", TopSafe(couples=2), 1, 0),
            ("top-one-safe-double-with-save", TopSafe(couples=1), 2, 1),
        )
    )
    return st.builds(form_with_second_stage, shapes, st.sampled_from(SECOND_STAGES))


@cache
def forms() -> st.SearchStrategy[Form]:
    """How a week may end."""
    return st.one_of(st.sampled_from(PLAIN_FORMS), second_stage_forms())


@cache
def forms_of_every_kind() -> st.SearchStrategy[Form]:
    """How a week may end, with the wildcards among them."""
    saved: st.SearchStrategy[Shape] = st.sampled_from(
        (("wildcard-and-a-save", Wildcard(couples=1, counts=Votes(bodies="hall")), 1, 0),)
    )
    with_save = st.builds(form_with_second_stage, saved, st.sampled_from(SECOND_STAGES))
    return st.one_of(forms(), forms(), forms(), st.sampled_from((*WILDCARD_FORMS, *CALLED_BACK_FORMS)), with_save)


@cache
def links(sides: tuple[str, ...]) -> st.SearchStrategy[Link]:
    """The links of a tie chain for a rulebook with these sides."""
    compared: list[Link] = [LastDance(source=SOURCE), PreviousPoints(source=SOURCE)]
    for side in sides:
        compared += [SideTotal(side=side, source=SOURCE), SidePoints(side=side, source=SOURCE)]
    compared += [RunningOrder(source=SOURCE), HeadJudge(source=SOURCE), Lot(source=SOURCE)]
    return st.sampled_from([*compared, Authority(who="the executive", source=SOURCE)])


@cache
def _chains(sides: tuple[str, ...], most: int, counted_in_bodies: str | None = None) -> st.SearchStrategy[list[Link]]:
    """Up to `most` different links; `counted_in_bodies` names a side whose bodies a link may look at."""
    link = links(sides)
    if counted_in_bodies is not None:
        count = CountOf(side=counted_in_bodies, source=SOURCE)
        voted_from = BodiesVotedFrom(side=counted_in_bodies, source=SOURCE)
        link = st.one_of(link, st.sampled_from((count, voted_from)))
    return st.lists(link, max_size=most, unique_by=lambda link: (link.kind, getattr(link, "side", "")))


@cache
def _books_of(form: st.SearchStrategy[Form]) -> st.SearchStrategy[list[Form]]:
    """The forms of a rulebook: one to four."""
    return st.lists(form, min_size=1, max_size=4, unique_by=lambda form: form.name)


@st.composite
def sides_of_a_show(draw: st.DrawFn) -> tuple[Side, ...]:
    """The judges' side, the viewers' side, or mostly both."""
    weight = st.sampled_from(WEIGHTS)
    conversion = st.sampled_from(CONVERSIONS)
    judges = Side(name="judges", counts=Marks(), points=draw(conversion), weight=draw(weight), source=SOURCE)
    bodies = draw(st.sampled_from(("viewers", "viewers", "viewers", "*")))
    counts = Votes(bodies=bodies)
    viewers = Side(name="viewers", counts=counts, points=draw(conversion), weight=draw(weight), source=SOURCE)
    return draw(st.sampled_from(((judges, viewers),) * 6 + ((viewers, judges), (judges,), (viewers,))))


@st.composite
def rulebooks_of_every_kind(draw: st.DrawFn) -> Rulebook:
    """A rulebook with any kind of stage there is, voting bodies and the placings of a final among them.

    Weeks under one of these are `complete_weeks`: in `weeks` nobody votes in bodies, and no card is a strict order.
    """
    of_judges = draw(st.sampled_from(MEASURES_OF_JUDGES))
    of_viewers = draw(st.sampled_from(MEASURES_OF_VIEWERS))
    judges, viewers = (
        Side(name=name, counts=counts, points=draw(st.sampled_from(CONVERSIONS)), weight=1, source=SOURCE)
        for name, counts in (("judges", of_judges), ("viewers", of_viewers))
    )
    sides = draw(st.sampled_from(((judges, viewers), (viewers,), (viewers,), (judges,))))
    in_bodies = viewers in sides and isinstance(viewers.counts, Bodies)
    chain = draw(_chains(tuple(side.name for side in sides), 4, viewers.name if in_bodies else None))
    return Rulebook(
        id="generated",
        version=1,
        title="A generated show of every kind",
        applies_to="tests",
        scale=WHOLE,
        sides=sides,
        tie_chain=(
            *(link for link in chain if not isinstance(link, Lot | Authority)),
            *draw(st.sampled_from(LAST_LINKS)),
        ),
        forms=tuple(draw(_books_of(forms_of_every_kind()))),
    )


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """A rulebook: one or two sides under any conversion, a tie chain of up to three links, one to four forms."""
    sides = draw(sides_of_a_show())
    names = tuple(side.name for side in sides)
    chain = draw(_chains(names, 3))
    means = draw(st.sampled_from((None, "safe from elimination", "excused from the dance-off")))
    return Rulebook(
        id="generated",
        version=1,
        title="A generated show",
        applies_to="tests",
        scale=draw(st.sampled_from(SCALES)),
        sides=sides,
        tie_chain=tuple(chain),
        forms=tuple(draw(_books_of(forms()))),
        immunity=Immunity(means=means, source=SOURCE) if means else None,  # type: ignore[arg-type] # sampled_from widens it
    )
