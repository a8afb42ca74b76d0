"""The working as bytes: what a certificate fixes with a digest, so that replay can tell that each step is the same."""

import json

from domain.record import digest
from domain.tabulation.outcome import Outcome, Step


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
