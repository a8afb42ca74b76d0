"""The order: by combined points, and among equals the tie chain, link by link."""

from domain.period.known import Known, divide
from domain.period.step import Step
from domain.stages.links import Link
from domain.stages.links.decision import Exhausted
from domain.tabulation.outcome import Need

EXHAUSTED = Exhausted(source="no clause: the tie chain is exhausted", who="the executive and the adjudicator")
"""A tie the rulebook does not settle stays open until an event settles it."""

Groups = tuple[tuple[int, ...], ...]


def ordered(
    chain: tuple[Link, ...], known: Known, combined: tuple[int, ...], working: list[Step] | None
) -> tuple[tuple[tuple[str, ...], ...], dict[tuple[str, ...], Need]]:
    """Couples best first, those still equal in one group, and for each such group what would tell it apart."""
    couples = known.period.couples
    everyone = tuple(range(len(couples)))
    first = divide(everyone, combined.__getitem__).groups
    groups: list[tuple[int, ...]] = []
    open_ties: dict[tuple[str, ...], Need] = {}
    for group in first:
        if len(group) == 1:
            groups.append(group)
        else:
            groups.extend(_through_the_chain(chain, group, known, working, open_ties))
    order = tuple(tuple(couples[index] for index in group) for group in groups)
    if working is not None:
        working.append(Step("order", "tie_chain", (), (), order, "by combined points, then the tie chain"))
    return order, open_ties


def _through_the_chain(
    chain: tuple[Link, ...],
    tied: tuple[int, ...],
    known: Known,
    working: list[Step] | None,
    open_ties: dict[tuple[str, ...], Need],
) -> Groups:
    """Divide a tied group link by link; a part still equal goes on to the next link."""
    pending: list[tuple[tuple[int, ...], int]] = [(tied, 0)]
    done: list[tuple[int, ...]] = []
    couples = known.period.couples
    while pending:
        group, at = pending.pop(0)
        names = tuple(couples[index] for index in group)
        if len(group) == 1:
            done.append(group)
            continue
        link = chain[at] if at < len(chain) else EXHAUSTED
        clause = f"tie_chain.{at}.{link.kind}" if at < len(chain) else "tie_chain"
        division = link.divide(group, known)
        if division.needs:
            open_ties[names] = Need(division.needs, names, clause, f"tied; the rulebook calls for {division.needs}")
            done.append(group)
            continue
        if working is not None:
            parts = tuple(tuple(couples[index] for index in part) for part in division.groups)
            compared = division.what or link.kind
            how = compared if len(parts) > 1 else f"{compared}: still equal"
            working.append(Step("tie", clause, names, division.values, parts, how, division.rests_on))
        pending = [(part, at if division.again else at + 1) for part in division.groups] + pending
    return tuple(done)
