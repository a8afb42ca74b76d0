"""The smallest engine there is: a list of recorded events, decided and remembered by the functions of `domain`.

For tests that ask what the rules say, and as the yardstick for engines that store their log: same commands, same facts.
"""

from collections.abc import Iterable
from itertools import count

from domain.gateway.decide import GatewayState, close_gateway, receive_batch
from domain.gateway.events import (
    GatewayClosed,
    OfBatch,
    OfManifest,
    VoteBatchReceived,
    gateway_stream,
    season_stream,
)
from domain.gateway.refusals import BatchContradicts
from domain.gateway.tally import Tallies
from domain.record import Actor, Fact, Recorded, canonical_json, digest
from domain.season import commands as c
from domain.season import events as e
from domain.season.decide import decide
from domain.season.hiding import with_nonces
from domain.season.outcome import outcome_of
from domain.season.state import SeasonState
from domain.season.voting.measuring import tallies_for
from domain.season.voting.terms import voting_terms
from domain.tabulation.outcome import Outcome
from glitterball.procedures.two_people import roles_of, sign, takes_two
from glitterball.testing.people import PEOPLE
from projections.fold import SeasonFold

TIME = "2024-09-25T00:00:00Z"


class PlainLog:
    """One season and its gateways. Refused commands raise and leave everything as it was."""

    def __init__(self, season: str = "us-33") -> None:
        self.season = season
        self.events: list[Recorded[Fact]] = []
        self.state = SeasonState()
        self.tallies: Tallies = {}
        self._sequences: dict[str, int] = {}

    def say(self, command: c.SeasonCommand, by: Actor | None = None) -> tuple[Fact, ...]:
        """Decide a command and record the facts. Without `by`, whoever may say it says it; where that takes two people,
        one proposes and another approves."""
        if by is not None:
            command = self.salted(command)
            tallies = tallies_for(command, self.state, self.tallies, self.events)
            return self.record(decide(command, self.state, by, tallies), by)
        first, second = (PEOPLE[role] for role in roles_of(command, self.state))
        if not takes_two(command, self.state):
            return self.say(command, first)
        proposed: list[Fact] = []

        def do(said: c.SeasonCommand, who: Actor) -> tuple[Fact, ...]:
            facts = self.say(said, who)
            proposed.extend(facts)
            return facts

        sign(do, command, first, second)
        return tuple(proposed)

    def salted(self, command: c.SeasonCommand) -> c.SeasonCommand:
        """The command with bits that look random and are the same each time, where its fact hides counts."""
        draws = (digest(f"{self.season} {len(self.events)} {number}".encode()) for number in count())
        return with_nonces(command, self.state, lambda: next(draws))

    def deliver(self, message: OfBatch | OfManifest, by: Actor = PEOPLE["gateway"]) -> tuple[Fact, ...]:
        """Take in a batch or a manifest. The same one again is a retry and records nothing; other contents are refused."""
        terms = voting_terms(self.state, message.week)
        stream = gateway_stream(message.season, message.week, message.gateway)
        earlier = [event for event in self.events if event.stream == stream]
        state = _gateway_state(earlier)
        fact: VoteBatchReceived | GatewayClosed
        if isinstance(message, OfManifest):
            fact = close_gateway(message, state, terms)
            return self._record(stream, message.batches + 1, fact, by)
        for event in earlier:
            if event.sequence == message.batch and isinstance(event.fact, VoteBatchReceived):
                if canonical_json(event.fact) == canonical_json(message):
                    return ()
                raise BatchContradicts(message.batch, message.gateway, event.position)
        fact = receive_batch(message, state, terms)
        return self._record(stream, message.batch, fact, by)

    def record(self, facts: Iterable[e.SeasonFact], by: Actor = PEOPLE["producer"]) -> tuple[Fact, ...]:
        """Record facts of the season as they are, without deciding anything."""
        stream = season_stream(self.season)
        recorded: tuple[Fact, ...] = ()
        for fact in facts:
            recorded += self._record(stream, self._sequences.get(stream, 0) + 1, fact, by)
        return recorded

    def outcome(self, week: int) -> Outcome:
        """The outcome of a week as far as it is known."""
        return outcome_of(self.state, week, self.tallies)

    def _record(self, stream: str, sequence: int, fact: Fact, by: Actor) -> tuple[Fact, ...]:
        event = Recorded(len(self.events) + 1, stream, sequence, TIME, by, fact)
        remember(self, event)
        self.events.append(event)
        self._sequences[stream] = max(sequence, self._sequences.get(stream, 0))
        return (fact,)


def remember(log: PlainLog, event: Recorded[Fact]) -> None:
    """One more event in the season's memory and the tallies."""
    fold = SeasonFold(log.state, log.tallies)
    fold.apply(event)
    log.state = fold.state


def replayed(events: Iterable[Recorded[Fact]], season: str = "us-33") -> PlainLog:
    """A fresh log that remembers these events, as a replay does."""
    log = PlainLog(season)
    for event in events:
        remember(log, event)
        log.events.append(event)
        log._sequences[event.stream] = max(event.sequence, log._sequences.get(event.stream, 0))
    return log


def _gateway_state(earlier: list[Recorded[Fact]]) -> GatewayState:
    numbers = [event.fact.batch for event in earlier if isinstance(event.fact, VoteBatchReceived)]
    closed = [event.fact.batches for event in earlier if isinstance(event.fact, GatewayClosed)]
    return GatewayState(max(numbers, default=0), closed[0] if closed else None)
