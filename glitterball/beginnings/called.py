"""Short names for couples and judges, made of their first names; each is of one couple or judge alone."""

from collections.abc import Iterable

from glitterball.beginnings.season import CoupleName, JudgeName
from glitterball.naming.identifiers import slug_of
from glitterball.refusals import ValueNotValid

RESERVED = frozenset(("couple", "dance", "team", "judge", "mark", "round", "episode", "style", "total", "basis"))
"""What columns of tables are called; a judge has a column of their own beside them."""


def couples_called(names: Iterable[str]) -> tuple[CoupleName, ...]:
    """Couples by both names, with an ampersand between them: `Mia Berg & Jon Falk` is `mia-jon`."""
    couples: list[CoupleName] = []
    for name in names:
        celebrity, ampersand, professional = (part.strip() for part in name.partition("&"))
        if not (celebrity and ampersand and professional):
            raise ValueNotValid("--couple", name, 'Write both names with & between them, such as "Mia Berg & Jon Falk"')
        short = slug_of(f"{_first(celebrity)} {_first(professional)}") or "couple"
        taken = {couple.couple for couple in couples}
        couples.append(CoupleName(_not_yet(short, taken), celebrity, professional))
    return tuple(couples)


def judges_called(names: Iterable[str]) -> tuple[JudgeName, ...]:
    """Judges by their names: `Ana Ruiz` is `ana`."""
    judges: list[JudgeName] = []
    for name in names:
        short = slug_of(_first(name)) or "judge"
        judges.append(JudgeName(_not_yet(short, RESERVED.union(judge.judge for judge in judges)), name))
    return tuple(judges)


def _first(name: str) -> str:
    return name.split()[0]


def _not_yet(short: str, taken: Iterable[str]) -> str:
    """The short name, with a number behind it where it is taken."""
    held, number = set(taken), 1
    called = short
    while called in held:
        number += 1
        called = f"{short}-{number}"
    return called
