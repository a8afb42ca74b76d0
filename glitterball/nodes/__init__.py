"""Several machines at one store: one signs checkpoints, the others wait for them, and each says how far it has come.

Start reading at `signing.keep_signing`, then `waiting.await_checkpoint`, then `seeing.nodes_seen`.
"""

from glitterball.nodes.seeing import NodeRow, nodes_seen
from glitterball.nodes.signing import keep_signing
from glitterball.nodes.waiting import Awaited, await_checkpoint

__all__ = ["Awaited", "NodeRow", "await_checkpoint", "keep_signing", "nodes_seen"]
