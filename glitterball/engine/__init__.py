"""The engine: read, decide, append. Start reading at `Engine.do`."""

from glitterball.engine.engine import Engine
from glitterball.engine.receipts import Receipt, Receipts

__all__ = ["Engine", "Receipt", "Receipts"]
