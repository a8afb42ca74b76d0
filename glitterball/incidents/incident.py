"""The form of an incident: what happened, who says so, and what somebody types to put it on record.

One TOML file an incident. It holds no results of its own: what a step answers is computed when the incident is played.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Stated(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Stated):
    """Who reported something; a press report without a name is called `press reports`."""

    says: str = Field(min_length=1)
    at: str | None = None
    """Its address, where it has one."""


class File(_Stated):
    """A file that lies in the folder before the first step, such as what a gateway delivers."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*\.(ndjson|toml|csv)$")
    text: str = Field(min_length=1)


class Step(_Stated):
    """What somebody does: in words, and as lines typed behind `glitterball`."""

    says: str = Field(min_length=1)
    types: tuple[str, ...] = Field(min_length=1)
    ends: int = 0
    """The exit code of the last line; those before it end with 0."""
    answers: tuple[str, ...] = ()
    """What the answer to the last line says, among the rest."""


class Handed(_Stated):
    """What is bundled at the end and verified twice: a season, or one week of it."""

    season: str = Field(min_length=1)
    week: int | None = Field(default=None, ge=1)


class Incident(_Stated):
    """An incident of a television competition that a record of its results could have settled."""

    glitterball: Literal["incident.v1"]
    incident: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """What it is called at the command line."""
    title: str = Field(min_length=1)
    show: str = Field(min_length=1)
    date: str = Field(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")
    """The day; or the month or the year, where no more is known."""
    happened: str = Field(min_length=1)
    handled: str = Field(min_length=1)
    """What the show or the broadcaster did about it, as far as it is public."""
    settles: str = Field(min_length=1)
    """Which question the record answers, and how."""
    synthetic: str = Field(min_length=1)
    """What was never published and is made up in the case: votes always, often marks."""
    sources: tuple[Source, ...] = Field(min_length=1)
    files: tuple[File, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)
    handed: Handed
