"""What may be said in a season: the table of contents. Each chapter decides its own commands.

`decide` is pure: the same command on the same season gives the same facts, or the same refusal. `tallies` are the votes
counted up to each week's seal, for the commands that compute.
"""

from typing import assert_never

from domain.gateway.tally import Tallies
from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from domain.season.announcing import rules as announcing
from domain.season.authority import require_alone, require_role
from domain.season.casting import rules as casting
from domain.season.custody import rules as custody
from domain.season.custody.rules import require_openings
from domain.season.deciding import rules as deciding
from domain.season.keys import rules as keys
from domain.season.people import rules as people
from domain.season.people.roster import require_on_roster
from domain.season.proposing import rules as proposing
from domain.season.proposing.signing import Terms
from domain.season.proving import rules as proving
from domain.season.refusals import SeasonNotOpen
from domain.season.scoring import rules as scoring
from domain.season.setting_up import rules as setting_up
from domain.season.state import SeasonState, seen_at
from domain.season.voting import rules as voting
from domain.season.wording import require_legible

NO_TALLIES: Tallies = {}
LONG_AGO = "1970-01-01T00:00:00Z"


def decide(
    command: c.SeasonCommand, state: SeasonState, by: Actor, tallies: Tallies = NO_TALLIES, *, at: str = LONG_AGO
) -> tuple[e.AnySeasonFact, ...]:
    """The facts a command leads to. Refuses by raising a named refusal; then nothing was recorded.

    `at` is the moment at which it is said, as its recorder's clock has it: proposals of a season with a roster expire. Unless
    it is given, it is the moment as of which the season is looked at.
    """
    if state.opened is None and not isinstance(command, c.OpenSeason):
        raise SeasonNotOpen()
    require_openings(state)
    require_legible(command, by)
    require_on_roster(state, by)
    state = state if at == LONG_AGO else seen_at(state, at)
    if isinstance(command, c.ProposalCommand):
        return proposing.decide(command, state, by, lambda proposed: _decided(proposed, state, by, tallies), at)
    require_alone(command, require_role(command, state, by))
    return (_decided(command, state, by, tallies),)


def follows(command: c.DirectCommand, state: SeasonState, by: Actor, tallies: Tallies = NO_TALLIES) -> e.AnySeasonFact:
    """What would be recorded if two people decided so now, whoever may. Refuses what would be refused."""
    return _decided(command, state, by, tallies)


def terms(command: c.ProposalCommand, state: SeasonState, by: Actor, tallies: Tallies = NO_TALLIES) -> Terms:
    """What somebody has to sign to give this command, in a season with a roster."""
    require_on_roster(state, by)
    return proposing.terms(command, state, by, lambda proposed: _decided(proposed, state, by, tallies))


def _decided(command: c.DirectCommand, state: SeasonState, by: Actor, tallies: Tallies) -> e.AnySeasonFact:
    """The fact of a command that is not about a proposal, as its chapter decides it."""
    if isinstance(command, c.SettingUpCommand):
        return setting_up.decide(command, state)
    if isinstance(command, c.CastingCommand):
        return casting.decide(command, state)
    if isinstance(command, c.ScoringCommand):
        return scoring.decide(command, state)
    if isinstance(command, c.VotingCommand):
        return voting.decide(command, state, tallies)
    if isinstance(command, c.DecidingCommand):
        return deciding.decide(command, state, tallies, by)
    if isinstance(command, c.AnnouncingCommand):
        return announcing.decide(command, state)
    if isinstance(command, c.KeyCommand):
        return keys.decide(command, state)
    if isinstance(command, c.ProvingCommand):
        return proving.decide(command, state, tallies)
    if isinstance(command, c.PeopleCommand):
        return people.decide(command, state, by)
    if isinstance(command, c.DestroyOpenings):
        return custody.decide(command, state)
    assert_never(command)
