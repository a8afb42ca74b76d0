"""Why no backup is made, or none restored, or a restored store is not gone on with."""

from typing import Any, ClassVar

from domain.findings import Finding
from domain.refusals import Refusal


class _WithFindings(Refusal):
    """A refusal about several things, which are told below it."""

    exit_code: ClassVar[int] = 5
    path: str
    findings: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """How many things are wrong."""
        return len(self.findings)

    def facts(self) -> dict[str, Any]:
        """Also how many there are."""
        return {**super().facts(), "count": self.count}


class BackupNotMade(_WithFindings):
    """The copy was read back, and something is wrong with it: a backup of a damaged store would take the place of a sound one."""

    says: ClassVar = "No backup of {path} was made: {count} {count:thing is|things are} wrong with what was copied."
    fix: ClassVar = "Look at the store with glitterball doctor, and keep the backups there are."


class BackupDamaged(_WithFindings):
    """What lies there is not what was backed up."""

    says: ClassVar = "{path} is not the backup that was made: {count} {count:thing is|things are} wrong with it."
    fix: ClassVar = "Restore another backup. Its root stands in what glitterball store backup printed when it was made."


class BackupOfAnotherLog(Refusal):
    """The backup is whole, and is not the one that was meant."""

    exit_code: ClassVar[int] = 5
    says: ClassVar = "{path} holds {events} {events:event|events} of {seasons} with root {found}, not {wanted}."
    fix: ClassVar = "Name the backup that was printed with that root, or the root of this one."
    path: str
    events: int
    seasons: str
    found: str
    wanted: str


class NotABackup(Refusal):
    """A folder of something else, or of a backup that was cut short."""

    exit_code: ClassVar[int] = 3
    says: ClassVar = "{path} is no backup: {because}."
    fix: ClassVar = (
        "Name the folder that glitterball store backup made; a backup without backup.json was never finished."
    )
    path: str
    because: str


class BackupNewer(Refusal):
    """A backup of a later version."""

    exit_code: ClassVar[int] = 3
    says: ClassVar = "{path} is a backup of form {form!r}, which this version does not know."
    fix: ClassVar = "Use the version that made it, or a later one."
    path: str
    form: str


class StoreIsThere(Refusal):
    """A restored store never takes the place of anything."""

    exit_code: ClassVar[int] = 3
    says: ClassVar = "{path} is there already, and no backup is restored over it."
    fix: ClassVar = (
        "Name a new store with --store sqlite:PATH, or move that one away with everything that begins with its name."
    )
    path: str


class KeysNotApart(Refusal):
    """Who has backup and keys reads every count, so they do not lie in one folder."""

    exit_code: ClassVar[int] = 2
    says: ClassVar = "{keys} and the backup {path} lie in one another: who has both reads every count."
    fix: ClassVar = "Name a folder of another disk, kept by somebody else."
    keys: str
    path: str


class CheckpointsNotNamed(Refusal):
    """Whether a restored store continues what was published can only be told by somebody who has what was published."""

    exit_code: ClassVar[int] = 4
    says: ClassVar = (
        "{path} was restored, and nothing that its key has signed was compared with it: it stays stopped, "
        "since what is recorded now may "
        "contradict a published checkpoint."
    )
    fix: ClassVar = (
        "Name the register of the log's key (--register FILE.signed.sqlite) or the last published checkpoint "
        "(--known FILE); where "
        "none was ever published, say --nothing-published."
    )
    path: str


class CheckpointsNotContinued(_WithFindings):
    """Going on would be a fork: a checkpoint is out there that this store will never have."""

    says: ClassVar = (
        "{path} stays stopped: it does not continue {count} {count:checkpoint that was|checkpoints that "
        "were} published."
    )
    fix: ClassVar = (
        "Restore a newer backup. If those events are lost for good, the log is over: say --new-log, record "
        "with it under a new origin "
        "and key (glitterball checkpoint key), and publish both last checkpoints together, with the reason."
    )
