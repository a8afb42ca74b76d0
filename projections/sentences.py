"""The log as plain sentences, one for each event, with the names people had when it was said.

A sentence rests on nothing that comes later, so the persisted log only grows. The fold keeps no list of events, hence
`rows` here takes the events of a season rather than what was remembered of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from domain.gateway.events import AnyGatewayFact
from domain.parts import TwoParts
from domain.record import Recorded
from domain.season.events import AnySeasonFact, DecisionProposed
from domain.season.proposing.facts import ProposalInParts, week_asked_about
from domain.season.proposing.facts import asked_for as named_as_asked
from domain.season.state import SeasonState
from projections.fold import SeasonFold
from projections.saying import announcing, casting, custody, deciding, people, scoring, setting_up, signing, voting
from projections.saying.proposing import proposed
from projections.saying.speaker import Speaker

UNTOLD = "What was said is hidden, and its hidden part is not known."
"""Of an event of two parts that was read without the hidden one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event, told."""

    position: int
    """In the log, from 1."""
    week: int | None
    """The week it is about, where it is about one."""
    time: str
    """When it was recorded, in UTC."""
    by: str
    """Who said it, by name."""
    role: str
    """In which role."""
    type: str
    """The stored type name of the fact."""
    sentence: str
    """What happened, in plain words."""


def rows(events: Iterable[Recorded[Any]], week: int | None = None) -> Iterator[Row]:
    """A season's events in log order (its own stream and its gateways'), from the first on, each told in turn."""
    season = SeasonFold()
    for event in events:
        season.apply(event)
        row = row_of(event, season.state)
        if week is None or row.week == week:
            yield row


def row_of(event: Recorded[Any], state: SeasonState) -> Row:
    """An event as told in the season that remembers it and nothing later."""
    fact = event.fact
    week = getattr(fact, "week", None)
    return Row(event.position, week, event.time, event.actor.name, event.actor.role, fact.TYPE, sentence(fact, state))


def asked_for(fact: DecisionProposed, state: SeasonState) -> str:
    """What was proposed, without its number: "give up gateway app in week 1, its votes not counted at all, because ...".

    Of a proposal in two parts that was read without the hidden one: for what it asks, by the command's name, and in which week.
    """
    if isinstance(fact, ProposalInParts) and not fact.is_whole:
        return f"{named_as_asked(fact).replace('-', ' ')} in week {week_asked_about(fact)}; the rest is hidden"
    return proposed(fact, Speaker(state, getattr(fact.command, "week", None)))


def sentence(fact: AnySeasonFact | AnyGatewayFact, state: SeasonState) -> str:
    """The sentence of any fact, in a season that has filed it already."""
    if isinstance(fact, TwoParts) and not fact.is_whole:
        return UNTOLD
    speak = Speaker(state, getattr(fact, "week", None))
    if isinstance(fact, setting_up.Facts):
        return setting_up.say(fact, speak)
    if isinstance(fact, casting.Facts):
        return casting.say(fact, speak)
    if isinstance(fact, scoring.Facts):
        return scoring.say(fact, speak)
    if isinstance(fact, voting.Facts):
        return voting.say(fact, speak)
    if isinstance(fact, signing.Facts):
        return signing.say(fact, speak)
    if isinstance(fact, people.Facts):
        return people.say(fact, speak)
    if isinstance(fact, deciding.Facts):
        return deciding.say(fact, speak)
    if isinstance(fact, announcing.Facts):
        return announcing.say(fact, speak)
    if isinstance(fact, custody.Facts):
        return custody.say(fact, speak)
    assert_never(fact)
