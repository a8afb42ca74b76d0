"""Savable, nobody safe, winnable: what the public can still bring about for every couple, whatever the judges gave.

Source: the guarantee of Strictly from 2009, that any one couple can be saved from the dance-off and no one couple is
safe; it was given after the semi-final of 13 December 2008, when votes for the third couple could do nothing (RULES 3, 5).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from domain.exact import Exact
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Form, Rulebook
from domain.rulebook.promises import PromiseName
from domain.tabulation.outcome import Outcome
from glitterball.properties import outlook
from glitterball.properties.counterexample import Counterexample, Shown, read_out
from glitterball.properties.floor import Floor, no_public_vote, panel_sizes
from glitterball.properties.orders import Numbers
from glitterball.properties.outlook import judges_decide
from glitterball.properties.played import display
from glitterball.properties.property import Property
from glitterball.properties.rules import Rules, Trial
from glitterball.properties.search import MOST_COUPLES, Cases, Violation, draw, forms_that, go_through
from glitterball.properties.votes_tried import lifting, settles, sinking, what_settles
from glitterball.testing.complete_weeks import sizes

Goal = Callable[[Form, Outcome, str], bool]
Tried = Callable[[Trial, Floor, Numbers, int], Iterator[Numbers]]

TRIED_AGAIN_UP_TO = 4
"""Couples up to which every small split of the votes is tried once more before it is said that none does it."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Whatever the public votes, a couple does not get there; after the marks shown."""

    couple: str
    cannot: str
    marks: tuple[Exact, ...]
    floor: Floor
    judged: Numbers
    goal: Goal

    def says(self) -> str:
        """The sentence, with the marks read out."""
        return self.cannot + (f" The judges gave {read_out(self.marks)}." if self.marks else "")

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """The marks are those read out, the couple does not get there in the week shown, nor with any small split of votes."""
        (week,) = shown
        given = week.outcome.sides[0].raw if week.outcome.sides else ()
        reached = self.goal(self.floor.form, week.outcome, self.couple)
        return not reached and (not self.marks or self.marks == given) and not self._by_any_split(rules)

    def _by_any_split(self, rules: Rules) -> bool:
        if self.floor.n > TRIED_AGAIN_UP_TO:
            return False
        weeks = (self.floor.week(self.judged, voted) for voted in self.floor.all_voted())
        return any(self.goal(self.floor.form, rules.tabulate(self.floor.rulebook, week), self.couple) for week in weeks)


def _search(
    trial: Trial, name: PromiseName, forms: tuple[Form, ...], goal: Goal, tried: Tried, say: Callable[[Floor, str], str]
) -> Counterexample | None:
    """For every case of the judges' side and every couple: some votes that reach the goal."""
    judged_of: dict[ScoringPeriod, Numbers] = {}

    def look(trial: Trial, floor: Floor, week: ScoringPeriod) -> Violation | None:
        return _unreachable(trial, floor, judged_of[week], goal, tried, say)

    def weeks(floor: Floor, judged: tuple[Numbers, ...]) -> Iterator[ScoringPeriod]:
        for order in judged:
            yield drawn_case(floor, order)[1]

    def cases(floor: Floor) -> Cases | None:
        if not floor.can_list():
            return None
        judged = floor.all_judged(most=10 if floor.n <= 3 else 6)
        kind = (
            "every tie pattern of the judges' totals" if floor.judged_by_order() else "judges' totals in small numbers"
        )
        every = f"{kind}, with votes for every couple"
        return Cases(weeks(floor, judged), len(judged), every, _whole(floor), 4 * floor.n)

    def drawn_case(floor: Floor, judged: Numbers) -> tuple[Floor, ScoringPeriod]:
        week = floor.week(judged)
        judged_of[week] = judged
        return floor, week

    found = go_through(trial, name, forms, cases, look)
    if found is not None:
        return found
    return draw(trial, name, _drawn(trial.rulebook, forms, drawn_case), look)


def _whole(floor: Floor) -> bool:
    """Every case of the judges' side was there; where votes were found for every couple, no other votes matter."""
    return floor.judged_by_order() and not any(side.counts.kind == "bodies" for side in floor.rulebook.sides)


def _drawn(
    rulebook: Rulebook,
    forms: tuple[Form, ...],
    case: Callable[[Floor, Numbers], tuple[Floor, ScoringPeriod]],
) -> st.SearchStrategy[tuple[Floor, ScoringPeriod]]:
    possible = [
        Floor(rulebook, form, n, panel_sizes(rulebook, form)[0]) for form in forms for n in sizes(form, MOST_COUPLES)
    ]
    possible.sort(key=lambda floor: floor.n)
    steps = int((rulebook.scale.highest - rulebook.scale.lowest) / rulebook.scale.step)

    def judged(floor: Floor) -> st.SearchStrategy[Numbers]:
        if not floor.has_judges():
            return st.just(())
        if floor.judged_strictly():
            return st.permutations(range(1, floor.n + 1)).map(tuple)
        return st.tuples(*[st.integers(1, max(1, steps))] * floor.n)

    if not possible:
        return st.nothing()
    return st.sampled_from(possible).flatmap(lambda floor: judged(floor).map(lambda given: case(floor, given)))


def _unreachable(
    trial: Trial, floor: Floor, judged: Numbers, goal: Goal, tried: Tried, say: Callable[[Floor, str], str]
) -> Violation | None:
    for at, couple in enumerate(floor.couples):
        best: ScoringPeriod | None = None
        for voted in tried(trial, floor, judged, at):
            week = floor.week(judged, voted)
            best = best or week
            if goal(floor.form, trial.outcome(week), couple):
                trial.compared += 1
                break
        else:
            assert best is not None, "some votes are always tried"
            if not settles(floor):
                trial.unsettled += 1
                continue
            side = trial.outcome(best)
            marks = side.sides[0].raw if judged and side.sides else ()
            return Violation(
                Unreachable(couple, say(floor, couple), marks, floor, judged, goal),
                what_settles(floor, tried is _lifting),
                (("with votes as good as any", best),),
            )
    return None


def _lifting(trial: Trial, floor: Floor, judged: Numbers, couple: int) -> Iterator[Numbers]:
    return lifting(floor, judged, couple)


def _saved(floor: Floor, couple: str) -> str:
    if judges_decide(floor.form):
        return f"{display(couple)} cannot be kept out of danger: whatever the public votes, they are {_set(floor)}."
    return f"{display(couple)} cannot be saved: whatever the public votes, they leave or a tie is open about them."


def _set(floor: Floor) -> str:
    size = floor.form.select.size(floor.n)
    return "last" if size == 1 else f"in the bottom {({2: 'two', 3: 'three'}).get(size, size)}"


def _savable(trial: Trial) -> Counterexample | None:
    forms = forms_that(trial.rulebook, outlook.somebody_leaves)
    return _search(trial, "savable", forms, outlook.stays, _lifting, _saved)


def _nobody_safe(trial: Trial) -> Counterexample | None:
    forms = forms_that(trial.rulebook, outlook.somebody_is_selected)

    def say(floor: Floor, couple: str) -> str:
        return f"{display(couple)} are safe before a vote is cast: no votes make them {_set(floor)}."

    return _search(trial, "nobody-safe", forms, outlook.in_danger, sinking, say)


def _winnable(trial: Trial) -> Counterexample | None:
    finales = forms_that(trial.rulebook, lambda form: form.select.kind == "everyone_placed")
    forms = finales[:1] or trial.rulebook.forms[-1:]

    def say(floor: Floor, couple: str) -> str:
        return f"{display(couple)} cannot finish first, whatever the public votes."

    return _search(trial, "winnable", forms, outlook.first, _lifting, say)


def no_votes_or_nobody_leaves(rulebook: Rulebook) -> str | None:
    """Why a promise about votes that keep a couple says nothing here."""
    return no_public_vote(rulebook) or nobody_leaves(rulebook)


def nobody_leaves(rulebook: Rulebook) -> str | None:
    """Why a promise about leaving says nothing here."""
    forms = forms_that(rulebook, outlook.somebody_leaves)
    if not forms and any(form.somebody_leaves for form in rulebook.forms):
        return "Judges alone call couples back under this rulebook."
    return None if forms else "Nobody leaves under any form of this rulebook."


def _nobody_in_danger(rulebook: Rulebook) -> str | None:
    forms = forms_that(rulebook, outlook.somebody_is_selected)
    return None if forms else "No form of this rulebook puts anybody in danger."


HOW = (
    "For every tie pattern of the judges' totals and every couple, votes are sought that do it: first the likeliest, then every "
    "order, ties included. Under shares, whole marks up to 10, and the votes that help or hurt a couple most."
)
GUARANTEE = "Strictly Come Dancing from 2009: any one couple can be saved from the dance-off, and no one couple is safe"

SAVABLE = Property(
    "savable",
    "Every couple can stay, whatever tonight's marks, for some votes.",
    GUARANTEE,
    HOW,
    _savable,
    no_votes_or_nobody_leaves,
)
NOBODY_SAFE = Property(
    "nobody-safe",
    "Every couple can be in danger, whatever tonight's marks, for some votes.",
    GUARANTEE,
    HOW,
    _nobody_safe,
    lambda rulebook: no_public_vote(rulebook) or _nobody_in_danger(rulebook),
)
WINNABLE = Property(
    "winnable",
    "Every couple can finish first, whatever tonight's marks, for some votes.",
    "RULES 5, after the same guarantee: a lead with the judges does not win by itself",
    HOW,
    _winnable,
    no_public_vote,
)
