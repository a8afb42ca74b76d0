"""The working of an outcome: each step with its clause, which is a link to the rulebook, and with the events it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.period.ranges import Ranges
from domain.rulebook import Rulebook
from glitterball.audit.week import AuditStep, WeekAudit
from glitterball.web.addresses import Links
from glitterball.web.pages.clauses import clauses_of, nearest
from glitterball.web.words import Figure, worded
from projections.numbers import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step as it is shown. `rests_on` are stretches of the log, each with the link to where it begins."""

    number: int
    stage: str
    how: str
    clause: str
    clause_to: str
    source: str
    compared: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    rests_on: tuple[tuple[str, str], ...]


def steps_of(audit: WeekAudit, rulebook: Rulebook, links: Links) -> tuple[Step, ...]:
    """The steps of an audit under its rulebook, in the order in which they were done."""
    names, told = dict(audit.names), clauses_of(rulebook)
    return tuple(_step(step, names, links.rules(audit.week, nearest(step.clause, told)), links) for step in audit.steps)


def _step(step: AuditStep, names: Mapping[str, str], clause_to: str, links: Links) -> Step:
    return Step(
        number=step.number,
        stage=step.stage,
        how=step.how,
        clause=step.clause,
        clause_to=clause_to,
        source=step.source,
        compared=tuple((names.get(couple, couple), Figure(number(value))) for couple, value in step.compared),
        groups=tuple(" = ".join(names.get(couple, couple) for couple in group) for group in step.groups if group),
        rests_on=stretches(step.rests_on, links),
    )


def stretches(ranges: Ranges, links: Links) -> tuple[tuple[str, str], ...]:
    """Stretches of the log as they are written, each with the link to its first event."""
    return tuple(
        (str(first) if first == last else worded("%(first)s to %(last)s", first=first, last=last), links.event(first))
        for first, last in ranges
    )
