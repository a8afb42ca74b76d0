"""What the machines of one store have in common beside its events: who signs checkpoints, what was signed, who is there.

Only a store on a server has it. What is kept of checkpoints is a second copy: the promise never to sign what contradicts an
earlier signature is the register's, which lies with the key.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Signed(NamedTuple):
    """A checkpoint as it was signed. `key` is the public half of the key, as text."""

    key: str
    size: int
    root: bytes
    note: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSeen:
    """A machine that is connected to the store: the name it has given itself, which version it runs, how far its views have come
    (none where nobody keeps them there just now), with how many connections, and whether it signs checkpoints."""

    node: str
    version: str | None
    views: int | None
    connections: int
    publishes: bool


class Shared(Protocol):
    """What machines have in common. All of it refuses as the log does; none of it is remembered from one call to the next."""

    @property
    def here(self) -> str:
        """What this machine has called itself."""
        ...

    def lease(self) -> AbstractContextManager[None]:
        """While it lasts nobody else signs checkpoints of this store. Refuses (`PublisherElsewhere`) where somebody does.

        It may be taken within itself. A machine that loses its connection loses it, and gets it again unless another came.
        """
        ...

    def settle(self) -> None:
        """Wait until all that was recorded so far is wherever a commit has to be before it is answered. Refuses (`StandbyBehind`)
        where it is not: the next server to take over might not have it."""
        ...

    def keep(self, signed: Signed) -> str:
        """Keep a checkpoint: `kept`, also where it was; else why not: `another` root of that size, `smaller` than one kept, or
        `beyond the log`."""
        ...

    def signed_by(self, key: str) -> Sequence[Signed]:
        """What a key signed, by size."""
        ...

    def newest(self) -> Signed | None:
        """The largest checkpoint that any key signed."""
        ...

    def nodes(self) -> Sequence[NodeSeen]:
        """The machines that are connected now."""
        ...
