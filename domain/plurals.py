"""A number with its noun: 1 vote, 2 votes, 1,200 votes."""


def count_of(count: int, noun: str, several: str = "") -> str:
    """So many of something. `several` is what more than one, or none, is called, where it is not the noun with an s."""
    return f"{count:,} {noun if count == 1 else several or f'{noun}s'}"


def verb(count: int, one: str, several: str) -> str:
    """What so many do: is, are; reaches, reach."""
    return one if count == 1 else several
