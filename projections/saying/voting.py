"""Voting and the gateways, in sentences."""

from typing import assert_never

from domain.gateway.events import GatewayClosed, GatewayClosedV2, VoteBatchReceived, VoteBatchReceivedV2
from domain.plurals import count_of, verb
from domain.season import events as e
from projections.names import listed
from projections.numbers import number
from projections.saying.speaker import Speaker

Facts = (
    e.VotingOpened | e.VotingOpenedV2 | e.WindowStated | e.VotingClosed | e.BatchVoided | e.ChannelVoided | e.OutageNoted
    | e.InputSubstituted | e.ManifestReplaced | e.GatewayGivenUp
    | e.EliminationCancelled | VoteBatchReceived | VoteBatchReceivedV2 | GatewayClosed | GatewayClosedV2
)  # fmt: skip

TAKEN = {"as delivered": "taken as delivered", "not at all": "not counted at all"}
"""What becomes of the votes of a gateway that is given up."""


def say(fact: Facts, speak: Speaker) -> str:
    """The sentence of a fact."""
    match fact:
        case e.VotingOpened():
            sources = listed([f"{expected.gateway} ({', '.join(expected.channels)})" for expected in fact.gateways])
            order = f"; counts come in the order {_ordered(fact, speak)}" if isinstance(fact, e.VotingOpenedV2) else ""
            return f"Voting for week {fact.week} was opened, with votes from {sources}{_window(fact)}{order}."
        case e.WindowStated():
            return _window_stated(fact)
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
            given = listed([f"{number(count.votes)} for {speak.couple(count.couple)}" for count in fact.votes])
            return f"The votes of {fact.body} in week {fact.week} were replaced by {given}: {fact.reason}."
        case e.ManifestReplaced():
            return _manifest_replaced(fact, speak)
        case e.GatewayGivenUp():
            return f"Gateway {fact.gateway} was given up in week {fact.week}, its votes {TAKEN[fact.taken]}: {fact.reason}."
        case e.EliminationCancelled():
            return f"The elimination of week {fact.week} was cancelled: {fact.reason}."
        case VoteBatchReceived() | VoteBatchReceivedV2() | GatewayClosed():
            return _delivered(fact)
        case _:
            assert_never(fact)


def _ordered(fact: e.VotingOpenedV2, speak: Speaker) -> str:
    return ", ".join(speak.couple(couple) for couple in fact.couples)


def _window(fact: e.VotingOpened) -> str:
    begins = f", from {fact.opens}" if fact.opens else ""
    return (
        f"{begins} to {fact.closes}" if begins and fact.closes else f", until {fact.closes}" if fact.closes else begins
    )


def _window_stated(fact: e.WindowStated) -> str:
    many = sum(last - first + 1 for held in fact.outside for first, last in held.batches)
    lie = f"; outside it {verb(many, 'lies', 'lie')} {count_of(many, 'batch', 'batches')}" if many else ""
    window = f"The window of the lines in week {fact.week} is {fact.opens} to {fact.closes}"
    return f"{window}, as was stated{lie}: {fact.reason}."


def _manifest_replaced(fact: e.ManifestReplaced, speak: Speaker) -> str:
    given = listed([f"{number(held.votes)} for {speak.couple(held.couple)}" for held in fact.votes])
    where = f"The votes of gateway {fact.gateway} in channel {fact.channel} ({fact.body}) in week {fact.week}"
    return f"{where} are {given}, as was stated, whatever it delivered and its manifest says: {fact.reason}."


def _delivered(fact: VoteBatchReceived | VoteBatchReceivedV2 | GatewayClosed) -> str:
    if isinstance(fact, VoteBatchReceived | VoteBatchReceivedV2):
        accepted = f"{number(fact.accepted)} of {count_of(fact.received, 'vote')} accepted"
        return f"Batch {fact.batch} of {fact.gateway} arrived for week {fact.week} ({fact.channel}): {accepted}."
    received = count_of(sum(totals.received for totals in fact.totals), "vote")
    says = f"it says it sent {count_of(fact.batches, 'batch', 'batches')} with {received}"
    return f"Gateway {fact.gateway} closed week {fact.week}: {says}."
