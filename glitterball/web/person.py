"""Who is asking: a person as the people file knows them, and as whom each season records what they say."""

from dataclasses import dataclass
from typing import Literal

from domain.record import Actor, Role
from domain.season.proposing.refusals import RoleMayNot
from domain.season.state import SeasonState
from glitterball.store import Season
from glitterball.web.people_file import PASSKEY, Entry, PeopleFile
from glitterball.web.refusals import NotOfThisSeason

Sees = Literal["counts", "before air"]
"""What is kept back from whoever may not see it: counts of a live season, and what is certified and not yet announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who signed in: by an issuer under a subject, known by the people file, in roles it gives.

    `session` and `browser` are hashes; both are empty where a program asks with a key. `token` stands in every form.
    """

    issuer: str
    subject: str
    identity: str
    name: str
    roles: tuple[Role, ...]
    seasons: tuple[str, ...] = ()
    sees: frozenset[Sees] = frozenset()
    session: str = ""
    browser: str = ""
    token: str = ""

    @property
    def is_program(self) -> bool:
        """Whether a program asks with a key, and no browser with a session."""
        return not self.session

    @property
    def has_passkey(self) -> bool:
        """Whether the person signed in with a passkey of a roster."""
        return self.issuer == PASSKEY

    def may_in(self, season: str) -> bool:
        """Whether the person does anything in a season."""
        return not self.seasons or season in self.seasons

    def sees_in(self, season: str, what: Sees) -> bool:
        """Whether the person sees something of a season that is kept back."""
        return what in self.sees and self.may_in(season)

    def roles_in(self, state: SeasonState) -> tuple[Role, ...]:
        """The roles the person has in a season: on its roster those that the roster gives as well."""
        if not state.people:
            return self.roles
        known = state.people.get(self.identity)
        if known is None or known.revoked is not None:
            return ()
        return tuple(role for role in self.roles if role in known.now.roles)

    def actor(self, season: Season, role: Role | None = None) -> Actor:
        """As whom a season records what the person says, in a role or in the first they have there. Refuses who has none."""
        return self.speaking(season.name, season.state, role)

    def speaking(self, season: str, state: SeasonState, role: Role | None = None) -> Actor:
        """The same of a season as it stands, which may not have begun."""
        roles = self.roles_in(state)
        if not self.may_in(season) or not roles:
            raise NotOfThisSeason(self.name, season)
        if role is not None and role not in roles:
            raise RoleMayNot(self.name, role, "speak", ", ".join(roles))
        known = state.people.get(self.identity)
        return Actor(name=self.name if known is None else known.now.name, role=role or roles[0])


def person_of_entry(
    file: PeopleFile, entry: Entry, issuer: str, subject: str, groups: tuple[str, ...] = (), **seen: str
) -> Person:
    """Who an entry of the people file is, signed in by an issuer. `seen` are session, browser and token."""
    roles = file.roles_of(entry, issuer, groups)
    sees: set[Sees] = set()
    if set(roles) & set(file.sees_counts):
        sees.add("counts")
    if set(roles) & set(file.sees_before_air):
        sees.add("before air")
    return Person(
        issuer=issuer,
        subject=subject,
        identity=entry.identity,
        name=entry.name,
        roles=roles,
        seasons=entry.seasons,
        sees=frozenset(sees),
        **seen,
    )
