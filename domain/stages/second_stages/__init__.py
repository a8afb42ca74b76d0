"""The second stage: who among those in danger is kept. One small file a kind; list a new kind in `SecondStage`.

A second stage has `keep(in_danger, places, period) -> Verdict`.
"""

from typing import Annotated

from pydantic import Discriminator

from domain.stages.second_stages.judges_vote import DanceOff, JudgesSave
from domain.stages.second_stages.viewers_save import ViewersSave

SecondStage = Annotated[JudgesSave | DanceOff | ViewersSave, Discriminator("kind")]

__all__ = ["DanceOff", "JudgesSave", "SecondStage", "ViewersSave"]
