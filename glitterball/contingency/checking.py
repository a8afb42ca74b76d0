"""Whether an export's folder is as it was signed: every file there and as listed, none more, and the log's root the log's.

Whatever lies in the folder, the answer is a report; refused is only what is no folder. Nothing in it says whom to trust, no link
in it is followed, and no name in its list leads out of it.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from domain.plurals import count_of
from domain.refusals import Refusal
from glitterball.contingency.form import NOTE, README, SUMS, Newer, NotOurs, Stated, stated_in
from glitterball.contingency.report import NEVER_CHECKED, FolderReport, Wrong, root_text
from glitterball.files import opened, read
from glitterball.files.limits import EXPORTED, EXPORTED_LIST
from glitterball.files.refusals import FileTooLarge, FileUnreadable, named
from glitterball.proof.keys import VerifierKey
from glitterball.proof.notes import OpenedNote, open_note
from glitterball.proof.policy import NO_QUORUM, Policy
from glitterball.proof.refusals import ProofRefusal

RootAt = Callable[[int], bytes | None]
"""The root of a log's first events; nothing where nobody has hashed so many, or there are not so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What else is known of the log: checkpoints somebody holds, and a store with so many events and the root at each."""

    known: Sequence[bytes] = ()
    events: int = 0
    root_at: RootAt | None = None


NOTHING = Elsewhere()
FILE, LINK, FOLDER, OTHER = "a file", "a link", "a folder", "no file"
_PIECE = 1 << 20


def check_folder(folder: Path, policy: Policy, elsewhere: Elsewhere = NOTHING) -> FolderReport:
    """Check a folder against the keys of a policy's logs; witnesses sign no export, so its quorum is not asked.

    Where what is known `elsewhere` is of the position the export goes to, the root must be the same. Refuses what is no folder
    (`FileUnreadable`).
    """
    there = dict(_within(folder))
    if NOTE not in there:
        return FolderReport(findings=(_unsigned(there),))
    try:
        signed = _opened(folder, there[NOTE], policy)
        stated = stated_in(signed.text)
    except _Broken as broken:
        return FolderReport(findings=(broken.wrong,))
    except Newer as newer:
        return FolderReport(findings=(Wrong("newer", NOTE, f"the form {newer} is not known to this program"),))
    except NotOurs as because:
        return FolderReport(findings=(Wrong("statement", NOTE, f"what is signed is no list of an export: {because}"),))
    found = [*_files(folder, there, stated), *_more(there, stated)]
    held = _Held(stated, policy, signed.good[0][0])
    found += [*held.against_known(elsewhere.known), *held.against_store(elsewhere)]
    return FolderReport(
        season=stated.season,
        rehearsal=_is_rehearsal(folder, stated, found),
        position=stated.position,
        root=root_text(stated.root),
        signed_by=held.key.label,
        files=len(stated.files),
        checked=tuple(held.checked),
        not_checked=(*held.not_checked, *(one.says for one in policy.newer), *NEVER_CHECKED),
        findings=tuple(found),
    )


class _Broken(Exception):
    """Of a note that cannot be believed, why."""

    def __init__(self, wrong: Wrong) -> None:
        self.wrong = wrong


def _within(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything in a folder, by its name there with slashes, and what it is; a link is never followed."""
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(folder / inside) as entries:
                held = sorted((entry.name, _what(entry)) for entry in entries)
        except OSError as error:
            if not inside:
                raise FileUnreadable(named(folder), error.strerror or str(error)) from error
            yield inside, f"{FOLDER} that cannot be read"
            continue
        for name, what in held:
            yield f"{inside}{name}", what
            if what == FOLDER:
                waiting.append(f"{inside}{name}/")


def _what(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return LINK
    return FOLDER if entry.is_dir() else FILE if entry.is_file() else OTHER


def _unsigned(there: dict[str, str]) -> Wrong:
    if SUMS in there and README in there:
        return Wrong("unsigned", "", f"{NOTE} is not there; a list that nobody signed says nothing")
    return Wrong("no-export", "", f"neither {NOTE} nor {SUMS} and {README} are there")


def _opened(folder: Path, what: str, policy: Policy) -> OpenedNote:
    if what != FILE:
        raise _Broken(Wrong("link" if what == LINK else "note", NOTE, f"it is {what}"))
    try:
        return open_note(read(folder / NOTE, EXPORTED_LIST, exactly=True), [log.key for log in policy.logs])
    except ProofRefusal as refusal:
        raise _Broken(Wrong("note", NOTE, _reason(refusal))) from None
    except FileTooLarge:
        raise _Broken(Wrong("note", NOTE, "it is larger than any such list")) from None
    except FileUnreadable as refusal:
        raise _Broken(Wrong("unreadable", NOTE, refusal.because)) from None


def _files(folder: Path, there: dict[str, str], stated: Stated) -> Iterator[Wrong]:
    """What is listed and is not there, or not as listed; the list beside the note among it."""
    for name, digest in (*stated.files.items(), (SUMS, sha256(stated.sums()).hexdigest())):
        what = there.get(name)
        if what == FILE:
            yield from _file(folder, name, digest)
        elif what == LINK or _behind_a_link(name, there):
            yield Wrong("link", name, "it is a link, or lies behind one, where a file was signed")
        else:
            yield Wrong(
                "missing", name, "it is not there" if what is None else f"it is {what}, where a file was signed"
            )


def _file(folder: Path, name: str, digest: str) -> Iterator[Wrong]:
    try:
        if _digest_of(folder / name) == digest:
            return
    except FileUnreadable as unreadable:
        yield Wrong("unreadable", name, unreadable.because)
        return
    if name == SUMS:
        yield Wrong("list", name, "it is not, byte for byte, the list that is signed")
    else:
        yield Wrong("changed", name, "its bytes are not those that were signed")


def _behind_a_link(name: str, there: dict[str, str]) -> bool:
    return any(there.get(str(above)) == LINK for above in Path(name).parents)


def _more(there: dict[str, str], stated: Stated) -> Iterator[Wrong]:
    """What is there and is not listed; folders that lead to a listed file are none of it."""
    listed = {*stated.files, SUMS, NOTE}
    folders = {str(above) for name in stated.files for above in Path(name).parents}
    for name, what in there.items():
        if name.endswith("/"):
            yield Wrong("unreadable", name, "what is in it cannot be listed")
        elif name not in listed and not (name in folders and what in (FOLDER, LINK)):
            yield Wrong("extra", name, f"it is {what} that is not in the list")


def _digest_of(path: Path) -> str:
    hashed = sha256()
    with opened(path, EXPORTED) as file:
        while piece := file.read(_PIECE):
            hashed.update(piece)
    return hashed.hexdigest()


class _Held:
    """What is signed, held against what is known of the log elsewhere."""

    def __init__(self, stated: Stated, policy: Policy, key: VerifierKey) -> None:
        self.stated, self.policy, self.key = stated, policy, key
        self.checked = [f"the signature of {key.label}, and every file's SHA-256 against the list that is signed"]
        self.not_checked: list[str] = []

    def against_known(self, known: Sequence[bytes]) -> Iterator[Wrong]:
        """Checkpoints: the log's, and of the same root where they are of the same size."""
        here, same = self.stated.position, 0
        for note in known:
            try:
                held = replace(self.policy, quorum=NO_QUORUM).check(note).checkpoint
            except Refusal as refusal:
                yield Wrong("known", "", f"a checkpoint you hold cannot be relied on: {_reason(refusal)}")
                continue
            if held.origin != self.key.name:
                yield Wrong(
                    "known", "", f"the checkpoint you hold is of {held.origin}, another log than {self.key.name}"
                )
            elif held.size != here or self.stated.root is None:
                stated = "states no root" if self.stated.root is None else f"goes to position {here}"
                self._left(f"the checkpoint of {count_of(held.size, 'event')} you hold; the export {stated}")
            elif held.root != self.stated.root:
                yield Wrong(
                    "known", "", f"the log was another at {here}: the checkpoint you hold has {root_text(held.root)}"
                )
            else:
                same += 1
        if same:
            self.checked.append(f"the log's root there against {count_of(same, 'checkpoint')} you hold")

    def against_store(self, elsewhere: Elsewhere) -> Iterator[Wrong]:
        """A store's log: as long at least, and with the same root."""
        here = self.stated.position
        if elsewhere.root_at is None:
            if not elsewhere.known:
                self._left("a checkpoint (--known) or the store (--in-store); neither was given")
        elif here > elsewhere.events:
            yield Wrong("store", "", f"the store ends at position {elsewhere.events}, and the export goes to {here}")
        elif self.stated.root is None:
            self._left("the store; the export states no root")
        elif (root := elsewhere.root_at(here)) is None:
            self._left("the store; no ledger there holds so many events (glitterball checkpoint publish)")
        elif root != self.stated.root:
            yield Wrong("store", "", f"the store's log is another: its root at {here} is {root_text(root)}")
        else:
            self.checked.append("the log's root there against the store's")

    def _left(self, against: str) -> None:
        self.not_checked.append(f"the log's root there against {against}")


def _reason(refusal: Refusal) -> str:
    return refusal.sentence().removesuffix(".")


def _is_rehearsal(folder: Path, stated: Stated, found: Sequence[Wrong]) -> bool:
    """Whether the page that is read first, as it was signed, says so at its head."""
    if README not in stated.files or any(wrong.file == README for wrong in found):
        return False
    return read(folder / README, EXPORTED_LIST).startswith(b"REHEARSAL\n")
