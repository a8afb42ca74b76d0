"""What is missing or contradictory in a rulebook, with file, line and clause."""

from collections.abc import Callable, Iterator

from domain.findings import Finding
from domain.rulebook import Rulebook
from domain.rulebook.reading import line_of
from glitterball.rules.checks.assumptions import assumption_problems
from glitterball.rules.checks.forms import form_problems
from glitterball.rules.checks.plan import Plan, plan_problems
from glitterball.rules.checks.plug_ins import plug_in_problems
from glitterball.rules.checks.problem import Problem
from glitterball.rules.checks.second_stages import second_stage_problems
from glitterball.rules.checks.sides import side_problems
from glitterball.rules.checks.ties import tie_problems

__all__ = ["CHECKS", "Plan", "check"]

CHECKS: tuple[Callable[[Rulebook], Iterator[Problem]], ...] = (
    side_problems,
    tie_problems,
    form_problems,
    second_stage_problems,
    assumption_problems,
    plug_in_problems,
)
"""Everything a rulebook is checked for on its own, in the order of its clauses."""


def check(rulebook: Rulebook, text: str, where: str, plan: Plan | None = None) -> tuple[Finding, ...]:
    """All findings in one run. `text` is the TOML the rulebook was read from, `where` its name; with a `plan` of the
    season also whether its eliminations reach the finale. An `error` keeps some week from being decided as intended."""
    problems = [problem for check in CHECKS for problem in check(rulebook)]
    if plan is not None:
        problems += plan_problems(rulebook, plan)
    return tuple(_finding(problem, rulebook, text, where) for problem in problems)


def _finding(problem: Problem, rulebook: Rulebook, text: str, where: str) -> Finding:
    line = line_of(text, _numbered(problem.clause.split("."), rulebook))
    return Finding(f"{where}:{line}", f"{problem.clause}: {problem.what}", problem.severity)


def _numbered(path: list[str], rulebook: Rulebook) -> tuple[str, ...]:
    """The path as it stands in the text: sides, forms and assumptions by number in order."""
    members = {
        "sides": [side.name for side in rulebook.sides],
        "forms": [form.name for form in rulebook.forms],
        "assumptions": [assumption.name for assumption in rulebook.assumptions],
    }.get(path[0], [])
    if len(path) > 1 and path[1] in members:
        path = [path[0], str(members.index(path[1])), *path[2:]]
    return tuple(path)
