"""Deciding: judges' ballots, ties settled by people, and the certified outcome."""

from typing import Any, assert_never

from domain.gateway.tally import Tallies
from domain.record import Actor
from domain.season.deciding.facts import (
    CastBallot,
    CertifiedLine,
    CertifyOutcome,
    Cut,
    CutSettled,
    DecidingCommand,
    DecidingFact,
    JudgeBallotCast,
    OfOutcome,
    OutcomeCertified,
    OutcomeCertifiedV2,
    SettleCut,
    SettleTie,
    TieSettled,
)
from domain.season.deciding.refusals import AlreadyCertified, BallotOutOfPlace, NoSuchCut, NoSuchTie, WeekNotReady
from domain.season.hiding import is_salted, require_salted
from domain.season.lookup import dancing, open_week_of, rulebook_in
from domain.season.outcome import Tabulated, outcome_of, tabulated
from domain.season.readiness import is_ready, readiness_of
from domain.season.refusals import AlreadySo, JudgeNotOnPanel
from domain.season.state import SeasonState, announced, last_touched, rulebook_event
from domain.season.stating import stated
from domain.season.words import Place
from domain.tabulation.hashing import inputs_sha256, working_sha256
from domain.tabulation.selecting import NONE_GOES_ON


def decide(command: DecidingCommand, state: SeasonState, tallies: Tallies, by: Actor) -> DecidingFact:
    """The fact a command of this chapter leads to, or its refusal."""
    match command:
        case CastBallot():
            return cast_ballot(command, state, tallies)
        case SettleTie():
            return settle_tie(command, state, tallies, by)
        case SettleCut():
            return settle_cut(command, state, tallies, by)
        case CertifyOutcome():
            return certify_outcome(command, state, tallies)
        case _:
            assert_never(command)


def cast_ballot(command: CastBallot, state: SeasonState, tallies: Tallies) -> JudgeBallotCast:
    """One ballot a judge, in a form with a judges' second stage, for a couple in danger where that is known."""
    week = open_week_of(state, command.week)
    dancing(state, command.saves, command.week)
    form = rulebook_in(state, command.week).form(week.opened.fact.form)
    place = (command.judge, command.saves, command.week)
    if form is None or form.second_stage is None or not form.second_stage.takes_ballots:
        raise BallotOutOfPlace(*place, f"form {week.opened.fact.form} has no stage the judges decide")
    found = tabulated(state, command.week, tallies, explain=False)
    panel = found.period.panel
    if command.judge not in panel.judges:
        raise JudgeNotOnPanel(command.judge, f"week {command.week}", ", ".join(panel.judges) or "nobody yet")
    if command.judge in week.ballots:
        raise AlreadySo(f"{command.judge} saved {week.ballots[command.judge].fact.saves}")
    outcome = found.outcome
    if outcome.bottom and outcome.status != "not tabulated" and command.saves not in outcome.bottom:
        raise BallotOutOfPlace(*place, f"in danger are {', '.join(outcome.bottom)}")
    return stated(JudgeBallotCast, command)


def settle_tie(command: SettleTie, state: SeasonState, tallies: Tallies, by: Actor) -> TieSettled:
    """Exactly a tie that is open, by the means its clause calls for (any, where the chain is exhausted or a wildcard is open)."""
    open_week_of(state, command.week)
    outcome = outcome_of(state, command.week, tallies, explain=False)
    for need in outcome.needs:
        calls_for = need.clause.rsplit(".", 1)[-1]
        if sorted(need.couples) == sorted(command.order) and calls_for in (command.link, "tie_chain", "wildcards"):
            return stated(TieSettled, command, by=f"{by.name} ({by.role})")
    open_ties = "; ".join(f"{', '.join(need.couples)} ({need.what})" for need in outcome.needs) or "none"
    raise NoSuchTie(", ".join(command.order), command.week, command.link, open_ties)


def settle_cut(command: SettleCut, state: SeasonState, tallies: Tallies, by: Actor) -> CutSettled:
    """Exactly the couples equal at an open cut; where nobody stands above it, all of them must go on."""
    open_week_of(state, command.week)
    outcome = outcome_of(state, command.week, tallies, explain=False)
    what = (", ".join(command.couples), command.decided, command.week)
    cuts = [need for need in outcome.needs if need.clause.endswith(".select.couples")]
    if not any(sorted(need.couples) == sorted(command.couples) for need in cuts):
        open_cuts = "; ".join(", ".join(need.couples) for need in cuts) or "none"
        raise NoSuchCut(*what, f"equal at an open cut are {open_cuts}")
    if command.decided == NONE_GOES_ON and outcome.order[0][0] in command.couples:
        raise NoSuchCut(*what, "nobody stands above the cut, so nobody would go on")
    couples = tuple(sorted(command.couples))
    return stated(CutSettled, command, couples=couples, by=f"{by.name} ({by.role})")


def certify_outcome(command: CertifyOutcome, state: SeasonState, tallies: Tallies) -> OutcomeCertified:
    """The computed outcome of a week that is ready, with the cut it was computed on."""
    open_week_of(state, command.week)
    found = tabulated(state, command.week, tallies)
    findings = readiness_of(found, state, tallies)
    if not is_ready(findings):
        first = next(finding for finding in findings if finding.severity == "error")
        raise WeekNotReady(command.week, str(first), findings)
    require_salted(command, state)
    fact = certified(command, state, tallies, found)
    _require_news(fact, state)
    return fact


def _require_news(fact: OutcomeCertified, state: SeasonState) -> None:
    """Refuses to certify once more what is certified: the last certificate says the same, and nothing it rests on has changed."""
    certificates = state.weeks[fact.week].certified
    if not certificates or last_touched(state, fact.week) > certificates[-1].position:
        return
    last = certificates[-1]
    without: dict[str, Any] = {"nonce": fact.nonce, "source": fact.source}
    if isinstance(fact, OutcomeCertifiedV2):
        without |= {"replaces": fact.replaces}
    if last.fact.model_copy(update=without) == fact:
        raise AlreadyCertified(fact.week, last.position)


def certified(command: CertifyOutcome, state: SeasonState, tallies: Tallies, found: Tabulated) -> OutcomeCertified:
    """The outcome as a fact."""
    outcome = found.outcome
    adoption = rulebook_event(state, command.week)
    assert adoption is not None
    lines = tuple(
        CertifiedLine(
            couple=row.couple,
            raw=row.raw,
            points=row.points,
            combined=row.combined if row.combined is not None else 0,
            place=row.place or 0,
            result=row.result,
        )
        for row in outcome.standings()
    )
    certain = OfOutcome(
        week=command.week,
        rulebook=outcome.rulebook,
        rulebook_sha256=adoption.fact.sha256,
        form=outcome.form,
        sides=tuple(side.name for side in outcome.sides),
        cuts=_cuts(state, command.week, tallies),
        inputs_sha256=inputs_sha256(found.period),
        working_sha256=working_sha256(outcome),
        standings=lines,
        bottom=outcome.bottom,
        leaving=outcome.leaving,
        saved=outcome.saved,
    )
    if is_salted(command):
        return _in_two_parts(command, state, certain)
    return stated(OutcomeCertified, command, **dict(certain))


def _in_two_parts(command: CertifyOutcome, state: SeasonState, certain: OfOutcome) -> OutcomeCertifiedV2:
    """The outcome as a fact that shows no order: who leaves and who is saved by name, what the show says anyway."""
    week = state.weeks[command.week]
    said = announced(week).danger
    places = tuple(Place(couple=line.couple, place=line.place) for line in certain.standings if line.result == "placed")
    shown = {
        "leaving": tuple(sorted(certain.leaving)),
        "saved": tuple(sorted(certain.saved)),
        "in_danger": tuple(sorted(said)) if said and set(said) == set(certain.bottom) else None,
        "placed": places or None,
        "replaces": week.certified[-1].position if week.certified else None,
    }
    return stated(OutcomeCertifiedV2, command, **(dict(certain) | shown))


def _cuts(state: SeasonState, week: int, tallies: Tallies) -> tuple[Cut, ...]:
    cuts = []
    for number in state.weeks[week].opened.fact.votes_from:
        tally, counted = tallies.get(number), state.weeks.get(number)
        if tally is None or counted is None or counted.seal is None:
            continue
        gateways = tuple((name, gateway.last) for name, gateway in sorted(tally.gateways.items()))
        cuts.append(Cut(week=number, position=counted.seal.position, gateways=gateways))
    return tuple(cuts)
