"""Setting up: the season, its rulebook, its couples, its weeks, panels and running order."""

from domain.record import canonical_json, digest
from domain.season import commands as c
from domain.season import events as e
from domain.season import refusals as no
from domain.season.lookup import dancing, episode_in, judging, open_week_of, rulebook_in
from domain.season.state import SeasonState, field_of
from domain.season.telling import told


def open_season(command: c.OpenSeason, state: SeasonState) -> e.SeasonFact:
    """A season is opened once."""
    if state.opened is not None:
        raise no.SeasonAlreadyOpen(state.opened.fact.season)
    return told(e.SeasonOpened, command)


def adopt_rulebook(command: c.AdoptRulebook, state: SeasonState) -> e.SeasonFact:
    """The whole rulebook goes into the log, with its hash. Weeks already open must find their form in it."""
    for number, week in state.weeks.items():
        form = week.opened.fact.form
        if number >= command.from_week and command.rulebook.form(form) is None:
            has = ", ".join(one.name for one in command.rulebook.forms)
            raise no.RulebookLacks(command.rulebook.ref, f"form {form!r}, in which week {number} was opened", has)
    return told(e.RulebookAdopted, command, sha256=digest(canonical_json(command.rulebook)))


def cast_couple(command: c.CastCouple, state: SeasonState) -> e.SeasonFact:
    """A couple is cast once."""
    if command.couple in state.couples:
        raise no.CoupleAlreadyCast(command.couple)
    return told(e.CoupleCast, command)


def withdraw_couple(command: c.WithdrawCouple, state: SeasonState) -> e.SeasonFact:
    """A couple that dances may leave by itself, in a week that is open."""
    open_week_of(state, command.week)
    dancing(state, command.couple, command.week)
    return told(e.CoupleWithdrew, command)


def open_week(command: c.OpenWeek, state: SeasonState) -> e.SeasonFact:
    """Weeks open in order, in a form the rulebook in force has, and leave somebody in."""
    week = command.week
    if week in state.weeks:
        raise no.WeekOutOfOrder(week, "it is open already")
    if week > 1 and week - 1 not in state.weeks:
        raise no.WeekOutOfOrder(week, f"week {week - 1} was never opened")
    if week > 1 and state.weeks[week - 1].closed is None:
        raise no.WeekOutOfOrder(week, f"week {week - 1} is not closed")
    taken = {one.number for other in state.weeks.values() for one in other.opened.fact.episodes}
    numbers = [one.number for one in command.episodes]
    if len(set(numbers)) < len(numbers) or taken.intersection(numbers):
        raise no.WeekOutOfOrder(week, f"an episode of {', '.join(map(str, numbers))} is taken already")
    rulebook = rulebook_in(state, week)
    form = rulebook.form(command.form)
    if form is None:
        has = ", ".join(one.name for one in rulebook.forms)
        raise no.RulebookLacks(rulebook.ref, f"form {command.form!r}", has)
    field = field_of(state, week)
    if form.leave >= len(field):
        raise no.NobodyWouldBeLeft(form.name, form.leave, len(field), week)
    return told(e.WeekOpened, command)


def seat_panel(command: c.SeatPanel, state: SeasonState) -> e.SeasonFact:
    """The judges of an episode; fixed once one of them has scored."""
    week = open_week_of(state, command.week)
    episode_in(week, command.episode)
    for dance in week.dances.values():
        if dance.scheduled.fact.episode == command.episode and dance.marks:
            raise no.PanelInUse(command.episode)
    return told(e.PanelSeated, command)


def mark_judge_absent(command: c.MarkJudgeAbsent, state: SeasonState) -> e.SeasonFact:
    """A judge with a seat may be absent, as long as nobody waits for a mark the judge has given."""
    week = open_week_of(state, command.week)
    episode_in(week, command.episode)
    judging(week, command.episode, command.judge)
    for name, dance in week.dances.items():
        if dance.scheduled.fact.episode == command.episode and command.judge in dance.marks:
            mark = str(dance.marks[command.judge].fact.mark)
            raise no.AlreadyScored(command.judge, name, mark)
    return told(e.JudgeAbsent, command)


def schedule_dance(command: c.ScheduleDance, state: SeasonState) -> e.SeasonFact:
    """Couples that dance get a place in the running order of an episode."""
    week = open_week_of(state, command.week)
    episode_in(week, command.episode)
    for couple in command.couples:
        dancing(state, couple, command.week)
    if command.dance in week.dances:
        raise no.DanceAlreadyScheduled(command.dance)
    return told(e.DanceScheduled, command)
