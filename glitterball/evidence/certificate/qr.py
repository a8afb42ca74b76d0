"""A QR code (ISO/IEC 18004) of one fixed size: version 4, level M, alphanumeric, mask 0; up to 90 letters of its alphabet.

One size is enough for what a certificate shows, the hash of its JSON, and small enough to be written a second time by a verifier.
"""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
SIZE, MOST, DATA, CHECK = 33, 90, 64, 18
"""Modules on a side, letters, data bytes in two blocks, check bytes of each block."""
FORMAT = 0x5412
"""The format information of level M and mask 0, with its check bits and mask."""

Modules = list[list[bool]]


def qr_path(text: str) -> str:
    """The dark modules as the path of an SVG on a grid of 33 by 33; refuses (ValueError) what cannot be in it."""
    if len(text) > MOST or set(text) - set(ALPHABET):
        raise ValueError(f"a code holds at most {MOST} letters of {ALPHABET}")
    return "".join(_runs(_modules(_words(text))))


def _words(text: str) -> list[int]:
    """Data and check bytes as they are placed: the bytes of both blocks in turns."""
    data = _data(text)
    blocks = [data[: DATA // 2], data[DATA // 2 :]]
    checks = [_check_bytes(block) for block in blocks]
    return [word for pair in (blocks, checks) for column in zip(*pair, strict=True) for word in column]


def _data(text: str) -> list[int]:
    values = [ALPHABET.index(letter) for letter in text]
    bits = f"0010{len(values):09b}"
    for first, second in zip(values[::2], values[1::2], strict=False):
        bits += f"{first * 45 + second:011b}"
    bits += f"{values[-1]:06b}" if len(values) % 2 else ""
    bits += "0" * min(4, DATA * 8 - len(bits))
    bits += "0" * (-len(bits) % 8)
    octets = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    return octets + [(0xEC, 0x11)[at % 2] for at in range(DATA - len(octets))]


def _check_bytes(block: list[int]) -> list[int]:
    """Reed-Solomon: the remainder of the block by the generator of degree 18."""
    generator = [1]
    root = 1
    for _ in range(CHECK):
        shifted = [*generator, 0]
        generator = [a ^ b for a, b in zip(shifted, [0, *(_times(root, each) for each in generator)], strict=True)]
        root = _times(root, 2)
    rest = [*block, *[0] * CHECK]
    for at in range(len(block)):
        factor = rest[at]
        for place, each in enumerate(generator):
            rest[at + place] ^= _times(factor, each)
    return rest[-CHECK:]


def _times(one: int, other: int) -> int:
    """The product in the field of 256 elements of the standard (0x11D)."""
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one = (one << 1) ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product


def _modules(words: list[int]) -> Modules:
    dark = [[False] * SIZE for _ in range(SIZE)]
    fixed = [[False] * SIZE for _ in range(SIZE)]
    for (x, y), value in _fixed().items():
        dark[y][x], fixed[y][x] = value, True
    bits = [bool(word >> place & 1) for word in words for place in range(7, -1, -1)]
    bits.reverse()
    for right in (*range(SIZE - 1, 7, -2), 5, 3, 1):
        upwards = (right + 1) & 2 == 0 if right > 6 else (right + 2) & 2 == 0
        for step in range(SIZE):
            y = SIZE - 1 - step if upwards else step
            for x in (right, right - 1):
                if not fixed[y][x]:
                    dark[y][x] = (bits.pop() if bits else False) ^ ((x + y) % 2 == 0)
    return dark


def _fixed() -> dict[tuple[int, int], bool]:
    """Finders, timing, the alignment pattern, the format information, by column and row."""
    placed = {(6, at): at % 2 == 0 for at in range(SIZE)} | {(at, 6): at % 2 == 0 for at in range(SIZE)}
    for across, down in ((3, 3), (SIZE - 4, 3), (3, SIZE - 4)):
        for x in range(max(across - 4, 0), min(across + 5, SIZE)):
            for y in range(max(down - 4, 0), min(down + 5, SIZE)):
                placed[x, y] = max(abs(x - across), abs(y - down)) not in (2, 4)
    for x in range(24, 29):
        for y in range(24, 29):
            placed[x, y] = max(abs(x - 26), abs(y - 26)) != 1
    return placed | _format()


def _format() -> dict[tuple[int, int], bool]:
    bit = [bool(FORMAT >> at & 1) for at in range(15)]
    placed = {(8, at): bit[at] for at in range(6)} | {(8, 7): bit[6], (8, 8): bit[7], (7, 8): bit[8]}
    placed |= {(14 - at, 8): bit[at] for at in range(9, 15)}
    placed |= {(SIZE - 1 - at, 8): bit[at] for at in range(8)}
    placed |= {(8, SIZE - 15 + at): bit[at] for at in range(8, 15)}
    return placed | {(8, SIZE - 8): True}


def _runs(dark: Modules) -> list[str]:
    path = []
    for y, row in enumerate(dark):
        x = 0
        while x < SIZE:
            end = x
            while end < SIZE and row[end]:
                end += 1
            if end > x:
                path.append(f"M{x} {y}h{end - x}v1H{x}z")
            x = end + 1
    return path
