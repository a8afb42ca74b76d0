"""`evolve` files a recorded event in its place, chapter by chapter. It holds no rule, and refuses nothing that is in the log."""

from dataclasses import replace
from typing import Any, assert_never

from domain.record import Recorded
from domain.season import events as e
from domain.season.state import DanceState, KeyState, PersonState, Proposal, SeasonState, WeekState


def evolve(state: SeasonState, event: Recorded[Any]) -> SeasonState:
    """The season with one more event remembered."""
    fact: e.AnySeasonFact = event.fact
    state = replace(state, sequence=event.sequence, time=event.time)
    if isinstance(fact, e.SettingUpFact):
        return _set_up(state, event, fact)
    if isinstance(fact, e.CastingFact):
        return _cast(state, event, fact)
    if isinstance(fact, e.KeyFact):
        keys = _keyed(state.gateway_keys.get(fact.gateway, ()), event, fact)
        return replace(state, gateway_keys={**state.gateway_keys, fact.gateway: keys})
    if isinstance(fact, e.PeopleFact):
        return _peopled(state, event, fact)
    if isinstance(fact, e.ProposalFact):
        return _proposed(state, event, fact)
    if isinstance(fact, e.OpeningsDestroyed):
        return replace(state, destroyed=event)
    return _with_week(state, fact.week, _in_week(state.weeks[fact.week], event, fact))


def _with_week(state: SeasonState, number: int, week: WeekState) -> SeasonState:
    return replace(state, weeks={**state.weeks, number: week})


def _set_up(state: SeasonState, event: Recorded[Any], fact: e.SettingUpFact) -> SeasonState:
    match fact:
        case e.SeasonOpened():
            return replace(state, opened=event)
        case e.RulebookAdopted():
            return replace(state, rulebooks=(*state.rulebooks, event))
        case e.CoupleCast():
            return replace(state, couples={**state.couples, fact.couple: event})
        case e.CoupleWithdrew():
            return replace(state, withdrawals={**state.withdrawals, fact.couple: event})
        case e.WeekOpened():
            return _with_week(state, fact.week, WeekState(event, (event,)))
        case e.WeekRestated():
            week = state.weeks[fact.week]
            restated = replace(week, opened=event, openings=(*week.openings, event), touched=event.position)
            return _with_week(state, fact.week, restated)
        case e.PanelSeated() | e.JudgeAbsent() | e.DanceScheduled():
            return _with_week(state, fact.week, _staged(state.weeks[fact.week], event, fact))
        case _:
            assert_never(fact)


def _cast(state: SeasonState, event: Recorded[Any], fact: e.CastingFact) -> SeasonState:
    match fact:
        case e.CastChanged():
            return replace(state, cast_changes=(*state.cast_changes, event))
        case e.RunningOrderStated():
            week = state.weeks[fact.week]
            dances = _in_order(week.dances, fact.dances)
            ordered = replace(week, dances=dances, orders=(*week.orders, event), touched=event.position)
            return _with_week(state, fact.week, ordered)
        case e.WithdrawalTakenBack():
            standing = {couple: left for couple, left in state.withdrawals.items() if couple != fact.couple}
            said = [left for couple, left in state.withdrawals.items() if couple == fact.couple]
            return replace(state, withdrawals=standing, taken_back=(*state.taken_back, *said, event))
        case _:
            assert_never(fact)


def _in_order(dances: dict[str, DanceState], order: tuple[str, ...]) -> dict[str, DanceState]:
    """The dances with those of one episode in another order, where they stand among the others."""
    named = iter([name for name in order if name in dances])
    names = [next(named) if name in order else name for name in dances]
    return {name: dances[name] for name in names}


def _staged(week: WeekState, event: Recorded[Any], fact: e.PanelSeated | e.JudgeAbsent | e.DanceScheduled) -> WeekState:
    match fact:
        case e.PanelSeated():
            return replace(week, panels={**week.panels, fact.episode: event}, touched=event.position)
        case e.JudgeAbsent():
            return replace(week, absences=(*week.absences, event), touched=event.position)
        case e.DanceScheduled():
            return replace(week, dances={**week.dances, fact.dance: DanceState(event)}, touched=event.position)
        case _:
            assert_never(fact)


def _keyed(keys: tuple[KeyState, ...], event: Recorded[Any], fact: e.KeyFact) -> tuple[KeyState, ...]:
    match fact:
        case e.GatewayKeyIntroduced():
            return (*keys, KeyState(event))
        case e.GatewayKeyRotated(retires=retires):
            ended = (replace(key, retired=event) if _is(key, retires) else key for key in keys)
            return (*ended, KeyState(event))
        case e.GatewayKeyRevoked(key_id=revoked):
            return tuple(replace(key, revoked=event) if _is(key, revoked) else key for key in keys)
        case _:
            assert_never(fact)


def _peopled(state: SeasonState, event: Recorded[Any], fact: e.PeopleFact) -> SeasonState:
    match fact:
        case e.SeasonFounded():
            people = {person.identity: PersonState((person,), (event,)) for person in fact.people}
            return replace(state, founded=event, people=people)
        case e.PersonIntroduced():
            person = PersonState((fact,), (event,))
        case e.PersonChanged():
            was = state.people[fact.identity]
            person = replace(was, stated=(*was.stated, fact), events=(*was.events, event))
        case e.PersonRevoked():
            person = replace(state.people[fact.identity], revoked=event)
        case _:
            assert_never(fact)
    return replace(state, people={**state.people, fact.identity: person})


def _is(key: KeyState, key_id: str) -> bool:
    return key.introduced.fact.key_id == key_id


def _proposed(state: SeasonState, event: Recorded[Any], fact: e.ProposalFact) -> SeasonState:
    match fact:
        case e.DecisionProposed():
            return replace(state, proposals={**state.proposals, fact.decision: Proposal(event)})
        case e.DecisionApproved() | e.DecisionRejected() | e.DecisionWithdrawn():
            settled = replace(state.proposals[fact.decision], settled=event)
            return replace(state, proposals={**state.proposals, fact.decision: settled})
        case _:
            assert_never(fact)


def _in_week(
    week: WeekState,
    event: Recorded[Any],
    fact: e.ScoringFact | e.VotingFact | e.DecidingFact | e.AnnouncingFact | e.ProvingFact,
) -> WeekState:
    if isinstance(fact, e.OutcomeProved):
        return replace(week, proofs=(*week.proofs, event))
    if isinstance(fact, e.ExclusionProved):
        return replace(week, exclusions=(*week.exclusions, event))
    if isinstance(fact, e.ScoringFact):
        return _scored(week, event, fact)
    if isinstance(fact, e.VotingFact):
        return _voted(week, event, fact)
    if isinstance(fact, e.DecidingFact):
        return _decided(week, event, fact)
    if isinstance(fact, e.AnnouncingFact):
        return _announced(week, event, fact)
    assert_never(fact)


def _scored(week: WeekState, event: Recorded[Any], fact: e.ScoringFact) -> WeekState:
    match fact:
        case e.ScoreGiven() | e.ScoreCorrected():
            dance = week.dances[fact.dance]
            marked = replace(dance, marks={**dance.marks, fact.judge: event}, history=(*dance.history, event))
            return replace(week, dances={**week.dances, fact.dance: marked}, touched=event.position)
        case e.ScoreTakenBack():
            dance = _without(week.dances[fact.dance], event, fact.judge)
            return replace(week, dances={**week.dances, fact.dance: dance}, touched=event.position)
        case e.PaddleShown():
            dance = week.dances[fact.dance]
            shown = replace(dance, paddles={**dance.paddles, fact.judge: event})
            return replace(week, dances={**week.dances, fact.dance: shown})
        case e.TotalGiven():
            return replace(week, totals=(*week.totals, event), touched=event.position)
        case e.CouplesCalled():
            return replace(week, calls=(*week.calls, event), touched=event.position)
        case e.BonusAwarded():
            return replace(week, bonuses=(*week.bonuses, event), touched=event.position)
        case e.ImmunityGranted():
            return replace(week, immunities=(*week.immunities, event), touched=event.position)
        case e.ByeStated():
            return replace(week, byes=(*week.byes, event), touched=event.position)
        case _:
            assert_never(fact)


def _without(dance: DanceState, event: Recorded[Any], judge: str) -> DanceState:
    """The dance as if the judge had not scored it; what was given stands aside, with what took it back."""
    return replace(
        dance,
        marks={other: mark for other, mark in dance.marks.items() if other != judge},
        history=tuple(given for given in dance.history if given.fact.judge != judge),
        taken_back=(*dance.taken_back, *(given for given in dance.history if given.fact.judge == judge), event),
    )


def _voted(week: WeekState, event: Recorded[Any], fact: e.VotingFact) -> WeekState:
    match fact:
        case e.VotingOpened():
            return replace(week, voting=event)
        case e.WindowStated():
            return replace(week, windows=(*week.windows, event), touched=event.position)
        case e.VotingClosed():
            return replace(week, seal=event, touched=event.position)
        case e.BatchVoided():
            voided = {**week.voided_batches, (fact.gateway, fact.batch): event}
            return replace(week, voided_batches=voided, touched=event.position)
        case e.ChannelVoided():
            voided_channels = {**week.voided_channels, fact.channel: event}
            return replace(week, voided_channels=voided_channels, touched=event.position)
        case e.OutageNoted():
            return replace(week, outages=(*week.outages, event))
        case e.InputSubstituted():
            substitutions = {**week.substitutions, fact.body: event}
            return replace(week, substitutions=substitutions, touched=event.position)
        case e.ManifestReplaced():
            replaced = {**week.replaced, (fact.gateway, fact.channel, fact.body): event}
            return replace(week, replaced=replaced, touched=event.position)
        case e.GatewayGivenUp():
            return replace(week, given_up={**week.given_up, fact.gateway: event}, touched=event.position)
        case e.EliminationCancelled():
            return replace(week, cancelled=event, touched=event.position)
        case _:
            assert_never(fact)


def _decided(week: WeekState, event: Recorded[Any], fact: e.DecidingFact) -> WeekState:
    match fact:
        case e.JudgeBallotCast():
            return replace(week, ballots={**week.ballots, fact.judge: event}, touched=event.position)
        case e.TieSettled():
            return replace(week, settlements=(*week.settlements, event), touched=event.position)
        case e.CutSettled():
            return replace(week, cuts=(*week.cuts, event), touched=event.position)
        case e.OutcomeCertified():
            return replace(week, certified=(*week.certified, event))
        case _:
            assert_never(fact)


def _announced(week: WeekState, event: Recorded[Any], fact: e.AnnouncingFact) -> WeekState:
    match fact:
        case (
            e.DangerAnnounced()
            | e.CoupleSaved()
            | e.CoupleEliminated()
            | e.PlacesAwarded()
            | e.PlacesCorrected()
            | e.AnnouncementCorrected()
        ):
            return replace(week, announcements=(*week.announcements, event))
        case e.AnnouncementDisputed():
            return replace(week, disputes=(*week.disputes, event))
        case e.WeekClosed():
            return replace(week, closed=event)
        case e.WeekReopened():
            return replace(week, closed=None, reopened=(*week.reopened, event))
        case _:
            assert_never(fact)
