"""Decisions of a season with a roster: signed while the command is decided, and looked at before they are recorded."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from domain.gateway.tally import Tallies
from domain.record import Actor
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import events as e
from domain.season.decide import terms
from domain.season.proposing.rules import open_for
from domain.season.proposing.signing import Says
from domain.season.state import SeasonState
from glitterball.people import Signer, text_to_sign, wrong_with_signature

SAYS: dict[type[Any], Says] = {
    c.Propose: "proposes",
    c.Approve: "approves",
    c.Reject: "rejects",
    c.Withdraw: "withdraws",
}


class DecisionSignedWrongly(Refusal):
    """A signature holds for one decision, one person and one word."""

    says: ClassVar = "The signature does not hold: {because}."
    fix: ClassVar = "Sign what is shown now, with a key that the roster has for you."
    because: str


def with_signature(
    command: c.SeasonCommand,
    state: SeasonState,
    by: Actor,
    tallies: Tallies,
    opening: Callable[[], str],
    signer: Signer | None,
    time: str,
) -> c.SeasonCommand:
    """The command, signed where it is about a decision of a season with a roster and its speaker has a key at hand.

    A proposal that says no moment is open for as long as its kind may be, and gets a nonce.
    """
    if not state.people or not isinstance(command, c.ProposalCommand) or signer is None:
        return command
    if isinstance(command, c.Propose):
        command = open_for_a_while(command, time)
    about = terms(command, state, by, tallies)
    text = text_to_sign(about, state, by, SAYS[type(command)], opening())
    return command.model_copy(update={"signature": signer(text)})


def open_for_a_while(command: c.Propose, time: str) -> c.Propose:
    """The proposal with the moment until which it is open and a nonce, where it does not say them: both are signed."""
    expires = command.expires or _later(time, command.command.do)
    return command.model_copy(update={"expires": expires, "nonce": command.nonce or secrets.token_hex(32)})


def require_signatures(facts: Sequence[Any], by: Actor, state: SeasonState, opening: Callable[[], str]) -> None:
    """Refuses a decision whose signature is not its person's, over this decision of this season."""
    for fact in facts:
        if state.people and isinstance(fact, e.ProposalFact):
            wrong = wrong_with_signature(fact, by, state, opening())
            if wrong is not None:
                raise DecisionSignedWrongly(wrong)


def _later(time: str, do: str) -> str:
    moment = datetime.fromisoformat(time) + open_for(do)
    return moment.replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
