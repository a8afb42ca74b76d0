"""The key under which a season's hidden parts are stored: a file of its own beside the store, `show.sqlite.us-33.key`.

    HIDDEN+KEY+<season>+<8 hexadecimal digits of its ID>+base64(32 bytes)

It is made with the first hidden part of a season. Without it the log stays whole, its tree and every public part with it,
and no hidden part can be read by anybody: whoever destroys the file, and every copy of it, destroys the openings.

A hidden part is sealed with AES-256-GCM (NIST SP 800-38D). The nonce is the beginning of the hidden part's own hash, which
stands in the event's line: another content has another nonce, also where a store was restored from a copy or a commit was
lost on its way, and the same content under the same nonce is the same bytes. A counter or a position would not do that.
"""

import base64
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from glitterball.files import destroy, read_text, write_key
from glitterball.files.limits import KEY
from glitterball.files.refusals import OutputProtected, OutputTaken
from glitterball.log.refusals import (
    SeasonKeyDestroyed,
    SeasonKeyMissing,
    SeasonKeyRemains,
    SeasonKeyUnreadable,
    SeasonKeyWrong,
)

_KEY = re.compile(r"HIDDEN\+KEY\+([a-z0-9-]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{43}=)\n?")
_SEASON = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BYTES = 32
NONCE_BYTES = 12

DestroyedAt = Callable[[str], int | None]
"""The position of the event with which a season's openings were destroyed; none where they were not."""


def key_file(store: Path, season: str) -> Path:
    """Where the key of a season's hidden parts lies."""
    return Path(f"{store}.{season}.key")


def begun_file(store: Path, season: str) -> Path:
    """Where a key lies that a machine has begun, as one of several, until it is known that no other came first."""
    return Path(f"{store}.{season}.begun")


def key_files(store: Path) -> list[Path]:
    """The key files that lie beside a store."""
    before = f"{store.name}."
    return sorted(
        path
        for path in store.absolute().parent.glob("*.key")
        if path.name.startswith(before) and _SEASON.fullmatch(path.name[len(before) : -len(".key")])
    )


@dataclass(frozen=True, slots=True, repr=False)
class SeasonKey:
    """A season's key. It is shown nowhere."""

    season: str
    octets: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256(season || 0x0A || key) in hexadecimal: it names the key and tells nothing of those 256 random bits."""
        return sha256(self.season.encode() + b"\n" + self.octets).hexdigest()

    @property
    def key_id(self) -> bytes:
        """The four bytes it is recorded by: the beginning of its fingerprint."""
        return bytes.fromhex(self.fingerprint[:8])

    def to_text(self) -> str:
        """Its file. Secret."""
        return f"HIDDEN+KEY+{self.season}+{self.key_id.hex()}+{base64.b64encode(self.octets).decode()}\n"


class Cipher:
    """What seals and opens the hidden parts of one season."""

    def __init__(self, key: SeasonKey) -> None:
        self.key_id = key.key_id
        self._aead = AESGCM(key.octets)

    def seal(self, nonce: bytes, hidden: bytes) -> bytes:
        """The bytes that are stored of a hidden part. The nonce is the beginning of its hash, and of no other's."""
        return self._aead.encrypt(nonce, hidden, None)

    def unseal(self, nonce: bytes, sealed: bytes) -> bytes:
        """The hidden part; `ValueError` where it was not sealed with this key and nonce, or not as it is now."""
        try:
            return self._aead.decrypt(nonce, sealed, None)
        except (InvalidTag, OverflowError):
            raise ValueError("its hidden part is not the one that was recorded") from None


def never(season: str) -> int | None:
    """Where a season's openings were destroyed, where nobody can have destroyed them."""
    return None


class SeasonKeys:
    """The keys beside one store. Each is read when it is first needed; `destroyed_at` says at which event a season's was
    destroyed, if it was: then none is read, whatever lies there."""

    def __init__(self, store: Path, destroyed_at: DestroyedAt = never) -> None:
        self._store, self._destroyed_at = store, destroyed_at

    def stamp(self, season: str) -> tuple[int, int, int] | None:
        """By what the season's key file is known again while it lies where it lay; nothing where there is none."""
        try:
            found = os.stat(key_file(self._store, season))
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_mtime_ns

    def read(self, season: str, key_id: bytes) -> Cipher:
        """What the key of that ID seals and opens with. Refuses as `held` does."""
        return Cipher(self.held(season, key_id))

    def held(self, season: str, key_id: bytes) -> SeasonKey:
        """The key of that ID. Refuses one that is missing, cannot be read, or is another (`SeasonKeyMissing`, `-Unreadable`,
        `-Wrong`)."""
        path = key_file(self._store, season)
        self._must_not_be_destroyed(season, path)
        if not path.exists() and not self._is_begun(season, key_id):
            raise SeasonKeyMissing(season, str(path), key_id.hex())
        self.settle(season, key_id)
        key = self._in_file(season)
        if key.key_id != key_id:
            raise SeasonKeyWrong(season, str(path), key.key_id.hex(), key_id.hex())
        return key

    def put_back(self, key: SeasonKey, key_id: bytes) -> Path:
        """Write a key's file where there is none, and answer where. Refuses another key than that of the ID (`SeasonKeyWrong`),
        and takes the place of nothing (`OutputTaken`, `OutputProtected`)."""
        path = key_file(self._store, key.season)
        self._must_not_be_destroyed(key.season, path)
        if key.key_id != key_id:
            raise SeasonKeyWrong(key.season, str(path), key.key_id.hex(), key_id.hex())
        write_key(path, key.to_text())
        return path

    def destroy(self, season: str) -> bool:
        """Overwrite and remove the file of a season's key, and what a killed writer left of it; whether there was any."""
        found = [destroy(where(self._store, season)) for where in (key_file, begun_file)]
        return any(found)

    def _must_not_be_destroyed(self, season: str, path: Path) -> None:
        position = self._destroyed_at(season)
        if position is not None:
            raise (SeasonKeyRemains if path.exists() else SeasonKeyDestroyed)(season, str(path), position)

    def begin(self, season: str) -> Cipher:
        """A new key, in its file and on the disk before anything is sealed with it; one that lies there already is taken:
        somebody was stopped between the two."""
        if not _SEASON.fullmatch(season):
            raise ValueError(f"{season[:60]!r} is no season's name")
        with suppress(OutputTaken, OutputProtected):
            write_key(key_file(self._store, season), SeasonKey(season, secrets.token_bytes(_BYTES)).to_text())
        return Cipher(self._in_file(season))

    def begin_among_others(self, season: str) -> Cipher:
        """As `begin`, on one machine of several: the key has no file of its own before it is on record (`settle`), since another
        machine may begin the season's at this moment, and then nothing was ever sealed with this one (`give_up`)."""
        if not _SEASON.fullmatch(season):
            raise ValueError(f"{season[:60]!r} is no season's name")
        if key_file(self._store, season).exists():
            return Cipher(self._in_file(season))
        with suppress(OutputTaken, OutputProtected):
            key = SeasonKey(season, secrets.token_bytes(_BYTES))
            write_key(begun_file(self._store, season), key.to_text())
        return Cipher(self._read(season, begun_file(self._store, season)))

    def settle(self, season: str, key_id: bytes) -> None:
        """The key that was begun is on record: it has its file from now on, and is not begun any more."""
        if self._is_begun(season, key_id):
            with suppress(OutputTaken, OutputProtected):  # another process of this machine came first, with the same
                begun = self._read(season, begun_file(self._store, season))
                write_key(key_file(self._store, season), begun.to_text())
            destroy(begun_file(self._store, season))

    def give_up(self, season: str, key_id: bytes) -> None:
        """Another key is on record: what was begun is none, and its file goes. What has its own file was on record, and stays."""
        if begun_file(self._store, season).exists() and not self._is_begun(season, key_id):
            destroy(begun_file(self._store, season))

    def _is_begun(self, season: str, key_id: bytes) -> bool:
        path = begun_file(self._store, season)
        return path.exists() and self._read(season, path).key_id == key_id

    def _in_file(self, season: str) -> SeasonKey:
        return self._read(season, key_file(self._store, season))

    def _read(self, season: str, path: Path) -> SeasonKey:
        found = _KEY.fullmatch(read_text(path, KEY))
        key = SeasonKey(season, base64.b64decode(found[3])) if found and found[1] == season else None
        if found is None or key is None or key.key_id.hex() != found[2]:
            raise SeasonKeyUnreadable(season, str(path))
        return key
