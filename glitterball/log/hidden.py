"""Hidden parts in a store on disk: sealed on the way in, opened on the way out, under the key of their season."""

import json
from binascii import hexlify, unhexlify
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from domain.gateway.events import season_stream
from domain.season.custody.facts import OpeningsDestroyed
from glitterball.log.envelope import DESTROYED, Line, Row, stream_key
from glitterball.log.refusals import RecordDamaged, SeasonKeyDestroyed, SeasonKeyRemains
from glitterball.log.season_keys import NONCE_BYTES, Cipher, DestroyedAt, SeasonKeys

KEY_ID = "SELECT key_id FROM season_keys WHERE season = ?"
NEW_KEY = "INSERT OR ROLLBACK INTO season_keys VALUES (?, ?)"

DESTROYED_AT = "SELECT min(position) FROM stored_events WHERE originator_id = ? AND topic = ?"

KeyIdOf = Callable[[str], bytes | None]
"""The ID of the key under which a season's hidden parts are stored; none where there are none yet."""

ENDED_BEHIND = "SELECT 1 FROM stored_events WHERE position > ? AND position <= ? AND topic = ? LIMIT 1"

EndedBehind = Callable[[int | None], tuple[int, bool]]
"""The last position, and whether the openings of any season were destroyed behind a position, which is not looked at if none."""


def nothing_ends(_: int | None) -> tuple[int, bool]:
    """For whoever reads once, and looks at each key as it is read."""
    return 0, False


_STREAM = b'{"stream":'
_ENDS = b'"}}'
_BEGIN = -64 - len(_ENDS)
_NONCE = slice(_BEGIN, _BEGIN + 2 * NONCE_BYTES)
"""Where the nonce stands in a line that names a hidden part."""


@lru_cache(maxsize=4_096)
def _season_in(named: bytes) -> str:
    """The season of a stream, from its name as it is stored: its second part."""
    return str(json.loads(named)).split("/")[1]


def of_destruction(season: str) -> tuple[bytes, str]:
    """By what the event is found with which a season's openings were destroyed."""
    return stream_key(season_stream(season))[0], OpeningsDestroyed.TYPE


def season_of(line: bytes) -> str:
    """The season a line belongs to. `ValueError` or `IndexError` where it does not say."""
    return _season_in(line[len(_STREAM) : line.index(b',"sequence":')])


def nonce_of(line: bytes) -> bytes:
    """The nonce its hidden part is sealed with: the beginning of the hash that ends the line. `ValueError` for another end."""
    if not line.endswith(_ENDS):
        raise ValueError("its line names no hidden part")
    try:
        return unhexlify(line[_NONCE])
    except ValueError:
        raise ValueError("its line names no hidden part") from None


class Opening:
    """Opens hidden parts for readers of one store. Keys that were read once are remembered."""

    def __init__(
        self, store: Path, key_id_of: KeyIdOf, destroyed_at: DestroyedAt, ended_behind: EndedBehind = nothing_ends
    ) -> None:
        self._key_id_of, self._ended_behind = key_id_of, ended_behind
        self._looked: int | None = None
        """The position up to which no end of openings goes unnoticed; none before a key was read."""
        self._keys = SeasonKeys(store, destroyed_at)
        self._ciphers: dict[str, Cipher] = {}
        self._stamps: dict[str, object] = {}
        self._of_streams: dict[bytes, Cipher] = {}

    def rows(self, rows: Iterable[Row], *, in_public: bool = False) -> Iterator[Row]:
        """The rows with their hidden parts as they were handed in. `RecordDamaged` at one that is not.

        Of a season whose openings were destroyed none is read (`SeasonKeyDestroyed`, `SeasonKeyRemains`), unless what is public
        will do: then it says so in the place of each hidden part.
        """
        self.look_again()
        return map(self.row_in_public if in_public else self.row, rows)

    def row_in_public(self, row: Row) -> Row:
        """One of them, without what was destroyed."""
        try:
            return self.row(row)
        except (SeasonKeyDestroyed, SeasonKeyRemains):
            return (*row[:6], DESTROYED)

    def look_again(self) -> None:
        """A key whose file is not where it lay, or another's, is asked for again: somebody may have destroyed it. So is every key
        once an end of openings was recorded since: its file may still be there."""
        if self._ciphers:
            self._looked, ended = self._ended_behind(self._looked)
            if ended:
                self._forget()
        for season, stamp in list(self._stamps.items()):
            if self._keys.stamp(season) != stamp:
                self._stamps.pop(season, None)
                self._ciphers.pop(season, None)
                self._of_streams.clear()

    def _forget(self) -> None:
        self._stamps.clear()
        self._ciphers.clear()
        self._of_streams.clear()

    def row(self, row: Row) -> Row:
        """One of them."""
        position, stream, sequence, topic, line, leaf, sealed = row
        if sealed is None:
            return row
        try:
            cipher = self._of_streams.get(stream) or self._cipher(stream, season_of(line))
            hidden = cipher.unseal(nonce_of(line), sealed)
        except (ValueError, IndexError) as error:
            raise RecordDamaged(position, str(error)) from error
        return position, stream, sequence, topic, line, leaf, hidden

    def cipher(self, season: str) -> Cipher | None:
        """What opens the hidden parts of a season; nothing where it has none. Refuses where its key is not there."""
        found = self._ciphers.get(season)
        if found is None:
            key_id = self._key_id_of(season)
            if key_id is None:
                return None
            if self._looked is None:  # before it is asked whether that season's were destroyed
                self._looked, _ = self._ended_behind(None)
            found = self._ciphers[season] = self._keys.read(season, key_id)
            self._stamps[season] = self._keys.stamp(season)
        return found

    def _cipher(self, stream: bytes, season: str) -> Cipher:
        found = self.cipher(season)
        if found is None:
            raise ValueError("the store names no key for its hidden part")
        self._of_streams[stream] = found
        return found


class Sealing:
    """Seals hidden parts for the writer of one store, and begins the key of a season with the first of them."""

    def __init__(self, store: Path, *, among_others: bool = False) -> None:
        """`among_others` where another machine may begin a season's key at the same moment."""
        self._store, self._among_others = store, among_others
        self._keys = SeasonKeys(store)
        self._ciphers: dict[str, Cipher] = {}
        self._stamps: dict[str, object] = {}
        self._new: set[str] = set()

    def ready(self, line: bytes, key_id_of: KeyIdOf, destroyed_at: DestroyedAt) -> None:
        """Have the key of a line's season. Refuses where it is recorded and its file is not there, or another: nobody could
        read what is sealed under a key that was destroyed meanwhile."""
        season = season_of(line)
        stamp = self._keys.stamp(season)
        if stamp is not None and self._stamps.get(season) == stamp:
            return
        key_id = self._ciphers[season].key_id if season in self._new else key_id_of(season)
        if key_id is None:
            begin = self._keys.begin_among_others if self._among_others else self._keys.begin
            self._ciphers[season] = begin(season)
            self._new.add(season)
        else:
            self._keys.give_up(season, key_id)
            self._ciphers[season] = SeasonKeys(self._store, destroyed_at).read(season, key_id)
        self._stamps[season] = self._keys.stamp(season)

    def sealed(self, lines: Sequence[Line], first: int) -> Iterator[tuple[int, bytes]]:
        """Positions and what is stored there of hidden parts, of lines that stand from a position on. Their keys are ready.

        Each hidden part is hashed here, and must be the one its line names: its nonce is the beginning of that hash.
        """
        ciphers: dict[bytes, Cipher] = {}
        for position, (stream, _, _, line, hidden) in enumerate(lines, start=first):
            if hidden is None:
                continue
            cipher = ciphers.get(stream)
            if cipher is None:
                cipher = ciphers[stream] = self._ciphers[season_of(line)]
            named = sha256(hidden).digest()
            if not line.endswith(b'"%b"}}' % hexlify(named)):
                raise ValueError("the hidden part is not the one that its line names")
            yield position, cipher.seal(named[:NONCE_BYTES], hidden)

    def key_id(self, season: str) -> bytes:
        """The ID of a season's key, which is ready."""
        return self._ciphers[season].key_id

    def new_keys(self) -> list[tuple[str, bytes]]:
        """Seasons whose key begins with this commit, and its ID."""
        return [(season, self._ciphers[season].key_id) for season in sorted(self._new)]

    def committed(self) -> None:
        """What was new is on record."""
        for season in self._new:
            self._keys.settle(season, self._ciphers[season].key_id)
        self._new.clear()

    def forget(self) -> None:
        """A commit failed: what is on record must be asked again."""
        self._ciphers.clear()
        self._stamps.clear()
        self._new.clear()
