"""Proving: that there is a proof of a certified outcome, and what it is about."""

from typing import assert_never

from domain.gateway.tally import Tallies
from domain.season.proving.as_if import as_if_of
from domain.season.proving.claimed import asked, question
from domain.season.proving.facts import (
    ExclusionProved,
    OutcomeProved,
    ProvingCommand,
    ProvingFact,
    RecordExclusion,
    RecordProof,
)
from domain.season.state import SeasonState
from domain.season.stating import stated


def decide(command: ProvingCommand, state: SeasonState, tallies: Tallies) -> ProvingFact:
    """The fact a command of this chapter leads to, or its refusal."""
    match command:
        case RecordProof():
            return record_proof(command, state, tallies)
        case RecordExclusion():
            return record_exclusion(command, state, tallies)
        case _:
            assert_never(command)


def record_proof(command: RecordProof, state: SeasonState, tallies: Tallies) -> OutcomeProved:
    """A proof of the last certification, as long as that holds, of what was announced; a closed week's too. Whether its bytes
    prove it is for whoever has them to see."""
    asked(question(state, command.week, tallies), command)
    return stated(OutcomeProved, command)


def record_exclusion(command: RecordExclusion, state: SeasonState, tallies: Tallies) -> ExclusionProved:
    """The same of what would have been announced without a channel, or with what is void."""
    asked(question(state, command.week, tallies, as_if_of(command)), command)
    return stated(ExclusionProved, command)
