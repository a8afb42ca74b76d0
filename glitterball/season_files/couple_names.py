"""Couples as people write them in a table: by identifier, by celebrity, or as `Celebrity & Pro`."""

import unicodedata
from collections.abc import Iterable

from domain.season.commands import CastCouple


class CoupleNames:
    """The couples of a season by every name they go by. Case, spacing and the shape of apostrophes do not matter."""

    def __init__(self, couples: Iterable[CastCouple]) -> None:
        self._by_name: dict[str, set[str]] = {}
        self._known: list[str] = []
        for one in couples:
            self._known.append(one.couple)
            both = f"{one.celebrity} & {one.professional}" if one.professional else one.celebrity
            for name in (one.couple, one.celebrity, both):
                self._by_name.setdefault(_plain(name), set()).add(one.couple)

    def couple(self, name: str) -> str:
        """The identifier of a couple. Raises `ValueError` with a sentence when there is none, or more than one."""
        found = self._by_name.get(_plain(name), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise ValueError(f"{name!r} may be {' or '.join(sorted(found))}; write the identifier")
        raise ValueError(f"no couple is called {name!r}; couples are {', '.join(self._known) or 'none'}")


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).replace("\u2019", "'").replace("\u2018", "'")
    return " ".join(text.casefold().split())
