"""The Merkle tree by its definition: RFC 6962 section 2.1 as it stands, slow, sharing nothing with ours."""

from hashlib import sha256


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def tree_head(d: list[bytes]) -> bytes:
    """MTH(D[n])."""
    if not d:
        return sha256().digest()
    if len(d) == 1:
        return sha256(b"\0" + d[0]).digest()
    k = split(len(d))
    return sha256(b"\1" + tree_head(d[:k]) + tree_head(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(d) == 1:
        return []
    k = split(len(d))
    if m < k:
        return [*path(m, d[:k]), tree_head(d[k:])]
    return [*path(m - k, d[k:]), tree_head(d[:k])]


def proof(m: int, d: list[bytes]) -> list[bytes]:
    """PROOF(m, D[n])."""
    return subproof(m, d, True)


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b)."""
    if m == len(d):
        return [] if b else [tree_head(d)]
    k = split(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), tree_head(d[k:])]
    return [*subproof(m - k, d[k:], False), tree_head(d[:k])]
