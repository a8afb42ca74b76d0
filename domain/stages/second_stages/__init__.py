"""The second stage: who among those in danger is kept. One small file a kind; list a new kind in `SecondStage`.

A second stage has `keep(in_danger, places, period) -> Verdict`, `takes_ballots` (whether the judges name whom they save) and
`save_votes` (the bodies whose votes it counts, if any).
"""

from typing import Annotated

from pydantic import Discriminator

from domain.stages.second_stages.judges_vote import DanceOff, JudgesSave
from domain.stages.second_stages.plug_in import PlugInSecondStage
from domain.stages.second_stages.viewers_save import ViewersSave

SecondStage = Annotated[JudgesSave | DanceOff | ViewersSave | PlugInSecondStage, Discriminator("kind")]

__all__ = ["DanceOff", "JudgesSave", "PlugInSecondStage", "SecondStage", "ViewersSave"]
