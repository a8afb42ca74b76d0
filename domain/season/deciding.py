"""Deciding: judges' ballots, ties settled by people, and the certified outcome."""

from domain.gateway.tally import Tallies
from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from domain.season import refusals as no
from domain.season.lookup import dancing, open_week_of, rulebook_in
from domain.season.particulars import CertifiedLine, Cut
from domain.season.period import inputs_sha256, period_of
from domain.season.readiness import is_ready, outcome_of, readiness
from domain.season.state import SeasonState, rulebook_event
from domain.season.telling import told
from domain.tabulation.outcome import Outcome
from domain.tabulation.working import working_sha256


def cast_ballot(command: c.CastBallot, state: SeasonState, tallies: Tallies) -> e.SeasonFact:
    """One ballot a judge, in a form with a judges' second stage, for a couple in danger where that is known."""
    week = open_week_of(state, command.week)
    dancing(state, command.saves, command.week)
    form = rulebook_in(state, command.week).form(week.opened.fact.form)
    place = (command.judge, command.saves, command.week)
    if form is None or form.second_stage is None or form.second_stage.kind == "viewers_save":
        raise no.BallotOutOfPlace(*place, f"form {week.opened.fact.form} has no stage the judges decide")
    panel = period_of(state, command.week, tallies).panel
    if command.judge not in panel.judges:
        raise no.JudgeNotOnPanel(command.judge, f"week {command.week}", ", ".join(panel.judges) or "nobody yet")
    if command.judge in week.ballots:
        raise no.AlreadySo(f"{command.judge} saved {week.ballots[command.judge].fact.saves}")
    outcome = outcome_of(state, command.week, tallies, explain=False)
    if outcome.bottom and outcome.status != "not tabulated" and command.saves not in outcome.bottom:
        raise no.BallotOutOfPlace(*place, f"in danger are {', '.join(outcome.bottom)}")
    return told(e.JudgeBallotCast, command)


def settle_tie(command: c.SettleTie, state: SeasonState, tallies: Tallies, by: Actor) -> e.SeasonFact:
    """Exactly a tie that is open, by the means its clause calls for (any, where the chain is exhausted)."""
    open_week_of(state, command.week)
    outcome = outcome_of(state, command.week, tallies, explain=False)
    for need in outcome.needs:
        calls_for = need.clause.rsplit(".", 1)[-1]
        if sorted(need.couples) == sorted(command.order) and calls_for in (command.link, "tie_chain"):
            return told(e.TieSettled, command, by=f"{by.name} ({by.role})")
    open_ties = "; ".join(f"{', '.join(need.couples)} ({need.what})" for need in outcome.needs) or "none"
    raise no.NoSuchTie(", ".join(command.order), command.week, command.link, open_ties)


def certify_outcome(command: c.CertifyOutcome, state: SeasonState, tallies: Tallies) -> e.SeasonFact:
    """The computed outcome of a week that is ready, with the cut it was computed on."""
    open_week_of(state, command.week)
    findings = readiness(state, command.week, tallies)
    if not is_ready(findings):
        first = next(finding for finding in findings if finding.severity == "error")
        raise no.WeekNotReady(command.week, str(first), findings)
    return certified(command, state, tallies, outcome_of(state, command.week, tallies))


def certified(command: c.CertifyOutcome, state: SeasonState, tallies: Tallies, outcome: Outcome) -> e.OutcomeCertified:
    """The outcome as a fact."""
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
    return told(
        e.OutcomeCertified,
        command,
        rulebook=outcome.rulebook,
        rulebook_sha256=adoption.fact.sha256,
        form=outcome.form,
        sides=tuple(side.name for side in outcome.sides),
        cuts=_cuts(state, command.week, tallies),
        inputs_sha256=inputs_sha256(period_of(state, command.week, tallies)),
        working_sha256=working_sha256(outcome),
        standings=lines,
        bottom=outcome.bottom,
        leaving=outcome.leaving,
        saved=outcome.saved,
    )


def _cuts(state: SeasonState, week: int, tallies: Tallies) -> tuple[Cut, ...]:
    cuts = []
    for number in state.weeks[week].opened.fact.votes_from:
        tally, counted = tallies.get(number), state.weeks.get(number)
        if tally is None or counted is None or counted.seal is None:
            continue
        gateways = tuple((name, gateway.last) for name, gateway in sorted(tally.gateways.items()))
        cuts.append(Cut(week=number, position=counted.seal.position, gateways=gateways))
    return tuple(cuts)
