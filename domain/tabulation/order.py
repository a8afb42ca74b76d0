"""The order: by combined points, and among equals the tie chain, link by link."""

from typing import NamedTuple

from domain.period.known import Division, Group, Known, grouped
from domain.period.step import Step
from domain.stages.links import Link
from domain.stages.links.decision import Exhausted
from domain.tabulation.outcome import Need

EXHAUSTED = Exhausted(source="no clause: the tie chain is exhausted", who="the executive and the adjudicator")
"""A tie the rulebook does not settle stays open until an event settles it."""

Order = tuple[tuple[str, ...], ...]
"""Couples best first, those still equal in one group."""


class Ordered(NamedTuple):
    """The order, for each group still tied what would tell it apart, and the steps that led there."""

    order: Order
    open_ties: tuple[Need, ...]
    steps: tuple[Step, ...]

    def need(self, group: tuple[str, ...]) -> Need:
        """What would tell a tied group apart; without its immune couples it is part of the group that was tied."""
        return next(need for need in self.open_ties if set(group) <= set(need.couples))


class Untied(NamedTuple):
    """A tied group after the chain: its parts best first, what tells the rest apart, and the steps."""

    groups: tuple[Group, ...]
    open_ties: tuple[Need, ...]
    steps: tuple[Step, ...]


def ordered(chain: tuple[Link, ...], known: Known, combined: tuple[int, ...], explain: bool) -> Ordered:
    """Couples best first, those still equal in one group, and for each such group what would tell it apart.

    Without `explain` no steps are told.
    """
    couples = known.period.couples
    groups: list[Group] = []
    open_ties: list[Need] = []
    steps: list[Step] = []
    for group in grouped(tuple(range(len(couples))), combined):
        if len(group) == 1:
            groups.append(group)
            continue
        untied = _through_the_chain(chain, group, known, explain)
        groups.extend(untied.groups)
        open_ties.extend(untied.open_ties)
        steps.extend(untied.steps)
    alone = tuple(zip(couples))
    order = tuple([alone[group[0]] if len(group) == 1 else _named(group, couples) for group in groups])
    if explain:
        how = "by combined points, then the tie chain"
        steps.append(Step(stage="order", clause="tie_chain", groups=order, how=how))
    return Ordered(order, tuple(open_ties), tuple(steps))


def _through_the_chain(chain: tuple[Link, ...], tied: Group, known: Known, explain: bool) -> Untied:
    """Divide a tied group link by link; a part still equal goes on to the next link."""
    pending: list[tuple[Group, int]] = [(tied, 0)]
    done: list[Group] = []
    open_ties: list[Need] = []
    steps: list[Step] = []
    couples = known.period.couples
    while pending:
        group, at = pending.pop(0)
        if len(group) == 1:
            done.append(group)
            continue
        link = chain[at] if at < len(chain) else EXHAUSTED
        division = link.divide(group, known)
        if division.needs or explain:
            names = _named(group, couples)
            clause = f"tie_chain.{at}.{link.kind}" if at < len(chain) else "tie_chain"
            if division.needs:
                open_ties.append(Need(division.needs, names, clause, f"tied; the rulebook calls for {division.needs}"))
                done.append(group)
                continue
            steps.append(_compared(link, clause, names, division, known))
        if len(division.groups) == len(group):
            done.extend(division.groups)
            continue
        pending = [(part, at if division.again else at + 1) for part in division.groups] + pending
    return Untied(tuple(done), tuple(open_ties), tuple(steps))


def _named(group: Group, couples: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(couples.__getitem__, group))


def _compared(link: Link, clause: str, tied: tuple[str, ...], division: Division, known: Known) -> Step:
    couples = known.period.couples
    parts = tuple([_named(part, couples) for part in division.groups])
    compared = division.what or link.kind
    return Step(
        stage="tie",
        clause=clause,
        about=tied,
        values=division.values,
        groups=parts,
        how=compared if len(parts) > 1 else f"{compared}: still equal",
        rests_on=division.rests_on,
    )
