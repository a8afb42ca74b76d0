"""What saying something would lead to, told before: the same that is decided when it is recorded, and nothing recorded.

What was shown is held against what would follow when it is sent: where that has changed, it is shown anew instead of recorded.
"""

from dataclasses import dataclass
from hashlib import sha256

from domain.record import Actor
from domain.season import commands as c
from glitterball.people import Signer
from glitterball.procedures import approving_roles, takes_two
from glitterball.store import Season
from projections.sentences import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What would be recorded, in sentences. `second` are the roles in which another person approves it, if it takes two."""

    sentences: tuple[str, ...]
    second: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What was shown, in one word."""
        return sha256("\n".join((*self.sentences, *self.second)).encode()).hexdigest()[:32]


def as_said(season: Season, command: c.SeasonCommand) -> c.SeasonCommand:
    """The command as it is said: what takes two people is proposed."""
    return c.Propose.model_validate({"command": command}) if takes_two(command, season.state) else command


def tried(season: Season, command: c.SeasonCommand, by: Actor, signer: Signer | None) -> Tried:
    """What a command would lead to. Refuses what recording it would refuse."""
    trial = season.trial()
    said = as_said(season, command)
    events = trial.do(said, by, signer)
    state = trial.state
    second = approving_roles(command, season.state, by) if said is not command else ()
    return Tried(sentences=tuple(sentence(event.fact, state) for event in events), second=second)
