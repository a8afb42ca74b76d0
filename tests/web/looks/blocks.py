"""A font in which every letter is the same block, half an em wide: what is set in it has the same lines on every machine."""

from base64 import b64encode
from functools import cache
from struct import pack

EM, ASCENT, DESCENT, WIDE = 1000, 800, -200, 500
LETTER = (60, 0, 440, 700)
"""The block of a letter: left, bottom, right, top, in thousandths of an em."""
BLANK, BLOCK = 1, 2
BLANKS = ((0x20, 0x20), (0xA0, 0xA0), (0x2000, 0x200F), (0x2028, 0x202F))
"""What is set as nothing, though as wide as a letter."""

STYLE = """@font-face { font-family: Blocks; src: url(data:font/ttf;base64,%s); }
*, *::before, *::after { font-family: Blocks !important; caret-color: transparent !important; }
.code svg { visibility: hidden; }"""
"""Besides, the code of a hash is hidden: it is another one with each edit of the verifier that a certificate names."""


def style() -> str:
    """The style that sets a whole page in blocks."""
    return STYLE % b64encode(font()).decode()


@cache
def font() -> bytes:
    """The font, as a file of TrueType."""
    block = _block()
    tables = {
        b"OS/2": _os2(),
        b"cmap": _cmap(),
        b"glyf": block * 2,
        b"head": _head(),
        b"hhea": pack(">IhhhHhhhhhh8xhH", 0x00010000, ASCENT, DESCENT, 0, WIDE, 0, 0, LETTER[2], 1, 0, 0, 0, 3),
        b"hmtx": pack(">HhHhHh", WIDE, LETTER[0], WIDE, 0, WIDE, LETTER[0]),
        b"loca": pack(">4I", 0, len(block), len(block), 2 * len(block)),
        b"maxp": pack(">I14H", 0x00010000, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": _name(),
        b"post": pack(">IIhhI16x", 0x00030000, 0, 0, 0, 1),
    }
    head = pack(">IHHHH", 0x00010000, len(tables), 128, 3, len(tables) * 16 - 128)
    at, entries, bodies = len(head) + 16 * len(tables), b"", b""
    for tag, body in tables.items():
        padded = body + b"\0" * (-len(body) % 4)
        entries += tag + pack(">III", _sum(padded), at + len(bodies), len(body))
        bodies += padded
    return head + entries + bodies


def _sum(octets: bytes) -> int:
    return sum(int.from_bytes(octets[at : at + 4]) for at in range(0, len(octets), 4)) & 0xFFFFFFFF


def _block() -> bytes:
    """A rectangle of four points, each on the curve, told by how far it is from the one before."""
    left, bottom, right, top = LETTER
    across, up = right - left, top - bottom
    points = pack(">4h4h", left, 0, across, 0, bottom, up, 0, -up)
    return pack(">hhhhhHH", 1, left, bottom, right, top, 3, 0) + b"\x01" * 4 + points + b"\0" * 2


def _cmap() -> bytes:
    """Every character there is, by one subtable of many to one (format 13)."""
    groups, last = [], 0x20
    for first, end in BLANKS:
        groups += [(last, first - 1, BLOCK)] * (first > last) + [(first, end, BLANK)]
        last = end + 1
    groups.append((last, 0x10FFFF, BLOCK))
    table = b"".join(pack(">III", *group) for group in groups)
    return pack(">HHHHI", 0, 1, 3, 10, 12) + pack(">HHIII", 13, 0, 16 + len(table), 0, len(groups)) + table


def _head() -> bytes:
    times = pack(">qq", 0, 0)
    return (
        pack(">IIIIHH", 0x00010000, 0x00010000, 0, 0x5F0F3CF5, 3, EM)
        + times
        + pack(">hhhhHHhhh", *LETTER, 0, 8, 2, 1, 0)
    )


def _os2() -> bytes:
    """Its weight, how tall it is, and nothing else of consequence."""
    return (
        pack(">HhHHH", 4, WIDE, 400, 5, 0)
        + pack(">10h", 650, 600, 0, 75, 650, 600, 0, 350, 50, 300)
        + pack(">h10s4I4s", 0, bytes(10), 0, 0, 0, 0, b"    ")
        + pack(">HHHhhhHH", 0x40, 0x20, 0xFFFF, ASCENT, DESCENT, 0, ASCENT, -DESCENT)
        + pack(">IIhhHHH", 1, 0, 500, 700, 0, 0x20, 0)
    )


def _name() -> bytes:
    said = {1: "Blocks", 2: "Regular", 3: "Blocks", 4: "Blocks", 5: "Version 1.0", 6: "Blocks"}
    records, texts = b"", b""
    for number, text in said.items():
        octets = text.encode("utf-16-be")
        records += pack(">HHHHHH", 3, 1, 0x409, number, len(octets), len(texts))
        texts += octets
    return pack(">HHH", 0, len(said), 6 + len(records)) + records + texts
