"""What may be said in a season: the table of contents. Each command has a function named after the rule.

`decide` is pure: the same command on the same season gives the same facts, or the same refusal. `tallies` are the votes
counted up to each week's seal, for the commands that compute.
"""

from typing import assert_never

from domain.gateway.tally import Tallies
from domain.record import Actor
from domain.season import announcing, deciding, keys, scoring, setting_up, voting
from domain.season import commands as c
from domain.season import events as e
from domain.season.authority import require_alone, require_role, require_second
from domain.season.refusals import NoSuchProposal, SeasonNotOpen
from domain.season.state import Proposal, SeasonState
from domain.season.telling import told

NO_TALLIES: Tallies = {}


def decide(
    command: c.SeasonCommand, state: SeasonState, by: Actor, tallies: Tallies = NO_TALLIES
) -> tuple[e.SeasonFact, ...]:
    """The facts a command leads to. Refuses by raising a named refusal; then nothing was recorded."""
    if state.opened is None and not isinstance(command, c.OpenSeason):
        raise SeasonNotOpen()
    match command:
        case c.Propose():
            return (_propose(command, state, by, tallies),)
        case c.Approve():
            return _approve(command, state, by, tallies)
        case c.Reject():
            proposal = _open_proposal(command.decision, state)
            require_role(proposal.proposed.fact.command, state, by)
            return (told(e.DecisionRejected, command),)
        case _:
            require_alone(command, require_role(command, state, by))
            return (_decided(command, state, by, tallies),)


def _decided(  # noqa: C901 - the table of contents
    command: c.SeasonCommand, state: SeasonState, by: Actor, tallies: Tallies
) -> e.SeasonFact:
    match command:
        case c.OpenSeason():
            return setting_up.open_season(command, state)
        case c.AdoptRulebook():
            return setting_up.adopt_rulebook(command, state)
        case c.CastCouple():
            return setting_up.cast_couple(command, state)
        case c.WithdrawCouple():
            return setting_up.withdraw_couple(command, state)
        case c.OpenWeek():
            return setting_up.open_week(command, state)
        case c.SeatPanel():
            return setting_up.seat_panel(command, state)
        case c.MarkJudgeAbsent():
            return setting_up.mark_judge_absent(command, state)
        case c.ScheduleDance():
            return setting_up.schedule_dance(command, state)
        case c.GiveScore():
            return scoring.give_score(command, state)
        case c.GiveTotal():
            return scoring.give_total(command, state)
        case c.CorrectScore():
            return scoring.correct_score(command, state)
        case c.ShowPaddle():
            return scoring.show_paddle(command, state)
        case c.AwardBonus():
            return scoring.award_bonus(command, state)
        case c.GrantImmunity():
            return scoring.grant_immunity(command, state)
        case c.IntroduceGatewayKey():
            return keys.introduce_gateway_key(command, state)
        case c.RotateGatewayKey():
            return keys.rotate_gateway_key(command, state)
        case c.RevokeGatewayKey():
            return keys.revoke_gateway_key(command, state)
        case c.OpenVoting():
            return voting.open_voting(command, state)
        case c.CloseVoting():
            return voting.close_voting(command, state)
        case c.VoidBatch():
            return voting.void_batch(command, state)
        case c.VoidChannel():
            return voting.void_channel(command, state)
        case c.NoteOutage():
            return voting.note_outage(command, state)
        case c.SubstituteInput():
            return voting.substitute_input(command, state)
        case c.CancelElimination():
            return voting.cancel_elimination(command, state)
        case c.CastBallot():
            return deciding.cast_ballot(command, state, tallies)
        case c.SettleTie():
            return deciding.settle_tie(command, state, tallies, by)
        case c.CertifyOutcome():
            return deciding.certify_outcome(command, state, tallies)
        case c.AnnounceDanger():
            return announcing.announce_danger(command, state)
        case c.AnnounceSave():
            return announcing.announce_save(command, state)
        case c.AnnounceElimination():
            return announcing.announce_elimination(command, state)
        case c.AwardPlaces():
            return announcing.award_places(command, state)
        case c.CorrectAnnouncement():
            return announcing.correct_announcement(command, state)
        case c.DisputeAnnouncement():
            return announcing.dispute_announcement(command, state)
        case c.CloseWeek():
            return announcing.close_week(command, state)
        case c.ReopenWeek():
            return announcing.reopen_week(command, state)
        case c.Propose() | c.Approve() | c.Reject():
            raise AssertionError("a proposal is not decided like what it proposes")
        case _:
            assert_never(command)


def _propose(command: c.Propose, state: SeasonState, by: Actor, tallies: Tallies) -> e.SeasonFact:
    """What would be refused now is refused when it is proposed."""
    require_role(command.command, state, by)
    _decided(command.command, state, by, tallies)
    return told(e.DecisionProposed, command, decision=len(state.proposals) + 1)


def _approve(command: c.Approve, state: SeasonState, by: Actor, tallies: Tallies) -> tuple[e.SeasonFact, ...]:
    """The second person approves, and what was proposed is decided as things stand now."""
    proposed = _open_proposal(command.decision, state).proposed
    authority = require_role(proposed.fact.command, state, by)
    require_second(authority, proposed.actor, by)
    approval = told(e.DecisionApproved, command, proposed_by=proposed.actor.name, proposed_as=proposed.actor.role)
    return (approval, _decided(proposed.fact.command, state, by, tallies))


def _open_proposal(decision: int, state: SeasonState) -> Proposal:
    proposal = state.proposals.get(decision)
    if proposal is None or proposal.settled is not None:
        still_open = [number for number, one in state.proposals.items() if one.settled is None]
        raise NoSuchProposal(decision, ", ".join(map(str, still_open)) or "none")
    return proposal
