"""A rulebook in plain sentences, each with its clause and source; what is only assumed is marked."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.rulebook import Rulebook
from domain.rulebook.variants import plain
from glitterball.rules import sentences as say
from glitterball.rules.paths import meets


@dataclass(frozen=True, slots=True)
class Said:
    """One clause in a sentence. `assumed` names the assumptions it rests on; with none it is as published in `source`."""

    clause: str
    says: str
    source: str
    assumed: tuple[str, ...] = ()


def show(rulebook: Rulebook) -> tuple[Said, ...]:
    """Every clause of the rulebook in order: marks, sides, order, ties, forms, panel, immunity, then its assumptions."""
    return tuple(
        Said(
            clause,
            says,
            source,
            () if clause.startswith("assumptions.") else _assumed(rulebook, clause),
        )
        for clause, says, source in _clauses(rulebook)
    )


def written(rulebook: Rulebook) -> str:
    """The rulebook as a page of text."""
    lines = [f"{rulebook.title} ({rulebook.ref})", f"For: {rulebook.applies_to}", ""]
    for said in show(rulebook):
        lines.append(said.says)
        lines.append(f"    {said.clause} · {said.source}")
        if said.assumed:
            lines.append(f"    ASSUMED: {', '.join(said.assumed)}")
    return "\n".join(lines) + "\n"


def _assumed(rulebook: Rulebook, clause: str) -> tuple[str, ...]:
    return tuple(
        assumption.name for assumption in rulebook.assumptions if clause != "sides" and meets(assumption.clause, clause)
    )


def _clauses(rulebook: Rulebook) -> Iterator[tuple[str, str, str]]:
    scale = rulebook.scale
    yield "scale", f"Judges mark from {scale.lowest} to {scale.highest} in steps of {scale.step}.", scale.source
    for side in rulebook.sides:
        yield f"sides.{side.name}.counts", say.counted(side), side.source
        yield f"sides.{side.name}.points", say.converted(side), side.source
    sources = "; ".join(dict.fromkeys(side.source for side in rulebook.sides))
    yield "sides", say.combined(rulebook), sources
    yield from _chain(rulebook)
    for form in rulebook.forms:
        yield f"forms.{form.name}", f"{form.name}: {form.says} {say.ends(form)}", form.source
        if form.second_stage:
            yield f"forms.{form.name}.second_stage", say.decided(form.second_stage), form.second_stage.source
    if rulebook.panel:
        sizes = " or ".join(str(judges) for judges in rulebook.panel.judges)
        yield "panel", f"The panel has {sizes} judges.", rulebook.panel.source
    if rulebook.immunity:
        yield "immunity", f"Immunity means: {rulebook.immunity.means}.", rulebook.immunity.source
    for assumption in rulebook.assumptions:
        others = " | ".join(plain(reading) for reading in assumption.alternatives)
        yield (
            f"assumptions.{assumption.name}",
            f"Assumed: {assumption.says} Other readings: {others}",
            assumption.clause,
        )


def _chain(rulebook: Rulebook) -> Iterator[tuple[str, str, str]]:
    if not rulebook.tie_chain:
        says = "No rule tells couples with equal points apart; a tie stays open until people settle it."
        yield "tie_chain", says, "no clause"
    for at, link in enumerate(rulebook.tie_chain):
        begin = "Couples with equal points are told apart by" if at == 0 else "Those still equal, by"
        yield f"tie_chain.{at}", f"{begin} {say.told_apart(link)}.", link.source
