#!/usr/bin/env python3
"""Verify a Glitterball bundle: whether its log is unaltered since a checkpoint you trust, and whether its outcomes follow.

    python verify_bundle.py week2.bundle --policy policy.txt [--known FILE] [--signer VKEY] [--openings FILE] [--json]

One file, nothing but Python 3.11, no network, no trust in whoever made the bundle. The policy says which log and which
witnesses you believe; it comes from you, never from the bundle. Exit code 0: it holds. 1: the record is intact, but what
was certified or announced does not follow from it. 3: the question could not be put, or part of the record was written by
a newer Glitterball than this file, and nothing else is wrong. 5: the record is not intact. 2: the command line is wrong.

It was written separately from the engine, from docs/formats/bundle.md (the format) and from the rules of the shows: all
arithmetic is in fractions, and where the engine is clever this file counts.

It is made from small files, one a section, by `build.py` in its folder of the repository: change those, never this one.

     1  line  120  Findings: what can be wrong, and how it is noted
     2  line  188  Spellings: base64, decimals, JSON and exact numbers, each in one spelling
     3  line  290  Ed25519, verifying only (RFC 8032, section 5.1)
     4  line  360  Fiat-Shamir: a sponge over SHAKE128, whose bytes are the challenges (draft-irtf-cfrg-fiat-shamir-03)
     5  line  399  P-256: points, sums of multiples, and ECDSA, verifying only (SP 800-186, 3.2.1.3; SEC 1, 2.3.4 and 4.1.4)
     6  line  552  A point of P-256 made from a text, so that nobody knows its logarithm (RFC 9380, `P256_XMD:SHA-256_SSWU_RO_`)
     7  line  601  Linear relations, and proofs that somebody knows what satisfies one (draft-irtf-cfrg-sigma-protocols-03)
     8  line  701  Notes: keys, signed texts and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)
     9  line  844  Policies: who must have signed a checkpoint for you to believe it (C2SP tlog-policy)
    10  line  958  What a file that is no bundle seems to be, by how it begins. Nothing of its content is repeated
    11  line  984  Trees: RFC 6962 roots, RFC 9162 consistency
    12  line 1057  The container: the files of a bundle and its manifest (bundle.md, sections 1 to 3)
    13  line 1237  The forms of rulebooks and of the kinds of stages in them: one line each, as in the table of events
    14  line 1292  The forms of events: types, fields and values, one line each (bundle.md, sections 4 and 9)
    15  line 1483  The values that forms are made of: words, ranges, pairs and unions, and what may stand only once (bundle.md, section 4)
    16  line 1544  Stage kinds of packages: what a rulebook gives to one. What such a kind computes is known to no verifier
    17  line 1571  Checking a form: what a line of the table of forms demands of a value
    18  line 1812  An event: stored bytes read back, in the one form they are stored in
    19  line 1925  Hidden parts: in an open bundle beside its events, for a sealed one among its openings
    20  line 1985  Sealed events: what they show of themselves, and whether what they hide could be guessed
    21  line 2068  The events in their places: positions, leaves, streams
    22  line 2265  Remembering votes: what the gateways delivered, and at which positions
    23  line 2455  Remembering a week: each event filed under its name. Nothing is judged here
    24  line 2642  Remembering the season: couples, rulebooks, proposals, keys, weeks
    25  line 2886  Passkeys: an authenticator's assertion over what is decided (W3C Web Authentication Level 3, section 7.2)
    26  line 2971  People: the roster of a season, and names that are one person's
    27  line 3143  Two people: proposals, approvals, and what was approved
    28  line 3377  Deliveries: gateways' signatures, and voids held against their batches
    29  line 3539  Raw files counted twice: each stretch of a gateway's own file counts once
    30  line 3594  The scoring period: everything that counts towards one week's outcome
    31  line 3813  Counts and points: marks and voting bodies; rank, share, table
    32  line 3930  Skating: the placings of a ballroom final, Rules 5 to 11
    33  line 4147  The sides: what each counts, in points
    34  line 4214  The order: couples with equal points through the chain of tie links
    35  line 4413  Selection: who of the order is in danger
    36  line 4528  The ending: selection, second stage, who leaves
    37  line 4697  Commitments of manifests and batches, made again from counts and nonce by whoever has them (decisions 0026 and 0033)
    38  line 4832  Statements about counts that are committed to, and never shown: numbers that are 0, or lie in a range
    39  line 4959  Claims: from a rulebook, marks and what was announced to what has to be true of counts that nobody is shown
    40  line 5114  What differs between an outcome as certified and as recomputed: the couple, and the number before and after
    41  line 5162  Outcomes: certified and announced against recomputed
    42  line 5366  The style of a certificate's page
    43  line 5465  The template of a certificate's page
    44  line 5688  How a certificate's page says the values of its JSON (certificate.md, section 3)
    45  line 5894  The pictures of a certificate's page, drawn again (certificate.md, section 3)
    46  line 5971  The code on a certificate's page: QR version 4, level M, alphanumeric, mask 0 (ISO/IEC 18004), as the path of an SVG
    47  line 6061  What was said on air: against what follows, or, where counts are hidden, against what was certified
    48  line 6117  The end of a season's openings: when two people may destroy them, and that nothing is recorded of the season afterwards
    49  line 6148  A certificate's page, made again: the one template, filled from the JSON (certificate.md, section 3)
    50  line 6287  Whether a certification stands, as far as it can be said without a count of votes
    51  line 6370  What was said on air, as groups of couples, best first: the claims that may be proved
    52  line 6466  What the events say of a certified week, in the words of a certificate: as much of it as this file works out
    53  line 6635  A week's votes as if something else had counted: without a channel, with a void one, with void batches (decision 0033)
    54  line 6697  Which commitments of manifests or batches count towards a week, by couple; or why it cannot be proved
    55  line 6825  What people decided that bears on a week, as a certificate tells it: all of it, in the order of the log
    56  line 6980  How a week ends, as a certificate tells it: standings, every step with its source, ties, the verdict, whether it stands
    57  line 7191  What was left out of the count, as a certificate tells it: each thing taken back alone, and the week tabulated again
    58  line 7330  What margins are asked of a week, what an outcome answers, and one mark changed as a witness says (bundle.md, section 8)
    59  line 7416  How close it was: each witness of a margin is tabulated, and must change the answer as it says (bundle.md, section 8)
    60  line 7576  The scores of a week as a certificate tells them: every mark as submitted and as it stands, bonuses, corrections
    61  line 7693  The proofs of a week as a certificate tells of them: what was proved, as if what had counted, and from which commitments
    62  line 7772  What a proof is about: its words against the log, its statements, and the context that binds it
    63  line 7933  The certificate against the events up to the position it was made at: every field this file works out
    64  line 8117  The certificate: whether it is about an outcome that was recomputed (certificate.md, section 4)
    65  line 8298  Proofs: whether what was announced follows from what was committed to, without a count (decision 0026)
    66  line 8475  Following the season, event by event
    67  line 8631  What you compare with what you were told: rulebooks, gateways' keys, who signed the checkpoint and when
    68  line 8772  The files that follow from the events: rulebook texts, workings and inputs (bundle.md, section 8)
    69  line 8803  The tree of a bundle: the root at each checkpoint, and the proofs between them (bundle.md, section 7)
    70  line 8836  The report: what was found, what was checked, what was not
    71  line 8948  The verification, from top to bottom
    72  line 9173  The command line
"""

from __future__ import annotations

import argparse
import base64
import binascii
import json
import mmap
import re
import secrets
import struct
import sys
import unicodedata
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256, sha512, shake_128
from html import escape
from itertools import chain, combinations, groupby, islice, pairwise, zip_longest
from math import comb, lcm
from pathlib import Path
from typing import Any, NamedTuple

# ---------------------------------------------------------------------------------------------------------------------
# 1  Findings: what can be wrong, and how it is noted
# ---------------------------------------------------------------------------------------------------------------------

DOES_NOT_STAND = "does-not-stand"
"""A certificate that says itself that what was certified does not stand."""
OUTCOME = ("outcome", "announced", DOES_NOT_STAND, "proof-fails")
UNREAD = ("newer", "plug-in", "no-bundle")
NOTICE = (
    *("closing-checkpoint", "stale", "changed", "late", "raw-file", "danger", "revoked", "guessable"),
    "proof-stale",
)
LISTED = 1_000  # findings of one code that are kept; a hostile bundle could have millions


class Wrong(Exception):
    """Something is not what it claims to be; the text says why."""


class Newer(Wrong):
    """It is of a form that is well said, but newer than this file; the text says what."""


@dataclass(frozen=True)
class Found:
    """One finding. Position and week are None where it is about neither."""

    code: str
    says: str
    position: int | None = None
    week: int | None = None

    @property
    def kind(self) -> str:
        return _KIND_OF.get(self.code, "integrity")


_KIND_OF = {
    **dict.fromkeys(OUTCOME, "outcome"),
    **dict.fromkeys(UNREAD, "unread"),
    **dict.fromkeys(NOTICE, "notice"),
}


class Findings:
    """All findings of a run, in the order found."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.counts: Counter[str] = Counter()

    def add(self, code: str, says: object, position: int | None = None, week: int | None = None) -> None:
        self.counts[code] += 1
        if self.counts[code] <= LISTED:
            self.found.append(Found(code, str(says)[:300], position, week))

    def integrity(self) -> int:
        return sum(count for code, count in self.counts.items() if code not in _KIND_OF)


def demand(holds: object, why: str) -> None:
    if not holds:
        raise Wrong(why)


UNREADABLE = (Wrong, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)


# ---------------------------------------------------------------------------------------------------------------------
# 2  Spellings: base64, decimals, JSON and exact numbers, each in one spelling
# ---------------------------------------------------------------------------------------------------------------------

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


# ---------------------------------------------------------------------------------------------------------------------
# 3  Ed25519, verifying only (RFC 8032, section 5.1)
# ---------------------------------------------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
"""Extended coordinates: x = X/Z, y = Y/Z, x*y = T/Z."""


def _added(one: Point, other: Point) -> Point:
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * t1 * t2 * D % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _added(total, point)
        point = _added(point, point)
        number >>= 1
    return total


def point_of(octets: bytes) -> Point | None:
    """The point of 32 bytes; nothing where no point has that ordinate."""
    y = int.from_bytes(octets, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_1 % P
    if x * x % P != square:
        return None
    if x & 1 != sign:
        x = P - x
    return x, y % P, 1, x * y % P


def _octets(point: Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_BASE_Y = 4 * pow(5, -1, P) % P
_BASE = point_of(_BASE_Y.to_bytes(32, "little"))


def ed25519_verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether S*B - H(R, A, M)*A, written out, is R: byte for byte, so a second spelling of R does not pass."""
    point = point_of(public)
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= ORDER or point is None or _BASE is None:
        return False
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    x, y, z, t = point
    negated = (P - x, y, z, P - t)
    return _octets(_added(_times(s, _BASE), _times(h, negated))) == signature[:32]


# ---------------------------------------------------------------------------------------------------------------------
# 4  Fiat-Shamir: a sponge over SHAKE128, whose bytes are the challenges (draft-irtf-cfrg-fiat-shamir-03)
# What was said goes in, and what comes out could not be known before. So nobody has to ask, and nobody can choose his question.
# ---------------------------------------------------------------------------------------------------------------------

SHAKE128_RATE = 168
SESSION_LENGTH = 32


class Sponge:
    """SHAKE128 that has absorbed a session, filled up to a block; absorb and squeeze in any order."""

    def __init__(self, session: bytes) -> None:
        self.state = shake_128(session.ljust(SHAKE128_RATE, b"\x00"))
        self.given = 0

    def absorb(self, octets: bytes) -> None:
        """Squeezing begins anew behind it; nothing absorbed is as if it had not been asked for."""
        if octets:
            self.state.update(octets)
            self.given = 0

    def squeeze(self, length: int) -> bytes:
        """The bytes behind those that were squeezed last."""
        self.given += length
        return self.state.digest(self.given)[-length:] if length else b""

    def challenge(self, order: int) -> int:
        """`DecodeUint`: 16 bytes more than the order has, the least first, so that no remainder is likelier than another."""
        return int.from_bytes(self.squeeze((order.bit_length() + 7) // 8 + 16), "little") % order


def session_of_tag(tag: bytes) -> bytes:
    """`DeriveSessionID`: what stands for the text that says what a proof is about."""
    sponge = Sponge(b"irtf-cfrg-fiat-shamir/session-id")
    sponge.absorb(tag)
    return sponge.squeeze(SESSION_LENGTH)


# ---------------------------------------------------------------------------------------------------------------------
# 5  P-256: points, sums of multiples, and ECDSA, verifying only (SP 800-186, 3.2.1.3; SEC 1, 2.3.4 and 4.1.4)
# A point is its two coordinates. Sums are made of points stretched by a Z (Jacobian: x = X/Z^2, y = Y/Z^3), so that one
# inversion does for all; Z is 0 for the sum that is nothing. The cofactor is 1: whatever is on the curve is in the group.
# ---------------------------------------------------------------------------------------------------------------------

P256_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P256_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
P256Point = tuple[int, int]
P256Sum = tuple[int, int, int]
P256_BASE: P256Point = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
P256_NOTHING: P256Sum = (1, 1, 0)


def p256_square(x: int) -> int:
    """What the square of the ordinate has to be at x."""
    return (x * x * x - 3 * x + P256_B) % P256_PRIME


def p256_root(square: int) -> int | None:
    """A square root modulo the prime, which is 3 modulo 4; nothing where there is none."""
    root = pow(square, (P256_PRIME + 1) // 4, P256_PRIME)
    return root if root * root % P256_PRIME == square % P256_PRIME else None


def p256_on_curve(x: int, y: int) -> bool:
    return 0 <= x < P256_PRIME and 0 <= y < P256_PRIME and y * y % P256_PRIME == p256_square(x)


def p256_at(x: int, y: int) -> P256Point:
    """The point with these coordinates; refuses what is not on the curve, or not below the prime."""
    if not p256_on_curve(x, y):
        raise Wrong("two coordinates are no point of P-256")
    return x, y


def p256_point(octets: bytes) -> P256Point:
    """The point that 33 bytes spell, 02 or 03 and the abscissa; refuses every other spelling, and what is no point."""
    x = int.from_bytes(octets[1:], "big")
    if len(octets) != 33 or octets[0] not in (2, 3) or x >= P256_PRIME:
        raise Wrong("a point of P-256 is not spelled in 33 bytes, 02 or 03 first")
    y = p256_root(p256_square(x))
    if y is None:
        raise Wrong("33 bytes spell no point of P-256")
    return x, y if y & 1 == octets[0] & 1 else P256_PRIME - y


def p256_octets(point: P256Point) -> bytes:
    """The one spelling in 33 bytes."""
    return bytes([2 + (point[1] & 1)]) + point[0].to_bytes(32, "big")


def p256_doubled(total: P256Sum) -> P256Sum:
    x, y, z = total
    z_square, y_square = z * z % P256_PRIME, y * y % P256_PRIME
    chord = 4 * x * y_square % P256_PRIME
    slope = 3 * (x - z_square) * (x + z_square) % P256_PRIME
    x3 = (slope * slope - 2 * chord) % P256_PRIME
    return x3, (slope * (chord - x3) - 8 * y_square * y_square) % P256_PRIME, 2 * y * z % P256_PRIME


def p256_plus(total: P256Sum, point: P256Point) -> P256Sum:
    """A sum and one point more."""
    (x1, y1, z1), (x2, y2) = total, point
    if not z1:
        return x2, y2, 1
    z_square = z1 * z1 % P256_PRIME
    rise = (y2 * z1 * z_square - y1) % P256_PRIME
    run = (x2 * z_square - x1) % P256_PRIME
    return _p256_drawn(total, z1, x1, y1, rise, run)


def p256_added(one: P256Sum, other: P256Sum) -> P256Sum:
    """Two sums together."""
    (x1, y1, z1), (x2, y2, z2) = one, other
    if not z1 or not z2:
        return other if not z1 else one
    square1, square2 = z1 * z1 % P256_PRIME, z2 * z2 % P256_PRIME
    from_x, from_y = x1 * square2 % P256_PRIME, y1 * z2 * square2 % P256_PRIME
    rise = (y2 * z1 * square1 - from_y) % P256_PRIME
    run = (x2 * square1 - from_x) % P256_PRIME
    return _p256_drawn(one, z1 * z2, from_x, from_y, rise, run)


def _p256_drawn(one: P256Sum, z: int, x: int, y: int, rise: int, run: int) -> P256Sum:
    """Where the line through two points meets the curve, turned over: the tangent where they are the same."""
    if not run:
        return P256_NOTHING if rise else p256_doubled(one)
    square = run * run % P256_PRIME
    cube, base = run * square % P256_PRIME, x * square % P256_PRIME
    x3 = (rise * rise - cube - 2 * base) % P256_PRIME
    return x3, (rise * (base - x3) - y * cube) % P256_PRIME, z * run % P256_PRIME


def p256_sum_of_multiples(points: Sequence[P256Point], scalars: Sequence[int]) -> P256Sum:
    """The sum of each point so many times (Pippenger): digit by digit, points of one digit together in a bucket."""
    scalars = [scalar % P256_ORDER for scalar in scalars]
    bits = max((scalar.bit_length() for scalar in scalars), default=0)
    width = min(range(1, 16), key=lambda width: -(-bits // width) * (len(points) + 2 ** (width + 1)))
    total = P256_NOTHING
    for shift in reversed(range(0, bits, width)):
        for _ in range(width):
            total = p256_doubled(total)
        total = p256_added(total, _p256_of_one_digit(points, [scalar >> shift for scalar in scalars], width))
    return total


def _p256_of_one_digit(points: Sequence[P256Point], scalars: Sequence[int], width: int) -> P256Sum:
    """The sum of each point as many times as the lowest digit of its scalar says."""
    buckets = [P256_NOTHING] * 2**width
    for point, scalar in zip(points, scalars, strict=True):
        if digit := scalar & (2**width - 1):
            buckets[digit] = p256_plus(buckets[digit], point)
    total = from_above = P256_NOTHING
    for bucket in reversed(buckets[1:]):
        from_above = p256_added(from_above, bucket)
        total = p256_added(total, from_above)
    return total


def p256_points(sums: Sequence[P256Sum]) -> list[P256Point]:
    """The points that sums are, with one inversion for all; refuses a sum that is nothing."""
    products = [1]
    for _, _, z in sums:
        products.append(products[-1] * z % P256_PRIME)
    if not products[-1]:
        raise Wrong("a sum of points is nothing, which has no coordinates")
    inverse = pow(products[-1], -1, P256_PRIME)
    points = []
    for (x, y, z), before in zip(reversed(sums), reversed(products[:-1]), strict=True):
        of_z = inverse * before % P256_PRIME
        inverse = inverse * z % P256_PRIME
        points.append((x * of_z * of_z % P256_PRIME, y * of_z * of_z * of_z % P256_PRIME))
    return points[::-1]


def ecdsa_verified(public: P256Point, digest: bytes, r: int, s: int) -> bool:
    """Whether (r, s) is the signature of a message with this hash under the key: x of (e*G + r*Q)/s is r.

    Only the leftmost 256 bits of a hash count. A key that is no point of the curve has signed nothing.
    """
    if not (p256_on_curve(*public) and 0 < r < P256_ORDER and 0 < s < P256_ORDER):
        return False
    inverse = pow(s, -1, P256_ORDER)
    e = int.from_bytes(digest[:32], "big")
    total = p256_sum_of_multiples([P256_BASE, public], [e * inverse, r * inverse])
    return total[2] != 0 and p256_points([total])[0][0] % P256_ORDER == r


# ---------------------------------------------------------------------------------------------------------------------
# 6  A point of P-256 made from a text, so that nobody knows its logarithm (RFC 9380, `P256_XMD:SHA-256_SSWU_RO_`)
# ---------------------------------------------------------------------------------------------------------------------

_P256_A, _P256_Z = -3, -10
_OF_ONE_ELEMENT = 48
_SECOND_TEXT = b"Glitterball: the second generator, whose logarithm nobody knows"
_SECOND_DOMAIN = b"glitterball-commitments-v1-with-P256_XMD:SHA-256_SSWU_RO_"


def expanded(message: bytes, domain: bytes, length: int) -> bytes:
    """Section 5.3.1, `expand_message_xmd`: so many bytes from a message, under a domain of 1 to 255 bytes."""
    suffix = domain + bytes([len(domain)])
    first = sha256(bytes(64) + message + length.to_bytes(2, "big") + b"\x00" + suffix).digest()
    blocks = [sha256(first + b"\x01" + suffix).digest()]
    while 32 * len(blocks) < length:
        mixed = int.from_bytes(first, "big") ^ int.from_bytes(blocks[-1], "big")
        blocks.append(sha256(mixed.to_bytes(32, "big") + bytes([len(blocks) + 1]) + suffix).digest())
    return b"".join(blocks)[:length]


def mapped_to_p256(u: int) -> P256Point:
    """Section 6.6.2: of two abscissas one is on the curve for every u; the ordinate is odd where u is."""
    step = _P256_Z * u * u % P256_PRIME
    inverse = pow(step * step + step, P256_PRIME - 2, P256_PRIME)  # 0 where there is none, as `inv0` has it
    x = -P256_B * pow(_P256_A, -1, P256_PRIME) * (1 + inverse) % P256_PRIME
    if not inverse:
        x = P256_B * pow(_P256_Z * _P256_A, -1, P256_PRIME) % P256_PRIME
    y = p256_root(p256_square(x))
    if y is None:
        x = step * x % P256_PRIME
        y = p256_root(p256_square(x)) or 0
    return x, y if y & 1 == u & 1 else P256_PRIME - y


def p256_from_text(message: bytes, domain: bytes) -> P256Point:
    """Section 3, `hash_to_curve`: the sum of the points of two elements of the field."""
    octets, total = expanded(message, domain, 2 * _OF_ONE_ELEMENT), P256_NOTHING
    for element in (octets[:_OF_ONE_ELEMENT], octets[_OF_ONE_ELEMENT:]):
        total = p256_plus(total, mapped_to_p256(int.from_bytes(element, "big") % P256_PRIME))
    return p256_points([total])[0]


@lru_cache(maxsize=1)
def second_generator() -> P256Point:
    """H of every commitment v*G + r*H. It is made here and never read: who knew its logarithm could prove any outcome."""
    return p256_from_text(_SECOND_TEXT, _SECOND_DOMAIN)


# ---------------------------------------------------------------------------------------------------------------------
# 7  Linear relations, and proofs that somebody knows what satisfies one (draft-irtf-cfrg-sigma-protocols-03)
# A relation is equations between points. On the left stand known points, each so many times; on the right known points too, each
# times a number that only the prover knows. The suite is `sigma-proofs_Shake128_P256`.
# ---------------------------------------------------------------------------------------------------------------------

P256_SUITE = b"sigma-proofs_Shake128_P256"


class Equation(NamedTuple):
    """The sum of factor * point on the left is that of factor * unknown * point on the right; all by their numbers."""

    left: list[tuple[int, int]]
    """Point, factor."""
    right: list[tuple[int, int, int]]
    """Unknown, point, factor."""


class Relation(NamedTuple):
    """Equations with so many unknowns; point 0 is the base."""

    unknowns: int
    points: list[P256Point]
    equations: list[Equation]

    def octets(self) -> bytes:
        """`SerializeLinearRelation`: the equations by number, then the points but for the base."""
        pieces = [_four(len(self.equations))]
        for equation in self.equations:
            pieces.append(_four(len(equation.left)))
            pieces += [_four(point) + _scalar(factor) for point, factor in equation.left]
            pieces.append(_four(len(equation.right)))
            pieces += [_four(unknown) + _four(point) + _scalar(factor) for unknown, point, factor in equation.right]
        return b"".join([*pieces, *map(p256_octets, self.points[1:])])

    def challenge(self, tag: bytes, committed: Iterable[bytes]) -> int:
        """What the prover was asked after he had committed himself, under a tag that says what it is about."""
        sponge = Sponge(session_of_tag(tag))
        sponge.absorb(self.octets())
        sponge.absorb(b"".join(committed))
        return sponge.challenge(P256_ORDER)

    def right_less_left(
        self, weights: Sequence[int], responses: Sequence[int], challenge: int, equations: Sequence[Equation]
    ) -> tuple[list[P256Point], list[int]]:
        """The right sides at the responses less `challenge` times the left ones, weighed: each point with its factor."""
        factors = [0] * len(self.points)
        for equation, weight in zip(equations, weights, strict=True):
            for unknown, point, factor in equation.right:
                factors[point] += weight * factor * responses[unknown]
            for point, factor in equation.left:
                factors[point] -= weight * factor * challenge
        used = [at for at, factor in enumerate(factors) if factor]
        return [self.points[at] for at in used], [factors[at] for at in used]


def _four(number: int) -> bytes:
    return number.to_bytes(4, "little")


def _scalar(number: int) -> bytes:
    return (number % P256_ORDER).to_bytes(32, "big")


def _scalars(octets: bytes) -> list[int]:
    """Numbers of 32 bytes; refuses one that is not below the order, which would be a second spelling."""
    numbers = [int.from_bytes(octets[at : at + 32], "big") for at in range(0, len(octets), 32)]
    demand(all(number < P256_ORDER for number in numbers), "a number in the proof is not below the order of the curve")
    return numbers


def check_proof(relation: Relation, proof: bytes, tag: bytes) -> None:
    """Refuses what is no batchable proof: a point committed to for each equation, then a response for each unknown.

    The equations are added up, each with a weight that nobody could foresee: one that fails goes unseen once in 2^128.
    """
    committed = 33 * len(relation.equations)
    demand(len(proof) == committed + 32 * relation.unknowns, f"a proof of {len(proof)} bytes is of another statement")
    spelled = [proof[at : at + 33] for at in range(0, committed, 33)]
    points, responses = [p256_point(octets) for octets in spelled], _scalars(proof[committed:])
    weights = [secrets.randbits(128) for _ in points]
    challenge = relation.challenge(tag, spelled)
    known, factors = relation.right_less_left(weights, responses, challenge, relation.equations)
    negated = [(x, P256_PRIME - y) for x, y in points]  # so that their factors stay as short as the weights
    if p256_sum_of_multiples([*known, *negated], [*factors, *weights])[2]:
        raise Wrong("the equations of the proof do not hold")


def check_compact_proof(relation: Relation, proof: bytes, tag: bytes) -> None:
    """Refuses what is no compact proof: the challenge, then a response for each unknown."""
    demand(len(proof) == 32 + 32 * relation.unknowns, f"a proof of {len(proof)} bytes is of another statement")
    challenge, *responses = _scalars(proof)
    committed: list[P256Sum] = []
    for equation in relation.equations:
        known, factors = relation.right_less_left([1], responses, challenge, [equation])
        committed.append(p256_sum_of_multiples(known, factors))
    again = relation.challenge(tag, map(p256_octets, p256_points(committed)))
    demand(again == challenge, "the challenge of the proof is another one")


# ---------------------------------------------------------------------------------------------------------------------
# 8  Notes: keys, signed texts and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)
# ---------------------------------------------------------------------------------------------------------------------

ED25519, COSIGNATURE = 1, 4
_SPACES = {0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, *range(0x09, 0x0E), *range(0x2000, 0x200B)}
_ORDER_EIGHT = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SMALL_ORDER = (0, 1, P - 1, _ORDER_EIGHT, P - _ORDER_EIGHT)


@dataclass(frozen=True)
class Key:
    """A verifier key: its name, what it signs (0x01 notes, 0x04 cosignatures), its 32 bytes."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:4]

    def accepts(self, text: str, signature: bytes) -> bool:
        """Whether the bytes behind the key ID are this key's signature of a note's text."""
        message = text.encode()
        if self.algorithm == COSIGNATURE:
            seconds = int.from_bytes(signature[:8], "big")
            if len(signature) != 72 or seconds > LARGEST:
                return False
            message, signature = f"cosignature/v1\ntime {seconds}\n".encode() + message, signature[8:]
        return len(signature) == 64 and ed25519_verifies(self.public, signature, message)


def is_key_name(name: str) -> bool:
    bad = any(ord(char) in _SPACES or char < " " or "\ud800" <= char <= "\udfff" for char in name)
    return name != "" and "+" not in name and not bad


def read_key(text: str) -> Key:
    """`<name>+<key ID>+<base64 of algorithm and key>`; refuses weak keys, under which one signature fits many texts."""
    demand(
        "PRIVATE+KEY" not in text.upper(),
        "a private key, which is not repeated here, stands where a verifier key belongs",
    )
    parts = text.split("+", 2)
    if len(parts) != 3 or not is_key_name(parts[0]) or not re.fullmatch("[0-9a-f]{8}", parts[1]):
        raise Wrong(f"{text[:80]!r} is no verifier key")
    octets = unbase64(parts[2])
    if len(octets) != 33 or octets[0] not in (ED25519, COSIGNATURE):
        raise Wrong(f"{text[:80]!r} is no Ed25519 key of a kind known here")
    key = Key(parts[0], octets[0], octets[1:])
    ordinate = int.from_bytes(key.public, "little") & (2**255 - 1)
    if key.key_id.hex() != parts[1] or ordinate >= P or ordinate in SMALL_ORDER:
        raise Wrong(f"{text[:80]!r} is a weak key, or name, ID and key do not belong together")
    return key


def newer_type(text: str) -> int | None:
    """The signature type of a well-formed verifier key, where it is none known here (0x06: ML-DSA-44). It is passed over."""
    name, _, rest = text.partition("+")
    key_id, plus, encoded = rest.partition("+")
    try:
        octets = unbase64(encoded)
    except Wrong:
        return None
    fits = sha256(name.encode("utf-8", "surrogateescape") + b"\n" + octets).digest()[:4].hex() == key_id
    newer = plus and fits and is_key_name(name) and octets and octets[0] not in (ED25519, COSIGNATURE)
    return octets[0] if newer else None


class Signature(NamedTuple):
    """A line under a note: the name and ID of a key, and the bytes behind them."""

    name: str
    key_id: bytes
    payload: bytes


def parse_note(octets: bytes) -> tuple[str, list[Signature]]:
    """The text of a note and its signatures, none of them checked."""
    try:
        whole = octets.decode()
    except UnicodeDecodeError:
        raise Wrong("a note is UTF-8") from None
    text, gap, lines = whole.rpartition("\n\n")
    text += "\n"
    if len(octets) > 16 * 2**20 or not gap or re.search(r"[\x00-\x09\x0b-\x1f]", text):
        raise Wrong("it is no note: too long, no empty line before the signatures, or control characters")
    if not lines.endswith("\n") or lines.count("\n") > 100:
        raise Wrong("it does not end in one to a hundred signature lines")
    return text, [_signature(line) for line in lines[:-1].split("\n")]


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix("\u2014 ").partition(" ")
    if not line.startswith("\u2014 ") or not space or not is_key_name(name):
        raise Wrong(f"{line[:80]!r} is no signature line")
    octets = unbase64(encoded)
    if len(octets) < 5:
        raise Wrong(f"the signature of {name[:80]!r} is too short")
    return Signature(name, octets[:4], octets[4:])


def open_note(octets: bytes, known: Sequence[Key]) -> tuple[str, list[Key]]:
    """The text, and the known keys that signed it. One wrong signature of a known key refuses the whole note."""
    text, signatures = parse_note(octets)
    good = []
    for line in dict.fromkeys(signatures):
        holders = [key for key in known if (key.name, key.key_id) == (line.name, line.key_id)]
        if len(holders) > 1:
            raise Wrong(f"two known keys are called {line.name}+{line.key_id.hex()}")
        if holders and not holders[0].accepts(text, line.payload):
            raise Wrong(f"the signature of {line.name}+{line.key_id.hex()} does not fit the text")
        good += holders
    if not good:
        raise Wrong(f"no key you know signed it (signed by {', '.join(line.name for line in signatures[:5])})")
    return text, good


@dataclass(frozen=True)
class Checkpoint:
    """Size and root of a log."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...]


def read_checkpoint(text: str) -> Checkpoint:
    lines = text.split("\n")
    if (
        len(lines) < 4
        or lines[-1] != ""
        or any(not line or "\ud800" <= line <= "\udfff" for line in (lines[0], *lines[3:-1]))
    ):
        raise Wrong("it has no origin, size and root, each on a line")
    size, root = decimal(lines[1]), hash_of(lines[2])
    if size == 0 and root != sha256(b"").digest():
        raise Wrong("a log without events has one root only")
    return Checkpoint(lines[0], size, root, tuple(lines[3:-1]))


# ---------------------------------------------------------------------------------------------------------------------
# 9  Policies: who must have signed a checkpoint for you to believe it (C2SP tlog-policy)
# ---------------------------------------------------------------------------------------------------------------------


class Group(NamedTuple):
    """Witnesses or groups, of whom so many must have signed."""

    name: str
    needed: int
    members: list[str]


@dataclass
class Policy:
    """What you trust: logs, witnesses by name, groups of them, and the quorum."""

    logs: list[Key] = field(default_factory=list)
    witnesses: dict[str, Key] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    quorum: str | None = None
    newer: list[str] = field(default_factory=list)
    """Whose signatures are of a kind newer than this file, in words: nothing they sign is taken for a signature."""

    def check(self, note: bytes, quorum_needed: bool) -> tuple[Checkpoint, list[str]]:
        """The checkpoint in a note that a log of the policy signed, and the witnesses; refuses without the quorum."""
        text, good = open_note(note, [*self.logs, *self.witnesses.values()])
        checkpoint = read_checkpoint(text)
        if not any(key in good and key.name == checkpoint.origin for key in self.logs):
            raise Wrong(f"no log of the policy signed it as {checkpoint.origin[:80]!r}")
        names = [name for name, key in self.witnesses.items() if key in good]
        witnessed = set(names)
        for group in self.groups:
            if sum(member in witnessed for member in group.members) >= group.needed:
                witnessed.add(group.name)
        if quorum_needed and self.quorum != "none" and self.quorum not in witnessed:
            raise Wrong(f"{', '.join(names) or 'nobody'} cosigned, which is not the quorum {self.quorum!r}")
        return checkpoint, names


def read_policy(octets: bytes) -> Policy:
    """Lines `log`, `witness`, `group` and `quorum`; each refers only to lines before it."""
    policy, names, members = Policy(), {"none"}, set[str]()
    if len(octets) > 2**20:
        raise Wrong("the policy is longer than a mebibyte")
    for number, line in enumerate(octets.split(b"\n"), start=1):
        words = [word.decode("utf-8", "surrogateescape") for word in line.split()]
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line):
            raise Wrong(f"line {number} of the policy has a control character")
        if not words or words[0].startswith("#"):
            continue
        try:
            _take(policy, words, names, members)
        except Wrong as error:
            raise Wrong(f"line {number} of the policy cannot be used: {error}") from None
    if policy.quorum is None:
        raise Wrong("the policy has no quorum line")
    return policy


def _take(policy: Policy, words: list[str], names: set[str], members: set[str]) -> None:
    match words:
        case ["log" | "witness", *rest] if 0 < len(rest) < 4 and _take_newer(policy, words, names):
            pass
        case ["log", vkey, *url] if len(url) < 2 and len(policy.logs) < 256:
            key = read_key(vkey)
            if key.algorithm != ED25519 or any(key.public == log.public for log in policy.logs):
                raise Wrong("a log has an Ed25519 key of its own")
            policy.logs.append(key)
        case ["witness", name, vkey, *url] if len(url) < 2 and len(policy.witnesses) < 256:
            key = read_key(vkey)
            if key.algorithm != COSIGNATURE or any(
                key.public == witness.public for witness in policy.witnesses.values()
            ):
                raise Wrong("a witness has a cosignature key of its own")
            _define(name, names)
            policy.witnesses[name] = key
        case ["group", name, needed, *listed] if listed and len(policy.groups) < 256:
            for member in listed:
                if member not in names - {"none"} or member in members:
                    raise Wrong(f"{member[:80]!r} is not defined before, or is a member already")
                members.add(member)
            least = {"any": 1, "all": len(listed)}.get(needed) or decimal(needed)
            if not 1 <= least <= len(listed):
                raise Wrong(f"{least} of {len(listed)} cannot be")
            _define(name, names)
            policy.groups.append(Group(name, least, listed))
        case ["quorum", name] if policy.quorum is None and name in names:
            policy.quorum = name
        case _:
            raise Wrong(f"{words[0][:80]!r} does not begin a complete line that fits")


def _take_newer(policy: Policy, words: list[str], names: set[str]) -> bool:
    """Take a line whose key is of a kind newer than this file. A witness's name may stand in groups: it has not cosigned."""
    at = 1 if words[0] == "log" else 2
    kind = newer_type(words[at]) if at < len(words) <= at + 2 else None
    if kind is None:
        return False
    if len(policy.newer) >= 256:
        raise Wrong("there are too many lines of its kind")
    if words[0] == "witness":
        _define(words[1], names)
    who = f"the witness {words[1][:100]}" if words[0] == "witness" else "a log"
    policy.newer.append(f"signatures of {who} of the policy: their type 0x{kind:02x} is not known to this program")
    return True


def _define(name: str, names: set[str]) -> None:
    if name in names:
        raise Wrong(f"the name {name[:80]!r} is taken")
    names.add(name)


# ---------------------------------------------------------------------------------------------------------------------
# 10  What a file that is no bundle seems to be, by how it begins. Nothing of its content is repeated
# ---------------------------------------------------------------------------------------------------------------------

OFFICE = re.compile(rb"PK\x03\x04.{26}(\[Content_Types\]\.xml|mimetype|_rels/|word/|xl/|docProps/)", re.DOTALL)
_KINDS = (
    (rb"(?s).*?^[ \t]*(PRIVATE|HIDDEN)\+KEY\+|-----BEGIN .*PRIVATE KEY", "a private key, which is not repeated here"),
    (rb"\Z", "an empty file"),
    (rb"SQLite format 3\x00", "a store, or another file of SQLite"),
    (rb"PK\x03\x04", "a workbook or a document of an office program"),
    (rb"%PDF-", "a PDF"),
    (rb"\s*<(!doctype html|html)", "an HTML page"),
    (rb"[1-9][0-9]{0,17} \{", "openings of a bundle"),
    (rb"(?s)[^\0]*\n\n\xe2\x80\x94 ", "a signed note"),
    (rb"(?s)[^\0]*?^(log|witness|quorum)[ \t]", "a policy"),
    (rb"\s*[{\[]", "JSON"),
    (rb"(?s)[^\0]*\Z", "some text"),
)


def seems_to_be(head: bytes) -> str:
    """Of the beginning of a file: what it is, for a sentence."""
    found = (name for form, name in _KINDS if re.match(form, head, re.IGNORECASE | re.MULTILINE))
    return next(found, "a file of another kind")


# ---------------------------------------------------------------------------------------------------------------------
# 11  Trees: RFC 6962 roots, RFC 9162 consistency
# ---------------------------------------------------------------------------------------------------------------------


def leaf_hash(octets: bytes) -> bytes:
    return sha256(b"\x00" + octets).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree, kept as the roots of its complete subtrees, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        full = self.size
        while full & 1:
            leaf, full = node_hash(self.edge.pop(), leaf), full >> 1
        self.edge.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self.edge:
            return sha256(b"").digest()
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: bytes, size: int) -> bytes:
    """The root of the first leaves."""
    tree = Tree()
    for start in range(0, 32 * size, 32):
        tree.append(leaves[start : start + 32])
    return tree.root()


def check_consistency(old: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> None:
    """RFC 9162, section 2.1.4.2: the new tree begins with the old one."""
    if not 0 < old.size <= new.size:
        raise Wrong("a log only grows")
    if old.size == new.size:
        if proof or old.root != new.root:
            raise Wrong("two trees of one size differ, or there is a proof where none is needed")
        return
    path = [old.root, *proof] if old.size & (old.size - 1) == 0 else list(proof)
    if not path or not proof:
        raise Wrong("the proof is missing")
    fn, sn = old.size - 1, new.size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if sn == 0:
            raise Wrong("the proof is too long")
        if fn & 1 or fn == sn:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node_hash(second, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or first != old.root or second != new.root:
        raise Wrong("the proof does not lead from one root to the other")


# ---------------------------------------------------------------------------------------------------------------------
# 12  The container: the files of a bundle and its manifest (bundle.md, sections 1 to 3)
# ---------------------------------------------------------------------------------------------------------------------

LOCAL, CENTRAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
BEGINS, ENDS, ZIP64 = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
LARGEST_SMALL = 64 * 2**20
LONGEST_EVENT = 65_535
_FILE = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")
_ALLOWED = re.compile(
    r"events\.lines|hidden\.lines|leaves\.bin|scope\.note|certificate\.(?:html|json|note)|checkpoints/N\.note|consistency/N-N\.proof"
    r"|rulebooks/[0-9a-f]{64}\.json|(?:inputs|working)/N\.json|margin/[1-9][0-9]?\.json|proofs/N\.sigma".replace(
        "N", "[1-9][0-9]{0,17}"
    )
)
SCHEMA, SCHEMA_WITH_PARTS, SCHEMA_WITH_PROOFS = (f"glitterball.bundle.v{version}" for version in (1, 2, 3))
LARGE = ("events.lines", "hidden.lines", "leaves.bin")
_PROOF = re.compile(r"proofs/.*")
_SCHEMAS = re.compile(r"glitterball\.bundle\.v[1-9][0-9]{0,3}")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Place(NamedTuple):
    """Where a file's content stands in the bundle, and how many bytes it has."""

    start: int
    size: int


class Bundle:
    """The files of a bundle, where they stand, and what its manifest says. Nothing is ever unpacked."""

    def __init__(self, data: bytes | mmap.mmap, findings: Findings) -> None:
        self.data = data
        self.places: dict[str, Place] = {}
        self.manifest: dict[str, Json] = {}
        self.holds = False
        try:
            self._container()
        except Newer as error:
            findings.add("newer", error)
            return
        except Wrong as error:
            begins_or_ends = data[:4] == BEGINS or data[-22:-18] == ENDS
            if begins_or_ends and not OFFICE.match(data[:256]):
                findings.add("container", error)
            else:
                findings.add("no-bundle", f"{error}; it seems to be {seems_to_be(data[:65536])}")
            return
        try:
            self.manifest = _manifest(self.read("manifest.json"))
            wrong = list(self._unlisted()) or list(self._lacking())
        except Newer as error:
            findings.add("newer", error)
            return
        except (Wrong, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            wrong = [f"the manifest cannot be read: {str(error)[:100]}"]
        for why in wrong:
            findings.add("manifest", why)
        self.holds = not wrong

    def __contains__(self, name: str) -> bool:
        return name in self.places

    def read(self, name: str) -> bytes:
        start, size = self.places[name]
        return bytes(self.data[start : start + size])

    def under(self, folder: str) -> set[str]:
        return {name for name in self.places if name.startswith(folder)}

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file with their newlines; of one longer than any event only the beginning, which is no line."""
        at, size = self.places[name]
        end, gone = at + size, at
        while at < end:
            cut = self.data.find(b"\n", at, end) + 1 or end
            yield bytes(self.data[at : min(cut, at + LONGEST_EVENT + 64)])
            at = cut
            if at - gone > MEBIBYTE:
                let_go(self.data, gone, at)
                gone = at

    def _container(self) -> None:
        """Refuses a file that is not, byte for byte, what writing it again from names, sizes and CRCs gives."""
        data, length = self.data, len(self.data)
        if data[-42:-38] == ZIP64:
            raise Newer("its container is a ZIP64, which bundles of this version are not")
        if not END.size <= length < 2**32:
            raise Wrong("its length is not one a bundle can have")
        signature, _, _, count, _, tail, start, _ = END.unpack(data[length - END.size :])
        if signature != ENDS or count > 4096 or start + tail + END.size != length:
            raise Wrong("it does not end as a bundle does")
        at, again, before, central = 0, b"", "", start
        for _ in range(count):
            if central + CENTRAL.size > start + tail:
                raise Wrong("the list of files is cut short")
            fields = CENTRAL.unpack(data[central : central + CENTRAL.size])
            crc, size, named = fields[7], fields[9], fields[10]
            name = data[central + CENTRAL.size : min(central + CENTRAL.size + named, start + tail)].decode(
                "ascii", "replace"
            )
            if len(name) != named or len(name) > 100 or not _FILE.fullmatch(name) or ".." in name or name <= before:
                raise Wrong(f"{name[:100]!r} is no name for a file of a bundle, or out of order")
            sizes = (crc, size, size, named, 0)
            header = LOCAL.pack(BEGINS, 20, 0, 0, 0, 33, *sizes) + name.encode()
            listed = CENTRAL.pack(b"PK\x01\x02", 20, 20, 0, 0, 0, 33, *sizes, 0, 0, 0, 0, at) + name.encode()
            content = at + len(header)
            if data[at:content] != header or content + size > start or self._crc(content, size) != crc:
                raise Wrong(f"{name} does not stand where it has to, or its CRC-32 is wrong")
            self.places[name] = Place(content, size)
            at, again, before, central = content + size, again + listed, name, central + len(listed)
        again += END.pack(ENDS, 0, 0, count, count, len(again), at, 0)
        if at != start or again != data[start:] or self.places.get("manifest.json", (0, 2**32))[1] > LARGEST_SMALL:
            raise Wrong("the list of files is not in its one spelling, or there is no manifest")

    def _crc(self, start: int, size: int) -> int:
        crc = 0
        for piece in pieces_of(self.data, start, size):
            crc = zlib.crc32(piece, crc)
        return crc

    def _unlisted(self) -> Iterator[str]:
        """Every file is listed, every listed file is there, with the size and hash listed."""
        files = self.manifest["files"]
        for name in sorted((self.places.keys() - {"manifest.json"}) ^ files.keys()):
            yield f"{name} is in the bundle or in the manifest, not in both"
        for name in sorted(self.places.keys() & files.keys()):
            start, size = self.places[name]
            if files[name] != {"bytes": size, "sha256": digest_of(self.data, start, size)}:
                yield f"{name} has not the size and hash the manifest states"

    def _lacking(self) -> Iterator[str]:
        """What every bundle has, in sizes that can be."""
        names = {name: size for name, (_, size) in self.places.items()}
        large = [name for name, size in names.items() if name not in LARGE and size > LARGEST_SMALL]
        lacking = [name for name in ("events.lines", "leaves.bin", "scope.note") if name not in names]
        if large or lacking or max(self.checkpoint_sizes(), default=0) != self.manifest["size"]:
            yield f"missing or too large: {', '.join([*lacking, *large]) or 'the checkpoint of its size'}"
        elif names["leaves.bin"] != 32 * self.manifest["size"]:
            yield "leaves.bin does not hold a hash for every event of the log"

    def checkpoint_sizes(self) -> list[int]:
        return sorted(int(name[12:-5]) for name in self.under("checkpoints/"))


def _manifest(octets: bytes) -> dict[str, Json]:
    """The manifest, in its one spelling; raises Newer where it is one of a later version."""
    value: dict[str, Json] = json.loads(octets)
    known = (SCHEMA, SCHEMA_WITH_PARTS, SCHEMA_WITH_PROOFS)
    if value["schema"] not in known and _SCHEMAS.fullmatch(value["schema"]):
        raise Newer(f"it is a {value['schema']}, and this program knows {SCHEMA} to {SCHEMA_WITH_PROOFS}")
    for name, listed in value["files"].items():
        if not _ALLOWED.fullmatch(name) or list(listed) != ["bytes", "sha256"]:
            raise Wrong(f"no file of a bundle is called {name[:100]!r}, or its line is malformed")
        if not _is_count(listed["bytes"]) or not isinstance(listed["sha256"], str):
            raise Wrong(f"{name} has no size and hash")
    numbers = [*value["weeks"], value["size"]]
    if list(value["files"]) != sorted(value["files"]) or not all(map(_is_count, numbers)):
        raise Wrong("files are not sorted, or a week or the size is no number")
    if value["weeks"] != sorted(set(value["weeks"])) or not isinstance(value["sealed"], bool):
        raise Wrong("weeks are not sorted, or sealed is neither yes nor no")
    if "hidden.lines" in value["files"] and (value["sealed"] or value["schema"] == SCHEMA):
        raise Wrong("hidden.lines is for open bundles with events of two parts")
    if any(map(_PROOF.fullmatch, value["files"])) != (value["schema"] == SCHEMA_WITH_PROOFS):
        raise Wrong(f"a bundle with a proof is a {SCHEMA_WITH_PROOFS}, and no other is")
    if value["schema"] not in known or not SLUG.fullmatch(value["season"]) or value["mode"] not in MODES:
        raise Wrong("schema, season or mode is not one a bundle can have")
    if list(value) != ["schema", "season", "weeks", "sealed", "mode", "size", "files"] or written(value) != octets:
        raise Wrong("it is not written in its one spelling")
    return value


def _is_count(value: Json) -> bool:
    return type(value) is int and value >= 0


MODES = ("live", "rehearsal", "historic")


# ---------------------------------------------------------------------------------------------------------------------
# 13  The forms of rulebooks and of the kinds of stages in them: one line each, as in the table of events
# ---------------------------------------------------------------------------------------------------------------------

_DECIDES = "decides: majority|casting vote|head judge counts twice; casting?: head judge|as seated"
FORMS_OF_RULEBOOKS = {
    "RULEBOOK": "id: slug; version: positive; title: name; applies_to: name; scale: SCALE; sides: SIDE+; "
    "tie_chain: LINK*; forms: FORM+; panel?: PANEL; immunity?: IMMUNITY; assumptions: ASSUMPTION*; "
    "promises?: PROMISES; voting?: VOTING",
    "SCALE": "source: name; lowest: exact; highest: exact; step: exact",
    "SIDE": "source: name; name: slug; counts: MEASURE; points: POINTS; weight: exact",
    "MEASURE marks": "kind: =marks",
    "MEASURE votes": "kind: =votes; bodies: name",
    "MEASURE bodies": "kind: =bodies; bodies: prefix; table: exact+; ties: refused|shared|by another body; "
    "other?: prefix",
    "MEASURE placings": "kind: =placings",
    "MEASURE calls": "kind: =calls",
    "MEASURE plug_in": "kind: =plug_in; name: plug-in; stage: scores|votes; parameters: parameters",
    "POINTS rank": "kind: =rank; ties: standard|dense|low|average",
    "POINTS share": "kind: =share",
    "POINTS table": "kind: =table; table: exact+",
    "POINTS raw": "kind: =raw",
    "POINTS plug_in": "kind: =plug_in; name: plug-in; parameters: parameters",
    **{f"LINK {kind}": f"source: name; kind: ={kind}; side: slug" for kind in ("side_total", "side_points")},
    **{f"LINK {kind}": f"source: name; kind: ={kind}; side: slug" for kind in ("bodies_voted_from", "count_of")},
    **{f"LINK {kind}": f"source: name; kind: ={kind}" for kind in ("last_dance", "previous_points", "running_order")},
    **{f"LINK {kind}": f"source: name; kind: ={kind}" for kind in ("head_judge", "lot")},
    "LINK authority": "source: name; kind: =authority; who: name",
    "LINK plug_in": "source: name; kind: =plug_in; name: plug-in; parameters: parameters",
    "FORM": "source: name; name: slug; says: name; select: SELECT; leave: ten; out_at_once: ten; second_stage?: STAGE",
    "SELECT lowest": "kind: =lowest; couples: forty",
    "SELECT top_safe": "kind: =top_safe; couples: forty",
    "SELECT wildcard": "kind: =wildcard; couples: forty; wildcards: forty; counts: MEASURE",
    "SELECT called_back": "kind: =called_back; couples: forty",
    "SELECT plug_in": "kind: =plug_in; name: plug-in; couples: forty; parameters: parameters",
    "SELECT everyone_placed": "kind: =everyone_placed; shared_places?: flag",
    "SELECT nobody": "kind: =nobody",
    "STAGE judges_save": f"source: name; {_DECIDES}; kind: =judges_save",
    "STAGE dance_off": f"source: name; {_DECIDES}; kind: =dance_off",
    "STAGE viewers_save": "source: name; kind: =viewers_save; bodies: name",
    "STAGE plug_in": "source: name; kind: =plug_in; name: plug-in; stage: ballots|votes|scores; bodies: name; "
    "parameters: parameters",
    "PANEL": "source: name; judges: twenty+",
    "IMMUNITY": "source: name; means: safe from elimination|excused from the dance-off",
    "ASSUMPTION": "name: slug; clause: name; says: name; alternatives: name+",
    "PROMISES": "makes: promise*; waives: WAIVER*",
    "WAIVER": "promise: promise; because: name",
    "VOTING": "cap: CAP; channels: CHANNEL{1,100}; window: WINDOW; regions?: REGIONS; bodies: name{1,200}",
    "CAP": "source: name; votes: cap; per: voter, couple and method|voter and method|voter and couple|voter",
    "CHANNEL": "source: name; name: slug; kind: single ballots|counts|last saved allocation",
    "WINDOW": "source: name; times: the week's|each channel's; minutes?: minutes",
    "REGIONS": "source: name; eligible: name{1,500}",
}


# ---------------------------------------------------------------------------------------------------------------------
# 14  The forms of events: types, fields and values, one line each (bundle.md, sections 4 and 9)
# ---------------------------------------------------------------------------------------------------------------------

PROMISE = (
    "savable|nobody-safe|winnable|votes-matter|monotone|decisive|neutral|no-dictator|consistent|withdrawal-proof"
    "|scale-free|conserved|order-free|local|schedule"
)
_ROLE = "score desk|gateway|supervisor|producer|executive|adjudicator|engine|historian|witness|auditor"
_ROLE_OF_A_PERSON = "score desk|supervisor|producer|executive|adjudicator|historian|auditor"
_PERSON = (
    f"identity: slug; name: name; roles: {_ROLE_OF_A_PERSON}{{1,7}}; keys: vkey{{0,10}}; passkeys?: PASSKEY{{1,10}}"
)
_MARK = "source?: name; week: week; dance: dance; judge: slug; mark: exact"
_WEEK_AND_WHY = "source?: name; week: week; reason: name"
_BYE = (
    "source?: name; week: week; couples: slug{1,60}; holds: bye|no marks|marks of a week; marks_of?: week; reason: name"
)
_WEEK = "source?: name; week: week; form: slug; episodes: EPISODE+; scores_from: week+; votes_from: week+"
_CAST = (
    "source?: name; couple: slug; celebrity: name; professional?: name; from_week: week; to_week?: week; reason: name"
)
_ORDER = "source?: name; week: week; episode: number; dances: dance{1,200}; reason: name"
_LEFT = "source?: name; week: week; couple: slug; reason: name"
_ABSENT = "source?: name; week: week; episode: number; judge: slug; reason: name"
_REPLACED = "source?: name; week: week; gateway: slug; channel: slug; body: name; votes: VOTES+; reason: name"
_GIVEN_UP = "source?: name; week: week; gateway: slug; taken: as delivered|not at all; reason: name"
_WINDOW = "source?: name; week: week; opens: time; closes: time; reason: name"
_CUT = "source?: name; week: week; couples: slug{2,60}; decided: all go on|none goes on; how: name"
_PLACED = "source?: name; week: week; places: PLACE+"
_SAID = "source?: name; week: week; what: danger|saved|eliminated; couples: slug*"
_OF_PROOF = (
    "source?: name; week: week; certified: positive; groups: slug{1,60}{1,60}; equal: slug{2,60}*; "
    "proved: PROVED+; context_sha256: sha256; proof_sha256: sha256"
)
_HIDING = "void-batch|substitute-input|replace-manifest|certify-outcome"
_VOID = "source?: name; week: week; gateway: slug; batch: positive; reason: name"
_DESTROYED = "source?: name; key: sha256; reason: name; settled: positive{0,}"
FORMS = {
    "season-opened.v1": "source?: name; season: slug; show: name; number: season number; "
    "mode: live|rehearsal|historic; venue?: name",
    "season-opened.v2": "source?: name; season: slug; show: name; number: season number; "
    "mode: live|rehearsal|historic; venue?: name; counts: =hidden",
    "season-opened.v3": "source?: name; season: slug; show: name; number: season number; "
    "mode: live|rehearsal|historic; venue?: name; counts: =hidden; commitments: =by batch",
    "rulebook-adopted.v1": "source?: name; rulebook: RULEBOOK; from_week: week; sha256: sha256",
    "couple-cast.v1": "source?: name; couple: slug; celebrity: name; professional?: name",
    "cast-changed.v1": _CAST,
    "couple-withdrew.v1": _LEFT,
    "withdrawal-taken-back.v1": _LEFT,
    "week-opened.v1": _WEEK,
    "week-opened.v2": f"{_WEEK}; title: name",
    "week-restated.v1": f"{_WEEK}; reason: name",
    "panel-seated.v1": "source?: name; week: week; episode: number; judges: JUDGE{1,15}; head?: slug; casting?: slug",
    "judge-absent.v1": _ABSENT,
    "dance-scheduled.v1": "source?: name; week: week; episode: number; round: slug; couples: slug{1,60}; style?: name; "
    "team?: slug",
    "running-order-stated.v1": _ORDER,
    "score-given.v2": _MARK,
    "total-given.v1": "source?: name; week: week; dances: dance+; total: exact",
    "score-corrected.v1": f"{_MARK}; reason: name; was: exact",
    "score-taken-back.v1": "source?: name; week: week; dance: dance; judge: slug; was: exact",
    "paddle-shown.v1": _MARK,
    "couples-called.v1": "source?: name; week: week; episode: number; round: slug; judge: slug; couples: slug{1,60}; "
    "reason?: name",
    "bonus-awarded.v1": "source?: name; week: week; couple: slug; points: exact; reason: name",
    "immunity-granted.v1": "source?: name; week: week; couple: slug; reason: name",
    "bye-stated.v1": _BYE,
    "gateway-key-introduced.v1": "source?: name; gateway: slug; key: vkey",
    "gateway-key-rotated.v1": "source?: name; gateway: slug; key: vkey; retires: key id",
    "gateway-key-revoked.v1": "source?: name; gateway: slug; key_id: key id; reason: name",
    "openings-destroyed.v1": _DESTROYED,
    "season-founded.v1": "source?: name; people: PERSON{2,40}",
    "person-introduced.v1": f"source?: name; {_PERSON}",
    "person-changed.v1": f"source?: name; {_PERSON}; reason: name",
    "person-revoked.v1": "source?: name; identity: slug; reason: name",
    "voting-opened.v1": "source?: name; week: week; gateways: GATEWAY*; opens?: time; closes?: time",
    "voting-opened.v2": "source?: name; week: week; gateways: GATEWAY*; opens?: time; closes?: time; couples: slug{1,60}",
    "window-stated.v1": f"{_WINDOW}; outside: OUTSIDE*",
    "voting-closed.v1": "source?: name; week: week",
    "batch-voided.v1": f"{_VOID}; channel: slug; body: name; votes: VOTES*; nonce?: nonce",
    "batch-voided.v2": f"{_VOID}; channel: slug; body: name; hidden_sha256: sha256",
    "hidden batch-voided.v2": "votes: VOTES*; nonce: salt",
    "channel-voided.v1": "source?: name; week: week; channel: slug; reason: name",
    "outage-noted.v1": "source?: name; week: week; channel: slug; began: time; ended?: time; what: name",
    "input-substituted.v1": "source?: name; week: week; body: name; votes: VOTES+; reason: name; nonce?: nonce",
    "input-substituted.v2": "source?: name; week: week; body: name; reason: name; hidden_sha256: sha256",
    "hidden input-substituted.v2": "votes: VOTES+; nonce: salt",
    "manifest-replaced.v1": f"{_REPLACED}; nonce?: nonce",
    "manifest-replaced.v2": "source?: name; week: week; gateway: slug; channel: slug; body: name; reason: name; "
    "hidden_sha256: sha256",
    "hidden manifest-replaced.v2": "votes: VOTES+; nonce: salt",
    "gateway-given-up.v1": _GIVEN_UP,
    "elimination-cancelled.v1": _WEEK_AND_WHY,
    "judge-ballot-cast.v1": "source?: name; week: week; judge: slug; saves: slug",
    "tie-settled.v1": "source?: name; week: week; link: lot|authority; order: slug{2,}; how: name; by: name",
    "cut-settled.v1": f"{_CUT}; by: name",
    "outcome-certified.v1": "source?: name; week: week; rulebook: name; rulebook_sha256: sha256; form: slug; "
    "sides: slug*; cuts: CUT*; inputs_sha256: sha256; working_sha256: sha256; standings: LINE*; "
    "bottom: slug*; leaving: slug*; saved: slug*; nonce?: nonce",
    "outcome-certified.v2": "source?: name; week: week; rulebook: name; rulebook_sha256: sha256; form: slug; "
    "sides: slug*; cuts: CUT*; leaving: slug*; saved: slug*; in_danger?: slug*; placed?: PLACE*; replaces?: positive; "
    "hidden_sha256: sha256",
    "hidden outcome-certified.v2": "inputs_sha256: sha256; working_sha256: sha256; standings: LINE*; bottom: slug*; "
    "nonce: salt",
    "outcome-proved.v1": _OF_PROOF,
    "exclusion-proved.v1": f"{_OF_PROOF}; as_if: without|with; channel?: slug",
    "danger-announced.v1": "source?: name; week: week; couples: slug{1,60}",
    "couple-saved.v1": "source?: name; week: week; couple: slug; by: viewers|judges|not said",
    "couple-eliminated.v1": "source?: name; week: week; couple: slug",
    "places-awarded.v1": _PLACED,
    "places-corrected.v1": f"{_PLACED}; reason: name",
    "announcement-corrected.v1": f"{_SAID}; reason: name",
    "announcement-disputed.v1": f"{_SAID}; claim: name",
    "week-closed.v1": "source?: name; week: week",
    "week-reopened.v1": _WEEK_AND_WHY,
    "decision-proposed.v1": "source?: name; decision: positive; command: COMMAND",
    "decision-approved.v1": f"source?: name; decision: positive; proposed_by: name; proposed_as: {_ROLE}",
    "decision-rejected.v1": "source?: name; decision: positive; reason: name",
    "decision-proposed.v2": "source?: name; decision: positive; command: COMMAND; follows_sha256: sha256; expires: time; "
    "identity: slug; signature: SIGNATURE; nonce: sha256",
    "decision-proposed.v3": f"source?: name; decision: positive; do: {_HIDING}; week: week; follows_sha256?: sha256; "
    "expires?: time; identity?: slug; signature?: SIGNATURE; hidden_sha256: sha256",
    "hidden decision-proposed.v3": "command: COMMAND; nonce: salt",
    "decision-approved.v2": f"source?: name; decision: positive; proposed_by: name; proposed_as: {_ROLE}; "
    "identity: slug; signature: SIGNATURE",
    "decision-rejected.v2": "source?: name; decision: positive; reason: name; identity: slug; signature: SIGNATURE",
    "decision-withdrawn.v1": "source?: name; decision: positive; reason: name; identity?: slug; signature?: SIGNATURE",
    "vote-batch-received.v1": "season: slug; week: week; gateway: slug; batch: sequence; channel: slug; body: name; "
    "opens: time; closes: time; votes: COUNT*; received: votes; rejected: REASON*; late: votes; raw_sha256?: sha256; "
    "nonce?: nonce",
    "vote-batch-received.v2": "season: slug; week: week; gateway: slug; batch: sequence; channel: slug; body: name; "
    "opens: time; closes: time; commitments?: commitment*; hidden_sha256: sha256",
    "hidden vote-batch-received.v2": "nonce: salt; counts: votes*; received: votes; rejected: REASON*; late: votes; "
    "raw_sha256?: sha256",
    "gateway-closed.v1": "season: slug; week: week; gateway: slug; batches: batches; totals: TOTALS*",
    "gateway-closed.v2": "season: slug; week: week; gateway: slug; batches: batches; totals: TOTALS*; "
    "commitments?: COMMITTED*; hidden_sha256: sha256",
    "hidden gateway-closed.v2": "nonce: salt",
    "delivery-signed.v1": "season: slug; week: week; gateway: slug; first: line; last: line; key: key id; "
    "signature: signature; sha256: sha256",
    "delivery-signed.v2": "season: slug; week: week; gateway: slug; first: line; last: line; key: key id; "
    "signature: signature; sha256: sha256; opening: sha256",
    "ACTOR": f"name: name; role: {_ROLE}",
    "signature key-file": "kind: =key-file; key: key id; signature: signature",
    "signature passkey": "kind: =passkey; key: key id; authenticator_data: octets; client_data: octets; signature: octets",
    "PASSKEY": "kind: ES256|EdDSA; credential_id: credential; rp_id: domain; origin: origin; public_key: cose key",
    "PERSON": _PERSON,
    "EPISODE": "number: number; date?: date; theme?: name",
    "JUDGE": "judge: slug; name: name",
    "GATEWAY": "gateway: slug; channels: slug+",
    "OUTSIDE": "gateway: slug; channel: slug; body: name; batches: STRETCH+",
    "VOTES": "couple: slug; votes: votes",
    "PROVED": "body: name; turnout: turnout; placed?: slug{1,60}",
    "PLACE": "couple: slug; place: number",
    "CUT": "week: week; position: whole; gateways: LAST*",
    "LINE": "couple: slug; raw: exact*; points: exact*; combined: exact; place: number; result: name",
    "TOTALS": "channel: slug; received: votes; accepted: votes; rejected: REASON*; late: votes",
    "do adopt-rulebook": "source?: name; rulebook: RULEBOOK; from_week: week; do: do",
    "do restate-week": f"{_WEEK}; reason: name; do: do",
    "do take-back-withdrawal": f"{_LEFT}; do: do",
    "do state-running-order": f"{_ORDER}; do: do",
    "do mark-judge-absent": f"{_ABSENT}; do: do",
    "do replace-manifest": f"{_REPLACED}; do: do; nonce?: nonce or salt",
    "do give-up-gateway": f"{_GIVEN_UP}; do: do",
    "do correct-score": f"{_MARK}; reason: name; do: do",
    "do state-window": f"{_WINDOW}; do: do",
    "do void-batch": f"{_VOID}; do: do; channel: slug; body: name; votes: VOTES*; nonce?: nonce or salt",
    "do void-channel": "source?: name; week: week; channel: slug; reason: name; do: do",
    "do substitute-input": "source?: name; week: week; body: name; votes: VOTES+; reason: name; do: do; "
    "nonce?: nonce or salt",
    "do state-bye": f"{_BYE}; do: do",
    "do cancel-elimination": f"{_WEEK_AND_WHY}; do: do",
    "do settle-tie": "source?: name; week: week; link: lot|authority; order: slug{2,}; how: name; do: do",
    "do settle-cut": f"{_CUT}; do: do",
    "do correct-announcement": f"{_SAID}; reason: name; do: do",
    "do correct-places": f"{_PLACED}; reason: name; do: do",
    "do reopen-week": f"{_WEEK_AND_WHY}; do: do",
    "do certify-outcome": "source?: name; week: week; do: do; nonce?: nonce or salt",
    "do introduce-gateway-key": "source?: name; gateway: slug; key: vkey; do: do",
    "do rotate-gateway-key": "source?: name; gateway: slug; key: vkey; do: do",
    "do revoke-gateway-key": "source?: name; gateway: slug; key_id: key id; reason: name; do: do",
    "do destroy-openings": f"{_DESTROYED}; do: do",
    "do found-season": "source?: name; people: PERSON{2,40}; do: do",
    "do introduce-person": f"source?: name; {_PERSON}; do: do",
    "do change-person": f"source?: name; {_PERSON}; reason: name; do: do",
    "do revoke-person": "source?: name; identity: slug; reason: name; do: do",
    **FORMS_OF_RULEBOOKS,
}


# ---------------------------------------------------------------------------------------------------------------------
# 15  The values that forms are made of: words, ranges, pairs and unions, and what may stand only once (bundle.md, section 4)
# ---------------------------------------------------------------------------------------------------------------------

PAIRS = {
    "COUNT": ("slug", "votes"),
    "COMMITTED": ("slug", "name", "commitment*"),
    "STRETCH": ("sequence", "sequence"),
    "REASON": ("name", "votes"),
    "LAST": ("slug", "any whole"),
}
UNIONS = {
    **dict.fromkeys(("MEASURE", "POINTS", "LINK", "SELECT", "STAGE", "SIGNATURE"), "kind"),
    "COMMAND": "do",
}
SAID_AS = {"COMMAND": "do", "SIGNATURE": "signature"}
"""Unions of which an unknown member leaves the whole event unknown, as their forms and what is newer are called."""
RANGES = {
    "week": (1, 60), "number": (1, 1000), "season number": (1, 9999), "votes": (0, 10**12), "turnout": (1, 10**15),
    "sequence": (1, 10**9), "batches": (0, 10**9),
    "line": (1, 10**9 + 1), "ten": (0, 10), "forty": (1, 40), "twenty": (1, 20), "cap": (1, 10_000), "minutes": (1, 10_000),
    "positive": (1, None), "whole": (0, None), "any whole": (None, None),
}  # fmt: skip
_DAY = r"\d{4}-\d\d-\d\d"
_COSE_KEY = re.compile(
    r"(pQECAyYgASFYI[A-P][A-Za-z0-9+/]{42}Ilgg[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=|pAEBAycgBiFYI[A-P][A-Za-z0-9+/]{42})"
)
WORDS = {
    "name": (re.compile(r"[^\x00-\x1f\x7f]+"), 200),
    "prefix": (re.compile(r"(?!.*[\x00-\x1f\x7f])[^*?\[]*\*", re.DOTALL), 200),
    "slug": (SLUG, 64),
    "plug-in": (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*:[a-z0-9]+(-[a-z0-9]+)*"), 129),
    "parameter": (re.compile(r"[a-z][a-z0-9_]*"), 64),
    "time": (re.compile(_DAY + r"T\d\d:\d\d:\d\d(\.\d{6})?Z"), 40),
    "date": (re.compile(_DAY), 20),
    "dance": (re.compile(r"\d+\.[a-z0-9-]+\.[a-z0-9-]+"), 140),
    "sha256": (re.compile(r"[0-9a-f]{64}"), 64),
    "nonce": (re.compile(r"[0-9a-f]{32}"), 32),
    "nonce or salt": (re.compile(r"([0-9a-f]{32}|[0-9a-f]{64})"), 64),
    "salt": (re.compile(r"[0-9a-f]{64}"), 64),
    "commitment": (re.compile(r"0[23][0-9a-f]{64}"), 66),
    "key id": (re.compile(r"[0-9a-f]{8}"), 8),
    "vkey": (re.compile(r"[!-*,-~]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}"), 200),
    "signature": (re.compile(r"[A-Za-z0-9+/]{86}=="), 88),
    "octets": (re.compile(r"[A-Za-z0-9+/]+={0,2}"), 2048),
    "credential": (re.compile(r"[A-Za-z0-9_-]+"), 1364),
    "domain": (re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*"), 253),
    "origin": (re.compile(r"(https://[a-z0-9-]+(\.[a-z0-9-]+)*|http://localhost)(:[1-9][0-9]{0,4})?"), 270),
    "cose key": (_COSE_KEY, 104),
    "do": (re.compile(r"[a-z-]+"), 40),
}
ONCE = {
    **dict.fromkeys(("voting-opened.v2", "danger-announced.v1", "couples-called.v1", "cut-settled.v1"), "couples"),
    **dict.fromkeys(("bye-stated.v1", "do state-bye", "do settle-cut"), "couples"),
    **dict.fromkeys(("running-order-stated.v1", "do state-running-order"), "dances"),
    **dict.fromkeys(("batch-voided.v1", "input-substituted.v1", "manifest-replaced.v1"), "votes"),
    **dict.fromkeys(("hidden batch-voided.v2", "hidden input-substituted.v2", "hidden manifest-replaced.v2"), "votes"),
    **dict.fromkeys(("do void-batch", "do substitute-input", "do replace-manifest"), "votes"),
}


# ---------------------------------------------------------------------------------------------------------------------
# 16  Stage kinds of packages: what a rulebook gives to one. What such a kind computes is known to no verifier
# ---------------------------------------------------------------------------------------------------------------------

PLUG_IN = "PLUG_IN "
"""Before the name of a kind of a package among what of a rulebook is not known here."""
MOST_PARAMETERS = 20
LARGEST_PARAMETER = 10**18


def check_parameters(value: Json) -> tuple[str, ...]:
    """By name, in the order of the names: words, whole numbers, yes or no."""
    demand(isinstance(value, dict) and len(value) <= MOST_PARAMETERS, "parameters are needed")
    demand(list(value) == sorted(value), "parameters do not stand in the order of their names")
    for name, given in value.items():
        demand(_is("parameter", name), f"{name[:60]!r} is no name of a parameter")
        whole = type(given) is int and abs(given) <= LARGEST_PARAMETER
        said = isinstance(given, str) and _is("name", given)
        demand(isinstance(given, bool) or whole or said, "a parameter is words, a whole number, yes or no")
    return ()


def _is(word: str, text: str) -> bool:
    pattern, longest = WORDS[word]
    return len(text) <= longest and pattern.fullmatch(text) is not None


# ---------------------------------------------------------------------------------------------------------------------
# 17  Checking a form: what a line of the table of forms demands of a value
# ---------------------------------------------------------------------------------------------------------------------

Check = Callable[[Json], tuple[str, ...]]
"""Raises Wrong where a value is not as it must be; answers with the kinds inside it that are newer than this file."""
SOUND: tuple[str, ...] = ()
LONGEST_KIND = 60
_KIND = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_CHECKS: dict[str, Check] = {}


def check_of(kind: str) -> Check:
    """The check of a kind of value, made once: a word, a range, a record, `x*`, or words between bars."""
    made = _CHECKS.get(kind)
    if made is None:
        made = _CHECKS[kind] = _made(kind)
    return made


def _made(kind: str) -> Check:
    if repeated := re.fullmatch(r"(.+?)(\*|\+|\{(\d+),(\d*)\})", kind):
        least = int(repeated[3] or (repeated[2] == "+"))
        return _list_check(repeated[1], least, int(repeated[4] or 10**9))
    if kind in FORMS:
        return _record_check(kind)
    if kind in UNIONS:
        return _union_check(kind, UNIONS[kind])
    if kind in PAIRS:
        return _pair_check(*map(check_of, PAIRS[kind]))
    if kind in RANGES:
        return _range_check(*RANGES[kind])
    if kind in WORDS:
        return _word_check(*WORDS[kind])
    if kind == "exact":
        return _check_exact
    if kind == "flag":
        return _check_flag
    if kind == "parameters":
        return check_parameters
    return _choice_check(kind, (PROMISE if kind == "promise" else kind.removeprefix("=")).split("|"))


def _choice_check(kind: str, words: list[str]) -> Check:
    def check(value: Json) -> tuple[str, ...]:
        if not isinstance(value, str) or value not in words:
            raise Wrong(f"one of {kind[:80]} is needed")
        return SOUND

    return check


def _word_check(pattern: re.Pattern[str], longest: int) -> Check:
    def check(value: Json) -> tuple[str, ...]:
        if not isinstance(value, str) or len(value) > longest or not pattern.fullmatch(value):
            raise Wrong(f"{str(value)[:60]!r} cannot stand there")
        return SOUND

    return check


def _range_check(least: int | None, most: int | None) -> Check:
    def check(value: Json) -> tuple[str, ...]:
        if type(value) is not int or (least is not None and value < least) or (most is not None and value > most):
            raise Wrong(f"{str(value)[:60]} is no number that can stand there")
        return SOUND

    return check


def _check_flag(value: Json) -> tuple[str, ...]:
    demand(isinstance(value, bool), "yes or no is needed")
    return SOUND


def _check_exact(value: Json) -> tuple[str, ...]:
    """A whole number, or the text of a fraction in lowest terms."""
    if type(value) is int:
        return SOUND
    if not isinstance(value, str) or len(value) > 40 or not FRACTION.fullmatch(value) or str(exact(value)) != value:
        raise Wrong(f"{str(value)[:60]!r} is no exact number in its one spelling")
    return SOUND


def _list_check(kind: str, least: int, most: int) -> Check:
    check_member = check_of(kind)

    def check(value: Json) -> tuple[str, ...]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise Wrong(f"a list of {kind} is needed")
        newer = SOUND
        for member in value:
            newer += check_member(member)
        return newer

    return check


def _pair_check(*members: Check) -> Check:
    def check(value: Json) -> tuple[str, ...]:
        if not isinstance(value, list) or len(value) != len(members):
            raise Wrong(f"a list of {len(members)} is needed")
        return tuple(newer for member, held in zip(members, value, strict=True) for newer in member(held))

    return check


def _union_check(kind: str, by: str) -> Check:
    before = SAID_AS.get(kind, kind)

    def check(value: Json) -> tuple[str, ...]:
        word = value.get(by) if isinstance(value, dict) else None
        name = f"{before} {word}"
        if name in FORMS:
            within = check_of(name)(value)
            return (*within, f"{PLUG_IN}{value['name']}") if word == "plug_in" else within
        said = isinstance(word, str) and len(word) <= LONGEST_KIND and _KIND.fullmatch(word)
        demand(said, f"{name[:60]!r} is no kind")
        return (name,)

    return check


def _record_check(kind: str) -> Check:
    fields: list[tuple[str, bool, Check]] = []
    for told in FORMS[kind].split("; "):
        name, _, held = told.partition(": ")
        fields.append((name.rstrip("?"), name.endswith("?"), check_of(held)))
    also, once = _ALSO.get(kind), ONCE.get(kind)

    def check(value: Json) -> tuple[str, ...]:
        if not isinstance(value, dict):
            raise Wrong(f"{kind} is needed")
        names, newer = iter(value), SOUND
        for name, optional, check_field in fields:
            if name in value:
                if next(names, None) != name:
                    raise Wrong(f"{name} of {kind} does not stand where it has to")
                newer += check_field(value[name])
            elif not optional:
                raise Wrong(f"{name} of {kind} is missing")
        if next(names, None) is not None:
            raise Wrong(f"{kind} has more than its fields")
        if not all(part.startswith(PLUG_IN) for part in newer):
            return newer  # whether the fields agree can be said only by who knows what is newer
        if once:
            couples = [named if isinstance(named, str) else named["couple"] for named in value[once]]
            demand(len(set(couples)) == len(couples), "a couple is named twice")
        if also:
            demand(also(value), f"{kind} does not agree with itself")
        return newer

    return check


def _different(*lists: Iterable[Json]) -> bool:
    return all(len(set(listed)) == len(listed) for listed in map(list, lists))


def _person_agrees(person: Json) -> bool:
    passkeys = person.get("passkeys", [])
    named = _different(person["roles"], person["keys"], [passkey["credential_id"] for passkey in passkeys])
    return named and bool(person["keys"] or passkeys)


def _passkey_agrees(passkey: Json) -> bool:
    """Kind and key agree, and the page is in the domain that the credential was made for."""
    host, domain = passkey["origin"].split("//")[1].split(":")[0], passkey["rp_id"]
    of_the_kind = (passkey["kind"] == "ES256") == passkey["public_key"].startswith("pQ")
    return bool(of_the_kind and (host == domain or host.endswith(f".{domain}")))


def _week_agrees(week: Json) -> bool:
    lists = (week["scores_from"], week["votes_from"])
    return all(weeks == sorted(set(weeks)) and weeks[-1] <= week["week"] for weeks in lists)


def _bye_agrees(bye: Json) -> bool:
    if (bye["holds"] == "marks of a week") != ("marks_of" in bye):
        return False
    return "marks_of" not in bye or bye["marks_of"] < bye["week"]


def _panel_agrees(panel: Json) -> bool:
    seats = [seat["judge"] for seat in panel["judges"]]
    return _different(seats) and all(panel[name] in seats for name in ("head", "casting") if name in panel)


def _form_agrees(form: Json) -> bool:
    leave, at_once, second = form["leave"], form["out_at_once"], "second_stage" in form
    if form["select"]["kind"] in ("everyone_placed", "nobody", "called_back"):
        return not (leave or at_once or second)
    too_many = form["select"]["kind"] in ("lowest", "plug_in") and leave > form["select"]["couples"]
    return not too_many and at_once <= leave and not (second and at_once == leave)


def _rulebook_agrees(book: Json) -> bool:
    sides = {side["name"]: side["counts"]["kind"] for side in book["sides"]}
    links = [link for link in book["tie_chain"] if "side" in link]
    named = ([member["name"] for member in book[plural]] for plural in ("sides", "forms", "assumptions"))
    of_bodies = [link for link in links if link["kind"] in ("bodies_voted_from", "count_of")]
    bodies = all(sides.get(link["side"]) == "bodies" for link in of_bodies)
    return _different(*named) and all(link["side"] in sides for link in links) and bodies


def _voting_agrees(voting: Json) -> bool:
    regions = voting.get("regions", {}).get("eligible", ())
    return _different([channel["name"] for channel in voting["channels"]], voting["bodies"], regions)


_ALSO: dict[str, Callable[[Json], bool]] = {
    "week-opened.v1": _week_agrees,
    "week-opened.v2": _week_agrees,
    "week-restated.v1": _week_agrees,
    "do restate-week": _week_agrees,
    **dict.fromkeys(("PERSON", "person-introduced.v1", "person-changed.v1"), _person_agrees),
    **dict.fromkeys(("do introduce-person", "do change-person"), _person_agrees),
    "PASSKEY": _passkey_agrees,
    "cast-changed.v1": lambda cast: cast["from_week"] <= cast.get("to_week", cast["from_week"]),
    "panel-seated.v1": _panel_agrees,
    "bye-stated.v1": _bye_agrees,
    "do state-bye": _bye_agrees,
    "dance-scheduled.v1": lambda dance: _different(dance["couples"]) and (len(dance["couples"]) < 2 or "team" in dance),
    "OUTSIDE": lambda held: (
        all(first <= last for first, last in held["batches"])
        and all(before[1] + 1 < after[0] for before, after in pairwise(held["batches"]))
    ),
    "TOTALS": lambda total: total["received"] == total["accepted"] + sum_of(total["rejected"]) + total["late"],
    "SCALE": lambda scale: exact(scale["step"]) > 0 and exact(scale["highest"]) >= exact(scale["lowest"]),
    "SIDE": lambda side: exact(side["weight"]) > 0,
    "MEASURE bodies": lambda counts: (
        ("other" in counts) == (counts["ties"] == "by another body")
        and [exact(points) for points in counts["table"]] == sorted(map(exact, counts["table"]), reverse=True)
    ),
    "FORM": _form_agrees,
    "RULEBOOK": _rulebook_agrees,
    "PROMISES": lambda said: _different([*said["makes"], *(waiver["promise"] for waiver in said["waives"])]),
    "VOTING": _voting_agrees,
}


# ---------------------------------------------------------------------------------------------------------------------
# 18  An event: stored bytes read back, in the one form they are stored in
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Event:
    """One event of the log. `octets` are the stored bytes of its fact, unless they are sealed. `newer` names what in it is
    newer than this file: its own type, the command it proposes, kinds of stages of a rulebook."""

    position: int
    stream: str
    sequence: int
    type: str
    time: str
    actor: dict[str, str]
    fact: dict[str, Json]
    octets: bytes | None
    newer: tuple[str, ...] = ()

    @property
    def unknown(self) -> bool:
        """Whether what it says cannot be taken in. A rulebook with newer stages can: only its outcomes cannot be computed."""
        return not all(name.split(" ")[0].isupper() for name in self.newer)


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", re.ASCII)
_TYPE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*\.v[1-9][0-9]{0,3}")
PROPOSED_IN_PARTS = "decision-proposed.v3"
HEAD = ["stream", "sequence", "type", "time", "actor", "fact"]


def read_event(position: int, octets: bytes, hidden: bytes | None = None) -> Event:
    """The event in stored bytes, with its hidden part where it has one that is known; refuses any other form than the one."""
    value = said_in(octets)
    demand(isinstance(value, dict) and list(value) == HEAD and written(value) == octets, "it is not in the stored form")
    kind, fact, newer = value["type"], value["fact"], SOUND
    if kind == "score-given.v1":  # an older form, read as the present one
        kind, fact = "score-given.v2", _older_score(fact)
    elif is_newer_type(kind):
        demand(isinstance(fact, dict), "its fact is none")
        newer = (kind,)
    else:
        demand(kind in FORMS and "." in kind and " " not in kind, f"{str(kind)[:60]!r} is no type of event")
        newer = check_of(kind)(fact)
        if has_hidden_part(kind):
            fact = _joined(kind, fact, hidden)
    demand(isinstance(value["stream"], str) and type(value["sequence"]) is int, "stream or sequence is none")
    demand(value["sequence"] > 0 and _TIME.fullmatch(value["time"]), "sequence or time is none")
    check_of("ACTOR")(value["actor"])
    start = octets.index(b',"fact":') + 8
    return Event(
        position, value["stream"], value["sequence"], kind, value["time"], value["actor"], fact, octets[start:-1], newer
    )


def has_hidden_part(kind: Json) -> bool:
    """Whether events of a type have a part that stands beside them, and is named in them by its hash."""
    return f"hidden {kind}" in FORMS


def _joined(kind: str, shown: Json, hidden: bytes | None) -> Json:
    """What everybody sees of a fact and, where it is known, what is hidden. Fields of the second that are not known lack."""
    fact = {name: held for name, held in shown.items() if name != "hidden_sha256"}
    if hidden is None:
        return fact
    value = json.loads(hidden)
    demand(written(value) == hidden, "its hidden part is not in the stored form")
    demand(not check_of(f"hidden {kind}")(value), "its hidden part holds what is not known")
    if kind == PROPOSED_IN_PARTS:
        named = (value["command"]["do"], value["command"].get("week"))
        demand(named == (fact["do"], fact["week"]), "the command proposed is not the one that its public part names")
    return {**fact, **value}


def is_newer_type(kind: Json) -> bool:
    """Whether it is well said, as the type of an event, and none that this file knows."""
    unknown = isinstance(kind, str) and kind not in FORMS and kind != "score-given.v1"
    return bool(unknown and len(kind) <= LONGEST_KIND and _TYPE.fullmatch(kind))


def _older_score(fact: Json) -> Json:
    dance = f"{fact['episode']}.{fact['round']}.{fact['couple']}"
    kept = {name: value for name, value in fact.items() if name not in ("episode", "round", "couple")}
    value = {**kept, "dance": dance}
    if isinstance(value.get("mark"), str):
        value["mark"] = plain(Fraction(value["mark"]))
    names = [name for name in ("source", "week", "dance", "judge", "mark") if name in value]
    demand(set(names) == set(value), "it has more than its fields")
    check_of("score-given.v2")({name: value[name] for name in names})
    return value


SIGNED = ("delivery-signed.v1", "delivery-signed.v2")
BATCHES = ("vote-batch-received.v1", "vote-batch-received.v2")
CLOSINGS = ("gateway-closed.v1", "gateway-closed.v2")


def belongs(event: Event) -> bool:
    """Whether the fact stands in the stream, and at the number, where such facts stand; of a newer type nobody can say."""
    fact = event.fact
    if is_newer_type(event.type):
        return True
    numbered = ((BATCHES, "batch"), (CLOSINGS, "batches"), (SIGNED, "first"))
    number = next((field for types, field in numbered if event.type in types), None)
    if number is None:
        return event.stream.startswith("season/") and event.stream.count("/") == 1
    folder = "deliveries" if event.type in SIGNED else "votes"
    sequence = fact[number] + (event.type in CLOSINGS)
    place = f"{folder}/{fact['season']}/{fact['week']}/{fact['gateway']}"
    return (event.stream, event.sequence) == (place, sequence)


# ---------------------------------------------------------------------------------------------------------------------
# 19  Hidden parts: in an open bundle beside its events, for a sealed one among its openings
# ---------------------------------------------------------------------------------------------------------------------

_PART = re.compile(rb"([1-9][0-9]{0,17}) (\{.*\})\n", re.DOTALL)

_BEGINS = re.compile(rb"([1-9][0-9]{0,17}) ")


class HiddenLines:
    """Those of an open bundle, read as the events are: in the order of their positions."""

    def __init__(self, lines: Iterator[bytes], findings: Findings) -> None:
        self.lines, self.findings = lines, findings
        self.next: tuple[int, bytes] | None = None
        self._read()

    def of(self, position: int) -> bytes | None:
        while self.next is not None and self.next[0] < position:
            self._stray()
        if self.next is None or self.next[0] != position:
            return None
        hidden = self.next[1]
        self._read()
        return hidden

    def finish(self) -> None:
        while self.next is not None:
            self._stray()

    def _stray(self) -> None:
        if self.next is not None:
            self.findings.add("opening", "its hidden part belongs to no event of two parts here", self.next[0])
        self._read()

    def _read(self) -> None:
        self.next = None
        for line in self.lines:
            found, stated = _PART.fullmatch(line), _BEGINS.match(line)
            if found and len(found[2]) <= LONGEST_EVENT:
                self.next = (int(found[1]), found[2])
                return
            self.findings.add("opening", "it is no position and hidden part", int(stated[1]) if stated else None)


def must_fit(stored: bytes, hidden: bytes) -> None:
    """Refuses a hidden part whose hash is not the one that the event names."""
    fact: Json = said_in(stored)["fact"]
    demand(fact["hidden_sha256"] == digest(hidden), "its hidden part is not the one whose hash it names")


def names_hidden_part(stored: bytes) -> bool:
    """Whether stored bytes are of an event of two parts, as far as this file knows types."""
    try:
        value = said_in(stored)
        return isinstance(value, dict) and has_hidden_part(value.get("type"))
    except UNREADABLE:
        return False


# ---------------------------------------------------------------------------------------------------------------------
# 20  Sealed events: what they show of themselves, and whether what they hide could be guessed
# ---------------------------------------------------------------------------------------------------------------------

PROPOSED = ("decision-proposed.v1", "decision-proposed.v2", "decision-proposed.v3")
OVER_VOTES = ("void-batch", "substitute-input", "replace-manifest", "certify-outcome")
HIDDEN = ("votes", "raw_sha256", "nonce")


def _shown(value: Json, hidden: Sequence[str] = HIDDEN) -> Json:
    return {name: held for name, held in value.items() if name not in hidden}


def public_part(value: Json) -> Json:
    """What a sealed event shows of itself; the same value where there is nothing to hide."""
    fact, kind = value["fact"], value["type"]
    if kind in ("vote-batch-received.v1", "batch-voided.v1", "input-substituted.v1", "manifest-replaced.v1"):
        fact = _shown(fact)
    elif kind == "outcome-certified.v1":
        lines = [_shown(line, ("raw", "points", "combined")) for line in fact["standings"]]
        fact = {**_shown(fact, ("inputs_sha256", "working_sha256", "nonce")), "standings": lines}
    elif kind == "decision-proposed.v1" or (kind == "decision-proposed.v2" and fact["command"]["do"] in OVER_VOTES):
        fact = {**_shown(fact, ("nonce",)), "command": _shown(fact["command"])}
    return {**value, "fact": fact}


def read_public(position: int, octets: bytes) -> Event:
    """A sealed event as far as it shows itself, with nothing where counts are hidden."""
    value = json.loads(octets)
    demand(isinstance(value, dict) and list(value) == HEAD and written(value) == octets, "it is not in the stored form")
    demand(public_part(value) == value, "it shows what is sealed")
    fact, kind = value["fact"], value["type"]
    if kind == "vote-batch-received.v1":
        accepted = fact["received"] - sum_of(fact["rejected"]) - fact["late"]
        fact = _filled(fact, "received", "votes", [["sealed", accepted]])
    elif kind == "batch-voided.v1":
        fact = {**fact, "votes": [{"couple": "sealed", "votes": 0}]}
    elif kind in ("input-substituted.v1", "manifest-replaced.v1"):
        fact = _filled(fact, "reason", "votes", [{"couple": "sealed", "votes": 0}])
    elif kind == "outcome-certified.v1":
        lines = [_filled(_filled(_filled(line, "place", "raw", []), "place", "points", []), "place", "combined", 0)
                 for line in fact["standings"]]  # fmt: skip
        fact = {**fact, "standings": lines}
        for name in ("inputs_sha256", "working_sha256"):
            fact = _filled(fact, "standings", name, "0" * 64)
    elif kind in ("decision-proposed.v1", "decision-proposed.v2"):
        command = fact["command"]
        if command["do"] in ("void-batch", "substitute-input", "replace-manifest"):
            before = "" if command["do"] == "void-batch" else "reason"
            command = _filled(command, before, "votes", [{"couple": "sealed", "votes": 0}])
        fact = {**fact, "command": command}
        if kind == "decision-proposed.v2":
            fact = _filled(fact, "", "nonce", "0" * 64)
    elif not is_newer_type(kind):
        raise Wrong("it is of a type that is not sealed")
    return replace(read_event(position, written({**value, "fact": fact})), octets=None)


def _filled(fact: Json, before: str, name: str, value: Json) -> Json:
    """The fact with a field put in before another, at the end where there is no such."""
    filled: dict[str, Json] = {}
    for key, held in fact.items():
        if key == before:
            filled[name] = value
        filled[key] = held
    filled.setdefault(name, value)
    return filled


def is_guessable(value: Json) -> bool:
    """Whether the counts of an event without a nonce could be found by trying (fewer than 2^112 ways)."""
    fact = value["fact"].get("command") or value["fact"]
    if "nonce" in fact or "nonce" in value["fact"]:
        return False
    counts = [line["votes"] if isinstance(line, dict) else line[1] for line in fact.get("votes", ())]
    votes, couples = sum(counts), len(counts)
    if value["type"] == "outcome-certified.v1":
        raws = zip(*(line["raw"] for line in fact["standings"]), strict=True)
        votes = max((sum(value for value in side if isinstance(value, int)) for side in raws), default=0)
        couples = len(fact["standings"])
    return couples == 0 or comb(votes + couples - 1, couples - 1) < 2**112


# ---------------------------------------------------------------------------------------------------------------------
# 21  The events in their places: positions, leaves, streams
# ---------------------------------------------------------------------------------------------------------------------

_LINE = re.compile(rb"([1-9][0-9]{0,17}) (sealed )?(\{.*\})\n", re.DOTALL)
_STATED = re.compile(rb"([1-9][0-9]{0,17}) ")


class Scope:
    """The log's signed word on which positions are the season's."""

    def __init__(self, text: str, checkpoint: Checkpoint, season: str) -> None:
        lines = text.split("\n")
        root = base64.b64encode(checkpoint.root).decode()
        head = ["glitterball scope v1", checkpoint.origin, season, str(checkpoint.size), root]
        spans = [re.fullmatch(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,17})", line) for line in lines[5:-1]]
        demand(lines[:5] == head and lines[-1] == "" and all(spans), "it is not about this season at this checkpoint")
        self.spans = [(int(span[1]), int(span[2])) for span in spans if span]
        apart = all(span[1] + 1 < after[0] for span, after in pairwise(self.spans))
        rising = all(first <= last <= checkpoint.size for first, last in self.spans)
        demand(apart and rising, "its spans overlap, touch or reach beyond the log")

    def __contains__(self, position: int) -> bool:
        at = bisect_right(self.spans, (position, LARGEST)) - 1
        return at >= 0 and self.spans[at][0] <= position <= self.spans[at][1]

    def positions(self) -> Iterator[int]:
        for first, last in self.spans:
            yield from range(first, last + 1)


class Stream:
    """The numbers of one stream: a season's are 1, 2, 3; a gateway's may come out of order, each once."""

    def __init__(self, in_order: bool) -> None:
        self.in_order, self.last, self.ahead, self.closed = in_order, 0, set[int](), 0

    def take(self, number: int, closes: bool) -> str:
        """What is wrong with the next number; nothing where nothing is."""
        if self.in_order:
            expected, self.last = self.last + 1, max(self.last, number)
            return "" if number == expected else f"{expected} should follow, not {number}"
        if number <= self.last or number in self.ahead:
            return f"{number} is there twice"
        if self.closed and number > self.closed:
            return f"{number} stands behind the closing manifest"
        self.ahead.add(number)
        while self.last + 1 in self.ahead:
            self.last += 1
            self.ahead.discard(self.last)
        if closes:
            self.closed = number
            if max(self.ahead, default=self.last) > number:
                return f"its manifest stands at {number}, behind which there is a batch already"
        return ""


class Events:
    """One pass over the events of a bundle; what is intact is handed on."""

    def __init__(self, bundle: Bundle, leaves: bytes, scope: Scope | None, openings: Json, findings: Findings) -> None:
        self.bundle, self.leaves, self.scope, self.openings, self.findings = bundle, leaves, scope, openings, findings
        self.size, self.season = bundle.manifest["size"], bundle.manifest["season"]
        self.seen, self.opened, self.highest, self.count = bytearray(self.size + 1), set[int](), 0, 0
        self.streams: dict[str, Stream] = {}
        inside = bundle.lines("hidden.lines") if "hidden.lines" in bundle else iter(())
        self.hidden = HiddenLines(inside, findings)
        self.open = openings is not None or not bundle.manifest["sealed"]

    def check(self, hand_on: Callable[[Event], None]) -> None:
        for line in self.bundle.lines("events.lines"):
            found, stated = _LINE.fullmatch(line), _STATED.match(line)
            if found is None or len(found[3]) > LONGEST_EVENT:
                self.findings.add("order", "it is no position and event", int(stated[1]) if stated else None)
            elif self._in_place(int(found[1])):
                self._look_at(int(found[1]), found[2] is not None, found[3], hand_on)
        self.hidden.finish()
        for position in self.scope.positions() if self.scope else ():
            if not self.seen[position]:
                self.findings.add("missing", "the log says that it is the season's; it is not here", position)
        for position in sorted((self.openings or {}).keys() - self.opened):
            self.findings.add("opening", "it opens no sealed event", position)

    def _in_place(self, position: int) -> bool:
        """Whether the line can be looked at: a position of the log, met for the first time."""
        if position > self.size:
            self.findings.add("foreign", f"the log had {count_of(self.size, 'event')}", position)
            return False
        if position <= self.highest:
            self.findings.add("order", f"it comes after {self.highest}", position)
            if self.seen[position]:
                return False
        self.highest = max(self.highest, position)
        self.seen[position] = 1
        self.count += 1
        if self.scope is not None and position not in self.scope:
            self.findings.add("foreign", "the log says that this position is not the season's", position)
        return True

    def _unread(self, event: Event, position: int) -> None:
        """What of an event no outcome can be computed by: what is newer, and kinds of packages."""
        plugged = [name.removeprefix(PLUG_IN) for name in event.newer if name.startswith(PLUG_IN)]
        newer = [name for name in event.newer if not name.startswith(PLUG_IN)]
        if newer:
            says = f"written by a newer Glitterball than this program, which does not know {' and '.join(newer)}"
            self.findings.add("newer", says, position)
        if plugged:
            says = f"its rules name {' and '.join(dict.fromkeys(plugged))}: kinds of stages of a package, which no verifier knows"
            self.findings.add("plug-in", says, position)

    def _look_at(self, position: int, sealed: bool, shown: bytes, hand_on: Callable[[Event], None]) -> None:
        stored = self._opening(position, shown) if sealed else shown
        fits = stored is None or leaf_hash(stored) == self.leaves[32 * position - 32 : 32 * position]
        if not fits:
            code = "opening" if sealed else "leaf"
            self.findings.add(code, "the bytes are not those whose hash stands in the log", position)
        try:
            event = read_public(position, shown) if stored is None else self._read(position, stored)
            demand(fits or not event.newer, f"{' and '.join(event.newer)[:100]} is not known")
        except UNREADABLE as error:
            self.findings.add("bytes", f"it is no event in the stored form: {error}", position)
            return
        if event.stream.split("/", 2)[1:2] != [self.season]:
            self.findings.add("foreign", f"it is an event of the stream {event.stream}", position)
        elif not belongs(event):
            self.findings.add("bytes", f"it does not belong at {event.sequence} in {event.stream}", position)
        else:
            self._in_stream(event)
            self._unread(event, position)
            hand_on(event)

    def _read(self, position: int, stored: bytes) -> Event:
        """The event in its stored bytes, and in its hidden part where its type has one."""
        if not names_hidden_part(stored):
            return read_event(position, stored)
        hidden = self.hidden.of(position)
        if self.openings is not None:
            hidden = self.openings.get(position)
            self.opened.add(position)
        if hidden is None and self.open:
            self.findings.add("opening", "its hidden part is missing", position)
        try:
            if hidden is not None:
                must_fit(stored, hidden)
        except Wrong as error:
            self.findings.add("opening", error, position)
            hidden = None
        return read_event(position, stored, hidden)

    def _in_stream(self, event: Event) -> None:
        """A newer type is numbered here only among the season's own events: elsewhere the number may mean something else."""
        in_order = event.stream.startswith("season/")
        if is_newer_type(event.type) and not in_order:
            return
        stream = self.streams.setdefault(event.stream, Stream(in_order))
        if wrong := stream.take(event.sequence, event.type in CLOSINGS):
            self.findings.add("stream", f"{event.stream}: {wrong}", event.position)

    def _opening(self, position: int, shown: bytes) -> bytes | None:
        if not self.bundle.manifest["sealed"]:
            self.findings.add("opening", "it is sealed, in a bundle that says it is not", position)
        if self.openings is None:
            return None
        self.opened.add(position)
        stored: bytes | None = self.openings.get(position)
        if stored is None:
            self.findings.add("opening", "its opening is missing", position)
            return None
        try:
            value = json.loads(stored)
            newer = is_newer_type(value["type"])  # what of it is hidden nobody here can say
            fits = newer or (public_part(value) != value and written(public_part(value)) == shown)
            guessable = fits and not newer and is_guessable(value)
        except UNREADABLE:
            fits = guessable = False
        if not fits:
            self.findings.add("opening", "its opening does not give what the bundle shows of it", position)
        if guessable:
            self.findings.add("guessable", "it has no nonce, and its counts could be guessed", position)
        return stored


def read_openings(octets: bytes, findings: Findings) -> dict[int, bytes]:
    """Openings by position; lines that are none are found."""
    held: dict[int, bytes] = {}
    for line in re.findall(rb"[^\n]*\n|[^\n]+", octets):
        found = _LINE.fullmatch(line)
        if found is None or len(found[3]) > LONGEST_EVENT:
            findings.add("opening", "it is no position and event")
            continue
        position = int(found[1])
        if found[2] is not None or position in held:
            findings.add("opening", "it is there twice, or is sealed itself", position)
        held[position] = found[3]
    return held


# ---------------------------------------------------------------------------------------------------------------------
# 22  Remembering votes: what the gateways delivered, and at which positions
# ---------------------------------------------------------------------------------------------------------------------

Spans = list[tuple[int, int]]
"""Positions as ascending, disjoint, inclusive ranges."""


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    joined: Spans = []
    for first, last in sorted(span for span in spans if span[1] > 0):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def spans_at(positions: Iterable[int]) -> Spans:
    return merged((position, position) for position in positions)


@dataclass
class Channel:
    """What one gateway delivered for one channel and voting body before the seal."""

    batches: int = 0
    received: int = 0
    accepted: int = 0
    rejected: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    late: int = 0
    hidden: int = 0
    """Batches whose counts are not known here."""
    votes: dict[str, int] = field(default_factory=dict)
    outside: set[int] = field(default_factory=set)
    """Numbers of batches whose own window does not lie within the lines on record."""
    named_outside: Spans = field(default_factory=list)
    """Those that a statement about the window has named, of the batches counted before it."""
    committing: dict[int, Json] = field(default_factory=dict)
    """In a season that asks for it the batches that commit to their counts, by number."""
    silent: set[int] = field(default_factory=set)
    """And the numbers of those that do not."""

    def add(self, batch: Json) -> None:
        if "received" not in batch:
            self.hidden += 1
            return
        self.batches += 1
        self.received += batch["received"]
        self.accepted += sum_of(batch["votes"])
        self.rejected += sum_of(batch["rejected"])
        self.late += batch["late"]
        for reason, count in batch["rejected"]:
            self.reasons[reason] = self.reasons.get(reason, 0) + count
        for couple, votes in batch["votes"]:
            self.votes[couple] = self.votes.get(couple, 0) + votes


@dataclass
class Gateway:
    """One gateway in one week. `last` is its highest number, `arrived` all of those above the gapless beginning."""

    contiguous: int = 0
    ahead: set[int] = field(default_factory=set)
    channels: dict[tuple[str, str], Channel] = field(default_factory=dict)
    manifest: Json = None
    closed_at: int = 0
    """The position of the manifest."""
    behind: int = 0
    behind_votes: int = 0
    """Batches that came after the seal, and the votes received in them."""

    @property
    def last(self) -> int:
        return max(self.ahead, default=self.contiguous)

    def missing(self) -> Iterator[int]:
        """Numbers up to the last, or up to the manifest's count, that have not arrived."""
        through = max(self.last, self.manifest["batches"] if self.manifest else 0)
        return (number for number in range(self.contiguous + 1, through + 1) if number not in self.ahead)


def gaps_in(gateway: Gateway) -> str:
    """The numbers missing, as a person writes them: `3-5, 9`. A manifest may name very many."""
    through = max(gateway.last, gateway.manifest["batches"] if gateway.manifest else 0)
    arrived = [gateway.contiguous, *sorted(gateway.ahead), through + 1]
    gaps = [(one + 1, other - 1) for one, other in pairwise(arrived) if other > one + 1]
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in gaps)


MOST_SPANS = 256
"""Where more stretches than this are apart, the narrowest gaps (of equal ones the first) are closed until half are left."""


def join_nearest(spans: Spans, keep: int) -> Spans:
    widths = sorted((spans[at][0] - spans[at - 1][1], at) for at in range(1, len(spans)))
    closed = {at for _, at in widths[: len(spans) - keep]}
    starts = [at for at in range(len(spans)) if at not in closed]
    return [(spans[at][0], spans[end - 1][1]) for at, end in zip(starts, [*starts[1:], len(spans)], strict=True)]


@dataclass
class Tally:
    """All votes of a week up to its seal, and the positions counted."""

    gateways: dict[str, Gateway] = field(default_factory=dict)
    spans: Spans = field(default_factory=list)
    sealed_at: int = 0
    opens: str | None = None
    closes: str | None = None
    by_batch: bool = False
    """Whether the season asks each batch to commit to its counts."""

    def count(self, event: Event) -> None:
        channel = self.arrived(event)
        if channel is not None:
            channel.add(event.fact)
        else:
            gateway = self.gateways[event.fact["gateway"]]
            gateway.behind += 1
            gateway.behind_votes += event.fact.get("received", 0)

    def arrived(self, event: Event) -> Channel | None:
        """The channel of a batch that came in time, noted with its window; nothing where it is late."""
        batch = event.fact
        gateway = self.gateways.setdefault(batch["gateway"], Gateway())
        if self.sealed_at:
            return None  # it is kept, and it is late
        gateway.ahead.add(batch["batch"])
        while gateway.contiguous + 1 in gateway.ahead:
            gateway.contiguous += 1
            gateway.ahead.discard(gateway.contiguous)
        channel = gateway.channels.setdefault((batch["channel"], batch["body"]), Channel())
        if not self._covers(batch):
            channel.outside.add(batch["batch"])
        if self.by_batch and "commitments" in batch:
            channel.committing[batch["batch"]] = batch
        elif self.by_batch:
            channel.silent.add(batch["batch"])
        if self.spans and self.spans[-1][1] + 1 == event.position:
            self.spans[-1] = (self.spans[-1][0], event.position)
        else:
            self.spans.append((event.position, event.position))
            if len(self.spans) > MOST_SPANS:
                self.spans = join_nearest(self.spans, MOST_SPANS // 2)
        return channel

    def restate_window(self, fact: Json) -> None:
        """The lines were open over another window: the statement names the batches counted so far that lie outside it."""
        self.opens, self.closes = fact["opens"], fact["closes"]
        named = outside_in(fact)
        for name, gateway in self.gateways.items():
            for (channel, body), held in gateway.channels.items():
                held.outside, held.named_outside = set(), named.get((name, channel, body), [])

    def outside(self) -> dict[tuple[str, str, str], Spans]:
        """Numbers of batches outside the lines, as ranges, by gateway, channel and voting body."""
        return {
            (name, channel, body): spans_at(held.outside)
            for name, gateway in self.gateways.items()
            for (channel, body), held in gateway.channels.items()
            if held.outside
        }

    def _covers(self, batch: Json) -> bool:
        """Whether a batch's window lies within the lines on record; what was not stated covers everything."""
        opens, closes = moment(batch["opens"]), moment(batch["closes"])
        return (self.opens is None or moment(self.opens) <= opens) and (
            self.closes is None or closes <= moment(self.closes)
        )


def outside_in(fact: Json) -> dict[tuple[str, str, str], Spans]:
    """The batches that a statement about the window names, by gateway, channel and voting body."""
    return {
        (held["gateway"], held["channel"], held["body"]): [(first, last) for first, last in held["batches"]]
        for held in fact["outside"]
    }


def numbers_of(spans: Spans) -> Iterator[int]:
    return (number for first, last in spans for number in range(first, last + 1))


def moment(text: str) -> str:
    """A time with its microseconds, so that times compare as text."""
    return text if "." in text else f"{text[:-1]}.000000Z"


# ---------------------------------------------------------------------------------------------------------------------
# 23  Remembering a week: each event filed under its name. Nothing is judged here
# ---------------------------------------------------------------------------------------------------------------------


@dataclass
class Dance:
    """A scheduled dance, and the marks that stand, by judge."""

    scheduled: Json
    marks: dict[str, Event] = field(default_factory=dict)


SAYINGS = (
    "danger-announced", "couple-saved", "couple-eliminated", "places-awarded", "places-corrected", "announcement-corrected",
)  # fmt: skip
FILED = {
    "panel-seated": ("panels", "episode"),
    "judge-absent": ("absences", ""),
    "total-given": ("totals", ""),
    "bonus-awarded": ("bonuses", ""),
    "couples-called": ("calls", ""),
    "immunity-granted": ("immunities", ""),
    "bye-stated": ("byes", ""),
    "voting-opened": ("voting", ""),
    "window-stated": ("windows", ""),
    "voting-closed": ("seal", ""),
    "channel-voided": ("void_channels", "channel"),
    "input-substituted": ("substitutions", "body"),
    "gateway-given-up": ("given_up", "gateway"),
    "elimination-cancelled": ("cancelled", ""),
    "judge-ballot-cast": ("ballots", "judge"),
    "tie-settled": ("settlements", ""),
    "cut-settled": ("cut_decisions", ""),
    "outcome-certified": ("certified", ""),
    **dict.fromkeys(SAYINGS, ("announcements", "")),
}
"""Where a week keeps the events of a kind, and by which field."""
MARKED = ("score-given", "score-corrected", "score-taken-back", "paddle-shown")
UNFILED = (
    "outcome-proved",
    "exclusion-proved",
    "paddle-shown",
    "outage-noted",
    "announcement-disputed",
    "week-closed",
    "week-reopened",
)
"""What is kept nowhere: neither an outcome nor anything else that is checked here rests on it."""
QUIET = (*UNFILED, "voting-opened", "outcome-certified", *SAYINGS)
"""What changes nothing that an outcome rests on."""


@dataclass
class Week:
    """A week, from its opening to its closing. Each name holds the events of its kind."""

    opened: Json
    panels: dict[int, Json] = field(default_factory=dict)
    absences: list[Event] = field(default_factory=list)
    dances: dict[str, Dance] = field(default_factory=dict)
    orders: list[Event] = field(default_factory=list)
    totals: list[Event] = field(default_factory=list)
    bonuses: list[Event] = field(default_factory=list)
    calls: list[Event] = field(default_factory=list)
    immunities: list[Event] = field(default_factory=list)
    byes: list[Event] = field(default_factory=list)
    voting: Event | None = None
    windows: list[Event] = field(default_factory=list)
    seal: Event | None = None
    voids: dict[tuple[str, int], Event] = field(default_factory=dict)
    void_channels: dict[str, Event] = field(default_factory=dict)
    substitutions: dict[str, Event] = field(default_factory=dict)
    replaced: dict[tuple[str, str, str], Event] = field(default_factory=dict)
    given_up: dict[str, Event] = field(default_factory=dict)
    cancelled: Event | None = None
    ballots: dict[str, Event] = field(default_factory=dict)
    settlements: list[Event] = field(default_factory=list)
    cut_decisions: list[Event] = field(default_factory=list)
    certified: list[Event] = field(default_factory=list)
    announcements: list[Event] = field(default_factory=list)
    touched: int = 0
    closed: bool = False

    def take(self, event: Event) -> None:
        """File an event in its place. Whether it bears on the outcome is kept as the last position that did."""
        fact, kind = event.fact, event.type.rsplit(".", 1)[0]
        if kind in FILED:
            name, key = FILED[kind]
            held = getattr(self, name)
            if isinstance(held, list):
                held.append(event)
            elif isinstance(held, dict):
                held[fact[key]] = event
            else:
                setattr(self, name, event)
        elif kind == "week-restated":
            self.opened = fact
        elif kind == "running-order-stated":
            self._reorder(event)
        elif kind == "manifest-replaced":
            self.replaced[fact["gateway"], fact["channel"], fact["body"]] = event
        elif kind == "batch-voided":
            self.voids[fact["gateway"], fact["batch"]] = event
        elif kind == "dance-scheduled":
            self.dances[f"{fact['episode']}.{fact['round']}.{fact.get('team') or fact['couples'][0]}"] = Dance(fact)
        elif kind in MARKED:
            self._mark(kind, event)
        elif kind in ("week-closed", "week-reopened"):
            self.closed = kind == "week-closed"
        if kind not in QUIET:
            self.touched = event.position

    def _mark(self, kind: str, event: Event) -> None:
        """A mark given, put right or taken back. What a paddle showed decides nothing, but is of a dance that is there."""
        marks = self.dances[event.fact["dance"]].marks
        if kind == "score-taken-back":
            marks.pop(event.fact["judge"], None)
        elif kind != "paddle-shown":
            marks[event.fact["judge"]] = event

    def _reorder(self, event: Event) -> None:
        """The dances of an episode in another order, where they stand among the others."""
        episode, order = event.fact["episode"], event.fact["dances"]
        demand(not self.closed, "a running order is stated of a week that is closed")
        demand(
            any(aired["number"] == episode for aired in self.opened["episodes"]), f"the week has no episode {episode}"
        )
        its = [name for name, dance in self.dances.items() if dance.scheduled["episode"] == episode]
        demand(sorted(its) == sorted(order), f"a running order names other dances than those of episode {episode}")
        demand(its != order, f"the dances of episode {episode} stood in that order")
        moved = dict(zip(its, order, strict=True))
        self.dances = {name: self.dances[name] for name in (moved.get(name, name) for name in self.dances)}
        self.orders.append(event)

    def excused(self) -> dict[str, Json]:
        """What was stated last of each couple that does not dance, or dances less than others."""
        return {couple: event.fact for event in self.byes for couple in event.fact["couples"]}

    def counted_again(self) -> dict[str, int]:
        """For each couple whose marks of an earlier week count once more: which week's."""
        return {couple: fact["marks_of"] for couple, fact in self.excused().items() if "marks_of" in fact}

    def counts(self, gateway: str, channel: str, body: str) -> bool:
        """Whether what a gateway delivered there counts, and no decision of two people stands in its place."""
        nothing = gateway in self.given_up and self.given_up[gateway].fact["taken"] == "not at all"
        return not nothing and channel not in self.void_channels and (gateway, channel, body) not in self.replaced

    def has_judged(self, episode: int, judge: str) -> bool:
        """Whether a judge has given a mark, or handed in a card, in an episode."""
        marked = (judge in dance.marks for dance in self.dances.values() if dance.scheduled["episode"] == episode)
        called = ((card.fact["episode"], card.fact["judge"]) == (episode, judge) for card in self.calls)
        return any(marked) or any(called)

    def present(self, episode: int) -> list[str]:
        """The judges of an episode who are not absent, in scoring order."""
        absent = {event.fact["judge"] for event in self.absences if event.fact["episode"] == episode}
        seats = self.panels[episode].fact["judges"] if episode in self.panels else ()
        return [seat["judge"] for seat in seats if seat["judge"] not in absent]

    def wrote(self, dance: Dance, judge: str) -> Json:
        """What a judge wrote of a dance: a mark, or whether the last card of the round calls the couples back (1) or not (0)."""
        if judge in dance.marks:
            return dance.marks[judge].fact["mark"]
        cards = {(card.fact["episode"], card.fact["round"], card.fact["judge"]): card.fact for card in self.calls}
        card = cards.get((dance.scheduled["episode"], dance.scheduled["round"], judge))
        return None if card is None else int(not set(dance.scheduled["couples"]) - set(card["couples"]))

    def announced(self) -> dict[str, Json]:
        """What stands as announced, with corrections: danger, saved, eliminated, places."""
        said: dict[str, Json] = {}
        for event in self.announcements:
            fact = event.fact
            match event.type:
                case "danger-announced.v1":
                    said["danger"] = fact["couples"]
                case "couple-saved.v1":
                    said["saved"] = [*said.get("saved", ()), fact["couple"]]
                case "couple-eliminated.v1":
                    said["eliminated"] = [*said.get("eliminated", ()), fact["couple"]]
                case "places-awarded.v1" | "places-corrected.v1":
                    said["places"] = [(line["couple"], line["place"]) for line in fact["places"]]
                case _:
                    said[fact["what"]] = fact["couples"]
        return said


# ---------------------------------------------------------------------------------------------------------------------
# 24  Remembering the season: couples, rulebooks, proposals, keys, weeks
# ---------------------------------------------------------------------------------------------------------------------

ENDED = (
    "decision-approved.v1",
    "decision-approved.v2",
    "decision-rejected.v1",
    "decision-rejected.v2",
    "decision-withdrawn.v1",
)
DELIVERED = (*BATCHES, *CLOSINGS, *SIGNED)
LAST_WEEK = 60
"""No season has more weeks."""
CASTING = ("couple-cast.v1", "cast-changed.v1", "couple-withdrew.v1", "withdrawal-taken-back.v1")
GATEWAY_KEYS = ("gateway-key-introduced.v1", "gateway-key-rotated.v1", "gateway-key-revoked.v1")
PEOPLE = ("season-founded.v1", "person-introduced.v1", "person-changed.v1", "person-revoked.v1")


@dataclass
class GatewayKey:
    """A gateway's verifier key, and the events that retired or revoked it."""

    key_id: str
    vkey: str
    introduced: int
    retired: int | None = None
    revoked: int | None = None


@dataclass
class Proposal:
    """What one person proposed, and the event that approved or rejected it."""

    proposed: Event
    settled: Event | None = None

    @property
    def does(self) -> str:
        """What is proposed, by the command's name, also where the command is hidden."""
        fact = self.proposed.fact
        return str(fact["do"] if "do" in fact else fact["command"]["do"])

    def is_about(self, week: int) -> bool:
        """Whether it is about a week, or about the season."""
        fact = self.proposed.fact
        about = fact if "do" in fact else fact["command"]
        return bool(about.get("week", week) == week)


class Season:
    """A season so far."""

    def __init__(self) -> None:
        self.opened: Json = None
        self.opened_at = 0
        self.rulebooks: list[Event] = []
        self.couples: set[str] = set()
        self.cast: dict[str, Json] = {}
        self.cast_changes: list[Event] = []
        self.withdrawals: dict[str, Event] = {}
        self.taken_back: list[Event] = []
        self.weeks: dict[int, Week] = {}
        self.tallies: dict[int, Tally] = {}
        self.proposals: dict[int, Proposal] = {}
        self.keys: dict[str, list[GatewayKey]] = {}
        self.people: dict[str, list[Json]] = {}
        self.revoked: dict[str, int] = {}
        self.founded: Event | None = None
        self.destroyed: Event | None = None
        self.time = ""
        """When somebody last said something."""
        self.said: dict[int, Event] = {}
        """What people said, by position; deliveries aside."""

    @property
    def historic(self) -> bool:
        return self.opened is not None and self.opened["mode"] == "historic"

    @property
    def by_batch(self) -> bool:
        """Whether each batch was asked to commit to its counts."""
        return self.opened is not None and self.opened.get("commitments") == "by batch"

    def tally(self, week: int) -> Tally:
        """The votes of a week, none at first."""
        return self.tallies.setdefault(week, Tally(by_batch=self.by_batch))

    def take(self, event: Event) -> None:
        """Remember an event. One about a week, dance or proposal that is not there raises KeyError."""
        fact = event.fact
        if event.type not in DELIVERED:
            self.said[event.position], self.time = event, event.time
        told = (
            (DELIVERED, self._delivered),
            (PEOPLE, self._person),
            (GATEWAY_KEYS, self._key),
            (CASTING, self._casting),
        )
        for kinds, take in told:
            if event.type in kinds:
                take(event)
                return
        if event.type.startswith("decision-"):
            self._decision(event)
            return
        match event.type:
            case "season-opened.v1" | "season-opened.v2" | "season-opened.v3":
                demand(self.opened is None, f"the season was opened at event {self.opened_at}")
                self.opened, self.opened_at = fact, event.position
            case "rulebook-adopted.v1":
                self.rulebooks.append(event)
            case "week-opened.v1" | "week-opened.v2":
                self.weeks[fact["week"]] = Week(fact)
            case "openings-destroyed.v1":
                self.destroyed = event
            case _:
                self.weeks[fact["week"]].take(event)
                self._lines(event)

    def _casting(self, event: Event) -> None:
        """Who dances: cast, replaced, withdrawn, or not withdrawn after all."""
        fact, couple = event.fact, event.fact["couple"]
        match event.type:
            case "couple-cast.v1":
                self.couples.add(couple)
                self.cast[couple] = fact
            case "cast-changed.v1":
                self._recast(event)
            case "couple-withdrew.v1":
                self.withdrawals[couple] = event
            case _:
                was = self.withdrawals.get(couple)
                demand(was and was.fact["week"] == fact["week"], f"{couple} did not withdraw in that week")
                demand(not self.weeks[fact["week"]].closed, "a withdrawal is taken back of a week that is closed")
                self.taken_back += [self.withdrawals.pop(couple), event]

    def _decision(self, event: Event) -> None:
        if event.type in ENDED:
            self.proposals[event.fact["decision"]].settled = event
        else:
            self.proposals[event.fact["decision"]] = Proposal(event)

    def _recast(self, event: Event) -> None:
        """A couple is other people in some weeks. Its celebrity is the one it was cast with, unless nothing was danced yet."""
        fact = event.fact
        couple, weeks, first = fact["couple"], self.weeks.values(), self.weeks.get(fact["from_week"])
        demand(couple in self.field(fact["from_week"]), f"{couple} is not in the competition then")
        demand(first is None or not first.closed, "the cast is changed of a week that is closed")
        demand(self.historic or "professional" in fact, f"{couple} has no pro")
        danced = any(couple in dance.scheduled["couples"] for week in weeks for dance in week.dances.values())
        began = danced or any(week.voting for week in weeks) or fact["from_week"] > 1 or "to_week" in fact
        known = [self.people_of(couple, week) for week in range(fact["from_week"], fact.get("to_week", LAST_WEEK) + 1)]
        same = all(pair["celebrity"] == fact["celebrity"] for pair in known)
        demand(not began or same, f"the celebrity of {couple} was replaced after the start")
        pros = {pair.get("professional") for pair in known}
        demand(not same or pros != {fact.get("professional")}, f"{couple} was so before")
        self.cast_changes.append(event)

    def people_of(self, couple: str, week: int, until: int | None = None) -> Json:
        """Who a couple is in a week: as it was cast, or as it was said last of that week, before an event if one is named."""
        said = [
            event.fact
            for event in self.cast_changes
            if event.fact["couple"] == couple
            and event.fact["from_week"] <= week <= event.fact.get("to_week", week)
            and (until is None or event.position < until)
        ]
        return said[-1] if said else self.cast[couple]

    def _lines(self, event: Event) -> None:
        """Lines opened, closed, or open over another window: what the tally of the week must know."""
        if event.type in ("voting-opened.v1", "voting-opened.v2", "window-stated.v1", "voting-closed.v1"):
            tally = self.tally(event.fact["week"])
            if event.type in ("voting-opened.v1", "voting-opened.v2"):
                tally.opens, tally.closes = event.fact.get("opens"), event.fact.get("closes")
            elif event.type == "window-stated.v1":
                tally.restate_window(event.fact)
            else:
                tally.sealed_at = event.position

    def named(self, event: Event) -> Event:
        """A batch of the second form with its counts by couple, in the order that the lines were opened with."""
        fact = event.fact
        if event.type != "vote-batch-received.v2" or "counts" not in fact:
            return event
        voting = self.weeks[fact["week"]].voting
        order = voting.fact.get("couples", ()) if voting else ()
        demand(len(order) == len(fact["counts"]), "it has not a count for each couple of the stated order")
        votes = [list(pair) for pair in zip(order, fact["counts"], strict=True)]
        return replace(event, fact={**fact, "votes": votes})

    def _delivered(self, event: Event) -> None:
        if event.type in BATCHES:
            self.tally(event.fact["week"]).count(event)
        elif event.type in CLOSINGS:
            gateways = self.tally(event.fact["week"]).gateways
            gateway = gateways.setdefault(event.fact["gateway"], Gateway())
            gateway.manifest, gateway.closed_at = event.fact, event.position

    def _person(self, event: Event) -> None:
        fact = event.fact
        if event.type == "season-founded.v1":
            self.founded = event
            self.people = {person["identity"]: [person] for person in fact["people"]}
        elif event.type == "person-introduced.v1":
            self.people[fact["identity"]] = [fact]
        elif event.type == "person-changed.v1":
            self.people[fact["identity"]] = [*self.people[fact["identity"]], fact]
        else:
            self.revoked[fact["identity"]] = event.position

    def _key(self, event: Event) -> None:
        fact = event.fact
        held = self.keys.setdefault(fact["gateway"], [])
        ended = fact.get("retires") or fact.get("key_id")
        for key in held:
            if key.key_id == ended and "key_id" in fact:
                key.revoked = event.position
            elif key.key_id == ended:
                key.retired = event.position
        if "key" in fact:
            held.append(GatewayKey(fact["key"].split("+", 2)[1], fact["key"], event.position))

    def rulebook(self, week: int) -> Event | None:
        """The adoption in force: of those from that week or earlier the latest week's, and of these the last."""
        in_force = [adopted for adopted in self.rulebooks if adopted.fact["from_week"] <= week]
        return max(in_force, key=lambda adopted: (adopted.fact["from_week"], adopted.position), default=None)

    def field(self, week: int) -> list[str]:
        """The couples dancing in a week: cast, not withdrawn by then, not announced out before."""
        out = {couple for couple, event in self.withdrawals.items() if event.fact["week"] <= week}
        for number, earlier in self.weeks.items():
            if number < week:
                said = earlier.announced()
                out.update(said.get("eliminated", ()), (couple for couple, _ in said.get("places", ())))
        return sorted(self.couples - out)

    def competing(self, week: int) -> list[str]:
        """The couples in a week's ranking: those dancing without those that have a bye."""
        excused = self.weeks[week].excused()
        return [couple for couple in self.field(week) if excused.get(couple, {}).get("holds") != "bye"]


# ---------------------------------------------------------------------------------------------------------------------
# 25  Passkeys: an authenticator's assertion over what is decided (W3C Web Authentication Level 3, section 7.2)
# ---------------------------------------------------------------------------------------------------------------------

PRESENT, VERIFIED, ELIGIBLE, BACKED_UP, ATTESTED, EXTENDED = 1, 4, 8, 16, 64, 128
LONGEST_DER = 72
_QUOTED = r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"'
_NAMED = rf"{_QUOTED}:(?:{_QUOTED}|true|false)"
_FLAT = re.compile(rf"\{{{_NAMED}(?:,{_NAMED})*\}}")


def passkey_id(passkey: Json) -> str:
    return sha256(unbase64(passkey["public_key"])).hexdigest()[:8]


def passkey_public(passkey: Json) -> bytes:
    """The key in its COSE encoding: both coordinates on P-256, or the 32 bytes of Ed25519."""
    octets = unbase64(passkey["public_key"])
    return octets[10:42] + octets[45:77] if passkey["kind"] == "ES256" else octets[10:42]


def wrong_with_assertion(passkey: Json, said: Json, text: str | None) -> str | None:
    """What keeps an assertion from being the person's word; without the text all but its challenge is looked at."""
    try:
        data, client, signature = (unbase64(said[name]) for name in ("authenticator_data", "client_data", "signature"))
        accepts = _es256_accepts if passkey["kind"] == "ES256" else _eddsa_accepts
        sound = accepts(passkey_public(passkey), data + sha256(client).digest(), signature)
    except Wrong:
        return "it is not spelled as it has to be, or its key is none"
    wrong = _wrong_with_client(passkey, client, text) or _wrong_with_authenticator(passkey, data)
    return wrong or (None if sound else "the signature is not of that passkey")


def _wrong_with_client(passkey: Json, octets: bytes, text: str | None) -> str | None:
    told = octets.decode("utf-8", "replace")
    if told.encode() != octets or not _FLAT.fullmatch(told):
        return "its client data is not flat JSON without spaces"
    members = json.loads(told, object_pairs_hook=list)
    client = dict(members)
    if len(client) < len(members) or client.get("type") != "webauthn.get":
        return "its client data names something twice, or is of something else than an assertion"
    framed = client.get("crossOrigin", False) is not False or "topOrigin" in client
    if client.get("origin") != passkey["origin"] or framed:
        return "it was made on another page"
    if text is not None:
        asked = base64.urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()
        if client.get("challenge") != asked:
            return "its challenge is not what is decided here"
    return None


def _wrong_with_authenticator(passkey: Json, data: bytes) -> str | None:
    if data[:32] != sha256(passkey["rp_id"].encode()).digest() or len(data) < 37:
        return "its authenticator data is of another domain"
    flags = data[32]
    if flags & ATTESTED or (len(data) > 37) != bool(flags & EXTENDED) or (flags & BACKED_UP and not flags & ELIGIBLE):
        return "its flags do not fit what it is"
    if flags & (PRESENT | VERIFIED) != PRESENT | VERIFIED:
        return "the authenticator did not verify who was there"
    return None


def _eddsa_accepts(public: bytes, signed: bytes, signature: bytes) -> bool:
    ordinate = int.from_bytes(public, "little") & (2**255 - 1)
    return ordinate < P and ordinate not in SMALL_ORDER and ed25519_verifies(public, signature, signed)


def _es256_accepts(public: bytes, signed: bytes, signature: bytes) -> bool:
    """ECDSA in DER, in its one encoding and with the smaller of its two s; refuses a key that is no point."""
    point = p256_at(int.from_bytes(public[:32], "big"), int.from_bytes(public[32:], "big"))
    if not 8 <= len(signature) <= LONGEST_DER:
        return False
    cut = 4 + signature[3]
    r, s = int.from_bytes(signature[4:cut], "big"), int.from_bytes(signature[cut + 2 :], "big")
    spelled = _der(r, s) == signature and s <= P256_ORDER // 2
    return spelled and ecdsa_verified(point, sha256(signed).digest(), r, s)


def _der(*numbers: int) -> bytes:
    """Whole numbers as a DER sequence, as short as they can be."""
    spelled = [number.to_bytes(number.bit_length() // 8 + 1, "big") for number in numbers]
    body = b"".join(b"\x02" + bytes([len(octets)]) + octets for octets in spelled)
    return b"\x30" + bytes([len(body)]) + body


# ---------------------------------------------------------------------------------------------------------------------
# 26  People: the roster of a season, and names that are one person's
# ---------------------------------------------------------------------------------------------------------------------

_LIKE_LATIN = str.maketrans(
    "авеѕіјкмнорстухүԍԝӏһԁԛѵ" + "αβεζηικμνορτυχϳ" + "ɑɡɩ",
    "abesijkmhopctyxygwlhdqv" + "abezhikmnoptyxj" + "agi",
)  # letters of other alphabets that look like a Latin one, or whose capital does (Unicode Technical Standard 39)
_PUNCTUATION = str.maketrans("’‘ʼ´`‐‑‒–—−", "'''''------")
_WITHOUT_A_MARK = str.maketrans(
    {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def as_one(name: str) -> str:
    """A name without case, accents, spaces, letters that cannot be seen, and the alphabet a letter is from."""
    seen = "".join(letter for letter in name.translate(_PUNCTUATION) if unicodedata.category(letter) != "Cf")
    small = unicodedata.normalize("NFKC", _UNSEEN.sub("", seen)).casefold()
    latin = unicodedata.normalize("NFKC", small).translate(_LIKE_LATIN)
    parted = unicodedata.normalize("NFKD", "".join(latin.split()))
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter)).translate(_WITHOUT_A_MARK)
    return bare.replace(" ", "")


def identity_of(season: Season, name: str) -> str | None:
    """Who on the roster is called so, or was."""
    for identity, stated in season.people.items():
        if any(as_one(person["name"]) == as_one(name) for person in stated):
            return identity
    return None


def one_person(season: Season, name: str, other: str) -> bool:
    first = identity_of(season, name)
    return as_one(name) == as_one(other) or (first is not None and first == identity_of(season, other))


def public_of(vkey: str) -> bytes:
    """The key in a verifier key line, whatever name it goes by and whatever it is for."""
    return unbase64(vkey.split("+", 2)[2])[1:]


def publics(person: Json) -> list[bytes]:
    """The keys of a person, of key files and of passkeys, without the names they go by."""
    return [*map(public_of, person["keys"]), *map(passkey_public, person.get("passkeys", []))]


def wrong_with_speaker(event: Event, season: Season) -> str | None:
    """What keeps whoever speaks from speaking in a season with a roster: name, role, or that the person was revoked."""
    name, role = event.actor["name"], event.actor["role"]
    found = {identity: stated[-1] for identity, stated in season.people.items() if stated[-1]["name"] == name}
    if not season.people:
        return None
    if not found:
        return f"{name} is not on the roster"
    for identity, person in found.items():
        if identity in season.revoked:
            return f"{name} was revoked at event {season.revoked[identity]}"
        if role not in person["roles"]:
            return f"{name} does not speak as {role}"
    return None


def wrong_with_roster(event: Event, season: Season) -> Iterator[str]:
    """What a change of the roster breaks: who may found one and when, names that look the same, keys of two people."""
    fact = event.fact
    if event.type == "season-founded.v1":
        yield from _wrong_with_founding(event, season)
        return
    if not season.people:
        yield "the season has no roster"
    known, now = fact["identity"] in season.people, dict(_now(season))
    if event.type == "person-introduced.v1" and known:
        yield f"{fact['identity']} stands for somebody already"
    if event.type != "person-introduced.v1" and fact["identity"] not in now:
        yield f"{fact['identity']} is not on the roster, or was revoked"
    if event.type == "person-revoked.v1":
        now.pop(fact["identity"], None)
    else:
        yield from _wrong_with_person(fact, season.people, season)
        now[fact["identity"]] = fact
    if not _can_decide(list(now.values())):
        yield "nobody would be left to decide"


def _wrong_with_founding(event: Event, season: Season) -> Iterator[str]:
    people, known = event.fact["people"], dict[str, list[Json]]()
    if season.historic or season.people or any(proposal.settled is None for proposal in season.proposals.values()):
        yield "it is a historic season, has a roster, or something that was proposed without one is open"
    for person in people:
        if person["identity"] in known:
            yield f"{person['identity']} is named twice"
        yield from _wrong_with_person(person, known, season)
        known[person["identity"]] = [person]
    if not any(p["name"] == event.actor["name"] and event.actor["role"] in p["roles"] for p in people):
        yield "whoever founded it is none of its people"
    if event.actor["role"] not in ("executive", "adjudicator", "producer", "supervisor"):
        yield f"a {event.actor['role']} founded it"
    if not _can_decide(people):
        yield "nobody could decide"


def _wrong_with_person(person: Json, known: dict[str, list[Json]], season: Season) -> Iterator[str]:
    own = publics(person)
    gateways = {public_of(key.vkey) for keys in season.keys.values() for key in keys}
    if len(set(own)) < len(own) or gateways & set(own):
        yield "a key is named twice, or is a gateway's"
    for identity, stated in known.items():
        if identity == person["identity"]:
            had = {public for before in stated for public in publics(before)}
            if had & set(own) - set(publics(stated[-1])):
                yield "a key that was given up comes back"
            continue
        if any(as_one(before["name"]) == as_one(person["name"]) for before in stated):
            yield f"the name {person['name']} looks like one of {identity}"
        if any(set(own) & set(publics(before)) for before in stated):
            yield f"a key of {identity} would serve {person['identity']} too"


def wrong_with_gateway_key(event: Event, season: Season) -> str | None:
    """What a change of a gateway's keys breaks: two keys at once or none to follow, a key used before."""
    fact, keys = event.fact, season.keys.get(event.fact["gateway"], [])
    current = keys[-1] if keys and not keys[-1].revoked else None
    if event.type == "gateway-key-revoked.v1":
        sound = any(key.key_id == fact["key_id"] and not key.revoked for key in keys)
        return None if sound else f"{fact['gateway']} has no key {fact['key_id']} that could be revoked"
    if event.type == "gateway-key-introduced.v1" and current is not None:
        return f"{fact['gateway']} signs with {current.key_id} already"
    if event.type == "gateway-key-rotated.v1" and (current is None or current.key_id != fact["retires"]):
        return f"{fact['gateway']} has no key {fact['retires']} to rotate"
    return _wrong_with_use(fact["key"], [key for keys in season.keys.values() for key in keys])


def _wrong_with_use(vkey: str, known: list[GatewayKey]) -> str | None:
    used = any(vkey.split("+", 2)[1] == key.key_id or public_of(vkey) == public_of(key.vkey) for key in known)
    return "a key that is on record for a gateway comes again" if used else None


def is_a_persons(vkey: str, season: Season) -> bool:
    """Whether a gateway's key is one that somebody on the roster has or had."""
    return any(public_of(vkey) in publics(stated) for person in season.people.values() for stated in person)


def _now(season: Season) -> Iterator[tuple[str, Json]]:
    """Those who speak: the person as stated last, by identity."""
    return ((identity, stated[-1]) for identity, stated in season.people.items() if identity not in season.revoked)


def _can_decide(people: list[Json]) -> bool:
    executives = {person["identity"] for person in people if "executive" in person["roles"]}
    adjudicators = {person["identity"] for person in people if "adjudicator" in person["roles"]}
    return bool(executives) and bool(adjudicators) and len(executives | adjudicators) > 1


def what_names_stand_for(season: Season, sealed: set[int]) -> tuple[list[str], list[str]]:
    """What is checked of the people named, and what is not; `sealed` are decisions whose command is kept from view."""
    if season.founded is None:
        return [], ["who the people named are: the season has no roster, and names are as typed"]
    who = f"{season.founded.actor['name']} ({season.founded.actor['role']}) at event {season.founded.position}"
    checked = ["the roster, and the signatures of two people under each decision"]
    texts = f"the text that was signed under decisions over sealed votes: {', '.join(map(str, sorted(sealed)))}"
    whose = "they are a rehearsal's, and " if season.opened["mode"] == "rehearsal" else ""
    unsaid = [f"who the people of the roster are: {whose}it was founded by {who}", *([texts] if sealed else [])]
    if any(proposal.proposed.position < season.founded.position for proposal in season.proposals.values()):
        before = f"who the people named before event {season.founded.position} are"
        unsaid.append(f"{before}: the season had no roster yet, and names are as typed")
    return checked, unsaid


# ---------------------------------------------------------------------------------------------------------------------
# 27  Two people: proposals, approvals, and what was approved
# ---------------------------------------------------------------------------------------------------------------------

SUPERVISION = (("supervisor", "executive", "adjudicator"), "another person")
GOVERNANCE = (("executive", "adjudicator"), "another role")
AFTER_THE_LOCK = (("score desk", "producer", "supervisor", "adjudicator"), "another person")
FOUNDING = (("executive", "adjudicator", "producer", "supervisor"), "")
PRODUCTION = (("producer", "executive", "supervisor"), "")
DESK = (("score desk", "producer", "supervisor"), "")
RECORD = (("historian", "auditor"), "")
TWO_PEOPLE = {
    "adopt-rulebook": ("rulebook-adopted.v1", GOVERNANCE),
    "restate-week": ("week-restated.v1", GOVERNANCE),
    "take-back-withdrawal": ("withdrawal-taken-back.v1", GOVERNANCE),
    "state-running-order": ("running-order-stated.v1", PRODUCTION),
    "mark-judge-absent": ("judge-absent.v1", DESK),
    "correct-score": ("score-corrected.v1", DESK),
    "state-window": ("window-stated.v1", SUPERVISION),
    "void-batch": ("batch-voided.v1", SUPERVISION),
    "void-channel": ("channel-voided.v1", SUPERVISION),
    "substitute-input": ("input-substituted.v1", GOVERNANCE),
    "replace-manifest": ("manifest-replaced.v1", GOVERNANCE),
    "give-up-gateway": ("gateway-given-up.v1", GOVERNANCE),
    "state-bye": ("bye-stated.v1", GOVERNANCE),
    "cancel-elimination": ("elimination-cancelled.v1", GOVERNANCE),
    "settle-tie": ("tie-settled.v1", GOVERNANCE),
    "settle-cut": ("cut-settled.v1", GOVERNANCE),
    "correct-places": ("places-corrected.v1", GOVERNANCE),
    "correct-announcement": ("announcement-corrected.v1", GOVERNANCE),
    "reopen-week": ("week-reopened.v1", GOVERNANCE),
    "certify-outcome": ("outcome-certified.v1", GOVERNANCE),
    "introduce-gateway-key": ("gateway-key-introduced.v1", SUPERVISION),
    "rotate-gateway-key": ("gateway-key-rotated.v1", SUPERVISION),
    "revoke-gateway-key": ("gateway-key-revoked.v1", SUPERVISION),
    "found-season": ("season-founded.v1", FOUNDING),
    "introduce-person": ("person-introduced.v1", GOVERNANCE),
    "change-person": ("person-changed.v1", GOVERNANCE),
    "revoke-person": ("person-revoked.v1", GOVERNANCE),
    "destroy-openings": ("openings-destroyed.v1", GOVERNANCE),
}
"""What takes two people: the fact it becomes, the roles that may say it, and who else must be the second."""
IN_PARTS = {
    "void-batch": "batch-voided.v2",
    "substitute-input": "input-substituted.v2",
    "replace-manifest": "manifest-replaced.v2",
    "certify-outcome": "outcome-certified.v2",
}
"""The fact it becomes where counts are hidden: then what is proposed has two parts as well."""
COMMAND_OF = {fact: do for do, (fact, _) in TWO_PEOPLE.items()} | {fact: do for do, fact in IN_PARTS.items()}


def authority(do: str, said: Json, season: Season) -> tuple[tuple[str, ...], str]:
    """Who may say it now, and whom else it takes. A historic season decides nothing and asks for no second person."""
    if season.historic:
        return RECORD
    week = season.weeks.get(said.get("week", 0))
    locked = week is not None and (week.seal is not None or week.certified)
    if do == "correct-score" and locked:
        return AFTER_THE_LOCK
    if do == "found-season" and season.proposals:
        return GOVERNANCE
    if do == "state-running-order" and locked:
        return SUPERVISION
    if do == "mark-judge-absent" and week is not None and week.has_judged(said["episode"], said["judge"]):
        return GOVERNANCE
    return TWO_PEOPLE[do][1]


SAYS = {
    "decision-proposed": "proposes",
    "decision-approved": "approves",
    "decision-rejected": "rejects",
    "decision-withdrawn": "withdraws",
}
APPROVED = ("decision-approved.v1", "decision-approved.v2")


def decision_text(proposed: Event, opening: str, who: str) -> str:
    """What somebody signs of a decision: what is proposed and what follows by their digests, and who says what of it."""
    fact = proposed.fact
    if proposed.type == PROPOSED_IN_PARTS:
        do, proposes = fact["do"], json.loads(proposed.octets or b"")["hidden_sha256"]
    else:
        do, proposes = fact["command"]["do"], digest(written({"command": fact["command"], "nonce": fact["nonce"]}))
    return (
        f"glitterball-decision/1\nseason {opening}\ndecision {fact['decision']}\n"
        f"proposes {do} {proposes}\nfollows {fact['follows_sha256']}\n"
        f"expires {fact['expires']}\nby {fact['identity']} as {proposed.actor['role']}\n{who}\n"
    )


def _is_as_asked(event: Event, proposal: Proposal) -> bool:
    """Whether a fact is of the kind, and has the particulars, that were proposed, as far as both are known."""
    fact, asked, do = event.fact, proposal.proposed.fact, proposal.does
    if proposal.proposed.type == PROPOSED_IN_PARTS:
        if event.type != IN_PARTS[do] or fact["week"] != asked["week"]:
            return False
        if "nonce" not in fact or "nonce" not in asked:
            return True
    elif event.type != TWO_PEOPLE[do][0]:
        return False
    names = [told.partition(": ")[0].rstrip("?") for told in FORMS[f"do {do}"].split("; ")]
    return all(fact.get(name) == asked["command"].get(name) for name in names if name != "do")


def _follows_digest(event: Event, proposed: Event) -> str:
    """The digest by which a signed proposal names what follows: of a fact of two parts its public part, else with the nonce."""
    if proposed.type == PROPOSED_IN_PARTS:
        return digest(b'{"follows":%b}' % (event.octets or b""))
    follows = {name: held for name, held in event.fact.items() if name != "by"}
    return digest(written({"follows": follows, "nonce": proposed.fact.get("nonce")}))


def wrong_with_key_or_passkey(person: Json, signature: Json, text: str | None) -> str | None:
    """What is wrong with a signature of a person, by a key file or a passkey that the roster has for them."""
    identity, key_id = person["identity"], signature["key"]
    if signature["kind"] == "passkey":
        passkeys = [passkey for passkey in person.get("passkeys", []) if passkey_id(passkey) == key_id]
        wrong = [wrong_with_assertion(passkey, signature, text) for passkey in passkeys]
        if not wrong:
            return f"{identity} has no passkey {key_id}"
        return None if None in wrong else f"the assertion of {identity} does not hold: {wrong[0]}"
    lines = [key for key in person["keys"] if key.split("+", 2)[1] == key_id]
    if not lines:
        return f"{identity} has no key {key_id}"
    try:
        octets = unbase64(signature["signature"])
        sound = text is None or any(read_key(line).accepts(text, octets) for line in lines)
    except Wrong:
        sound = text is None
    return None if sound else f"the signature of {identity} is not over what is decided here"


def _own(proposal: Proposal, event: Event, season: Season) -> bool:
    """Whether somebody speaks of a proposal of their own."""
    return one_person(season, proposal.proposed.actor["name"], event.actor["name"])


class Approvals:
    """Each approval against its proposal, and each fact that needs two against the approval before it."""

    def __init__(self, findings: Findings, leaves: bytes) -> None:
        self.findings, self.leaves = findings, leaves
        self.approved: tuple[Event, Proposal] | None = None
        self.sealed: set[int] = set()

    def check(self, event: Event, season: Season) -> None:
        approved, self.approved = self.approved, None
        if approved is not None:
            self._follows(event, *approved, season)
        elif event.type in COMMAND_OF:
            _, second = authority(COMMAND_OF[event.type], event.fact, season)
            if second:
                self._found(event, "it takes two people, and nobody approved it")
        if event.type in (*PROPOSED, *ENDED):
            for wrong in self._decision(event, season):
                self._found(event, wrong)
        if event.type in APPROVED:
            self._approval(event, season)

    def finish(self) -> None:
        if self.approved is not None:
            self._found(self.approved[0], "what was approved does not follow")

    def _decision(self, event: Event, season: Season) -> Iterator[str]:
        """Numbers in order, ends of what is open, by who may end it; and, with a roster, signatures."""
        number, proposal = event.fact["decision"], season.proposals.get(event.fact["decision"])
        if event.type in PROPOSED:
            if event.octets is None:
                self.sealed.add(number)
            if number != len(season.proposals) + 1:
                yield "it has not the next number"
        elif event.type not in APPROVED and (proposal is None or proposal.settled is not None):
            yield "there is no such proposal, or it is not open"
        elif proposal is not None and event.type == "decision-withdrawn.v1" and not _own(proposal, event, season):
            yield "it was taken back by somebody else"
        if wrong := self._wrong_signature(event, season):
            yield wrong

    def _wrong_signature(self, event: Event, season: Season) -> str | None:
        """What is wrong with how a person of the roster signed: the text is made again from what is on record."""
        fact, says = event.fact, event.type.split(".")[0]
        signature, identity = fact.get("signature"), fact.get("identity")
        if not signature or not identity:
            return "it is not signed, and the season has a roster" if season.people else None
        person = season.people[identity][-1] if identity in season.people else None
        if person is None or person["name"] != event.actor["name"]:
            return f"it is signed as {identity}, who is somebody else"
        proposal = season.proposals.get(fact["decision"])
        proposed = event if says == "decision-proposed" else proposal.proposed if proposal else event
        if "identity" not in proposed.fact:
            return "what was proposed is not signed"
        text = None
        if fact["decision"] not in self.sealed:  # of what is kept from view the text cannot be made again
            who = f"{identity} as {event.actor['role']} {SAYS[says]}"
            text = decision_text(proposed, self.leaves[32 * season.opened_at - 32 : 32 * season.opened_at].hex(), who)
        return wrong_with_key_or_passkey(person, signature, text)

    def _approval(self, event: Event, season: Season) -> None:
        proposal = season.proposals.get(event.fact["decision"])
        if proposal is None or proposal.settled is not None:
            self._found(event, "there is no such proposal, or it is not open")
            return
        proposer = proposal.proposed.actor
        self.approved = (event, proposal)
        if (event.fact["proposed_by"], event.fact["proposed_as"]) != (proposer["name"], proposer["role"]):
            self._found(event, "it was proposed by somebody else")
        expires = proposal.proposed.fact.get("expires")
        if expires is not None and datetime.fromisoformat(event.time) > datetime.fromisoformat(expires):
            self._found(event, f"the proposal was open until {expires}")
        roles, second = authority(proposal.does, proposal.proposed.fact.get("command", {}), season)
        same_role = second == "another role" and proposer["role"] == event.actor["role"]
        may = event.actor["role"] in roles and proposer["role"] in roles
        same = one_person(season, proposer["name"], event.actor["name"])
        if not may or same or same_role:
            self._found(event, "proposer and approver are not two people in roles that may")

    def _follows(self, event: Event, approval: Event, proposal: Proposal, season: Season) -> None:
        """The fact is what was proposed, said by who approved it, in the same moment."""
        proposed = proposal.proposed
        same = _is_as_asked(event, proposal)
        if not same or (event.actor, event.time) != (approval.actor, approval.time):
            self._found(event, f"it is not what was approved at event {approval.position}")
            return
        shown = proposed.fact.get("follows_sha256")
        hidden = event.octets is None or proposed.octets is None or shown is None
        if not hidden and _follows_digest(event, proposed) != shown:
            self._found(event, "it is not what both were shown who signed")

    def _found(self, event: Event, says: str) -> None:
        self.findings.add("two-persons", says, event.position, event.fact.get("week"))


# ---------------------------------------------------------------------------------------------------------------------
# 28  Deliveries: gateways' signatures, and voids held against their batches
# ---------------------------------------------------------------------------------------------------------------------


class Deliveries:
    """Lines of gateways that have a key wait here until a signature covers them: it stands right behind them."""

    def __init__(self, findings: Findings, leaves: bytes) -> None:
        self.findings, self.leaves, self.signed, self.unsigned = findings, leaves, 0, 0
        self.no_opening, self.names_opening_from = 0, dict[str, int]()
        self.waiting: dict[str, dict[int, Event]] = {}
        self.counted_with: dict[tuple[str, str], list[Event]] = {}

    def line(self, event: Event, season: Season) -> None:
        if event.fact["gateway"] in season.keys:
            self.waiting.setdefault(event.stream, {})[event.sequence] = event
        else:
            self.unsigned += 1

    def signature(self, event: Event, season: Season) -> None:
        """A signature: by a key then in force, over all the lines it names."""
        fact = event.fact
        waiting = self.waiting.get(f"votes/{fact['season']}/{fact['week']}/{fact['gateway']}", {})
        numbers = range(fact["first"], min(fact["last"], fact["first"] + 10**6) + 1)
        whole = len(numbers) <= len(waiting)
        there = numbers if whole else [number for number in sorted(waiting) if number in numbers]
        covered = [waiting.pop(number, None) for number in there]
        key = next((key for key in season.keys.get(fact["gateway"], ()) if key.key_id == fact["key"]), None)
        if key is None:
            self._found(event, f"{fact['gateway']} has no key {fact['key']}")
            return
        if key.retired or key.revoked:
            self._found(event, f"key {fact['key']} was retired or revoked before")
        lines = [line for line in covered if line is not None]
        if len(lines) < len(covered) or not whole:
            self._found(event, "it covers lines that do not stand before it")
            return
        self.signed += 1
        heading = self._heading(event, season)
        if all(line.octets is not None for line in lines):
            self._verify(event, key.vkey, heading + b"".join((line.octets or b"") + b"\n" for line in lines))
        self.counted_with.setdefault((fact["gateway"], fact["key"]), []).append(event)

    def finish(self, season: Season) -> None:
        for stream, waiting in self.waiting.items():
            for number, event in sorted(waiting.items()):
                says = f"{stream} {number} is not signed, and its gateway has a key"
                self.findings.add("signature", says, event.position)
        for gateway, keys in season.keys.items():
            for key in keys:
                for event in self.counted_with.get((gateway, key.key_id), ()) if key.revoked else ():
                    says = f"{gateway} signed it with {key.key_id}, revoked at event {key.revoked}"
                    self.findings.add("revoked", says, event.position, event.fact["week"])

    def _heading(self, event: Event, season: Season) -> bytes:
        """What stands above the lines: the leaf of the event that opened the season. The first form has nothing there, and
        in a live season the second is not followed by the first: that could be a rehearsal's delivery."""
        gateway, opening = event.fact["gateway"], event.fact.get("opening")
        if opening is None:
            self.no_opening += 1
            if season.opened is not None and season.opened["mode"] == "live" and gateway in self.names_opening_from:
                since = self.names_opening_from[gateway]
                self._found(event, f"it names no opening of the season, which {gateway} has done since event {since}")
            return b""
        self.names_opening_from.setdefault(gateway, event.position)
        if opening != self.leaves[32 * season.opened_at - 32 : 32 * season.opened_at].hex():
            self._found(event, f"{gateway} signed it for another opening of the season, such as a rehearsal")
        return written({"version": 2, "opening": opening}) + b"\n"

    def _verify(self, event: Event, vkey: str, text: bytes) -> None:
        try:
            key = read_key(vkey)
        except Wrong as error:
            self._found(event, f"the key introduced is none: {error}")
            return
        try:
            fits = key.accepts(text.decode(), unbase64(event.fact["signature"]))
        except Wrong:  # another spelling of the same bytes is not what the gateway sent
            fits = False
        if digest(text) != event.fact["sha256"] or not fits:
            self._found(event, "the signature does not fit the lines before it")

    def _found(self, event: Event, says: str) -> None:
        self.findings.add("signature", says, event.position, event.fact["week"])


def voided_in(bundle: Bundle) -> set[tuple[int, str, int]]:
    """The batches that are voided somewhere, so that only those are kept for comparing."""
    void = re.compile(rb'"fact":\{.*?"week":(\d+),"gateway":"([a-z0-9-]+)","batch":(\d+),')
    lines = (line for line in bundle.lines("events.lines") if b'"type":"batch-voided.v' in line)
    found = (void.search(line) for line in lines)
    return {(int(named[1][:9]), named[2].decode(), int(named[3][:9])) for named in found if named}


def windows_in(bundle: Bundle) -> set[tuple[int, str, str]]:
    """The windows that are stated somewhere, so that batches are held against no others; of a hostile bundle the first."""
    window = re.compile(rb'"fact":\{.*?"week":(\d+),"opens":"([0-9TZ:.-]+)","closes":"([0-9TZ:.-]+)"')
    lines = (line for line in bundle.lines("events.lines") if b'"type":"window-stated.v1"' in line)
    found = islice((named for named in map(window.search, lines) if named), LISTED)
    return {(int(named[1][:9]), named[2].decode(), named[3].decode()) for named in found}


class Voids:
    """A void restates what its batch put into the count; here the two are compared."""

    def __init__(self, bundle: Bundle, findings: Findings) -> None:
        self.findings, self.wanted = findings, voided_in(bundle)
        self.batches: dict[tuple[int, str, int], Json] = {}
        self.voided: dict[tuple[int, str, int], int] = {}

    def batch(self, event: Event, sealed: bool) -> None:
        batch = event.fact
        key = (batch["week"], batch["gateway"], batch["batch"])
        if key not in self.wanted or sealed:
            return
        self.batches[key] = batch
        if key in self.voided:
            says = f"it was voided before it arrived (event {self.voided[key]}), and is counted all the same"
            self.findings.add("void", says, event.position, batch["week"])

    def void(self, event: Event) -> None:
        """What a void says its batch held: nothing where the batch had not come in time."""
        fact = event.fact
        key = (fact["week"], fact["gateway"], fact["batch"])
        self.voided[key] = event.position
        batch = self.batches.get(key)
        held = dict(batch["votes"]) if batch else {}
        stated = {line["couple"]: line["votes"] for line in fact["votes"]}
        if held != stated or (batch and (batch["channel"], batch["body"]) != (fact["channel"], fact["body"])):
            self.findings.add(
                "void", "the void does not restate its batch as it was counted", event.position, fact["week"]
            )


class Windows:
    """A stated window names the batches outside it; here each batch is held against every window stated for its week."""

    def __init__(self, bundle: Bundle, findings: Findings) -> None:
        self.findings = findings
        self.within: dict[int, dict[tuple[int, str, str], Tally]] = {}
        for week, opens, closes in windows_in(bundle):
            self.within.setdefault(week, {})[week, opens, closes] = Tally(opens=opens, closes=closes)

    def batch(self, event: Event) -> None:
        for tally in self.within.get(event.fact["week"], {}).values():
            tally.arrived(event)

    def seal(self, event: Event) -> None:
        for tally in self.within.get(event.fact["week"], {}).values():
            tally.sealed_at = event.position

    def stated(self, event: Event) -> None:
        """The statement names exactly the batches counted before it that lie outside."""
        fact = event.fact
        tally = self.within.get(fact["week"], {}).get((fact["week"], fact["opens"], fact["closes"]))
        named = outside_in(fact)
        if tally is None or tally.outside() != named or len(named) != len(fact["outside"]):
            says = "the statement does not name the batches outside the window as they were counted"
            self.findings.add("window", says, event.position, fact["week"])


# ---------------------------------------------------------------------------------------------------------------------
# 29  Raw files counted twice: each stretch of a gateway's own file counts once
# ---------------------------------------------------------------------------------------------------------------------


class Stretch(NamedTuple):
    """From when to when a batch was counted from its raw file."""

    opens: str
    closes: str
    event: Event


class RawFiles:
    """The stretches counted of each raw file, by channel and voting body; none overlaps another."""

    def __init__(self, voided: set[tuple[int, str, int]], findings: Findings) -> None:
        self.findings, self.voided = findings, voided
        self.counted: dict[tuple[str, str, str], list[Stretch]] = {}
        self.again: list[tuple[Event, Event]] = []

    def batch(self, event: Event) -> None:
        """A batch arrived in time."""
        batch = event.fact
        voided = (batch["week"], batch["gateway"], batch["batch"]) in self.voided
        if batch.get("raw_sha256") is None or voided or len(self.again) >= LISTED:
            return
        this = Stretch(moment(batch["opens"]), moment(batch["closes"]), event)
        held = self.counted.setdefault((batch["raw_sha256"], batch["channel"], batch["body"]), [])
        at = bisect_left(held, this[:2], key=lambda stretch: stretch[:2])
        for before in (*held[at : at + 1], *held[max(at - 1, 0) : at]):
            if _counts_again(before, this):
                self.again.append((event, before.event))
                return
        held.insert(at, this)

    def finish(self, season: Season) -> None:
        for again, first in self.again:
            if _still_counts(again.fact, season) and _still_counts(first.fact, season):
                before = f"batch {first.fact['batch']} of {first.fact['gateway']}, event {first.position}"
                says = f"its raw file is counted already: {before}"
                self.findings.add("raw-file", says, again.position, again.fact["week"])


def _counts_again(before: Stretch, this: Stretch) -> bool:
    elsewhere = any(before.event.fact[name] != this.event.fact[name] for name in ("week", "gateway"))
    return elsewhere or before[:2] == this[:2] or (before.opens < this.closes and this.opens < before.closes)


def _still_counts(batch: Json, season: Season) -> bool:
    """Whether a batch is in the count after everything two people decided."""
    week = season.weeks[batch["week"]]
    return week.counts(batch["gateway"], batch["channel"], batch["body"])


# ---------------------------------------------------------------------------------------------------------------------
# 30  The scoring period: everything that counts towards one week's outcome
# ---------------------------------------------------------------------------------------------------------------------


class Danced(NamedTuple):
    """A dance: who danced it, the marks by judge, and the total where the split is not public."""

    name: str
    couples: list[str]
    marks: list[tuple[str, Fraction]]
    total: Fraction | None

    @property
    def sum(self) -> Fraction:
        """The sum of the marks, or the stated total."""
        return self.total if self.total is not None else sum((mark for _, mark in self.marks), Fraction(0))


class BodyVotes(NamedTuple):
    """A voting body's votes, in the order of the period's couples."""

    body: str
    votes: list[int]
    rests_on: Spans


class Ballot(NamedTuple):
    """The couple a judge saves."""

    judge: str
    saves: str
    position: int


class Settlement(NamedTuple):
    """A tie settled by lot or authority: the order of those tied, best first."""

    link: str
    order: list[str]
    by: str
    position: int


@dataclass
class Period:
    """Marks, votes and decisions of a week and of those carried in. Counts run in the order of `couples`."""

    week: int
    form: str
    couples: list[str]
    dances: list[Danced]
    bonuses: list[tuple[str, Fraction]] = field(default_factory=list)
    votes: list[BodyVotes] = field(default_factory=list)
    judges: list[str] = field(default_factory=list)
    head: str | None = None
    casting: str | None = None
    ballots: list[Ballot] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    immune: list[str] = field(default_factory=list)
    running_order: list[str] = field(default_factory=list)
    previous: list[tuple[str, Fraction]] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    cancelled: bool = False
    scores_rest_on: Spans = field(default_factory=list)
    decisions_rest_on: Spans = field(default_factory=list)


def period_of(season: Season, number: int) -> Period:
    """All that counts towards a week's outcome."""
    week, couples = season.weeks[number], season.competing(number)
    adopted = season.rulebook(number)
    demand(adopted, "no rulebook is in force")
    weeks = [season.weeks[earlier] for earlier in week.opened["scores_from"] if earlier in season.weeks]
    period = Period(number, week.opened["form"], couples, [])
    for scored in weeks:
        _dances(period, scored, couples)
        period.bonuses += [(event.fact["couple"], exact(event.fact["points"])) for event in scored.bonuses]
    _count_again(period, season, weeks)
    period.votes = _votes(season, week.opened["votes_from"], couples)
    if week.panels:
        episode = max(week.panels)
        panel = week.panels[episode].fact
        period.judges, period.head, period.casting = week.present(episode), panel.get("head"), panel.get("casting")
    period.ballots = [Ballot(judge, event.fact["saves"], event.position) for judge, event in week.ballots.items()]
    for event in week.settlements:
        period.settlements.append(Settlement(event.fact["link"], event.fact["order"], event.fact["by"], event.position))
    for event in week.cut_decisions:
        made = event.fact
        period.settlements.append(Settlement(made["decided"], made["couples"], made["by"], event.position))
    immunity = adopted.fact["rulebook"].get("immunity") if adopted else None
    if immunity and immunity["means"] == "safe from elimination":
        period.immune = sorted({event.fact["couple"] for event in week.immunities} & set(couples))
    last = max(episode["number"] for episode in week.opened["episodes"])
    for dance in week.dances.values():
        danced = dance.scheduled["couples"] if dance.scheduled["episode"] == last else ()
        period.running_order += [couple for couple in danced if couple not in period.running_order]
    before = season.weeks.get(number - 1)
    if before and before.certified:
        lines = before.certified[-1].fact.get("standings", ())
        period.previous = [(line["couple"], exact(line["combined"])) for line in lines]
    period.cancelled = week.cancelled is not None
    given = [event for scored in weeks for event in (*scored.totals, *scored.calls, *scored.bonuses)]
    given += [event for scored in weeks for dance in scored.dances.values() for event in dance.marks.values()]
    given += [event for scored in (*weeks, week) for event in scored.orders]
    for scored in weeks:
        for couple, again in scored.counted_again().items():
            earlier = season.weeks[again]
            given += earlier.totals
            for dance in earlier.dances.values():
                given += dance.marks.values() if couple in dance.scheduled["couples"] else ()
    period.scores_rest_on = spans_at(event.position for event in given)
    decided = [
        *(event for scored in weeks for event in scored.byes),
        *week.immunities,
        *([week.cancelled] if week.cancelled else []),
    ]
    withdrawals = [*season.withdrawals.values(), *season.taken_back]
    decided += [event for event in withdrawals if event.fact["week"] <= number]
    period.decisions_rest_on = spans_at(event.position for event in decided)
    return period


def _count_again(period: Period, season: Season, weeks: list[Week]) -> None:
    """The dances of an earlier week that count once more, for one couple each, in the order of the couples."""
    counted = {scored.opened["week"] for scored in weeks}
    for scored in weeks:
        for couple, number in sorted(scored.counted_again().items()):
            if number in counted or couple not in period.couples:
                continue
            alone = Period(period.week, period.form, [couple], [])
            _dances(alone, season.weeks[number], [couple])
            period.dances += [danced._replace(couples=[couple]) for danced in alone.dances]


def _dances(period: Period, week: Week, couples: list[str]) -> None:
    """A week's dances of these couples, in the order scheduled; stated totals first."""
    excused = week.excused().keys()
    stated: set[str] = set()
    for event in week.totals:
        first = week.dances[event.fact["dances"][0]].scheduled
        stated.update(event.fact["dances"])
        if set(couples) & set(first["couples"]):
            total = exact(event.fact["total"])
            period.dances.append(Danced(" + ".join(event.fact["dances"]), first["couples"], [], total))
    for name, dance in week.dances.items():
        if name in stated or not set(couples) & set(dance.scheduled["couples"]):
            continue
        judges = week.present(dance.scheduled["episode"])
        written_down = [(judge, week.wrote(dance, judge)) for judge in judges]
        marks = [(judge, exact(mark)) for judge, mark in written_down if mark is not None]
        if not marks and excused >= set(dance.scheduled["couples"]):
            continue
        period.dances.append(Danced(name, dance.scheduled["couples"], marks, None))
        if not judges or len(marks) < len(judges):
            period.unmarked.append(name)


def _votes_stated(event: Event) -> dict[str, int]:
    """The votes a decision states, by couple; none where its hidden part is not known."""
    return {line["couple"]: line["votes"] for line in event.fact.get("votes", ())}


def _votes(season: Season, weeks: list[int], couples: list[str]) -> list[BodyVotes]:
    """Accepted votes by body: voided batches and channels out, substitutions in."""
    counts: dict[str, Counter[str]] = {}
    rests_on: dict[str, Spans] = {}
    for number in weeks:
        week, tally = season.weeks.get(number), season.tallies.get(number, Tally())
        if week is None:
            continue
        ruled: dict[str, Counter[str]] = {}
        for name, gateway in tally.gateways.items():
            for (channel, body), held in gateway.channels.items():
                if week.counts(name, channel, body):
                    ruled.setdefault(body, Counter()).update(held.votes)
        for void in week.voids.values():
            where = (void.fact["gateway"], void.fact["channel"], void.fact["body"])
            if week.counts(*where) and void.fact["body"] in ruled:
                ruled[void.fact["body"]].subtract(_votes_stated(void))
        for (_, channel, body), event in week.replaced.items():
            if channel not in week.void_channels:
                ruled.setdefault(body, Counter()).update(_votes_stated(event))
        for body, event in week.substitutions.items():
            ruled[body] = Counter(_votes_stated(event))
        taken_out = (week.voids, week.void_channels, week.substitutions, week.replaced, week.given_up)
        decided = [event for held in taken_out for event in held.values()]
        for body, votes in ruled.items():
            counts.setdefault(body, Counter()).update(votes)
            rests_on.setdefault(body, []).extend(
                [*tally.spans, *((event.position, event.position) for event in decided)]
            )
    return [
        BodyVotes(body, [counts[body][couple] for couple in couples], merged(rests_on[body])) for body in sorted(counts)
    ]


def inputs_of(period: Period) -> bytes:
    """Everything the outcome is computed from, positions aside: the bytes of `inputs/<position>.json`."""
    return written({
        "week": period.week,
        "form": period.form,
        "couples": period.couples,
        "dances": [
            [dance.name, dance.couples, [[judge, str(mark)] for judge, mark in dance.marks], str(dance.sum)]
            for dance in period.dances
        ],
        "bonuses": [[couple, str(points)] for couple, points in period.bonuses],
        "votes": [[counted.body, counted.votes] for counted in period.votes],
        "panel": [period.judges, period.head, period.casting],
        "ballots": [[ballot.judge, ballot.saves] for ballot in period.ballots],
        "settlements": [[settled.link, settled.order, settled.by] for settled in period.settlements],
        "immune": period.immune,
        "running_order": period.running_order,
        "previous_points": [[couple, str(points)] for couple, points in period.previous],
        "cancelled": period.cancelled,
    })  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------
# 31  Counts and points: marks and voting bodies; rank, share, table
# ---------------------------------------------------------------------------------------------------------------------


class Lacking(Exception):
    """The side cannot be computed; the text says what is needed."""


@dataclass
class Step:
    """One step of the working: what was compared for whom, what it decided (best first), and what it rests on."""

    stage: str
    clause: str
    about: Sequence[str]
    values: Sequence[Fraction | int]
    groups: Sequence[Sequence[str]]
    how: str
    rests_on: Spans = field(default_factory=list)

    def as_json(self) -> Json:
        compared = (
            [[couple, str(value)] for couple, value in zip(self.about, self.values, strict=True)] if self.values else []
        )
        return {
            "stage": self.stage,
            "clause": self.clause,
            "compared": compared,
            "about": list(self.about),
            "groups": [list(group) for group in self.groups],
            "how": self.how,
            "rests_on": [list(span) for span in self.rests_on],
        }


def marks_of(period: Period) -> list[Fraction]:
    """Every mark of every dance of the couple, a team dance in full for each of its couples, plus bonus points."""
    if period.unmarked:
        raise Lacking("scores")
    danced = [
        sum((dance.sum for dance in period.dances if couple in dance.couples), Fraction(0)) for couple in period.couples
    ]
    bonus = [sum((points for who, points in period.bonuses if who == couple), Fraction(0)) for couple in period.couples]
    return [marks + points for marks, points in zip(danced, bonus, strict=True)]


class BodyPoints(NamedTuple):
    """The points a voting body gives, in the order of the period's couples."""

    body: str
    points: list[Fraction]
    rests_on: Spans


def given_by(counts: Json, period: Period) -> list[BodyPoints]:
    """What each voting body gives: the table from its most votes down; equal couples as the clause says."""
    matching = [counted for counted in period.votes if fnmatchcase(counted.body, counts["bodies"])]
    if not matching:
        raise Lacking("votes")
    table = [exact(points) for points in counts["table"]]
    given = []
    for body, votes, spans in matching:
        other = [0] * len(votes)
        if "other" in counts:
            name = counts["other"].removesuffix("*") + body.removeprefix(counts["bodies"].removesuffix("*"))
            other = next((counted.votes for counted in period.votes if counted.body == name), other)
        merit = list(zip(votes, other, strict=True))
        points = []
        for own in merit:
            before = sum(1 for theirs in merit if theirs[0] > 0 and theirs > own)
            equal = merit.count(own)
            places = [table[place] if place < len(table) else Fraction(0) for place in range(before, before + equal)]
            if own[0] <= 0:
                points.append(Fraction(0))
                continue
            if len(set(places)) > 1 and counts["ties"] != "shared":
                raise Lacking("a tie rule")
            points.append(sum(places, Fraction(0)) / equal)
        given.append(BodyPoints(body, points, spans))
    return given


def points_of(conversion: Json, x: list[Fraction]) -> tuple[list[Fraction], str]:
    """A side's raw values as points, and how in a word or two."""
    n = len(x)
    kind = conversion["kind"]
    if kind == "raw":
        return x, "as they are"
    if kind == "share":
        if min(x, default=0) < 0 or sum(x) == 0:
            raise Lacking("a share")
        return [own / sum(x) for own in x], "share of the side"
    if kind == "table":
        return _from_table([exact(points) for points in conversion["table"]], x), "points table"
    ties = conversion["ties"]
    standard = [Fraction(n - sum(1 for d in x if d > own)) for own in x]
    low = [Fraction(n + 1 - sum(1 for d in x if d >= own)) for own in x]
    points = {
        "standard": standard,
        "low": low,
        "dense": [Fraction(n - len({d for d in x if d > own})) for own in x],
        "average": [(one + other) / 2 for one, other in zip(standard, low, strict=True)],
    }
    return points[ties], f"rank, {ties} ties"


def _from_table(table: list[Fraction], x: list[Fraction]) -> list[Fraction]:
    points = []
    for own in x:
        place = sum(1 for d in x if d > own)
        if place < len(table) and sum(1 for d in x if d == own) > 1:
            raise Lacking("a tie rule")
        points.append(table[place] if place < len(table) else Fraction(0))
    return points


# ---------------------------------------------------------------------------------------------------------------------
# 32  Skating: the placings of a ballroom final, Rules 5 to 11
# ---------------------------------------------------------------------------------------------------------------------

Tied = tuple[int, ...]
"""Couples that stand together, as indices."""


PART_FIRST = "those equal under Rule 10 are placed before any it put behind them"


class Ruling(NamedTuple):
    """What a rule decided: what was compared, of whom, the values, and they in groups, best first."""

    rule: str
    what: str
    about: Tied
    values: list[Fraction]
    groups: list[Tied]


def _ordinal(place: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th") if place % 100 not in (11, 12, 13) else "th"
    return f"{place}{ending}"


def _apart(
    rule: str, what: str, couples: Tied, value: Callable[[int], Json], rulings: list[Ruling], least: bool = False
) -> list[Tied]:
    """Couples in groups of equal value, best first, noted as a ruling."""
    values = {couple: Fraction(value(couple)) for couple in couples}
    levels = sorted(set(values.values()), reverse=not least)
    groups = [tuple(couple for couple in couples if values[couple] == level) for level in levels]
    rulings.append(Ruling(rule, what, couples, list(values.values()), groups))
    return groups


def _by_majority(marks: list[list[int]], couples: Tied, place: int, rulings: list[Ruling]) -> Iterator[Tied]:
    """Rules 5 to 8: column by column, all couples with a majority in one before the next is opened."""
    majority = len(marks[0]) // 2 + 1
    for column in range(place, len(marks) + 1):
        within = {couple: sum(1 for mark in marks[couple] if mark <= column) for couple in couples}
        candidates = tuple(couple for couple in couples if within[couple] >= majority)
        couples = tuple(couple for couple in couples if couple not in candidates)
        if not candidates:
            continue
        alone = "5" if column <= place else "8"
        rule = alone if len(candidates) == 1 else "6"
        what = f"marks of {_ordinal(column)} or better, for place {place}"
        for group in _apart(rule, what, candidates, within.__getitem__, rulings):
            for part in _rule_7(marks, group, column, "7a", rulings):
                yield part
                place += len(part)


def _rule_7(marks: list[list[int]], group: Tied, column: int, rule: str, rulings: list[Ruling]) -> Iterator[Tied]:
    """Equal majorities: the smaller sum of those marks (a), then the next column for the tied couples alone (b)."""
    if len(group) == 1:
        yield group
        return
    sums = {couple: sum(mark for mark in marks[couple] if mark <= column) for couple in group}
    what = f"sum of the marks of {_ordinal(column)} or better"
    for part in _apart(rule, what, group, sums.__getitem__, rulings, least=True):
        if len(part) == 1 or column == len(marks):
            yield part
            continue
        more = {couple: sum(1 for mark in marks[couple] if mark <= column + 1) for couple in part}
        what = f"marks of {_ordinal(column + 1)} or better"
        for equal in _apart("7b", what, part, more.__getitem__, rulings):
            yield from _rule_7(marks, equal, column + 1, "7b", rulings)


def _shared(groups: Iterable[Tied], n: int) -> list[Fraction]:
    """Places from 1 on; couples in one group share the mean of theirs."""
    places: dict[int, Fraction] = {}
    for group in groups:
        places |= dict.fromkeys(group, Fraction(2 * len(places) + 1 + len(group), 2))
    return [places[couple] for couple in range(n)]


def skating(dances: list[list[list[int]]], rulings: list[list[Ruling]]) -> tuple[list[Fraction], list[list[Fraction]]]:
    """The places of a final and of its dances. `rulings` gets a list a dance, and one for the final."""
    n, everyone = len(dances[0]), tuple(range(len(dances[0])))
    by_dance = []
    for marks in dances:
        rulings.append([])
        by_dance.append(_shared(_by_majority(marks, everyone, 1, rulings[-1]), n))
    rulings.append([])
    groups: list[Tied] = []
    total = [sum((places[couple] for places in by_dance), Fraction(0)) for couple in everyone]
    for tied in _apart("9", "sum of the dance places", everyone, total.__getitem__, rulings[-1], least=True):
        waiting = [tied]
        while waiting:
            rest = waiting.pop()
            if len(rest) == 1 or len(dances) == 1:
                groups.append(rest)
                continue
            first, equal = _rule_10(rest, sum(map(len, groups)) + 1, dances, by_dance, rulings[-1])
            groups.append(first)
            behind, still = _but(rest, equal), _but(equal, first)
            if behind and still:
                rulings[-1].append(Ruling("11", PART_FIRST, (*still, *behind), [], [still, behind]))
            waiting += [group for group in (behind, still) if group]
    return _shared(groups, n), by_dance


def _but(couples: Tied, placed: Tied) -> Tied:
    return tuple(couple for couple in couples if couple not in placed)


def _rule_10(
    tied: Tied, place: int, dances: list[list[list[int]]], by_dance: list[list[Fraction]], rulings: list[Ruling]
) -> tuple[Tied, Tied]:
    """Tied totals: most dances with the place or better, then their lowest sum; then Rule 11, all marks as in one dance.

    Who has the place, and all who were equal under Rule 10: they are placed before any it put behind them.
    """
    good = {couple: [own[couple] for own in by_dance if own[couple] <= place] for couple in tied}
    what = f"dances with place {_ordinal(place)} or better"
    equal = _apart("10", what, tied, lambda couple: len(good[couple]), rulings)[0]
    if len(equal) > 1:
        what = f"sum of the places {_ordinal(place)} or better"
        equal = _apart("10", what, equal, lambda couple: sum(good[couple], Fraction(0)), rulings, least=True)[0]
    if len(equal) == 1:
        return equal, equal
    made: list[Ruling] = []
    every = [[mark for dance in dances for mark in dance[couple]] for couple in range(len(dances[0]))]
    first = next(_by_majority(every, equal, place, made))
    rulings += [ruling._replace(rule="11", what=f"as Rule {ruling.rule}, {ruling.what}") for ruling in made]
    return first, equal


def _rounds(period: Period) -> list[list[Danced]]:
    """Each couple's first dance, each couple's second, and so on, where all there is are cards of single couples."""
    danced = [[dance for dance in period.dances if couple in dance.couples] for couple in period.couples]
    numbers = {len(own) for own in danced}
    if period.unmarked:
        raise Lacking("scores")
    if period.bonuses:
        raise Lacking("marks alone")
    for dance in period.dances:
        if len(dance.couples) > 1:
            raise Lacking("a dance for each couple")
        if dance.total is not None:
            raise Lacking("the judges' cards")
    if len(numbers) != 1 or numbers == {0}:
        raise Lacking("the same dances for all")
    return [[own[number] for own in danced] for number in range(numbers.pop())]


def calls_of(period: Period, clause: str, steps: list[Step]) -> list[Fraction]:
    """How many judges called each couple back, all dances together. All judges of a dance call as many couples."""
    couples, total = period.couples, [Fraction(0)] * len(period.couples)
    told: list[Step] = []
    for number, dances in enumerate(_rounds(period), start=1):
        judges = sorted({judge for dance in dances for judge, _ in dance.marks})
        if not judges:
            raise Lacking("the judges' cards")
        many = set()
        for judge in judges:
            card = [mark for dance in dances for by, mark in dance.marks if by == judge]
            if len(card) != len(couples) or any(mark not in (0, 1) for mark in card):
                raise Lacking("cards of calls")
            many.add(sum(card))
            total = [sum(both, Fraction(0)) for both in zip(total, card, strict=True)]
            told.append(
                Step(
                    "scores",
                    clause,
                    couples,
                    card,
                    (),
                    f"dance {number}, called back by {judge}",
                    period.scores_rest_on,
                )
            )
        if len(many) > 1:
            raise Lacking("cards with as many calls")
    steps += told
    return total


def placings_of(period: Period, clause: str, steps: list[Step]) -> list[Fraction]:
    """N + 1 less the place, so that higher is better. A card that is not a strict order is never repaired (Rule 4)."""
    n, couples = len(period.couples), period.couples
    dances = [_cards(together, n) for together in _rounds(period)]
    rulings: list[list[Ruling]] = []
    places, by_dance = skating(dances, rulings)
    for number, (made, own) in enumerate(zip_longest(rulings, by_dance), start=1):
        if own is None and len(dances) == 1:
            break
        where = f"dance {number}, " if own is not None else ""
        for ruling in made:
            about = [couples[couple] for couple in ruling.about]
            named = [[couples[couple] for couple in group] for group in ruling.groups]
            how = f"{where}Rule {ruling.rule}: {ruling.what}"
            steps.append(Step("scores", clause, about, ruling.values, named, how, period.scores_rest_on))
        if own is not None:
            named = [
                [couple for couple, place in zip(couples, own, strict=True) if place == level]
                for level in sorted(set(own))
            ]
            steps.append(Step("scores", clause, couples, own, named, f"places in dance {number}"))
    return [n + 1 - place for place in places]


def _cards(dances: list[Danced], n: int) -> list[list[int]]:
    """One dance: each couple's marks, once every judge's card has proved to be a strict order."""
    judges = sorted({judge for dance in dances for judge, _ in dance.marks})
    if not judges:
        raise Lacking("the judges' cards")
    cards = [[mark for dance in dances for by, mark in dance.marks if by == judge] for judge in judges]
    if any(sorted(card) != list(range(1, n + 1)) for card in cards):
        raise Lacking("a card in strict order")
    return [[int(card[couple]) for card in cards] for couple in range(n)]


# ---------------------------------------------------------------------------------------------------------------------
# 33  The sides: what each counts, in points
# ---------------------------------------------------------------------------------------------------------------------


@dataclass
class Side:
    """One side, tabulated, in the order of the couples."""

    name: str
    counts: Json
    raw: list[Fraction]
    points: list[Fraction]
    rests_on: Spans


@dataclass
class Counted:
    """What a measure counts, in the order of the couples."""

    raw: list[Fraction]
    stage: str
    rests_on: Spans


def count(counts: Json, period: Period, clause: str, steps: list[Step]) -> Counted:
    """What a measure gives each couple, after the steps of its own; raises Lacking."""
    stage = "scores" if counts["kind"] in ("marks", "placings", "calls") else "votes"
    rests_on = period.scores_rest_on
    match counts["kind"]:
        case "marks":
            raw = marks_of(period)
        case "placings":
            raw = placings_of(period, clause, steps)
        case "calls":
            raw = calls_of(period, clause, steps)
        case "votes":
            counted = [body for body in period.votes if fnmatchcase(body.body, counts["bodies"])]
            if not counted:
                raise Lacking("votes")
            raw = [Fraction(sum(body.votes[at] for body in counted)) for at in range(len(period.couples))]
            rests_on = merged(span for body in counted for span in body.rests_on)
        case "bodies":
            given = given_by(counts, period)
            raw = [sum((body.points[at] for body in given), Fraction(0)) for at in range(len(period.couples))]
            rests_on = merged(span for body in given for span in body.rests_on)
            for body in given:
                how = f"points from {body.body}"
                steps.append(Step("votes", clause, period.couples, body.points, (), how, body.rests_on))
        case kind:
            raise Wrong(f"the measure {kind} is not known")
    return Counted(raw, stage, rests_on)


def side_of(side: Json, period: Period, working: list[Step]) -> Side:
    """Count a side, and turn the count into points; raises Lacking."""
    counts, clause = side["counts"], f"sides.{side['name']}"
    steps: list[Step] = []
    found = count(counts, period, f"{clause}.counts", steps)
    raw, rests_on = found.raw, found.rests_on
    steps.append(Step(found.stage, f"{clause}.counts", period.couples, raw, (), counts["kind"], rests_on))
    working += steps
    points, how = points_of(side["points"], raw)
    working.append(Step("points", f"{clause}.points", period.couples, points, (), how, rests_on))
    return Side(side["name"], counts, raw, points, rests_on)


# ---------------------------------------------------------------------------------------------------------------------
# 34  The order: couples with equal points through the chain of tie links
# ---------------------------------------------------------------------------------------------------------------------

NOT_SETTLED = {"kind": "", "who": "the executive and the adjudicator"}
"""What stands behind the last link: a tie the rulebook does not settle waits for people."""


class Need(NamedTuple):
    """What is lacking, for whom, under which clause."""

    what: str
    couples: list[str]
    clause: str


@dataclass
class Outcome:
    """What follows from a period. `needs` are the couples and clauses that keep it from being decided."""

    status: str
    couples: list[str]
    sides: list[Side] = field(default_factory=list)
    combined: list[Fraction] = field(default_factory=list)
    order: list[list[str]] = field(default_factory=list)
    bottom: list[str] = field(default_factory=list)
    leaving: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    immune: list[str] = field(default_factory=list)
    placed: bool = False
    needs: list[Need] = field(default_factory=list)
    working: list[Step] = field(default_factory=list)

    def standings(self) -> list[Json]:
        """Every couple as it would be certified, best first."""
        lines: list[Json] = []
        for group in self.order or [self.couples]:
            place = len(lines) + 1
            for couple in sorted(group):
                at = self.couples.index(couple)
                lines.append({
                    "couple": couple,
                    "raw": [plain(side.raw[at]) for side in self.sides],
                    "points": [plain(side.points[at]) for side in self.sides],
                    "combined": plain(self.combined[at]) if self.combined else 0,
                    "place": place if self.order else 0,
                    "result": self.result(couple),
                })  # fmt: skip
        return lines

    def result(self, couple: str) -> str:
        if couple in self.leaving:
            return "leaves"
        if self.status == "not tabulated" or any(couple in need.couples for need in self.needs):
            return "not known"
        if self.placed:
            return "placed"
        if couple in self.saved:
            return "saved"
        return "in danger" if couple in self.bottom else "immune" if couple in self.immune else "safe"


def by_value(couples: Sequence[str], value: Callable[[str], Json]) -> list[list[str]]:
    """Couples in groups of equal value, the highest first."""
    levels = sorted({value(couple) for couple in couples}, reverse=True)
    return [[couple for couple in couples if value(couple) == level] for level in levels]


def settled(period: Period, tied: list[str], means: Sequence[str]) -> Settlement | None:
    """What people recorded for exactly these couples by one of these means; the last of it counts."""
    fitting = [made for made in period.settlements if sorted(made.order) == sorted(tied) and made.link in means]
    return fitting[-1] if fitting else None


class Chain:
    """The tie chain: each link compares one exact quantity, or waits for a recorded lot or decision."""

    def __init__(self, links: list[Json], period: Period, outcome: Outcome) -> None:
        self.links, self.period, self.outcome = links, period, outcome
        self.open: list[Need] = []

    def divide(self, tied: list[str], depth: int) -> list[list[str]]:
        """A tied group through the rest of the chain, best first; those still equal stay together."""
        if len(tied) == 1:
            return [tied]
        link = self.links[depth] if depth < len(self.links) else NOT_SETTLED
        clause = f"tie_chain.{depth}.{link['kind']}" if link["kind"] else "tie_chain"
        what, again, needs, rests_on = link["kind"], False, "", list[tuple[int, int]]()
        values: list[Json] = []
        if link["kind"] in ("lot", "authority", ""):
            parts, needs, rests_on = self._settled(link, tied)
            what = link["kind"] or "authority"
        elif link["kind"] == "count_of":
            parts, values, rests_on, what = self._count_of(link, tied)
            again = len(parts) > 1
        else:
            needs = self._head_judge_lacks(tied) if link["kind"] == "head_judge" else ""
            if link["kind"] == "last_dance" and any(self._last_dance(couple) is None for couple in tied):
                needs = "the total of the last dance alone"
            compared, rests_on = self._quantity(link)
            parts = [tied] if needs else by_value(tied, compared)
            values = [] if needs else [compared(couple) for couple in tied]
        if needs:
            self.open.append(Need(needs, tied, clause))
            return [tied]
        how = what if len(parts) > 1 else f"{what}: still equal"
        self.outcome.working.append(Step("tie", clause, tied, values, parts, how, rests_on))
        return [group for part in parts for group in self.divide(part, depth if again else depth + 1)]

    def best_of_two(self, link: Json, one: str, other: str) -> list[str]:
        """Whom of two a link puts first by what everybody knows, whoever else is tied with them: both where they are equal in
        it, nobody where it waits for something.

        Lots and decisions count that name both. Which of them is about all who were tied is not known here: where they do
        not agree, it waits.
        """
        if link["kind"] in ("lot", "authority", ""):
            means = (link["kind"],) if link["kind"] else ("lot", "authority")
            made = [made for made in self.period.settlements if made.link in means and {one, other} <= set(made.order)]
            first = {min(one, other, key=settled.order.index) for settled in made}
            return list(first) if len(first) == 1 else []
        if link["kind"] == "head_judge" and self._head_judge_lacks([one, other]):
            return []
        compared, _ = self._quantity(link)
        values = [compared(couple) for couple in (one, other)]
        return [] if None in values else by_value([one, other], compared)[0]

    def _settled(self, link: Json, tied: list[str]) -> tuple[list[list[str]], str, Spans]:
        """In the recorded order, if a lot or decision was recorded for exactly these couples; the last one counts."""
        means = (link["kind"],) if link["kind"] else ("lot", "authority")
        decided = settled(self.period, tied, means)
        if decided is None:
            return [tied], "a drawn lot" if means == ("lot",) else f"a decision by {link['who']}", []
        return [[couple] for couple in decided.order], "", spans_at([decided.position])

    def _count_of(self, link: Json, tied: list[str]) -> tuple[list[list[str]], list[Json], Spans, str]:
        """More of the highest points given, then of the next; it divides at the first in which the couples differ."""
        bodies, rests_on = self._bodies(link["side"])
        given = {points[couple] for points in bodies for couple in tied if points[couple] > 0}
        for value in sorted(given, reverse=True):
            counts = {couple: sum(1 for points in bodies if points[couple] == value) for couple in tied}
            parts = by_value(tied, counts.__getitem__)
            if len(parts) > 1:
                return parts, list(counts.values()), rests_on, f"count of {value}s"
        return [tied], [], rests_on, "count_of"

    def _bodies(self, name: str) -> tuple[list[dict[str, Fraction]], Spans]:
        side = self._side(name)
        given = given_by(side.counts, self.period)
        return [dict(zip(self.period.couples, body.points, strict=True)) for body in given], side.rests_on

    def _side(self, name: str) -> Side:
        return next(side for side in self.outcome.sides if side.name == name)

    def _head_judge_lacks(self, tied: list[str]) -> str:
        if self.period.head is None:
            return "a head judge"
        theirs = [dance for dance in self.period.dances if set(tied) & set(dance.couples)]
        split = all(dance.total is None for dance in theirs)
        return "" if split else "the split of marks between the judges"

    def _last_dance(self, couple: str) -> Fraction | None:
        """The total of its last dance. Stated totals stand before marked dances, so with one the latest episode tells."""
        danced = [dance for dance in self.period.dances if couple in dance.couples]
        if all(dance.total is None for dance in danced):
            return danced[-1].sum if danced else Fraction(0)
        episodes = [max(int(name.split(".")[0]) for name in dance.name.split(" + ")) for dance in danced]
        if episodes.count(max(episodes)) > 1:
            return None
        last = danced[episodes.index(max(episodes))]
        return last.sum if " + " not in last.name else None

    def _quantity(self, link: Json) -> tuple[Callable[[str], Json], Spans]:
        """What the link compares, higher is better, and what that rests on."""
        period, kind = self.period, link["kind"]
        if kind in ("side_total", "side_points"):
            side = self._side(link["side"])
            values = side.raw if kind == "side_total" else side.points
            return dict(zip(period.couples, values, strict=True)).__getitem__, side.rests_on
        if kind == "bodies_voted_from":
            bodies, rests_on = self._bodies(link["side"])
            return lambda couple: sum(1 for points in bodies if points[couple] > 0), rests_on
        if kind == "last_dance":
            return self._last_dance, period.scores_rest_on
        if kind == "previous_points":
            previous = dict(period.previous)
            return lambda couple: previous.get(couple, Fraction(0)), []
        if kind == "running_order":
            later = {couple: len(period.running_order) - place for place, couple in enumerate(period.running_order)}
            return lambda couple: later.get(couple, 0), period.scores_rest_on
        demand(kind == "head_judge", f"the link {kind} is not known")
        marks: dict[str, Fraction] = {}
        for dance in period.dances:
            theirs = sum((mark for judge, mark in dance.marks if judge == period.head), Fraction(0))
            for couple in dance.couples:
                marks[couple] = marks.get(couple, Fraction(0)) + theirs
        return lambda couple: marks.get(couple, Fraction(0)), period.scores_rest_on


# ---------------------------------------------------------------------------------------------------------------------
# 35  Selection: who of the order is in danger
# ---------------------------------------------------------------------------------------------------------------------


def need_of(open_ties: list[Need], group: list[str]) -> Need:
    """What would tell a tied group apart; without its immune couples it is part of the group that was tied."""
    return next(need for need in open_ties if set(group) <= set(need.couples))


def lowest(order: list[list[str]], size: int) -> tuple[list[str], list[str]]:
    """The lowest `size` couples, lowest last, and the tied group the cut falls inside, if it does."""
    taken: list[str] = []
    for group in reversed(order):
        if len(taken) == size:
            break
        if len(taken) + len(group) > size:
            return taken, group
        taken = group + taken
    return taken, []


def most(couples: list[str], count: Mapping[str, Json], places: int) -> tuple[list[str], list[str]]:
    """Those sure of a place, most first, and those tied for the last places."""
    kept: list[str] = []
    for group in by_value(couples, count.__getitem__):
        if len(kept) + len(group) > places:
            return kept, group if len(kept) < places else []
        kept = kept + group
    return kept, []


class Selection:
    """Who is selected; what is found goes into the outcome, and where the cut is open nobody is picked."""

    def __init__(self, form: Json, period: Period, outcome: Outcome, open_ties: list[Need]) -> None:
        self.select, self.leave = form["select"], form["leave"]
        self.period, self.outcome, self.open = period, outcome, open_ties
        self.clause = f"forms.{form['name']}.select"

    def of(self, eligible: list[list[str]]) -> tuple[list[list[str]], int]:
        """Those who may leave, in order, and how many of them do where no second stage decides."""
        if self.select["kind"] == "wildcard":
            left = self._but_for_wildcards(eligible)
            return left, min(self.leave, len(self.outcome.bottom))
        if self.select["kind"] == "called_back":
            self._not_called_back(eligible)
            return eligible, len(self.outcome.bottom)
        there, couples = sum(map(len, eligible)), self.select["couples"]
        size = min(couples, there) if self.select["kind"] == "lowest" else max(there - couples, 0)
        self.outcome.bottom, across = lowest(eligible, size)
        self.outcome.needs = [need_of(self.open, across)] if across else []
        self._note(self.outcome.bottom, f"the lowest {size}")
        return eligible, min(self.leave, size)

    def _not_called_back(self, eligible: list[list[str]]) -> None:
        """Whoever does not go on; couples equal at the cut do all or none, by decision alone."""
        there, outcome = sum(map(len, eligible)), self.outcome
        outcome.bottom, across = lowest(eligible, max(there - self.select["couples"], 0))
        if across:
            clear = there - len(outcome.bottom) - len(across)
            made = settled(self.period, across, ("all go on", "none goes on"))
            if made is None or (made.link == "none goes on" and not clear):
                outcome.needs = [Need("a decision by the chairman", across, f"{self.clause}.couples")]
                return
            outcome.bottom = [*across, *outcome.bottom] if made.link == "none goes on" else outcome.bottom
            how, rests_on = f"equal at the cut, {made.link} by decision", spans_at([made.position])
            outcome.working.append(Step("select", f"{self.clause}.couples", across, (), [across], how, rests_on))
        on = [couple for group in eligible for couple in group if couple not in outcome.bottom]
        self._note(on, f"{len(on)} go on")

    def _but_for_wildcards(self, eligible: list[list[str]]) -> list[list[str]]:
        """The rest, without the best of it by the wildcard's count; nobody, while that is open."""
        there, wildcards = sum(map(len, eligible)), self.select["wildcards"]
        rest, across = lowest(eligible, max(there - self.select["couples"], 0))
        if across:
            self.outcome.needs = [need_of(self.open, across)]
            return []
        first = [couple for group in eligible for couple in group if couple not in rest]
        self._note(first, f"the first {self.select['couples']}")
        if len(rest) <= wildcards:
            return []
        others = self._without_the_best(rest, wildcards)
        if others:
            self.outcome.bottom = others
            self._note(others, f"the other {len(others)}")
        kept = [[couple for couple in group if couple in others] for group in eligible]
        return [group for group in kept if group]

    def _without_the_best(self, rest: list[str], wildcards: int) -> list[str]:
        told: list[Step] = []
        try:
            found = count(self.select["counts"], self.period, f"{self.clause}.counts", told)
        except Lacking as lack:
            self.outcome.needs = [Need(str(lack), rest, f"{self.clause}.counts")]
            return []
        value = dict(zip(self.period.couples, found.raw, strict=True))
        best, tied = most(rest, value, wildcards)
        if tied and (decided := settled(self.period, tied, ("lot", "authority"))):
            best, tied = [*best, *decided.order[: wildcards - len(best)]], []
        others = [] if tied else [couple for couple in rest if couple not in best]
        how = f"of the rest, the best {wildcards} by {self.select['counts']['kind']}"
        compared, groups = [value[couple] for couple in rest], [] if tied else [best, others]
        self.outcome.working += told
        self.outcome.working.append(
            Step("select", f"{self.clause}.wildcards", rest, compared, groups, how, found.rests_on)
        )
        if tied:
            self.outcome.needs = [Need(f"a decision by {NOT_SETTLED['who']}", tied, f"{self.clause}.wildcards")]
        return others

    def _note(self, about: list[str], how: str) -> None:
        self.outcome.working.append(Step("select", self.clause, about, (), [about], how))


# ---------------------------------------------------------------------------------------------------------------------
# 36  The ending: selection, second stage, who leaves
# ---------------------------------------------------------------------------------------------------------------------


@dataclass
class Verdict:
    """What a second stage found: who is kept, what each had, and what is still needed."""

    kept: list[str]
    counted: dict[str, int]
    how: str
    rests_on: Spans
    needs: str = ""
    tied: list[str] = field(default_factory=list)


class Ending:
    """The end of a week: who is selected from the order, whom the second stage keeps, who leaves."""

    def __init__(self, form: Json, period: Period, outcome: Outcome, open_ties: list[Need]) -> None:
        self.form, self.period, self.outcome, self.open = form, period, outcome, open_ties
        self.clause = f"forms.{form['name']}"

    def end(self) -> None:
        form, period, outcome, kind = self.form, self.period, self.outcome, self.form["select"]["kind"]
        if period.cancelled or kind == "nobody":
            how = "the elimination was cancelled" if period.cancelled else "nobody leaves"
            outcome.working.append(Step("leave", self.clause, (), (), (), how, period.decisions_rest_on))
            return
        if kind == "everyone_placed":
            self._note("places", ".select", [], outcome.order, "everyone is placed")
            tied = [] if form["select"].get("shared_places") else [group for group in outcome.order if len(group) > 1]
            outcome.needs = [need_of(self.open, group) for group in tied]
            return
        eligible = outcome.order
        if period.immune:
            how, rests_on = "cannot be selected", period.decisions_rest_on
            outcome.working.append(Step("immunity", "immunity", period.immune, (), (), how, rests_on))
            kept = [[couple for couple in group if couple not in period.immune] for group in eligible]
            eligible, outcome.immune = [group for group in kept if group], period.immune
        eligible, go = Selection(form, period, outcome, self.open).of(eligible)
        if "second_stage" not in form:
            self._without_second_stage(eligible, go)
        elif not outcome.needs:
            self._second_stage(eligible)

    def _without_second_stage(self, eligible: list[list[str]], go: int) -> None:
        outcome = self.outcome
        leaving, across = lowest(eligible, go)
        if across and need_of(self.open, across) not in outcome.needs:
            outcome.needs.append(need_of(self.open, across))
        self._note("leave", ".leave", leaving, [leaving], f"the lowest {go} leave")
        outcome.saved = [] if across else [couple for couple in outcome.bottom if couple not in leaving]
        outcome.leaving = leaving[::-1]

    def _second_stage(self, eligible: list[list[str]]) -> None:
        form, outcome = self.form, self.outcome
        at_once, across = lowest(eligible, min(form["out_at_once"], len(outcome.bottom)))
        if across:
            outcome.needs = [need_of(self.open, across)]
            return
        if at_once:
            self._note("leave", ".out_at_once", at_once, [at_once], "the lowest leave at once")
        candidates = [couple for couple in outcome.bottom if couple not in at_once]
        places = len(candidates) - (form["leave"] - len(at_once))
        if places < 1:
            self._note("leave", ".leave", outcome.bottom, [outcome.bottom], "as many leave as are in danger")
            outcome.leaving = outcome.bottom[::-1]
            return
        stage = form["second_stage"]
        decide = self._viewers_keep if stage["kind"] == "viewers_save" else self.judges_keep
        verdict = decide(stage, candidates, places)
        values, clause = [verdict.counted[couple] for couple in candidates], f"{self.clause}.second_stage"
        outcome.saved, outcome.leaving = verdict.kept, at_once[::-1]
        if verdict.needs:
            how = f"open: {verdict.needs}"
            outcome.working.append(Step("second stage", clause, candidates, values, (), how, verdict.rests_on))
            outcome.needs = [Need(verdict.needs, verdict.tied or candidates, clause)]
            return
        out = [couple for couple in candidates if couple not in verdict.kept]
        groups = (verdict.kept, out)
        outcome.working.append(Step("second stage", clause, candidates, values, groups, verdict.how, verdict.rests_on))
        self._note("leave", ".leave", out, [out], "not saved", verdict.rests_on)
        outcome.leaving += out[::-1]

    def _viewers_keep(self, stage: Json, candidates: list[str], places: int) -> Verdict:
        """The couples with most votes in a vote of its own."""
        period = self.period
        counted = [body for body in period.votes if fnmatchcase(body.body, stage["bodies"])]
        at = {couple: period.couples.index(couple) for couple in candidates}
        count = {couple: sum(body.votes[at[couple]] for body in counted) for couple in candidates}
        if not counted:
            return Verdict([], count, "most votes", [], "the votes of the instant save")
        kept, tied = most(candidates, count, places)
        rests_on = merged(span for body in counted for span in body.rests_on)
        return Verdict(kept, count, "most votes", rests_on, "a rule for tied save votes" if tied else "", tied)

    def judges_keep(self, stage: Json, candidates: list[str], places: int) -> Verdict:
        """One ballot a judge present. The head judge may count twice (unless the others are unanimous), or cast a tie."""
        period, decides = self.period, stage["decides"]
        ballots = [ballot for ballot in period.ballots if ballot.judge in period.judges]
        saves = {ballot.judge: ballot.saves for ballot in ballots}
        rests_on = spans_at(ballot.position for ballot in ballots)
        others = {judge for judge in period.judges if judge != period.head}
        named = {saves[judge] for judge in others if judge in saves}
        early = len(others) > 1 and all(judge in saves for judge in others) and len(named) == 1
        early = early and decides == "head judge counts twice"
        twice = period.head if decides == "head judge counts twice" and not early else None
        count = {
            couple: sum((2 if judge == twice else 1) for judge, saved in saves.items() if saved == couple)
            for couple in candidates
        }
        how = "the other judges were unanimous" if early else decides
        missing = [] if early else [judge for judge in period.judges if judge not in saves]
        if missing or not ballots:
            return Verdict([], count, how, rests_on, f"the ballots of {', '.join(missing) or 'the judges'}")
        kept, tied = most(candidates, count, places)
        seated = {"head judge": period.head, "as seated": period.casting}
        holder = seated.get(stage.get("casting"), period.casting or period.head)
        cast = saves.get(holder or "", "")
        if tied and decides == "casting vote" and cast in tied and len(kept) + 1 == places:
            return Verdict([*kept, cast], count, f"casting vote of {holder}", rests_on)
        return Verdict(kept, count, how, rests_on, "a rule for tied ballots" if tied else "", tied)

    def _note(
        self,
        stage: str,
        clause: str,
        about: list[str],
        groups: list[list[str]],
        how: str,
        rests_on: Spans | None = None,
    ) -> None:
        self.outcome.working.append(Step(stage, self.clause + clause, about, (), groups, how, rests_on or []))


def tabulate(rulebook: Json, period: Period) -> Outcome:
    """The outcome of the period under the rulebook; what cannot be decided says what it needs."""
    outcome = Outcome("decided", period.couples)
    form = next((form for form in rulebook["forms"] if form["name"] == period.form), None)
    if form is None:
        return Outcome("not tabulated", period.couples, needs=[Need("a form", period.couples, "forms")])
    for side in rulebook["sides"]:
        try:
            outcome.sides.append(side_of(side, period, outcome.working))
        except Lacking as lack:
            outcome.status = "not tabulated"
            outcome.needs = [Need(str(lack), period.couples, f"sides.{side['name']}")]
            return outcome
    weights = [exact(side["weight"]) for side in rulebook["sides"]]
    outcome.combined = [
        sum((weight * side.points[at] for weight, side in zip(weights, outcome.sides, strict=True)), Fraction(0))
        for at in range(len(period.couples))
    ]
    rests_on = merged(span for side in outcome.sides for span in side.rests_on)
    outcome.working.append(Step("combine", "sides", period.couples, outcome.combined, (), "weighted sum", rests_on))
    chain = Chain(rulebook["tie_chain"], period, outcome)
    value = dict(zip(period.couples, outcome.combined, strict=True))
    for tied in by_value(period.couples, value.__getitem__):
        outcome.order += chain.divide(tied, 0)
    how = "by combined points, then the tie chain"
    outcome.working.append(Step("order", "tie_chain", (), (), outcome.order, how))
    outcome.placed = form["select"]["kind"] == "everyone_placed"
    Ending(form, period, outcome, chain.open).end()
    outcome.status = "undecided" if outcome.needs else "decided"
    return outcome


# ---------------------------------------------------------------------------------------------------------------------
# 37  Commitments of manifests and batches, made again from counts and nonce by whoever has them (decisions 0026 and 0033)
# ---------------------------------------------------------------------------------------------------------------------

_BLINDING = b"glitterball-commitments-v1-blinding"
_OF_A_BATCH = b"glitterball-commitments-v1-batch-blinding"


class Claimed(NamedTuple):
    """A commitment in hexadecimal digits, and what it would be opened as."""

    point: str
    votes: int
    blinding: int


def blinding_of(manifest: Json, channel: str, body: str, couple: str) -> int:
    """What hides the count of a couple in a commitment: of the manifest's nonce and the place it stands in."""
    place = [manifest["season"], manifest["week"], manifest["gateway"], channel, body, couple]
    message = bytes.fromhex(manifest["nonce"]) + written(place)
    return int.from_bytes(expanded(message, _BLINDING, 48), "big") % P256_ORDER


def blinding_in_batch(batch: Json, couple: str) -> int:
    """What hides the count of a couple in a batch that commits by itself."""
    place = [batch[name] for name in ("season", "week", "gateway", "batch", "channel", "body")]
    message = bytes.fromhex(batch["nonce"]) + written([*place, couple])
    return int.from_bytes(expanded(message, _OF_A_BATCH, 48), "big") % P256_ORDER


@lru_cache(maxsize=16_384)
def points_of_batch(spelled: tuple[str, ...]) -> tuple[P256Point, ...]:
    """The points of a batch, read; refuses what is none. A night asks again and again."""
    return tuple(p256_point(bytes.fromhex(point)) for point in spelled)


def batches_commit_to_their_counts(week: Week, name: str, gateway: Gateway) -> bool:
    """Whether the points of the batches that count are points and, as far as counts and nonces are known, are opened by these."""
    order = week.voting.fact.get("couples", ()) if week.voting else ()
    for where, held in gateway.channels.items():
        if not week.counts(name, *where):
            continue
        counted = [batch for number, batch in held.committing.items() if (name, number) not in week.voids]
        if not _are_opened(counted, order):
            return False
    return True


def _are_opened(batches: Sequence[Json], order: Sequence[str]) -> bool:
    claims, points = list[Claimed](), list[P256Point]()
    for batch in batches:
        try:
            read = points_of_batch(tuple(batch["commitments"]))
        except Wrong:
            return False
        if len(read) != len(order):
            return False
        if "nonce" in batch:
            points += read
            claims += [
                Claimed(point, votes, blinding_in_batch(batch, couple))
                for point, votes, couple in zip(batch["commitments"], batch["counts"], order, strict=True)
            ]
    return _add_up(points, claims)


def _is_the_sum(week: Week, name: str, held: Channel, where: tuple[str, str], points: Sequence[str]) -> bool:
    """Whether a manifest's points are the sum of its batches'; not asked where some are void, commit to nothing, or are none."""
    voided = any(
        void.fact["gateway"] == name and (void.fact["channel"], void.fact["body"]) == where
        for void in week.voids.values()
    )
    if held.silent or voided:
        return True
    try:
        read = [points_of_batch(tuple(batch["commitments"])) for batch in held.committing.values()]
        sums = [_sum(column) for column in zip(*read, strict=True)]
    except (Wrong, ValueError):
        return True  # which is found of the batch
    if not all(total[2] for total in sums):
        return False  # they cancel each other out, and no point is that
    return [p256_octets(point).hex() for point in p256_points(sums)] == list(points)


def _sum(points: Sequence[P256Point]) -> P256Sum:
    total = P256_NOTHING
    for point in points:
        total = p256_plus(total, point)
    return total


def commits_to_what_it_delivered(week: Week, name: str, gateway: Gateway) -> bool:
    """Whether a manifest that commits at all does so for every channel and body that counts and, as far as counts and
    nonce are known, to the counts delivered. One without commitments says nothing here: nobody asked for any."""
    manifest = gateway.manifest
    order = week.voting.fact.get("couples") if week.voting else None
    if order is None or "commitments" not in manifest:
        return True
    committed = {(channel, body): points for channel, body, points in manifest["commitments"]}
    claims = list[Claimed]()
    for where in sorted({*gateway.channels, *committed}):
        if not week.counts(name, *where):
            continue
        points, held = committed.get(where, ()), gateway.channels.get(where, Channel())
        if len(points) != len(order):
            return False
        if held.committing or held.silent:
            if not _is_the_sum(week, name, held, where, points):
                return False
            continue
        if "nonce" in manifest and not held.hidden:
            claims += [
                Claimed(point, held.votes.get(couple, 0), blinding_of(manifest, *where, couple))
                for couple, point in zip(order, points, strict=True)
            ]
    return all_hold(claims)


def all_hold(claims: Sequence[Claimed]) -> bool:
    """Whether each point commits to its count: they are added up, each with a weight that nobody could foresee."""
    try:
        points = [p256_point(bytes.fromhex(claim.point)) for claim in claims]
    except Wrong:
        return False
    return _add_up(points, claims)


def _add_up(points: Sequence[P256Point], claims: Sequence[Claimed]) -> bool:
    weights = [secrets.randbits(128) for _ in claims]
    of_base = -sum(weight * claim.votes for weight, claim in zip(weights, claims, strict=True))
    of_second = -sum(weight * claim.blinding for weight, claim in zip(weights, claims, strict=True))
    total = p256_sum_of_multiples([*points, P256_BASE, second_generator()], [*weights, of_base, of_second])
    return not total[2]


# ---------------------------------------------------------------------------------------------------------------------
# 38  Statements about counts that are committed to, and never shown: numbers that are 0, or lie in a range
# A number in a range is shown bit by bit: each bit has a commitment C, and C = b*G + r*H together with C = b*C + s*H holds for
# b = 0 and b = 1 only. What a number adds up from is never shown: its commitment follows from those of the counts.
# ---------------------------------------------------------------------------------------------------------------------

PROVED_ABOUT = b"glitterball-outcome-v1-DSFS-with-" + P256_SUITE + b"-"
MOST_BITS = 192
"""Of the largest number in a statement, either way: no sum of such numbers comes round in the group, which has 256."""
_G, _H, _FIRST_COUNT = 0, 1, 2


class PubliclyFalse(Wrong):
    """No counts whatever would make a claim true; the text says which."""


class Number(NamedTuple):
    """A number said to be 0, or as many bits long as it has here. Points go by their numbers in the relation."""

    constant: int
    factors: list[tuple[int, int]]
    """Point, factor."""
    bits: range
    is_bit: bool = False
    """Whether it is one bit and nothing else: nothing has to add up to it then."""


class Statement:
    """What is said of the counts of these couples, which add up to a known turnout. No count is below 0."""

    def __init__(self, couples: Sequence[str], turnout: int) -> None:
        demand(0 < turnout.bit_length() <= MOST_BITS, "no votes were counted, or more than a statement can hold")
        self.couples, self.turnout = list(couples), turnout
        self.numbers: list[Number] = []
        self.bits = 0
        """How many bits were said so far."""
        for couple in couples:
            self.in_range({self.count(couple): 1}, 0, turnout.bit_length())
        self.is_zero({self.count(couple): 1 for couple in couples}, -turnout)

    def count(self, couple: str) -> int:
        """The point that commits to the count of a couple."""
        return _FIRST_COUNT + self.couples.index(couple)

    def is_zero(self, factors: Mapping[int, int], constant: int) -> None:
        self._add(factors, constant, 0)

    def in_range(self, factors: Mapping[int, int], constant: int, bits: int) -> None:
        self._add(factors, constant, bits)

    def is_bit(self) -> int:
        """One more bit, which says something by itself from here on; the point that commits to it."""
        point = _FIRST_COUNT + len(self.couples) + self.bits
        self.numbers.append(Number(0, [(point, 1)], range(point, point + 1), is_bit=True))
        self.bits += 1
        return point

    def at_least_0(self, factors: Mapping[int, int], constant: int) -> None:
        """In the bits of the largest value that counts up to the turnout, and bits, can give."""
        largest = least = constant
        for point, factor in factors.items():
            most = factor * (self.turnout if point < _FIRST_COUNT + len(self.couples) else 1)
            largest, least = largest + max(most, 0), least + min(most, 0)
        demand(max(largest.bit_length(), least.bit_length()) <= MOST_BITS, "its numbers are larger than can be proved")
        self.in_range(factors, constant, max(largest.bit_length(), 1))

    def _add(self, factors: Mapping[int, int], constant: int, bits: int) -> None:
        first = _FIRST_COUNT + len(self.couples) + self.bits
        told = [(point, factor) for point, factor in factors.items() if factor]
        self.numbers.append(Number(constant, told, range(first, first + bits)))
        self.bits += bits

    def relation(self, points: Sequence[P256Point]) -> Relation:
        """The statement as equations; `points` commit to the counts, then to the bits."""
        equations, unknowns = list[Equation](), 0
        for number in self.numbers:
            for bit in number.bits:
                b, r, s = range(unknowns, unknowns + 3)
                equations.append(Equation([(bit, 1)], [(b, _G, 1), (r, _H, 1)]))
                equations.append(Equation([(bit, 1)], [(b, bit, 1), (s, _H, 1)]))
                unknowns += 3
            if not number.is_bit:
                constant = [(_G, number.constant)] if number.constant else []
                less_bits = [(bit, -(2**place)) for place, bit in enumerate(number.bits)]
                equations.append(Equation([*constant, *number.factors, *less_bits], [(unknowns, _H, 1)]))
                unknowns += 1
        return Relation(unknowns, [P256_BASE, second_generator(), *points], equations)

    @property
    def proof_length(self) -> int:
        """Bytes of its proof: the commitments to bits, one for each equation, a response for each unknown."""
        sums = sum(not number.is_bit for number in self.numbers)
        return 33 * self.bits + 33 * (2 * self.bits + sums) + 32 * (3 * self.bits + sums)

    def check(self, counts: Sequence[P256Point], proof: bytes, about: bytes) -> None:
        """Refuses a proof that does not show it of the counts committed to, or that is about something else."""
        demand(len(proof) == self.proof_length, f"a proof of {len(proof)} bytes is of another statement")
        bits = [p256_point(proof[at : at + 33]) for at in range(0, 33 * self.bits, 33)]
        check_proof(self.relation([*counts, *bits]), proof[33 * self.bits :], PROVED_ABOUT + about)


def statement_of_body(couples: Sequence[str], turnout: int, placed: Sequence[str], places: int) -> Statement:
    """That a voting body gave its points to `placed`, best first, of whom each had votes, and no two as many."""
    demand(0 < len(placed) <= places, "a body gives points to somebody, and to no more than its table has")
    statement = Statement(couples, turnout)
    others = [couple for couple in couples if couple not in placed]
    for above, below in pairwise(placed):
        statement.at_least_0({statement.count(above): 1, statement.count(below): -1}, -1)
    last = statement.count(placed[-1])
    for couple in others:
        if len(placed) < places:
            statement.is_zero({statement.count(couple): 1}, 0)
        else:
            statement.at_least_0({last: 1, statement.count(couple): -1}, -1)
    statement.at_least_0({last: 1}, -1)
    return statement


def statement_of_save(couples: Sequence[str], turnout: int, kept: Sequence[str], left: Sequence[str]) -> Statement:
    """That in an instant save each of those kept had more votes than each of those who left by it."""
    statement = Statement(couples, turnout)
    for above in kept:
        for below in left:
            statement.at_least_0({statement.count(above): 1, statement.count(below): -1}, -1)
    return statement


# ---------------------------------------------------------------------------------------------------------------------
# 39  Claims: from a rulebook, marks and what was announced to what has to be true of counts that nobody is shown
# A claim is groups of couples, best first. That a couple stands above one of the next group is the difference of their points,
# made whole, and linear in what is hidden: counts, and for rank points a bit for each two couples that says who has more votes.
# ---------------------------------------------------------------------------------------------------------------------

_COUNTED = ("votes", "bodies")
_SHARING_A_PLACE = {"low": Fraction(1), "average": Fraction(1, 2)}
_Hidden = tuple[dict[int, Fraction], Fraction]
"""Points with their factors, and a constant."""


def hidden_side(rulebook: Json) -> Json:
    """The side whose counts are hidden, where there is one, and it is one vote."""
    hidden = [side for side in rulebook["sides"] if side["counts"]["kind"] in _COUNTED]
    if len(hidden) != 1 or hidden[0]["counts"]["kind"] != "votes":
        raise Wrong("the rulebook does not count one vote")
    return hidden[0]


def shown_sides(rulebook: Json, period: Period) -> list[Side]:
    """The sides that everybody knows; refuses marks of which no side can be made."""
    hidden = hidden_side(rulebook)
    try:
        return [side_of(side, period, []) for side in rulebook["sides"] if side is not hidden]
    except Lacking as lack:
        raise Wrong(f"{lack} would be needed") from None


def shown_points(rulebook: Json, period: Period) -> dict[str, Fraction]:
    """What everybody knows of each couple's combined points."""
    weight = {side["name"]: exact(side["weight"]) for side in rulebook["sides"]}
    sides = shown_sides(rulebook, period)
    return {
        couple: sum((weight[side.name] * side.points[at] for side in sides), Fraction(0))
        for at, couple in enumerate(period.couples)
    }


class Compiled:
    """A claim about a week, compiled. Neither votes nor points of the week before are looked at; `equal` have equal counts."""

    def __init__(
        self,
        rulebook: Json,
        period: Period,
        turnout: int,
        groups: Sequence[Sequence[str]],
        equal: Sequence[Sequence[str]],
    ) -> None:
        self.rulebook, self.period, self.hidden = rulebook, period, hidden_side(rulebook)
        self.statement = Statement(period.couples, turnout)
        sides, self.shown = shown_sides(rulebook, period), shown_points(rulebook, period)
        self.chain = Chain(rulebook["tie_chain"], period, Outcome("decided", period.couples, sides))
        self.classes = self._told_equal(equal)
        self.bits: dict[tuple[int, int], int] = {}
        if self.hidden["points"]["kind"] == "rank":
            self._compare()
        for higher, lower in pairwise(groups):
            for above in higher:
                for below in lower:
                    self._stands_above(above, below)

    def _told_equal(self, equal: Sequence[Sequence[str]]) -> list[list[str]]:
        """Couples whose counts are said to be equal together, every other alone, in the order of their first."""
        class_of = {couple: list(group) for group in equal for couple in group}
        for group in equal:
            for first, second in pairwise(group):
                self.statement.is_zero({self.statement.count(first): 1, self.statement.count(second): -1}, 0)
        classes = [class_of.get(couple, [couple]) for couple in self.period.couples]
        return [group for group, couple in zip(classes, self.period.couples, strict=True) if group[0] == couple]

    def _compare(self) -> None:
        """A bit for each two classes: 1 where the first has more votes, 0 where it has fewer; equal counts have none."""
        statement, full = self.statement, 2 ** self.statement.turnout.bit_length()
        for earlier, later in combinations(range(len(self.classes)), 2):
            bit = self.bits[earlier, later] = statement.is_bit()
            first, second = (statement.count(self.classes[at][0]) for at in (earlier, later))
            statement.in_range({first: 1, second: -1, bit: -full - 1}, full, statement.turnout.bit_length())

    def _class(self, couple: str) -> int:
        return next(at for at, group in enumerate(self.classes) if couple in group)

    def _stands_above(self, above: str, below: str) -> None:
        shown, (hidden, constant) = self.shown[above] - self.shown[below], self._hidden(above, below)
        constant += shown
        whole = lcm(constant.denominator, *(factor.denominator for factor in hidden.values()))
        factors, number = {point: int(factor * whole) for point, factor in hidden.items()}, int(constant * whole)
        ahead = self._ahead_among_equals(above, below)
        if ahead == "by votes" and self.hidden["points"]["kind"] != "rank":
            ahead = (
                "first" if shown < 0 else "second"
            )  # equal in all, so whoever has less from the judges has more votes
        if ahead == "by votes":
            one, other = self._class(above), self._class(below)
            bit = self.bits[min(one, other), max(one, other)]
            factors[bit] += 1 if one < other else -1
            number -= one < other
        number -= ahead == "second"
        if any(factors.values()):
            self.statement.at_least_0(factors, number)
        elif number < 0:
            raise PubliclyFalse(f"{above} cannot stand above {below}, whatever the counts")

    def _hidden(self, above: str, below: str) -> _Hidden:
        """The difference of the hidden side's points, weighed."""
        weight, kind = exact(self.hidden["weight"]), self.hidden["points"]["kind"]
        one, other = self._class(above), self._class(below)
        if one == other:
            return {}, Fraction(0)
        if kind == "table":
            raise Wrong("the votes are made into points by a table")
        if kind != "rank":
            weight = weight / self.statement.turnout if kind == "share" else weight
            return {self.statement.count(above): weight, self.statement.count(below): -weight}, Fraction(0)
        (factors, constant), (less, less_constant) = self._rank_points(one), self._rank_points(other)
        for point, factor in less.items():
            factors[point] = factors.get(point, Fraction(0)) - factor
        return {point: weight * factor for point, factor in factors.items()}, weight * (constant - less_constant)

    def _rank_points(self, own: int) -> _Hidden:
        """The points of a class, less the number of couples: one less for whoever is above, or for each count above."""
        ties = self.hidden["points"]["ties"]
        factors, constant = (
            dict[int, Fraction](),
            _SHARING_A_PLACE.get(ties, Fraction(0)) * (1 - len(self.classes[own])),
        )
        for at, group in enumerate(self.classes):
            many = Fraction(1 if ties == "dense" else len(group))
            if at < own:
                factors[self.bits[at, own]] = -many
            elif at > own:  # it is above where the bit is 0
                factors[self.bits[own, at]] = many
                constant -= many
        return factors, constant

    def _ahead_among_equals(self, above: str, below: str) -> str:
        """Whom the tie chain puts first of two with equal points: `first`, `second`, or whoever has more votes, `by votes`.

        Where it puts neither first, because nothing tells them apart or a link waits, the one below is as good as ahead.
        """
        alike = self._class(above) == self._class(below)
        for link in (*self.rulebook["tie_chain"], NOT_SETTLED):
            if link["kind"] in ("side_total", "side_points") and link["side"] == self.hidden["name"]:
                if alike:
                    continue
                return "by votes"
            if link["kind"] == "previous_points" and self.period.previous:
                raise Wrong("the tie chain compares points of the week before, which rest on hidden counts")
            best = self.chain.best_of_two(link, above, below)
            if len(best) < 2:
                return "first" if best == [above] else "second"
        return "second"


# ---------------------------------------------------------------------------------------------------------------------
# 40  What differs between an outcome as certified and as recomputed: the couple, and the number before and after
# ---------------------------------------------------------------------------------------------------------------------

TOLD = 4
"""Differences told of one field; how many more there are is said."""


def differences(field: str, certified: Json, again: Json, sides: list[str]) -> str:
    """What differs in a field, each as `certified A, recomputed B`."""
    if field != "standings":
        return f"certified {_said(certified)}, recomputed {_said(again)}"
    found = list(_of_standings(certified, again, sides))
    more = [f"{len(found) - TOLD} more"] if len(found) > TOLD else []
    return "; ".join([*islice(found, TOLD), *more])


def _of_standings(certified: Json, again: Json, sides: list[str]) -> Iterator[str]:
    then, now = ({line["couple"]: line for line in lines} for lines in (certified, again))
    for couple in sorted(then.keys() | now.keys()):
        if couple not in then or couple not in now:
            yield f"{couple} {'is certified only' if couple in then else 'is missing as certified'}"
            continue
        for name in ("raw", "points", "combined", "place", "result"):
            one, other = then[couple].get(name), now[couple].get(name)
            if name in ("raw", "points") and len(one) == len(other):
                pairs = zip(one, other, sides, strict=False)
                yield from (
                    f"{couple}, {side if name == 'raw' else f'points of {side}'}: certified {before}, recomputed {after}"
                    for before, after, side in pairs
                    if before != after
                )
            elif one != other:
                yield f"{couple}, {name}: certified {_said(one)}, recomputed {_said(other)}"
    if list(then) != list(now) and then == now:
        yield "the lines stand in another order"


def _said(value: Json) -> str:
    """Couples or sides one after the other, cuts by week; what is absent as none."""
    if isinstance(value, list | tuple):
        told = [
            f"week {cut['week']} up to event {cut['position']}" if isinstance(cut, dict) else str(cut) for cut in value
        ]
        return ", ".join(told) or "nobody"
    return "none" if value is None else str(value)


# ---------------------------------------------------------------------------------------------------------------------
# 41  Outcomes: certified and announced against recomputed
# ---------------------------------------------------------------------------------------------------------------------

CERTIFIED = ("outcome-certified.v1", "outcome-certified.v2")


def outcome_of(season: Season, number: int) -> Outcome:
    """The outcome of a week on what the season knows, under the rulebook in force."""
    adopted = season.rulebook(number)
    if adopted is None:
        raise Wrong("no rulebook is in force")
    return tabulate(adopted.fact["rulebook"], period_of(season, number))


def is_ready(season: Season, number: int, counted: bool, at: str) -> bool:
    """Whether nothing kept the week from being certified in a moment. Without counts, ties that votes would settle look open."""
    week, adopted, outcome = season.weeks[number], season.rulebook(number), outcome_of(season, number)
    rulebook = adopted.fact["rulebook"] if adopted else {}
    kinds = {side["counts"]["kind"] for side in rulebook["sides"]}
    period = period_of(season, number)
    form: Json = next((form for form in rulebook["forms"] if form["name"] == week.opened["form"]), {})
    by_form = {form["select"]["counts"]["kind"]} if "counts" in form.get("select", {}) else set()
    links = {link["kind"] for link in rulebook.get("tie_chain", ())}
    by_marks = (kinds | by_form) & {"marks", "placings", "calls"} or links & {"last_dance", "head_judge"}
    if not period.couples:
        return False
    if by_marks and (period.unmarked or not _all_danced(season, week, period.couples)):
        return False
    instant = form.get("second_stage", {}).get("kind") == "viewers_save"
    if instant or (kinds | by_form) & {"votes", "bodies"}:
        weeks = [voted for voted in week.opened["votes_from"] if voted in season.weeks]
        if season.historic or not all(
            _votes_complete(season.weeks[voted], season.tallies.get(voted, Tally())) for voted in weeks
        ):
            return False
    for proposal in season.proposals.values():
        expires = proposal.proposed.fact.get("expires")
        if expires is not None and datetime.fromisoformat(at) > datetime.fromisoformat(expires):
            continue
        if proposal.settled is None and proposal.is_about(number) and proposal.does != "certify-outcome":
            return False
    if counted and not period.cancelled and len(outcome.leaving) < form.get("leave", 0):
        return False
    return not outcome.needs or not counted


def _all_danced(season: Season, week: Week, couples: list[str]) -> bool:
    """Whether each couple danced as often as any other in each week that counts, or was said to do without."""
    if not week.dances and set(couples) - week.excused().keys():
        return False
    for number in week.opened["scores_from"]:
        if number in season.weeks:
            other = season.weeks[number]
            danced = Counter(couple for dance in other.dances.values() for couple in dance.scheduled["couples"])
            said = {couple for couple, fact in other.excused().items() if fact["holds"] != "bye"}
            most = max((danced[couple] for couple in couples), default=0)
            behind = {couple for couple in couples if danced[couple] < most}
            if behind - said - week.excused().keys():
                return False
    return True


def _votes_complete(week: Week, tally: Tally) -> bool:
    """Sealed, and every gateway has delivered what its manifest says, or what is missing was voided."""
    if week.voting is None or week.seal is None:
        return False
    expected = {gateway["gateway"] for gateway in week.voting.fact["gateways"]}
    return all(
        _gateway_complete(week, name, tally.gateways.get(name, Gateway())) for name in expected | tally.gateways.keys()
    )


def _gateway_complete(week: Week, name: str, gateway: Gateway) -> bool:
    """Nothing counts of times outside the lines, and the gateway is complete, given up, or two people stated all its votes."""
    for (channel, body), held in gateway.channels.items():
        outside = chain(held.outside, numbers_of(held.named_outside))
        if week.counts(name, channel, body) and any((name, batch) not in week.voids for batch in outside):
            return False
    if not batches_commit_to_their_counts(week, name, gateway):
        return False
    if name in week.given_up or _stated_whole(week, name, gateway):
        return True
    if gateway.manifest is None or any((name, number) not in week.voids for number in gateway.missing()):
        return False
    if gateway.last > gateway.manifest["batches"]:
        return False
    if next(gateway.missing(), None) is not None:
        return True
    return _totals_agree(week, name, gateway) and commits_to_what_it_delivered(week, name, gateway)


def _stated_whole(week: Week, name: str, gateway: Gateway) -> bool:
    """Whether the votes of every channel the gateway carries are stated, for every body it has delivered."""
    stated = {(channel, body) for source, channel, body in week.replaced if source == name}
    lines = week.voting.fact["gateways"] if week.voting is not None else ()
    carried = {channel for source in lines if source["gateway"] == name for channel in source["channels"]}
    return bool(stated) and not gateway.channels.keys() - stated and not carried - {channel for channel, _ in stated}


def _totals_agree(week: Week, source: str, gateway: Gateway) -> bool:
    """Whether the manifest's totals are those of the batches, in each channel of which nobody has stated the votes."""
    counted: dict[str, Counter[str]] = {}
    for (name, _), held in gateway.channels.items():
        parts = {"received": held.received, "accepted": held.accepted, "rejected": held.rejected, "late": held.late}
        counted.setdefault(name, Counter()).update(parts)
    stated = {
        total["channel"]: Counter(
            {**{word: total[word] for word in ("received", "accepted", "late")}, "rejected": sum_of(total["rejected"])}
        )
        for total in gateway.manifest["totals"]
    }
    hidden = {name for (name, _), held in gateway.channels.items() if held.hidden}
    restated = {channel for name, channel, _ in week.replaced if name == source}
    asked = (counted.keys() | stated.keys()) - hidden - restated
    return all(counted.get(name, Counter()) == stated.get(name, Counter()) for name in asked)


def check_certified(season: Season, event: Event, findings: Findings) -> None:
    """Recompute a certification on what stood before it; every field but nonce and source must come out the same."""
    fact, number = event.fact, event.fact["week"]
    outcome, adopted = outcome_of(season, number), season.rulebook(number)
    if outcome.status != "decided":
        findings.add("outcome", f"what follows from the events is {outcome.status}", event.position, number)
        if outcome.status == "not tabulated":
            return
    cuts = []
    for voted in season.weeks[number].opened["votes_from"]:
        week, tally = season.weeks.get(voted), season.tallies.get(voted)
        if tally is not None and week is not None and week.seal is not None:
            gateways = [[name, gateway.last] for name, gateway in sorted(tally.gateways.items())]
            cuts.append({"week": voted, "position": week.seal.position, "gateways": gateways})
    rulebook = adopted.fact["rulebook"] if adopted else {}
    again = {
        "rulebook": f"{rulebook['id']}@{rulebook['version']}",
        "rulebook_sha256": adopted.fact["sha256"] if adopted else "",
        "form": season.weeks[number].opened["form"],
        "sides": [side.name for side in outcome.sides],
        "cuts": cuts,
        "inputs_sha256": digest(inputs_of(period_of(season, number))),
        "working_sha256": digest(written([step.as_json() for step in outcome.working])),
        "standings": outcome.standings(),
        "bottom": outcome.bottom,
        "leaving": outcome.leaving,
        "saved": outcome.saved,
    }
    if event.type == "outcome-certified.v2":
        again |= _shown_of(outcome, season.weeks[number])
    for name, value in again.items():
        if fact.get(name) != value:
            how = differences(name, fact.get(name), value, [side.name for side in outcome.sides])
            findings.add("outcome", f"{name} as certified and as recomputed differ: {how}", event.position, number)


def _shown_of(outcome: Outcome, week: Week) -> dict[str, Json]:
    """What a certification of the second form shows: names in the order of the alphabet, and what the show says anyway."""
    said = week.announced().get("danger")
    placed = [
        {"couple": line["couple"], "place": line["place"]} for line in outcome.standings() if line["result"] == "placed"
    ]
    return {
        "leaving": sorted(outcome.leaving),
        "saved": sorted(outcome.saved),
        "in_danger": sorted(said) if said and set(said) == set(outcome.bottom) else None,
        "placed": placed or None,
        "replaces": week.certified[-1].position if week.certified else None,
    }


def touched_since(season: Season, number: int) -> int:
    """The last event that changed what the outcome of a week rests on."""
    week = season.weeks[number]
    counted = {number, *week.opened["scores_from"], *week.opened["votes_from"]} & season.weeks.keys()
    counted |= {again for other in counted for again in season.weeks[other].counted_again().values()}
    touched = [season.weeks[other].touched for other in counted]
    withdrawals = [*season.withdrawals.values(), *season.taken_back]
    touched += [event.position for event in withdrawals if event.fact["week"] <= number]
    adopted = season.rulebook(number)
    return max([*touched, adopted.position if adopted else 0])


def check_stale(season: Season, number: int, findings: Findings) -> None:
    """Whether a later event changed what the week's last certificate rests on."""
    week = season.weeks[number]
    later = touched_since(season, number)
    if week.certified and later > week.certified[-1].position:
        says = f"it changed what the certificate at event {week.certified[-1].position} rests on"
        findings.add("stale", says, later, number)


def check_changed(season: Season, adoption: Event, findings: Findings) -> None:
    """A rulebook adopted after weeks were certified: whether any of them would have been another."""
    for number, week in sorted(season.weeks.items()):
        if week.certified and season.rulebook(number) is adoption:
            fact, outcome = week.certified[-1].fact, outcome_of(season, number)
            kept = ("couple", "place", "result")
            before = [{name: line[name] for name in kept} for line in fact["standings"]]
            now = [{name: line[name] for name in kept} for line in outcome.standings()]
            ends = (outcome.bottom, sorted(outcome.leaving), sorted(outcome.saved))
            if (fact["bottom"], sorted(fact["leaving"]), sorted(fact["saved"])) != ends or before != now:
                says = f"under this rulebook: {', '.join(outcome.leaving) or outcome.status}; certified otherwise"
                findings.add("changed", says, adoption.position, number)


# ---------------------------------------------------------------------------------------------------------------------
# 42  The style of a certificate's page
# ---------------------------------------------------------------------------------------------------------------------

# ruff: noqa: E501
PAGE_STYLE = """:root { color-scheme: light dark; --ink: #1d1a16; --soft: #5f574b; --line: #cdbf9f; --gold: #7d5f1c; --paper: #fffdf8; --ground: #e9e4d8;
  --scope: #f7f1e2; --alarm: #9b1c1c; --thin: #e9dfc8; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #f1ebdd; --soft: #b8ad98; --line: #5d5238; --gold: #d9b45c; --paper: #1b1915; --ground: #100f0d;
    --scope: #252117; --alarm: #ff8f85; --thin: #37311f; }
}
* { box-sizing: border-box; }
html { background: var(--ground); -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); font: 12pt/1.45 "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua",
  "URW Palladio L", "Noto Serif", Georgia, "Liberation Serif", serif; font-variant-numeric: lining-nums; }
main { position: relative; max-width: 210mm; margin: 10mm auto; padding: 18mm 19mm 16mm; background: var(--paper);
  outline: .4mm solid var(--gold); outline-offset: -6mm; }
header { text-align: center; }
.emblem { width: 17mm; height: 17mm; fill: none; stroke: var(--gold); stroke-width: .9; }
.emblem .star { fill: var(--gold); stroke: none; }
.show { margin: 1.5mm 0 0; font-size: 12pt; letter-spacing: .18em; text-transform: uppercase; color: var(--soft); }
h1 { margin: 2mm 0 1mm; font-size: 30pt; font-weight: 400; line-height: 1.1; }
.week { margin: 0; font-size: 14pt; font-style: italic; }
.when { margin: .5mm 0 0; font-size: 11pt; color: var(--soft); }
.declaration { margin: 6mm auto 5mm; max-width: 150mm; text-align: center; }
.declaration p { margin: 0; }
.declaration .name { margin: 2mm 0 1mm; padding: 2mm 0; font-size: 23pt; line-height: 1.2; overflow-wrap: anywhere;
  border-top: .15mm solid var(--line); border-bottom: .15mm solid var(--line); text-wrap: balance; }
.declaration .rest { font-style: italic; color: var(--soft); }
.alarm { margin: 4mm 0; padding: 2mm 4mm; border: .5mm solid var(--alarm); color: var(--alarm); font-weight: 700; }
.notice { margin: 0 0 5mm; padding: 1.6mm; text-align: center; font-size: 11pt; font-weight: 700; color: #fff; background: #9b1c1c; }
.signed { display: flex; gap: 8mm; align-items: end; justify-content: space-between; margin: 8mm 0 4mm; break-inside: avoid; }
.signatures { display: flex; flex: 1; gap: 8mm; margin: 0; padding: 0; list-style: none; }
.signatures li { flex: 1; text-align: center; font-size: 10pt; color: var(--soft); margin: 0; }
.signatures .line { display: block; height: 9mm; border-bottom: .2mm solid var(--ink); margin-bottom: 1mm; }
.signatures strong { display: block; font-size: 11pt; font-weight: 400; color: var(--ink); }
.code { display: grid; grid-template-columns: 26mm 40mm; gap: 3mm; align-items: center; margin: 0; }
.code svg { width: 26mm; height: 26mm; fill: #000; } .code .ground { fill: #fff; }
figcaption { font-size: 9.5pt; color: var(--soft); }
section { margin: 6mm 0 0; font-size: 11pt; overflow-wrap: anywhere; }
h2 { margin: 0 0 1.5mm; font-size: 10.5pt; font-weight: 600; letter-spacing: .1em; text-transform: uppercase;
  color: var(--gold); border-bottom: .15mm solid var(--line); padding-bottom: .6mm; break-after: avoid; }
h3 { margin: 2mm 0 .5mm; font-size: 11pt; font-weight: 600; break-after: avoid; }
section p { margin: 0 0 1mm; }
.columns { break-inside: avoid; display: grid; grid-template-columns: 1fr 1fr; gap: 8mm; }
dl { margin: 0; } dl div { display: grid; grid-template-columns: 24mm 1fr; gap: 2mm; padding: .35mm 0; break-inside: avoid; }
dt { color: var(--soft); } dd { margin: 0; }
code { font: 9.5pt/1.35 "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.wide { position: relative; overflow-x: auto; background: linear-gradient(to right, var(--paper) 60%, transparent) local,
  linear-gradient(to left, var(--paper) 60%, transparent) 100% 0 local, linear-gradient(to right, var(--line), transparent 3mm),
  linear-gradient(to left, var(--line), transparent 3mm); background-repeat: no-repeat; background-size: 12mm 100%, 12mm 100%, 3mm 100%, 3mm 100%;
  background-position: 0 0, 100% 0, 0 0, 100% 0; }
 .wide:focus-visible { outline: .5mm solid var(--gold); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: lining-nums tabular-nums; }
caption { text-align: left; font-style: italic; color: var(--soft); padding-bottom: 1mm; caption-side: top; }
th { font-weight: 400; text-align: left; vertical-align: bottom; } thead th { font-style: italic; color: var(--soft); }
th, td { padding: .8mm 2.4mm .8mm 0; overflow-wrap: normal; } tbody th { overflow-wrap: anywhere; min-width: 24mm; } tbody th, td { border-top: .1mm solid var(--thin); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; } th.n, td.n { text-align: right; white-space: nowrap; }
tr { break-inside: avoid; } tbody tr:first-child { break-before: avoid; } thead { display: table-header-group; }
.mark { white-space: nowrap; padding-right: 1.2mm; } .legend { color: var(--soft); padding-top: 1mm; }
ul, ol { margin: 0; padding-left: 6mm; } li { margin: .8mm 0; break-inside: avoid; } li::marker { color: var(--gold); }
.what { font-style: italic; } .about { display: block; color: var(--soft); font-size: 9.5pt; } .decided { font-weight: 600; }
.proof { break-inside: avoid; padding: 2.5mm 3.5mm; border: .3mm solid var(--gold); } .proof .alarm { font-weight: 400; margin: 2mm 0; }
.scope { padding: 2.5mm 3.5mm; background: var(--scope); border-left: .8mm solid var(--gold); }
footer { margin-top: 5mm; padding-top: 1.5mm; border-top: .15mm solid var(--line); font-size: 9.5pt; color: var(--soft); }
footer p { margin: 0; }
.rehearsal::before { position: fixed; inset: 0; display: grid; place-items: center; z-index: 2; pointer-events: none;
  font: 700 82pt/1 Georgia, "Liberation Serif", serif; letter-spacing: .06em; color: rgb(155 28 28 / 11%); transform: rotate(-32deg); }
[[?shown.for_paper]].rehearsal::before { font-size: min(82pt, 12vw); } .standings thead th { white-space: normal; }
@media screen and (min-width: 701px) { .margins div { grid-template-columns: 32mm 1fr; } .standings tbody th { min-width: 38mm; } }
[[/]]@media [[?shown.for_paper]]screen and [[/]](max-width: 700px) {
  body { font-size: 17px; } main { margin: 0; padding: 6mm 5mm; outline: none; } h1 { font-size: 26px; }
  section, dd, dt, caption { font-size: 16px; } code, .about, footer, figcaption, .signatures li { font-size: 14px; }
  .declaration .name { font-size: 26px; }
  .columns { grid-template-columns: 1fr; gap: 0; } dl div { grid-template-columns: 1fr; gap: 0; padding: 1mm 0; }
  .signed { flex-direction: column; align-items: stretch; } .standings { min-width: 620px; } .delivered { min-width: 1040px; }
  .scores th, .scores td { padding-right: 1.2mm; } .scores tbody th { min-width: 0; }
  caption span { display: block; max-width: calc(100vw - 12mm); }
  .standings tbody th, .delivered tbody th { position: sticky; left: 0; padding-left: 1mm; background: var(--paper); }
  .code { grid-template-columns: 30mm 1fr; } .code svg { width: 30mm; height: 30mm; } .show { letter-spacing: .08em; }
[[^shown.for_paper]]  .rehearsal::before { font-size: 42pt; }
[[/]]}
@page { margin: 14mm 14mm 17mm; font: 8.5pt "Liberation Serif", Georgia, serif; color: #5f574b;
  @bottom-left { width: 56%; } @bottom-center { width: 28%; padding-left: 3mm; } @bottom-right { width: 16%; content: "Page " counter(page) " of " counter(pages); } }
@media print {
  html, body { background: none; } body { font-size: 10.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; margin: 0; padding: 0; background: none; outline: none; }
  .emblem { width: 14mm; height: 14mm; } h1 { margin: 1mm 0 .5mm; font-size: 26pt; }
  .declaration { margin: 4mm auto 3mm; } .declaration .name { margin: 1.5mm 0 .8mm; padding: 1.4mm 0; font-size: 21pt; }
  .signed { margin: 5mm 0 3mm; } section { margin-top: 4mm; font-size: 9.5pt; line-height: 1.35; }
  h2 { font-size: 9.5pt; } h3 { font-size: 9.5pt; } code { font-size: 8.5pt; } .about, footer, figcaption { font-size: 8.5pt; }
  th, td { padding-top: .5mm; padding-bottom: .5mm; } .wide { overflow: visible; background: none; } .notice { font-size: 9.5pt; padding: 1mm; margin-bottom: 3mm; }
  footer { break-inside: avoid; } .scope { break-inside: avoid; }
[[?shown.for_paper]]  .rehearsal::before { font-size: 60pt; } .margins div { grid-template-columns: 32mm 1fr; }
  .standings, .delivered { break-inside: avoid; } caption, thead { break-after: avoid; }
[[/]]}
"""


# ---------------------------------------------------------------------------------------------------------------------
# 43  The template of a certificate's page
# ---------------------------------------------------------------------------------------------------------------------

# ruff: noqa: E501
PAGE_TEMPLATE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="glitterball.page.v[[shown.page]]">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>[[show]], season [[number]], week [[week]]: certificate</title>
<style>
[[stylesheet]][[?shown.pictured]].pictured { break-inside: avoid; } .bars, .key { list-style: none; margin: 1mm 0 0; padding: 0; }
.bars li { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 8fr) minmax(0, 5fr); gap: 0 3mm; align-items: center; margin: 0; padding: .6mm 0; border-top: .1mm solid var(--thin); }
.bars svg { display: block; width: 100%; height: 4mm; overflow: visible; } .key { display: flex; flex-wrap: wrap; gap: 0 6mm; color: var(--soft); }
.key svg { width: 8mm; height: 3mm; margin-right: 2mm; overflow: visible; } .bars .sum { font-variant-numeric: lining-nums tabular-nums; }
.bars rect, .key rect { stroke: var(--ink); stroke-width: 1px; vector-effect: non-scaling-stroke; } .shade-0 { fill: var(--paper); }
.shade-1 { fill: #0072b2; } .shade-2 { fill: #f0e442; } .shade-3 { fill: #009e73; } .shade-4 { fill: #e6c3d6; } .shade-5 { fill: #d55e00; } .shade-6 { fill: #b9def5; }
@media screen and (max-width: 700px) { .bars li { grid-template-columns: minmax(0, 1fr) auto; } .bars svg { grid-row: 2; grid-column: 1 / -1; margin: .5mm 0 1.5mm; } .bars .sum { text-align: right; } }
[[/]][[?shown.rehearsal]].rehearsal::before { content: "REHEARSAL"; content: "REHEARSAL" / ""; }
[[/]][[^shown.for_paper]]@page { @bottom-left { content: "[[show|css]], season [[number]], week [[week]][[?shown.rehearsal]]: REHEARSAL[[/]]"; }
  @bottom-center { content: "JSON [[shown.short]]"; } }
[[/]][[?shown.for_paper]]@page { @bottom-left { width: 84%; content: "[[show|css]], season [[number]], week [[week]][[?shown.rehearsal]]: REHEARSAL[[/]] · JSON [[shown.short]]"; }
  @bottom-center { content: none; } }
[[/]]</style>
</head>
<body class="[[?shown.rehearsal]]rehearsal[[/]][[^shown.rehearsal]]plain[[/]]">
<main>
[[?notice]]<p class="notice" role="note">[[notice]]</p>
[[/]]<header>
<svg class="emblem" viewBox="0 0 72 72" aria-hidden="true"><circle cx="36" cy="36" r="32"/><path d="M12 24H60"/><path d="M6 30H66"/><path d="M6 42H66"/><path d="M12 54H60"/><ellipse cx="36" cy="36" rx="10" ry="32"/><ellipse cx="36" cy="36" rx="20" ry="32"/><ellipse cx="36" cy="36" rx="28" ry="32"/><path d="M36 0V4M66 6l-3 5M6 6l3 5"/><path class="star" d="M24 20l2 6 6 2-6 2-2 6-2-6-6-2 6-2z"/></svg>
<p class="show">[[show]]</p>
<h1>Certificate of Outcome</h1>
<p class="week">Season [[number]] · Week [[week]]</p>
<p class="when">[[shown.when]][[?venue]] · [[venue]][[/]]</p>
</header>
<div class="declaration">
<p>On the events recorded in the log and under the rulebook in force, the outcome of week [[week]] is that [[shown.verb]]</p>
[[?shown.large]]<p class="name">[[shown.large]]</p>
[[/]][[?shown.rest]]<p class="rest">[[shown.rest]]</p>
[[/]]</div>
[[?shown.alarm]]<p class="alarm" role="note">This certificate does not stand: [[shown.alarm]].</p>
[[/]][[?outcome.standings]]<section>
<h2>Standings</h2>
<div class="wide" role="region" aria-label="Standings" tabindex="0"><table class="standings">
<caption><span>Each side, its points, and both together[[?sealed]]; what is sealed is not shown[[/]]</span></caption>
<thead><tr><th scope="col" class="n">Place</th><th scope="col">Couple</th>[[#outcome.sides]]<th scope="col" class="n">[[.|cap]]</th>[[/]][[#outcome.sides]]<th scope="col" class="n">Points, [[.]]</th>[[/]]<th scope="col" class="n">Combined</th><th scope="col">Result</th></tr></thead>
<tbody>
[[#outcome.standings]]<tr><td class="n">[[place]]</td><th scope="row">[[couple|name]]</th>[[#raw]]<td class="n">[[.|sealed]]</td>[[/]][[#points]]<td class="n">[[.|points]]</td>[[/]]<td class="n">[[combined|points]]</td><td>[[result]]</td></tr>
[[/]]</tbody>
</table></div>
</section>
[[/]]<div class="signed">
<ul class="signatures">
[[#shown.signers]]<li><span class="line"></span><strong>[[who]]</strong><span>[[did]] the outcome</span></li>
[[/]]</ul>
<figure class="code">
<svg viewBox="-3 -3 39 39" role="img" aria-label="A code with the hash of this certificate"><path class="ground" d="M-3 -3h39v39h-39z"/><path d="[[shown.code]]"/></svg>
<figcaption>SHA-256 of this certificate's JSON<br><code>[[shown.digest|fours]]</code></figcaption>
</figure>
</div>
[[?proof]]<section class="proof">
<h2>Proof of the outcome</h2>
<p><strong>Experimental, not reviewed by an outside cryptographer.</strong> Whoever has the bundle can check it with the verifier named below, and needs no count of votes for it.</p>
[[^stands]]<p class="alarm" role="note">It is about the outcome certified at event [[proof.certified]], and not about what follows now.</p>
[[/]]<h3>What is proved</h3>
<ul>
<li>By the rulebook, from the scores on this page and the votes that the gateways committed to: [[proof.groups|ahead]].[[?shown.grouped]] Between couples named side by side nothing is proved.[[/]]</li>
[[#proof.equal]]<li>The counts of [[.|names]] are equal; how many they are is not told.</li>
[[/]][[#proof.proved]]<li>The votes committed to ([[body]]) are [[turnout|n]] in all, and no couple was given fewer than none.[[?placed]] Most votes, best first: [[placed|names]].[[/]][[?kept]] Among the couples the viewers could save, [[kept|names]] had most of them and stayed; [[left|names]] had fewer and left.[[/]]</li>
[[/]]<li>Nothing more: it tells no couple's count and no couple's share.</li>
</ul>
<h3>What it starts from</h3>
<ul>
[[#proof.counted]]<li>Week [[week]], gateway [[gateway]]: a commitment to each couple's count ([[channels|channels]]), made with [[?manifest]]the manifest at event [[manifest]][[/]][[^manifest]]each batch[[/]].</li>
[[/]]<li>The certification at event [[proof.certified]], with its rulebook and scores. The proof fits no other.</li>
<li>It was recorded [[proof.time|moment]] (event [[proof.position]]) by [[proof.by|list]]. Its file in the bundle is <code>[[proof.file]]</code>, SHA-256 <code>[[proof.proof_sha256]]</code>; what it is bound to has SHA-256 <code>[[proof.context_sha256]]</code>.</li>
</ul>
<h3>What is not proved</h3>
<ul>
<li>That a vote came from a viewer, or that none was lost, added or bought before its gateway committed to it.</li>
<li>That a gateway committed to what it received, or that what was left out as void deserved it.</li>
<li>That nobody knows the counts. The gateways and the show do: they are kept from you, not from them.</li>
<li>Anything, to somebody who can break the elliptic curve P-256: a false proof could then be made. Even then no vote could be read from this one.</li>
</ul>
</section>
[[/]][[?proved_as_if]]<section class="proof">
<h2>Proof that other votes would not have changed it</h2>
<p><strong>Experimental, not reviewed by an outside cryptographer.</strong> Whoever has the bundle can check it with the verifier named below, and needs no count of votes for it.</p>
[[^stands]]<p class="alarm" role="note">It is about the outcome as it was certified, and not about what follows now.</p>
[[/]][[#proved_as_if]]<h3>[[shown.alike]] [[.|asif]]</h3>
<ul>
<li>By the rulebook, from the scores on this page and the votes committed to, had they counted so: [[groups|ahead]]. Between couples named side by side nothing is proved.</li>
[[#equal]]<li>The counts of [[.|names]] are equal then; how many they are is not told.</li>
[[/]][[#proved]]<li>The votes committed to ([[body]]) are then [[turnout|n]] in all, and no couple was given fewer than none.[[?placed]] Most votes, best first: [[placed|names]].[[/]][[?kept]] Among the couples the viewers could save, [[kept|names]] have most of them then; [[left|names]] have fewer.[[/]]</li>
[[/]][[#counted]]<li>Week [[week]], gateway [[gateway]]: a commitment to each couple's count ([[channels|channels]]), made with [[?manifest]]the manifest at event [[manifest]][[/]][[^manifest]]each batch[[/]].</li>
[[/]]<li>It is about the certification at event [[certified]], and was recorded [[time|moment]] (event [[position]]) by [[by|list]]. Its file in the bundle is <code>[[file]]</code>, SHA-256 <code>[[proof_sha256]]</code>; what it is bound to has SHA-256 <code>[[context_sha256]]</code>.</li>
</ul>
[[/]]<p>It does not prove that a vote came from a viewer, that a gateway committed to what it received, or that what was left out deserved it. Whoever breaks the elliptic curve P-256 could make a false proof.</p>
</section>
[[/]]<div class="columns">
<section>
<h2>Rules</h2>
<dl>
<div><dt>Rulebook</dt><dd>[[rulebook.title]] ([[rulebook.ref]])</dd></div>
<div><dt>This week</dt><dd>[[rulebook.says]]</dd></div>
<div><dt>Counted</dt><dd>scores of [[scores_from|weeks]], votes of [[votes_from|weeks]]</dd></div>
<div><dt>Adopted</dt><dd>from week [[rulebook.from_week]], by [[rulebook.by|list]], [[rulebook.adopted.time|moment]] (event [[rulebook.adopted.position]])</dd></div>
<div><dt>SHA-256</dt><dd><code>[[rulebook.sha256]]</code></dd></div>
</dl>
[[?rulebook.assumptions]]<h3>What no source says, and is assumed</h3>
<ul>
[[#rulebook.assumptions]]<li><strong>[[name|cap]]</strong>: [[says]][[?alternatives]] Other readings: [[alternatives|list]].[[/]]</li>
[[/]]</ul>
[[/]]</section>
<section>
<h2>Log</h2>
<dl>
<div><dt>Certified</dt><dd>[[certified.time|moment]] (event [[certified.position]])</dd></div>
[[#windows]]<div><dt>Vote, week [[week]]</dt><dd>lines opened [[opened.time|moment]] (event [[opened.position]])[[?sealed.position]]; sealed [[sealed.time|moment]] (event [[sealed.position]])[[/]][[^sealed.position]]; not sealed[[/]][[?opens]]; planned from [[opens|moment]] to [[closes|moment]][[/]]</dd></div>
[[/]][[#checkpoints]]<div><dt>Checkpoint</dt><dd>[[origin]], [[size|n]] events, root <code>[[root]]</code>; first published: [[first_published]]</dd></div>
[[/]][[^checkpoints]]<div><dt>Checkpoint</dt><dd>none was given: not published</dd></div>
[[/]][[?certified.inputs_sha256]]<div><dt>Inputs</dt><dd><code>[[certified.inputs_sha256]]</code></dd></div>
<div><dt>Working</dt><dd><code>[[certified.working_sha256]]</code></dd></div>
[[/]]</dl>
</section>
</div>
<div class="evidence">
[[?shown.adding]]<section class="pictured">
<h2>How the points add up</h2>
<p class="legend">[[shown.adding.note]]</p>
<ul class="key">[[#shown.adding.key]]<li><svg viewBox="0 0 40 20" preserveAspectRatio="none" aria-hidden="true"><rect class="shade-[[shade]]" x="0" y="0" width="40" height="20"/></svg>[[name|cap]]</li>[[/]]</ul>
<ol class="bars">
[[#shown.adding.rows]]<li><span class="who">[[who]]</span><svg viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label="[[told]]">[[#bars]]<rect class="shade-[[shade]]" x="[[x]]" y="0" width="[[width]]" height="20"/>[[/]]</svg><span class="sum">[[sum]][[?result]] <strong>[[result]]</strong>[[/]]</span></li>
[[/]]</ol>
</section>
[[/]][[?votes]]<section>
<h2>Votes delivered</h2>
<div class="wide" role="region" aria-label="Votes delivered" tabindex="0"><table class="delivered">
<caption><span>By gateway and channel: received is accepted, rejected and late together</span></caption>
<thead><tr><th scope="col" class="n">Week</th><th scope="col">Gateway</th><th scope="col">Channel</th><th scope="col" class="n">Batches</th><th scope="col" class="n">Received</th><th scope="col" class="n">Accepted</th><th scope="col">Rejected</th><th scope="col" class="n">Late</th><th scope="col">Manifest</th></tr></thead>
<tbody>
[[#votes]]<tr><td class="n">[[week]]</td><th scope="row">[[gateway]]</th><td>[[channel]][[?voided]] (voided)[[/]][[?voided_batches]] (voided batches: [[voided_batches]])[[/]][[?missing]] (missing: [[missing]])[[/]]</td><td class="n">[[batches|n]]</td><td class="n">[[received|n]]</td><td class="n">[[accepted|n]]</td><td>[[rejected|reasons]]</td><td class="n">[[late|n]][[?after_the_seal.batches]] + [[after_the_seal.votes|n]] after the seal[[/]]</td><td>[[manifest]]</td></tr>
[[/]]</tbody>
</table></div>
</section>
[[/]][[?scores.dances]]<section>
<h2>Scores as submitted</h2>
<div class="wide" role="region" aria-label="Scores as submitted" tabindex="0"><table class="scores">
<caption><span>In the order danced; of a corrected mark what was submitted stands beside it</span></caption>
<thead><tr><th scope="col">Couple</th><th scope="col" class="n">Week</th><th scope="col">Dance</th><th scope="col">Marks</th><th scope="col" class="n">Total</th></tr></thead>
<tbody>
[[#scores.dances]]<tr><th scope="row">[[couples|names]]</th><td class="n">[[week]]</td><td>[[style]]</td><td>[[#marks]]<span class="mark" title="[[judge|judge]]">[[.|mark]]</span> [[/]][[^marks]]total only[[/]]</td><td class="n">[[total|number]]</td></tr>
[[/]]</tbody>
</table></div>
<p class="legend">Judges, in that order: [[shown.judges|list]].</p>
[[?scores.corrections]]<ul>
[[#scores.corrections]]<li>Week [[week]], [[judge|judge]]: [[was|number]] corrected to [[becomes|number]] [[?after_the_lock]]after[[/]][[^after_the_lock]]before[[/]] the lock (event [[position]]), by [[by|list]]: [[reason]]</li>
[[/]]</ul>
[[/]][[#scores.bonuses]]<p>Bonus: [[couple|name]] [[points|number]] (event [[position]]): [[reason]]</p>
[[/]]</section>
[[/]]<section>
<h2>The outcome in steps</h2>
<ol class="steps">
[[#outcome.steps]]<li><span class="what">[[.|step]]</span>[[?compared]] <span class="values">[[compared|values]]</span>[[/]][[?groups]] <span class="decided">[[.|decided]]</span>[[/]][[?sealed]][[^compared]][[^groups]] <span class="values">sealed</span>[[/]][[/]][[/]] <span class="about">[[source]]</span></li>
[[/]]</ol>
</section>
<section>
<h2>Ties, and how they were settled</h2>
[[#ties]]<p>[[?couples]][[couples|names]][[/]][[^couples]]Couples that are sealed with the counts[[/]]: [[how|words]][[?settled]], [[settled]] (event [[position]], by [[by|list]])[[/]][[?order]]; [[order|order]][[/]].</p>
[[/]][[^ties]]<p>No couples were level on points.</p>
[[/]]</section>
[[?margins]]<section>
<h2>Margin: the least that changes it</h2>
[[?shown.close]]<div class="pictured">
<p class="legend">The fewest votes so changed that change the answer or leave it open</p>
[[?shown.close.open]]<ul class="key"><li><svg viewBox="0 0 40 20" preserveAspectRatio="none" aria-hidden="true"><rect class="shade-1" x="0" y="0" width="40" height="20"/></svg>Fewer never do</li><li><svg viewBox="0 0 40 20" preserveAspectRatio="none" aria-hidden="true"><rect class="shade-0" x="0" y="0" width="40" height="20"/></svg>Somewhere from there to the end</li></ul>
[[/]]<ol class="bars">
[[#shown.close.rows]]<li><span class="who">[[who]]</span><svg viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label="[[told]]">[[#bars]]<rect class="shade-[[shade]]" x="[[x]]" y="0" width="[[width]]" height="20"/>[[/]]</svg><span class="sum">[[sum]]</span></li>
[[/]]</ol>
</div>
[[/]][[#margins.questions]]<h3>[[question|cap]]</h3>
<dl class="margins">
[[#units]]<div><dt>Votes [[unit]]</dt><dd>[[disturbed|margin]]</dd></div>
[[/]]<div><dt>One mark</dt><dd>[[mark_disturbed|onemark]]</dd></div>
</dl>
[[/]][[?margins.why_none]]<p>[[margins.why_none|cap]].</p>
[[/]]</section>
[[/]]<section>
<h2>Exclusions, and what they changed</h2>
[[#exclusions]]<p>Week [[week]], [[kind]]: [[what]][[?votes]] (votes: [[votes|n]])[[/]][[?position]], event [[position]], by [[by|list]][[/]]: [[reason]]. [[.|differs]]</p>
[[/]][[^exclusions]]<p>Nothing was excluded.</p>
[[/]]</section>
[[?decisions]]<section>
<h2>Substitutions and decisions</h2>
<ul>
[[#decisions]]<li>[[kind|cap]]: [[what]], by [[by|list]], [[time|moment]] (event [[position]])[[?reason]]: [[reason]][[/]]</li>
[[/]]</ul>
</section>
[[/]]<section>
<h2>Announced against computed</h2>
<p>[[?shown.announced]]Announced: [[shown.announced]]. [[/]]Verdict: [[outcome.verdict|words]].</p>
[[#findings]]<p>[[severity|cap]]: [[where|told]]: [[what|told]].</p>
[[/]]</section>
<section class="scope">
<h2>Not checked</h2>
<ul>
[[#not_checked]]<li>[[.]]</li>
[[/]]</ul>
</section>
<footer>
<p>Check it: [[verifier.name]] [[verifier.version]], SHA-256 <code>[[verifier.sha256]]</code>. This page shows the certificate whose JSON has SHA-256 <code>[[shown.digest]]</code>; what is signed is that JSON, and a verifier makes this page again from it. Times are those of the show, [[shown.zone]].</p>
</footer>
</div>
</main>
</body>
</html>
"""


# ---------------------------------------------------------------------------------------------------------------------
# 44  How a certificate's page says the values of its JSON (certificate.md, section 3)
# ---------------------------------------------------------------------------------------------------------------------

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
MONTHS += ["November", "December"]
IN_WORDS = {
    "side_total": "the higher total of one side",
    "last_dance": "the marks of the last dance",
    "head_judge": "what the head judge ranked higher",
    "lot": "a lot",
    "manual": "a decision of two people",
    "marks": "marks added up",
    "votes": "votes added up",
    "weighted sum": "the points of both sides added up",
    "rank, standard ties": "the best gets most; level couples share the higher place",
    "follows": "what was announced follows from the events under the rulebook in force",
    "does not follow": "what was announced does NOT follow from the events under the rulebook in force",
    "undecided": "the outcome is undecided",
    "nothing announced": "nothing was announced yet",
}
STEPS = {
    "scores": "{Side}: {how}",
    "votes": "{Side}: {how}",
    "points": "Points of the {side}: {how}",
    "combine": "Combined: {how}",
    "tie": "Level on points, told apart by: {how}",
    "order": "The order: {how}",
    "select": "In danger: {how}",
    "second stage": "The second vote: {how}",
    "leave": "Who leaves: {how}",
}


def listed(names: list[str]) -> str:
    if len(names) < 2:
        return names[0] if names else "nobody"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def as_number(value: Json) -> str:
    """Exactly: 8, 8.5, 1,200,000; a fraction that four places do not hold as it is."""
    exact = Fraction(value)
    for places in range(5):
        scaled = abs(exact) * 10**places
        if scaled.denominator == 1:
            digits = f"{scaled.numerator:0{places + 1}d}"
            whole = f"{int(digits[: len(digits) - places]):,}"
            return f"{'-' if exact < 0 else ''}{whole}{'.' + digits[-places:] if places else ''}"
    return str(exact)


def as_points(value: Json) -> str:
    """Shares to two places of a percent, rounded half away from nothing; other points exactly."""
    exact = Fraction(value)
    if exact.denominator <= 10_000:
        return as_number(value)
    hundredths = (abs(exact) * 20_000 + 1) // 2
    sign = "-" if exact < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d} %"


def as_day(date: str) -> str:
    year, month, day = date.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}" if 1 <= int(month) <= 12 else date


def in_words(how: str) -> str:
    head, colon, rest = how.partition(":")
    return IN_WORDS.get(head, head.replace("_", " ")) + colon + rest


class Words:
    """The filters of the template, each a method, for one certificate."""

    def __init__(self, said: Json) -> None:
        self.names, self.judges, zone = said["couples"], said["scores"]["judges"], said["zone"]["offset"]
        fits = len(zone) == 6 and zone[0] in "+-" and zone[3] == ":" and (zone[1:3] + zone[4:]).isdecimal()
        demand(fits, "its offset from UTC is none")
        self.offset = (60 * int(zone[1:3]) + int(zone[4:])) * (-1 if zone[0] == "-" else 1)
        self.zone = f"UTC{zone.replace('-', chr(0x2212))}" if self.offset else "UTC"

    def n(self, value: Json) -> str:
        return "" if value is None else f"{int(value):,}"

    def number(self, value: Json) -> str:
        return "" if value is None else as_number(value)

    def points(self, value: Json) -> str:
        return "" if value is None else as_points(value)

    def sealed(self, value: Json) -> str:
        return "sealed" if value is None else as_number(value)

    def cap(self, value: Json) -> str:
        return str(value)[:1].upper() + str(value)[1:]

    def list(self, value: Json) -> str:
        return listed(value)

    def weeks(self, value: Json) -> str:
        return ("weeks " if len(value) > 1 else "week ") + listed([str(week) for week in value])

    def fours(self, value: Json) -> str:
        return " ".join(value[at : at + 8] for at in range(0, len(value), 8))

    def css(self, value: Json) -> str:
        kept = (char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}" for char in value)
        return "".join(kept)

    def reasons(self, value: Json) -> str:
        return "; ".join(f"{reason} {int(count):,}" for reason, count in value.items()) or "none"

    def mark(self, value: Json) -> str:
        stands, submitted = as_number(value["stands"]), as_number(value["submitted"])
        return stands if stands == submitted else f"{stands} (submitted: {submitted})"

    def words(self, value: Json) -> str:
        return in_words(value)

    def step(self, value: Json) -> str:
        clause, stage = value["clause"].split("."), value["stage"]
        side = clause[1] if clause[0] == "sides" and len(clause) > 1 else "sides"
        form = STEPS.get(stage, "{Stage}: {how}")
        words = {"Side": side.capitalize(), "side": side, "Stage": self.cap(stage), "how": in_words(value["how"])}
        return form.format(**words)

    def name(self, couple: Json) -> str:
        return str(self.names.get(couple, couple))

    def couples(self, value: Json) -> str:
        return listed([self.name(couple) for couple in value])

    def order(self, groups: Json) -> str:
        return " \u203a ".join(" = ".join(map(self.name, group)) for group in groups if group)

    def ahead(self, groups: Json) -> str:
        named = [self.couples(group) for group in groups]
        behind = ", who came out ahead of ".join(named[1:])
        return f"{named[0]} came out ahead of {behind}" if behind else named[0]

    def channels(self, places: Json) -> str:
        return listed([
            channel + (f" of {body}" if body != "viewers" else "") + (f" in batches {batches}" if batches else "")
            for channel, body, batches in places
        ])  # fmt: skip

    def asif(self, claim: Json) -> str:
        """Which votes count in a claim that other votes would have changed nothing."""
        channel = claim["channel"]
        if claim["as_if"] == "without":
            return f"without the votes by {channel}"
        return f"with the votes by {channel} as well, which are void" if channel else "with the void batches as well"

    def decided(self, step: Json) -> str:
        if step["stage"] in ("order", "places", "tie", "second stage"):
            return self.order(step["groups"])
        return self.couples([couple for group in step["groups"] for couple in group])

    def values(self, compared: Json) -> str:
        return "; ".join(f"{self.name(couple)} {as_points(value)}" for couple, value in compared)

    def margin(self, value: Json) -> str:
        if value["witness"] is None:
            return "no number was found that changes it" if value["why"] else "no number changes it"
        bounds = [f"{int(votes):,}" for votes in (value["at_least"], value["at_most"]) if votes is not None]
        return f"{' to '.join(dict.fromkeys(bounds))} ({self.couples([couple for couple, _ in value['witness']])})"

    def differs(self, value: Json) -> str:
        without = value["without_it"]
        if value["outcome_differs"] is None:
            return "Whether the outcome would differ was not worked out."
        if not value["outcome_differs"]:
            but = ", with other couples in danger" if value["bottom_differs"] else ""
            return f"Without this the outcome is the same{but}."
        if without is None:
            return "WITHOUT THIS THE OUTCOME DIFFERS."
        told = "the places would be others" if without["places"] else f"{self.couples(without['leaving'])} would leave"
        told = told if without["status"] == "decided" else f"it would be {without['status']}"
        return f"WITHOUT THIS THE OUTCOME DIFFERS: {told}."

    def judge(self, value: Json) -> str:
        return str(self.judges.get(value, value))

    def onemark(self, value: Json) -> str:
        witness = value["witness"]
        if witness is None:
            return "no single mark changes it"
        dance = self.names.get(witness["dance"].rsplit(".", 1)[-1], witness["dance"])
        who = f"{self.judge(witness['judge'])} for {dance}" if witness["judge"] else dance
        return f"{who}: {as_number(witness['was'])} to {as_number(witness['becomes'])}"

    def told(self, value: Json) -> str:
        """A finding, with couples and judges called as on screen."""
        called = {**self.judges, **self.names}
        known = sorted((each for each in called if len(each) > 2), key=lambda each: (-len(each), each))
        form = rf"(?:\b\d+\.[\w-]+\.)?\b({'|'.join(map(re.escape, known))})\b"
        return re.sub(form, lambda found: str(called[found[1]]), value) if known else str(value)

    def moment(self, value: Json) -> str:
        if not value:
            return "no time"
        shown = datetime.fromisoformat(value[:19]) + timedelta(minutes=self.offset)
        return f"{as_day(shown.date().isoformat())}, {shown:%H:%M:%S} {self.zone}"


# ---------------------------------------------------------------------------------------------------------------------
# 45  The pictures of a certificate's page, drawn again (certificate.md, section 3)
# ---------------------------------------------------------------------------------------------------------------------

ACROSS, MOST_SHADES = 1000, 6


def drawn_again(said: Json) -> dict[str, Json]:
    """Both pictures of a page; a picture that shows nothing is none."""
    return {"adding": _added_up(said), "close": None if said["sealed"] else _how_close(said["margins"])}


def _added_up(said: Json) -> Json:
    sides, standings = said["outcome"]["sides"], said["outcome"]["standings"]
    known = [at for at in range(len(sides)) if None not in [line["points"][at] for line in standings]]
    if not known or not standings:
        return None
    shown = [[Fraction(line["points"][at]) for at in known] for line in standings]
    named = [(1 + at % MOST_SHADES, sides[at]) for at in known]
    among = listed([name for _, name in named])
    note = (
        f"Each bar holds the points of {among}, in this order."
        if named[1:]
        else f"Each bar holds the points of {among}."
    )
    if any(value < 0 for values in shown for value in values):
        return None
    totals = [None if line["combined"] is None else Fraction(line["combined"]) for line in standings]
    if None not in totals and totals != [sum(values) for values in shown]:
        shown, named = [[total] for total in totals if total is not None], [(1, "combined")]
        note = "The sides have weights: each bar holds the combined points."
    longest = max(sum(values) for values in shown)
    if longest <= 0 or any(value < 0 for values in shown for value in values):
        return None
    rows = []
    for line, values, total in zip(standings, shown, totals, strict=True):
        words = [as_points(value) for value in values]
        adds = f" = {as_points(total)}" if total is not None and len(words) > 1 else ""
        result = line["result"]
        rows.append({
            "who": said["couples"].get(line["couple"], line["couple"]),
            "told": ", ".join(f"{name} {word}" for (_, name), word in zip(named, words, strict=True)),
            "bars": list(_laid([shade for shade, _ in named], values, longest)),
            "sum": " + ".join(words) + adds,
            "result": "" if result in ("safe", "not known") else result,
        })  # fmt: skip
    note += " What is sealed is not shown." if said["sealed"] else ""
    return {"note": note, "key": [{"shade": shade, "name": name} for shade, name in named], "rows": rows}


def _how_close(margins: Json) -> Json:
    asked = [(each["question"], unit) for each in (margins or {}).get("questions", ()) for unit in each["units"]]
    asked = [(question, unit) for question, unit in asked if unit["disturbed"]["at_most"] is not None]
    longest = max([int(unit["disturbed"]["at_most"]) for _, unit in asked], default=0)
    rows = []
    for question, unit in asked:
        enough, short = int(unit["disturbed"]["at_most"]), int(unit["disturbed"]["at_least"] or 0)
        votes = f"{enough:,}" if short == enough else f"{short:,} to {enough:,}"
        who = f"{question[:1].upper()}{question[1:]}: votes {unit['unit']}"
        bars = list(_laid([1, 0], [Fraction(short), Fraction(enough - short)], longest)) if longest > 0 else []
        rows.append({"who": who, "told": f"{votes} votes", "bars": bars, "sum": votes})
    parted = [row for row in rows if any(bar["shade"] == 0 for bar in row["bars"])]
    return {"open": bool(parted), "rows": rows} if longest > 0 else None


def _laid(shades: list[int], values: list[Fraction], longest: Fraction | int) -> Iterator[Json]:
    """Bars one behind the other, from the nearest unit to the nearest, in the middle the higher."""
    reached, begins = Fraction(0), 0
    for shade, value in zip(shades, values, strict=True):
        reached += value
        units = reached * ACROSS / longest
        ends = (units + Fraction(1, 2)).__floor__()
        if ends > begins:
            yield {"shade": shade, "x": begins, "width": ends - begins}
        begins = ends


# ---------------------------------------------------------------------------------------------------------------------
# 46  The code on a certificate's page: QR version 4, level M, alphanumeric, mask 0 (ISO/IEC 18004), as the path of an SVG
# ---------------------------------------------------------------------------------------------------------------------

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
SIDE = 33
FORMAT_BITS = "101010000010010"
"""Level M with mask 0, most significant bit first."""


def field_product(one: int, other: int) -> int:
    """In the field of 256 elements with the polynomial 0x11D."""
    product = 0
    for place in range(8):
        if other >> place & 1:
            product ^= one << place
    for place in range(14, 7, -1):
        if product >> place & 1:
            product ^= 0x11D << (place - 8)
    return product


def check_bytes(block: list[int]) -> list[int]:
    """The 18 check bytes of a block: a shift register fed with it."""
    generator, root = [1], 1
    for _ in range(18):
        longer = [*generator, 0]
        for at, value in enumerate(generator):
            longer[at + 1] ^= field_product(value, root)
        generator, root = longer, field_product(root, 2)
    register = [0] * 18
    for value in block:
        factor = value ^ register[0]
        register = [
            held ^ field_product(factor, each) for held, each in zip([*register[1:], 0], generator[1:], strict=True)
        ]
    return register


def qr_bits(text: str) -> str:
    """All bits in the order they are placed."""
    demand(len(text) <= 90 and not set(text) - set(LETTERS), "a code cannot hold that")
    bits = f"0010{len(text):09b}"
    for at in range(0, len(text), 2):
        pair = [LETTERS.index(letter) for letter in text[at : at + 2]]
        bits += f"{pair[0] * 45 + pair[1]:011b}" if len(pair) == 2 else f"{pair[0]:06b}"
    bits = (bits + "0000")[:512]
    bits += "0" * (-len(bits) % 8)
    data = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    data += ([0xEC, 0x11] * 32)[: 64 - len(data)]
    halves = data[:32], data[32:]
    ends = check_bytes(halves[0]), check_bytes(halves[1])
    placed = chain(*zip(*halves, strict=True), *zip(*ends, strict=True))
    return "".join(f"{value:08b}" for value in placed)


def fixed_modules() -> dict[tuple[int, int], bool]:
    """What stands whatever the text is, by column and row."""
    held = {(x, 6): x % 2 == 0 for x in range(SIDE)} | {(6, y): y % 2 == 0 for y in range(SIDE)}
    for across, down in ((3, 3), (29, 3), (3, 29)):
        for x in range(max(0, across - 4), min(SIDE, across + 5)):
            for y in range(max(0, down - 4), min(SIDE, down + 5)):
                held[x, y] = max(abs(x - across), abs(y - down)) in (0, 1, 3)
    for x in range(24, 29):
        for y in range(24, 29):
            held[x, y] = max(abs(x - 26), abs(y - 26)) in (0, 2)
    first = [(8, y) for y in (0, 1, 2, 3, 4, 5, 7, 8)] + [(x, 8) for x in (7, 5, 4, 3, 2, 1, 0)]
    second = [(x, 8) for x in range(32, 24, -1)] + [(8, y) for y in range(26, 33)]
    for places in (first, second):
        held |= {place: bit == "1" for place, bit in zip(places, reversed(FORMAT_BITS), strict=True)}
    return held | {(8, 25): True}


def qr_path(text: str) -> str:
    """The dark modules, each run of a row as one rectangle."""
    held, bits = fixed_modules(), iter(qr_bits(text))
    for turn, right in enumerate((*range(32, 7, -2), 5, 3, 1)):
        for y in range(32, -1, -1) if turn % 2 == 0 else range(SIDE):
            for x in (right, right - 1):
                if (x, y) not in held:
                    held[x, y] = (next(bits, "0") == "1") != ((x + y) % 2 == 0)
    path = ""
    for y in range(SIDE):
        dark = [held[x, y] for x in range(SIDE)]
        for is_dark, run in groupby(range(SIDE), key=dark.__getitem__):
            columns = list(run)
            path += f"M{columns[0]} {y}h{len(columns)}v1H{columns[0]}z" if is_dark else ""
    return path


# ---------------------------------------------------------------------------------------------------------------------
# 47  What was said on air: against what follows, or, where counts are hidden, against what was certified
# ---------------------------------------------------------------------------------------------------------------------


def check_announced_as_certified(season: Season, number: int, findings: Findings) -> None:
    """What was said on air against the last certificate, where counts are hidden and nothing can be computed."""
    week = season.weeks[number]
    if not week.certified:
        return
    said, fact = week.announced(), week.certified[-1].fact
    where = max((event.position for event in week.announcements), default=None)
    if "eliminated" in said and set(said["eliminated"]) != set(fact["leaving"]):
        told = f"announced as leaving: {', '.join(said['eliminated'])}; certified: {', '.join(fact['leaving']) or 'nobody'}"
        findings.add("announced", told, where, number)
    placed = fact.get("placed") or [line for line in fact.get("standings", ()) if line["result"] == "placed"]
    if "places" in said and placed and set(said["places"]) != {(line["couple"], line["place"]) for line in placed}:
        findings.add("announced", "the places announced are not those certified", where, number)
    danger = fact.get("in_danger") or fact.get("bottom")
    if "danger" in said and danger and set(said["danger"]) != set(danger):
        findings.add("danger", "the couples announced in danger are not those certified", where, number)
    if set(said.get("saved", ())) - set(fact["saved"]) and not placed:
        findings.add("danger", "a couple announced as saved is not one certified", where, number)


def check_announced(season: Season, number: int, findings: Findings) -> None:
    """What was said on air against what follows. Danger and saves announced need not be the true ones."""
    week, adopted = season.weeks[number], season.rulebook(number)
    if adopted is None:
        return
    said, outcome = week.announced(), outcome_of(season, number)
    where = max((event.position for event in week.announcements), default=None)
    form = next((form for form in adopted.fact["rulebook"]["forms"] if form["name"] == week.opened["form"]), None)
    if week.cancelled is not None or (form and form["select"]["kind"] == "nobody"):
        if said.get("eliminated"):
            findings.add(
                "announced", "somebody was announced as leaving in a week in which nobody leaves", where, number
            )
        return
    settled = outcome.status != "not tabulated" and all(need.clause.endswith(".second_stage") for need in outcome.needs)
    if settled and "danger" in said and outcome.bottom and set(said["danger"]) != set(outcome.bottom):
        findings.add("danger", "the couples announced in danger are not those computed", where, number)
    if outcome.status != "decided":
        return
    if "eliminated" in said and set(said["eliminated"]) != set(outcome.leaving):
        told = (
            f"announced as leaving: {', '.join(said['eliminated'])}; computed: {', '.join(outcome.leaving) or 'nobody'}"
        )
        findings.add("announced", told, where, number)
    places = {(line["couple"], line["place"]) for line in outcome.standings()}
    if "places" in said and outcome.placed and set(said["places"]) != places:
        findings.add("announced", "the places announced are not those computed", where, number)
    if set(said.get("saved", ())) - set(outcome.saved) and not outcome.placed:
        findings.add("danger", "a couple announced as saved is not one computed", where, number)


# ---------------------------------------------------------------------------------------------------------------------
# 48  The end of a season's openings: when two people may destroy them, and that nothing is recorded of the season afterwards
# ---------------------------------------------------------------------------------------------------------------------


def must_have_openings(season: Season) -> None:
    """Raises where the openings were destroyed before."""
    gone = season.destroyed
    demand(
        gone is None,
        f"its openings were destroyed at event {gone.position if gone else 0}, and nothing more is recorded",
    )


def must_be_over(event: Event, season: Season) -> None:
    """Raises where openings are destroyed while somebody may still have to look at a count."""
    settled = event.fact["settled"]
    demand(not season.historic, "a historic season has no openings")
    demand(settled == sorted(set(settled)), "disputes are named once, in order")
    for number, week in season.weeks.items():
        demand(week.closed, f"week {number} is open")
    last = max(season.weeks, default=0)
    certified = season.weeks[last].certified if last else []
    stands = not certified or touched_since(season, last) <= certified[-1].position
    demand(stands, f"the certificate of week {last} does not stand")
    for number, proposal in season.proposals.items():
        demand(proposal.settled or proposal.does == "destroy-openings", f"proposal {number} is open")
    disputes = [position for position, said in season.said.items() if said.type == "announcement-disputed.v1"]
    demand(sorted(disputes) == settled, "disputes are open, or none of those named is one")


# ---------------------------------------------------------------------------------------------------------------------
# 49  A certificate's page, made again: the one template, filled from the JSON (certificate.md, section 3)
# ---------------------------------------------------------------------------------------------------------------------

FILTERS = {"names": "couples"}
"""Filters whose method has another name."""
_PLACE = re.compile(r"\[\[(?:([#?^])([\w.]+)|(/)|([\w.]+)(?:\|(\w+))?)\]\]")
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
OLDEST_PAGE, NEWEST_PAGE = 3, 5
"""The templates that are known: from 4 on with pictures, from 5 on with a style for paper."""


def page_again(text: str, said: Json, version: int = NEWEST_PAGE) -> bytes:
    """The page of a certificate's JSON."""
    words, shown = Words(said), _in_other_words(said, digest(text.encode()))
    drawn = drawn_again(said) if version > 3 else {}
    of_version = {"page": version, "pictured": any(drawn.values()), "for_paper": version > 4}
    around = [said, {"shown": {**shown, **drawn, **of_version}}]
    template = PAGE_TEMPLATE.replace("[[stylesheet]]", PAGE_STYLE)
    tokens = _PLACE.split(template)  # text, then the five groups of a mark, and so on
    return "".join(_fill(tokens, 0, len(tokens), around, words)).encode()


def _fill(tokens: list[str], at: int, end: int, around: list[Json], words: Words) -> Iterator[str]:
    """What stands between two places of the template; each block is walked as often as it stands."""
    while at < end:
        yield tokens[at]
        if at + 1 >= end:
            return
        kind, block, _, path, named = tokens[at + 1 : at + 6]
        at += 6
        if kind:
            close = _close(tokens, at)
            value = _value(block, around)
            if kind == "#":
                for each in value or ():
                    yield from _fill(tokens, at, close, [*around, each], words)
            elif bool(value) == (kind == "?"):
                yield from _fill(tokens, at, close, around, words)
            at = close + 5
        else:
            value = _value(path, around)
            said = getattr(words, FILTERS.get(named, named))(value) if named else "" if value is None else str(value)
            yield escape(said, quote=True)


def _close(tokens: list[str], at: int) -> int:
    """One past the text before the mark that closes a block."""
    depth = 1
    while True:
        kind, _, closes = tokens[at + 1 : at + 4]
        depth += 1 if kind else -1 if closes else 0
        if depth == 0:
            return at + 1
        at += 6


def _value(path: str, around: list[Json]) -> Json:
    if path == ".":
        return around[-1]
    first, *rest = path.split(".")
    value = next((held[first] for held in reversed(around) if isinstance(held, dict) and first in held), None)
    for name in rest:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _in_other_words(said: Json, sha256_of_json: str) -> dict[str, Json]:
    """What the page says in other words than the JSON."""
    verb, large, rest = _ends(said)
    zone, dates = said["zone"], [held["date"] for held in said["episodes"] if held["week"] == said["week"]]
    placed = any(line["result"] == "placed" for line in said["outcome"]["standings"])
    roles = zip(said["certified"]["by"], ("proposed", "approved"), strict=False)
    return {
        "digest": sha256_of_json,
        "short": sha256_of_json[:16],
        "code": qr_path(f"GLITTERBALL:SHA256:{sha256_of_json.upper()}"),
        "rehearsal": said["mode"] == "rehearsal",
        "when": listed([as_day(date) for date in dates if date]) if any(dates) else "",
        "verb": verb,
        "large": large,
        "rest": rest,
        "alarm": "" if said["stands"] else _why_not(said),
        "announced": "; ".join(_announced(said)),
        "signers": [{"who": who, "did": did} for who, did in roles],
        "judges": list(said["scores"]["judges"].values()),
        "grouped": any(len(group) > 1 for group in said.get("proof", {}).get("groups", ())),
        "alike": "The places are the same" if placed else "The same couples leave",
        "zone": zone["name"] if zone["offset"] == "+00:00" else f"{zone['name']} (UTC{zone['offset']})",
    }


def _ends(said: Json) -> tuple[str, str, str]:
    """The verb of the declaration, the names set large, what stands under them."""
    outcome, names = said["outcome"], said["couples"]
    if outcome["status"] != "decided":
        return "it is not decided", "", ""
    placed = [(line["place"], names[line["couple"]]) for line in outcome["standings"] if line["result"] == "placed"]
    if placed:
        winners = [name for place, name in placed if place == 1]
        others = [f"{place}. {name}" for place, name in placed if place != 1]
        return f"the winner{'s are' if len(winners) > 1 else ' is'}", listed(winners), " \u00b7 ".join(others)
    leaving, saved = ([names[couple] for couple in outcome[key]] for key in ("leaving", "saved"))
    if not leaving:
        return "no couple leaves", "All couples dance on", ""
    bottom = len(outcome["bottom"])
    count = COUNTED[bottom] if bottom < len(COUNTED) else str(bottom)
    out_of = f" from the bottom {count}" if outcome["bottom"] else ""
    stay = f"{listed(saved)} stay{'s' if len(saved) == 1 else ''}{out_of}" if saved else ""
    return "these couples leave" if len(leaving) > 1 else "one couple leaves", listed(leaving), stay


def _why_not(said: Json) -> str:
    why = [f"{found['where']}: {found['what']}" for found in said["findings"] if found["severity"] == "error"]
    why += ["the outcome is not decided"] if said["outcome"]["status"] != "decided" else []
    return "; ".join(why) or "what was announced does not follow"


def _announced(said: Json) -> Iterator[str]:
    held, names = said["announced"], said["couples"]
    for what, key in (("in danger", "danger"), ("saved", "saved"), ("leaving", "eliminated")):
        if held[key] is not None:
            yield f"{what}: {listed([names.get(couple, couple) for couple in held[key]])}"
    if held["places"]:
        yield f"places: {', '.join(f'{place} {names.get(couple, couple)}' for couple, place in held['places'])}"


def wrong_with_page(page: bytes, text: str, said: Json) -> str:
    """What is wrong with a page; `newer` where it is filled from a template newer than this file's."""
    stated = re.search(rb'<meta name="generator" content="glitterball\.page\.v([1-9][0-9]{0,3})">', page[:4096])
    version = int(stated[1]) if stated else NEWEST_PAGE
    try:
        if page_again(text, said, version if OLDEST_PAGE <= version <= NEWEST_PAGE else NEWEST_PAGE) == page:
            return ""
    except (Wrong, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return "no page can be made from the JSON"
    return "newer" if version > NEWEST_PAGE else "the page is not the one its JSON gives"


# ---------------------------------------------------------------------------------------------------------------------
# 50  Whether a certification stands, as far as it can be said without a count of votes
# As long as nothing has changed what it rests on, what follows is what was certified; once something has, that takes the counts.
# ---------------------------------------------------------------------------------------------------------------------

RESULTS_SAID = ("couple-eliminated.v1", "places-awarded.v1")


@dataclass(frozen=True)
class Standing:
    """The last certification of a week: where it is, what changed what it rests on, what else speaks against it, and the last
    delivery since, which takes the counts."""

    certified: int
    touched: int
    against: str
    delivered: int

    def wrong_with(self, said: Json) -> Iterator[str]:
        """Where a certificate says otherwise of its standing."""
        stated, stands = said["certified"]["position"], said["stands"]
        if type(stated) is not int or stated != self.certified:
            yield f"it is about event {stated}, and the week was certified at event {self.certified} when it was made"
        if stands is True and (self.touched or self.against):
            why = f"event {self.touched} changed what it rests on" if self.touched else self.against
            yield f"it says that it stands, and {why}"
        if stands is False and not (self.touched or self.against or self.delivered):
            yield "it says that it does not stand, and nothing that was recorded explains why"
        if type(stands) is not bool:
            yield "it does not say whether it stands"


def standing_of(season: Season, number: int, delivered: dict[int, int]) -> Standing:
    """How the last certification of a week stands; `delivered` is by week the last delivery."""
    week = season.weeks[number]
    last, touched = week.certified[-1].position, touched_since(season, number)
    since = max((delivered.get(voted, 0) for voted in week.opened["votes_from"]), default=0)
    return Standing(last, touched if touched > last else 0, _against(season, number), since if since > last else 0)


def nobody_leaves(season: Season, number: int) -> bool:
    """Whether nobody leaves whatever the votes: by the form of the week, or because the elimination was cancelled."""
    week, adopted = season.weeks[number], season.rulebook(number)
    forms = adopted.fact["rulebook"]["forms"] if adopted else []
    form: Json = next((form for form in forms if form["name"] == week.opened["form"]), None)
    return week.cancelled is not None or (form is not None and form["select"]["kind"] == "nobody")


def announced_too_early(season: Season, number: int) -> bool:
    """Whether who left was said before it was certified, other than in history."""
    week = season.weeks[number]
    first = week.certified[0].position
    early = (event.type in RESULTS_SAID and event.position < first for event in week.announcements)
    return not season.historic and not nobody_leaves(season, number) and any(early)


def _against(season: Season, number: int) -> str:
    if _announced_otherwise(season, number):
        return "what was announced is not what was certified"
    if announced_too_early(season, number):
        return "the result was announced before it was certified"
    if not season.historic and not is_ready(season, number, False, season.time):
        return "something keeps the week from being certified"
    return ""


def _announced_otherwise(season: Season, number: int) -> bool:
    """Who was said to leave, or the places, against the certification; nothing was said, and nothing is otherwise."""
    week = season.weeks[number]
    said, fact = week.announced(), week.certified[-1].fact
    left, places = said.get("eliminated"), said.get("places")
    if nobody_leaves(season, number):
        return bool(left)
    if left is not None and set(left) != set(fact["leaving"]):
        return True
    if not left and places is None:
        return False
    placed = fact.get("placed") or [line for line in fact.get("standings", ()) if line["result"] == "placed"]
    if placed:
        return places is None or set(places) != {(line["couple"], line["place"]) for line in placed}
    return set(left or ()) != set(fact["leaving"])


# ---------------------------------------------------------------------------------------------------------------------
# 51  What was said on air, as groups of couples, best first: the claims that may be proved
# ---------------------------------------------------------------------------------------------------------------------

Groups = list[list[str]]


def announced_groups(form: Json, period: Period, said: Json) -> list[Groups]:
    """Every way to read the announcements as a claim; refuses a form the order alone does not end, and what was not said."""
    kind = form["select"]["kind"]
    if period.cancelled or kind not in ("everyone_placed", "lowest", "top_safe", "wildcard"):
        raise Wrong("rule-not-provable: nobody leaves, or not by the order of the couples")
    if kind == "everyone_placed":
        return [_placed(period, said)]
    eligible = sorted(set(period.couples) - set(period.immune))
    couples, there = form["select"]["couples"], len(eligible)
    size = min(couples, there) if kind == "lowest" else max(there - couples - form["select"].get("wildcards", 0), 0)
    danger, leaving = set(said.get("danger", ())), set(said.get("eliminated", ()))
    demand(size, "rule-not-provable: nobody is in danger")
    fits = len(leaving) == min(form["leave"], size) and leaving <= set(eligible)
    demand(fits, "not-announced: who leaves was not said, or not as many as the form says")
    told = len(danger) == size and leaving <= danger <= set(eligible)
    if "second_stage" in form:
        demand(told, "not-announced: who was in danger was not said, or not as many as the form says")
        return [
            _grouped(eligible, danger - set(out), set(out))
            for out in combinations(sorted(leaving), min(form["out_at_once"], size))
            if _is_kept(form, period, danger, leaving, set(out))
        ]
    claims = [_grouped(eligible, set(), leaving)]
    return [*claims, _grouped(eligible, danger - leaving, leaving)] if told else claims


def saved_by_viewers(form: Json, said: Json) -> tuple[str, list[str]] | None:
    """The voting bodies of an instant save and whom it kept, as announced; nothing where it decides nothing."""
    stage, leaving = form.get("second_stage", {}), said.get("eliminated", ())
    kept = sorted(set(said.get("danger", ())) - set(leaving))
    if stage.get("kind") != "viewers_save" or not kept or len(leaving) <= form["out_at_once"]:
        return None
    return stage["bodies"], kept


def left_by_the_save(form: Json, said: Json, groups: Groups) -> list[str]:
    """Who left, but for those of the claim who were out at once."""
    return sorted(set(said["eliminated"]) - set(groups[-1] if form["out_at_once"] else ()))


def _grouped(eligible: Sequence[str], staying: set[str], out: set[str]) -> Groups:
    safe = [couple for couple in eligible if couple not in staying | out]
    return [group for group in (safe, sorted(staying), sorted(out)) if group]


def _placed(period: Period, said: Json) -> Groups:
    places = said.get("places", ())
    whole = sorted(couple for couple, _ in places) == sorted(period.couples)
    demand(whole, "not-announced: not every couple's place was said, once")
    levels = sorted({place for _, place in places})
    return [sorted(couple for couple, place in places if place == level) for level in levels]


def _is_kept(form: Json, period: Period, danger: set[str], leaving: set[str], out: set[str]) -> bool:
    """Whether the second stage, between those in danger but for `out`, keeps exactly those that do not leave."""
    stage, candidates = form["second_stage"], sorted(danger - out)
    if stage["kind"] == "viewers_save":
        return True  # whom it keeps is proved of its own votes
    places = len(candidates) - (form["leave"] - len(out))
    if places < 1:
        return leaving == danger
    verdict = Ending(form, period, Outcome("decided", period.couples), []).judges_keep(stage, candidates, places)
    return not verdict.needs and set(verdict.kept) == danger - leaving


def follows_from_points(rulebook: Json, period: Period, said: Json, groups: Groups, proved: Json) -> bool:
    """Whether the groups follow from the points that voting bodies gave: of each body those placed, and in what order.

    Counts that give the same order give the same points, so n, n-1 and so on stand for those nobody is shown.
    """
    many = len(period.couples)
    votes = [
        BodyVotes(body["body"], [_standing_in(couple, body["placed"], many) for couple in period.couples], [])
        for body in proved
    ]
    shown = Period(**{**vars(period), "votes": votes})
    outcome = tabulate(rulebook, shown)
    if outcome.status != "decided":
        return False
    if outcome.placed:
        return [sorted(group) for group in outcome.order] == groups
    told = len(groups) < 3 or {couple for group in groups[1:] for couple in group} == set(outcome.bottom)
    return told and set(outcome.leaving) == set(said.get("eliminated", ()))


def _standing_in(couple: str, placed: Sequence[str], many: int) -> int:
    return many - placed.index(couple) if couple in placed else 0


# ---------------------------------------------------------------------------------------------------------------------
# 52  What the events say of a certified week, in the words of a certificate: as much of it as this file works out
# ---------------------------------------------------------------------------------------------------------------------


def answer_for(season: Season, event: Event) -> list[str]:
    """Who proposed what an event records, and who approved it right before it; or who said it."""
    names = [f"{event.actor['name']} ({event.actor['role']})"]
    for proposal in season.proposals.values():
        settled = proposal.settled
        if settled and settled.sequence + 1 == event.sequence and settled.type in APPROVED:
            return [f"{settled.fact['proposed_by']} ({settled.fact['proposed_as']})", *names]
    return names


def of_the_season(season: Season, number: int) -> Iterator[tuple[str, Json]]:
    """Fields of a certificate by their path: season, week, hours, rulebook, announcement."""
    opened, week = season.opened, season.weeks[number]
    rehearsal = "REHEARSAL: synthetic votes. This is not the result of a broadcast."
    yield "mode", opened["mode"]
    yield "notice", rehearsal if opened["mode"] == "rehearsal" else ""
    for name in ("show", "season", "number", "venue"):
        yield name, opened.get(name)
    from_weeks = {*week.opened["scores_from"], *week.opened["votes_from"], number} & season.weeks.keys()
    yield (
        "episodes",
        [
            {"week": other, "number": shown["number"], "date": shown.get("date"), "theme": shown.get("theme")}
            for other in sorted(from_weeks)
            for shown in season.weeks[other].opened["episodes"]
        ],
    )
    yield "scores_from", week.opened["scores_from"]
    yield "votes_from", week.opened["votes_from"]
    yield "windows", [window for other in week.opened["votes_from"] for window in _window(season, other)]
    yield from _rulebook(season, number)
    said = week.announced()
    yield "announced.danger", said.get("danger")
    yield "announced.saved", said.get("saved")
    yield "announced.eliminated", said.get("eliminated")
    yield "announced.places", [list(pair) for pair in said["places"]] if "places" in said else None


def _window(season: Season, number: int) -> Iterator[Json]:
    week = season.weeks.get(number)
    if week is None or week.voting is None:
        return
    stands = week.windows[-1].fact if week.windows else week.voting.fact
    yield {
        "week": number,
        "opens": stands.get("opens"),
        "closes": stands.get("closes"),
        "opened": {"position": week.voting.position, "time": week.voting.time},
        "sealed": {
            "position": week.seal.position if week.seal else None,
            "time": week.seal.time if week.seal else None,
        },
    }


def _rulebook(season: Season, number: int) -> Iterator[tuple[str, Json]]:
    adopted = season.rulebook(number)
    if adopted is None:
        return
    book = adopted.fact["rulebook"]
    yield "rulebook.ref", f"{book['id']}@{book['version']}"
    yield "rulebook.title", book["title"]
    yield "rulebook.sha256", adopted.fact["sha256"]
    yield "rulebook.adopted", {"position": adopted.position, "time": adopted.time}
    yield "rulebook.from_week", adopted.fact["from_week"]
    yield "rulebook.by", answer_for(season, adopted)
    form = season.weeks[number].opened["form"]
    yield "rulebook.form", form
    yield "rulebook.says", next((each["says"] for each in book["forms"] if each["name"] == form), "")
    yield "rulebook.assumptions", [_assumed(each) for each in book.get("assumptions", ())]


def _assumed(stated: Json) -> Json:
    """An assumption, with its other readings in words."""
    readings = [_reading(json.loads(reading)) for reading in stated["alternatives"]]
    return {**{name: stated[name] for name in ("name", "clause", "says")}, "alternatives": readings}


def _reading(value: Json) -> str:
    """What would stand in a clause instead: `dense`, `rank (ties dense)`, `the viewers' total; lot`."""
    if isinstance(value, list):
        return "; ".join(map(_reading, value)) or "nothing"
    if not isinstance(value, dict):
        return value if isinstance(value, str) else json.dumps(value)
    side = value.get("side")
    if value.get("kind") == "side_total" and isinstance(side, str):
        return f"the {side}' total" if side.endswith("s") else f"the total of {side}"
    rest = ", ".join(f"{name} {_reading(part)}" for name, part in value.items() if name not in ("kind", "source"))
    return " ".join(part for part in (str(value.get("kind", "")), f"({rest})" if rest else "") if part)


def of_the_votes(season: Season, number: int) -> list[Json]:
    """What each gateway delivered, by channel and voting body."""
    rows = []
    for voted in season.weeks[number].opened["votes_from"]:
        week, tally = season.weeks.get(voted), season.tallies.get(voted, Tally())
        if week is None:
            continue
        lines = week.voting.fact["gateways"] if week.voting is not None else ()
        expected = {line["gateway"]: line["channels"] for line in lines}
        for name in sorted(expected.keys() | tally.gateways.keys()):
            gateway = tally.gateways.get(name, Gateway())
            cells: list[tuple[str, Json, Channel]] = [(*key, held) for key, held in gateway.channels.items()]
            there = {channel for channel, _ in gateway.channels}
            cells += [(channel, None, Channel()) for channel in expected.get(name, ()) if channel not in there]
            rows += [
                _row(week, voted, name, gateway, cell)
                for cell in sorted(cells, key=lambda cell: (cell[0], cell[1] or ""))
            ]
    return rows


def _row(week: Week, number: int, name: str, gateway: Gateway, cell: tuple[str, Json, Channel]) -> Json:
    channel, body, held = cell
    voids = [void.fact for (source, _), void in week.voids.items() if source == name]
    return {
        "week": number,
        "gateway": name,
        "channel": channel,
        "body": body,
        "batches": held.batches,
        "received": str(held.received),
        "accepted": str(held.accepted),
        "rejected": {reason: str(held.reasons[reason]) for reason in sorted(held.reasons)},
        "late": str(held.late),
        "voided": channel in week.void_channels,
        "voided_batches": sum((void["channel"], void["body"]) == (channel, body) for void in voids),
        "after_the_seal": {"batches": gateway.behind, "votes": str(gateway.behind_votes)},
        "missing": gaps_in(gateway),
        "manifest": _as_the_manifest_says(gateway, channel),
    }


def _as_the_manifest_says(gateway: Gateway, channel: str) -> str:
    """Whether the closing manifest states of a channel what arrived."""
    if gateway.manifest is None:
        return "awaited"
    held = [counted for (name, _), counted in gateway.channels.items() if name == channel]
    arrived = [sum(getattr(counted, part) for counted in held) for part in ("received", "accepted", "rejected", "late")]
    stated = [total for total in gateway.manifest["totals"] if total["channel"] == channel][-1:]
    said = [
        [total["received"], total["accepted"], sum_of(total["rejected"]), total["late"]]
        for total in stated or [NOTHING]
    ]
    complete = not gaps_in(gateway) and gateway.last <= gateway.manifest["batches"]
    return "agrees" if complete and said == [arrived] else "differs"


NOTHING: Json = {"received": 0, "accepted": 0, "rejected": [], "late": 0}
"""What a manifest states of a channel it does not name."""


def called(season: Season, couple: str, week: int, until: int | None = None) -> set[str]:
    """What a couple may be called on a certificate: by first names, or in full where two couples would read the same.

    It is who danced in the week, as was said before an event if one is named.
    """
    who = season.people_of(couple, week, until)
    pair = (who["celebrity"], who.get("professional") or "")
    first = [name.split()[0] if name.split() else name for name in pair]
    names = {" & ".join(name for name in names if name) for names in (first, pair)}
    return names | {f"{name} ({couple})" for name in names}


# ---------------------------------------------------------------------------------------------------------------------
# 53  A week's votes as if something else had counted: without a channel, with a void one, with void batches (decision 0033)
# ---------------------------------------------------------------------------------------------------------------------

EXCLUSION_PROVED = "exclusion-proved.v1"
"""The event type of a proof that the same couples leave, as if something else had counted."""


def as_if_says(fact: Json) -> str:
    """In which words a claim names what would have been otherwise."""
    channel = fact.get("channel")
    if fact["as_if"] == "without":
        return f"without channel {channel}"
    return f"also with channel {channel}, which is void" if channel else "also with the batches that are void"


def voting_weeks(season: Season, number: int, fact: Json) -> dict[int, Week]:
    """The weeks whose votes count towards one, as the fact takes them to have been; refuses what would change nothing."""
    voted = sorted(set(season.weeks[number].opened["votes_from"]) & season.weeks.keys())
    weeks = {earlier: season.weeks[earlier] for earlier in voted}
    if "as_if" not in fact:
        return weeks
    possible = any(_is_possible(season, earlier, week, fact) for earlier, week in weeks.items())
    demand(possible, f"nothing would be otherwise {as_if_says(fact)}")
    return {earlier: _otherwise(week, fact) for earlier, week in weeks.items()}


def _is_possible(season: Season, number: int, week: Week, fact: Json) -> bool:
    """Whether other batches would count. A void batch that never came, or a channel in which nothing did, changes nothing."""
    channel, left_out = fact.get("channel"), fact["as_if"] == "without"
    tally = season.tallies.get(number, Tally())
    if channel is None:
        return not left_out and season.by_batch and any(void for _, void in _came(week, tally, None))
    if left_out:
        return channel not in week.void_channels and any(counts for counts, _ in _came(week, tally, channel))
    if channel not in week.void_channels:
        return False
    stated = any(replaced == channel for _, replaced, _ in week.replaced)
    return stated or any(counts for counts, _ in _came(_otherwise(week, fact), tally, channel))


def _came(week: Week, tally: Tally, channel: str | None) -> Iterator[tuple[bool, bool]]:
    """For each place that counts, perhaps of one channel alone: whether a batch in it counts, and whether one in it is void."""
    for name, gateway in tally.gateways.items():
        for (where, body), held in gateway.channels.items():
            if channel in (None, where) and week.counts(name, where, body):
                numbers = {*held.committing, *held.silent}
                void = {number for number in numbers if (name, number) in week.voids}
                yield not numbers or numbers > void, bool(void)


def _otherwise(week: Week, fact: Json) -> Week:
    channel = fact.get("channel")
    if channel is None:
        return replace(week, voids={})
    void = {name: event for name, event in week.void_channels.items() if name != channel}
    if fact["as_if"] == "without":
        assert week.voting is not None, "of a week without lines no channel counts"
        void[channel] = week.voting
    return replace(week, void_channels=void)


# ---------------------------------------------------------------------------------------------------------------------
# 54  Which commitments of manifests or batches count towards a week, by couple; or why it cannot be proved
# ---------------------------------------------------------------------------------------------------------------------


class Committed(NamedTuple):
    """What is committed to of a gateway's votes for one channel and voting body: of a couple all points that are added up, in
    hexadecimal digits, one of its manifest or one a batch."""

    week: int
    gateway: str
    channel: str
    body: str
    points: dict[str, list[str]]
    closed_at: int
    """The position of the manifest."""
    batches: Spans
    """The numbers of the batches that count; none where a manifest commits to all."""
    whole: bool
    """Whether all that the manifest tells of the channel counts."""

    @property
    def digest(self) -> str:
        """Of the points of all batches, one batch after the other."""
        batches = zip(*self.points.values(), strict=True)
        return digest(bytes.fromhex("".join(point for batch in batches for point in batch)))


def counted_commitments(season: Season, number: int, weeks: Mapping[int, Week]) -> list[Committed]:
    """All that count towards a week, in order, of the weeks that were voted in; refuses where no proof can be made."""
    counted = list[Committed]()
    couples = season.competing(number)
    for voted, week in weeks.items():
        tally = season.tallies.get(voted, Tally())
        order = week.voting.fact.get("couples") if week.voting else None
        if not order:
            raise Wrong(f"order-not-stated: no order of the couples was stated for week {voted}")
        demand(
            sorted(order) == couples, f"others-voted-for: in week {voted} the couples voted for are not those ranked"
        )
        stated = any(channel not in week.void_channels for _, channel, _ in week.replaced)
        demand(not stated and not week.substitutions, "counts-stated: two people stated counts")
        if not season.by_batch:
            _check_no_batch_is_void(week)
        of_gateway = _by_batch if season.by_batch else _of_gateway
        for name in sorted({*_carried(week), *tally.gateways}):
            counted += of_gateway(week, name, tally.gateways.get(name, Gateway()), order)
    demand(counted, "not-committed: nothing that counts was committed to")
    return counted


def _by_batch(week: Week, name: str, gateway: Gateway, order: Sequence[str]) -> Iterator[Committed]:
    """What the batches of a gateway that count commit to, each of which has to."""
    voided = {number for voided_at, number in week.voids if voided_at == name}
    left_out = {void.fact["channel"] for void in week.voids.values() if void.fact["gateway"] == name}
    complete = gateway.manifest is not None and name not in week.given_up and next(gateway.missing(), None) is None
    for channel, body in sorted(gateway.channels):
        held = gateway.channels[channel, body]
        if not week.counts(name, channel, body):
            continue
        demand(not held.silent - voided, f"not-committed: batches of {name} commit to nothing of {channel} ({body})")
        numbers = sorted(held.committing.keys() - voided)
        spelled = [held.committing[number]["commitments"] for number in numbers]
        demand(
            all(len(points) == len(order) for points in spelled),
            f"not-committed: a batch of {name} does not commit for each couple",
        )
        by_couple = {couple: [points[at] for points in spelled] for at, couple in enumerate(order)}
        whole = complete and channel not in left_out
        if numbers:
            where = (week.opened["week"], name, channel, body)
            yield Committed(*where, by_couple, gateway.closed_at, spans_at(numbers), whole)


def _carried(week: Week) -> dict[str, list[str]]:
    """The channels each expected gateway carries."""
    gateways = week.voting.fact["gateways"] if week.voting else ()
    return {gateway["gateway"]: gateway["channels"] for gateway in gateways}


def _check_no_batch_is_void(week: Week) -> None:
    """Refuses a batch that is void where manifests commit to all batches."""
    for void in week.voids.values():
        where = (void.fact["gateway"], void.fact["channel"], void.fact["body"])
        says = f"batch-voided: the manifest of {where[0]} commits to batch {void.fact['batch']}, which is void"
        demand(not week.counts(*where), says)


def _of_gateway(week: Week, name: str, gateway: Gateway, order: Sequence[str]) -> Iterator[Committed]:
    """What a gateway commits to of what counts; where it has closed nothing, all that it carries is missing."""
    entries: Json = (gateway.manifest or {}).get("commitments", ())
    committed = {(channel, body): points for channel, body, points in entries}
    carried = _carried(week).get(name, ()) if gateway.manifest is None else ()
    for channel, body in sorted({*gateway.channels, *committed, *((channel, "viewers") for channel in carried)}):
        if not week.counts(name, channel, body):
            continue
        demand(name not in week.given_up, f"counts-stated: {name} was given up, its votes taken as delivered")
        points = committed.get((channel, body), ())
        if len(points) != len(order):
            raise Wrong(f"not-committed: {name} does not commit to the votes of {channel} ({body}) for each couple")
        by_couple = {couple: [point] for couple, point in zip(order, points, strict=True)}
        yield Committed(week.opened["week"], name, channel, body, by_couple, gateway.closed_at, [], whole=True)


def summed(couples: Sequence[str], counted: Sequence[Committed]) -> list[P256Point]:
    """For each couple the sum of what is committed to; refuses what is no point, and a sum without coordinates."""
    sums = []
    for couple in couples:
        total = P256_NOTHING
        for committed in counted:
            try:
                for point in committed.points[couple]:
                    total = p256_plus(total, p256_point(bytes.fromhex(point)))
            except (Wrong, ValueError):
                raise Wrong(f"a commitment of {committed.gateway} is no point of the curve") from None
        sums.append(total)
    return p256_points(sums)


def accepted_in_all(season: Season, counted: Sequence[Committed]) -> int:
    """The votes that the manifests say were accepted in the channels that count."""
    total = 0
    for voted, name, channel in sorted({(held.week, held.gateway, held.channel) for held in counted}):
        totals = season.tallies[voted].gateways[name].manifest["totals"]
        total += sum(stated["accepted"] for stated in totals if stated["channel"] == channel)
    return total


# ---------------------------------------------------------------------------------------------------------------------
# 55  What people decided that bears on a week, as a certificate tells it: all of it, in the order of the log
# ---------------------------------------------------------------------------------------------------------------------


class Naming(NamedTuple):
    """How couples are called on the certificate; `same_in` are the weeks in which every couple is the same people."""

    names: dict[str, str]
    same_in: set[int]

    def all_of(self, couples: Json) -> str:
        return listed([self.names.get(couple, couple) for couple in couples])


def naming_of(season: Season, number: int, names: dict[str, str]) -> Naming:
    """The names of a certificate, and the weeks of which they are the names too."""
    same = {
        other
        for other in season.weeks
        if all(season.people_of(couple, other) == season.people_of(couple, number) for couple in season.cast)
    }
    return Naming(names, same)


def decisions_told(season: Season, number: int, naming: Naming) -> list[Json]:
    """Every decision. What was decided is left open (None) where a couple is named that was other people in that week."""
    opened = season.weeks[number].opened
    counted = {*opened["scores_from"], *opened["votes_from"], number} & season.weeks.keys()
    found = [
        told
        for event in season.said.values()
        if event.fact.get("week") in counted and _stands(season, event)
        for told in [_of_a_week(event, naming), _of_votes(event), _of_the_run(event, naming)]
        if told is not None
    ]
    found += [told for event in season.cast_changes if (told := _recast(event, counted)) is not None]
    found += [*_of_the_season(season, number)]
    return sorted(
        ({**told, **_answered(season, told["position"])} for told in found), key=lambda told: told["position"]
    )


def _answered(season: Season, position: int) -> Json:
    event = season.said[position]
    return {"by": answer_for(season, event), "time": event.time}


def _decision_told(event: Event, kind: str, what: str | None, reason: str | None = None) -> Json:
    said = event.fact.get("reason", "") if reason is None else reason
    return {"kind": kind, "what": what, "reason": said, "position": event.position}


def _stands(season: Season, event: Event) -> bool:
    """Of decisions of which the last counts, whether this is it."""
    fact, kind = event.fact, event.type.rsplit(".", 1)[0]
    if kind == "couple-withdrew":
        return season.withdrawals.get(fact["couple"]) is event
    if kind == "input-substituted":
        return season.weeks[fact["week"]].substitutions.get(fact["body"]) is event
    return kind != "elimination-cancelled" or season.weeks[fact["week"]].cancelled is event


def _of_a_week(event: Event, naming: Naming) -> Json | None:
    """Decisions about dancing, judging and what was said on air."""
    fact, kind = event.fact, event.type.rsplit(".", 1)[0]
    where = f"week {fact['week']}"

    def named(what: str) -> str | None:
        return what if fact["week"] in naming.same_in else None

    match kind:
        case "running-order-stated":
            what = f"{where}, episode {fact['episode']}: {', '.join(fact['dances'])}"
            return _decision_told(event, "running order stated", what)
        case "bye-stated":
            return _decision_told(
                event, "bye stated", named(f"{where}, {fact['holds']}: {naming.all_of(fact['couples'])}")
            )
        case "elimination-cancelled":
            return _decision_told(event, "elimination cancelled", where)
        case "cut-settled":
            what = f"{where}, equal at the cut, {fact['decided']}: {naming.all_of(fact['couples'])}"
            return _decision_told(event, "cut settled", named(what), fact["how"])
        case "couples-called" if "reason" in fact:
            return _decision_told(event, "card replaced", f"{where}, {fact['judge']} in round {fact['round']}")
        case "immunity-granted":
            return _decision_told(event, "immunity", named(f"{where}, {naming.all_of([fact['couple']])}"))
        case "judge-absent":
            return _decision_told(event, "judge absent", f"{where}, {fact['judge']}")
        case "announcement-corrected":
            what = f"{where}, {fact['what']}: {naming.all_of(fact['couples'])}"
            return _decision_told(event, "announcement corrected", named(what))
        case "places-corrected":
            lines = sorted(fact["places"], key=lambda line: (line["place"], line["couple"]))
            what = f"{where}, places: {naming.all_of([line['couple'] for line in lines])}"
            return _decision_told(event, "announcement corrected", named(what))
        case _:
            return None


def _of_votes(event: Event) -> Json | None:
    """Decisions about votes that leave none out: windows, the week stated anew, votes put in the place of others."""
    fact, kind = event.fact, event.type.rsplit(".", 1)[0]
    where = f"week {fact['week']}"
    if kind == "window-stated":
        many = sum(last - first + 1 for held in fact["outside"] for first, last in held["batches"])
        outside = "" if not many else f", {count_of(many, 'batch') if many == 1 else f'{many:,} batches'} outside"
        return _decision_told(event, "window stated", f"{where}, {fact['opens']} to {fact['closes']}{outside}")
    if kind == "week-restated":
        return _decision_told(event, "week stated anew", f"{where}, form {fact['form']}")
    return (
        _decision_told(event, "substitution", f"{where}, the votes of {fact['body']}")
        if kind == "input-substituted"
        else None
    )


def _of_the_run(event: Event, naming: Naming) -> Json | None:
    """A week opened again after it was closed; a couple that withdrew, or did not after all."""
    fact = event.fact
    match event.type.rsplit(".", 1)[0]:
        case "week-reopened":
            return _decision_told(event, "week reopened", f"week {fact['week']}")
        case "couple-withdrew":
            return _decision_told(event, "withdrawal", naming.all_of([fact["couple"]]))
        case "withdrawal-taken-back":
            return _decision_told(event, "withdrawal taken back", naming.all_of([fact["couple"]]))
        case _:
            return None


def _recast(event: Event, counted: set[int]) -> Json | None:
    fact = event.fact
    if not any(fact["from_week"] <= week <= fact.get("to_week", week) for week in counted):
        return None
    people = " & ".join(fact[name] for name in ("celebrity", "professional") if fact.get(name))
    until = f"to week {fact['to_week']}" if "to_week" in fact else "on"
    return _decision_told(
        event, "cast changed", f"couple {fact['couple']} from week {fact['from_week']} {until}: {people}"
    )


def _of_the_season(season: Season, number: int) -> Iterator[Json]:
    """The rulebook in force, and the roster where it was founded before the certification."""
    adopted, founded, certified = season.rulebook(number), season.founded, season.weeks[number].certified
    if adopted is not None:
        book = adopted.fact["rulebook"]
        what = f"rulebook {book['id']}@{book['version']} from week {adopted.fact['from_week']}"
        yield _decision_told(adopted, "rulebook adopted", what, "")
    if founded is not None and not (certified and founded.position > certified[-1].position):
        people = [f"{person['name']} ({', '.join(person['roles'])})" for person in founded.fact["people"]]
        yield _decision_told(founded, "roster founded", listed(people), "")


# ---------------------------------------------------------------------------------------------------------------------
# 56  How a week ends, as a certificate tells it: standings, every step with its source, ties, the verdict, whether it stands
# ---------------------------------------------------------------------------------------------------------------------

TOLD_ANYWAY = ("select", "leave", "second stage", "immunity", "places")
"""Stages that say who ended how, which is announced anyway."""
RESULTS = ("safe", "in danger", "immune")


class Ended:
    """A certified week's outcome on what is known now, and what a sealed certificate may show of it."""

    def __init__(self, season: Season, number: int, sealed: bool) -> None:
        self.season, self.number, self.sealed, self.week = season, number, sealed, season.weeks[number]
        adopted, certified = season.rulebook(number), self.week.certified[-1]
        self.book: Json = adopted.fact["rulebook"] if adopted else {}
        self.outcome: Outcome = outcome_of(season, number)
        self.in_parts = sealed and certified.type == "outcome-certified.v2"
        self.hides_danger = self.in_parts and "in_danger" not in certified.fact and not self.outcome.placed

    def open_sides(self) -> set[str]:
        """Sides that rest on no vote."""
        return {side["name"] for side in self.book["sides"] if side["counts"]["kind"] not in ("votes", "bodies")}

    def shows(self, step: Step) -> bool:
        """Whether the numbers of a step may be read."""
        if not self.sealed:
            return True
        if step.stage == "select" and self.hides_danger:
            return False
        head, *rest = step.clause.split(".")
        return step.stage in TOLD_ANYWAY or (head == "sides" and bool(rest) and rest[0] in self.open_sides())

    def couples(self, names: list[str]) -> list[str]:
        """Couples in their order, which a sealed certificate does not tell."""
        return sorted(names) if self.sealed else list(names)


def of_the_outcome(season: Season, number: int, sealed: bool) -> Iterator[tuple[str, Json]]:
    """Fields of a certificate by their path: how the week ends on what the season knows, and each step to it."""
    ended = Ended(season, number, sealed)
    outcome = ended.outcome
    yield "outcome.status", outcome.status
    yield "outcome.bottom", [] if ended.hides_danger else ended.couples(outcome.bottom)
    yield "outcome.leaving", ended.couples(outcome.leaving)
    yield "outcome.saved", ended.couples(outcome.saved)
    yield "outcome.immune", list(outcome.immune)
    yield "outcome.sides", [side.name for side in outcome.sides]
    yield "outcome.steps", list(_steps_told(ended))
    if outcome.status == "decided":
        yield "outcome.standings", list(_standings_told(ended))
        yield "outcome.needs", []
        verdict = _verdict(ended)
        yield "outcome.verdict", verdict
        yield "stands", verdict != "does not follow" and not _falls(ended)
    else:
        yield "stands", False
    yield "ties", list(_ties_told(ended))


def _standings_told(ended: Ended) -> Iterator[Json]:
    outcome, sides, lines = ended.outcome, ended.open_sides(), ended.outcome.standings()
    for line in sorted(lines, key=lambda line: str(line["couple"])) if ended.sealed else lines:
        shown = [not ended.sealed or side.name in sides for side in outcome.sides]
        result = "stays" if ended.hides_danger and line["result"] in RESULTS else line["result"]
        yield {
            "couple": line["couple"],
            **{
                name: [str(value) if told else None for value, told in zip(line[name], shown, strict=True)]
                for name in ("raw", "points")
            },
            "combined": None if ended.sealed or not outcome.combined else str(line["combined"]),
            "place": line["place"] or None if not ended.sealed or outcome.placed else None,
            "result": result,
        }


def sides_in_public(season: Season, number: int) -> tuple[list[str], list[Json]]:
    """The sides by name, and for each couple what those count that rest on no vote; nothing in the place of other numbers."""
    adopted, period = season.rulebook(number), period_of(season, number)
    sides: list[Json] = adopted.fact["rulebook"]["sides"] if adopted else []
    shown = {
        side["name"]: side_of(side, period, []) for side in sides if side["counts"]["kind"] not in ("votes", "bodies")
    }
    counted = [shown.get(side["name"]) for side in sides]
    lines = [
        {
            "couple": couple,
            "raw": [str(side.raw[at]) if side else None for side in counted],
            "points": [str(side.points[at]) if side else None for side in counted],
        }
        for at, couple in enumerate(period.couples)
    ]
    return [side["name"] for side in sides], sorted(lines, key=lambda line: str(line["couple"]))


def _steps_told(ended: Ended) -> Iterator[Json]:
    """Numbered as in the working; where the standings are hidden those alone that may be read, numbered anew."""
    told = [*enumerate(ended.outcome.working, start=1)]
    if ended.in_parts:
        told = [*enumerate((step for _, step in told if ended.shows(step)), start=1)]
    for number, step in told:
        said, shown = step.as_json(), ended.shows(step)
        by_name = ended.sealed and step.stage != "places"
        yield {
            "number": number,
            "stage": step.stage,
            "clause": step.clause,
            "source": _source_of(ended.book, step.clause),
            "compared": said["compared"] if shown else None,
            "groups": [sorted(group) if by_name else group for group in said["groups"]] if shown else None,
            "how": step.how,
            "rests_on": said["rests_on"],
        }


def _source_of(book: Json, clause: str) -> str:
    """Where the clause of a step is known from."""
    head, *rest = clause.split(".")
    if head == "sides":
        return _sources_of([side for side in book["sides"] if not rest or side["name"] == rest[0]])
    if head == "tie_chain":
        links = book.get("tie_chain", [])
        if rest:
            return str(links[int(rest[0])].get("source", ""))
        return _sources_of(links) or "the rulebook has no further tie rule"
    if head == "forms":
        form: Json = next((form for form in book["forms"] if rest and form["name"] == rest[0]), {})
        second = form.get("second_stage") if rest[1:] == ["second_stage"] else None
        return str((second or form).get("source", ""))
    return str(book["immunity"].get("source", "")) if head == "immunity" and book.get("immunity") else ""


def _sources_of(clauses: list[Json]) -> str:
    return "; ".join(dict.fromkeys(str(clause.get("source", "")) for clause in clauses))


def _ties_told(ended: Ended) -> Iterator[Json]:
    """Every comparison of couples level on points; where people settled it, what they did."""
    events = {event.position: event for event in ended.week.settlements}
    for step in ended.outcome.working:
        if step.stage != "tie":
            continue
        event = next((events[first] for first, _ in step.rests_on if first in events), None)
        if event is None and ended.in_parts:
            continue
        hidden = ended.sealed and event is None
        groups = [list(group) for group in step.groups]
        yield {
            "couples": None if hidden else [couple for group in groups for couple in group],
            "clause": step.clause,
            "how": f"{event.fact['link']}: {step.how}" if event and step.how != event.fact["link"] else step.how,
            "order": None if hidden else groups,
            "settled": event.fact["how"] if event else None,
            "by": answer_for(ended.season, event) if event else [],
            "position": event.position if event else None,
        }


def _verdict(ended: Ended) -> str:
    """Whether what was announced is what follows. Who left counts as a set, a finale by its places."""
    said, outcome = ended.week.announced(), ended.outcome
    left, places = said.get("eliminated"), said.get("places")
    if nobody_leaves(ended.season, ended.number):
        return "does not follow" if left else "follows" if ended.week.closed else "nothing announced"
    if not left and places is None:
        return "nothing announced"
    if outcome.placed:
        known = {(line["couple"], line["place"]) for line in outcome.standings() if line["place"]}
        return "follows" if places is not None and set(places) == known else "does not follow"
    return "follows" if set(left or ()) == set(outcome.leaving) else "does not follow"


def _falls(ended: Ended) -> bool:
    """Whether something contradicts the certification, beyond what was announced of the outcome."""
    season, number, week = ended.season, ended.number, ended.week
    adopted = season.rulebook(number)
    if touched_since(season, number) > week.certified[-1].position:
        return True
    if adopted is None or digest(written(adopted.fact["rulebook"])) != adopted.fact["sha256"]:
        return True
    lacks = not season.historic and not is_ready(season, number, True, season.time)
    return lacks or _is_another(ended) or announced_too_early(season, number) or _void_too_large(season, number)


def _is_another(ended: Ended) -> bool:
    """Whether what follows now is not what was certified; what a certification shows of the night is of its own moment."""
    again, found = Season(), Findings()
    again.__dict__.update(ended.season.__dict__)
    check_certified(again, ended.week.certified[-1], found)
    moment = ("in_danger ", "placed ", "replaces ")
    return any(not note.says.startswith(moment) for note in found.found)


def _void_too_large(season: Season, number: int) -> bool:
    """Whether voided batches hold more votes for a couple than their gateway delivered in the channel."""
    week: Week = season.weeks[number]
    held: dict[tuple[str, str, str, str], int] = {}
    for void in week.voids.values():
        for line in void.fact["votes"]:
            where = (void.fact["gateway"], void.fact["channel"], void.fact["body"], line["couple"])
            held[where] = held.get(where, 0) + line["votes"]
    gateways = season.tallies[number].gateways if number in season.tallies else {}
    return any(
        votes > gateways[name].channels[channel, body].votes.get(couple, 0)
        if name in gateways and (channel, body) in gateways[name].channels
        else votes > 0
        for (name, channel, body, couple), votes in held.items()
    )


# ---------------------------------------------------------------------------------------------------------------------
# 57  What was left out of the count, as a certificate tells it: each thing taken back alone, and the week tabulated again
# ---------------------------------------------------------------------------------------------------------------------

LATE = "batches after the seal"


@dataclass
class Taken:
    """A decision that leaves votes out or puts others in their place: what it is called, and a week's fields without it."""

    week: int
    kind: str
    what: str
    event: Event
    votes: int | None
    without: dict[str, Any]


def taken_out(season: Season, number: int) -> Iterator[Taken]:
    """Each decision about votes that count towards a week, in the order of the log; a cancelled elimination last."""
    for voted in season.weeks[number].opened["votes_from"]:
        if voted in season.weeks:
            yield from sorted(_taken_out_of(season, voted), key=lambda taken: taken.event.position)
    cancelled = season.weeks[number].cancelled
    if cancelled is not None:
        yield Taken(number, "elimination cancelled", "nobody leaves", cancelled, None, {"cancelled": None})


def _taken_out_of(season: Season, number: int) -> Iterator[Taken]:
    week, tally = season.weeks[number], season.tallies.get(number, Tally())
    kinds: list[tuple[str, str, dict[Any, Event]]] = [
        ("batch voided", "voids", week.voids),
        ("channel voided", "void_channels", week.void_channels),
        ("votes substituted", "substitutions", week.substitutions),
        ("manifest replaced", "replaced", week.replaced),
        ("gateway given up", "given_up", week.given_up),
    ]
    for kind, name, held in kinds:
        for event in held.values():
            left = {key: other for key, other in held.items() if other is not event}
            yield Taken(
                number, kind, _left_out(kind, event.fact), event, _votes_left_out(kind, event.fact, tally), {name: left}
            )


def _left_out(kind: str, fact: Json) -> str:
    match kind:
        case "batch voided":
            return f"batch {fact['batch']} of {fact['gateway']} ({fact['channel']}, {fact['body']})"
        case "channel voided":
            return f"channel {fact['channel']}"
        case "votes substituted":
            return f"the votes of {fact['body']}"
        case "manifest replaced":
            return f"the votes of {fact['gateway']} in channel {fact['channel']} ({fact['body']})"
        case _:
            return f"gateway {fact['gateway']}, its votes taken {fact['taken']}"


def _votes_left_out(kind: str, fact: Json, tally: Tally) -> int | None:
    """How many votes are left out; nothing where others stand in their place."""
    if kind == "batch voided":
        return sum(int(line["votes"]) for line in fact.get("votes", ()))
    if kind == "channel voided":
        cells = [gateway.channels.items() for gateway in tally.gateways.values()]
        return sum(held.accepted for cell in cells for (name, _), held in cell if name == fact["channel"])
    if kind == "gateway given up" and fact["taken"] == "not at all":
        gateway = tally.gateways.get(fact["gateway"])
        return sum(held.accepted for held in gateway.channels.values()) if gateway else 0
    return None


def decided_exclusions(season: Season, number: int) -> list[Json]:
    """Of each exclusion that people decided what is known without a count."""
    return [_answered_for(season, taken) for taken in taken_out(season, number)]


def _answered_for(season: Season, taken: Taken) -> Json:
    event = taken.event
    by = answer_for(season, event)
    return {
        "kind": taken.kind,
        "week": taken.week,
        "what": taken.what,
        "reason": event.fact.get("reason", ""),
        "by": by,
        "position": event.position,
    }


def exclusions_told(season: Season, number: int, sealed: bool, hides: bool) -> list[Json]:
    """Each exclusion that people decided, and how the week ends without it. `hides`: no number of votes is told."""
    stands = outcome_of(season, number)
    return [_without_it(season, number, taken, stands, sealed, hides) for taken in taken_out(season, number)]


def _without_it(season: Season, number: int, taken: Taken, stands: Outcome, sealed: bool, hides: bool) -> Json:
    again = copy(season)
    again.weeks = {**season.weeks, taken.week: replace(season.weeks[taken.week], **taken.without)}
    without = outcome_of(again, number)
    differs = _how_it_ends(without) != _how_it_ends(stands)
    told = {
        "status": without.status,
        "bottom": list(without.bottom),
        "leaving": list(without.leaving),
        "places": [list(pair) for pair in _places_in(without)],
    }
    return {
        "votes": None if hides or taken.votes is None else str(taken.votes),
        **_answered_for(season, taken),
        "outcome_differs": differs,
        "bottom_differs": set(without.bottom) != set(stands.bottom),
        "without_it": None if sealed else told,
    }


def _how_it_ends(outcome: Outcome) -> tuple[str, set[str], set[tuple[str, int]]]:
    return outcome.status, set(outcome.leaving), set(_places_in(outcome))


def _places_in(outcome: Outcome) -> list[tuple[str, int]]:
    """The places of a finale that is decided, the winner first."""
    lines = outcome.standings() if outcome.placed and outcome.status == "decided" else []
    return [(line["couple"], line["place"]) for line in lines if line["place"]]


def late_batches(season: Season, number: int) -> list[Json]:
    """Of batches behind the seal what is known here: how many, of how many votes, by week. What they would change is not."""
    told = []
    for voted in season.weeks[number].opened["votes_from"]:
        gateways = season.tallies.get(voted, Tally()).gateways.values() if voted in season.weeks else ()
        behind = sum_of((0, gateway.behind) for gateway in gateways)
        if behind:
            votes = str(sum_of((0, gateway.behind_votes) for gateway in gateways))
            told.append({"week": voted, "what": f"{behind} batch{'es' if behind > 1 else ''}", "votes": votes})
    return told


# ---------------------------------------------------------------------------------------------------------------------
# 58  What margins are asked of a week, what an outcome answers, and one mark changed as a witness says (bundle.md, section 8)
# ---------------------------------------------------------------------------------------------------------------------

UNITS = ["added", "moved", "removed"]


def other_than_asked(questions: Json, why_none: Json, form: Json, period: Period) -> Iterator[str]:
    """Questions are those of the form, each answered in every unit or in none; why in none is said."""
    if [question["question"] for question in questions] != _asked(form, period):
        yield "margins answer other questions than are asked"
    for question in questions:
        told = [unit["unit"] for unit in question["units"]]
        if told != UNITS and (told or not why_none):
            yield f"margins of {question['question']} name other units than there are"


def _asked(form: Json, period: Period) -> list[str]:
    """What can be asked of a week that ends so, where the order of the couples alone says who is selected."""
    kind = form["select"]["kind"]
    if period.cancelled or kind in ("nobody", "wildcard", "called_back"):
        return []
    if kind == "everyone_placed":
        return ["who wins", "who is placed where"]
    size = _size(form, period)
    leave = min(form.get("leave", 0), size)
    leaves = ["who leaves"] if leave else []
    return leaves if leave and leave == size and "second_stage" not in form else [*leaves, "who is in the bottom set"]


def _size(form: Json, period: Period) -> int:
    """How many couples are selected, as far as there are so many that can be."""
    select, eligible = form["select"], len(period.couples) - len(set(period.immune) & set(period.couples))
    couples: int = select.get("couples", 0)
    return min(couples, eligible) if select["kind"] == "lowest" else max(eligible - couples, 0)


def is_shown(mark: Json, wrongs: list[str], spelled: Callable[[Fraction], Json]) -> bool:
    """Whether a change of one mark is of the size told, and one of the changed weeks is as it should; or no number is told."""
    witness = mark["witness"]
    if witness is None:
        return mark["change"] is None
    size = abs(exact(witness["becomes"]) - exact(witness["was"]))
    return mark["change"] == spelled(size) and not all(wrongs)


def with_mark(witness: Json, period: Period) -> Iterator[Period]:
    """The week with the mark of a witness, or the stated total, in each dance of that name in which it stands so."""
    if witness is None:
        return
    was, becomes = exact(witness["was"]), exact(witness["becomes"])
    for at, dance in enumerate(period.dances):
        if dance.name != witness["dance"]:
            continue
        if witness["judge"] is None and dance.total == was:
            other = dance._replace(total=becomes)
        elif (witness["judge"], was) in dance.marks:
            marks = [(judge, becomes if judge == witness["judge"] else mark) for judge, mark in dance.marks]
            other = dance._replace(marks=marks)
        else:
            continue
        yield replace(period, dances=[*period.dances[:at], other, *period.dances[at + 1 :]])


def unchanged_because(after: Json, kind: str, now: Json) -> str:
    """Why a changed week does not answer otherwise, as it should: with another answer, where it is overturned a decided one."""
    if after == now:
        return "with its witness the answer is the same"
    return "with its witness the answer is open" if kind == "overturned" and after is None else ""


def answered_by(question: str, outcome: Outcome, form: Json, period: Period) -> Json:
    """What an outcome answers: couples, best first where they are placed; nothing where that is open."""
    tabulated, select, size = outcome.status != "not tabulated", form["select"], _size(form, period)
    if question == "who is in the bottom set":
        return [sorted(outcome.bottom)] if tabulated and len(outcome.bottom) == size else None
    if question == "who leaves":
        leave = min(form.get("leave", 0), size)
        whole = outcome.status == "decided" if "second_stage" in form else tabulated and len(outcome.leaving) == leave
        return [sorted(outcome.leaving)] if whole else None
    if question == "who wins":
        first = outcome.order[0] if outcome.order else []
        return [sorted(first)] if len(first) == 1 or (first and select.get("shared_places")) else None
    return [sorted(group) for group in outcome.order] if outcome.status == "decided" else None


# ---------------------------------------------------------------------------------------------------------------------
# 59  How close it was: each witness of a margin is tabulated, and must change the answer as it says (bundle.md, section 8)
# That no fewer votes do, or that none at all do, is not checked here: it takes a search.
# ---------------------------------------------------------------------------------------------------------------------

MINIMAL = "of margins: that no fewer votes, and no smaller change of a mark, would do"


class Margins:
    """The margins of a bundle, each held against its week as it was when last certified."""

    def __init__(self, bundle: Bundle) -> None:
        self.files = {int(name[7:-5]): bundle.read(name) for name in bundle.under("margin/")}
        self.wrong: dict[int, str] = {}

    def certified(self, season: Season, week: int) -> None:
        """The week was certified: what is wrong now with the file about it."""
        if week not in self.files:
            return
        try:
            said = json.loads(self.files[week])
            spelled = [] if written(said) == self.files[week] else ["it is not in its one spelling"]
            self.wrong[week] = next(chain(spelled, _wrong_with_margins(said, season, week)), "")
        except (*UNREADABLE, ArithmeticError, StopIteration):
            self.wrong[week] = "it cannot be read as one"

    def finish(self, bundle: Bundle, unread: set[int], findings: Findings) -> None:
        """Note what is wrong; a file about no certified week of the bundle, or in a sealed one, is wrong too."""
        for week in sorted(self.files.keys() - unread):
            here = week in bundle.manifest["weeks"] and not bundle.manifest["sealed"]
            wrong = self.wrong.get(week, "it is of no certified week") if here else "it is of no week shown here"
            if wrong:
                findings.add("derived", f"margin/{week}.json: {wrong}", None, week)


def _wrong_with_margins(said: Json, season: Season, week: int) -> Iterator[str]:
    adopted = season.rulebook(week)
    book = adopted.fact["rulebook"] if adopted else {}
    head = {
        "schema": "glitterball.margin.v1",
        "week": week,
        "rulebook": f"{book['id']}@{book['version']}",
        "form": season.weeks[week].opened["form"],
    }
    for name, value in head.items():
        if said[name] != value:
            yield f"{name} says {said[name]}, and the events {value}"
    period = period_of(season, week)
    votes = (
        [list(pair) for pair in zip(period.couples, period.votes[0].votes, strict=True)]
        if len(period.votes) == 1
        else None
    )
    if votes is not None and said["questions"] and said["votes"] not in (votes, []):
        yield "its votes are not those counted"
    outcome = tabulate(book, period)
    form = next(each for each in book["forms"] if each["name"] == head["form"])
    yield from other_than_asked(said["questions"], said["why"], form, period)
    for question in said["questions"]:
        now = answered_by(question["question"], outcome, form, period)
        if question["now"] != now:
            yield f"{question['question']} is {question['now']} now, it says, and the events {now}"
        units = [*question["units"], *(unit for _, unit in question["added_for"])]
        for unit in units:
            for kind in ("disturbed", "overturned"):
                wrong = _wrong_with(unit["unit"], unit[kind], question, (book, form, period, votes))
                if wrong:
                    yield f"{question['question']}, votes {unit['unit']}: {wrong}"
        for kind, mark in question["marks"].items():
            others = with_mark(mark["witness"], period)
            afters = [answered_by(question["question"], tabulate(book, other), form, other) for other in others]
            told = [after for after in afters if after == mark["witness"]["after"]]
            if not is_shown(mark, [unchanged_because(after, kind, now) for after in told], plain):
                yield f"{question['question']}, one mark, {kind}: its witness is none"


def _wrong_with(unit: str, margin: Json, question: Json, counted: tuple[Json, Json, Period, Json]) -> str:
    """What is wrong with one margin: its bounds, what its witness costs, or what follows from the witness."""
    book, form, period, votes = counted
    witness, least, most = margin["witness"], margin["at_least"], margin["at_most"]
    if witness is None and most is not None:
        return "a number is told, and nothing that shows it"
    if witness is None or votes is None:
        return ""
    if most is None or (least is not None and least > most):
        return "its bounds cannot be"
    changes = dict(witness["changes"])
    if witness["votes"] != [[couple, count + changes.get(couple, 0)] for couple, count in votes]:
        return "the votes of its witness are not those counted with the changes it names"
    more, fewer = (sum(max(sign * change, 0) for change in changes.values()) for sign in (1, -1))
    costs = {"added": (most, 0), "removed": (0, most), "moved": (most, most)}
    if (more, fewer) != costs[unit]:
        return f"its witness takes {more or fewer} votes, and it says {most}"
    body = period.votes[0]._replace(votes=[count for _, count in witness["votes"]])
    after = answered_by(question["question"], tabulate(book, replace(period, votes=[body])), form, period)
    if after != witness["after"] or after == question["now"]:
        return f"with its witness the answer is {after}, and it says {witness['after']}"
    return ""


def wrong_with_told_margins(said: Json, season: Season, week: int) -> Iterator[str]:
    """What is wrong with the margins a certificate tells: each witness is tabulated, and must change the answer."""
    adopted, period = season.rulebook(week), period_of(season, week)
    book: Json = adopted.fact["rulebook"] if adopted else {}
    form = next(each for each in book["forms"] if each["name"] == period.form)
    outcome = tabulate(book, period)
    others = list(other_than_asked(said["questions"], said["why_none"], form, period))
    if others:
        yield from others
        return
    for question in said["questions"]:
        now = answered_by(question["question"], outcome, form, period)
        for kind in ("disturbed", "overturned"):
            for unit in question["units"]:
                for changed in _with_votes(unit[kind], unit["unit"], period):
                    if isinstance(changed, str):
                        wrong = changed
                    else:
                        after = answered_by(question["question"], tabulate(book, changed), form, changed)
                        wrong = unchanged_because(after, kind, now)
                    if wrong:
                        yield f"margins of {question['question']}, votes {unit['unit']}, {kind}: {wrong}"
            mark = question[f"mark_{kind}"]
            changed_marks = with_mark(mark["witness"], period)
            afters = [answered_by(question["question"], tabulate(book, other), form, other) for other in changed_marks]
            if not is_shown(mark, [unchanged_because(after, kind, now) for after in afters], str):
                yield f"margins of {question['question']}, one mark, {kind}: its witness is none"


def _with_votes(margin: Json, unit: str, period: Period) -> Iterator[Period | str]:
    """The week with the votes of a witness; or what is wrong with what it costs."""
    if margin["witness"] is None:
        if margin["at_most"] is not None:
            yield "a number is told, and nothing that shows it"
        elif margin["exact"] is not (margin["at_least"] is None):
            yield "whether its number is exact is said otherwise"
        return
    changes = {couple: int(change) for couple, change in margin["witness"]}
    least, most = (None if margin[name] is None else int(margin[name]) for name in ("at_least", "at_most"))
    more, fewer = (sum(max(sign * change, 0) for change in changes.values()) for sign in (1, -1))
    costs = {"added": (most, 0), "removed": (0, most), "moved": (most, most)}
    if (more, fewer) != costs[unit] or (least is not None and most is not None and least > most):
        yield f"its witness takes {more or fewer} votes, and it says {most}"
    elif margin["exact"] is not (least == most):
        yield "whether its number is exact is said otherwise"
    elif len(period.votes) != 1:
        return  # which body's votes they are is not told
    elif not changes.keys() <= {*period.couples}:
        yield "its witness is about votes that are not counted"
    else:
        votes = [
            count + changes.get(couple, 0) for couple, count in zip(period.couples, period.votes[0].votes, strict=True)
        ]
        yield (
            "its witness takes away more than there is"
            if min(votes) < 0
            else replace(period, votes=[period.votes[0]._replace(votes=votes)])
        )


# ---------------------------------------------------------------------------------------------------------------------
# 60  The scores of a week as a certificate tells them: every mark as submitted and as it stands, bonuses, corrections
# ---------------------------------------------------------------------------------------------------------------------

Marked = dict[tuple[str, str], list[Event]]
"""What was given and corrected, by dance and judge, but for what was taken back."""


def scores_told(season: Season, number: int) -> Json:
    """All scores that count towards a week."""
    numbers = [other for other in season.weeks[number].opened["scores_from"] if other in season.weeks]
    weeks = [(season.weeks[other], _marked(season, other)) for other in numbers]
    return {
        "judges": _judges([week for week, _ in weeks]),
        "dances": [dance for week, marked in weeks for dance in _danced_in(week, marked)],
        "bonuses": [_bonus_told(week, event) for week, _ in weeks for event in week.bonuses],
        "corrections": [told for week, marked in weeks for told in _corrections(season, week, marked)],
    }


def _judges(weeks: list[Week]) -> dict[str, str]:
    """The judges seated, by identifier; a later panel's spelling holds."""
    panels = [panel.fact for week in weeks for _, panel in sorted(week.panels.items())]
    return {seat["judge"]: seat["name"] for panel in panels for seat in panel["judges"]}


def _marked(season: Season, number: int) -> Marked:
    marked: Marked = {}
    for event in season.said.values():
        kind, fact = event.type.rsplit(".", 1)[0], event.fact
        if fact.get("week") != number:
            continue
        if kind in ("score-given", "score-corrected"):
            marked.setdefault((fact["dance"], fact["judge"]), []).append(event)
        elif kind == "score-taken-back":
            marked.pop((fact["dance"], fact["judge"]), None)
    return marked


def _danced_in(week: Week, marked: Marked) -> Iterator[Json]:
    """Stated totals first, then the dances with marks of their own, in the order danced."""
    stated = {name for event in week.totals for name in event.fact["dances"]}
    for event in week.totals:
        names = event.fact["dances"]
        yield {
            **_of_a_dance(week, names, week.dances[names[0]]),
            "marks": [],
            "total": str(exact(event.fact["total"])),
            "split_on_record": False,
        }
    for name, dance in week.dances.items():
        if name in stated:
            continue
        judges = week.present(dance.scheduled["episode"])
        given = [_mark(judge, marked[name, judge]) for judge in judges if (name, judge) in marked]
        marks = given + [called for judge in judges for called in _called_back(week, dance, judge)]
        total = sum((exact(mark["stands"]) for mark in marks), Fraction(0))
        yield {**_of_a_dance(week, [name], dance), "marks": marks, "total": str(total), "split_on_record": True}


def _of_a_dance(week: Week, names: list[str], dance: Dance) -> Json:
    scheduled = dance.scheduled
    return {
        "week": week.opened["week"],
        "episode": scheduled["episode"],
        "round": scheduled["round"],
        "dances": list(names),
        "style": scheduled.get("style"),
        "couples": list(scheduled["couples"]),
    }


def _mark(judge: str, events: list[Event]) -> Json:
    submitted, stands = (str(exact(event.fact["mark"])) for event in (events[0], events[-1]))
    return {"judge": judge, "submitted": submitted, "stands": stands, "position": events[0].position}


def _called_back(week: Week, dance: Dance, judge: str) -> Iterator[Json]:
    """Of a round before a final: 1 where a judge's card calls the couple back and 0 where not, on the first and the last card."""
    of_round = (dance.scheduled["episode"], dance.scheduled["round"], judge)
    cards = [card for card in week.calls if of_round == (card.fact["episode"], card.fact["round"], card.fact["judge"])]
    if cards and judge not in dance.marks:
        couples = set(dance.scheduled["couples"])
        first, last = (str(int(couples <= set(card.fact["couples"]))) for card in (cards[0], cards[-1]))
        yield {"judge": judge, "submitted": first, "stands": last, "position": cards[0].position}


def _bonus_told(week: Week, event: Event) -> Json:
    return {
        "week": week.opened["week"],
        "couple": event.fact["couple"],
        "points": str(exact(event.fact["points"])),
        "reason": event.fact["reason"],
        "position": event.position,
    }


def _corrections(season: Season, week: Week, marked: Marked) -> Iterator[Json]:
    for name in week.dances:
        of_dance = [event for (dance, _), events in marked.items() if dance == name for event in events]
        for event in sorted(of_dance, key=lambda event: event.position):
            fact = event.fact
            if event.type.startswith("score-corrected."):
                yield {
                    "week": week.opened["week"],
                    "dance": name,
                    "judge": fact["judge"],
                    "was": str(exact(fact["was"])),
                    "becomes": str(exact(fact["mark"])),
                    "reason": fact["reason"],
                    "by": answer_for(season, event),
                    "after_the_lock": week.seal is not None and event.position > week.seal.position,
                    "position": event.position,
                    "time": event.time,
                }


# ---------------------------------------------------------------------------------------------------------------------
# 61  The proofs of a week as a certificate tells of them: what was proved, as if what had counted, and from which commitments
# ---------------------------------------------------------------------------------------------------------------------


def of_the_proof(season: Season, number: int) -> Json:
    """The last proof of a week's outcome, where it stands."""
    proofs = [event for event in season.said.values() if event.type == "outcome-proved.v1"]
    event = next((event for event in reversed(proofs) if event.fact["week"] == number), None)
    return None if event is None else _told(season, number, event)


def of_proofs_as_if(season: Season, number: int) -> Json:
    """Of each claim that other votes would have changed nothing the last proof, in the order of the log; or None."""
    last: dict[tuple[str, str | None], Event] = {}
    for event in season.said.values():
        if event.type == EXCLUSION_PROVED and event.fact["week"] == number:
            last[event.fact["as_if"], event.fact.get("channel")] = event
    told = [_told(season, number, event) for event in sorted(last.values(), key=lambda event: event.position)]
    return [proof for proof in told if proof is not None] or None


def _told(season: Season, number: int, event: Event) -> Json:
    """A proof that is about the week's last certification, where what was committed to still is what counts."""
    fact, certified = event.fact, season.weeks[number].certified
    if not certified or fact["certified"] != certified[-1].position:
        return None
    try:
        counted = counted_commitments(season, number, voting_weeks(season, number, fact))
    except Wrong:
        return None
    if not counted:
        return None
    as_if = {"as_if": fact["as_if"], "channel": fact.get("channel")} if event.type == EXCLUSION_PROVED else {}
    return {
        "position": event.position,
        "time": event.time,
        "by": answer_for(season, event),
        "certified": fact["certified"],
        **as_if,
        **{name: fact[name] for name in ("groups", "equal")},
        "proved": [
            {
                "body": held["body"],
                "turnout": str(held["turnout"]),
                "placed": held.get("placed"),
                **_saved(season, certified[-1].fact, held["body"], fact["groups"]),
            }
            for held in fact["proved"]
        ],
        "counted": _manifests(counted),
        **{name: fact[name] for name in ("context_sha256", "proof_sha256")},
        "file": f"proofs/{event.position}.sigma",
    }


def _saved(season: Season, certified: Json, body: str, groups: Groups) -> Json:
    """Of an instant save, as certified, whom it kept, and who left by it; nothing of other votes."""
    adopted = season.rulebook(certified["week"])
    forms = adopted.fact["rulebook"]["forms"] if adopted else []
    said = {"danger": [*certified["leaving"], *certified["saved"]], "eliminated": certified["leaving"]}
    for form in forms:
        saved = saved_by_viewers(form, said) if form["name"] == certified["form"] else None
        if saved is not None and saved[0] == body:
            return {"kept": saved[1], "left": left_by_the_save(form, said, groups)}
    return {}


def _manifests(counted: list[Committed]) -> list[Json]:
    """By week and gateway the manifest, with the channels and bodies of it that count."""
    manifests: dict[tuple[int, str], Json] = {}
    for held in counted:
        stated = None if held.batches else held.closed_at
        line = {"week": held.week, "gateway": held.gateway, "manifest": stated, "channels": []}
        numbers = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in held.batches)
        manifests.setdefault((held.week, held.gateway), line)["channels"].append([held.channel, held.body, numbers])
    return [manifests[key] for key in sorted(manifests)]


# ---------------------------------------------------------------------------------------------------------------------
# 62  What a proof is about: its words against the log, its statements, and the context that binds it
# ---------------------------------------------------------------------------------------------------------------------


class Proving(NamedTuple):
    """What is proved of a week, every word of which follows from the log, and the commitments it is proved of."""

    fact: Json
    rulebook: Json
    period: Period
    counted: list[Committed]
    save: tuple[str, list[str], list[str]] | None
    """Of an instant save the bodies that vote in it, whom it kept and who left."""

    def statements(self) -> list[Statement]:
        """What has to be true of the counts, for each body proved; raises PubliclyFalse where no counts would do."""
        return [self._statement(body) for body in self.fact["proved"]]

    def _statement(self, body: Json) -> Statement:
        couples, turnout = self.period.couples, body["turnout"]
        if self.save is not None and body["body"] == self.save[0]:
            return statement_of_save(couples, turnout, *self.save[1:])
        if "placed" not in body:
            return Compiled(self.rulebook, self.period, turnout, self.fact["groups"], self.fact["equal"]).statement
        tables = {
            len(counts["table"])
            for counts in _counted_in(self.rulebook, self.period.form)
            if fnmatchcase(body["body"], counts["bodies"])
        }
        demand(len(tables) == 1, "rule-not-provable: a body gives points by two tables")
        return statement_of_body(couples, turnout, body["placed"], tables.pop())

    def commitments(self, body: Json) -> list[P256Point]:
        """To the counts of a body, or to those of all that make up the one vote."""
        return summed(self.period.couples, [held for held in self.counted if fnmatchcase(held.body, body["body"])])


def bodies_in(rulebook: Json) -> list[Json]:
    """The measures that count voting bodies; where there are none, one vote is counted."""
    return [side["counts"] for side in rulebook["sides"] if side["counts"]["kind"] == "bodies"]


def _counted_in(rulebook: Json, named: str) -> list[Json]:
    """The same with what a form counts beside the sides: the juries' choice of who goes on by wildcard."""
    form = next(form for form in rulebook["forms"] if form["name"] == named)
    beside = [form["select"]["counts"]] if form["select"]["kind"] == "wildcard" else []
    return [*bodies_in(rulebook), *(counts for counts in beside if counts["kind"] == "bodies")]


def _check_form(rulebook: Json, form: Json) -> None:
    """Refuses a form in which something else than a proof can tell decides."""
    by_points, select = bodies_in(rulebook), form["select"]
    demand(
        not by_points or "second_stage" not in form, "rule-not-provable: bodies give points, and a second stage decides"
    )
    if select["kind"] == "wildcard":
        demand(by_points, "rule-not-provable: a wildcard goes on, and no announcement says who")
        demand(select["counts"]["kind"] != "votes", "rule-not-provable: a wildcard goes on by votes without points")


def proving_of(fact: Json, season: Season) -> Proving:
    """What a recorded proof is about; refuses a week that cannot be proved, and words that are not those that follow."""
    number = fact["week"]
    adopted, period, said = season.rulebook(number), period_of(season, number), season.weeks[number].announced()
    rulebook = adopted.fact["rulebook"] if adopted else {}
    voted = bodies_in(rulebook)
    demand(
        not voted or all(side["counts"]["kind"] != "votes" for side in rulebook["sides"]),
        "rule-not-provable: the rulebook counts one vote and bodies",
    )
    form = next(form for form in rulebook["forms"] if form["name"] == period.form)
    _check_form(rulebook, form)
    counted_so = _counted_in(rulebook, form["name"]) if voted else [hidden_side(rulebook)["counts"]]
    patterns = [counts["bodies"] for counts in counted_so]
    saved = saved_by_viewers(form, said)
    patterns += [saved[0]] if saved else []
    counted = counted_commitments(season, number, voting_weeks(season, number, fact))
    counted_bodies = sorted({held.body for held in counted})
    twice = any(sum(fnmatchcase(body, pattern) for pattern in patterns) > 1 for body in counted_bodies)
    demand(not twice or voted, "rule-not-provable: a vote counts in the form and in its instant save")
    told = [body for body in counted_bodies if any(fnmatchcase(body, pattern) for pattern in patterns)]
    demand(fact["groups"] in announced_groups(form, period, said), "its groups are not those announced")
    _check_bodies(fact["proved"], told if voted else patterns, period.couples if voted else None)
    _check_equal(fact["equal"], rulebook, period)
    if voted and not follows_from_points(rulebook, period, said, fact["groups"], fact["proved"]):
        raise Wrong("its groups do not follow from the points of the voting bodies")
    turnout = sum(body["turnout"] for body in fact["proved"])
    whole = all(held.whole for held in counted)  # else manifests tell of batches that do not count
    if whole and told == counted_bodies:  # else other bodies were voted for in the same channels
        accepted = accepted_in_all(season, counted)
        demand(accepted == turnout, f"its turnout is {turnout}, and the manifests say {accepted}")
    save = (*saved, left_by_the_save(form, said, fact["groups"])) if saved else None
    return Proving(fact, rulebook, period, counted, save)


def _check_bodies(proved: Json, wanted: list[str], couples: Sequence[str] | None) -> None:
    """One vote is proved as a whole. Of voting bodies each is, with the couples it gave points to."""
    demand([body["body"] for body in proved] == wanted, f"the bodies that count are {', '.join(wanted) or 'none'}")
    for body in proved:
        placed = body.get("placed")
        demand((placed is None) == (couples is None), "the points of voting bodies are told, and of one vote none")
        once = placed is None or len(set(placed)) == len(placed)
        demand(once and set(placed or ()) <= set(couples or ()), "a body gives points to couples of the week, once")


def _check_equal(equal: Json, rulebook: Json, period: Period) -> None:
    """Equal counts: groups of two couples or more, no couple twice, all in order. Where votes are not made into ranks only
    those are told whom nothing that is shown tells apart, and of voting bodies none."""
    if not equal:
        return
    named = [couple for group in equal for couple in group]
    in_order = all(sorted(group) == group for group in equal) and sorted(equal) == equal
    once = len(set(named)) == len(named) and set(named) <= set(period.couples)
    demand(
        in_order and once and not bodies_in(rulebook), "couples are said to have equal counts that cannot be said to"
    )
    if hidden_side(rulebook)["points"]["kind"] != "rank":
        shown = shown_points(rulebook, period)
        level = all(len({shown[couple] for couple in group}) == 1 for group in equal)
        demand(level, "counts are said to be equal of couples that are told apart without them")


def context_of(proving: Proving, season: Season, leaves: bytes) -> str:
    """The hash that stands for the week, what was certified, the marks, the claim and the manifests that count."""
    fact, adopted = proving.fact, season.rulebook(proving.fact["week"])

    def leaf(position: int) -> str:
        return leaves[32 * position - 32 : 32 * position].hex()

    def manifest(held: Committed) -> tuple[int, str, int]:
        return held.week, held.gateway, held.closed_at

    def by_batch(of_one: Iterable[Committed]) -> list[Json]:
        return [[[held.channel, held.body, held.batches, held.digest] for held in of_one]]

    def by_manifest(closed_at: int, of_one: Iterable[Committed]) -> list[Json]:
        return [leaf(closed_at), [[held.channel, held.body] for held in of_one]]

    counted = [
        [week, gateway, *(by_batch(of_one) if season.by_batch else by_manifest(closed_at, of_one))]
        for (week, gateway, closed_at), of_one in groupby(proving.counted, key=manifest)
    ]
    as_if = {"as_if": [fact["as_if"], fact.get("channel")]} if "as_if" in fact else {}
    of_an_outcome = f"glitterball.outcome-context.v{2 if season.by_batch else 1}"
    return digest(written({
        "context": "glitterball.exclusion-context.v1" if as_if else of_an_outcome,
        "opening": leaf(season.opened_at),
        "week": fact["week"],
        "certified": fact["certified"],
        "certificate": leaf(fact["certified"]),
        **as_if,
        "rulebook": adopted.fact["sha256"] if adopted else "",
        "inputs": digest(inputs_of(replace(proving.period, votes=[], previous=[]))),
        "groups": fact["groups"],
        "equal": fact["equal"],
        "proved": fact["proved"],
        "counted": counted,
    }))  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------
# 63  The certificate against the events up to the position it was made at: every field this file works out
# The rest is listed in the report by name (`BY_WORD`): only a signature that the reader trusts covers it.
# ---------------------------------------------------------------------------------------------------------------------

BY_WORD = (
    "of the certificate: of margins that no fewer votes and no smaller change of a mark would do, or that none would, and why "
    "none are told, what batches after the seal would change, what the audit found and the list of what was not checked; "
    "where its checkpoints were published and who signed them, the hash of the verifier, the zone"
)
SEALED = (
    "what rests on votes that are sealed, beyond the outcome: votes delivered, steps, standings but for what sides count of "
    "marks, ties, what it is still waiting for, margins, what exclusions changed, what follows now "
    "where what it rests on was changed, and whether anything that takes the counts keeps it from standing"
)
ORDERED = ("scores.judges",)
"""Whose order the page tells: marks stand under the judges as they are listed."""
DECIDED = ("kind", "week", "what", "reason", "by", "position")
SAID_AT_MOST = 4
WORDS_OF_IT = {
    "": (
        "schema mode notice show season number venue week stands sealed as_of zone episodes scores_from votes_from windows "
        "rulebook checkpoints certified couples votes scores outcome ties announced proof proved_as_if margins "
        "exclusions decisions findings verifier not_checked"
    ),
    "outcome": "status verdict bottom leaving saved immune sides standings needs steps",
    "rulebook": "ref title sha256 adopted from_week by form says assumptions",
    "announced": "danger saved eliminated places",
}
"""Which words a certificate has, in their order; those of `IF_ANY` are there where the week has such."""
IF_ANY = ("proof", "proved_as_if")


class Remaking:
    """Waits for the position the certificate of a bundle was made at. `wrong` is what the events say otherwise."""

    def __init__(self, bundle: Bundle, counted: bool) -> None:
        self.said, self.counted = _document(bundle), counted
        as_of = self.said.get("as_of")
        self.until = as_of if type(as_of) is int else None
        self.done = not self.said
        self.wrong: list[str] = []
        self.standing: Standing | None = None
        self._delivered: dict[int, int] = {}

    def delivered(self, week: int, position: int) -> None:
        """A gateway delivered something."""
        if not self.done:
            self._delivered[week] = position

    @property
    def changed(self) -> bool:
        """Whether what was certified had changed by then and the certificate says so: then it shows what follows now."""
        known = self.counted or (self.standing is not None and self.standing.touched > 0)
        return self.said.get("stands") is False and known

    def before(self, position: int, season: Season) -> None:
        """An event is about to be remembered."""
        if not self.done and self.until is not None and position > self.until:
            self.compare(season)

    def compare(self, season: Season) -> None:
        """Hold every field against what the season knows now."""
        if self.done:
            return
        self.done = True
        try:
            if not self.counted:
                self.standing = standing_of(season, self.said["week"], self._delivered)
            found = list(self.standing.wrong_with(self.said)) if self.standing else []
            found += _differences(self.said, season, self.counted)
        except (*UNREADABLE, ArithmeticError, StopIteration) as error:
            told = str(error) if isinstance(error, Wrong) else type(error).__name__
            found = [f"it cannot be compared with the events ({told})"]
        self.wrong += found[:SAID_AT_MOST]
        if len(found) > SAID_AT_MOST:
            self.wrong.append(f"{len(found) - SAID_AT_MOST} more of its words are not what follows from the events")


def _document(bundle: Bundle) -> dict[str, Json]:
    try:
        if "certificate.json" in bundle:
            said = json.loads(bundle.read("certificate.json"))
        else:
            said = json.loads(parse_note(bundle.read("certificate.note"))[0]) if "certificate.note" in bundle else {}
    except UNREADABLE:
        return {}
    return said if isinstance(said, dict) else {}


def _differences(said: Json, season: Season, counted: bool) -> Iterator[str]:
    """Field by field; of a sealed season whose counts are not known those that rest on none."""
    number, sealed = said["week"], said["sealed"] is True
    if type(number) is not int:
        yield "week is no number"
    known = [*of_the_season(season, number), *(of_the_outcome(season, number, sealed) if counted else ())]
    for path, value in known:
        yield from _differs(path, _at(said, path), value)
    yield from _other_words(said, WORDS_OF_IT if counted else {"": WORDS_OF_IT[""]})
    if counted:
        yield from _differs("votes", said["votes"], of_the_votes(season, number))
        yield from wrong_with_told_margins(said["margins"], season, number) if said["margins"] is not None else ()
    elif said["stands"] is not False or said["outcome"]["status"] != "not tabulated":
        sides, lines = sides_in_public(season, number)
        told = [{name: line[name] for name in ("couple", "raw", "points")} for line in said["outcome"]["standings"]]
        yield from _differs("outcome.sides", said["outcome"]["sides"], sides)
        yield from _differs("outcome.standings", told, lines)
    yield from _differs("proof", said.get("proof"), of_the_proof(season, number))
    yield from _differs("proved_as_if", said.get("proved_as_if"), of_proofs_as_if(season, number))
    yield from _differs("scores", said["scores"], scores_told(season, number))
    if said["couples"].keys() != season.cast.keys() or len(set(said["couples"].values())) < len(season.cast):
        yield "couples are not those cast, or two are called the same"
    for couple, name in said["couples"].items():
        if couple in season.cast and name not in called(season, couple, number):
            yield f"couples.{couple} says {_short(name)}, and no event calls it that"
    yield from _decisions(said, season)
    yield from _exclusions(said, season, counted)


def _other_words(said: Json, words_of: dict[str, str]) -> Iterator[str]:
    """Where the certificate, or a part of it, has other words than a certificate has, or has them in another order."""
    for where, words in words_of.items():
        there = said[where] if where else said
        empty = [word for word in IF_ANY if word in there and not there[word]]
        if empty or list(there) != [word for word in words.split() if word not in IF_ANY or word in there]:
            yield f"{where or 'it'} has other words than a certificate, or has them in another order"


def _exclusions(said: Json, season: Season, counted: bool) -> Iterator[str]:
    """All that was left out of the count is there, and what the week would be without each; of late batches how many."""
    number = said["week"]
    told = [line for line in said["exclusions"] if line["position"] is not None]
    if not counted:
        known = decided_exclusions(season, number)
        yield from _differs("exclusions", [{name: line[name] for name in DECIDED} for line in told], known)
        return
    certified = season.weeks[number].certified
    hides = said["sealed"] is True and bool(certified) and certified[-1].type == "outcome-certified.v2"
    yield from _differs("exclusions", told, exclusions_told(season, number, said["sealed"] is True, hides))
    late = [line for line in said["exclusions"] if line["position"] is None]
    stated = [{name: line[name] for name in ("week", "what", "votes")} for line in late if line["kind"] == LATE]
    behind = [{**line, "votes": None if hides else line["votes"]} for line in late_batches(season, number)]
    yield from _differs("exclusions", stated, behind)
    if len(stated) != len(late):
        yield "exclusions name something that nobody decided"


def _decisions(said: Json, season: Season) -> Iterator[str]:
    """Every decision is there, in the order of the log; what was decided is compared where the names are those of the page."""
    number, told = said["week"], said["decisions"]
    known = decisions_told(season, number, naming_of(season, number, said["couples"]))
    if len(told) == len(known):
        told = [
            {**line, "what": None} if decided["what"] is None else line
            for line, decided in zip(told, known, strict=True)
        ]
    yield from _differs("decisions", told, known)


def _at(said: Json, path: str) -> Json:
    for name in path.split("."):
        said = said[name]
    return said


def _differs(where: str, said: Json, known: Json) -> Iterator[str]:
    """Where two values differ, down to the number."""
    if isinstance(said, dict) and isinstance(known, dict) and said.keys() == known.keys():
        if where in ORDERED and list(said) != list(known):
            yield f"{where} stands in another order than the events give"
        for name in known:
            yield from _differs(f"{where}.{name}", said[name], known[name])
    elif isinstance(said, list) and isinstance(known, list) and len(said) == len(known):
        for at, (told, value) in enumerate(zip(said, known, strict=True), start=1):
            yield from _differs(f"{where} {at}", told, value)
    elif said != known or type(said) is not type(known):
        yield f"{where} says {_short(said)}, and the events {_short(known)}"


def _short(value: Json) -> str:
    told = json.dumps(value, ensure_ascii=False)
    return told if len(told) <= 80 else f"{told[:77]}..."


# ---------------------------------------------------------------------------------------------------------------------
# 64  The certificate: whether it is about an outcome that was recomputed (certificate.md, section 4)
# ---------------------------------------------------------------------------------------------------------------------

SAID_OF_IT, DIGESTS = ("position", "time", "by"), ("inputs_sha256", "working_sha256")


class Certificate:
    """The certificate of a bundle against the season that was followed. `wrong` is everything that does not fit."""

    def __init__(self, bundle: Bundle, season: Season, remaking: Remaking, signers: Sequence[Key]) -> None:
        self.bundle, self.season, self.counted, self.wrong = bundle, season, remaking.counted, list[str]()
        self.changed, self.does_not_stand, self.about = remaking.changed, False, (0, 0)
        self.page = ""
        self.later: Event | None = None
        text = self._text(signers)
        if text is None:
            return
        self.said: Json = json.loads(text)
        demand(json.dumps(self.said, ensure_ascii=False, indent=1) + "\n" == text, "it is not in its one spelling")
        self.does_not_stand = self.said["stands"] is False
        self.about = (self.said["certified"]["position"], self.said["week"])
        self._of_this_bundle()
        self._of_the_event()
        self.page = (
            wrong_with_page(bundle.read("certificate.html"), text, self.said) if "certificate.html" in bundle else ""
        )
        self._fits(self.page in ("", "newer"), self.page)

    def _fits(self, holds: object, why: str) -> None:
        if not holds:
            self.wrong.append(why)

    def _text(self, signers: Sequence[Key]) -> str | None:
        """The JSON, as signed where it is signed; nothing where there is no certificate."""
        bundle = self.bundle
        shown = bundle.read("certificate.json").decode() if "certificate.json" in bundle else None
        if "certificate.note" in bundle:
            note = bundle.read("certificate.note")
            signed = open_note(note, signers)[0] if signers else parse_note(note)[0]
            demand(shown in (None, signed), "the note is of another certificate")
            return signed
        demand(not signers, "nobody signed it")
        demand(shown is not None or "certificate.html" not in bundle, "there is a page without the JSON it shows")
        return shown

    def _of_this_bundle(self) -> None:
        said, about = self.said, self.bundle.manifest
        same = (said["schema"], said["season"], said["mode"])
        self._fits(
            same == ("glitterball.certificate.v2", about["season"], about["mode"]), "schema, season or mode is another"
        )
        seals = about["sealed"] and said["sealed"] is not True
        of_it = type(said["week"]) is int and said["week"] in about["weeks"]
        self._fits(of_it and not seals, "it is about another week, or shows what is sealed")

    def _of_the_event(self) -> None:
        """The certified event, and the adoption in force when it was certified."""
        said, stated, season = self.said, self.said["certified"], self.season
        week = season.weeks[said["week"]]
        event = next((event for event in week.certified if event.position == stated["position"]), None)
        if event is None:
            self.wrong.append("no such certification is in the log")
            return
        fact, book = event.fact, said["rulebook"]
        same = (stated["time"], stated["by"]) == (event.time, answer_for(self.season, event))
        ruled = (book["ref"], book["sha256"]) == (fact["rulebook"], fact["rulebook_sha256"])
        self._fits(same and (ruled or self.changed), "time, names or rulebook are not those of the certification")
        made_at = said["as_of"]
        self._fits(
            made_at is None or (type(made_at) is int and made_at >= event.position),
            "what it was made at is no position from the certification on",
        )
        if week.certified[-1].position > event.position:
            self.later = week.certified[-1]
        sealed, second = said["sealed"] is True, event.type == "outcome-certified.v2"
        in_parts = sealed and second
        unsaid = (None,) if sealed else ()
        self._fits(stated.keys() == {*SAID_OF_IT, *DIGESTS}, "it says other things of the certification than there are")
        for name in DIGESTS:
            digests = (fact[name], *unsaid) if self.counted else (None,)
            self._fits(stated[name] in digests, "the digests of inputs and working are others")
        if in_parts:
            self._hides(said["outcome"]["standings"])
        if not self.changed:  # where that changed it shows what follows now
            self._ends(said, event, sealed or second)
            if in_parts:
                self._results(said["outcome"]["standings"], fact)
            if self.counted or not in_parts:
                lines = {line["couple"]: line for line in fact["standings"]}
                self._standings(said["outcome"]["standings"], lines, unsaid, in_parts)
        before = Season()
        before.rulebooks = [adopted for adopted in season.rulebooks if adopted.position < event.position]
        self._couples(said["couples"], fact["week"], event.position)
        adopted = before.rulebook(fact["week"])
        self._fits(
            self.changed or (adopted and book["adopted"]["position"] == adopted.position),
            "another adoption was in force",
        )

    def _couples(self, names: dict[str, str], week: int, certified_at: int) -> None:
        """Each couple under the names of who danced in that week, as was said by the certification or since."""
        for couple, name in names.items():
            known = [called(self.season, couple, week, until) for until in (certified_at, None)]
            self._fits(any(name in names for names in known), f"{couple} is not called {name}")

    def _results(self, lines: Json, fact: Json) -> None:
        """How it ended for each couple, by what everybody sees of a certification of two parts."""
        couples = [line["couple"] for line in lines]
        placed = {line["couple"]: line["place"] for line in fact.get("placed", ())}
        named = {*fact["leaving"], *fact["saved"], *placed}
        known = len(set(couples)) == len(couples) and named <= set(couples) <= self.season.couples
        self._fits(known, "its couples are not those certified")
        for line in lines:
            couple = line["couple"]
            if couple in named:
                ended = "leaves" if couple in fact["leaving"] else "placed" if couple in placed else "saved"
                same = line["result"] == ended
            elif "in_danger" in fact:
                same = line["result"] in (("in danger",) if couple in fact["in_danger"] else ("safe", "immune"))
            else:
                same = line["result"] == "stays"
            self._fits(
                same and line["place"] in (placed.get(couple), None), f"the line of {couple} is not what was certified"
            )

    def _hides(self, lines: Json) -> None:
        """A certification of two parts shows no combined points, nor does a certificate of it."""
        for line in lines:
            self._fits(line["combined"] is None, f"the line of {line['couple']} shows what the certification hides")

    def _ends(self, said: Json, event: Event, as_sets: bool) -> None:
        """Who is in danger, leaves and is saved, as certified; in any order where that would tell a secret one."""
        fact = event.fact
        in_parts = said["sealed"] is True and event.type == "outcome-certified.v2"
        danger = fact.get("in_danger", []) if in_parts else fact["bottom"]
        for name, couples in (("bottom", danger), ("leaving", fact["leaving"]), ("saved", fact["saved"])):
            listed = said["outcome"][name]
            same = sorted(listed) == sorted(couples) if as_sets else listed == couples
            self._fits(same, "who leaves is not what was certified")

    def _standings(self, lines: Json, certified: dict[str, Json], unsaid: tuple[None, ...], in_parts: bool) -> None:
        if sorted(line["couple"] for line in lines) != sorted(certified):
            self.wrong.append("its couples are not those certified")
            return
        for line in lines:
            fact = certified[line["couple"]]
            shown = [(line["place"], fact["place"])]
            if self.counted:
                shown.append((line["combined"], str(fact["combined"])))
                for name in ("raw", "points"):
                    shown += zip(line[name], map(str, fact[name]), strict=True)
            same = (in_parts or line["result"] == fact["result"]) and all(
                said in (value, *unsaid) for said, value in shown
            )
            self._fits(same, f"the line of {line['couple']} is not what was certified")

    def of_the_log(self, checkpoints: list[Checkpoint], leaves: bytes) -> None:
        """Each checkpoint it names is of this log."""
        origins, named = {checkpoint.origin for checkpoint in checkpoints}, self.said["checkpoints"]
        self._fits(len(named) <= 16, "it names more checkpoints than a certificate has")
        for stated in named if len(named) <= 16 else ():
            size = stated["size"]
            if type(size) is not int or not 0 < 32 * size <= len(leaves) or stated["origin"] not in origins:
                self.wrong.append("a checkpoint in it is not one of this log")
            else:
                root = base64.b64encode(root_of(leaves, size)).decode()
                self._fits(root == stated["root"], f"the log was another at {size}")

    def told(self, wrong: Sequence[str], findings: Findings) -> None:
        """What is no fault of it: a later certification, its own word that it does not stand, a newer template."""
        if self.later is not None:
            says = "the week was certified again after the certification that the certificate is about"
            findings.add("stale", says, self.later.position, self.later.fact["week"])
        if self.does_not_stand and not wrong:
            says = "the certificate says itself that the outcome certified does not stand"
            findings.add(DOES_NOT_STAND, says, *self.about)
        if self.page == "newer":
            findings.add("newer", "the certificate's page is filled from a template newer than this program's")


# ---------------------------------------------------------------------------------------------------------------------
# 65  Proofs: whether what was announced follows from what was committed to, without a count (decision 0026)
# Nothing that is proved is read from the proof: it holds commitments to bits and answers to challenges, and nothing else.
# ---------------------------------------------------------------------------------------------------------------------

PROOF_BEGINS = b"glitterball proof v1 " + P256_SUITE + b"\n"
DOES_NOT_SHOW = "the proof does not show that the groups announced follow from the votes committed to"
PROVED_OF_VOTES_ONLY = (
    "that each vote committed to came from a viewer, that none was lost or bought before a gateway counted it, and that "
    "voided votes deserved it"
)


class Fails(Exception):
    """A proof does not stand; `code` is that of the finding."""

    def __init__(self, code: str, says: object) -> None:
        super().__init__(says)
        self.code = code


class Proofs:
    """The proofs recorded in a log, each against the season where it stands. `standing` are those that hold at its end."""

    def __init__(self, bundle: Bundle, leaves: bytes, findings: Findings) -> None:
        self.bundle, self.leaves, self.findings = bundle, leaves, findings
        self.named: set[str] = set()
        """The files of all proofs recorded, whatever was found of them."""
        self.sound: list[Event] = []
        """Those of which nothing was found where they stand."""
        self.standing: list[Event] = []
        self.settled: list[int] = []
        """Weeks of which one vote is proved and somebody has settled a tie."""
        self.proved: set[int] = set()
        """The positions of those that were verified."""

    def check(self, event: Event, season: Season) -> None:
        """What a proof says of itself and, where the bundle holds it, whether it proves that. Its first fault is found."""
        self.named.add(_file_of(event))
        try:
            self._check(event, season)
            self.sound.append(event)
        except Fails as error:
            self.findings.add(error.code, error, event.position, event.fact["week"])

    def _check(self, event: Event, season: Season) -> None:
        if not _is_of_the_last(event, season):
            raise Fails(
                "proof-event", "it is about a certification that is not the week's last, or does not hold any more"
            )
        try:
            proving = proving_of(event.fact, season)
            statements = proving.statements()
        except PubliclyFalse as error:
            raise Fails("proof-fails", f"{DOES_NOT_SHOW}: {error}") from None
        except Wrong as error:
            raise Fails("proof-event", error) from None
        if context_of(proving, season, self.leaves) != event.fact["context_sha256"]:
            raise Fails("proof-context", "it is about another week, rulebook, marks, groups or commitments than these")
        if _file_of(event) in self.bundle:
            _check_proof(proving, statements, self.bundle.read(_file_of(event)))
            self.proved.add(event.position)

    def finish(self, season: Season) -> None:
        """A proof that holds no more is noticed; a file is found that is of no proof."""
        for event in self.sound:
            if _holds(event, season):
                self.standing.append(event)
            else:
                says = "it is about a certification that was replaced, or what it is about does not hold any more"
                self.findings.add("proof-stale", says, event.position, event.fact["week"])
        of_one_vote = {event.fact["week"] for event in self._verified() if "placed" not in event.fact["proved"][0]}
        self.settled = sorted(week for week in of_one_vote if season.weeks[week].settlements)
        for name in sorted(self.bundle.under("proofs/") - self.named):
            self.findings.add("derived", f"{name} belongs to no proof of these weeks")

    def weeks(self) -> list[int]:
        """The weeks whose outcome is proved, for the votes committed to."""
        return sorted({event.fact["week"] for event in self._verified() if event.type != EXCLUSION_PROVED})

    def _verified(self) -> list[Event]:
        return [event for event in self.standing if event.position in self.proved]

    def checked(self) -> list[str]:
        """What of proofs that stand was checked."""
        return [
            *(
                f"that the outcome of week {week} follows from the votes committed to, without a count (experimental, not "
                "reviewed by an outside cryptographer)"
                for week in self.weeks()
            ),
            *(
                f"that the same couples leave week {week} {as_if}: as proved for the votes committed to, without a count "
                "(experimental, not reviewed by an outside cryptographer)"
                for week, as_if in _otherwise_in(self._verified())
            ),
        ]

    def not_checked(self) -> list[str]:
        """What no proof says, and proofs that are not here."""
        said = [PROVED_OF_VOTES_ONLY, *map(_of_a_settlement, self.settled)] if self.checked() else []
        weeks = self.bundle.manifest["weeks"]
        absent = [
            event for event in self.standing if _file_of(event) not in self.bundle and event.fact["week"] in weeks
        ]
        outcomes = {event.fact["week"] for event in absent if event.type != EXCLUSION_PROVED}
        return [
            *said,
            *(f"the proof of week {week}: it is not in the bundle" for week in sorted(outcomes - {*self.weeks()})),
            *(f"the proof of week {week} {as_if}: it is not in the bundle" for week, as_if in _otherwise_in(absent)),
        ]


def _otherwise_in(events: list[Event]) -> list[tuple[int, str]]:
    """Week and what would have been otherwise, of proofs of such claims, each once."""
    claims = [event.fact for event in events if event.type == EXCLUSION_PROVED]
    return sorted({(fact["week"], as_if_says(fact)) for fact in claims})


def _of_a_settlement(week: int) -> str:
    return f"that a lot or decision which the proof of week {week} rests on was made of exactly the couples that were level"


def _file_of(event: Event) -> str:
    return f"proofs/{event.position}.sigma"


def _is_of_the_last(event: Event, season: Season) -> bool:
    """Whether the certification it is about is the week's last, and nothing changed what that rests on."""
    number, certified = event.fact["week"], event.fact["certified"]
    certifications = season.weeks[number].certified
    last = certifications[-1].position if certifications else 0
    return bool(last == certified and touched_since(season, number) <= certified)


def _holds(event: Event, season: Season) -> bool:
    """Whether it stands, and what it says was announced is still what counts as announced."""
    if not _is_of_the_last(event, season):
        return False
    try:
        proving_of(event.fact, season)
    except Wrong:
        return False
    return True


def _check_proof(proving: Proving, statements: list[Statement], proof: bytes) -> None:
    """The bytes recorded, in their length, about commitments that are points; then what they prove."""
    fact = proving.fact
    if digest(proof) != fact["proof_sha256"]:
        raise Fails("proof-bytes", "the proof is not the one recorded: its hash is another")
    if not proof.startswith(PROOF_BEGINS):
        raise Fails("proof-bytes", "the proof is not one of this form: it begins otherwise")
    length = len(PROOF_BEGINS) + sum(statement.proof_length for statement in statements)
    if len(proof) != length:
        raise Fails("proof-bytes", f"the proof has {len(proof)} bytes, and of these statements it would have {length}")
    try:
        commitments = [proving.commitments(body) for body in fact["proved"]]
    except Wrong as error:
        raise Fails("proof-commitments", error) from None
    at = len(PROOF_BEGINS)
    for body, statement, points in zip(fact["proved"], statements, commitments, strict=True):
        about = sha256(bytes.fromhex(fact["context_sha256"]) + body["body"].encode()).digest()
        try:
            statement.check(points, proof[at : at + statement.proof_length], about)
        except Wrong as error:
            raise Fails("proof-fails", f"{DOES_NOT_SHOW}: {_not_shown(proving, body['body'])} ({error})") from None
        at += statement.proof_length


def _not_shown(proving: Proving, body: str) -> str:
    """Of which votes it does not follow, and whom they saved where that is what they decide."""
    if proving.save is not None and body == proving.save[0]:
        return f"the votes of {body} do not show that {', '.join(proving.save[1])} had more than those who left by the save"
    return f"it is not so by the votes of {body}"


# ---------------------------------------------------------------------------------------------------------------------
# 66  Following the season, event by event
# Behind an event that is newer than this file nothing is judged by what stood before it: what that event changed is not known,
# and an honest record could look broken. What a later event says of itself is still looked at.
# ---------------------------------------------------------------------------------------------------------------------

CANNOT_FOLLOW = (*UNREADABLE, ArithmeticError, StopIteration)

WITHHELD = (
    "votes for couples and every outcome: they are sealed, and no openings were given",
    "what sealed events show: it is the log's claim until they are opened",
)
"""What is not checked without openings; the second only where an event shows what its leaf does not cover."""


class Following:
    """The season, followed event by event; after one that cannot be followed nothing more is. `until` is the first event
    that is newer than this file, `unread` the weeks whose rulebook is."""

    def __init__(self, counted: bool, bundle: Bundle, leaves: bytes) -> None:
        self.findings, self.season, self.counted, self.followed = Findings(), Season(), counted, True
        self.approvals, self.deliveries = Approvals(self.findings, leaves), Deliveries(self.findings, leaves)
        self.voids, self.windows = Voids(bundle, self.findings), Windows(bundle, self.findings)
        self.raw_files = RawFiles(voided_in(bundle), self.findings)
        self.remaking, self.margins = Remaking(bundle, counted), Margins(bundle)
        self.proofs = Proofs(bundle, leaves, self.findings)
        self.sealed = False
        self.until: int | None = None
        self.unread: set[int] = set()
        self.rulebooks: dict[str, tuple[bytes, int]] = {}
        self.late: set[str] = set()
        self.recomputed: set[int] = set()

    def take(self, event: Event) -> None:
        if not self.followed:
            return
        self.sealed = self.sealed or event.octets is None
        if event.unknown and self.until is None:
            self.until = event.position
        try:
            event = self.season.named(event) if self.until is None else event
            self._alone(event)
            if self.until is not None:
                return
            self._check(event)
            self.remaking.before(event.position, self.season)
            self.season.take(event)
            if event.type == "rulebook-adopted.v1" and self.counted and not event.newer:
                check_changed(self.season, event, self.findings)
        except CANNOT_FOLLOW as error:
            says = f"it cannot follow what stands before it ({type(error).__name__}: {error})"
            self.findings.add("replay", says, event.position)
            self.followed = False

    def finish(self) -> None:
        """What can only be said when all events are known, and none of them is newer."""
        self.approvals.finish()
        self.deliveries.finish(self.season)
        try:
            self.proofs.finish(self.season)
            for number in sorted(self.season.weeks):
                check_stale(self.season, number, self.findings)
                if not self.counted:
                    check_announced_as_certified(self.season, number, self.findings)
                elif self._is_read(number):
                    check_announced(self.season, number, self.findings)
            if self.counted:
                self.raw_files.finish(self.season)
        except CANNOT_FOLLOW as error:
            self.findings.add("replay", f"what follows cannot be worked out ({type(error).__name__}: {error})")

    def _alone(self, event: Event) -> None:
        """What an event says of itself, whatever stands before it."""
        fact = event.fact
        if event.type in BATCHES and "votes" in fact:
            accounted = sum_of(fact["votes"]) + sum_of(fact["rejected"]) + fact["late"]
            if fact["received"] != accounted:
                says = f"received {fact['received']}, but accepted, rejected and late are {accounted}"
                self.findings.add("votes", says, event.position, fact["week"])
        elif event.type == "rulebook-adopted.v1":
            text = written(fact["rulebook"])
            self.rulebooks[fact["sha256"]] = (text, event.position)
            if digest(text) != fact["sha256"]:
                self.findings.add("rulebook", "the hash recorded is not that of the text", event.position)

    def _check(self, event: Event) -> None:
        fact = event.fact
        must_have_openings(self.season)
        if event.type in BATCHES:
            self._batch(event)
        if event.type in (*BATCHES, *CLOSINGS):
            self.remaking.delivered(fact["week"], event.position)
            self.deliveries.line(event, self.season)
            return
        if event.type in SIGNED:
            self.deliveries.signature(event, self.season)
            return
        self._gateway_key(event)
        if wrong := wrong_with_speaker(event, self.season):
            self.findings.add("people", wrong, event.position, fact.get("week"))
        for wrong in wrong_with_roster(event, self.season) if event.type in PEOPLE else ():
            self.findings.add("people", wrong, event.position)
        self.approvals.check(event, self.season)
        if event.type in ("batch-voided.v1", "batch-voided.v2") and self.counted:
            self.voids.void(event)
        elif event.type == "openings-destroyed.v1":
            must_be_over(event, self.season)
        elif event.type == "window-stated.v1":
            self.windows.stated(event)
        elif event.type == "voting-closed.v1":
            self.windows.seal(event)
        elif event.type in ("outcome-proved.v1", EXCLUSION_PROVED) and self._is_read(fact["week"]):
            self.proofs.check(event, self.season)
        elif event.type in CERTIFIED and self._is_read(fact["week"]):
            self._certified(event)

    def _certified(self, event: Event) -> None:
        week = event.fact["week"]
        if not is_ready(self.season, week, self.counted, event.time):
            says = "it was certified although something kept the week from it"
            self.findings.add("ready", says, event.position, week)
        if self.counted:
            check_certified(self.season, event, self.findings)
            self.margins.certified(self.season, week)
            self.recomputed.add(week)

    def _gateway_key(self, event: Event) -> None:
        if event.type not in GATEWAY_KEYS:
            return
        if wrong := wrong_with_gateway_key(event, self.season):
            self.findings.add("signature", wrong, event.position)
        elif "key" in event.fact and is_a_persons(event.fact["key"], self.season):
            self.findings.add("people", "a gateway would sign with the key of a person", event.position)

    def _is_read(self, week: int) -> bool:
        """Whether the rulebook of a week is known here to its last stage."""
        adopted = self.season.rulebook(week)
        if adopted is None or not adopted.newer:
            return True
        self.unread.add(week)
        return False

    def _batch(self, event: Event) -> None:
        batch = event.fact
        tally = self.season.tallies.get(batch["week"])
        sealed = tally is not None and tally.sealed_at > 0
        if sealed and event.stream not in self.late:
            self.late.add(event.stream)
            self.findings.add("late", f"batches of {event.stream} came after the seal", event.position, batch["week"])
        if not sealed:
            self.raw_files.batch(event)
        self.windows.batch(event)
        if self.counted:
            self.voids.batch(event, sealed)


# ---------------------------------------------------------------------------------------------------------------------
# 67  What you compare with what you were told: rulebooks, gateways' keys, who signed the checkpoint and when
# ---------------------------------------------------------------------------------------------------------------------

LAST_SECOND = 253_402_300_799
"""The last of the year 9999; a cosigner may state any number up to 2^63 - 1."""


@dataclass
class Pins:
    """Hashes of rulebooks and verifier keys of gateways that you were told: a log may have no others."""

    rulebooks: set[str] = field(default_factory=set)
    gateways: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.rulebooks or self.gateways)

    def add(self, rulebooks: Sequence[str], gateways: Sequence[str]) -> None:
        for named in rulebooks:
            demand(re.fullmatch("[0-9a-f]{64}", named.lower()), "the SHA-256 of a rulebook has 64 hexadecimal digits")
            self.rulebooks.add(named.lower())
        for vkey in gateways:
            read_key(vkey)
            self.gateways.add(vkey)


def read_pins(octets: bytes) -> Pins:
    """Lines `rulebook SHA256` and `gateway VKEY`; `#` begins a remark."""
    pins = Pins()
    for number, line in enumerate(octets.decode("utf-8", "replace").splitlines(), start=1):
        words = line.split()
        try:
            match words:
                case [] | ["#", *_]:
                    continue
                case [word, *_] if word.startswith("#"):
                    continue
                case ["rulebook", sha256]:
                    pins.add([sha256], [])
                case ["gateway", vkey]:
                    pins.add([], [vkey])
                case _:
                    raise Wrong("it is neither 'rulebook SHA256' nor 'gateway VKEY'")
        except Wrong as error:
            raise Wrong(f"line {number} of the pins cannot be used: {error}") from None
    return pins


def rulebooks_in(season: Season) -> list[dict[str, Json]]:
    """The rulebooks adopted, in the order of the log."""
    return [
        {
            "ref": f"{event.fact['rulebook'].get('id')}@{event.fact['rulebook'].get('version')}",
            "sha256": event.fact["sha256"],
            "from_week": event.fact["from_week"],
            "position": event.position,
        }
        for event in season.rulebooks
    ]


def keys_in(season: Season) -> list[dict[str, Json]]:
    """The keys of gateways, by gateway and in the order of the log."""
    return [
        {"gateway": gateway, "key": key.vkey, "position": key.introduced, "ended": key.revoked or key.retired}
        for gateway, keys in sorted(season.keys.items())
        for key in keys
    ]


def cosignatures(policy: Policy, names: list[str], note: bytes) -> list[dict[str, Json]]:
    """The cosignatures under a checkpoint that is good, with the times their witnesses state."""
    told = []
    for name in names:
        key = policy.witnesses[name]
        lines = [line.payload for line in parse_note(note)[1] if (line.name, line.key_id) == (key.name, key.key_id)]
        seconds = max(int.from_bytes(payload[:8], "big") for payload in lines)
        told.append({"witness": name, "key": label(key), "time": time_of(seconds)})
    return told


def label(key: Key) -> str:
    """Name and key ID."""
    return f"{key.name}+{key.key_id.hex()}"


def time_of(seconds: int) -> str:
    """A POSIX time as the log writes times."""
    if seconds > LAST_SECOND:
        return f"{seconds} seconds after 1970"
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def check_manifest(bundle: Bundle, season: Season, whole: bool, findings: Findings) -> None:
    """What the manifest says of the season, which anybody can write, against the log."""
    manifest = bundle.manifest
    if season.opened is None:
        findings.add("manifest", "no event of the bundle opens the season")
        return
    said, mode = manifest["mode"], season.opened["mode"]
    if said != mode:
        findings.add("manifest", f"the manifest says {said}; event {season.opened_at} opened the season as {mode}")
    for week in manifest["weeks"] if whole else ():
        if week not in season.weeks:
            findings.add("manifest", f"the manifest names week {week}, which no event of the season opens")


def check_pins(pins: Pins, season: Season, unsigned: int, findings: Findings) -> None:
    """Each rulebook adopted and each gateway's key is one you pinned; with keys pinned no line comes without one."""
    for book in rulebooks_in(season) if pins.rulebooks else ():
        if book["sha256"] not in pins.rulebooks:
            says = f"{book['ref']} has SHA-256 {book['sha256']}, which you did not pin"
            findings.add("pinned", says, book["position"])
    for held in keys_in(season) if pins.gateways else ():
        if held["key"] not in pins.gateways:
            says = f"{held['gateway']} has the key {held['key']}, which you did not pin"
            findings.add("pinned", says, held["position"])
    if pins.gateways and unsigned:
        findings.add("pinned", "keys are pinned, and there are lines of gateways without a key")


def left_out(events: int, size: int, highest: int) -> str:
    """What a bundle of so many events, the last at `highest`, leaves out of a log of `size`; nothing where it has them all."""
    newest = size - highest
    many = newest or size - events
    which = f"{'newest' if newest else 'other'} {f'{many:,} are' if many > 1 else 'is'}"
    return (
        f"{events:,} of the log's {count_of(size, 'event')}: the {which} not in it, and what is said there is not known"
    )


def to_compare(about: dict[str, Json]) -> Iterator[str]:
    """Rulebooks and keys, a sentence each."""
    for book in about["rulebooks"]:
        yield f"Rulebook {book['ref']} from week {book['from_week']} (event {book['position']}), SHA-256 {book['sha256']}."
    for held in about["gateways"]:
        ended = f", until event {held['ended']}" if held["ended"] else ""
        yield f"Gateway {held['gateway']}, key {held['key']} (event {held['position']}{ended})."


# ---------------------------------------------------------------------------------------------------------------------
# 68  The files that follow from the events: rulebook texts, workings and inputs (bundle.md, section 8)
# ---------------------------------------------------------------------------------------------------------------------


def check_rulebooks(bundle: Bundle, following: Following) -> None:
    """A text for each rulebook adopted, and it is the one in the event. Behind a newer event one may belong to that."""
    wanted = {f"rulebooks/{name}.json": adopted for name, adopted in following.rulebooks.items()}
    there = bundle.under("rulebooks/")
    for name in sorted(there - wanted.keys()) if following.until is None else ():
        following.findings.add("rulebook", f"{name} was never adopted")
    for name, (text, position) in sorted(wanted.items()):
        if name not in there or bundle.read(name) != text:
            following.findings.add("rulebook", f"{name} is missing, or is not the text of the event", position)


def check_derived(bundle: Bundle, following: Following) -> None:
    """Working and inputs of every certification of the bundle's weeks: the bytes whose hashes were certified."""
    weeks = following.season.weeks
    wanted = {}
    for number in bundle.manifest["weeks"] if not bundle.manifest["sealed"] else ():
        for event in weeks[number].certified if number in weeks else ():
            for kind in ("working", "inputs"):
                wanted[f"{kind}/{event.position}.json"] = (event.fact[f"{kind}_sha256"], event.position)
    for name in sorted((bundle.under("working/") | bundle.under("inputs/")) - wanted.keys()):
        following.findings.add("derived", f"{name} belongs to no certification of these weeks")
    for name, (hashed, position) in sorted(wanted.items()):
        if name not in bundle or digest(bundle.read(name)) != hashed:
            following.findings.add("derived", f"{name} is missing, or is not what was certified", position)


# ---------------------------------------------------------------------------------------------------------------------
# 69  The tree of a bundle: the root at each checkpoint, and the proofs between them (bundle.md, section 7)
# ---------------------------------------------------------------------------------------------------------------------


def check_roots(leaves: bytes, checkpoints: list[Checkpoint], findings: Findings) -> None:
    """The first n leaves have the root that the checkpoint of n states."""
    tree, fitting = Tree(), 0
    for checkpoint in checkpoints:
        for start in range(32 * tree.size, min(32 * checkpoint.size, len(leaves)), 32):
            tree.append(leaves[start : start + 32])
        if (tree.size, tree.root()) == (checkpoint.size, checkpoint.root):
            fitting = checkpoint.size
        else:
            says = "the leaves do not give the root signed; something differs in events"
            findings.add("root", f"{says} {fitting + 1} to {checkpoint.size}")


def check_proofs(bundle: Bundle, checkpoints: list[Checkpoint], findings: Findings) -> None:
    """There is one proof from each checkpoint to the next, and it leads there."""
    wanted = {f"consistency/{old.size}-{new.size}.proof": (old, new) for old, new in pairwise(checkpoints)}
    there = bundle.under("consistency/")
    for name in sorted(there ^ wanted.keys()):
        findings.add("consistency", f"{name} is missing, or not between neighbours")
    for name in sorted(there & wanted.keys()):
        text = bundle.read(name).decode("ascii", "replace")
        try:
            demand(len(text) <= 64 * 45 and (not text or text.endswith("\n")), "it is too long, or cut")
            check_consistency(*wanted[name], [hash_of(line) for line in text.split("\n")[:-1]])
        except Wrong as error:
            findings.add("consistency", f"{name}: {error}")


# ---------------------------------------------------------------------------------------------------------------------
# 70  The report: what was found, what was checked, what was not
# ---------------------------------------------------------------------------------------------------------------------

NEVER_CHECKED = (
    "what happened before votes reached a gateway, and who voted",
    "whether the log showed others another history, beyond what the witnesses of the policy cosigned",
    "when things happened: the order is the log's, the times are as stated",
    "that the people named were those people: nobody signs what one person may say alone",
    "what the show itself may have decided off the record",
)
_ABOUT = ("bundle_sha256", "season", "weeks", "mode", "sealed", "origin", "size", "root", "witnesses", "signed_by")
_TOLD = ("cosigned", "rulebooks", "gateways", "events")


class Answer:
    """The answer of a run, as it grows: what the bundle is about, what was checked, what was not, what was found."""

    def __init__(self, bundle_sha256: str) -> None:
        self.findings = Findings()
        self.checked: list[str] = []
        self.not_checked: list[str] = []
        self.about: dict[str, Json] = {"bundle_sha256": bundle_sha256, "weeks": [], "sealed": False, "witnesses": []}
        self.about |= {"cosigned": [], "rulebooks": [], "gateways": []}
        self.about |= {"events": 0, "weeks_recomputed": []}

    @property
    def exit_code(self) -> int:
        kinds = {found.kind for found in self.findings.found}
        return 5 if "integrity" in kinds else 1 if "outcome" in kinds else 3 if "unread" in kinds else 0

    @property
    def verdict(self) -> str:
        if self.exit_code == 5:
            return "The record is NOT intact."
        outcomes = {found.code for found in self.findings.found if found.kind == "outcome"}
        if self.exit_code == 1 and outcomes == {DOES_NOT_STAND}:
            return "The record is intact, but the certificate in it does not stand."
        if self.exit_code == 1:
            return "The record is intact, but what was certified or announced does NOT follow from it."
        if "no-bundle" in self.findings.counts:
            return "The file is no bundle."
        if self.exit_code == 3 and "newer" not in self.findings.counts:
            return "The season's rules name stage kinds of packages, which no verifier knows; in the rest nothing is wrong."
        if self.exit_code == 3:
            return (
                "Part of the record was written by a newer Glitterball than this program; in the rest nothing is wrong."
            )
        return f"The record is intact since its checkpoints; {self._follows}."

    @property
    def _follows(self) -> str:
        if self.about["weeks_recomputed"]:
            return "what was certified and announced follows from it"
        if weeks := self.about.get("weeks_proved"):
            which = f"week{'s' if len(weeks) > 1 else ''} {', '.join(map(str, weeks))}"
            return f"the outcome of {which} is proved for the votes committed to"
        return "no outcome was recomputed"

    def report(self) -> dict[str, Json]:
        """The answer as plain JSON values."""
        more = {code: count - LISTED for code, count in sorted(self.findings.counts.items()) if count > LISTED}
        return {
            "schema": "glitterball.verification.v1",
            **{name: self.about.get(name) for name in (*_ABOUT, *_TOLD, "weeks_recomputed")},
            **{name: self.about[name] for name in ("weeks_proved",) if self.about.get(name)},
            "exit": self.exit_code,
            "verdict": self.verdict,
            "checked": self.checked,
            "not_checked": [*self.not_checked, *NEVER_CHECKED],
            "findings": [
                {
                    "code": found.code,
                    "kind": found.kind,
                    "position": found.position,
                    "week": found.week,
                    "says": found.says,
                }
                for found in self.findings.found
            ],
            "more": more,
        }

    def lines(self) -> Iterator[str]:
        """The answer in sentences, the verdict first."""
        about, report = self.about, self.report()
        yield f"{'REHEARSAL  ' if about.get('mode') == 'rehearsal' else ''}{self.verdict}"
        if about.get("size") is not None:
            listed = ", ".join(map(str, about["weeks"])) or "none"
            weeks = f"week {listed}" if len(about["weeks"]) == 1 else f"weeks {listed}"
            yield f"Season {about['season']}, {weeks}: {about['events']:,} of the log's {count_of(about['size'], 'event')}."
        if about.get("origin"):
            cosigned = "; ".join(f"{each['witness']} ({each['key']}) at {each['time']}" for each in about["cosigned"])
            signed = f"signed by {about['signed_by']}, cosigned by {cosigned or 'nobody you named'}"
            yield f"Checkpoint of {about['origin']} at {about['size']}, {signed}; root {about['root']}."
        yield from to_compare(about)
        for found in self.findings.found:
            where = f"event {found.position}" if found.position is not None else "the bundle"
            week = f", week {found.week}" if found.week is not None else ""
            yield f"{found.kind.upper()} [{found.code}] {where}{week}: {found.says}."
        yield from (f"And {count:,} more of [{code}]." for code, count in report["more"].items())
        yield from (f"Checked: {what}." for what in self.checked)
        yield from (f"NOT checked: {what}." for what in report["not_checked"])


def naming_no_opening(signatures: int) -> str:
    """What is not known of signatures that do not name the season's opening."""
    were, they = ("was", "it names") if signatures == 1 else ("were", "they name")
    said = f"that {count_of(signatures, 'signature')} of gateways {were} made for this season and no rehearsal"
    return f"{said}: {they} no opening of it"


# ---------------------------------------------------------------------------------------------------------------------
# 71  The verification, from top to bottom
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """What an auditor may hold besides a policy: checkpoints from elsewhere, keys of the certificate's signatories."""

    known: Sequence[bytes] = ()
    signers: Sequence[Key] = ()
    pins: Pins = field(default_factory=Pins)


class Verification:
    """One run; `answer` is what it found, whatever the bytes are."""

    def __init__(self, data: bytes | mmap.mmap, policy: Policy, openings: bytes | None, given: Given) -> None:
        self.answer = Answer(digest_of(data, 0, len(data)))
        self.policy, self.findings, self.signers, self.pins = policy, self.answer.findings, given.signers, given.pins
        self.about, self.checked, self.not_checked = self.answer.about, self.answer.checked, self.answer.not_checked
        self.not_checked += policy.newer
        self.bundle = Bundle(data, self.findings)
        if not self.bundle.holds:
            newer = "newer" in self.findings.counts
            why = (
                "this program does not know the version of the bundle"
                if newer
                else "the file could not be opened as a bundle"
            )
            self.not_checked.append(f"everything else: {why}")
            return
        self.about |= {name: self.bundle.manifest[name] for name in ("season", "weeks", "mode", "sealed", "size")}
        self.checked.append("the container, and every file's size and hash")
        checkpoints = self._checkpoints()
        scope = self._scope(checkpoints)
        leaves = self.bundle.read("leaves.bin")
        check_roots(leaves, checkpoints, self.findings)
        check_proofs(self.bundle, checkpoints, self.findings)
        self.checked.append("the tree over all leaves, and the proofs between checkpoints")
        self._known(given.known, checkpoints, leaves)
        self._events(leaves, scope, openings, checkpoints)

    def _checkpoints(self) -> list[Checkpoint]:
        """What the checkpoints state. One not signed as it must be is found, and still compared with the tree."""
        stated: list[Checkpoint] = []
        sizes = self.bundle.checkpoint_sizes()
        for size in sizes:
            note = self.bundle.read(f"checkpoints/{size}.note")
            try:
                stated.append(read_checkpoint(parse_note(note)[0]))
                checkpoint, witnesses = self.policy.check(note, quorum_needed=size == sizes[-1])
                same = checkpoint.origin == stated[0].origin
                demand(
                    checkpoint.size == size and not checkpoint.extensions and same,
                    "its size, origin or form is another",
                )
                if size == sizes[-1]:
                    root = base64.b64encode(checkpoint.root).decode()
                    self.about |= {"origin": checkpoint.origin, "root": root, "witnesses": witnesses}
                    good = open_note(note, self.policy.logs)[1]
                    self.about["signed_by"] = next(label(key) for key in good if key.name == checkpoint.origin)
                    self.about["cosigned"] = cosignatures(self.policy, witnesses, note)
            except Wrong as error:
                self.findings.add("checkpoint", error, size)
        self.checked.append(f"{count_of(len(stated), 'checkpoint')} under your policy")
        return stated

    def _scope(self, checkpoints: list[Checkpoint]) -> Scope | None:
        if not checkpoints:
            self.not_checked.append("that no event of the season is left out: no checkpoint can be read")
            return None
        last = checkpoints[-1]
        keys = [key for key in self.policy.logs if key.name == last.origin]
        try:
            text, _ = open_note(self.bundle.read("scope.note"), keys)
            demand(last.size == self.bundle.manifest["size"], "it is about another size")
            return Scope(text, last, self.bundle.manifest["season"])
        except Wrong as error:
            self.findings.add("scope", error)
            self.not_checked.append("that no event of the season is left out: the log's word on it does not hold")
            return None

    def _known(self, notes: Sequence[bytes], checkpoints: list[Checkpoint], leaves: bytes) -> None:
        """Checkpoints you hold from elsewhere: signed as your policy asks, not newer than the bundle, of one history."""
        origins = {checkpoint.origin for checkpoint in checkpoints}
        for note in notes:
            try:
                held, _ = self.policy.check(note, quorum_needed=False)
                demand(
                    held.origin in origins,
                    "the checkpoint you hold is of another log",
                )
                demand(
                    32 * held.size <= len(leaves), f"the bundle is older than the checkpoint of {held.size} you hold"
                )
                demand(
                    root_of(leaves, held.size) == held.root,
                    f"at {held.size} the log was another: two histories, or altered",
                )
            except Wrong as error:
                self.findings.add("known", error)
        if notes:
            yours = f"{count_of(len(notes), 'checkpoint')} you hold {'is' if len(notes) == 1 else 'are'}"
            self.checked.append(f"that the {yours} of this history")

    def _events(
        self, leaves: bytes, scope: Scope | None, openings: bytes | None, checkpoints: list[Checkpoint]
    ) -> None:
        """Every event in its place; as long as they are intact the season is followed in the same pass."""
        before = self.findings.integrity()
        held = None if openings is None else read_openings(openings, self.findings)
        following = Following(
            not self.bundle.manifest["sealed"] or held is not None,
            self.bundle,
            leaves,
        )
        events = Events(self.bundle, leaves, scope, held, self.findings)
        events.check(following.take)
        self.about["events"] = events.count
        self.checked.append("place, leaf, form and stream of every event")
        if events.count < events.size:
            self.not_checked.append(left_out(events.count, events.size, events.highest))
        if self.findings.integrity() > before:
            self.not_checked.append("the season: votes, approvals, outcomes; its events are not intact")
            return
        self._told(following)
        if not following.followed:
            self.not_checked.append("the season behind the event that cannot be followed")
        elif following.until is not None:
            check_rulebooks(self.bundle, following)
            self.not_checked.append(
                f"the season from event {following.until} on, which is newer than this program: approvals, votes, outcomes; and "
                "of all weeks announcements, whether a certificate is stale, deliveries never signed, the certificate here"
            )
        else:
            following.finish()
            self._follow_up(following, checkpoints)
            self._certificate(following, checkpoints, leaves)
            if following.unread:
                weeks = ", ".join(map(str, sorted(following.unread)))
                or_plugged = ", or names kinds of packages" if "plug-in" in self.findings.counts else ""
                self.not_checked.append(
                    f"readiness and outcomes of weeks whose rulebook is newer than this program{or_plugged}: {weeks}"
                )
        self.about["weeks_recomputed"] = sorted(following.recomputed)
        self.findings.found += following.findings.found
        self.findings.counts.update(following.findings.counts)

    def _told(self, following: Following) -> None:
        """The manifest, and what you pinned, against as much of the log as could be followed."""
        season, whole = following.season, following.followed and following.until is None
        if following.followed:
            check_manifest(self.bundle, season, whole, following.findings)
            check_pins(self.pins, season, following.deliveries.unsigned, following.findings)
        if season.opened is not None:
            self.about["mode"] = season.opened["mode"]
        self.about |= {"rulebooks": rulebooks_in(season), "gateways": keys_in(season)}
        if self.pins:
            (self.checked if whole else self.not_checked).append(
                "that rulebooks and gateways' keys are those you pinned"
            )

    def _follow_up(self, following: Following, checkpoints: list[Checkpoint]) -> None:
        """Rulebook texts, workings and inputs, checkpoints at closing: what is said once all events are known."""
        findings, season = following.findings, following.season
        self.checked.append("gateways' accounts, two-person approvals, rulebook texts, readiness at each certification")
        for told, more in zip(
            (self.checked, self.not_checked), what_names_stand_for(season, following.approvals.sealed), strict=True
        ):
            told.extend(more)
        self.about["weeks_proved"] = following.proofs.weeks()
        self.checked += following.proofs.checked()
        self.not_checked += following.proofs.not_checked()
        check_rulebooks(self.bundle, following)
        for number, week in sorted(season.weeks.items()):
            first, seal = (week.certified[0].position if week.certified else 0), week.seal
            if first and seal and not any(seal.position <= checkpoint.size < first for checkpoint in checkpoints):
                findings.add("closing-checkpoint", "no checkpoint between closing and certification", first, number)
        if following.deliveries.no_opening:
            self.not_checked.append(naming_no_opening(following.deliveries.no_opening))
        if following.deliveries.unsigned:
            self.not_checked.append(
                f"who sent {count_of(following.deliveries.unsigned, 'line')} of gateways without a key"
            )
        if not following.counted:
            self.checked.append("announcements against what was certified last, as far as it is shown")
            self.not_checked += WITHHELD[: 1 + following.sealed]
            return
        check_derived(self.bundle, following)
        following.margins.finish(self.bundle, following.unread, findings)
        if following.margins.files:
            self.checked.append("that the witness of each margin changes the answer as it says")
            self.not_checked.append(MINIMAL)
        which = " of the other weeks" if following.unread else ""
        self.checked.append(f"every certified outcome{which} recomputed, and announcements against what follows")

    def _certificate(self, following: Following, checkpoints: list[Checkpoint], leaves: bytes) -> None:
        """What a certificate says of the outcome, once the season has been followed to its end."""
        there = self.bundle.under("certificate.")
        if not there and not self.signers:
            return
        try:
            following.remaking.compare(following.season)
            certificate = Certificate(self.bundle, following.season, following.remaking, self.signers)
            certificate.of_the_log(checkpoints, leaves)
            wrong = [*certificate.wrong, *following.remaking.wrong]
            certificate.told(wrong, following.findings)
        except CANNOT_FOLLOW as error:
            wrong = [str(error) if isinstance(error, Wrong) else f"it cannot be read as one ({type(error).__name__})"]
        for why in wrong:
            following.findings.add("certificate", f"the certificate does not fit: {why}")
        self.checked.append("that the certificate is about a certified outcome of this log")
        if there and following.counted:
            self.checked.append("what the certificate says of the events, and that its page is the one its JSON gives")
            self.not_checked.append(BY_WORD)
        elif there:
            self.checked.append(
                "what the certificate says of the events that rests on no count, and that its page is the one its JSON gives"
            )
            self.not_checked.append(f"of the certificate: {SEALED}; {BY_WORD.removeprefix('of the certificate: ')}")
        if not self.signers:
            self.not_checked.append("who signed the certificate: name its signers")


# ---------------------------------------------------------------------------------------------------------------------
# 72  The command line
# ---------------------------------------------------------------------------------------------------------------------

VERSION = "1.0.0"
PRIVATE_KEY = re.compile(rb"(PRIVATE|HIDDEN)\+KEY\+|PRIVATE KEY-----", re.IGNORECASE)


def verify(path: Path, policy: Policy, openings: bytes | None = None, given: Given | None = None) -> Answer:
    """Verify the bundle in a file."""
    given = given or Given()
    with path.open("rb") as source:
        if source.seek(0, 2) == 0:
            return Verification(b"", policy, openings, given).answer
        with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return Verification(data, policy, openings, given).answer


def _unmarked(path: Path) -> bytes:
    """A file without the byte order mark some editors put before it."""
    octets = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    demand(not PRIVATE_KEY.search(octets), f"{path} holds a private key, which is neither read nor repeated")
    return octets


def _note(path: Path) -> bytes:
    """A checkpoint you hold; a file of another kind, named by mistake, says nothing against the bundle."""
    octets = _unmarked(path)
    try:
        parse_note(octets)
    except Wrong:
        raise Wrong(f"{path} is no signed note; it seems to be {seems_to_be(octets[:65536])}") from None
    return octets


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="verify_bundle.py", description="Verify a Glitterball bundle, offline.")
    parser.add_argument("bundle", type=Path, help="the bundle")
    parser.add_argument(
        "--policy", type=Path, required=True, help="whom you trust: a C2SP tlog-policy file of your own"
    )
    parser.add_argument("--openings", type=Path, help="the openings of a sealed bundle, for an adjudicator")
    parser.add_argument("--known", type=Path, action="append", default=[], help="a checkpoint you hold (repeatable)")
    parser.add_argument("--signer", action="append", default=[], help="a key that must have signed the certificate")
    parser.add_argument("--pins", type=Path, help="a file of pins: lines 'rulebook SHA256' and 'gateway VKEY'")
    parser.add_argument("--rulebook", action="append", default=[], help="the SHA-256 of a rulebook you were told")
    parser.add_argument("--gateway", action="append", default=[], help="a gateway's verifier key you were told")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--version", action="version", version=f"verify_bundle.py {VERSION}")
    asked = parser.parse_args(arguments)
    try:
        policy = read_policy(_unmarked(asked.policy))
        openings = _unmarked(asked.openings) if asked.openings else None
        pins = read_pins(_unmarked(asked.pins)) if asked.pins else Pins()
        pins.add(asked.rulebook, asked.gateway)
        given = Given([_note(path) for path in asked.known], [read_key(vkey) for vkey in asked.signer], pins)
        answer = verify(asked.bundle, policy, openings, given)
    except (OSError, Wrong) as error:
        print(f"The question could not be put: {error}.", file=sys.stderr)
        return 3
    shown = [json.dumps(answer.report(), ensure_ascii=True, indent=1)] if asked.json else list(answer.lines())
    sys.stdout.write("".join(f"{line}\n" for line in shown).encode("ascii", "backslashreplace").decode())
    return answer.exit_code


if __name__ == "__main__":
    sys.exit(main())
