"""`glitterball incidents`: incidents of television competitions that a record of the results could have settled."""

from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.answers import Answer
from glitterball.cli.asking import FormatOption
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, say, show, tell
from glitterball.cli.typed_out import program, room, tell_typed
from glitterball.incidents import (
    Desk,
    Incident,
    Typed,
    handing_over,
    paragraphs,
    play,
    shipped_incident,
    shipped_incidents,
)

app = typer.Typer(help="List, show and play incidents that a record could have settled.", no_args_is_help=True)

WIDE = 100
"""Letters of a line of the half page."""

PLAYED = "rehearsal"
"""The mode of every incident that is played: its votes are synthetic."""

IncidentArgument = Annotated[str, typer.Argument(help="The incident, as `incidents list` has it.", metavar="INCIDENT")]
IntoOption = Annotated[
    Path | None,
    typer.Option(
        "--into",
        help="A new folder, which keeps the store (glitterball.sqlite), the bundle and the verifier. Without it nothing is kept.",
        metavar="FOLDER",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An incident that ships."""

    incident: str
    date: str
    show: str
    title: str
    steps: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the half page."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class ToType:
    """A line that is typed when the incident is played, and the exit code the incident says."""

    step: int
    says: str
    line: str
    ends: int


@app.command("list")
def list_(form: FormatOption = Format.TABLE) -> None:
    """The incidents that ship, the latest first."""
    found = sorted(map(shipped_incident, shipped_incidents()), key=lambda incident: incident.date, reverse=True)
    rows = [
        Listed(
            incident=incident.incident,
            date=incident.date,
            show=incident.show,
            title=incident.title,
            steps=len(incident.steps) + len(handing_over(incident.handed)),
        )
        for incident in found
    ]
    show(Answer(schema="incidents-list", mode="", title="Incidents", rows=rows), form)


@app.command("show")
def show_(incident: IncidentArgument, form: FormatOption = Format.TABLE) -> None:
    """Half a page about an incident: what happened, what was done, what the record settles, who reported it."""
    found = shipped_incident(incident)
    if form is not Format.TABLE:
        rows = [Paragraph(heading, text) for heading, text in paragraphs(found)]
        show(Answer(schema="incidents-show", mode=PLAYED, title=found.title, rows=rows), form)
        return
    tell(f"{found.title} ({found.show}, {found.date})")
    for heading, text in paragraphs(found):
        tell("")
        tell(heading)
        for line in wrap(text, WIDE, break_long_words=False, break_on_hyphens=False):
            tell(f"  {line}")
    tell("")
    tell(f"Play it: glitterball incidents play {found.incident}")


@app.command("play")
def play_(incident: IncidentArgument, into: IntoOption = None, form: FormatOption = Format.TABLE) -> None:
    """Put an incident on record line by line, certify it, and verify it with both verifiers. Its votes are synthetic.

    The store of --store is not touched. Exit code 1 when a line does not end as the incident says.
    """
    found = shipped_incident(incident)
    with room(into) as folder:
        typed = _played(found, Desk(folder, program), form)
    strayed = [line for line in typed if not line.as_told]
    if form is not Format.TABLE:
        show(Answer(schema="incidents-play", mode=PLAYED, title=found.title, rows=typed), form)
    for line in strayed:
        lacking = f" and without {' and '.join(map(repr, line.lacking))}" if line.lacking else ""
        say(f"Step {line.step} ended with {line.code} where the incident says {line.expected}{lacking}: {line.line}")
    if strayed:
        raise leave(Exit.NO)
    if form is Format.TABLE:
        tell("")
        tell(f"REHEARSAL  {count_of(len(typed), 'line')} typed, and each ended as the incident says.")
        tell(f"How it was settled: {dict(paragraphs(found))['What the record settles']}")


def _played(incident: Incident, desk: Desk, form: Format) -> list[Typed]:
    """Every line, told as soon as it has ended."""
    done: list[Typed] = []
    if form is Format.TABLE:
        tell(f"REHEARSAL  {incident.title}. {dict(paragraphs(incident))['Synthetic']}")
    for typed in play(incident, desk):
        if form is Format.TABLE:
            tell_typed(typed, begins=not done or done[-1].step != typed.step)
        done.append(typed)
    return done
