"""Refusals of placing tasks elsewhere."""

from typing import ClassVar

from domain.refusals import Refusal
from glitterball.frames.packages import INSTALL


class RayMissing(Refusal):
    """Ray does not come with the bare install."""

    says: ClassVar = "Placing tasks on a cluster needs Ray, which is not installed."
    fix: ClassVar = INSTALL.replace("{extra}", "cluster")
    exit_code: ClassVar = 2


class ClusterUnreachable(Refusal):
    """No cluster answers at the address."""

    says: ClassVar = "No cluster can be used at {address}: {because}."
    fix: ClassVar = "Begin one with ray start --head and name its HOST:6379, or say --ray local for this machine alone."
    address: str
    because: str
