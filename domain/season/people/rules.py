"""People: a roster is founded once; whoever comes later is introduced by two. No two look the same or share a key."""

from typing import assert_never

from domain.likeness import as_one
from domain.record import Actor
from domain.season.people.facts import (
    ChangePerson,
    FoundSeason,
    IntroducePerson,
    OfPerson,
    PeopleCommand,
    PeopleFact,
    PersonChanged,
    PersonIntroduced,
    PersonRevoked,
    RevokePerson,
    SeasonFounded,
)
from domain.season.people.refusals import (
    FoundedTooLate,
    KeyOfAnother,
    NameLikeAnother,
    NoRoster,
    NotOnRoster,
    PersonKnown,
    PersonUnknown,
    RoleNotHeld,
    RosterCannotDecide,
    RosterNotForHistory,
)
from domain.season.people.roster import can_decide
from domain.season.refusals import AlreadySo
from domain.season.state import PersonState, SeasonState
from domain.season.stating import stated
from domain.season.words import public_of


def decide(command: PeopleCommand, state: SeasonState, by: Actor) -> PeopleFact:
    """The fact a command of this chapter leads to, or its refusal."""
    match command:
        case FoundSeason():
            return found_season(command, state, by)
        case IntroducePerson():
            return introduce_person(command, state)
        case ChangePerson():
            return change_person(command, state)
        case RevokePerson():
            return revoke_person(command, state)
        case _:
            assert_never(command)


def found_season(command: FoundSeason, state: SeasonState, by: Actor) -> SeasonFounded:
    """One of the first people names them all, while nothing proposed is open; the act stands on every certificate.

    What was said before stays said under names as typed.
    """
    if state.mode == "historic":
        raise RosterNotForHistory()
    if state.founded is not None:
        raise AlreadySo(f"the roster was founded at position {state.founded.position}")
    for decision, proposal in state.proposals.items():
        if proposal.settled is None and not isinstance(proposal.proposed.fact.command, FoundSeason):
            raise FoundedTooLate(decision, proposal.proposed.position)
    known: dict[str, PersonState] = {}
    for person in command.people:
        _require_new(person, known)
        _require_own_keys(person, known, state)
        known[person.identity] = PersonState((person,))
    founder = next((person for person in command.people if person.name == by.name), None)
    if founder is None:
        raise NotOnRoster(by.name, ", ".join(person.name for person in command.people))
    if by.role not in founder.roles:
        raise RoleNotHeld(by.name, by.role, ", ".join(founder.roles))
    if not can_decide(command.people):
        raise RosterCannotDecide()
    return stated(SeasonFounded, command)


def introduce_person(command: IntroducePerson, state: SeasonState) -> PersonIntroduced:
    """A person nobody on the roster can be taken for, with keys nobody has had."""
    _require_roster(state)
    _require_new(command, state.people)
    _require_own_keys(command, state.people, state)
    return stated(PersonIntroduced, command)


def change_person(command: ChangePerson, state: SeasonState) -> PersonChanged:
    """The person as from here on. A key that was left out before does not come back."""
    person = _person(command.identity, state)
    others = {identity: other for identity, other in state.people.items() if identity != command.identity}
    _require_own_name(command, others)
    _require_own_keys(command, state.people, state)
    if all(getattr(command, name) == getattr(person.now, name) for name in OfPerson.model_fields):
        raise AlreadySo(f"{command.identity} is so on the roster")
    _require_deciding(state, command.identity, command)
    return stated(PersonChanged, command)


def revoke_person(command: RevokePerson, state: SeasonState) -> PersonRevoked:
    """A person who may not be believed any more, as long as others can decide."""
    _person(command.identity, state)
    _require_deciding(state, command.identity, None)
    return stated(PersonRevoked, command)


def _require_roster(state: SeasonState) -> None:
    if not state.people:
        raise NoRoster()


def _person(identity: str, state: SeasonState) -> PersonState:
    """A person who speaks in the season."""
    _require_roster(state)
    person = state.people.get(identity)
    if person is None:
        raise PersonUnknown(identity, ", ".join(state.people))
    if person.revoked is not None:
        raise AlreadySo(f"{identity} is revoked")
    return person


def _require_new(person: OfPerson, known: dict[str, PersonState]) -> None:
    if person.identity in known:
        raise PersonKnown(person.identity, known[person.identity].now.name)
    _require_own_name(person, known)


def _require_own_name(person: OfPerson, others: dict[str, PersonState]) -> None:
    """Refuses a name that looks like one another person has or had: what was recorded under it is that person's word."""
    for identity, other in others.items():
        for was in other.stated:
            if as_one(was.name) == as_one(person.name):
                raise NameLikeAnother(person.name, was.name, identity)


def _require_own_keys(person: OfPerson, known: dict[str, PersonState], state: SeasonState) -> None:
    """Refuses a key of anybody else, of a gateway, or one that the person has given up."""
    for key_id, public in zip(person.key_ids, person.publics, strict=True):
        if person.publics.count(public) > 1:
            raise KeyOfAnother(key_id, person.identity, "it is named twice")
        for identity, other in known.items():
            had = any(public in was.publics for was in other.stated)
            if had and identity != person.identity:
                raise KeyOfAnother(key_id, person.identity, f"it is {identity}'s")
            if had and public not in other.now.publics:
                raise KeyOfAnother(key_id, person.identity, "it was given up before")
        for gateway, keys in state.gateway_keys.items():
            if any(public == public_of(key.introduced.fact.key) for key in keys):
                raise KeyOfAnother(key_id, person.identity, f"gateway {gateway} signs with it")


def _require_deciding(state: SeasonState, identity: str, becomes: OfPerson | None) -> None:
    """Refuses what would leave nobody to decide, and so no way back."""
    others = tuple(person.now for other, person in state.people.items() if other != identity and person.revoked is None)
    if not can_decide(others if becomes is None else (*others, becomes)):
        raise RosterCannotDecide()
