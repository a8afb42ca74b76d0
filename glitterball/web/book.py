"""The book of who came in: sessions, links that work once, who proposed from which browser, and the log of all that.

A table of this machine's own, `STORE.web.sqlite`: staff movements are no part of a season and of no bundle. What opens a
session is kept as its hash, so that whoever reads the book opens none.
"""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import RLock
from time import time
from typing import Any

from glitterball.sqlite_files.connecting import connect

MINUTE = 60.0
LONGEST = 12 * 60 * MINUTE
"""Seconds after which a session ends, whatever happens in it."""
IDLE = 30 * MINUTE
"""Seconds without a request after which a session ends, but for who only keeps the scores."""
LINK_WORKS = 10 * MINUTE
"""Seconds for which a link that works once is good."""
CEREMONY = 10 * MINUTE
"""Seconds that a challenge waits for its answer."""

Now = Callable[[], float]
"""Seconds since 1970."""

LAYOUT = """
CREATE TABLE IF NOT EXISTS sessions (
 id TEXT PRIMARY KEY, browser TEXT NOT NULL, issuer TEXT NOT NULL, subject TEXT NOT NULL, groups TEXT NOT NULL,
 began REAL NOT NULL, seen REAL NOT NULL, ended REAL);
CREATE TABLE IF NOT EXISTS links (id TEXT PRIMARY KEY, identity TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS ceremonies (id TEXT PRIMARY KEY, kept TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS proposals (
 season TEXT NOT NULL, decision INTEGER NOT NULL, browser TEXT NOT NULL, PRIMARY KEY (season, decision));
CREATE TABLE IF NOT EXISTS passkeys (
 credential TEXT PRIMARY KEY, identity TEXT NOT NULL, passkey TEXT NOT NULL, made REAL NOT NULL);
CREATE TABLE IF NOT EXISTS recovery (id TEXT PRIMARY KEY, identity TEXT NOT NULL, made REAL NOT NULL, used REAL);
CREATE TABLE IF NOT EXISTS journal (
 number INTEGER PRIMARY KEY, at REAL NOT NULL, what TEXT NOT NULL, who TEXT NOT NULL, facts TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS journal_is_not_changed BEFORE UPDATE ON journal
 BEGIN SELECT RAISE(ABORT, 'the log of sign-ins is only added to'); END;
CREATE TRIGGER IF NOT EXISTS journal_is_not_shortened BEFORE DELETE ON journal
 BEGIN SELECT RAISE(ABORT, 'the log of sign-ins is only added to'); END;
"""


LEFT = "SELECT count(*) FROM recovery WHERE identity = ? AND used IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session: its hash, the hash of its browser, who signed in how, since when, and when it was last asked for."""

    id: str
    browser: str
    issuer: str
    subject: str
    groups: tuple[str, ...]
    began: float
    seen: float

    def is_over(self, now: float, *, idles: bool) -> bool:
        """Whether it has ended by itself: after 12 hours, or where it `idles` after 30 minutes without a request."""
        return now - self.began >= LONGEST or (idles and now - self.seen >= IDLE) or now < self.began - MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A line of the log of sign-ins."""

    number: int
    at: float
    what: str
    who: str
    facts: dict[str, Any]


def hashed(secret: str) -> str:
    """How the book knows what it does not keep."""
    return sha256(secret.encode()).hexdigest()


def book_path(beside: Path | None) -> Path | None:
    """Where the book of a store is kept: `STORE.web.sqlite`; nowhere for `memory:`."""
    return None if beside is None else Path(f"{beside}.web.sqlite")


class Book:
    """The book at a path, or in memory. Use it from any thread, and beside other processes."""

    def __init__(self, path: Path | None, now: Now = time) -> None:
        self.now = now
        self._lock, self._ended = RLock(), 0
        self._db: sqlite3.Connection = (
            sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            if path is None
            else connect(path, "rwc")
        )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(LAYOUT)

    def close(self) -> None:
        """Let go of it."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All of it is written, or nothing."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise

    def _rows(self, asked: str, *values: object) -> list[Any]:
        with self._lock:
            return self._db.execute(asked, values).fetchall()

    def begin(
        self,
        issuer: str,
        subject: str,
        *,
        groups: tuple[str, ...] = (),
        browser: str = "",
        instead_of: str = "",
        come_from: str = "",
    ) -> str:
        """Begin a session, and end the one it is `instead_of`; the secret of the new one, which is kept nowhere here."""
        secret, now = secrets.token_urlsafe(32), self.now()
        with self._writing() as db:
            self._ended += _end(db, now, "id = ?", instead_of)
            told = (hashed(secret), browser, issuer, subject, json.dumps(groups), now, now)
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", told)
            noted = {"issuer": issuer, "session": hashed(secret)[:12]} | ({"from": come_from} if come_from else {})
            _note(db, now, "signed-in", subject, noted)
        return secret

    def session(self, secret: str) -> Session | None:
        """The session that a secret opens, unless it was ended."""
        return self.session_with(hashed(secret))

    def session_with(self, session: str) -> Session | None:
        """The session with a hash, unless it was ended."""
        found = self._sessions("id = ? AND ended IS NULL", session)
        return found[0] if found else None

    def sessions(self) -> list[Session]:
        """All that were not ended and not outlived, the oldest first."""
        return self._sessions("ended IS NULL AND began > ?", self.now() - LONGEST)

    def _sessions(self, those: str, value: object) -> list[Session]:
        asked = f"SELECT id, browser, issuer, subject, groups, began, seen FROM sessions WHERE {those} ORDER BY began"
        return [
            Session(
                id=row[0], browser=row[1], issuer=row[2], subject=row[3], groups=tuple(json.loads(row[4])),
                began=row[5], seen=row[6],
            )
            for row in self._rows(asked, value)
        ]  # fmt: skip

    def was_seen(self, session: Session) -> None:
        """Remember that a session was asked for, to the minute."""
        now = self.now()
        if now - session.seen >= MINUTE:
            with self._lock:
                self._db.execute("UPDATE sessions SET seen = ? WHERE id = ?", (now, session.id))

    def stirred(self) -> tuple[int, int]:
        """Something else as soon as sessions were ended here, or another process wrote to the book."""
        with self._lock:
            return self._ended, int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def end(self, session: str, what: str = "signed-out") -> None:
        """End a session by its hash."""
        with self._writing() as db:
            self._ended += _end(db, self.now(), "id = ?", session, what)

    def end_all_of(self, subject: str) -> int:
        """End every session of a subject at once; how many there were."""
        with self._writing() as db:
            ended = _end(db, self.now(), "subject = ?", subject, "revoked")
            self._ended += ended
        return ended

    def end_others(self, sessions: Iterable[str]) -> None:
        """End sessions by their hashes, where somebody ends those of theirs in other browsers."""
        with self._writing() as db:
            for session in sessions:
                self._ended += _end(db, self.now(), "id = ?", session, "signed-out-elsewhere")

    def link_for(self, identity: str, *, hours: float = LINK_WORKS / 3_600) -> str:
        """The secret of a link by which somebody signs in once, within so many hours."""
        secret, now = secrets.token_urlsafe(32), self.now()
        with self._writing() as db:
            db.execute("INSERT INTO links VALUES (?, ?, ?)", (hashed(secret), identity, now + hours * 3_600))
            _note(db, now, "link-made", identity, {})
        return secret

    def taken_link(self, secret: str) -> str | None:
        """Whose link it is; it works no more. Nothing where it never did, or does not any more."""
        with self._writing() as db:
            taken = db.execute(
                "DELETE FROM links WHERE id = ? AND until > ? RETURNING identity", (hashed(secret), self.now())
            ).fetchall()
        return str(taken[0][0]) if taken else None

    def made_codes(self, identity: str, codes: Sequence[str]) -> None:
        """Remember somebody's recovery codes, by their hashes; those from before work no more."""
        now = self.now()
        with self._writing() as db:
            db.execute("DELETE FROM recovery WHERE identity = ?", (identity,))
            db.executemany(
                "INSERT INTO recovery VALUES (?, ?, ?, NULL)", [(hashed(code), identity, now) for code in codes]
            )
            _note(db, now, "recovery-codes-made", identity, {"codes": len(codes)})

    def taken_code(self, identity: str, code: str) -> bool:
        """Whether it is a recovery code of somebody's that was not used; it works no more."""
        now = self.now()
        with self._writing() as db:
            asked = "UPDATE recovery SET used = ? WHERE id = ? AND identity = ? AND used IS NULL RETURNING id"
            taken = db.execute(asked, (now, hashed(code), identity)).fetchall()
            if taken:
                (left,) = db.execute(LEFT, (identity,)).fetchone()
                _note(db, now, "recovery-code-used", identity, {"left": left})
        return bool(taken)

    def codes_left(self, identity: str) -> int:
        """How many of somebody's recovery codes still work."""
        return int(self._rows(LEFT, identity)[0][0])

    def keep(self, kept: dict[str, Any]) -> str:
        """Keep what a challenge is about until it is answered; the word under which it is asked for, once."""
        secret, now = secrets.token_urlsafe(32), self.now()
        with self._writing() as db:
            db.execute("DELETE FROM ceremonies WHERE until <= ?", (now,))
            db.execute("INSERT INTO ceremonies VALUES (?, ?, ?)", (hashed(secret), json.dumps(kept), now + CEREMONY))
        return secret

    def kept(self, secret: str) -> dict[str, Any] | None:
        """What was kept under a word, which is good for nothing afterwards."""
        with self._writing() as db:
            taken = db.execute(
                "DELETE FROM ceremonies WHERE id = ? AND until > ? RETURNING kept", (hashed(secret), self.now())
            ).fetchall()
        return json.loads(taken[0][0]) if taken else None

    def proposed(self, season: str, decision: int, browser: str) -> None:
        """Remember from which browser a decision was proposed. What is remembered first stays."""
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO proposals VALUES (?, ?, ?)", (season, decision, browser))

    def browser_of(self, season: str, decision: int) -> str:
        """From which browser a decision was proposed; empty where that is not known."""
        found = self._rows("SELECT browser FROM proposals WHERE season = ? AND decision = ?", season, decision)
        return str(found[0][0]) if found else ""

    def made_passkey(self, credential: str, identity: str, passkey: str) -> None:
        """Remember a passkey that somebody made, until two people put it on a roster."""
        with self._writing() as db:
            db.execute("INSERT INTO passkeys VALUES (?, ?, ?, ?)", (credential, identity, passkey, self.now()))
            _note(db, self.now(), "passkey-made", identity, {"credential": credential})

    def passkeys_of(self, identity: str) -> list[dict[str, Any]]:
        """The passkeys somebody made here, the oldest first."""
        found = self._rows("SELECT passkey FROM passkeys WHERE identity = ? ORDER BY made", identity)
        return [json.loads(row[0]) for row in found]

    def note(self, what: str, who: str, **facts: Any) -> None:
        """Add a line to the log of sign-ins."""
        with self._writing() as db:
            _note(db, self.now(), what, who, facts)

    def journal(self, after: int = 0, limit: int = 1_000) -> list[Noted]:
        """Lines of the log of sign-ins, the oldest first."""
        asked = "SELECT number, at, what, who, facts FROM journal WHERE number > ? ORDER BY number LIMIT ?"
        return [_noted(row) for row in self._rows(asked, after, limit)]

    def journal_back(self, before: int, limit: int) -> list[Noted]:
        """Lines of the log of sign-ins before one, the newest first."""
        asked = "SELECT number, at, what, who, facts FROM journal WHERE number < ? ORDER BY number DESC LIMIT ?"
        return [_noted(row) for row in self._rows(asked, before, limit)]

    def last_signed_in(self) -> dict[str, float]:
        """When each subject last signed in."""
        asked = "SELECT who, max(at) FROM journal WHERE what = 'signed-in' GROUP BY who"
        return {str(who): float(at) for who, at in self._rows(asked)}

    def noted_last(self, what: str, season: str, week: int, limit: int = 20) -> list[Noted]:
        """The last lines of a kind about a week of a season, the newest first."""
        asked = (
            "SELECT number, at, what, who, facts FROM journal WHERE what = ? AND json_extract(facts, '$.season') = ?"
            " AND json_extract(facts, '$.week') = ? ORDER BY number DESC LIMIT ?"
        )
        return [_noted(row) for row in self._rows(asked, what, season, week, limit)]


def _noted(row: Any) -> Noted:
    return Noted(number=row[0], at=row[1], what=row[2], who=row[3], facts=json.loads(row[4]))


def _end(db: sqlite3.Connection, now: float, those: str, value: str, what: str = "renewed") -> int:
    ended = db.execute(
        f"UPDATE sessions SET ended = ? WHERE {those} AND ended IS NULL RETURNING id, subject", (now, value)
    ).fetchall()
    for session, subject in ended:
        _note(db, now, what, subject, {"session": session[:12]})
    return len(ended)


def _note(db: sqlite3.Connection, now: float, what: str, who: str, facts: dict[str, Any]) -> None:
    told = (now, what, who, json.dumps(facts, sort_keys=True))
    db.execute("INSERT INTO journal (at, what, who, facts) VALUES (?, ?, ?, ?)", told)
