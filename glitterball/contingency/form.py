"""The form of an export's list, written by `writing` and read by `checking`: what a key signs, line by line.

glitterball contingency export v1
<season>
<position>          of the last event in it, decimal
<root>              the log's there, standard base64 of 32 bytes; a dash where none was known
<sha256>  <name>    each file but the two that hold this list, in base 16
"""

import re
from dataclasses import dataclass

from glitterball.proof.refusals import SpellingRefused
from glitterball.proof.spellings import decimal, hash_from_base64, shown

VERSIONS = "glitterball contingency export v"
FORM = f"{VERSIONS}1"
README, SUMS, NOTE = "READ-ME-FIRST.txt", "SHA256SUMS", "SHA256SUMS.note"
NO_ROOT = "-"

_FILE = re.compile(r"([0-9a-f]{64})  (.+)")
_NEWER = re.compile(rf"{VERSIONS}[0-9]{{1,9}}")
_SEASON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class NotOurs(ValueError):
    """A text that is no list of an export; the message says why."""


class Newer(ValueError):
    """A list of a form that this program does not know; the message is its first line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What was signed: of which season, up to which event, under which root of the log, and each file's SHA-256 by name."""

    season: str
    position: int
    root: bytes | None
    files: dict[str, str]

    def sums(self) -> bytes:
        """The list as it lies beside the note."""
        return "".join(f"{digest}  {name}\n" for name, digest in self.files.items()).encode()


def stated_in(text: str) -> Stated:
    """What a signed text states. Raises `Newer` for a later form and `NotOurs` for anything else."""
    form, *lines = text.removesuffix("\n").split("\n")
    if form != FORM and _NEWER.fullmatch(form):
        raise Newer(form)
    if form != FORM or len(lines) < 3:
        raise NotOurs(f"it begins with {shown(form)!r}")
    season, position, root, *files = lines
    if not _SEASON.fullmatch(season):
        raise NotOurs(f"{shown(season)!r} is no season")
    try:
        at, hashed = decimal(position), None if root == NO_ROOT else hash_from_base64(root)
    except SpellingRefused as refusal:
        raise NotOurs(f"{shown(refusal.shown)!r} is not {refusal.wanted}") from None
    return Stated(season=season, position=at, root=hashed, files=_files_in(files))


def _files_in(lines: list[str]) -> dict[str, str]:
    found = dict[str, str]()
    for line in lines:
        listed = _FILE.fullmatch(line)
        if listed is None or not _stays_inside(listed[2]):
            raise NotOurs(f"{shown(line)!r} names no file of such a folder")
        if listed[2] in found:
            raise NotOurs(f"{shown(listed[2])!r} is listed twice")
        found[listed[2]] = listed[1]
    return found


def _stays_inside(name: str) -> bool:
    """Whether a name leads to a file in the folder, and none that holds the list itself."""
    parts = name.split("/")
    return not {"", ".", ".."} & set(parts) and "\\" not in name and ":" not in name and name not in (SUMS, NOTE)
