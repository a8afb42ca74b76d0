"""The store as the desk reads it, again and again: what is seen, or at once why nothing can be. Nothing here is shown or written.

A file that is moved away stays readable to whoever has it open, so its place is looked at each time.
"""

from contextlib import suppress

from domain.refusals import Refusal
from domain.season.proposing.rules import has_expired
from domain.season.state import seen_at
from glitterball.addresses import Address
from glitterball.answered.decisions import consequence_now
from glitterball.clock import Clock, utc_now
from glitterball.desk.board import Board, board_of
from glitterball.desk.drawing.screen import Seen
from glitterball.log.place import Place
from glitterball.procedures.consequences import Consequence
from glitterball.store import Season, Store, open_store
from glitterball.timeline import Row as ToldRow
from projections.sentences import Row

KEPT = 200
"""Sentences of the log that are kept for the screen."""


class Follower:
    """Looks at one week of a store, from one thread. Each look costs what was recorded since the one before."""

    def __init__(self, address: Address, season: str, week: int, clock: Clock = utc_now) -> None:
        self.address, self.season, self.week, self.clock = address, season, week, clock
        self._store: Store | None = None
        self._place = None if address.file is None else Place(address.file)
        self._read: tuple[object, ...] = ()
        self._position = 0
        self._seen = Seen(board=None)

    def look(self) -> Seen:
        """The week as it stands now. Raises nothing: whatever keeps the store from being read is what is seen."""
        try:
            self._seen = self._looked(self._opened())
        except Exception as error:  # whatever it is: a desk that shows yesterday's READY is worse than one that says so
            self.close()
            because = error.statement() if isinstance(error, Refusal) else f"{type(error).__name__}: {error}"
            self._seen = Seen(board=self._seen.board, told=self._seen.told, stale=because, since=self._seen.since)
        return self._seen

    def close(self) -> None:
        """Let go of the store; the next look opens it anew."""
        store, self._store, self._read, self._position = self._store, None, (), 0
        if store is not None:
            with suppress(Exception):
                store.close()

    def _opened(self) -> Store:
        if self._store is None:
            if self._place is not None:
                if not self._place.path.exists():
                    raise FileNotFoundError(f"there is no file {self._place.path}")
                self._place.opened()
            address = self.address
            self._store = open_store(address.text, read_only=True, clock=self.clock, state=address.state)
        if self._place is not None:
            self._place.must_hold()
        return self._store

    def _looked(self, store: Store) -> Seen:
        now, position = self.clock(), store.log.last_position()
        told = self._seen.told if self._position else ()
        if position > self._position:
            news = store.timeline((self.season,), after=self._position, until=position).rows
            told = (*told, *map(_sentence, news))[-KEPT:]
        board = self._board(store, position, now)
        self._position = position
        return Seen(board=board, told=told, since=now)

    def _board(self, store: Store, position: int, now: str) -> Board:
        """The board, made anew where something was recorded, or an open proposal has expired, since it was made last."""
        asked = store.season(self.season)
        state = asked.state
        expired = tuple(
            number for number, each in state.proposals.items() if not each.settled and has_expired(each, now)
        )
        read = (position, expired)
        if self._seen.board is not None and read == self._read:
            return self._seen.board
        made = board_of(asked.fold, self.week, asked.week(self.week).check(), _told(asked, now))
        self._read = read
        return made


def _told(asked: Season, now: str) -> dict[int, Consequence]:
    """What would follow from each open proposal, by number."""
    state = seen_at(asked.state, now)
    return {number: consequence_now(asked, each) for number, each in state.proposals.items() if each.settled is None}


def _sentence(row: ToldRow) -> Row:
    """An event as told, without its season, which is this one."""
    return Row(row.position, row.week, row.time, row.by, row.role, row.type, row.sentence)
