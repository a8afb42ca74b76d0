"""The smallest change of one mark that changes an answer: every mark of the period on every step of the scale, tabulated."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.exact import Exact, exact
from domain.period.scoring_period import Dance, ScoringPeriod
from domain.rulebook.book import Rulebook, Scale
from domain.stages.measures import Marks, Measure, PlugInMeasure
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.margins.questions import Question
from glitterball.closeness.margins.results import Answer, MarkMargin, MarkWitness

NONE_DOES = "no other mark on the scale for any one of these does it"
CARDS = "a judge's card is a strict order of the couples: no one mark can change alone"
NOT_COUNTED = "no side counts the judges' marks"


@dataclass(frozen=True, slots=True)
class Trial:
    """One mark (or stated total) changed by so much."""

    change: Exact
    at: int
    judge: str | None
    was: Exact
    becomes: Exact
    period: ScoringPeriod

    @property
    def size(self) -> Exact:
        """By how much, up or down."""
        return self.change if self.change > 0 else -self.change


def mark_margins(
    rulebook: Rulebook, period: ScoringPeriod, question: Question, now: Answer
) -> tuple[MarkMargin, MarkMargin]:
    """`disturbed` and `overturned`, as for votes."""
    kinds = {side.counts.kind for side in rulebook.sides}
    if not any(isinstance(side.counts, Marks) or _may_count_marks(side.counts) for side in rulebook.sides):
        nothing = MarkMargin(None, None, CARDS if kinds & {"placings", "calls"} else NOT_COUNTED)
        return nothing, nothing
    disturbed: MarkMargin | None = None
    for trial in sorted(_trials(rulebook.scale, period), key=lambda one: one.size):
        outcome = tabulate(rulebook, trial.period, explain=False)
        after = question.answer(outcome)
        if after == now or (after is None and disturbed is not None):
            continue
        dance = period.dances[trial.at]
        seen = MarkWitness(dance.dance, dance.couples, trial.judge, trial.was, trial.becomes, after, outcome)
        found = MarkMargin(trial.size, seen)
        disturbed = disturbed or found
        if after is not None:
            return disturbed, found
    nothing = MarkMargin(None, None, NONE_DOES)
    return disturbed or nothing, nothing


def _may_count_marks(measure: Measure) -> bool:
    """A kind of a package that counts scores may look at any mark."""
    return isinstance(measure, PlugInMeasure) and measure.stage == "scores"


def _trials(scale: Scale, period: ScoringPeriod) -> Iterator[Trial]:
    for at, dance in enumerate(period.dances):
        if dance.stated_total is not None:
            yield from _of_total(scale, period, at, dance)
            continue
        for number, (judge, mark) in enumerate(dance.marks):
            for other in _steps(scale):
                if other != mark:
                    marks = (*dance.marks[:number], (judge, other), *dance.marks[number + 1 :])
                    changed = _with(period, at, replace(dance, marks=marks))
                    yield Trial(exact(other - mark), at, judge, mark, other, changed)


def _of_total(scale: Scale, period: ScoringPeriod, at: int, dance: Dance) -> Iterator[Trial]:
    assert dance.stated_total is not None
    total = dance.stated_total
    for step in _steps(scale):
        change = exact(step - scale.lowest)
        for becomes in (exact(total + change), exact(total - change)):
            if change and becomes >= scale.lowest:
                changed = _with(period, at, replace(dance, stated_total=becomes))
                yield Trial(exact(becomes - total), at, None, total, becomes, changed)


def _with(period: ScoringPeriod, at: int, dance: Dance) -> ScoringPeriod:
    return replace(period, dances=(*period.dances[:at], dance, *period.dances[at + 1 :]))


def _steps(scale: Scale) -> Iterator[Exact]:
    mark = scale.lowest
    while mark <= scale.highest:
        yield mark
        mark = exact(mark + scale.step)
