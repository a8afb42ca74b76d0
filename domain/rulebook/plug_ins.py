"""The stage kinds of packages that a rulebook names, and whether they can be used as it names them."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import ValidationError

from domain.misfits import clause_for
from domain.rulebook.book import Rulebook
from domain.rulebook.forms import PlugInSelect
from domain.rulebook.promises import PromiseName, Promises
from domain.rulebook.variants import variants
from domain.stages.links import PlugInLink
from domain.stages.measures import PlugInMeasure
from domain.stages.plugged import Stage, StageKindMissing, StageKindNotTaken, given_to, kind_named
from domain.stages.points import PlugInPoints
from domain.stages.second_stages import PlugInSecondStage

PlugIn = PlugInMeasure | PlugInPoints | PlugInLink | PlugInSelect | PlugInSecondStage


class Named(NamedTuple):
    """A kind of a package where a rulebook names it: the path of its clause, and what it is there."""

    path: tuple[str, ...]
    stage: Stage
    clause: PlugIn


def plug_ins_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The kinds of packages that the rulebook rests on, each once; for most rulebooks none."""
    return tuple(dict.fromkeys(named.clause.name for named in named_in(rulebook)))


def named_in(rulebook: Rulebook) -> Iterator[Named]:
    """Each clause that names a kind of a package, in the order of the rulebook."""
    for at, side in enumerate(rulebook.sides):
        if isinstance(side.counts, PlugInMeasure):
            yield Named(("sides", str(at), "counts"), "measure", side.counts)
        if isinstance(side.points, PlugInPoints):
            yield Named(("sides", str(at), "points"), "points", side.points)
    for at, link in enumerate(rulebook.tie_chain):
        if isinstance(link, PlugInLink):
            yield Named(("tie_chain", str(at)), "link", link)
    for at, form in enumerate(rulebook.forms):
        for measure in form.counts:
            if isinstance(measure, PlugInMeasure):
                yield Named(("forms", str(at), "select", "counts"), "measure", measure)
        if isinstance(form.select, PlugInSelect):
            yield Named(("forms", str(at), "select"), "selection", form.select)
        if isinstance(form.second_stage, PlugInSecondStage):
            yield Named(("forms", str(at), "second_stage"), "second stage", form.second_stage)


def named_in_readings(rulebook: Rulebook) -> Iterator[Named]:
    """The same, and after it what other readings of the assumptions name, each at the assumptions."""
    yield from named_in(rulebook)
    readings = (reading for assumption in rulebook.assumptions for reading in assumption.alternatives)
    if not any('"plug_in"' in reading for reading in readings):
        return
    for variant in variants(rulebook):
        yield from (named._replace(path=("assumptions",)) for named in named_in(variant.rulebook) if variant.switched)


def require_plug_ins(rulebook: Rulebook) -> None:
    """Refuses a rulebook that names a kind that is not installed, or names it as what it is not."""
    for named in named_in_readings(rulebook):
        for clause, why in misfits(named):
            raise StageKindNotTaken(named.clause.name, ": ".join((*clause, why)))


def misfits(named: Named) -> Iterator[tuple[tuple[str, ...], str]]:
    """What of a clause does not fit its kind: the path below the clause, and why. Refuses a kind that is not installed."""
    kind = kind_named(named.clause.name)
    if kind.stage != named.stage:
        yield (), f"it is a kind of {kind.stage}, not of {named.stage}"
        return
    try:
        given_to(kind, named.clause.parameters)
    except ValidationError as error:
        for problem in error.errors():
            yield ("parameters", *map(str, problem["loc"])), clause_for(problem)


def said_of(named: Named) -> Iterator[tuple[tuple[str, ...], str]]:
    """The same for whoever reads a rulebook as a text: a package that is missing is one more thing that does not fit."""
    try:
        yield from misfits(named)
    except StageKindMissing as refusal:
        yield ("name",), f"the package {refusal.package} that brings {refusal.kind} is not installed"
    except StageKindNotTaken as refusal:
        yield ("name",), f"{refusal.kind} cannot be used: {refusal.why}"


def promised_by(rulebook: Rulebook) -> tuple[PromiseName, ...]:
    """What a rulebook promises. One with a stage kind of a package promises that names do not matter, unless it waives that: of a
    kind that ships it is known."""
    made = rulebook.promises or Promises()
    if plug_ins_of(rulebook) and "neutral" not in made.makes and made.waived("neutral") is None:
        return (*made.makes, "neutral")
    return made.makes
