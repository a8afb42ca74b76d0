"""Refusals about people: who is on the roster, under which name, with which keys."""

from typing import ClassVar

from domain.refusals import Refusal


class NotOnRoster(Refusal):
    """In a season with a roster nobody else speaks, nor anybody under another spelling."""

    says: ClassVar = "{name} is not on the roster of this season; on it {has:is|are}: {has}."
    fix: ClassVar = "Say who speaks as the roster has it, or have the person introduced by two people."
    name: str
    has: str


class RoleNotHeld(Refusal):
    """The roster says in which roles a person speaks."""

    says: ClassVar = "{name} does not speak as {role} in this season, but as: {roles}."
    fix: ClassVar = "Speak in one of these roles, or have two people change the person's roles."
    name: str
    role: str
    roles: str


class PersonIsRevoked(Refusal):
    """Who was revoked speaks no more."""

    says: ClassVar = "{name} was revoked at position {position}: {reason}."
    fix: ClassVar = "Ask somebody else who is on the roster."
    name: str
    position: int
    reason: str


class NoRoster(Refusal):
    """People are introduced into a roster, and this season has none."""

    says: ClassVar = "This season has no roster: people are named in it as they are typed."
    fix: ClassVar = "Found the roster first: glitterball people found."


class FoundedTooLate(Refusal):
    """What was proposed under a name as typed would be approved on a roster without a signature."""

    says: ClassVar = (
        "No roster can be founded while decision {decision} is open, proposed at position {position} without one."
    )
    fix: ClassVar = (
        "Approve or reject the decision first, then found the roster; what was said before stays under names as typed."
    )
    decision: int
    position: int


class RosterNotForHistory(Refusal):
    """A historic season is recorded from the public record and decides nothing."""

    says: ClassVar = "A historic season has no roster: nothing is decided in it."
    fix: ClassVar = "Name the source of each fact instead."


class RosterCannotDecide(Refusal):
    """Without an executive and another person as adjudicator nobody could ever change the roster again."""

    says: ClassVar = (
        "The roster would hold no executive and another person as adjudicator, and nothing could be decided."
    )
    fix: ClassVar = "Keep at least one person in each of the two roles."


class PersonUnknown(Refusal):
    """No person of that identity is on the roster."""

    says: ClassVar = "There is no person {identity!r} on the roster; on it {has:is|are}: {has}."
    fix: ClassVar = "Check the identity."
    identity: str
    has: str


class PersonKnown(Refusal):
    """An identity stands for one person, for good."""

    says: ClassVar = "The identity {identity!r} stands for {name} already."
    fix: ClassVar = "Give the new person an identity of their own, or change the person who has it."
    identity: str
    name: str


class NameLikeAnother(Refusal):
    """Two people whose names look the same would be taken for one, or one for two."""

    says: ClassVar = "The name {name!r} looks like {other!r}, the name of {identity}."
    fix: ClassVar = "Add what tells them apart, such as a middle name; letters' case, accents and spaces do not."
    name: str
    other: str
    identity: str


class KeyOfAnother(Refusal):
    """A key speaks for one person, once, for ever."""

    says: ClassVar = "Key {key_id} cannot be {identity}'s: {because}."
    fix: ClassVar = "Make a new key for each person; one that was given up does not come back."
    key_id: str
    identity: str
    because: str
