"""Ties a rulebook leaves open, and tie rules that can never speak."""

from collections.abc import Iterator

from domain.rulebook import Rulebook, Side
from domain.rulebook.forms import CalledBack, EveryonePlaced, Form, Nobody
from domain.stages.links import Authority, Link, Lot, RunningOrder, SidePoints, SideTotal
from domain.stages.measures import Bodies, Votes
from domain.stages.points import RankPoints, TablePoints
from glitterball.rules.checks.problem import Problem
from glitterball.rules.sentences import named


def tie_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """No tie rule where couples can tie; a chain that leaves ties; a link that can never tell anyone apart."""
    yield from _ties_within_a_side(rulebook)
    yield from _links_that_never_speak(rulebook)
    if any(_needs_an_order(form) for form in rulebook.forms):
        yield from _ties_left_open(rulebook)


def _ties_within_a_side(rulebook: Rulebook) -> Iterator[Problem]:
    for side in rulebook.sides:
        if isinstance(side.points, TablePoints):
            what = f"couples tied on {named(side.name)} for a place of the points table cannot be tabulated; no clause says how"
            yield Problem(f"sides.{side.name}.points", what, "warning")
        if isinstance(side.counts, Bodies) and side.counts.ties == "refused":
            what = "a voting body with equal votes for places that carry points keeps the week from being tabulated"
            yield Problem(f"sides.{side.name}.counts.ties", f"{what} until it orders them itself", "note")


def _needs_an_order(form: Form) -> bool:
    if isinstance(form.select, EveryonePlaced):
        return not form.select.shared_places
    return not isinstance(form.select, Nobody | CalledBack)


def _links_that_never_speak(rulebook: Rulebook) -> Iterator[Problem]:
    equal = _equal_at_first(rulebook)
    for at, link in enumerate(rulebook.tie_chain):
        clause = f"tie_chain.{at}"
        if equal is None:
            before = rulebook.tie_chain[at - 1].kind
            yield Problem(
                clause, f"{link.kind} is never reached: {before} before it leaves no couples equal", "warning"
            )
            return
        if isinstance(link, SideTotal | SidePoints) and link.side in equal:
            what = f"{link.kind} can tell nobody apart: couples that reach it are equal on {named(link.side)} already"
            yield Problem(clause, what, "warning")
        equal = _equal_after(link, equal, rulebook)


def _ties_left_open(rulebook: Rulebook) -> Iterator[Problem]:
    equal: frozenset[str] | None = _equal_at_first(rulebook)
    for link in rulebook.tie_chain:
        if equal is None:
            return
        equal = _equal_after(link, equal, rulebook)
    if equal is None:
        return
    tried = ", ".join(dict.fromkeys(link.kind for link in rulebook.tie_chain))
    voted = any(side.name in equal and isinstance(side.counts, Votes) for side in rulebook.sides)
    if voted:
        what = "couples with the same number of votes stay tied; until an event settles it such a week is undecided"
        yield Problem("tie_chain", what, "note")
    elif rulebook.tie_chain:
        what = f"the chain can leave couples tied that are equal in combined points and in {tried}; end it with votes or a lot"
        yield Problem("tie_chain", what, "warning")
    elif _rarely_equal(rulebook):
        what = "no rule for couples with equal combined points; rare with shares or raw votes, but then undecided"
        yield Problem("tie_chain", what, "warning")
    else:
        what = "no rule for couples with equal combined points; with rank points the lowest are tied in 20 to 33 % of weeks"
        yield Problem("tie_chain", what if _ranks(rulebook) else "no rule for couples with equal combined points")


def _ranks(rulebook: Rulebook) -> bool:
    return all(isinstance(side.points, RankPoints) for side in rulebook.sides) and len(rulebook.sides) > 1


def _rarely_equal(rulebook: Rulebook) -> bool:
    return any(isinstance(side.counts, Votes) and side.points.kind in ("share", "raw") for side in rulebook.sides)


def _equal_at_first(rulebook: Rulebook) -> frozenset[str] | None:
    """The sides on which couples with equal combined points are surely equal: the only side there is."""
    return _with_the_last(frozenset(), rulebook)


def _equal_after(link: Link, equal: frozenset[str], rulebook: Rulebook) -> frozenset[str] | None:
    """The sides on which couples a link left equal are surely equal; None when it leaves nobody equal."""
    if isinstance(link, Lot | Authority | RunningOrder):
        return None
    if isinstance(link, SideTotal) or (isinstance(link, SidePoints) and _one_to_one(_side(rulebook, link.side))):
        return _with_the_last(equal | {link.side}, rulebook)
    return equal


def _with_the_last(equal: frozenset[str], rulebook: Rulebook) -> frozenset[str]:
    """Equal combined points and equal points on all sides but one mean equal points on that one too."""
    others = [side for side in rulebook.sides if side.name not in equal]
    if len(others) == 1 and _one_to_one(others[0]):
        return equal | {others[0].name}
    return equal


def _one_to_one(side: Side) -> bool:
    """Whether equal points mean equal raw values; a table gives 0 to many."""
    return not isinstance(side.points, TablePoints)


def _side(rulebook: Rulebook, name: str) -> Side:
    return next(side for side in rulebook.sides if side.name == name)
