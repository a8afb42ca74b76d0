"""Setting up, in sentences."""

from typing import assert_never

from domain.season import commands as c
from domain.season import events as e
from projections.names import listed
from projections.saying.speaker import Speaker

Facts = (
    e.SeasonOpened | e.RulebookAdopted | e.CoupleCast | e.CoupleWithdrew | e.WeekOpened | e.WeekOpenedV2 | e.WeekRestated
    | e.PanelSeated | e.JudgeAbsent | e.DanceScheduled
)  # fmt: skip


def say(fact: Facts, speak: Speaker) -> str:
    """The sentence of a fact."""
    match fact:
        case e.SeasonOpened():
            hidden = "; its counts are hidden" if isinstance(fact, e.SeasonOpenedV2) else ""
            hidden += ", and each batch commits to them" if isinstance(fact, e.SeasonOpenedV3) else ""
            return f"Season {fact.number} of {fact.show} was opened ({fact.mode}){hidden}."
        case e.RulebookAdopted():
            return (
                f"The rulebook {fact.rulebook.ref} ({fact.rulebook.title}) is in force from week {fact.from_week} on."
            )
        case e.CoupleCast():
            if fact.professional is None:
                return f"{fact.celebrity} joined the season; the pro is not on record."
            return f"{fact.celebrity} and {fact.professional} joined the season as a couple."
        case e.CoupleWithdrew():
            return f"{speak.couple(fact.couple)} withdrew in week {fact.week}: {fact.reason}."
        case e.WeekOpened():
            return f"{_week(fact, 'was opened')}."
        case e.WeekRestated():
            return f"{_week(fact, 'was stated anew')}: {fact.reason}."
        case e.PanelSeated():
            seats = listed([seat.name for seat in fact.judges])
            head = f", headed by {speak.judge(fact.head)}" if fact.head else ""
            casting = f", with the casting vote held by {speak.judge(fact.casting)}" if fact.casting else ""
            return f"{seats} sat on the panel of episode {fact.episode}{head}{casting}."
        case e.JudgeAbsent():
            return f"{speak.judge(fact.judge)} was absent from episode {fact.episode}: {fact.reason}."
        case e.DanceScheduled():
            named = speak.dance(fact.week, fact.dance)
            return f"{speak.dancers(fact.week, fact.dance)} were scheduled for their {named}."
        case _:
            assert_never(fact)


def _week(fact: e.WeekOpened | e.WeekRestated, how: str) -> str:
    title = f" ({fact.title})" if isinstance(fact, e.WeekOpenedV2) else ""
    return f"Week {fact.week}{title} {how} {as_it_is(fact)}"


def as_it_is(fact: e.WeekOpened | e.WeekRestated | c.RestateWeek) -> str:
    """What a week is opened with: episodes, form, and the other weeks that count in it."""
    episodes = listed([str(episode.number) for episode in fact.episodes])
    carried = [str(week) for week in sorted({*fact.scores_from, *fact.votes_from} - {fact.week})]
    more = f"; scores or votes of week {listed(carried)} count too" if carried else ""
    return f"with episode {episodes}, to end in the form {fact.form}{more}"
