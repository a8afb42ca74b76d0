"""The links of a tie chain. Each compares one exact quantity, or waits for a recorded lot or decision.

One small file a kind; list a new kind in `Link`. A link has `divide(tied, known) -> Division`.
"""

from typing import Annotated

from pydantic import Discriminator

from domain.stages.links.bodies_voted_from import BodiesVotedFrom
from domain.stages.links.count_of import CountOf
from domain.stages.links.decision import Authority, Lot
from domain.stages.links.head_judge import HeadJudge
from domain.stages.links.last_dance import LastDance
from domain.stages.links.plug_in import PlugInLink
from domain.stages.links.previous_points import PreviousPoints
from domain.stages.links.running_order import RunningOrder
from domain.stages.links.side_points import SidePoints
from domain.stages.links.side_total import SideTotal

Link = Annotated[
    SideTotal
    | SidePoints
    | LastDance
    | PreviousPoints
    | RunningOrder
    | HeadJudge
    | BodiesVotedFrom
    | CountOf
    | Lot
    | Authority
    | PlugInLink,
    Discriminator("kind"),
]

__all__ = [
    "Authority",
    "BodiesVotedFrom",
    "CountOf",
    "HeadJudge",
    "LastDance",
    "Link",
    "Lot",
    "PlugInLink",
    "PreviousPoints",
    "RunningOrder",
    "SidePoints",
    "SideTotal",
]
