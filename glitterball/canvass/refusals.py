"""Refusals of the canvass. None quotes a row of a raw file: a row names a voter."""

from typing import ClassVar

from domain.refusals import Refusal
from glitterball.frames.packages import INSTALL


class DuckDbMissing(Refusal):
    """The canvass works in DuckDB, which does not come with the bare install."""

    code: ClassVar = "canvass-not-installed"
    says: ClassVar = "Canvassing raw ballots needs DuckDB, which is not installed."
    fix: ClassVar = INSTALL.replace("{extra}", "canvass")


class NoVotingClause(Refusal):
    """The rulebook does not say what makes a ballot count."""

    says: ClassVar = "Rulebook {rulebook} of {season}, week {week}, says nothing about {what}."
    fix: ClassVar = "Declare it under [voting] in the rulebook and adopt that; docs/formats/ballots.md shows how."
    rulebook: str
    season: str
    week: int
    what: str


class WindowUnclear(Refusal):
    """When the lines opened and closed must be known, once."""

    says: ClassVar = "The window of channel {channel} in week {week} is not clear: {because}."
    fix: ClassVar = "Give it with --window OPENS/CLOSES or --window CHANNEL=OPENS/CLOSES, both with a zone."
    channel: str
    week: int
    because: str


class SlicingUnclear(Refusal):
    """A batch covers a slice of the window."""

    says: ClassVar = "A window cannot be cut into slices of {seconds} {seconds:second|seconds}: {because}."
    fix: ClassVar = "Use --slice with a whole number of seconds, such as 60."
    seconds: int
    because: str


class GatewayRepeated(Refusal):
    """Each gateway has one raw file, whose digest its batches name."""

    says: ClassVar = "Gateway {gateway} is given two raw files; its batches name the digest of one."
    fix: ClassVar = "Join the files of a gateway into one."
    gateway: str


class RawFileRepeated(Refusal):
    """One file of ballots given for two gateways would count every ballot twice."""

    says: ClassVar = "{second} ({second_path}) is given the file of {first} ({first_path}): both have SHA-256 {sha256}."
    fix: ClassVar = "Give each gateway its own file; one gateway's channels may all stand in one."
    first: str
    first_path: str
    second: str
    second_path: str
    sha256: str


class RawFileOnRecord(Refusal):
    """The ballots of a file that was counted before would count twice, or in a week they were not cast in."""

    exit_code: ClassVar[int] = 4
    says: ClassVar = (
        "{path}, given for {gateway}, is on record already: {where} was counted from the same bytes (SHA-256 {sha256})."
    )
    fix: ClassVar = (
        "Look for the file of this gateway and week. Where it is right, say so with --although-on-record and go on."
    )
    path: str
    gateway: str
    where: str
    sha256: str


class BallotsUnreadable(Refusal):
    """A raw file that is not what it should be, as a whole."""

    says: ClassVar = "{path} cannot be canvassed: {because}."
    fix: ClassVar = "Ask the gateway for the file again; docs/formats/ballots.md says what it holds."
    path: str
    because: str


class ColumnsMissing(Refusal):
    """A raw file lacks columns. Those it has are not quoted: without a heading line they would be a ballot."""

    code: ClassVar = "ballot-columns-missing"
    says: ClassVar = "{path} lacks {missing}."
    fix: ClassVar = "Name the columns in the first line (CSV), in every object (JSONL) or in the schema (Parquet)."
    path: str
    missing: str


class TimesWithoutZone(Refusal):
    """A time without a zone is no moment."""

    says: ClassVar = "{path} has {ballots:,} {ballots:time that names|times that name} no zone."
    fix: ClassVar = "Say which zone they are in with --zone, such as --zone America/New_York."
    path: str
    ballots: int


class ZoneUnknown(Refusal):
    """A zone must be one of the time zone database."""

    says: ClassVar = "There is no time zone {zone!r}."
    fix: ClassVar = "Name it as the time zone database does, such as America/New_York or UTC."
    zone: str


class RawFileChanged(Refusal):
    """What was counted must be what the digest names."""

    says: ClassVar = "{path} changed while it was canvassed."
    fix: ClassVar = "Canvass a copy nobody writes to."
    path: str


class WorkFolderBusy(Refusal):
    """Two canvasses do not share a work folder."""

    says: ClassVar = "Another canvass is at work in {path}."
    fix: ClassVar = "Let it finish, or give this one another folder with --work."
    path: str


class NotEnoughRoom(Refusal):
    """Memory and disk ran out together."""

    says: ClassVar = "The canvass ran out of room with {memory} of memory: {because}."
    fix: ClassVar = (
        "Give it more with --memory, or a work folder on a larger disk with --work; it goes on where it was."
    )
    memory: str
    because: str


class MachineUnlikeOurs(Refusal):
    """Every machine of a cluster counts the same files with the same versions."""

    says: ClassVar = "Machine {machine} of the cluster cannot take part in the canvass: {because}."
    fix: ClassVar = (
        "Install the same versions on every machine, and keep raw files and --work in a folder that all see."
    )
    machine: str
    because: str


class NoSharedFolder(Refusal):
    """What tasks write has to be seen by every machine."""

    says: ClassVar = "A canvass on the cluster at {address} needs a work folder that all of its machines see."
    fix: ClassVar = "Name it with --work, or write the batches there with -o."
    exit_code: ClassVar = 2
    address: str
