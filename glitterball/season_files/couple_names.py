"""Couples as people write them in a table, named as they are named anywhere else (`glitterball.naming`)."""

from collections.abc import Iterable

from domain.season.commands import CastCouple
from glitterball.naming import COUPLE, Choice, CoupleUnclear, named


class CoupleNames:
    """The couples of a season by every name they go by."""

    def __init__(self, couples: Iterable[CastCouple]) -> None:
        self._choices = tuple(
            Choice(cast.couple, " & ".join(partners), partners)
            for cast in couples
            for partners in [tuple(filter(None, (cast.celebrity, cast.professional)))]
        )
        self._found: dict[str, str] = {}

    def couple(self, name: str) -> str:
        """The identifier of a couple. Raises `ValueError` with a sentence when there is none, or more than one."""
        try:
            if name not in self._found:  # a table of votes names the same few by the thousand
                self._found[name] = named(name, COUPLE, self._choices)
            return self._found[name]
        except CoupleUnclear as unclear:
            raise ValueError(
                f"{unclear.said!r} names {unclear.found}.{unclear.hint} {unclear.has[:1].upper()}{unclear.has[1:]}"
            ) from None
