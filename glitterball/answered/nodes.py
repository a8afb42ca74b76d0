"""What is answered of the machines that work with one store."""

from collections.abc import Sequence

from glitterball.answers import Answer, Column
from glitterball.nodes import NodeRow

COLUMNS = (
    Column("machine", lambda row: f"{row.node}{' (here)' if row.here else ''}"),
    Column("publishes", lambda row: "checkpoints" if row.publishes else ""),
    Column("version", lambda row: row.version or "earlier"),
    Column("views at", lambda row: "" if row.views is None else f"{row.views:,}"),
    Column("behind", lambda row: "" if row.behind is None else f"{row.behind:,}"),
    Column("connections", lambda row: str(row.connections)),
)


def node_list(rows: Sequence[NodeRow], *, last: int, is_shared: bool) -> Answer:
    """The machines that are connected, and which of them publishes checkpoints."""
    notes = []
    if not is_shared:
        notes.append("This store is one machine's. Several work with one on a server: see docs/several-nodes.md.")
    elif not any(row.publishes for row in rows):
        notes.append("Nobody publishes checkpoints. On the machine with the key: glitterball nodes publish --key FILE")
    return Answer(
        schema="nodes", mode="", title="Machines", rows=list(rows), columns=COLUMNS, basis={"position": last}, notes=notes,
        row=NodeRow,
    )  # fmt: skip
