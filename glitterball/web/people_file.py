"""The people file: who may sign in, who each of them is on the rosters of seasons, and in which roles.

A sign-in says an issuer and a subject, and perhaps groups. What these may do stands here alone: a token that claims a role is
not believed, and somebody who is not in the file is nobody. On a season's roster (docs/people.md) a person has the roles that
both the file and the roster give.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator

from domain.record import Digest, Frozen, Name, Slug
from domain.refusals import Refusal
from domain.season.people.facts import PersonRole
from glitterball.files import read_text
from glitterball.files.limits import PEOPLE

PASSKEY, LINK, RECOVERY = "passkey", "link", "recovery code"
"""Issuers that are this machine itself: a passkey of a roster, a link that works once, and a code of a sheet of them. Their
subject is the identity."""

SEES_COUNTS: tuple[PersonRole, ...] = ("supervisor", "executive", "adjudicator", "auditor")
"""Roles that see the counts of a live season, unless the file says others."""

SEES_BEFORE_AIR: tuple[PersonRole, ...] = ("producer", *SEES_COUNTS)
"""Roles that see what is certified and was not yet announced, unless the file says others."""

Address = Annotated[str, Field(max_length=2_000, pattern=r"^(https://|http://(127\.0\.0\.1|localhost)([:/]|$))[!-~]*$")]
"""An address outside: by TLS, or on this machine."""

Origin = Annotated[
    str,
    Field(
        max_length=270,
        pattern=r"^(https://[a-z0-9-]+(\.[a-z0-9-]+)*|http://(localhost|127\.0\.0\.1))(:[1-9][0-9]{0,4})?$",
    ),
]
"""Where browsers find the pages: `https://results.example.org`."""


class PeopleFileUnclear(Refusal):
    """The file that says who may sign in has a form."""

    says: ClassVar = "{file} does not say who may sign in: {because}."
    fix: ClassVar = "Write it as docs/web-people.md shows."
    file: str
    because: str


class SignsIn(Frozen):
    """A way somebody signs in: who vouches for them, and what that calls them."""

    issuer: Annotated[str, Field(min_length=1, max_length=2_000)]
    subject: Annotated[str, Field(min_length=1, max_length=255)]


class Entry(Frozen):
    """A person: the identity on rosters, the name where a season has none, roles, and how they sign in.

    `seasons` are those in which they do anything; none named is all. `keys` are hashes (SHA-256) of keys for programs.
    """

    identity: Slug
    name: Name
    roles: tuple[PersonRole, ...] = ()
    seasons: tuple[Slug, ...] = ()
    sign_in: tuple[SignsIn, ...] = ()
    keys: tuple[Digest, ...] = ()


class Group(Frozen):
    """A group of an issuer, and the roles that who is in it has besides."""

    issuer: Address
    name: Annotated[str, Field(min_length=1, max_length=255)]
    roles: Annotated[tuple[PersonRole, ...], Field(min_length=1)]


class Provider(Frozen):
    """Who vouches for people (OpenID Connect): its issuer, what these pages are called there, and the file with their secret."""

    issuer: Address
    client_id: Annotated[str, Field(min_length=1, max_length=255)]
    secret_file: str | None = None
    max_age: Annotated[int, Field(ge=0, le=86_400)] = 3_600
    acr: tuple[str, ...] = ()
    called: Name = "the broadcaster"


class PeopleFile(Frozen):
    """Who may sign in, where browsers find the pages, who vouches for people, and which roles see what is kept back."""

    origin: Origin = "http://localhost:8033"
    person: tuple[Entry, ...] = ()
    group: tuple[Group, ...] = ()
    provider: tuple[Provider, ...] = ()
    sees_counts: tuple[PersonRole, ...] = SEES_COUNTS
    sees_before_air: tuple[PersonRole, ...] = SEES_BEFORE_AIR

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        _require_once("identity", (entry.identity for entry in self.person))
        ways = ((way.issuer, way.subject) for entry in self.person for way in entry.sign_in)
        _require_once("sign_in", ways)
        _require_once("key", (key for entry in self.person for key in entry.keys))
        _require_once("provider", (provider.issuer for provider in self.provider))
        for entry in self.person:
            for way in entry.sign_in:
                if way.issuer in (PASSKEY, LINK, RECOVERY):
                    raise ValueError(f"{way.issuer} vouches for everybody under their identity and is not named")
        return self

    @property
    def host(self) -> str:
        """The host of the origin, which a Host header has to say and passkeys are made for."""
        return urlsplit(self.origin).hostname or ""

    @property
    def is_secure(self) -> bool:
        """Whether browsers find the pages by TLS."""
        return self.origin.startswith("https://")

    def entry_of(self, issuer: str, subject: str) -> Entry | None:
        """Whoever signs in so."""
        return self._by_way.get((LINK if issuer in (PASSKEY, RECOVERY) else issuer, subject))

    def entry_with(self, key: str) -> Entry | None:
        """Whose key for programs has this hash."""
        return self._by_key.get(key)

    @cached_property
    def _by_way(self) -> dict[tuple[str, str], Entry]:
        ways = {(LINK, entry.identity): entry for entry in self.person}
        return ways | {(way.issuer, way.subject): entry for entry in self.person for way in entry.sign_in}

    @cached_property
    def _by_key(self) -> dict[str, Entry]:
        return {key: entry for entry in self.person for key in entry.keys}

    def roles_of(self, entry: Entry, issuer: str, groups: Iterable[str]) -> tuple[PersonRole, ...]:
        """The roles the file gives a person who signed in with an issuer that names these groups."""
        named = frozenset(groups)
        given = (role for group in self.group if group.issuer == issuer and group.name in named for role in group.roles)
        return tuple(dict.fromkeys((*entry.roles, *given)))


def _require_once(what: str, said: Iterable[object]) -> None:
    seen: set[object] = set()
    for name in said:
        if name in seen:
            raise ValueError(f"{what} {name} is named twice")
        seen.add(name)


def people_in(path: Path) -> PeopleFile:
    """The people file at a path. Refuses one that does not say what it has to (`PeopleFileUnclear`)."""
    try:
        return people_said(tomllib.loads(read_text(str(path), PEOPLE)))
    except ValidationError as error:
        raise PeopleFileUnclear(str(path), _first(error)) from None
    except (ValueError, RecursionError) as error:
        raise PeopleFileUnclear(str(path), str(error)) from None


def people_said(told: Mapping[str, Any]) -> PeopleFile:
    """The same from what a file says."""
    return PeopleFile.model_validate_json(json.dumps(told))


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    says = str(first["msg"]).removeprefix("Value error, ")
    return f"{where}: {says}" if where else says
