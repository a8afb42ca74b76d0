"""What a side counts, before it is turned into points. One small file a kind; list a new kind in `Measure`."""

from typing import Annotated

from pydantic import Discriminator

from domain.stages.measures.bodies import Bodies
from domain.stages.measures.calls import Calls
from domain.stages.measures.marks import Marks
from domain.stages.measures.placings import Placings
from domain.stages.measures.plug_in import PlugInMeasure
from domain.stages.measures.votes import Votes

Measure = Annotated[Marks | Votes | Bodies | Placings | Calls | PlugInMeasure, Discriminator("kind")]

__all__ = ["Bodies", "Calls", "Marks", "Measure", "Placings", "PlugInMeasure", "Votes", "in_working"]


def in_working(measure: Measure) -> str:
    """The measure in a word, for the working: its kind, or the kind of a package by its name."""
    return measure.name if isinstance(measure, PlugInMeasure) else measure.kind
