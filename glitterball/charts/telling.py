"""What a picture shows, in words: for whoever hears a page or cannot load its pictures."""

from collections.abc import Iterable


def lines_of(said: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """A line for each couple, channel or question, in the order in which they come up: who, and all that is said of it."""
    gathered: dict[str, list[str]] = {}
    for who, what in said:
        gathered.setdefault(who, []).append(what)
    return tuple(f"{who}: {', '.join(filter(None, parts))}." for who, parts in gathered.items())
