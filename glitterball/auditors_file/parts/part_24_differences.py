"""What differs between an outcome as certified and as recomputed: the couple, and the number before and after."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from .part_02_spellings import Json

TOLD = 4
"""Differences told of one field; how many more there are is said."""


def differences(field: str, certified: Json, again: Json, sides: list[str]) -> str:
    """What differs in a field, each as `certified A, recomputed B`."""
    if field != "standings":
        return f"certified {_said(certified)}, recomputed {_said(again)}"
    found = list(_of_standings(certified, again, sides))
    more = [f"{len(found) - TOLD} more"] if len(found) > TOLD else []
    return "; ".join([*islice(found, TOLD), *more])


def _of_standings(certified: Json, again: Json, sides: list[str]) -> Iterator[str]:
    then, now = ({line["couple"]: line for line in lines} for lines in (certified, again))
    for couple in sorted(then.keys() | now.keys()):
        if couple not in then or couple not in now:
            yield f"{couple} {'is certified only' if couple in then else 'is missing as certified'}"
            continue
        for name in ("raw", "points", "combined", "place", "result"):
            one, other = then[couple].get(name), now[couple].get(name)
            if name in ("raw", "points") and len(one) == len(other):
                pairs = zip(one, other, sides, strict=False)
                yield from (
                    f"{couple}, {side if name == 'raw' else f'points of {side}'}: certified {before}, recomputed {after}"
                    for before, after, side in pairs
                    if before != after
                )
            elif one != other:
                yield f"{couple}, {name}: certified {_said(one)}, recomputed {_said(other)}"
    if list(then) != list(now) and then == now:
        yield "the lines stand in another order"


def _said(value: Json) -> str:
    """Couples or sides one after the other, cuts by week; what is absent as none."""
    if isinstance(value, list | tuple):
        told = [
            f"week {cut['week']} up to event {cut['position']}" if isinstance(cut, dict) else str(cut) for cut in value
        ]
        return ", ".join(told) or "nobody"
    return "none" if value is None else str(value)
