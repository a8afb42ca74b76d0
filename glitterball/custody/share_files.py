"""The file of a share: what it belongs to in words, the share itself on a line that is recognised as secret, a checksum.

    glitterball key share v1
    season us-33
    opening <leaf hash of the event that opened the season, 64 hexadecimal digits>
    key <fingerprint of the key, 64 hexadecimal digits>
    share 2 of 3, any two give the key
    holder Ada Lane
    HIDDEN+KEY+SHARE+us-33+2+base64(32 bytes)
    sha256 <of all lines above with their ends>

The checksum shows what a bad disk or a hand does to a file. Whoever writes a file of their own can write a checksum too: that
is found by the key's fingerprint, when two shares are joined.
"""

import base64
import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from secrets import token_bytes

from pydantic import TypeAdapter, ValidationError

from domain.record import Name
from glitterball.custody.refusals import (
    ShareAlone,
    ShareForged,
    SharesEqual,
    SharesOfTwoKeys,
    ShareUnreadable,
)
from glitterball.custody.sharing import SHARES, joined, share
from glitterball.files import read_text, writing
from glitterball.files.kinds import KEY as KIND
from glitterball.files.limits import KEY
from glitterball.log.season_keys import SeasonKey

_FORM = re.compile(
    r"glitterball key share v1\n"
    r"season (?P<season>[a-z0-9]+(?:-[a-z0-9]+)*)\n"
    r"opening (?P<opening>[0-9a-f]{64})\n"
    r"key (?P<key>[0-9a-f]{64})\n"
    r"share (?P<number>[123]) of 3, any two give the key\n"
    r"holder (?P<holder>[^\n]+)\n"
    r"HIDDEN\+KEY\+SHARE\+(?P<again>[a-z0-9-]+)\+(?P<place>[123])\+(?P<octets>[A-Za-z0-9+/]{43}=)\n"
)
_CHECKSUM = re.compile(r"sha256 ([0-9a-f]{64})\n")
_CHECKSUM_LETTERS = len("sha256 \n") + 64
_HOLDER: TypeAdapter[str] = TypeAdapter(Name)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Share:
    """One of three shares of a season's key. What it holds of the key is shown nowhere."""

    season: str
    opening: str
    fingerprint: str
    number: int
    holder: str
    octets: bytes

    @property
    def of(self) -> str:
        """What it belongs to, in words."""
        return f"{self.season} opened as {self.opening[:8]} with key {self.fingerprint[:8]}"

    @property
    def whole(self) -> tuple[str, str, str]:
        """What shares have in common that belong together."""
        return self.season, self.opening, self.fingerprint

    def to_text(self) -> str:
        """Its file. Secret."""
        lines = (
            "glitterball key share v1",
            f"season {self.season}",
            f"opening {self.opening}",
            f"key {self.fingerprint}",
            f"share {self.number} of {len(SHARES)}, any two give the key",
            f"holder {self.holder}",
            f"HIDDEN+KEY+SHARE+{self.season}+{self.number}+{base64.b64encode(self.octets).decode()}",
        )
        text = "".join(f"{line}\n" for line in lines)
        return f"{text}sha256 {sha256(text.encode()).hexdigest()}\n"


def split(key: SeasonKey, opening: str, holders: tuple[str, str, str]) -> tuple[Share, ...]:
    """Three shares of a key, for three people. Each splitting draws a new line: shares of two splittings do not fit together."""
    slopes = token_bytes(len(key.octets))
    return tuple(
        Share(
            season=key.season,
            opening=opening,
            fingerprint=key.fingerprint,
            number=number,
            holder=holder,
            octets=share(key.octets, slopes, number),
        )
        for number, holder in zip(SHARES, holders, strict=True)
    )


def write_shares(files: Sequence[tuple[Path, Share]]) -> None:
    """Write the files of shares, each its owner's alone and never over anything: refused before the first is there."""
    with ExitStack() as stack:
        for path, part in files:
            stack.enter_context(writing(path, KIND, secret=True, new=True)).write(part.to_text().encode())


def read_share(path: Path) -> Share:
    """The share in a file. Refuses (`ShareUnreadable`) what is none, or not as it was written."""
    text = read_text(path, KEY)
    body, tail = text[:-_CHECKSUM_LETTERS], text[-_CHECKSUM_LETTERS:]
    if not text.startswith("glitterball key share v1\n"):
        raise ShareUnreadable(str(path), "it does not begin as one")
    checksum = _CHECKSUM.fullmatch(tail)
    if checksum is None:
        raise ShareUnreadable(str(path), "it does not end with its checksum")
    if sha256(body.encode()).hexdigest() != checksum[1]:
        raise ShareUnreadable(str(path), "its lines are not those its checksum was made over")
    found = _FORM.fullmatch(body)
    if found is None or (found["again"], found["place"]) != (found["season"], found["number"]):
        raise ShareUnreadable(str(path), "its lines are not in the form of a share")
    return Share(
        season=found["season"],
        opening=found["opening"],
        fingerprint=found["key"],
        number=int(found["number"]),
        holder=_holder(path, found["holder"]),
        octets=base64.b64decode(found["octets"]),
    )


def _holder(path: Path, name: str) -> str:
    try:
        return _HOLDER.validate_python(name)
    except ValidationError:
        raise ShareUnreadable(str(path), "its holder is no name") from None


@dataclass(frozen=True, slots=True, repr=False)
class Joined:
    """The key that shares gave, and the files among them that do not fit it."""

    key: SeasonKey
    wrong: tuple[str, ...]


def join(shares: Sequence[tuple[str, Share]]) -> Joined:
    """The key of two shares or three, each with its file. Where one of three is wrong, the other two show which.

    Refuses one share (`ShareAlone`), one that is there twice (`SharesEqual`), shares that name different keys or seasons
    (`SharesOfTwoKeys`), and those that do not give the key they name (`ShareForged`).
    """
    if len(shares) < 2:
        raise ShareAlone(shares[0][0] if shares else "nothing")
    for (file, here), (other, there) in combinations(shares, 2):
        _must_belong_together(file, here, other, there)
    for (_, here), (_, there) in combinations(shares, 2):
        key = _key_of(here, there)
        if key is not None:
            wrong = (file for file, part in shares if part not in (here, there) and _key_of(here, part) is None)
            return Joined(key, tuple(wrong))
    raise ShareForged(shares[0][0], shares[1][0])


def _must_belong_together(file: str, here: Share, other: str, there: Share) -> None:
    if here.whole != there.whole:
        raise SharesOfTwoKeys(file, other, here.of, there.of)
    if here.number == there.number:
        raise SharesEqual(file, other, here.number)


def _key_of(here: Share, there: Share) -> SeasonKey | None:
    """The key of two shares, where they give the one they name."""
    key = SeasonKey(here.season, joined((here.number, here.octets), (there.number, there.octets)))
    return key if key.fingerprint == here.fingerprint else None
