"""Moments as whole microseconds, and as facts write them."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000


def micros(moment: str) -> int:
    """Microseconds since 1970 UTC of a time with a zone. Raises `ValueError` on any other text."""
    read = datetime.fromisoformat(moment)
    if read.tzinfo is None:
        raise ValueError(f"{moment!r} names no zone")
    return (read - EPOCH) // MICROSECOND


def stamp(moment: int) -> str:
    """The moment as facts write it: `2024-09-25T00:01:00Z`, with microseconds where there are any; years have four digits."""
    text = (EPOCH + moment * MICROSECOND).isoformat()[:19]
    return f"{text}.{moment % SECOND:06d}Z" if moment % SECOND else f"{text}Z"
