"""Why a file of SQLite is not opened, or not used any longer."""

from typing import ClassVar

from domain.refusals import Refusal


class SqliteFileRefusal(Refusal):
    """A refusal about one file."""

    exit_code: ClassVar[int] = 3
    path: str


class FileForked(SqliteFileRefusal):
    """A forked process asked for what its parent had open: locks do not come along, so neither would be safe."""

    code = "file-forked"
    says = "{path} was open in the process that this one was forked from, and cannot be used here."
    fix = "Fork before anything is opened, or start processes by spawning them."


class FileLinked(SqliteFileRefusal):
    """The file has several names: each would have a write-ahead log of its own."""

    code = "file-linked"
    says = (
        "{path} has {names} {names:name (a hard link)|names (hard links)}; under each of them SQLite "
        "would keep another write-ahead log."
    )
    fix = "Make a real copy of the file and remove the other names."
    names: int


class FileReplaced(SqliteFileRefusal):
    """The path no longer leads to the file that was opened."""

    code = "file-replaced"
    says = "{path} is no longer the file that was opened: it was moved, deleted or replaced while it was in use."
    fix = (
        "Stop everything that writes to it, look at both files with glitterball doctor, and put the right one in place."
    )
