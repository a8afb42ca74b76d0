"""What a look at an export's folder found: a verdict, what was checked, what was not, and every file that is not as signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from domain.legible import escaped
from domain.plurals import count_of
from glitterball.contingency.form import NO_ROOT
from glitterball.proof.spellings import to_base64

SCHEMA = "glitterball.folder-verification.v1"
DONE, UNREAD, INTEGRITY = 0, 3, 5
LISTED = 1_000
"""Findings that are told; more are counted. A stick may hold a million other files."""

Kind = Literal["integrity", "unread"]
CODES: dict[str, Kind] = {
    "note": "integrity",
    "statement": "integrity",
    "list": "integrity",
    "changed": "integrity",
    "missing": "integrity",
    "extra": "integrity",
    "link": "integrity",
    "known": "integrity",
    "store": "integrity",
    "no-export": "unread",
    "unsigned": "unread",
    "newer": "unread",
    "unreadable": "unread",
}
"""Every code with what it is about; the table in docs/operations.md says what each means."""

NEVER_CHECKED = (
    "that what is in the files is what the log holds: a bundle shows that",
    "that no later export was made: the position says how far this one goes",
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One finding: its code, the file it is about (nothing where it is about the folder), and what is wrong."""

    code: str
    file: str
    says: str

    @property
    def kind(self) -> Kind:
        """Whether something was altered, or could not be read and so not be believed."""
        return CODES[self.code]

    def sentence(self) -> str:
        """For people."""
        return escaped(f"{self.kind.upper()} [{self.code}] {self.file or 'the folder'}: {self.says}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderReport:
    """The answer. `exit_code` 0: it is as it was signed; 5: it is not, or its log has another history; 3: neither is so, but it
    is no export, is not signed, or part of it cannot be read.

    `season`, `position` and `root` (base64; a dash where none is stated) are as signed, nothing where no signature holds.
    """

    season: str | None = None
    rehearsal: bool = False
    position: int | None = None
    root: str | None = None
    signed_by: str | None = None
    files: int = 0
    checked: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = NEVER_CHECKED
    findings: tuple[Wrong, ...] = ()

    @property
    def exit_code(self) -> int:
        """How the command ends."""
        kinds = {found.kind for found in self.findings}
        return INTEGRITY if "integrity" in kinds else UNREAD if kinds else DONE

    @property
    def verdict(self) -> str:
        """The answer in a sentence."""
        codes = {found.code for found in self.findings}
        if "note" in codes:
            return "The folder is NOT signed by a log you trust: nothing in it can be believed."
        if self.exit_code == INTEGRITY and codes <= {"known", "store", "unreadable"}:
            return "The folder is as it was signed, but NOT of the history of the log you know."
        if self.exit_code == INTEGRITY:
            return "The folder is NOT as it was signed."
        if "no-export" in codes:
            return "The folder is no contingency export."
        if "unsigned" in codes:
            return "The folder is not signed: nothing in it can be believed."
        if "newer" in codes:
            return "The folder was written by a newer Glitterball than this program: nothing in it was checked."
        if "unreadable" in codes:
            return "Part of the folder cannot be read; in the rest nothing is wrong."
        return f"The folder is as it was signed: {count_of(self.files, 'file')}, none missing, none more."

    def as_json(self) -> dict[str, object]:
        """Plain JSON values in a fixed order."""
        return {
            "schema": SCHEMA,
            "season": self.season,
            "rehearsal": self.rehearsal,
            "position": self.position,
            "root": self.root,
            "signed_by": self.signed_by,
            "files": self.files,
            "exit": self.exit_code,
            "verdict": self.verdict,
            "checked": list(self.checked),
            "not_checked": list(self.not_checked),
            "findings": [
                {
                    "code": found.code,
                    "kind": found.kind,
                    "file": escaped(found.file) or None,
                    "says": escaped(found.says),
                }
                for found in self.findings
            ],
        }

    def lines(self) -> Iterator[str]:
        """The report in sentences, the verdict first."""
        yield f"{'REHEARSAL  ' if self.rehearsal else ''}{self.verdict}"
        if self.season is not None:
            root = "no root is stated" if self.root == NO_ROOT else f"root {self.root}"
            yield f"Season {self.season}, up to position {self.position} of the log, {root}; signed by {self.signed_by}."
        yield from (found.sentence() for found in self.findings[:LISTED])
        if len(self.findings) > LISTED:
            yield f"And {len(self.findings) - LISTED:,} more."
        yield from (f"Checked: {one}." for one in self.checked)
        yield from (f"NOT checked: {one}." for one in self.not_checked)


def root_text(root: bytes | None) -> str:
    """A root as it is told."""
    return NO_ROOT if root is None else to_base64(root)
