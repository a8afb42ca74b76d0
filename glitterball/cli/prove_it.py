"""`glitterball prove-it`: a week from its votes to a sealed and proved bundle, which two verifiers check."""

from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.answers import Answer
from glitterball.cli.asking import FormatOption
from glitterball.cli.ending import Exit, leave
from glitterball.cli.incidents import IntoOption
from glitterball.cli.output import Format, say, show, tell
from glitterball.cli.typed_out import program, room, tell_typed
from glitterball.incidents import Desk, Step, Typed, type_out

PROVED = "follows from the votes committed to, without a count"
"""What a verifier says of a week whose proof holds."""

WHOLE = 100
"""Lines of an answer that are shown: what a verifier says is the point of it, and is not cut."""


def steps(week: int) -> tuple[Step, ...]:
    """What is done, in words and as lines."""
    return (
        Step(
            says="Season 33 is played again with synthetic votes. Gateways sign what they deliver and commit to their counts, "
            "two people sign what they decide, a witness cosigns each checkpoint; who left is then proved.",
            types=(f"rehearse us-33 --through {week} --as proved --prove --key log.key",),
            answers=("Proved: 1 week",),
        ),
        Step(
            says="The week is handed out sealed: what was said on air, who signed, and the proof. No couple's count is in it.",
            types=(f"bundle proved {week} --sealed --proof --key log.key -o week.bundle",),
        ),
        Step(
            says="Anybody verifies it, offline.",
            types=("verify week.bundle --policy log.key.policy",),
            answers=("The record is intact since its checkpoints", PROVED),
        ),
        Step(
            says="It is verified once more by the single file, which was written separately and needs nothing installed.",
            types=("verifier verify_bundle.py", "python verify_bundle.py week.bundle --policy log.key.policy"),
            answers=("The record is intact since its checkpoints", PROVED),
        ),
    )


def prove_it(
    week: Annotated[int, typer.Argument(help="The week of season 33 whose outcome is proved.", min=1)] = 2,
    into: IntoOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Play a week from its votes to a sealed and proved bundle, and verify it twice: who left, without a single count.

    The store of --store is not touched. Exit code 1 when a line does not end as it should, as for a week nobody leaves.
    """
    typed: list[Typed] = []
    with room(into) as folder:
        for line in type_out(steps(week), Desk(folder, program)):
            if form is Format.TABLE:
                tell_typed(line, begins=not typed or typed[-1].step != line.step, shown=WHOLE)
            typed.append(line)
            if not line.as_told:
                break
    if form is not Format.TABLE:
        show(Answer(schema="prove-it", mode="rehearsal", title=f"Week {week} proved", rows=typed), form)
    last = typed[-1]
    if not last.as_told:
        lacking = f" and without {' and '.join(map(repr, last.lacking))}" if last.lacking else ""
        say(f"Step {last.step} ended with {last.code}{lacking}: {last.line}")
        raise leave(Exit.NO)
    if form is Format.TABLE:
        tell("")
        tell(f"REHEARSAL  {count_of(len(typed), 'line')} typed. Who left is proved to anybody, and no count was shown.")
        tell(
            "The proof is experimental, not reviewed by an outside cryptographer: docs/trust.md says what it does not show."
        )
