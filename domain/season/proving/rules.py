"""Proving: that there is a proof of a certified outcome, and what it is about."""

from domain.gateway.tally import Tallies
from domain.season.proving.claimed import asked, question
from domain.season.proving.facts import OutcomeProved, RecordProof
from domain.season.state import SeasonState
from domain.season.stating import stated


def decide(command: RecordProof, state: SeasonState, tallies: Tallies) -> OutcomeProved:
    """The fact a command of this chapter leads to, or its refusal."""
    return record_proof(command, state, tallies)


def record_proof(command: RecordProof, state: SeasonState, tallies: Tallies) -> OutcomeProved:
    """A proof of the last certification, as long as that holds, of what was announced; a closed week's too. Whether its bytes
    prove it is for whoever has them to see."""
    asked(question(state, command.week, tallies), command)
    return stated(OutcomeProved, command)
