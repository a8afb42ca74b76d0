"""Why a season's key is not split, or shares do not give it back. No sentence repeats anything of a share or key."""

from typing import ClassVar

from domain.refusals import Refusal


class KeyNotBegun(Refusal):
    """A season has a key from its first hidden part on."""

    says: ClassVar = "Nothing of {season} is hidden in this store, so there is no key of it."
    fix: ClassVar = "A key is made with the first hidden part, such as votes in a stated order."
    season: str


class ShareRefusal(Refusal):
    """Shares that do not give a season's key back."""

    exit_code: ClassVar[int] = 3
    on_record: ClassVar[str] = "Nothing was written."


class ShareUnreadable(ShareRefusal):
    """A file is a whole share, in the one form they are written in."""

    says: ClassVar = "{file} is no whole share of a season's key: {because}."
    fix: ClassVar = "Take the file as it was given out, or another of the three shares."
    file: str
    because: str


class ShareAlone(ShareRefusal):
    """One share tells nothing of the key."""

    says: ClassVar = "{file} is one share, and the key takes two of the three."
    fix: ClassVar = "Name another share as well."
    file: str


class SharesEqual(ShareRefusal):
    """Two files with one share are one share."""

    says: ClassVar = "{file} and {other} are both share {number}, and the key takes two different shares."
    fix: ClassVar = "Name another of the three shares."
    file: str
    other: str
    number: int


class SharesOfTwoKeys(ShareRefusal):
    """Shares that belong together were split from one key, for one season."""

    says: ClassVar = "{file} is of {what}, and {other} of {differs}: they were not split from one key."
    fix: ClassVar = "Name shares that one splitting wrote; glitterball season key show SEASON FILE says what each is."
    file: str
    other: str
    what: str
    differs: str


class ShareForged(ShareRefusal):
    """Two shares give the key whose fingerprint they name, or one of them was written by somebody else."""

    says: ClassVar = (
        "{file} and {other} do not give the key that they name: one of them is forged, or of another splitting."
    )
    fix: ClassVar = "Name the third share as well: two that are right show which is wrong."
    file: str
    other: str


class SharesOfAnotherStore(ShareRefusal):
    """Shares give the key of the season they were split for."""

    says: ClassVar = "The shares are of {what}, and this store holds {has}."
    fix: ClassVar = "Name the store, or a copy of it, whose key was split."
    what: str
    has: str
