"""Ed25519, verifying only (RFC 8032, section 5.1)."""

from __future__ import annotations

from hashlib import sha512

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
