"""How a side's raw values become points. One small file a kind; list a new kind in `Conversion`."""

from typing import Annotated

from pydantic import Discriminator

from domain.stages.points.plug_in import PlugInPoints
from domain.stages.points.rank import RankPoints, TieConvention
from domain.stages.points.raw import RawPoints
from domain.stages.points.share import SharePoints
from domain.stages.points.table import TablePoints

Conversion = Annotated[RankPoints | SharePoints | TablePoints | RawPoints | PlugInPoints, Discriminator("kind")]

__all__ = ["Conversion", "PlugInPoints", "RankPoints", "RawPoints", "SharePoints", "TablePoints", "TieConvention"]
