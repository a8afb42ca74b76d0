"""The incidents that ship, each a TOML file in the folder `cases`."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import ClassVar

from domain.refusals import Refusal
from glitterball.incidents.incident import Incident


class IncidentNotShipped(Refusal):
    """No incident of that name ships with Glitterball."""

    says: ClassVar = "No incident {incident!r} ships with Glitterball; it has: {has}."
    fix: ClassVar = "Take one of these, by its whole name."
    exit_code: ClassVar = 3
    incident: str
    has: str


def _cases() -> Traversable:
    return files(__package__).joinpath("cases")


@cache
def shipped_incidents() -> tuple[str, ...]:
    """The identifiers of the incidents that ship, in order."""
    names = (entry.name for entry in _cases().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def shipped_incident(incident: str) -> Incident:
    """An incident that ships. Raises `IncidentNotShipped` on any other name."""
    if incident not in shipped_incidents():
        raise IncidentNotShipped(incident, ", ".join(shipped_incidents()))
    return Incident.model_validate(tomllib.loads(_cases().joinpath(f"{incident}.toml").read_text("utf-8")))
