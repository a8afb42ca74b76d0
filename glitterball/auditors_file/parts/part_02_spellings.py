"""Spellings: base64, decimals, JSON and exact numbers, each in one spelling."""

from __future__ import annotations

import base64
import binascii
import json
import mmap
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from typing import Any

from .part_01_findings import Wrong

Json = Any
"""A value of JSON, in a form that has been checked: text, whole numbers, lists, objects."""
LARGEST = 2**63 - 1
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
FRACTION = re.compile(r"-?[1-9][0-9]*/[1-9][0-9]*")


def decimal(text: str) -> int:
    """A number from 0 to 2^63 - 1, without sign or leading zero."""
    if not _DECIMAL.fullmatch(text) or int(text) > LARGEST:
        raise Wrong(f"{text[:40]!r} is no number in its one spelling")
    return int(text)


def unbase64(text: str) -> bytes:
    """RFC 4648 base64 with padding; anything that would not be written the same is refused."""
    try:
        octets = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise Wrong(f"{text[:40]!r} is not base64") from None
    if base64.b64encode(octets).decode() != text:
        raise Wrong(f"{text[:40]!r} is not base64 in its one spelling")
    return octets


def hash_of(text: str) -> bytes:
    """The base64 of 32 bytes."""
    octets = unbase64(text)
    if len(octets) != 32:
        raise Wrong(f"{text[:60]!r} is not the base64 of 32 bytes")
    return octets


_COMPACT = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


def written(value: Json) -> bytes:
    """Compact JSON: the one form in which events, rulebooks and workings are written."""
    return _COMPACT.encode(value).encode()


@lru_cache(maxsize=1)
def said_in(stored: bytes) -> Json:
    """What an event's stored bytes say as JSON, which nobody changes: several questions are asked of it, one event at a time."""
    return json.loads(stored)


def digest(octets: bytes) -> str:
    return sha256(octets).hexdigest()


MEBIBYTE = 2**20


def pieces_of(data: bytes | mmap.mmap, start: int, size: int) -> Iterator[bytes]:
    """A stretch of a file in pieces that fit in memory."""
    for at in range(start, start + size, MEBIBYTE):
        end = min(at + MEBIBYTE, start + size)
        yield data[at:end]
        let_go(data, at, end)


def digest_of(data: bytes | mmap.mmap, start: int, size: int) -> str:
    """The digest of a stretch of a file."""
    hashed = sha256()
    for piece in pieces_of(data, start, size):
        hashed.update(piece)
    return hashed.hexdigest()


def let_go(data: bytes | mmap.mmap, start: int, end: int) -> None:
    """Give back what was read of a file that is mapped into memory, where the system knows how: memory is then as small as the
    pieces, however large the file. What is read of it again is read from the file again."""
    if isinstance(data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        first, behind = -(-start // mmap.PAGESIZE) * mmap.PAGESIZE, end // mmap.PAGESIZE * mmap.PAGESIZE
        if behind > first:
            data.madvise(mmap.MADV_DONTNEED, first, behind - first)


def exact(value: Json) -> Fraction:
    """A number from stored JSON: 8, or "17/2"."""
    return Fraction(value)


def plain(value: Fraction) -> Json:
    """A number as stored JSON has it."""
    return value.numerator if value.denominator == 1 else str(value)


def count_of(count: int, noun: str) -> str:
    """So many of something: 1 line, 2 lines."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def sum_of(pairs: Iterable[Sequence[Any]]) -> int:
    return sum(count for _, count in pairs)
