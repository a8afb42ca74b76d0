"""Looking people up: who is meant by a name, and whether two names are one person's.

In a season with a roster a name is a person's, whatever it is changed to later. In any other season names are as typed, and
those that look the same, but for case, accents and spaces, are one person's.
"""

from domain.likeness import as_one
from domain.record import Actor
from domain.season.people.facts import OfPerson
from domain.season.people.refusals import NotOnRoster, PersonIsRevoked, RoleNotHeld
from domain.season.state import PersonState, SeasonState


def identity_of(state: SeasonState, name: str) -> str | None:
    """The identity of whoever is called so, or was; nothing where the roster has nobody of that name."""
    wanted = as_one(name)
    for identity, person in state.people.items():
        if any(as_one(stated.name) == wanted for stated in person.stated):
            return identity
    return None


def one_person(state: SeasonState, name: str, other: str) -> bool:
    """Whether two names are one person's: by identity where they are on the roster, else by how they look."""
    first, second = identity_of(state, name), identity_of(state, other)
    return as_one(name) == as_one(other) or (first is not None and first == second)


def person_called(state: SeasonState, name: str) -> PersonState | None:
    """Whoever is called exactly so now."""
    return next((person for person in state.people.values() if person.now.name == name), None)


def as_on_roster(state: SeasonState, said: Actor) -> Actor:
    """Somebody as the roster calls them, who was named by identity or by a name that looks like theirs."""
    person = state.people.get(said.name)
    if person is None:
        wanted = as_one(said.name)
        person = next((known for known in state.people.values() if as_one(known.now.name) == wanted), None)
    return said if person is None else Actor(name=person.now.name, role=said.role)


def require_on_roster(state: SeasonState, by: Actor) -> None:
    """Refuses, in a season with a roster, whoever is not on it under that name and in that role, or was revoked."""
    if not state.people:
        return
    person = person_called(state, by.name)
    if person is None:
        raise NotOnRoster(by.name, roster_names(state))
    if person.revoked is not None:
        raise PersonIsRevoked(by.name, person.revoked.position, person.revoked.fact.reason)
    if by.role not in person.now.roles:
        raise RoleNotHeld(by.name, by.role, ", ".join(person.now.roles))


def roster_names(state: SeasonState) -> str:
    """The names of all who speak now, in a row."""
    return ", ".join(person.now.name for person in state.people.values() if person.revoked is None)


def founded_late(state: SeasonState) -> bool:
    """Whether something was decided under names as typed before the roster was founded."""
    founded = state.founded
    return founded is not None and any(
        proposal.proposed.position < founded.position for proposal in state.proposals.values()
    )


def can_decide(people: tuple[OfPerson, ...]) -> bool:
    """Whether two of them can decide what takes an executive and an adjudicator: all else could be set right by these."""
    executives = {person.identity for person in people if "executive" in person.roles}
    adjudicators = {person.identity for person in people if "adjudicator" in person.roles}
    return bool(executives) and bool(adjudicators) and len(executives | adjudicators) > 1
