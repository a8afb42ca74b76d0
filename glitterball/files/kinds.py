"""What a file is, by how it begins and ends. An output takes the place only of an older output of its own kind."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from glitterball.files import held

PIECE = 1 << 16
"""Bytes looked at from each end: the hundred signature lines a note may have, and the first line of anything of ours."""

BOM = b"\xef\xbb\xbf"
_PERSON = re.compile(rb"[a-z0-9-]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}\S* .*\)\s*\Z")
_GATEWAY = re.compile(rb"[a-z0-9-]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}\s*\Z")
_KEY = re.compile(rb"^[ \t]*(?:PRIVATE|HIDDEN)\+KEY\+", re.MULTILINE)
_SIGNED = b"\n\n\xe2\x80\x94 "
_LOCAL_HEADER = b"PK\x03\x04" + b"\x14\0" + b"\0" * 6 + b"\x21\0"  # of a container, in its one spelling
_OPENING = re.compile(rb"[1-9][0-9]{0,17} \{")
_REQUEST = re.compile(rb"old [0-9]{1,20}\n")
_ANSWER = re.compile(rb"\xe2\x80\x94 |[0-9]{1,20}\n\Z")
_RECEIPT = b"c2sp.org/tlog-proof@v1\n"
_OFFICE = re.compile(rb"PK\x03\x04.{26}(\[Content_Types\]\.xml|mimetype|_rels/|word/|xl/|docProps/)", re.DOTALL)
_POLICY = re.compile(rb"^(?:log|witness|quorum)[ \t]", re.MULTILINE)
_SETTINGS = b"# Settings of glitterball"
_METRICS = b"# Metrics of glitterball\n"
_VERIFIER = b'#!/usr/bin/env python3\n"""Verify a Glitterball bundle'


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is called, and whether one that begins and ends so is of it."""

    name: str
    fits: Callable[[bytes, bytes], bool]


def _is_note(head: bytes, tail: bytes) -> bool:
    """A text and signatures; a request and a receipt hold a note, and are none."""
    if _REQUEST.match(head) or head.startswith(_RECEIPT):
        return False
    return b"\0" not in head and _SIGNED in tail and tail.endswith(b"\n")


def _is_lines(head: bytes, tail: bytes) -> bool:
    """JSON, one object a line."""
    first, _, rest = head.partition(b"\n")
    whole = first.startswith(b"{") and first.rstrip().endswith(b"}")
    return whole and (not rest.strip() or rest.startswith(b"{")) and not _is_note(head, tail)


def _is_json(head: bytes, tail: bytes) -> bool:
    """One document, so not several lines of one each."""
    begun, ended = head.lstrip()[:1], tail.rstrip()[-1:]
    several = _is_lines(head, tail) and b"\n{" in head
    return (begun, ended) in ((b"{", b"}"), (b"[", b"]")) and not several


def _is_page(head: bytes, tail: bytes) -> bool:
    return head.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))


KEY = Kind("a private key", lambda head, tail: _KEY.search(head) is not None)
SQLITE = Kind("a store, or another file of SQLite", lambda head, tail: held.is_of_sqlite(head))
BUNDLE = Kind("a bundle", lambda head, tail: head.startswith(_LOCAL_HEADER))
NOTE = Kind("a signed note", _is_note)
REQUEST = Kind("a request to a witness", lambda head, tail: _REQUEST.match(head) is not None)
ANSWER = Kind("an answer of a witness", lambda head, tail: _ANSWER.match(head) is not None)
RECEIPT = Kind("a receipt", lambda head, tail: head.startswith(_RECEIPT))
PERSON = Kind("a person's line", lambda head, tail: _PERSON.match(head) is not None)
GATEWAY = Kind("a gateway's key to introduce", lambda head, tail: _GATEWAY.match(head) is not None)
REGISTER = Kind("a register", lambda head, tail: False)  # one is never taken for another
VERIFIER = Kind("the verifier in one file", lambda head, tail: head.startswith(_VERIFIER))
PAGE = Kind("an HTML page", _is_page)
OPENINGS = Kind("openings of a bundle", lambda head, tail: _OPENING.match(head) is not None)
LINES = Kind("JSON lines", _is_lines)
JSON = Kind("a JSON document", _is_json)
PROOF = Kind("a proof of an outcome", lambda head, tail: head.startswith(b"glitterball proof v1 "))
RULEBOOK = Kind("a rulebook", lambda head, tail: head.startswith(b'glitterball = "rulebook.v1"'))
SETTINGS = Kind("settings", lambda head, tail: head.startswith(_SETTINGS))
METRICS = Kind("metrics", lambda head, tail: head.startswith(_METRICS))

PARQUET = Kind("a Parquet file", lambda head, tail: head.startswith(b"PAR1") and tail.endswith(b"PAR1"))
SVG = Kind("a picture as SVG", lambda head, tail: head.startswith(b"<svg "))
PNG = Kind("a picture as PNG", lambda head, tail: head.startswith(b"\x89PNG\r\n\x1a\n"))
TABLE = Kind("a table as CSV", lambda head, tail: head.startswith(b"season,mode,"))

OFFICE = Kind("a workbook or a document of an office program", lambda head, tail: _OFFICE.match(head) is not None)
PDF = Kind("a PDF", lambda head, tail: head.startswith(b"%PDF-"))
POLICY = Kind("a policy", lambda head, tail: b"\0" not in head and _POLICY.search(head) is not None)
EMPTY = Kind("an empty file", lambda head, tail: not head)

NEVER_REPLACED = (KEY, SQLITE, OFFICE)
"""An office document may be anybody's: a workbook of ours and one that somebody worked in look the same from outside."""
READ_ONLY = (EMPTY, PDF, POLICY)
"""What nobody writes here, told where it is given in the place of something else."""
EVERY = (
    *NEVER_REPLACED,
    *READ_ONLY,
    PARQUET,
    SVG,
    PNG,
    TABLE,
    BUNDLE,
    REQUEST,
    RECEIPT,
    NOTE,
    ANSWER,
    VERIFIER,
    PAGE,
    OPENINGS,
    LINES,
    JSON,
    PROOF,
    SETTINGS,
    METRICS,
)


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a file that is there."""

    head: bytes
    tail: bytes

    def are(self, kind: Kind) -> bool:
        """Whether it is of that kind."""
        return kind.fits(self.head, self.tail)

    def told(self) -> str:
        """What it is, for a sentence."""
        found = next((kind.name for kind in EVERY if self.are(kind)), None)
        return found or ("a file of another kind" if b"\0" in self.head else "some text")


def ends_of(path: Path) -> Ends:
    """The ends of a regular file nobody holds. Call it where nobody begins to hold one (`held.nobody_begins`)."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        head = os.pread(descriptor, PIECE, 0)
        size = os.fstat(descriptor).st_size
        return Ends(head.removeprefix(BOM), os.pread(descriptor, PIECE, max(size - PIECE, 0)))
    finally:
        os.close(descriptor)


def holds_key(octets: bytes) -> bool:
    """Whether a line of it is a private key's."""
    return _KEY.search(octets.removeprefix(BOM)) is not None
