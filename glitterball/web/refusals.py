"""The refusals of the pages and of serving them."""

from dataclasses import dataclass
from typing import ClassVar

from domain.refusals import Refusal
from glitterball.frames.packages import INSTALL


@dataclass(eq=False)
class WebNotInstalled(Refusal):
    """The pages need packages that do not come with the bare install."""

    says: ClassVar = "Showing seasons in a browser needs the package {package}, which is not installed."
    fix: ClassVar = INSTALL.replace("{extra}", "web")
    exit_code: ClassVar = 2
    package: str


@dataclass(eq=False)
class PortTaken(Refusal):
    """The port cannot be listened on."""

    says: ClassVar = "Port {port} of this machine cannot be listened on: {because}."
    fix: ClassVar = "Name another with --port, or --port 0 for any that is free."
    port: int
    because: str


@dataclass(eq=False)
class NoSuchPage(Refusal):
    """There is no page at that address."""

    says: ClassVar = "There is no page at {address}."
    fix: ClassVar = "Begin at / and follow the links."
    address: str


@dataclass(eq=False)
class HostNotServed(Refusal):
    """The pages were asked for under the name of another host than this machine's own address."""

    says: ClassVar = "These pages are for this machine alone, and were asked for as {host}."
    fix: ClassVar = "Open them as 127.0.0.1 or localhost."
    host: str


@dataclass(eq=False)
class OnlyRead(Refusal):
    """Something else than reading was asked for."""

    says: ClassVar = "These pages can only be read; {method} is no reading."
    fix: ClassVar = "Record with the commands of glitterball."
    method: str


@dataclass(eq=False)
class NothingCertifiedHere(Refusal):
    """A week has no certificate to show."""

    says: ClassVar = "The outcome of week {week} of {season} is not certified as of position {position}."
    fix: ClassVar = "Two people certify it with: glitterball week certify."
    season: str
    week: int
    position: int


@dataclass(eq=False)
class EventOfAnother(Refusal):
    """The event at a position is of another season."""

    says: ClassVar = "The event at position {position} is of {other}, not of {season}."
    fix: ClassVar = "Look for it among the pages of that season."
    position: int
    other: str
    season: str


@dataclass(eq=False)
class NotYetOnAir(Refusal):
    """What stands at a position decides a week, or is asked for to decide it, and its outcome was not yet said on air."""

    says: ClassVar = "What {season} has at position {position} is told when the outcome of its week was said on air."
    fix: ClassVar = "Look again when the outcome was announced, or the week is closed."
    season: str
    position: int
