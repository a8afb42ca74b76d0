"""The engine: read, decide, append. Start reading at `Engine.do`."""

from glitterball.engine.engine import Engine
from glitterball.engine.gateways import Receipt

__all__ = ["Engine", "Receipt"]
