"""People: who may speak in a season, each with one name, roles and keys. The first are named by a founding act, all others
are introduced, changed and revoked by two of them."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from domain.record import Frozen, Name, Slug
from domain.season.people.passkeys import Passkey
from domain.season.roles import FOUNDING, GOVERNANCE
from domain.season.stating import Command, SeasonFact
from domain.season.words import VerifierKeyText, public_of

PersonRole = Literal["score desk", "supervisor", "producer", "executive", "adjudicator", "historian", "auditor"]
"""The roles a person may hold; gateways, engines and witnesses are none."""


def _once(members: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(members)) < len(members):
        raise ValueError("named twice")
    return members


class OfPerson(Frozen):
    """A person: `identity` stands for good, `name` is what statements are recorded under.

    Each key is an Ed25519 verifier key line (C2SP signed-note), each passkey a credential of an authenticator: what is signed
    with any of them is the person's word. A person has at least one of either.
    """

    identity: Slug
    name: Name
    roles: Annotated[tuple[PersonRole, ...], Field(min_length=1, max_length=7), AfterValidator(_once)]
    keys: Annotated[tuple[VerifierKeyText, ...], Field(max_length=10), AfterValidator(_once)]
    passkeys: Annotated[tuple[Passkey, ...], Field(min_length=1, max_length=10)] | None = None

    @model_validator(mode="after")
    def _can_sign(self) -> Self:
        if not self.keys and not self.passkeys:
            raise ValueError("a person has a key or a passkey")
        credentials = [passkey.credential_id for passkey in self.passkeys or ()]
        if len(set(credentials)) < len(credentials):
            raise ValueError("a credential is named twice")
        return self

    @property
    def key_ids(self) -> tuple[str, ...]:
        """How signatures name the keys: those of key files first, then those of passkeys."""
        return (*(key.split("+", 2)[1] for key in self.keys), *(passkey.key_id for passkey in self.passkeys or ()))

    @property
    def publics(self) -> tuple[bytes, ...]:
        """The keys themselves, in the order of `key_ids`: two names of one key are one key, also a key file's and a passkey's."""
        return (*map(public_of, self.keys), *(passkey.public for passkey in self.passkeys or ()))


class OfFounding(Frozen):
    """The first people of a season, named by one of them, or by two where something was decided before."""

    people: Annotated[tuple[OfPerson, ...], Field(min_length=2, max_length=40)]


class FoundSeason(OfFounding, Command):
    """Name the first people of a season; two of them, once anything was proposed. From then on nobody else speaks in it."""

    do: Literal["found-season"] = "found-season"
    authority: ClassVar = FOUNDING


class SeasonFounded(OfFounding, SeasonFact):
    """The season has a roster from here on: these people, and those whom two of them introduce."""

    TYPE: ClassVar = "season-founded.v1"


class IntroducePerson(OfPerson, Command):
    """Let another person speak in the season."""

    do: Literal["introduce-person"] = "introduce-person"
    authority: ClassVar = GOVERNANCE


class PersonIntroduced(OfPerson, SeasonFact):
    """A person speaks in the season from here on."""

    TYPE: ClassVar = "person-introduced.v1"


class OfPersonChange(OfPerson):
    """A person under another name, in other roles or with other keys: all of it as it is from here on."""

    reason: Name


class ChangePerson(OfPersonChange, Command):
    """Change a person's name, roles or keys. A key or passkey that is left out is not believed any more, and never again."""

    do: Literal["change-person"] = "change-person"
    authority: ClassVar = GOVERNANCE


class PersonChanged(OfPersonChange, SeasonFact):
    """A person is called so, holds these roles and signs with these keys from here on. What was said before stays."""

    TYPE: ClassVar = "person-changed.v1"


class OfPersonRevocation(Frozen):
    """A person who speaks in the season no more."""

    identity: Slug
    reason: Name


class RevokePerson(OfPersonRevocation, Command):
    """Let a person speak no more, and believe none of the person's keys."""

    do: Literal["revoke-person"] = "revoke-person"
    authority: ClassVar = GOVERNANCE


class PersonRevoked(OfPersonRevocation, SeasonFact):
    """A person speaks no more from here on. What was said before stays."""

    TYPE: ClassVar = "person-revoked.v1"


PeopleCommand = FoundSeason | IntroducePerson | ChangePerson | RevokePerson
PeopleFact = SeasonFounded | PersonIntroduced | PersonChanged | PersonRevoked
