"""Which weeks hide their counts, and the random bits that takes.

A week whose lines have stated an order of couples takes batches without names; what else tells its counts, or what follows
from them, is then recorded in two parts as well. A season may be opened as one in which that holds of every week
(docs/decisions/0028).
"""

from collections.abc import Callable
from typing import TypeVar, cast

from domain.record import digest
from domain.season.commands import CertifyOutcome, Propose, ReplaceManifest, SeasonCommand, SubstituteInput, VoidBatch
from domain.season.lookup import couples_in_order, season_hides_counts
from domain.season.refusals import NonceMissing
from domain.season.state import SeasonState

Said = TypeVar("Said", bound=SeasonCommand)

Hiding = VoidBatch | SubstituteInput | ReplaceManifest | CertifyOutcome
"""Commands that tell counts, or from which a fact follows that does."""

SALT_DIGITS = 64


def hides_counts(state: SeasonState, week: int) -> bool:
    """Whether counts of a week, or of a week whose votes it counts, are hidden; in some seasons all are."""
    if season_hides_counts(state):
        return True
    found = state.weeks.get(week)
    counted = {week, *(found.opened.fact.votes_from if found is not None else ())}
    return any(couples_in_order(state, number) for number in counted)


def is_salted(command: Hiding) -> bool:
    """Whether a command gives the 256 random bits under which its fact is recorded in two parts."""
    return len(command.nonce or "") == SALT_DIGITS


def require_salted(command: Hiding, state: SeasonState) -> None:
    """Refuses what would show counts of a week that hides them."""
    if hides_counts(state, command.week) and not is_salted(command):
        raise NonceMissing(command.do, command.week)


def with_nonces(command: Said, state: SeasonState, draw: Callable[[], str]) -> Said:
    """The command with random bits where its fact hides counts and it gives none; also inside a proposal, and for that.

    `draw` answers 64 random hexadecimal digits, each time others. What is proposed gets bits that follow from the
    proposal's own, and the other way round, so that who signs elsewhere under a nonce signs what is recorded.
    """
    if isinstance(command, Propose):
        given = command.command.nonce if isinstance(command.command, Hiding) else None
        nonce = command.nonce or (digest(f"proposal of {given}".encode()) if given else draw())
        inner = with_nonces(command.command, state, lambda: digest(f"proposed under {nonce}".encode()))
        if not isinstance(inner, Hiding) or not is_salted(inner):
            return command
        return command.model_copy(update={"command": inner, "nonce": nonce})
    if not isinstance(command, Hiding) or command.nonce is not None or not hides_counts(state, command.week):
        return command
    return cast(Said, command.model_copy(update={"nonce": draw()}))
