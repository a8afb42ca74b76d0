"""The sentence of each kind of stage, in the show's words. Every match ends in `assert_never`: a new kind needs a sentence."""

from typing import Any, assert_never

from domain.rulebook.book import Rulebook, Side
from domain.rulebook.forms import CalledBack, EveryonePlaced, Form, Lowest, Nobody, PlugInSelect, TopSafe, Wildcard
from domain.stages import links as li
from domain.stages import measures as me
from domain.stages import points as po
from domain.stages import second_stages as se
from domain.stages.plugged import given_to, kind_named

LONGEST_PHRASE = 300
"""Characters of what a kind of a package says of itself that are told."""

TIES = {"standard": "3, 3, 1", "dense": "3, 3, 2", "low": "2, 2, 1", "average": "2½, 2½, 1"}


def named(side: str) -> str:
    """`the judges' side`, `the televote's side`."""
    return f"the {side.replace('-', ' ')}{chr(39) if side.endswith('s') else chr(39) + 's'} side"


def counted(side: Side) -> str:
    """What a side counts."""
    return f"{measured(named(side.name).capitalize(), side.counts)}."


def measured(what: str, counts: me.Measure) -> str:
    """What is counted, by a side or in a selection, without its full stop."""
    match counts:
        case me.Marks():
            return f"{what} counts every mark of the scoring period, with team dances and bonus points"
        case me.Votes(bodies=bodies):
            whose = "all votes" if bodies == "viewers" else f"all votes of {bodies}"
            return f"{what} counts {whose} of the scoring period that were not voided"
        case me.Bodies(bodies=bodies, table=table, ties=ties, other=other):
            first = f"{what} adds what each voting body {bodies} gives: {listed(table)} to its best."
            equal = {
                "refused": "A body must order equal couples itself",
                "shared": "Couples equal in a body share the points of their places",
                "by another body": f"Couples equal in a body are ordered by {other}",
            }
            return f"{first} {equal[ties]}"
        case me.Placings():
            return (
                f"{what} places the couples by the Skating System, Rules 5 to 11; each judge orders them in every dance"
            )
        case me.Calls():
            return f"{what} counts how many judges called a couple back, over all dances (Skating System, Rules 1 to 4)"
        case me.PlugInMeasure(name=name, parameters=parameters):
            return f"{what} counts {plugged(name, parameters)}"
        case _:
            assert_never(counts)


def converted(side: Side) -> str:
    """How a side becomes points."""
    match side.points:
        case po.RankPoints(ties=ties):
            points = f"two tied at the top of three get {TIES[ties]} ({ties} ties)"
            return f"On {named(side.name)} the best of N couples gets N points and the last 1; {points}."
        case po.SharePoints():
            return f"A couple's points from {named(side.name)} are its share of the whole."
        case po.TablePoints(table=table):
            return f"On {named(side.name)} the couples get {listed(table)} points by place."
        case po.RawPoints():
            return f"What {named(side.name)} counts are the points, as they are."
        case po.PlugInPoints(name=name, parameters=parameters):
            return f"A couple's points from {named(side.name)} are {plugged(name, parameters)}."
        case _:
            assert_never(side.points)


def listed(numbers: tuple[object, ...]) -> str:
    """`12, 10, 8`."""
    return ", ".join(str(number) for number in numbers)


def combined(rulebook: Rulebook) -> str:
    """How the sides are put together."""
    parts = [f"{'' if side.weight == 1 else f'{side.weight} × '}{named(side.name)}" for side in rulebook.sides]
    if len(parts) == 1:
        return f"Couples are ordered by the points of {parts[0]} alone; most is best."
    return f"The points are added: {' + '.join(parts)}; most is best."


def told_apart(link: li.Link) -> str:
    """What breaks a tie, to follow `equal couples are told apart by`."""
    match link:
        case li.SideTotal(side=side):
            return f"what {named(side)} counted, more is better"
        case li.SidePoints(side=side):
            return f"the points of {named(side)}, more is better"
        case li.LastDance():
            return "the judges' total of the last dance"
        case li.PreviousPoints():
            return "the combined points of the week before"
        case li.RunningOrder():
            return "the running order, earlier is better"
        case li.HeadJudge():
            return "the head judge's marks"
        case li.BodiesVotedFrom(side=side):
            return f"how many voting bodies of {named(side)} gave points"
        case li.CountOf(side=side):
            return f"how often voting bodies of {named(side)} gave the highest points, then the next lower, and so on"
        case li.Lot():
            return "a lot, drawn and recorded"
        case li.Authority(who=who):
            return f"a recorded decision of {who}"
        case li.PlugInLink(name=name, parameters=parameters):
            return f"{plugged(name, parameters)}, more is better"
        case _:
            assert_never(link)


def plugged(name: str, parameters: tuple[tuple[str, Any], ...]) -> str:
    """What a kind of a package says of itself, with its name; where it cannot say it, the name alone."""
    try:
        kind = kind_named(name)
        says = kind.says(given_to(kind, parameters))
    except Exception:  # whatever code of somebody else does: the sentence is no reason to lose the page
        return f"what {name} works out"
    words = " ".join(says.split()) if isinstance(says, str) else ""
    return f"{words[:LONGEST_PHRASE]} ({name})" if words else f"what {name} works out"


def ends(form: Form) -> str:
    """How a week of this form ends."""
    match form.select:
        case Nobody():
            return "Nobody is in danger."
        case EveryonePlaced(shared_places=shared):
            return (
                f"Every couple gets a place; couples still equal {'share theirs' if shared else 'must be told apart'}."
            )
        case Lowest(couples=couples):
            danger = f"The {couples} lowest are in danger" if couples > 1 else "The lowest is in danger"
        case TopSafe(couples=couples):
            danger = f"The {couples} best are safe and all others in danger"
        case CalledBack(couples=couples):
            equal = "Couples equal at the cut go on all or none, as the chairman decides"
            return (
                f"Each judge calls back {couples}; the {couples} with most calls go on and all others leave. {equal}."
            )
        case Wildcard(couples=couples, wildcards=wildcards, counts=counts):
            best = "the best" if wildcards == 1 else f"the {wildcards} best"
            by = measured("that count", counts)
            going = f"The first {couples} go on and, of the rest, {best} by a count of their own ({by})"
            danger = f"{going}; all others are in danger"
        case PlugInSelect(name=name, couples=couples, parameters=parameters):
            lowest = f"The {couples} lowest are" if couples > 1 else "The lowest is"
            danger = f"{lowest} in danger by {plugged(name, parameters)}, more is better"
        case _:
            assert_never(form.select)
    first = "the lowest" if form.out_at_once == 1 else f"the {form.out_at_once} lowest"
    at_once = f", {first} of them at once" if form.out_at_once else ""
    return f"{danger}; {leaving(form.leave)}{at_once}."


def leaving(couples: int) -> str:
    """`nobody leaves`, `1 leaves`, `2 leave`."""
    return "nobody leaves" if couples == 0 else f"{couples} {'leaves' if couples == 1 else 'leave'}"


def decided(stage: se.SecondStage) -> str:
    """How the second stage decides."""
    match stage:
        case se.ViewersSave(bodies=bodies):
            return f"The viewers save at once: most votes of {bodies}."
        case se.JudgesSave() | se.DanceOff():
            first = (
                "The judges save"
                if isinstance(stage, se.JudgesSave)
                else "Those in danger dance again and the judges save"
            )
            return f"{first}: {_ballots(stage)}."
        case se.PlugInSecondStage(name=name, stage=of, bodies=bodies, parameters=parameters):
            by = {"ballots": "The judges' ballots", "votes": f"The votes of {bodies}", "scores": "The scores"}[of]
            return f"{by} save whoever has most by {plugged(name, parameters)}."
        case _:
            assert_never(stage)


def _ballots(stage: se.JudgesSave | se.DanceOff) -> str:
    if stage.decides == "majority":
        return "the majority of their ballots"
    if stage.decides == "head judge counts twice":
        return "unless the others are unanimous, the head judge's ballot counts as two"
    holder = {"head judge": "the head judge", "as seated": "the judge named for the night"}.get(stage.casting or "", "")
    return f"the majority; on a tie the casting vote{f' of {holder}' if holder else ''} decides"
