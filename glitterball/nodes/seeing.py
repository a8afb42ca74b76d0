"""Who works with a store: which machines are connected, which of them signs, what each runs, how far its views are behind."""

from dataclasses import dataclass

from glitterball.log import EventLog


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRow:
    """One machine. `views` and `behind`, in events, are unknown where no process keeps its views just now; `version` where the
    machine runs one that does not say so."""

    node: str
    here: bool
    publishes: bool
    version: str | None
    views: int | None
    behind: int | None
    connections: int


def nodes_seen(log: EventLog) -> tuple[NodeRow, ...]:
    """The machines that are connected to a store now; none of a store in a file or in memory, which is one machine's."""
    if log.shared is None:
        return ()
    last, here = log.last_position(), log.shared.here
    return tuple(
        NodeRow(
            node=seen.node,
            here=seen.node == here,
            publishes=seen.publishes,
            version=seen.version,
            views=seen.views,
            behind=None if seen.views is None else max(last - seen.views, 0),
            connections=seen.connections,
        )
        for seen in log.shared.nodes()
    )
