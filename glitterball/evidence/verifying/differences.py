"""What differs between an outcome as certified and as recomputed: the couple, and the number before and after."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from domain.season.events import CertifiedLine, OutcomeCertified
from projections.names import listed
from projections.numbers import number

TOLD = 4
"""Differences told of one field; a reader needs the first, and how many more there are."""


def differences(
    certified: OutcomeCertified, again: OutcomeCertified, field: str, names: Mapping[str, str]
) -> Iterator[str]:
    """What differs in a field, each as `certified A, recomputed B`."""
    one, other = getattr(certified, field), getattr(again, field)
    if field == "standings":
        found = list(_of_standings(certified, again, names))
        yield from islice(found, TOLD)
        if len(found) > TOLD:
            yield f"{len(found) - TOLD} more"
    elif field in ("leaving", "bottom", "saved"):
        yield f"certified {_couples(one, names)}, recomputed {_couples(other, names)}"
    elif field == "cuts":
        yield f"certified {_cuts(one)}, recomputed {_cuts(other)}"
    elif field == "sides":
        yield f"certified {listed(one)}, recomputed {listed(other)}"
    else:
        yield f"certified {one}, recomputed {other}"


def _of_standings(certified: OutcomeCertified, again: OutcomeCertified, names: Mapping[str, str]) -> Iterator[str]:
    then, now = ({line.couple: line for line in fact.standings} for fact in (certified, again))
    for couple in sorted(then.keys() | now.keys()):
        named = names.get(couple, couple)
        if couple not in then or couple not in now:
            yield f"{named} {'is certified only' if couple in then else 'is missing as certified'}"
            continue
        for what, before, after in _numbers(then[couple], now[couple], again.sides):
            yield f"{named}, {what}: certified {before}, recomputed {after}"
    if list(then) != list(now) and then.keys() == now.keys() and all(then[couple] == now[couple] for couple in then):
        yield "the lines stand in another order"


def _numbers(then: CertifiedLine, now: CertifiedLine, sides: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for field, what in (("raw", "{}"), ("points", "points of {}")):
        for at, (before, after) in enumerate(zip(getattr(then, field), getattr(now, field), strict=False)):
            if before != after:
                yield what.format(sides[at] if at < len(sides) else at + 1), number(before), number(after)
        if len(getattr(then, field)) != len(getattr(now, field)):
            yield f"how many {field}", str(len(getattr(then, field))), str(len(getattr(now, field)))
    for field in ("combined", "place", "result"):
        one, other = getattr(then, field), getattr(now, field)
        if one != other:
            yield field, _said(one), _said(other)


def _said(value: Any) -> str:
    return "none" if value is None else value if isinstance(value, str) else number(value)


def _couples(couples: tuple[str, ...], names: Mapping[str, str]) -> str:
    return listed([names.get(couple, couple) for couple in couples]) or "nobody"


def _cuts(cuts: Any) -> str:
    return listed([f"week {cut.week} up to event {cut.position}" for cut in cuts]) or "no votes"
