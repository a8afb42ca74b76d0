"""Couples as people write them in a table: by identifier, by celebrity, or as `Celebrity & Pro`."""

from collections.abc import Iterable

from domain.likeness import looks
from domain.season.commands import CastCouple


class CoupleNames:
    """The couples of a season by every name they go by. What an eye passes over does not matter: case, spacing, the shape of
    apostrophes, which alphabet a letter is from."""

    def __init__(self, couples: Iterable[CastCouple]) -> None:
        self._by_name: dict[str, set[str]] = {}
        self._known: list[str] = []
        for cast in couples:
            self._known.append(cast.couple)
            both = f"{cast.celebrity} & {cast.professional}" if cast.professional else cast.celebrity
            for name in (cast.couple, cast.celebrity, both):
                for look in looks(name):
                    self._by_name.setdefault(look, set()).add(cast.couple)

    def couple(self, name: str) -> str:
        """The identifier of a couple. Raises `ValueError` with a sentence when there is none, or more than one."""
        found = {couple for look in looks(name) for couple in self._by_name.get(look, ())}
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise ValueError(f"{name!r} may be {' or '.join(sorted(found))}; write the identifier")
        raise ValueError(f"no couple is called {name!r}; couples are {', '.join(self._known) or 'none'}")
