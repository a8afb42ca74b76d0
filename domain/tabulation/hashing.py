"""Inputs and working as bytes: what a certificate fixes with digests, so that replay can tell that both are the same."""

import json

from domain.exact import Exact
from domain.period.scoring_period import ScoringPeriod
from domain.period.step import Step
from domain.record import digest
from domain.tabulation.outcome import Outcome


def step_as_json(step: Step) -> dict[str, object]:
    """A step as plain JSON values; numbers as exact text."""
    return {
        "stage": step.stage,
        "clause": step.clause,
        "compared": [[couple, str(value)] for couple, value in step.compared()],
        "about": list(step.about),
        "groups": [list(group) for group in step.groups],
        "how": step.how,
        "rests_on": [list(span) for span in step.rests_on],
    }


def working_sha256(outcome: Outcome) -> str:
    """SHA-256 of the ordered working, positions included."""
    return digest(working_json(outcome))


def working_json(outcome: Outcome) -> bytes:
    """The ordered working as the bytes that are hashed."""
    steps = [step_as_json(step) for step in outcome.working]
    return json.dumps(steps, separators=(",", ":"), ensure_ascii=False).encode()


def inputs_sha256(period: ScoringPeriod) -> str:
    """The digest of everything the outcome was computed from, positions aside."""
    return digest(inputs_json(period))


def inputs_json(period: ScoringPeriod) -> bytes:
    """Everything the outcome was computed from, as the bytes that are hashed; numbers as exact text."""
    inputs = {
        "week": period.week,
        "form": period.form,
        "couples": period.couples,
        "dances": [[dance.dance, dance.couples, _texts(dance.marks), str(dance.total)] for dance in period.dances],
        "bonuses": [[bonus.couple, str(bonus.points)] for bonus in period.bonuses],
        "votes": [[count.body, count.votes] for count in period.votes],
        "panel": [period.panel.judges, period.panel.head, period.panel.casting],
        "ballots": [[ballot.judge, ballot.saves] for ballot in period.ballots],
        "settlements": [[settled.link, settled.order, settled.by] for settled in period.settlements],
        "immune": period.immune,
        "running_order": period.running_order,
        "previous_points": _texts(period.previous_points),
        "cancelled": period.cancelled,
    }
    return json.dumps(inputs, separators=(",", ":"), ensure_ascii=False).encode()


def _texts(pairs: tuple[tuple[str, Exact], ...]) -> list[list[str]]:
    return [[name, str(value)] for name, value in pairs]
