"""Clause paths: `sides.judges.points.ties`, with `*` for every member."""

Path = tuple[str, ...]


def meets(one: str, other: str) -> bool:
    """Whether one clause is, holds, or lies within the other."""
    return all(
        left == right or "*" in (left, right) for left, right in zip(one.split("."), other.split("."), strict=False)
    )
