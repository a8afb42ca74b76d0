"""The gate: who somebody is who asks, and whether they have asked too often. It stands where people are configured.

A request is recognised by the secret of a session in a cookie, or by a key of a program. What a person may do is asked anew each
time, of the people file as it is then: who is taken out of it is nobody from the next request on.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from time import monotonic

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from domain.record import Actor
from domain.refusals import Refusal
from domain.season.state import SeasonState
from glitterball.people import Signer
from glitterball.store import Store
from glitterball.web.book import LONGEST, Book, Session, hashed
from glitterball.web.people_file import PASSKEY, PeopleFile, people_in
from glitterball.web.person import Person, person_of_entry
from glitterball.web.refusals import TooOften

SESSION, BROWSER = "glitterball", "glitterball-browser"
"""The cookies: of the session, and of the browser, which stays when somebody signs out."""
A_YEAR = 365 * 86_400
"""Seconds for which a browser is known again."""

SIGN_INS = (5, 5 / 60)
"""Attempts to sign in from an address: so many at once, and so many more each second."""
REQUESTS = (200, 20.0)
"""What a person or a key writes: so many at once, and so many more each second."""
ATTEMPTS, ALL_ATTEMPTS = (10, 1 / 60), (1_000, 1.0)
"""What is noted of attempts at what somebody may not: of each, and of everybody. The log of sign-ins is never shortened."""

SignsAs = Callable[[str, Actor, SeasonState], Signer | None]
"""Signs in a season as somebody whose key is at hand here: those of a rehearsal in a development, and nobody's else."""


def nobodys(_: str, __: Actor, ___: SeasonState) -> None:
    """No key is at hand."""


@dataclass(slots=True)
class Buckets:
    """How often each may ask: `holds` at once, and `refill` more each second. In the memory of this process."""

    holds: float
    refill: float
    clock: Callable[[], float] = monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, who: str) -> None:
        """Take one from somebody's bucket. Refuses where it is empty (`TooOften`)."""
        with self._lock:
            now = self.clock()
            left, since = self._left.get(who, (self.holds, now))
            left = min(self.holds, left + (now - since) * self.refill)
            if left < 1:
                raise TooOften(int((1 - left) / self.refill) + 1)
            self._left[who] = (left - 1, now)
            if len(self._left) > 10_000:
                self._forget_full(now)

    def _forget_full(self, now: float) -> None:
        full = [who for who, (left, since) in self._left.items() if left + (now - since) * self.refill >= self.holds]
        for who in full:
            del self._left[who]


class Gate:
    """Who may come in, and the book of who did. `development` is whether links sign anybody of a rehearsal in."""

    def __init__(
        self,
        people: PeopleFile | Path,
        book: Book,
        *,
        store: Store | None = None,
        signs_as: SignsAs = nobodys,
        development: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.book, self.store = book, store
        self.signs_as, self.development = signs_as, development
        self._path = people if isinstance(people, Path) else None
        self._people = people_in(people) if isinstance(people, Path) else people
        self._looked = self._stamp()
        self.sign_ins = Buckets(*SIGN_INS, clock)
        self.requests = Buckets(*REQUESTS, clock)
        self._attempts, self._all_attempts = Buckets(*ATTEMPTS, clock), Buckets(*ALL_ATTEMPTS, clock)

    @property
    def people(self) -> PeopleFile:
        """The people file as it is now. Where it is unclear, what it said before holds, and the log of sign-ins says so."""
        stamp = self._stamp()
        if self._path is not None and stamp != self._looked:
            self._looked = stamp
            try:
                self._people = people_in(self._path)
                self.book.note("people-file-read", str(self._path))
            except Refusal as refusal:
                self.book.note("people-file-refused", str(self._path), because=refusal.statement())
        return self._people

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat() if self._path is not None else None
        except OSError:
            return (0, 0, 0)
        return None if found is None else (found.st_mtime_ns, found.st_size, found.st_ino)

    def name_of(self, cookie: str) -> str:
        """What a cookie is called: `__Host-` binds it to this host and to TLS, which a browser takes over TLS alone."""
        return f"__Host-{cookie}" if self.people.is_secure else cookie

    def recognised(self, scope: Scope) -> Person | None:
        """Whoever asks, if anybody who is known."""
        headers = [(name, value.decode("latin-1")) for name, value in scope["headers"]]
        said = next((value for name, value in headers if name == b"authorization"), "")
        if said:
            return self._program(said)
        secret = self.cookie(scope, SESSION)
        session = self.book.session(secret) if secret else None
        person = None if session is None else self.person_in(session)
        if session is not None and person is not None:
            self.book.was_seen(session)
            return replace(person, token=token_of(secret))
        return None

    def cookie(self, scope: Scope, name: str) -> str:
        """What a cookie of a request says; empty where it has none, or says it twice."""
        named, said = self.name_of(name), []
        for header, value in scope["headers"]:
            if header == b"cookie":
                said += [part.strip() for part in value.decode("latin-1").split(";")]
        found = [part.partition("=")[2] for part in said if part.partition("=")[0] == named]
        return found[0] if len(found) == 1 else ""

    def person_in(self, session: Session) -> Person | None:
        """Whose session it is, unless it is over, or the file knows them no more."""
        people = self.people
        entry = people.entry_of(session.issuer, session.subject)
        if entry is None:
            return None
        seen = {"session": session.id, "browser": session.browser}
        person = person_of_entry(people, entry, session.issuer, session.subject, session.groups, **seen)
        if session.issuer == PASSKEY:
            person = replace(person, seasons=self.seasons_with(person, session.groups[0]))
            if not person.seasons:
                return None
        is_over = session.is_over(self.book.now(), idles=set(person.roles) != {"score desk"})
        return None if is_over else person

    def seasons_with(self, person: Person, credential: str) -> tuple[str, ...]:
        """The seasons whose rosters have a passkey for somebody now: there, and nowhere else, it lets them in."""
        return tuple(
            name
            for name in (self.store.seasons() if self.store is not None else ())
            if person.may_in(name) and self._has(name, person.identity, credential)
        )

    def _has(self, season: str, identity: str, credential: str) -> bool:
        assert self.store is not None, "seasons are those of a store"
        known = self.store.state_in_public(season).people.get(identity)
        held = () if known is None or known.revoked is not None else known.now.passkeys or ()
        return any(passkey.credential_id == credential for passkey in held)

    def is_there(self, person: Person | None) -> bool:
        """Whether somebody who asked before would still be recognised: for answers that go on, such as streams."""
        if person is None or person.is_program:
            return person is None or self._keyed(person.subject) is not None
        session = self.book.session_with(person.session)
        return session is not None and self.person_in(session) is not None

    def stirred(self) -> object:
        """Something else as soon as a session was ended, here or by another process, or the people file was changed."""
        return self.book.stirred(), self._stamp()

    def attempted(self, code: str, who: str, come_from: str, door: str) -> None:
        """Note in the log of sign-ins that somebody was refused what they may not, unless that was noted often enough."""
        try:
            self._attempts.take(who or come_from)
            self._all_attempts.take("")
        except TooOften:
            return
        self.book.note("may-not", who, code=code, door=door, **{"from": come_from})

    def _program(self, said: str) -> Person | None:
        kind, _, key = said.partition(" ")
        return self._keyed(hashed(key.strip())) if kind.lower() == "bearer" and key.strip() else None

    def _keyed(self, key: str) -> Person | None:
        people = self.people
        entry = people.entry_with(key)
        return None if entry is None else person_of_entry(people, entry, "key", key)

    def let_in(
        self, request: Request, answer: Response, issuer: str, subject: str, groups: tuple[str, ...] = ()
    ) -> None:
        """Begin a session of somebody, with a new secret, and say it to their browser; one that was there ends."""
        browser = self.cookie(request.scope, BROWSER) or secrets.token_urlsafe(32)
        before = self.cookie(request.scope, SESSION)
        secret = self.book.begin(
            issuer,
            subject,
            groups=groups,
            browser=hashed(browser),
            instead_of=hashed(before) if before else "",
            come_from=request.client.host if request.client else "",
        )
        self._say(answer, SESSION, secret, int(LONGEST))
        self._say(answer, BROWSER, browser, A_YEAR)

    def let_out(self, person: Person, answer: Response) -> None:
        """End somebody's session, and have their browser forget it, with the pages that it holds."""
        self.book.end(person.session)
        self._say(answer, SESSION, "", 0)
        answer.headers["clear-site-data"] = '"cache"'

    def elsewhere(self, person: Person) -> list[Session]:
        """The sessions that somebody has in other browsers, the oldest first."""
        return [one for one in self.book.sessions() if one.id != person.session and self._is_of(one, person.identity)]

    def _is_of(self, session: Session, identity: str) -> bool:
        entry = self.people.entry_of(session.issuer, session.subject)
        return entry is not None and entry.identity == identity and self.person_in(session) is not None

    def _say(self, answer: Response, name: str, value: str, seconds: int) -> None:
        answer.set_cookie(
            self.name_of(name), value, max_age=seconds, path="/", httponly=True, samesite="strict",
            secure=self.people.is_secure,
        )  # fmt: skip


def token_of(secret: str) -> str:
    """What stands in the forms of a session: nobody makes it who has not its secret, and it opens none."""
    return hashed(f"glitterball form\n{secret}")[:32]
