"""The alarm: what somebody who has seen READY must be told at once. Pure."""

from collections.abc import Collection

from domain.plurals import count_of
from glitterball.desk.board import Board
from projections.sentences import Row


def alarms(before: Board | None, after: Board, news: tuple[Row, ...], own: Collection[int] = ()) -> tuple[str, ...]:
    """What to sound between two looks at a week: that READY turned to NOT READY, or that something changed after READY.

    `news` are the events told since the first look; what was said at this desk itself (`own` positions) is no surprise, but
    that the week is NOT READY any more always is.
    """
    if before is None or not before.ready:
        return ()
    if not after.ready:
        why = "; ".join(reason.what for reason in after.errors[:2])
        more = f" and {len(after.errors) - 2} more" if len(after.errors) > 2 else ""
        return (f"READY turned to NOT READY: {why}{more}",)
    others = [row for row in news if row.position not in own]
    told = [f"changed after READY at {row.position}: {row.sentence}" for row in others]
    if not told and before.gateways != after.gateways:
        told = ["changed after READY: what the gateways delivered"]
    if len(told) > 2:
        told = [*told[:1], f"changed after READY: {count_of(len(told) - 1, 'more event')}, see the log"]
    return tuple(told)
