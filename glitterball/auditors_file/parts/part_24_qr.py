"""The code on a certificate's page: QR version 4, level M, alphanumeric, mask 0 (ISO/IEC 18004), as the path of an SVG."""

from __future__ import annotations

from itertools import chain, groupby

from .part_01_findings import demand

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
