"""Why a store is not opened, or an event not recorded or read. `exit_code`: 3 bad input, 5 the store is not whole."""

from typing import ClassVar

from domain.findings import Finding
from domain.refusals import Refusal


class LogRefusal(Refusal):
    """A refusal of the event log."""

    exit_code: ClassVar[int] = 3


class StoreRefusal(LogRefusal):
    """A refusal about one store on disk."""

    path: str


class StoreMissing(StoreRefusal):
    """There is nothing to read."""

    code = "store-missing"
    says = "There is no store at {path}."
    fix = "Check the path."


class FolderMissing(StoreRefusal):
    """The folder a new store should be made in does not exist."""

    code = "folder-missing"
    says = "The folder of {path} does not exist."
    fix = "Create the folder first, or check the path."


class StoreIsFolder(StoreRefusal):
    """The path is a folder."""

    code = "store-is-folder"
    says = "{path} is a folder; a store is a file."
    fix = "Name a file in it, such as season.glitter."


class NotAStore(StoreRefusal):
    """A file of somebody else. It was not touched."""

    code = "not-a-store"
    says = "{path} is not a Glitterball store."
    fix = "The file was left as it is; name another."


class StoreNewer(StoreRefusal):
    """The layout of the store is newer than this program."""

    code = "store-newer"
    says = "{path} was written by a newer version of Glitterball (layout {layout}, this one reads up to {readable})."
    fix = "Use that version or a later one."
    layout: int
    readable: int


class FactNewer(LogRefusal):
    """A type of fact this program does not know."""

    code = "fact-newer"
    says = "The event at position {position} is of type {type!r}, which this version does not know."
    fix = "The store was written by a newer version of Glitterball: use that version or a later one."
    position: int
    type: str


class StoreReadOnly(StoreRefusal):
    """Nothing can be written here."""

    code = "store-read-only"
    says = "{path} cannot be written: the file or its folder is read-only, or the log was opened for reading only."
    fix = "Open it for reading only, or ask for the right to write both the file and its folder."


class DiskFull(StoreRefusal):
    """No room for the event."""

    code = "disk-full"
    says = "There is no room left on the disk of {path} (or its quota is used up)."
    fix = "Make room and send it again; everything acknowledged before is safe."


class StoreUnwritable(StoreRefusal):
    """The disk or the operating system said no."""

    code = "store-unwritable"
    says = "{path} could not be read or written: {reason}."
    fix = "Check the disk, its free space and the rights on the folder; everything acknowledged before is safe."
    reason: str


class StoreBusy(StoreRefusal):
    """Somebody else kept the store locked too long."""

    code = "store-busy"
    says = "{path} is locked by another program."
    fix = "Try again; if it stays locked, find what holds it open (a backup, a database browser)."


class StoreNotDurable(StoreRefusal):
    """The promise that acknowledged means durable cannot be kept here."""

    code = "store-not-durable"
    says = "{path} lies where commits cannot be made durable ({setting} is {value!r}, not {needed!r})."
    fix = "Keep the store on a local disk, not on a network share."
    setting: str
    value: str
    needed: str


class StoreDamaged(StoreRefusal):
    """The file is ours and not whole."""

    code = "store-damaged"
    says = "{path} is damaged or cut short: {reason}."
    fix = "Do not write to it; restore a backup (glitterball store restore) and hold it against the last published checkpoint."
    exit_code = 5
    reason: str


class StoreUnguarded(StoreRefusal):
    """Somebody took the guards against editing out of the store."""

    code = "store-unguarded"
    says = "{path} lacks or has changed {missing}, which keeps recorded events from being edited."
    fix = "Do not trust it; verify a copy against the last published checkpoint."
    exit_code = 5
    missing: str


class RecordDamaged(LogRefusal):
    """Stored bytes that are not an event we could have written."""

    code = "record-damaged"
    says = "The event at position {position} cannot be read: {reason}."
    fix = "The stored bytes were left as they are; verify the store against the last published checkpoint."
    exit_code = 5
    position: int
    reason: str


class RecordTooLarge(LogRefusal):
    """An event of more bytes than the log can export."""

    code = "record-too-large"
    says = "Event {sequence} of {stream} takes {size} {size:byte|bytes}; an event takes at most {largest}."
    fix = "Say it in several events."
    stream: str
    sequence: int
    size: int
    largest: int


class StoreOlder(StoreRefusal):
    """The layout of the store is older than the one this program writes."""

    code = "store-older"
    says = "{path} has layout {layout}; this version writes layout {written}, and reads the older one."
    fix = "Bring it up to date, which takes one commit and changes no event: glitterball store upgrade."
    layout: int
    written: int


class CommitUncertain(StoreRefusal):
    """The commit itself failed: what was to be recorded may be on the disk, or not."""

    code = "commit-uncertain"
    says = "The commit to {path} failed ({reason})."
    fix = (
        "The store stops here. Look before you say it again: glitterball doctor, then glitterball events list; when the disk "
        "is in order, glitterball store resume."
    )
    on_record = "It may have been recorded, or not; everything acknowledged before is safe."
    exit_code = 6
    reason: str


class CommitInterrupted(StoreRefusal):
    """A commit was broken off from outside: it may have been recorded, and nothing is wrong with the disk."""

    code = "commit-interrupted"
    says = "The commit to {path} was interrupted."
    fix = "Look before you say it again: glitterball events list."
    on_record = "It may have been recorded, or not; everything acknowledged before is safe."
    exit_code = 6


class StoreStopped(StoreRefusal):
    """A commit failed here before, or it was restored from a backup, and nobody has looked yet."""

    code = "store-stopped"
    says = "{path} is stopped, because {reason}."
    fix = "Look at it with glitterball doctor; when disk and store are in order, go on with glitterball store resume."
    reason: str


class StillDamaged(StoreRefusal):
    """A store that was stopped, and in which something is wrong. It stays stopped."""

    code = "still-damaged"
    says = "{path} stays stopped: {count} {count:thing is|things are} wrong with it."
    fix = "Look at it with glitterball doctor; restore a backup: glitterball store restore."
    exit_code = 5
    findings: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.findings)

    def facts(self) -> dict[str, object]:
        """Also how many there are."""
        return {**super().facts(), "count": self.count}


class StreamDamaged(StoreRefusal):
    """Events of a stream are missing, or there are more than were recorded."""

    code = "stream-damaged"
    says = "{path} is damaged: {reason}."
    fix = "Do not write to it; look at it with glitterball doctor, and restore a backup: glitterball store restore."
    exit_code = 5
    reason: str


class KeyReused(LogRefusal):
    """An idempotency key came back with something else behind it."""

    code = "key-reused"
    says = "The key {key!r} was used for something else, recorded at position {position}."
    fix = "A key belongs to one command: repeat it unchanged, or take a new key."
    key: str
    position: int


class StoreRemains(StoreRefusal):
    """A write-ahead log without its store: SQLite would mix what is in it into a new one of that name."""

    code = "store-remains"
    says = "There is no store at {path}, but {path}-wal holds what was written to one."
    fix = "Put that store back at its name, or move what is left of it away, before a new one is made there."


class SeasonKeyRefusal(LogRefusal):
    """The hidden parts of a season cannot be read or written, because its key is not to be had."""

    season: str
    path: str


class SeasonKeyMissing(SeasonKeyRefusal):
    """Hidden parts of a season are sealed under a key whose file is not there: moved, left behind by a copy, or destroyed."""

    code = "season-key-missing"
    says = "The votes and other hidden parts of {season} are stored under the key {key_id}, and its file {path} is not there."
    fix = (
        "Put the file back; a copy of a store goes with its *.key files. Without it they cannot be read by anybody; checkpoints, "
        "proofs and sealed bundles go on."
    )
    key_id: str


class SeasonKeyDestroyed(SeasonKeyRefusal):
    """Two people destroyed the key of a season's hidden parts. No decision of anybody brings it back, hence exit code 3."""

    code = "season-key-destroyed"
    says = (
        "The openings of {season} were destroyed: two people said so at event {position}. Its votes and other hidden parts "
        "cannot be read by anybody, nor be added to."
    )
    fix = (
        "What was certified, proved and bundled before stands, and verifies without them. What was said in public is told by "
        "glitterball events list and goes into sealed bundles."
    )
    position: int


class SeasonKeyRemains(SeasonKeyRefusal):
    """Two people destroyed the openings of a season, and a file of its key is there all the same; somebody has to act, hence
    exit code 4."""

    exit_code: ClassVar[int] = 4
    code = "season-key-remains"
    says = (
        "The openings of {season} were destroyed at event {position}, and {path} is there all the same: its removal was cut "
        "short, or somebody put a copy back."
    )
    fix = "Say it again: glitterball season key destroy {season} removes the file. Nothing hidden is read with it."
    on_record = "That the openings are destroyed is on record."
    position: int


class SeasonKeyWrong(SeasonKeyRefusal):
    """The key file beside the store is not the one its hidden parts are sealed under."""

    code = "season-key-wrong"
    says = "{path} holds the key {found}, and the hidden parts of {season} are stored under the key {key_id}."
    fix = "Put the right file there; a copy of a store goes with its own *.key files."
    found: str
    key_id: str


class SeasonKeyUnreadable(SeasonKeyRefusal):
    """The key file beside the store is none."""

    code = "season-key-unreadable"
    says = "{path} is not the key of the hidden parts of {season}."
    fix = "Put the right file there; a copy of a store goes with its own *.key files."


class StateUnstated(StoreRefusal):
    """A store on a server, and nowhere said where this machine keeps what is its own."""

    code = "state-unstated"
    says = "{path} is on a server, and it is not said where this machine keeps its own files of it (views, snapshots, keys)."
    fix = "Name a folder of this machine: --state FOLDER, or GLITTERBALL_STATE."


class StateMissing(StoreRefusal):
    """The folder of this machine's own files is not there; a name that was mistyped would hide the keys."""

    code = "state-missing"
    says = "The folder {folder} for this machine's own files of {path} is not there."
    fix = "Check its name; the first time make it for its owner alone: mkdir -m 700 {folder}"
    folder: str


class StateOfAnother(StoreRefusal):
    """The folder holds the files of another store."""

    code = "state-of-another"
    says = "{folder} holds this machine's files of another store ({found}); {path} is {store}."
    fix = "Name another folder: keys and views of two stores are not mixed."
    folder: str
    found: str
    store: str


class DriverMissing(StoreRefusal):
    """The driver for the server is not installed, or does not load."""

    code = "driver-missing"
    says = "{path} needs the driver of PostgreSQL: {reason}."
    fix = "Install it: pip install 'glitterball[postgres]'."
    reason: str


class StoreNotMade(StoreRefusal):
    """There is no store in that schema. Opening makes none."""

    code = "store-not-made"
    says = "There is no store at {path}."
    fix = "Check the address; the first time make it, as somebody who may make roles: glitterball store upgrade."


class ServerUnreachable(StoreRefusal):
    """The server does not answer, or the connection was lost."""

    code = "server-unreachable"
    says = "{path} cannot be reached: {reason}."
    fix = "Look whether the server runs and the address is right; everything acknowledged before is safe."
    reason: str


class ServerFailed(StoreRefusal):
    """The server answered with an error nothing better is known of."""

    code = "server-failed"
    says = "The server of {path} could not do it: {reason}."
    fix = "Look at the server's own log; everything acknowledged before is safe."
    reason: str


class ServerReadOnly(StoreRefusal):
    """A standby, or a server somebody set to reading only."""

    code = "server-read-only"
    says = "The server of {path} takes no writes: it is a standby, or set to reading only."
    fix = "Name the primary, or all servers of the group: postgresql://a,b,c/DATABASE."


class LoginMayNot(StoreRefusal):
    """The server does not let this login do it."""

    code = "login-may-not"
    says = "The login of {path} may not do that: {reason}."
    fix = (
        "Who records is a member of the role SCHEMA_engine, who reads of SCHEMA_reader; who makes a store may make roles. "
        "As such a one: GRANT glitterball_engine TO the login."
    )
    reason: str


class ServerNotDurable(StoreRefusal):
    """The server would acknowledge what it can lose."""

    code = "server-not-durable"
    says = "The server of {path} would acknowledge what it can lose: {setting} is {value!r}, not {needed}."
    fix = "Set it in the server's configuration; glitterball doctor looks at all of them."
    setting: str
    value: str
    needed: str


def of_the_store(refusal: Refusal) -> bool:
    """Whether it is the store that refuses, and no delivery is to blame: a full disk, a key that is missing."""
    return isinstance(refusal, LogRefusal) and not isinstance(refusal, RecordTooLarge)


class StoreKeepsNoCheckpoints(StoreRefusal):
    """An earlier version made the store, and nobody upgraded it: machines have no place for what one of them signs."""

    code = "store-keeps-no-checkpoints"
    says = "{path} was made by an earlier version, and has no place for what a key signs of it."
    fix = "As somebody who may make roles: glitterball store upgrade. It changes no event, and others may record meanwhile."


class PublisherElsewhere(StoreRefusal):
    """One machine signs checkpoints of a store at a time."""

    exit_code: ClassVar[int] = 4
    code = "publisher-elsewhere"
    says = "Checkpoints of {path} are signed elsewhere just now: {holder}."
    fix = "Let that machine do it, or end it there first; glitterball nodes status says who is there."
    on_record = "Nothing was signed."
    holder: str


class StandbyBehind(StoreRefusal):
    """What was recorded last is on one server only, although commits wait for a standby: it may yet be lost."""

    code = "standby-behind"
    says = "What was recorded last in {path} is not known to be on a standby: {reason}."
    fix = "Start a standby that commits wait for; glitterball doctor says which. Then publish again."
    on_record = "Nothing was signed."
    reason: str
