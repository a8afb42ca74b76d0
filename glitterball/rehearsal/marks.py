"""Marks for a rehearsal: as recorded where they are public, split evenly where only a total is."""

from domain.exact import Exact
from domain.rulebook import Scale
from domain.season.state import WeekState, judges_present


def marks_of(week: WeekState, scale: Scale) -> dict[str, dict[str, Exact]]:
    """Each dance's marks by judge. A total without a split is shared out as evenly as the scale allows: synthetic."""
    marks: dict[str, dict[str, Exact]] = {
        name: {judge: event.fact.mark for judge, event in dance.marks.items()} for name, dance in week.dances.items()
    }
    for event in week.totals:
        judges = [
            (name, judge)
            for name in event.fact.dances
            for judge in judges_present(week, week.dances[name].scheduled.fact.episode)
        ]
        for (name, judge), mark in zip(judges, _shared_out(event.fact.total, len(judges), scale), strict=True):
            marks[name][judge] = mark
    return marks


def _shared_out(total: Exact, judges: int, scale: Scale) -> list[Exact]:
    """`judges` marks on the scale that add up to the total, the larger first."""
    steps, rest = divmod(total - scale.lowest * judges, scale.step)
    assert rest == 0, f"a total of {total} is no sum of {judges} marks"
    low, more = divmod(int(steps), judges)
    return [scale.lowest + scale.step * (low + (1 if index < more else 0)) for index in range(judges)]
