"""What a side counts, before it is turned into points. One small file a kind; list a new kind in `Measure`."""

from typing import Annotated

from pydantic import Discriminator

from domain.stages.measures.bodies import Bodies
from domain.stages.measures.calls import Calls
from domain.stages.measures.marks import Marks
from domain.stages.measures.placings import Placings
from domain.stages.measures.votes import Votes

Measure = Annotated[Marks | Votes | Bodies | Placings | Calls, Discriminator("kind")]

__all__ = ["Bodies", "Calls", "Marks", "Measure", "Placings", "Votes"]
