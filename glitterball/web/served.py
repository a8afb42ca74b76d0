"""What is served: a store, what it is called on the pages, and the gate where people may come in."""

from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from glitterball.store import Store
from glitterball.web.gate import Gate

SERVED = "glitterball.served"
"""What the scope of a request has it under."""


@dataclass(frozen=True, slots=True)
class Served:
    """What is shown: a store, what it is called, and the keys whose checkpoints are told. Without a gate it is only read."""

    store: Store
    called: str
    keys: tuple[Path, ...] = ()
    gate: Gate | None = None


def served_of(request: Request) -> Served:
    """What is served where a request is answered."""
    found: Served = request.scope[SERVED]
    return found
