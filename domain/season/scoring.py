"""Scoring: marks, totals, corrections, paddles, bonuses, immunity."""

from domain.exact import write_exact
from domain.rulebook.book import Rulebook
from domain.season import commands as c
from domain.season import events as e
from domain.season import refusals as no
from domain.season.lookup import dance_of, dancing, judging, on_the_scale, open_week_of, rulebook_in
from domain.season.state import DanceState, SeasonState, WeekState, judges_present, stated_dances
from domain.season.telling import told


def give_score(command: c.GiveScore, state: SeasonState) -> e.SeasonFact:
    """One mark on the scale, by a judge of the panel, for a scheduled dance, once."""
    week = open_week_of(state, command.week)
    dance = dance_of(week, command.dance, command.week)
    judging(week, dance.scheduled.fact.episode, command.judge)
    on_the_scale(rulebook_in(state, command.week), command.mark)
    if command.judge in dance.marks:
        standing = dance.marks[command.judge].fact.mark
        raise no.AlreadyScored(command.judge, command.dance, write_exact(standing))
    if command.dance in stated_dances(week):
        raise no.AlreadyScored("a stated total", command.dance, "its split is not public")
    return told(e.ScoreGiven, command)


def give_total(command: c.GiveTotal, state: SeasonState) -> e.SeasonFact:
    """A total without a split, for dances of the same couples that have no marks; in historic seasons only."""
    if state.mode != "historic":
        raise no.TotalsAreForHistory(state.mode)
    week = open_week_of(state, command.week)
    dances = [dance_of(week, name, command.week) for name in command.dances]
    for name, dance in zip(command.dances, dances, strict=True):
        if dance.marks or name in stated_dances(week):
            raise no.AlreadyScored("the panel", name, "its marks or total are on record")
    misfit = _misfit(command, week, dances, rulebook_in(state, command.week))
    if misfit:
        raise no.TotalDoesNotFit(write_exact(command.total), ", ".join(command.dances), misfit)
    return told(e.TotalGiven, command)


def _misfit(command: c.GiveTotal, week: WeekState, dances: list[DanceState], rulebook: Rulebook) -> str | None:
    """Why a total cannot be a sum of marks, if it cannot."""
    facts = [dance.scheduled.fact for dance in dances]
    if len(set(command.dances)) < len(facts):
        return "a dance is named twice"
    if any(fact.couples != facts[0].couples for fact in facts):
        return "they are danced by different couples"
    marks = sum(len(judges_present(week, fact.episode)) for fact in facts)
    lowest, highest, step = rulebook.scale.lowest * marks, rulebook.scale.highest * marks, rulebook.scale.step
    if marks and not (lowest <= command.total <= highest and (command.total - lowest) % step == 0):
        return f"{marks} marks on the scale add up to {lowest} to {highest} by {step}"
    return None


def correct_score(command: c.CorrectScore, state: SeasonState) -> e.SeasonFact:
    """A mark that stands is replaced by another on the scale, with a reason."""
    week = open_week_of(state, command.week)
    dance = dance_of(week, command.dance, command.week)
    on_the_scale(rulebook_in(state, command.week), command.mark)
    standing = dance.marks.get(command.judge)
    if standing is None:
        raise no.NotScoredYet(command.judge, command.dance)
    if standing.fact.mark == command.mark:
        raise no.AlreadySo(f"{command.judge} gave {command.dance} {write_exact(command.mark)}")
    return told(e.ScoreCorrected, command, was=standing.fact.mark)


def show_paddle(command: c.ShowPaddle, state: SeasonState) -> e.SeasonFact:
    """What the paddle showed; it may differ from the score submitted and decides nothing."""
    week = open_week_of(state, command.week)
    dance = dance_of(week, command.dance, command.week)
    judging(week, dance.scheduled.fact.episode, command.judge)
    return told(e.PaddleShown, command)


def award_bonus(command: c.AwardBonus, state: SeasonState) -> e.SeasonFact:
    """Bonus points for a couple that dances."""
    open_week_of(state, command.week)
    dancing(state, command.couple, command.week)
    return told(e.BonusAwarded, command)


def grant_immunity(command: c.GrantImmunity, state: SeasonState) -> e.SeasonFact:
    """Immunity, in a show whose rulebook says what it means."""
    week = open_week_of(state, command.week)
    dancing(state, command.couple, command.week)
    rulebook = rulebook_in(state, command.week)
    if rulebook.immunity is None:
        raise no.RulebookLacks(rulebook.ref, "immunity clause", "none")
    if any(one.fact.couple == command.couple for one in week.immunities):
        raise no.AlreadySo(f"{command.couple} is immune in week {command.week}")
    return told(e.ImmunityGranted, command)
