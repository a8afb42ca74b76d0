"""Playing an incident: each line is typed at a desk, and what follows is held against what the incident says.

At the end the record is handed over as to anybody who asks: a checkpoint, a bundle, and both verifiers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glitterball.files import write
from glitterball.files.kinds import Kind
from glitterball.incidents.desk import Desk
from glitterball.incidents.incident import Handed, Incident, Step

ORIGIN = "example.org/incidents"
"""What the log is called."""

KEY_MADE = f"checkpoint key {ORIGIN} -o log.key"
"""Answered with the log's public key, from which the policy of an auditor is written."""

POLICY = "policy.txt"

OF_AN_INCIDENT = Kind("a file of an incident", lambda head, tail: False)
"""One takes the place of no other file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A line of an incident that was typed, and what followed."""

    step: int
    """The number of the step, from 1."""
    says: str
    """What is done in the step."""
    line: str
    """The line, as it is typed behind `glitterball`; one that begins with `python` is typed as it stands."""
    code: int
    """The exit code it ended with."""
    expected: int
    """The exit code the incident says."""
    lacking: tuple[str, ...]
    """What the incident says of the answer, and the answer does not say."""
    answer: tuple[str, ...]
    """The lines of the answer."""

    @property
    def as_told(self) -> bool:
        """Whether what followed is what the incident says."""
        return self.code == self.expected and not self.lacking


def play(incident: Incident, desk: Desk) -> Iterator[Typed]:
    """Play an incident at a desk whose folder is empty, line by line."""
    for file in incident.files:
        write(desk.folder / file.name, file.text.encode(), OF_AN_INCIDENT)
    yield from type_out((*incident.steps, *handing_over(incident.handed)), desk)


def type_out(steps: Sequence[Step], desk: Desk) -> Iterator[Typed]:
    """Type the lines of steps at a desk, one after another, and hold what follows against what they say."""
    for number, step in enumerate(steps, start=1):
        yield from _play(number, step, desk)


def handing_over(handed: Handed) -> tuple[Step, ...]:
    """The last steps of every incident: the record leaves the house, and is verified twice."""
    asked = handed.season if handed.week is None else f"{handed.season} {handed.week}"
    return (
        Step(
            says="The log's head is published under the log's own key, and the record is bundled for whoever asks.",
            types=(
                KEY_MADE,
                "checkpoint publish --key log.key -o checkpoint.txt",
                f"bundle {asked} --key log.key -o incident.bundle",
            ),
        ),
        Step(
            says="The bundle is verified offline.",
            types=(f"verify incident.bundle --policy {POLICY}",),
            answers=("The record is intact since its checkpoints",),
        ),
        Step(
            says="It is verified once more by the single file, which was written separately and needs nothing installed.",
            types=("verifier verify_bundle.py", f"python verify_bundle.py incident.bundle --policy {POLICY}"),
            answers=("The record is intact since its checkpoints",),
        ),
    )


def _play(number: int, step: Step, desk: Desk) -> Iterator[Typed]:
    for line in step.types:
        answered = desk.types(line)
        if line == KEY_MADE:
            _trust(next(line for line in answered.lines if line.startswith(ORIGIN)), desk)
        last = line is step.types[-1]
        said = " ".join(" ".join(answered.lines).split())
        yield Typed(
            step=number,
            says=step.says,
            line=line,
            code=answered.code,
            expected=step.ends if last else 0,
            lacking=tuple(words for words in step.answers if last and words not in said),
            answer=answered.lines,
        )


def _trust(key: str, desk: Desk) -> None:
    """The auditor's own policy: the log's key, and no witness, since there is none where one person plays all."""
    write(desk.folder / POLICY, f"log {key}\nquorum none\n".encode(), OF_AN_INCIDENT)
