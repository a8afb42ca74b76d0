"""Local: a correction in one week changes no earlier week.

Source: US season 17 (October 2013): votes of a week were voided and scores carried on; what had been announced before stood.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.exact import Exact, exact
from domain.period.scoring_period import ScoringPeriod
from domain.record import Fact, canonical_json
from domain.refusals import Refusal
from domain.rulebook import Form, Rulebook
from domain.season import commands as c
from domain.season import words as w
from domain.season.state import field_of
from glitterball.properties import orders
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.drawn_weeks import drawn_weeks
from glitterball.properties.floor import Floor, ranked_by_placings
from glitterball.properties.played import CHANNEL, GATEWAY, begin, conclude, perform, season_name
from glitterball.properties.property import Property
from glitterball.properties.rules import Rules, Trial
from glitterball.properties.search import Cases, Violation, draw, forms_that, go_through
from glitterball.properties.weeks_changed import with_ballots, without
from glitterball.testing.complete_weeks import fits
from glitterball.testing.plain_log import PlainLog

EACH = 60
Change = tuple[str, c.SeasonCommand]


@dataclass(frozen=True, slots=True)
class EarlierWeekChanged:
    """After a correction in week 2 the outcome of week 1 is another."""

    what: str

    def says(self) -> str:
        """The sentence."""
        return f"When {self.what}, the outcome of week 1 changes, long after it was announced."

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """The second season is the first and what was said of week 2 after it; and week 1 has another outcome."""
        before, after = shown
        first, then = before.played(), after.played()
        facts = [event.fact for event in then.events][len(first.events) :]
        kept = [_unnamed(event.fact) for event in then.events[: len(first.events)]]
        same = kept == [_unnamed(event.fact) for event in first.events]
        of_week_2 = bool(facts) and all(getattr(fact, "week", 2) == 2 for fact in facts)
        return same and of_week_2 and before.outcome != after.outcome


def _unnamed(fact: Fact) -> str:
    """A fact without the name of its season, of which there are two."""
    told = json.loads(canonical_json(fact))
    told.pop("season", None)
    return json.dumps(told)


def _closed_week(trial: Trial, period: ScoringPeriod, season: str) -> PlainLog | None:
    """The first week played to its end; None where its outcome waits for a lot or a decision."""
    outcome = trial.outcome(period)
    if any(need.clause.endswith("second_stage") for need in outcome.needs) and outcome.bottom:
        kept = next(couple for couple in outcome.bottom if couple not in outcome.leaving)
        period = with_ballots(period, (kept,) * len(period.panel.judges))
        outcome = trial.outcome(period)
    if outcome.status != "decided":
        return None
    log = begin(trial.rulebook, period.couples, season)
    perform(log, 1, period)
    try:
        conclude(log, 1)
    except Refusal:
        return None  # a week that cannot close has no next week
    return log


def _next_week(trial: Trial, log: PlainLog, period: ScoringPeriod) -> ScoringPeriod | None:
    """A second week of those left, in the first form that fits them."""
    field = field_of(log.state, 2)
    form: Form | None = next((form for form in trial.rulebook.forms if fits(form, len(field))), None)
    if form is None or len(field) < 2:
        return None
    first = Floor(trial.rulebook, form, len(period.couples), max(1, len(period.panel.judges)))
    numbers = tuple(range(1, first.n + 1))
    week = first.week(numbers, tuple(reversed(numbers)))
    for couple in period.couples:
        if couple not in field:
            week = without(week, couple, ranked_by_placings(trial.rulebook))
    return week


def _changes(log: PlainLog, period: ScoringPeriod, rulebook: Rulebook) -> Iterator[Change]:
    """What may be corrected in the second week, each with its command."""
    for dance in period.dances[:1]:
        for judge, mark in dance.marks[:1]:
            other: Exact = exact(mark + rulebook.scale.step)
            name = f"11.1.{dance.couples[0]}"
            if rulebook.scale.allows(other):
                correct = c.CorrectScore(week=2, dance=name, judge=judge, mark=other, reason="misheard")
                yield "a score of week 2 is corrected", correct
    couple = period.couples[0]
    yield "bonus points are awarded in week 2", c.AwardBonus(week=2, couple=couple, points=1, reason="relay")
    if period.votes:
        votes = tuple(w.CoupleVotes(couple=name, votes=1) for name in period.couples)
        body = period.votes[0].body
        yield (
            "votes of week 2 are substituted",
            c.SubstituteInput(week=2, body=body, votes=votes, reason="an aggregate"),
        )
        held = tuple(
            w.CoupleVotes(couple=n, votes=v) for n, v in zip(period.couples, period.votes[0].votes, strict=True)
        )
        void = c.VoidBatch(
            week=2, gateway=GATEWAY, batch=1, channel=CHANNEL, body=body, votes=held, reason="sent twice"
        )
        yield "a batch of week 2 is voided", void
        yield "a channel of week 2 is voided", c.VoidChannel(week=2, channel=CHANNEL, reason="a wrong number on screen")
    yield "the elimination of week 2 is cancelled", c.CancelElimination(week=2, reason="wrong numbers on one feed")


def _two_weeks(trial: Trial, period: ScoringPeriod, part: int) -> tuple[PlainLog, ScoringPeriod] | None:
    """Both weeks played, the second not yet corrected; None where there is no second."""
    trial.play()
    log = _closed_week(trial, period, season_name(trial.rulebook, "local", part))
    week = _next_week(trial, log, period) if log is not None else None
    if log is None or week is None:
        return None
    perform(log, 2, week, carried=(1,))
    return log, week


def _compared(trial: Trial, period: ScoringPeriod) -> Violation | None:
    """The first week before and after the first correction of the second that changes it."""
    played = _two_weeks(trial, period, 2)
    if played is None:
        trial.unsettled += 1
        return None
    log, week = played
    trial.compared += 1
    before = trial.rules.outcome_in(log.state, 1, log.tallies)
    for what, command in _changes(log, week, trial.rulebook):
        try:
            log.say(command)
        except Refusal:
            continue
        trial.count()
        after = trial.rules.outcome_in(log.state, 1, log.tallies)
        if after != before:
            uncorrected = _two_weeks(trial, period, 1)
            assert uncorrected is not None, "what was played is played again"
            one = Shown("week 1 as it was announced", period, before, trial.rulebook, uncorrected[0])
            other = Shown(f"week 1 after {what}", period, after, trial.rulebook, log)
            return Violation(EarlierWeekChanged(what), "Both were played as seasons.", shown=(one, other))
    return None


def _search(trial: Trial) -> Counterexample | None:
    forms = forms_that(trial.rulebook, lambda form: form.select.kind not in ("everyone_placed", "called_back"))

    def look(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
        return _compared(trial, period)

    def cases(floor: Floor) -> Cases | None:
        if floor.n > 4:
            return None
        judged = floor.all_judged(most=2)[-1]
        voted = orders.strict_orders(floor.n) if floor.all_voted() != ((),) else ((),)
        weeks = [floor.week(judged, votes) for votes in voted]
        kind = "a first week with every order of the public vote, a second one, and each kind of correction in it"
        return Cases(weeks, len(weeks), kind, whole=False, each=EACH)

    found = go_through(trial, "local", forms, cases, look)
    return found or draw(trial, "local", drawn_weeks(trial.rulebook, forms), look)


def _silent(rulebook: Rulebook) -> str | None:
    several = forms_that(rulebook, lambda form: form.select.kind not in ("everyone_placed", "called_back"))
    if any(form.select.kind == "called_back" for form in rulebook.forms) and not several:
        return "No card of a round before a final is corrected here."
    return None if several else "A season under this rulebook has one week, its finale."


LOCAL = Property(
    "local",
    "A correction in one week changes no earlier week.",
    "US season 17, October 2013: a week's votes discarded, scores carried on, what was announced before stood",
    "Seasons of two weeks, the second carrying in the first: a score corrected, a bonus, votes substituted, a batch and a "
    "channel voided, the elimination cancelled; after each the first week is computed again.",
    _search,
    _silent,
)
