"""How a couple's season ended, from all that its rows say of it: once, or on every row, or week by week."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from glitterball.history.fates import read_fate
from glitterball.history.identity import Identities
from glitterball.history.records import CoupleRecord, Fate
from glitterball.history.sheet import whole


@dataclass(frozen=True, slots=True)
class Told:
    """What one row says of how it ended. `week` is the week the row is of, where it is of one."""

    where: str
    week: int | None
    result: str
    place: str
    exit_week: str


@dataclass(slots=True)
class Unknown:
    """What a file says of endings and nobody knows: its words, where each stands first and how often; places that move."""

    first: dict[str, str] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    moving: list[tuple[str, str]] = field(default_factory=list)
    """Couples whose places change from row to row, and where."""

    def note(self, told: Told) -> None:
        """One more of them."""
        self.first.setdefault(told.result, told.where)
        self.times[told.result] += 1

    def say(self, identities: Identities) -> None:
        """One warning for each wording, however many rows have it."""
        for words, where in self.first.items():
            times = f" ({self.times[words]} rows)" if self.times[words] > 1 else ""
            identities.warn(where, f"what {words!r} means is not known{times}; the last scores and the place decide")
        if self.moving:
            where, name = self.moving[0]
            others = f" and of {len(self.moving) - 1} others" if len(self.moving) > 1 else ""
            identities.warn(where, f"the places of {name}{others} change from row to row, so they are not final ones")


def week_by_week(couples: Iterable[list[Told]]) -> bool:
    """Whether a file says week by week who stayed and who left, rather than once how each couple's season ended."""
    for rows in couples:
        words = {told.result for told in rows if told.week is not None}
        if len(words) > 1 and any(not text or _of_a_week(read_fate(text)) for text in words):
            return True
    return False


def _of_a_week(fate: Fate) -> bool:
    """Whether words are of one week only: safe, or out without saying when."""
    return fate.ended == "stays" or (fate.ended in ("eliminated", "withdrew") and fate.number is None)


def ended(couple: CoupleRecord, rows: list[Told], identities: Identities, unknown: Unknown, by_week: bool) -> None:
    """Write down how a couple's season ended, as far as its rows say."""
    couple.fate = _fate(couple, rows, identities, unknown, by_week)
    if couple.fate.ended == "not said":
        exits = _one(couple, [(told.where, told.exit_week) for told in rows], "the week it left in", identities)
        number = whole(exits) if exits else None
        if number:
            couple.fate = Fate("eliminated", number, f"week {number}")
    place = _place(couple, rows, unknown)
    couple.place = whole(place) if place else None
    if place and couple.place is None:
        identities.warn(next(told.where for told in rows if told.place == place), f"{place!r} is no place")


def _fate(couple: CoupleRecord, rows: list[Told], identities: Identities, unknown: Unknown, by_week: bool) -> Fate:
    stated: tuple[str, Fate] | None = None
    bare: Fate | None = None
    for told in rows:
        if not told.result:
            continue
        fate = read_fate(told.result)
        if fate.ended == "not said":
            unknown.note(told)
        elif fate.ended == "placed" or fate.number is not None:
            if stated is None:
                stated = told.where, fate
            elif told.result != stated[1].text:
                what = f"{couple.name} is {told.result!r} here and {stated[1].text!r} at {stated[0]}; the first counts"
                identities.warn(told.where, what)
        elif fate.ended != "stays" and (bare is None or by_week):
            bare = Fate(fate.ended, told.week if by_week else None, fate.text)
    return stated[1] if stated is not None else bare or Fate("not said")


def _one(couple: CoupleRecord, cells: list[tuple[str, str]], what: str, identities: Identities) -> str:
    """The one thing these cells say; where they say several, the first counts and the next is a finding."""
    said = [(where, cell) for where, cell in cells if cell]
    other = next(((where, cell) for where, cell in said if cell != said[0][1]), None)
    if other is not None:
        what = f"{what} of {couple.name} is {other[1]!r} here and {said[0][1]!r} at {said[0][0]}; the first counts"
        identities.warn(other[0], what)
    return said[0][1] if said else ""


def _place(couple: CoupleRecord, rows: list[Told], unknown: Unknown) -> str:
    """The final place. Places that change from week to week are no final ones."""
    said = [told for told in rows if told.place]
    other = next((told for told in said if told.place != said[0].place), None)
    if other is None:
        return said[0].place if said else ""
    unknown.moving.append((other.where, couple.name))
    return ""
