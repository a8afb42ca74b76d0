"""The roles: who may say a thing, and whom else it takes. Each command names one of these beside its particulars."""

from dataclasses import dataclass
from typing import Literal

from domain.record import Role

Second = Literal["nobody else", "another person", "another person in another role"]


@dataclass(frozen=True, slots=True)
class Authority:
    """Roles that may say it, and whom else it takes."""

    roles: tuple[Role, ...]
    second: Second = "nobody else"


DESK = Authority(("score desk", "producer", "supervisor"))
PRODUCTION = Authority(("producer", "executive", "supervisor"))
SUPERVISION = Authority(("supervisor", "executive", "adjudicator"), "another person")
GOVERNANCE = Authority(("executive", "adjudicator"), "another person in another role")
FOUNDING = Authority(("executive", "adjudicator", "producer", "supervisor"))
"""For the act that names the first people of a season: one of them says it."""
HISTORY = Authority(("historian",))
RECORD = Authority(("historian", "auditor"))
AFTER_THE_LOCK = Authority(("score desk", "producer", "supervisor", "adjudicator"), "another person")
"""For the correction of a score once voting has closed or the outcome is certified."""
