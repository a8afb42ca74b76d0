"""Whether weeks of a form can be proved at all, whatever the votes: known from the rulebook before a line is opened."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from domain.rulebook.book import Rulebook
from domain.rulebook.forms import CalledBack, Form, Wildcard
from domain.rulebook.plug_ins import plug_ins_of
from domain.stages.measures import Bodies, Votes
from domain.stages.points import RankPoints, RawPoints, SharePoints


def hidden_measures(rulebook: Rulebook) -> tuple[Votes, ...] | tuple[Bodies, ...]:
    """What sides count of votes: one vote, or points of bodies; nothing where they are of both kinds or several votes."""
    measures = [side.counts for side in rulebook.sides if side.counts.stage == "votes"]
    votes = tuple(measure for measure in measures if isinstance(measure, Votes))
    bodies = tuple(measure for measure in measures if isinstance(measure, Bodies))
    if votes:
        return votes if len(measures) == 1 else ()
    return bodies if len(bodies) == len(measures) else ()


def gives_points(rulebook: Rulebook) -> bool:
    """Whether bodies give points of their own, which are published."""
    return any(isinstance(measure, Bodies) for measure in hidden_measures(rulebook))


def tells_equal(rulebook: Rulebook) -> bool:
    """Whether every equal count has to be disclosed as equal: where votes are made into ranks."""
    return any(isinstance(side.points, RankPoints) for side in rulebook.sides if side.counts.stage == "votes")


def measures_of(rulebook: Rulebook, form: Form) -> tuple[Votes, ...] | tuple[Bodies, ...]:
    """The same with what the form counts beside the sides, where bodies give points there too: the juries of a wildcard."""
    measures = hidden_measures(rulebook)
    bodies = tuple(measure for measure in measures if isinstance(measure, Bodies))
    if not bodies:
        return measures
    return (*bodies, *(measure for measure in form.counts if isinstance(measure, Bodies)))


def places_of(rulebook: Rulebook, form: Form, body: str) -> frozenset[int]:
    """To how many couples a body gives points, by every measure that counts it."""
    measures = measures_of(rulebook, form)
    return frozenset(
        len(measure.table) for measure in measures if isinstance(measure, Bodies) and fnmatchcase(body, measure.bodies)
    )


def against_form(rulebook: Rulebook, form: Form) -> Iterator[str]:
    """Why no week of this form can be proved, in a clause. That nobody leaves is no reason: then there is nothing to prove."""
    if kinds := plug_ins_of(rulebook):
        yield f"{rulebook.ref} names {', '.join(kinds)}, a kind of a package"
        return
    if not hidden_measures(rulebook):
        yield f"no vote is counted under {rulebook.ref}, form {form.name}, or votes in several ways"
        return
    if isinstance(form.select, CalledBack):
        yield f"form {form.name} calls couples back"
    by_points = gives_points(rulebook)
    if by_points and form.second_stage is not None:
        yield f"form {form.name} has a second stage, and bodies give points"
    if isinstance(form.select, Wildcard):
        yield from _against_wildcard(form, form.select, by_points)
    if not by_points:
        yield from _against_points(rulebook)


def _against_wildcard(form: Form, select: Wildcard, by_points: bool) -> Iterator[str]:
    """Of bodies the points are published, and who goes on follows from them; elsewhere nobody is told on air who did."""
    if not by_points:
        yield f"in form {form.name} a wildcard goes on, and no announcement says who went on by it"
    elif isinstance(select.counts, Votes):
        yield f"in form {form.name} a wildcard goes on by votes of which no points are published"


def _against_points(rulebook: Rulebook) -> Iterator[str]:
    for side in rulebook.sides:
        if side.counts.stage == "votes" and not isinstance(side.points, RankPoints | RawPoints | SharePoints):
            yield f"the votes are made into points by a {side.points.kind}"
