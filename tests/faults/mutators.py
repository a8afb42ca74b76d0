"""Mutations of a file: by byte, by token, by line. The same chance gives the same file."""

import re
from collections.abc import Sequence
from random import Random

HOSTILE: tuple[bytes, ...] = (
    b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r\n", b"\n\n", b'"', b"'", b"\\", b"[", b"]", b"{", b"}", b"=", b",", b"#",
    b"-1", b"0", b"1e400", b"nan", b"-inf", b"9" * 400, b"9" * 5_000, b"1/0", b"0x10", b"1_000", b"true", b"null", b"None",
    b"2024-02-30", b"9999-12-31T23:59:60Z", b"1970-01-01T00:00:00+99:99", b"\xed\xa0\x80", "\u202e".encode(), "\u200b".encode(),
    "e\u0301".encode(), "\U0001f57a".encode(), b"../../etc/passwd", b"=HYPERLINK()", b"%s%n", b"<script>", b"\x1b[31m",
    b"a" * 3_000, b"a" * 70_000, b"[" * 2_000, b"{" * 2_000, b'{"a":' * 1_000, b"[[" * 500, b"\xe2\x80\x94 ", b"= ", b"+" * 100,
)  # fmt: skip

TOKEN = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[A-Za-z0-9_.+/-]+|[^\sA-Za-z0-9]')


def mutated(octets: bytes, random: Random) -> bytes:
    """One to four mutations."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        octets = random.choice(MUTATORS)(octets, random)
    return octets


def _bit(octets: bytes, random: Random) -> bytes:
    changed = bytearray(octets or b"\x00")
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _bytes(octets: bytes, random: Random) -> bytes:
    at = random.randint(0, len(octets))
    return octets[:at] + random.randbytes(random.randint(0, 4)) + octets[at + random.randint(0, 4) :]


def _hostile(octets: bytes, random: Random) -> bytes:
    at = random.randint(0, len(octets))
    return octets[:at] + random.choice(HOSTILE) + octets[at + random.choice((0, 0, 1, 8)) :]


def _token(octets: bytes, random: Random) -> bytes:
    """A token replaced by a hostile one, or by another of the same file."""
    tokens = list(TOKEN.finditer(octets))
    if not tokens:
        return _hostile(octets, random)
    token = random.choice(tokens)
    put = random.choice(HOSTILE) if random.random() < 0.5 else random.choice(tokens).group()
    if token.group().startswith(b'"') and not put.startswith(b'"'):
        put = b'"' + put + b'"'
    return octets[: token.start()] + put + octets[token.end() :]


def _lines(octets: bytes, random: Random) -> bytes:
    """A line dropped, doubled, or put elsewhere."""
    lines = octets.splitlines(keepends=True) or [b""]
    line = lines[random.randrange(len(lines))]
    if random.random() < 0.5:
        lines.remove(line)
    for _ in range(random.randrange(3)):
        lines.insert(random.randint(0, len(lines)), line)
    return b"".join(lines)


def _end(octets: bytes, random: Random) -> bytes:
    return octets[: random.randint(0, len(octets))]


MUTATORS: Sequence = (_bit, _bytes, _hostile, _token, _token, _lines, _end)
