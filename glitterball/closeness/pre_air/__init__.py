"""Before the lines open: who can still be saved, who is already safe, who can still win. Start at `report.pre_air`."""

from glitterball.closeness.pre_air.report import pre_air
from glitterball.closeness.pre_air.results import JudgesTie, Needs, PreAir, PreAirReading, Prospect

__all__ = ["JudgesTie", "Needs", "PreAir", "PreAirReading", "Prospect", "pre_air"]
