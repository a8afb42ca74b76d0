"""The clock: the one place that asks what time it is. Moments come in with commands; order comes from the log."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], str]
"""Answers the present moment as a UTC timestamp, `2024-09-25T00:00:00.000000Z`."""


def utc_now() -> str:
    """The present moment."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def second_of(at: float) -> str:
    """A moment that a system counts in seconds since 1970, to the second: `2024-09-25T00:00:00Z`."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
