"""People, in sentences: who speaks in the season, and since when."""

from typing import assert_never

from domain.season import events as e
from domain.season.people.facts import OfPerson
from projections.names import listed
from projections.saying.speaker import Speaker

Facts = e.SeasonFounded | e.PersonIntroduced | e.PersonChanged | e.PersonRevoked


def say(fact: Facts, speak: Speaker) -> str:
    """The sentence of a fact."""
    match fact:
        case e.SeasonFounded():
            return f"The roster of the season was founded with {listed([person(each) for each in fact.people])}."
        case e.PersonIntroduced():
            return f"{person(fact)} joined the roster, as {fact.identity}, with {_keys(fact)}."
        case e.PersonChanged():
            return f"{fact.identity} is {person(fact)} from here on, with {_keys(fact)}: {fact.reason}."
        case e.PersonRevoked():
            return f"{speak.person(fact.identity)} speaks in the season no more: {fact.reason}."
        case _:
            assert_never(fact)


def person(said: OfPerson) -> str:
    """A person with the roles: "Elin Berg (executive, producer)"."""
    return f"{said.name} ({', '.join(said.roles)})"


def _keys(said: OfPerson) -> str:
    return listed([*_named("key", said.key_ids[: len(said.keys)]), *_named("passkey", said.key_ids[len(said.keys) :])])


def _named(what: str, ids: tuple[str, ...]) -> list[str]:
    return [f"{what if len(ids) == 1 else what + 's'} {listed(list(ids))}"] if ids else []
