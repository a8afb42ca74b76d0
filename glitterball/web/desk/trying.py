"""What saying something would lead to, told before: the same that is decided when it is recorded, and nothing recorded.

What was shown is held against what would follow when it is sent: where that has changed, it is shown anew instead of recorded.
"""

from dataclasses import dataclass
from hashlib import sha256

from domain.record import Actor
from domain.season import commands as c
from domain.season.lookup import open_proposal
from domain.season.proposing.facts import asked_for
from domain.season.state import SeasonState
from glitterball.people import Signer
from glitterball.procedures import approving_roles, takes_two
from glitterball.store import Season
from glitterball.web.desk.announced import beside_if_said
from glitterball.web.person import Person
from glitterball.web.sight import fact_in_public, is_withheld
from projections.sentences import sentence

ON_COUNTS = frozenset(
    ("cast-ballot", "settle-tie", "settle-cut", "certify-outcome", "record-proof", "record-exclusion-proof")
)
"""Commands that are taken or refused by what the votes are: that alone tells who is in danger, or which couples are tied."""

NOT_TOLD = "What comes of it rests on counts that your roles do not see; it is looked at when it is recorded."


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What would be recorded, in sentences. `second` are the roles in which another person approves it, if it takes two; `beside`
    is how an announcement would stand to what is computed."""

    sentences: tuple[str, ...]
    second: tuple[str, ...]
    beside: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """What was shown, in one word."""
        return sha256("\n".join((*self.sentences, *self.second)).encode()).hexdigest()[:32]


def as_said(season: Season, command: c.SeasonCommand) -> c.SeasonCommand:
    """The command as it is said: what takes two people is proposed."""
    return c.Propose.model_validate({"command": command}) if takes_two(command, season.state) else command


def tried(season: Season, command: c.SeasonCommand, by: Actor, signer: Signer | None, person: Person) -> Tried:
    """What a command would lead to, without counts for whoever does not see them. Refuses what recording it would refuse, but
    what is refused or taken by the votes is not tried for them."""
    said, state = as_said(season, command), season.state
    second = approving_roles(command, state, by) if said is not command else ()
    kept = is_withheld(state) and not person.sees_in(season.name, "counts")
    if kept and _asks_for(command, state) in ON_COUNTS:
        return Tried(sentences=(NOT_TOLD,), second=second)
    trial = season.trial()
    facts = [event.fact for event in trial.do(said, by, signer)]
    shown = map(fact_in_public, facts) if kept else facts
    sentences = tuple(sentence(fact, trial.state) for fact in shown)
    return Tried(sentences=sentences, second=second, beside=beside_if_said(season, trial, said, person))


def _asks_for(command: c.SeasonCommand, state: SeasonState) -> str:
    """What is said in the end: of an approval, and of a proposal, what it is about."""
    if isinstance(command, c.Approve):
        return asked_for(open_proposal(state, command.decision).proposed.fact)
    return command.command.do if isinstance(command, c.Propose) else command.do
