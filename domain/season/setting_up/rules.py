"""Setting up: the season, its rulebook, its couples, its weeks, panels and running order."""

from typing import assert_never

from domain.likeness import look_the_same
from domain.record import canonical_json, digest
from domain.rulebook.plug_ins import plug_ins_of, require_plug_ins
from domain.season.lookup import dancing, episode_in, judging, open_week_of, rulebook_in
from domain.season.refusals import AlreadySo, RulebookLacks, WeekOutOfOrder
from domain.season.setting_up.facts import (
    AdoptRulebook,
    CastCouple,
    CoupleCast,
    CoupleWithdrew,
    DanceScheduled,
    JudgeAbsent,
    MarkJudgeAbsent,
    OfWeek,
    OpenSeason,
    OpenWeek,
    PanelSeated,
    RestateWeek,
    RulebookAdopted,
    ScheduleDance,
    SeasonOpened,
    SeasonOpenedV2,
    SeasonOpenedV3,
    SeatPanel,
    SettingUpCommand,
    SettingUpFact,
    WeekOpened,
    WeekOpenedV2,
    WeekRestated,
    WithdrawCouple,
)
from domain.season.setting_up.refusals import (
    CoupleAlreadyCast,
    DanceAlreadyScheduled,
    EpisodeFarFromSeason,
    EpisodeInUse,
    GapsAreForHistory,
    NobodyWouldBeLeft,
    PanelInUse,
    SeasonAlreadyOpen,
    StageKindsAreNotForLive,
    TitleTaken,
)
from domain.season.state import SeasonState, field_of, title_of
from domain.season.stating import stated

MOST_YEARS = 3
"""Between the first and any other episode of a season. The longest pause on record is that of 2020."""


def decide(command: SettingUpCommand, state: SeasonState) -> SettingUpFact:
    """The fact a command of this chapter leads to, or its refusal."""
    match command:
        case OpenSeason():
            return open_season(command, state)
        case AdoptRulebook():
            return adopt_rulebook(command, state)
        case CastCouple():
            return cast_couple(command, state)
        case WithdrawCouple():
            return withdraw_couple(command, state)
        case OpenWeek():
            return open_week(command, state)
        case RestateWeek():
            return restate_week(command, state)
        case SeatPanel():
            return seat_panel(command, state)
        case MarkJudgeAbsent():
            return mark_judge_absent(command, state)
        case ScheduleDance():
            return schedule_dance(command, state)
        case _:
            assert_never(command)


def open_season(command: OpenSeason, state: SeasonState) -> SeasonOpened:
    """A season is opened once. One whose batches commit to their counts hides these."""
    if state.opened is not None:
        raise SeasonAlreadyOpen(state.opened.fact.season)
    if command.commitments is not None:
        return stated(SeasonOpenedV3, command, counts="hidden")
    return stated(SeasonOpened if command.counts is None else SeasonOpenedV2, command)


def adopt_rulebook(command: AdoptRulebook, state: SeasonState) -> RulebookAdopted:
    """The whole rulebook goes into the log, with its hash. Weeks that have ended, or are certified, must find their form in it;
    an open week whose form it lacks waits until two people state the week anew. Stage kinds of packages must be at
    hand, and are not for live seasons."""
    if state.mode == "live" and (kinds := plug_ins_of(command.rulebook)):
        raise StageKindsAreNotForLive(command.rulebook.ref, ", ".join(kinds))
    require_plug_ins(command.rulebook)
    for number, week in state.weeks.items():
        form = week.opened.fact.form
        if week.closed is None and not week.certified:
            continue
        if number >= command.from_week and command.rulebook.form(form) is None:
            has = ", ".join(known.name for known in command.rulebook.forms)
            raise RulebookLacks(command.rulebook.ref, f"form {form!r}, in which week {number} was opened", has)
    return stated(RulebookAdopted, command, sha256=digest(canonical_json(command.rulebook)))


def cast_couple(command: CastCouple, state: SeasonState) -> CoupleCast:
    """A couple is cast once, with its pro; a historic season may not know who that was."""
    if command.professional is None and state.mode != "historic":
        raise GapsAreForHistory(state.mode, f"the pro of {command.celebrity}")
    if command.couple in state.couples:
        raise CoupleAlreadyCast(command.couple)
    return stated(CoupleCast, command)


def withdraw_couple(command: WithdrawCouple, state: SeasonState) -> CoupleWithdrew:
    """A couple that dances may leave by itself, in a week that is open."""
    open_week_of(state, command.week)
    dancing(state, command.couple, command.week)
    return stated(CoupleWithdrew, command)


def open_week(command: OpenWeek, state: SeasonState) -> WeekOpened:
    """Weeks open in order, in a form the rulebook in force has, and leave somebody in.

    Each episode has its date; a historic season may not know it.
    """
    week = command.week
    if week in state.weeks:
        raise WeekOutOfOrder(week, "it is open already")
    if week > 1 and week - 1 not in state.weeks:
        raise WeekOutOfOrder(week, f"week {week - 1} was never opened")
    if week > 1 and state.weeks[week - 1].closed is None:
        raise WeekOutOfOrder(week, f"week {week - 1} is not closed")
    _require_possible(command, state)
    if command.title is None:
        return stated(WeekOpened, command)
    for number, other in state.weeks.items():
        title = title_of(other)
        if title is not None and look_the_same(title, command.title):
            raise TitleTaken(command.title, number)
    return stated(WeekOpenedV2, command)


def restate_week(command: RestateWeek, state: SeasonState) -> WeekRestated:
    """An open week in another form, with other weeks that count, or with other episodes where nobody sits or dances yet."""
    week = open_week_of(state, command.week)
    numbers = {episode.number for episode in command.episodes}
    for episode in week.panels.keys() - numbers:
        raise EpisodeInUse(command.week, episode, "its panel is seated")
    for name, dance in week.dances.items():
        if dance.scheduled.fact.episode not in numbers:
            raise EpisodeInUse(command.week, dance.scheduled.fact.episode, f"dance {name} is scheduled")
    if _particulars(week.opened.fact) == _particulars(command):
        raise AlreadySo(f"week {command.week} is as you state it")
    _require_possible(command, state)
    return stated(WeekRestated, command)


def _particulars(week: OfWeek) -> tuple[object, ...]:
    return week.form, week.episodes, week.scores_from, week.votes_from


def _require_possible(command: OpenWeek | RestateWeek, state: SeasonState) -> None:
    """Episodes of its own, with their dates; a form the rulebook in force has, and that leaves somebody in."""
    week = command.week
    taken = {
        episode.number
        for number, other in state.weeks.items()
        if number != week
        for episode in other.opened.fact.episodes
    }
    numbers = [episode.number for episode in command.episodes]
    if len(set(numbers)) < len(numbers) or taken.intersection(numbers):
        raise WeekOutOfOrder(week, f"an episode of {', '.join(map(str, numbers))} is taken already")
    for episode in command.episodes:
        if episode.date is None and state.mode != "historic":
            raise GapsAreForHistory(state.mode, f"the date of episode {episode.number}")
    _require_near(command, state)
    rulebook = rulebook_in(state, week)
    form = rulebook.form(command.form)
    if form is None:
        has = ", ".join(known.name for known in rulebook.forms)
        raise RulebookLacks(rulebook.ref, f"form {command.form!r}", has)
    field = field_of(state, week)
    if form.leave >= len(field):
        raise NobodyWouldBeLeft(form.name, form.leave, len(field), week)


def _require_near(command: OpenWeek | RestateWeek, state: SeasonState) -> None:
    """All episodes of a season are broadcast within a few years, whatever stopped it for a while."""
    others = ((number, week) for number, week in sorted(state.weeks.items()) if number != command.week)
    earlier = [episode for _, week in others for episode in week.opened.fact.episodes]
    first = next((episode.date for episode in (*earlier, *command.episodes) if episode.date is not None), None)
    for episode in command.episodes:
        if episode.date is not None and first is not None and _years_apart(episode.date, first) > MOST_YEARS:
            raise EpisodeFarFromSeason(episode.number, episode.date, first, MOST_YEARS)


def _years_apart(date: str, other: str) -> int:
    return abs(int(date[:4]) - int(other[:4]))


def seat_panel(command: SeatPanel, state: SeasonState) -> PanelSeated:
    """The judges of an episode; fixed once one of them has scored."""
    week = open_week_of(state, command.week)
    episode_in(week, command.episode)
    for dance in week.dances.values():
        if dance.scheduled.fact.episode == command.episode and dance.marks:
            raise PanelInUse(command.episode)
    return stated(PanelSeated, command)


def mark_judge_absent(command: MarkJudgeAbsent, state: SeasonState) -> JudgeAbsent:
    """A judge with a seat may be absent; where the judge has given marks in the episode, two people say so."""
    week = open_week_of(state, command.week)
    episode_in(week, command.episode)
    judging(week, command.episode, command.judge)
    return stated(JudgeAbsent, command)


def schedule_dance(command: ScheduleDance, state: SeasonState) -> DanceScheduled:
    """Couples that dance get a place in the running order of an episode."""
    week = open_week_of(state, command.week)
    episode_in(week, command.episode)
    for couple in command.couples:
        dancing(state, couple, command.week)
    if command.dance in week.dances:
        raise DanceAlreadyScheduled(command.dance)
    return stated(DanceScheduled, command)
