"""Scoring: marks, totals, corrections, paddles, bonuses, immunity, byes."""

from typing import assert_never

from domain.exact import write_exact
from domain.rulebook.book import Rulebook
from domain.rulebook.forms import CalledBack
from domain.season.lookup import (
    calls_side,
    dance_of,
    dancing,
    episode_in,
    judging,
    on_the_scale,
    open_week_of,
    rulebook_in,
    week_of,
)
from domain.season.refusals import AlreadyScored, AlreadySo, DanceUnknown, RulebookLacks
from domain.season.scoring.facts import (
    AwardBonus,
    BonusAwarded,
    ByeStated,
    CallCouples,
    CorrectScore,
    CouplesCalled,
    GiveScore,
    GiveTotal,
    GrantImmunity,
    ImmunityGranted,
    PaddleShown,
    ScoreCorrected,
    ScoreGiven,
    ScoreTakenBack,
    ScoringCommand,
    ScoringFact,
    ShowPaddle,
    StateBye,
    TakeBackScore,
    TotalGiven,
)
from domain.season.scoring.refusals import (
    AlreadyCalled,
    CallsNotMarks,
    CardNotRight,
    CoupleHasDanced,
    MarksCannotCountAgain,
    NoCallsAsked,
    NotScoredYet,
    NotTakenBack,
    TotalDoesNotFit,
    TotalsAreForHistory,
)
from domain.season.state import DanceState, SeasonState, WeekState, card_of, in_round, judges_present, stated_dances
from domain.season.stating import stated


def decide(command: ScoringCommand, state: SeasonState) -> ScoringFact:
    """The fact a command of this chapter leads to, or its refusal."""
    match command:
        case GiveScore():
            return give_score(command, state)
        case GiveTotal():
            return give_total(command, state)
        case CorrectScore():
            return correct_score(command, state)
        case TakeBackScore():
            return take_back_score(command, state)
        case ShowPaddle():
            return show_paddle(command, state)
        case CallCouples():
            return call_couples(command, state)
        case AwardBonus():
            return award_bonus(command, state)
        case GrantImmunity():
            return grant_immunity(command, state)
        case StateBye():
            return state_bye(command, state)
        case _:
            assert_never(command)


def give_score(command: GiveScore, state: SeasonState) -> ScoreGiven:
    """One mark on the scale, by a judge of the panel, for a scheduled dance, once."""
    week = open_week_of(state, command.week)
    dance = dance_of(week, command.dance, command.week)
    judging(week, dance.scheduled.fact.episode, command.judge)
    rulebook = rulebook_in(state, command.week)
    counting = calls_side(rulebook)
    if counting is not None:
        raise CallsNotMarks(command.week, f"clause sides.{counting.name}.counts")
    on_the_scale(rulebook, command.mark)
    if command.judge in dance.marks:
        standing = dance.marks[command.judge].fact.mark
        raise AlreadyScored(command.judge, command.dance, write_exact(standing))
    if command.dance in stated_dances(week):
        raise AlreadyScored("a stated total", command.dance, "its split is not public")
    return stated(ScoreGiven, command)


def give_total(command: GiveTotal, state: SeasonState) -> TotalGiven:
    """A total without a split, for dances of the same couples that have no marks; in historic seasons only."""
    if state.mode != "historic":
        raise TotalsAreForHistory(state.mode)
    week = open_week_of(state, command.week)
    dances = [dance_of(week, name, command.week) for name in command.dances]
    for name, dance in zip(command.dances, dances, strict=True):
        if dance.marks or name in stated_dances(week):
            raise AlreadyScored("the panel", name, "its marks or total are on record")
    misfit = _misfit(command, week, dances, rulebook_in(state, command.week))
    if misfit:
        raise TotalDoesNotFit(write_exact(command.total), ", ".join(command.dances), misfit)
    return stated(TotalGiven, command)


def _misfit(command: GiveTotal, week: WeekState, dances: list[DanceState], rulebook: Rulebook) -> str | None:
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


def correct_score(command: CorrectScore, state: SeasonState) -> ScoreCorrected:
    """A mark that stands is replaced by another on the scale, with a reason."""
    week = open_week_of(state, command.week)
    dance = dance_of(week, command.dance, command.week)
    on_the_scale(rulebook_in(state, command.week), command.mark)
    standing = dance.marks.get(command.judge)
    if standing is None:
        raise NotScoredYet(command.judge, command.dance)
    if standing.fact.mark == command.mark:
        raise AlreadySo(f"{command.judge} gave {command.dance} {write_exact(command.mark)}")
    return stated(ScoreCorrected, command, was=standing.fact.mark)


def take_back_score(command: TakeBackScore, state: SeasonState) -> ScoreTakenBack:
    """A mistyped mark, as long as the dance waits for another judge's; a total that was seen is corrected."""
    week = open_week_of(state, command.week)
    dance = dance_of(week, command.dance, command.week)
    standing = dance.marks.get(command.judge)
    if standing is None:
        raise NotScoredYet(command.judge, command.dance)
    if week.seal is not None:
        raise NotTakenBack(command.judge, command.dance, f"voting in week {command.week} is closed")
    if set(judges_present(week, dance.scheduled.fact.episode)) <= dance.marks.keys():
        raise NotTakenBack(command.judge, command.dance, "every judge has scored it")
    return stated(ScoreTakenBack, command, was=standing.fact.mark)


def show_paddle(command: ShowPaddle, state: SeasonState) -> PaddleShown:
    """What the paddle showed; it may differ from the score submitted and decides nothing."""
    week = open_week_of(state, command.week)
    dance = dance_of(week, command.dance, command.week)
    judging(week, dance.scheduled.fact.episode, command.judge)
    return stated(PaddleShown, command)


def call_couples(command: CallCouples, state: SeasonState) -> CouplesCalled:
    """A card with as many couples as the form asks for, all dancing in that round, each once; another one only with a reason."""
    week = open_week_of(state, command.week)
    rulebook = rulebook_in(state, command.week)
    form = rulebook.form(week.opened.fact.form)
    if calls_side(rulebook) is None:
        raise NoCallsAsked(command.week, f"no side of {rulebook.ref} counts calls")
    if form is None or not isinstance(form.select, CalledBack):
        raise NoCallsAsked(command.week, f"form {week.opened.fact.form} of {rulebook.ref} calls nobody back")
    episode_in(week, command.episode)
    judging(week, command.episode, command.judge)
    dances = in_round(week, command.episode, command.round)
    if not dances:
        raise DanceUnknown(f"{command.episode}.{command.round}", command.week)
    field = {couple for dance in dances for couple in dance.scheduled.fact.couples}
    wrong = _wrong_with(command.couples, field, form.select.couples)
    if wrong:
        where = f"clause forms.{form.name}.select, {form.source}"
        raise CardNotRight(command.judge, command.round, command.week, wrong, where)
    before = card_of(week, command.episode, command.round, command.judge)
    called = tuple(sorted(command.couples))
    if before is not None and (before.fact.couples == called or command.reason is None):
        raise AlreadyCalled(command.judge, command.round, command.week, ", ".join(before.fact.couples))
    return stated(CouplesCalled, command, couples=called)


def _wrong_with(called: tuple[str, ...], field: set[str], asked: int) -> str | None:
    """What is wrong with a card, if anything is."""
    twice = sorted({couple for couple in called if called.count(couple) > 1})
    if twice:
        return f"it calls {', '.join(twice)} twice"
    strangers = sorted(set(called) - field)
    if strangers:
        return f"it calls {', '.join(strangers)}, not dancing in that round"
    if len(called) != min(asked, len(field)):
        return f"it calls {len(called)} of {len(field)} couples, and {min(asked, len(field))} are asked for"
    return None


def award_bonus(command: AwardBonus, state: SeasonState) -> BonusAwarded:
    """Bonus points for a couple that dances."""
    open_week_of(state, command.week)
    dancing(state, command.couple, command.week)
    return stated(BonusAwarded, command)


def grant_immunity(command: GrantImmunity, state: SeasonState) -> ImmunityGranted:
    """Immunity, in a show whose rulebook says what it means."""
    week = open_week_of(state, command.week)
    dancing(state, command.couple, command.week)
    rulebook = rulebook_in(state, command.week)
    if rulebook.immunity is None:
        raise RulebookLacks(rulebook.ref, "immunity clause", "none")
    if any(granted.fact.couple == command.couple for granted in week.immunities):
        raise AlreadySo(f"{command.couple} is immune in week {command.week}")
    return stated(ImmunityGranted, command)


def state_bye(command: StateBye, state: SeasonState) -> ByeStated:
    """What holds for couples that do not dance; a couple with marks in the week has danced, and lacks some at most."""
    week = open_week_of(state, command.week)
    for couple in command.couples:
        dancing(state, couple, command.week)
        if command.holds != "no marks" and _has_marks(week, couple):
            raise CoupleHasDanced(couple, command.week)
    if command.marks_of is not None:
        _can_count_again(command, state, week)
    return stated(ByeStated, command)


def _can_count_again(command: StateBye, state: SeasonState, week: WeekState) -> None:
    """The marks of that week are on record for each couple, and do not count towards this week already."""
    assert command.marks_of is not None
    if command.marks_of in week.opened.fact.scores_from:
        raise MarksCannotCountAgain(command.marks_of, command.week, "they count towards it already")
    earlier = week_of(state, command.marks_of)
    for couple in command.couples:
        if not _has_marks(earlier, couple):
            raise MarksCannotCountAgain(command.marks_of, command.week, f"{couple} has none there")


def _has_marks(week: WeekState, couple: str) -> bool:
    """Whether the couple danced in the week and has a mark, or a stated total, for it."""
    totalled = stated_dances(week)
    return any(
        couple in dance.scheduled.fact.couples and (dance.marks or name in totalled)
        for name, dance in week.dances.items()
    )
