"""Voting and the gateways, in sentences."""

from typing import assert_never

from domain.gateway.events import GatewayClosed, VoteBatchReceived
from domain.plurals import count_of
from domain.season import events as e
from projections.names import listed
from projections.numbers import number
from projections.saying.speaker import Speaker

Facts = (
    e.VotingOpened | e.VotingClosed | e.BatchVoided | e.ChannelVoided | e.OutageNoted | e.InputSubstituted
    | e.EliminationCancelled | VoteBatchReceived | GatewayClosed
)  # fmt: skip


def say(fact: Facts, speak: Speaker) -> str:
    """The sentence of a fact."""
    match fact:
        case e.VotingOpened():
            sources = listed([f"{expected.gateway} ({', '.join(expected.channels)})" for expected in fact.gateways])
            return f"Voting for week {fact.week} was opened, with votes from {sources}{_window(fact)}."
        case e.VotingClosed():
            return f"Voting for week {fact.week} was closed; what arrives from here on is late."
        case e.BatchVoided():
            votes = count_of(sum(given.votes for given in fact.votes), "vote")
            batch = f"Batch {fact.batch} of {fact.gateway} ({fact.channel}, {votes})"
            return f"{batch} was voided in week {fact.week}: {fact.reason}."
        case e.ChannelVoided():
            return f"All votes of channel {fact.channel} in week {fact.week} were voided: {fact.reason}."
        case e.OutageNoted():
            ended = f" to {fact.ended}" if fact.ended else ""
            outage = f"An outage of channel {fact.channel} in week {fact.week}"
            return f"{outage} was noted, from {fact.began}{ended}: {fact.what}."
        case e.InputSubstituted():
            given = listed([f"{number(one.votes)} for {speak.couple(one.couple)}" for one in fact.votes])
            return f"The votes of {fact.body} in week {fact.week} were replaced by {given}: {fact.reason}."
        case e.EliminationCancelled():
            return f"The elimination of week {fact.week} was cancelled: {fact.reason}."
        case VoteBatchReceived():
            accepted = f"{number(fact.accepted)} of {count_of(fact.received, 'vote')} accepted"
            return f"Batch {fact.batch} of {fact.gateway} arrived for week {fact.week} ({fact.channel}): {accepted}."
        case GatewayClosed():
            received = count_of(sum(totals.received for totals in fact.totals), "vote")
            says = f"it says it sent {count_of(fact.batches, 'batch', 'batches')} with {received}"
            return f"Gateway {fact.gateway} closed week {fact.week}: {says}."
        case _:
            assert_never(fact)


def _window(fact: e.VotingOpened) -> str:
    begins = f", from {fact.opens}" if fact.opens else ""
    return (
        f"{begins} to {fact.closes}" if begins and fact.closes else f", until {fact.closes}" if fact.closes else begins
    )
