"""Whether the eliminations of a planned season reach its finale."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.plurals import count_of, verb
from domain.rulebook import Form, Rulebook
from domain.rulebook.forms import CalledBack, EveryonePlaced, Lowest, PlugInSelect, TopSafe, Wildcard
from glitterball.rules.checks.problem import Problem


@dataclass(frozen=True, slots=True)
class Plan:
    """A season as planned: how many couples begin, the form of each week in order, and how many should be in the finale."""

    couples: int
    weeks: tuple[str, ...]
    finalists: int | None = None


def plan_problems(rulebook: Rulebook, plan: Plan) -> Iterator[Problem]:
    """A week in a form the rulebook lacks, more couples in danger than are left, a finale that is not the last week or has the
    wrong number of couples, and forms no week uses."""
    left = plan.couples
    for number, name in enumerate(plan.weeks, start=1):
        form = rulebook.form(name)
        if form is None:
            yield Problem("forms", f"week {number} is planned as {name!r}, a form the rulebook does not have")
            continue
        clause = f"forms.{name}"
        if isinstance(form.select, EveryonePlaced):
            yield from _finale(plan, clause, number, left)
        elif (needed := _needed(form)) > left:
            yield Problem(clause, f"week {number} needs {count_of(needed, 'couple')} and only {left} are left")
        left = max(left - form.leave, 0) if not isinstance(form.select, CalledBack) else min(left, form.select.couples)
    last = rulebook.form(plan.weeks[-1]) if plan.weeks else None
    if last is None or not isinstance(last.select, EveryonePlaced):
        weeks, couples = count_of(len(plan.weeks), "week"), count_of(left, "couple")
        what = f"the eliminations never reach a finale: after {weeks} {couples} {verb(left, 'is', 'are')} left"
        yield Problem("forms", f"{what} and none is placed")
    for form in rulebook.forms:
        if form.name not in plan.weeks:
            yield Problem(f"forms.{form.name}", "no week of the plan uses it", "note")


def _finale(plan: Plan, clause: str, number: int, left: int) -> Iterator[Problem]:
    couples = count_of(left, "couple")
    if number < len(plan.weeks):
        more = len(plan.weeks) - number
        weeks = f"{count_of(more, 'more week')} {verb(more, 'is', 'are')} planned"
        yield Problem(clause, f"places everyone in week {number}, but {weeks}")
    if plan.finalists is not None and left != plan.finalists:
        yield Problem(
            clause,
            f"{couples} {verb(left, 'reaches', 'reach')} the finale in week {number}, and {plan.finalists} were planned",
        )
    elif left < 2:
        yield Problem(
            clause, f"{couples} {verb(left, 'reaches', 'reach')} the finale in week {number}; a finale needs two"
        )


def _needed(form: Form) -> int:
    """Couples needed so that somebody stays, and everyone meant to be in danger exists."""
    if isinstance(form.select, Lowest | PlugInSelect):
        return max(form.select.couples, form.leave + 1)
    if isinstance(form.select, Wildcard):
        return form.select.couples + form.select.wildcards + form.leave
    return form.select.couples + form.leave if isinstance(form.select, TopSafe) else 1
