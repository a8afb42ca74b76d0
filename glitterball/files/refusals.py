"""Why a file is not read, and why an output is not written. Codes are stable for ever. No content of a file is ever quoted."""

from pathlib import Path
from typing import ClassVar

from domain.refusals import Refusal
from glitterball.refusals import FileUnreadable

__all__ = [
    "FileInUse",
    "FileNestsTooDeep",
    "FileNotText",
    "FileOfAnotherKind",
    "FileTooLarge",
    "FileUnreadable",
    "FolderTaken",
    "LineTooLong",
    "OutputNotConfirmed",
    "OutputProtected",
    "OutputTaken",
    "OutputUnwritable",
    "PrivateKeyGiven",
    "named",
]


def named(path: Path | str) -> str:
    """A path as it can be printed: what is no text in it is escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode()


# Reading.


class FileOfAnotherKind(Refusal):
    """A file of SQLite, for one: not what was asked for."""

    says: ClassVar = "{path} is {found}, not {wanted}."
    fix: ClassVar = "Name the file that holds it."
    path: str
    found: str
    wanted: str


class FileInUse(Refusal):
    """SQLite has it open in this process; reading it otherwise would take its locks away."""

    says: ClassVar = "{path} is a store, or a file of one, that is in use; it is not read as {wanted}."
    fix: ClassVar = "Name another file."
    path: str
    wanted: str


class FileTooLarge(Refusal):
    """More than anything of its kind has."""

    says: ClassVar = "{path} has {found} bytes; of {wanted} at most {most} are read."
    fix: ClassVar = "{instead}"
    path: str
    found: str
    wanted: str
    most: str
    instead: str


class LineTooLong(Refusal):
    """A line that is no line of such a file."""

    says: ClassVar = "{path}:{line} is longer than {most} bytes, which no line of {wanted} is."
    fix: ClassVar = "{instead}"
    path: str
    line: int
    wanted: str
    most: str
    instead: str


class FileNestsTooDeep(Refusal):
    """Brackets in brackets, deeper than any of ours."""

    says: ClassVar = (
        "{path}:{line} has more than {most} {most:bracket|brackets} inside one another, which no line of {wanted} has."
    )
    fix: ClassVar = "Write it as docs/formats has it."
    path: str
    line: int
    wanted: str
    most: int


class FileNotText(Refusal):
    """Text is UTF-8 here, with or without byte order mark."""

    says: ClassVar = "{path}:{line} is not UTF-8: byte {position} of the file is {octet}."
    fix: ClassVar = "Save the file as UTF-8."
    path: str
    line: int
    position: str
    octet: str


class PrivateKeyGiven(Refusal):
    """A secret was handed where something public belongs. It is not repeated."""

    says: ClassVar = "{path} holds a private key, and should be {wanted}."
    fix: ClassVar = "Name the right file. If the key's file was handed to anybody else, make a new key."
    path: str
    wanted: str


# Writing.


class OutputProtected(Refusal):
    """An output never takes the place of this."""

    says: ClassVar = "{path} is {found}, and no output is written over it."
    fix: ClassVar = "Name another file."
    path: str
    found: str


class OutputTaken(Refusal):
    """Only an older output of the same kind is replaced."""

    says: ClassVar = "{path} is there already: {found}. It is not replaced by {kind}."
    fix: ClassVar = "Name another file, or delete that one first."
    path: str
    found: str
    kind: str


class FolderTaken(Refusal):
    """A folder of outputs is new, or empty."""

    says: ClassVar = "{path} cannot take the output: {because}."
    fix: ClassVar = "Name a new or empty folder."
    path: str
    because: str


class OutputUnwritable(Refusal):
    """The disk is full, or may not be written."""

    says: ClassVar = "{path} could not be written: {because}."
    fix: ClassVar = "See to the space and the rights there, or name another place, and ask for it again."
    on_record: ClassVar = "The output is not there, not even in part; a file that was there before is as it was."
    path: str
    because: str


class OutputNotConfirmed(Refusal):
    """It stands there whole, but a power cut may take it back."""

    exit_code: ClassVar[int] = 6
    says: ClassVar = "{path} is written, but the disk did not confirm it: {because}."
    fix: ClassVar = "See to the disk, look whether the file is there, and ask for it again."
    on_record: ClassVar = "It may have been written."
    path: str
    because: str
