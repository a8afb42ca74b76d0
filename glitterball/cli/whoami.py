"""`glitterball whoami`: who speaks where a command does not say it, and where that is set."""

from dataclasses import dataclass
from typing import Annotated

import typer

from glitterball.answers import Answer
from glitterball.cli.asking import FormatOption
from glitterball.cli.output import Format, say, show
from glitterball.cli.settings import change_setting, settings_file
from glitterball.cli.speaking import BY, SETTING, SpeakerUnknown, speaker, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Who speaks, in which role, and where that is set."""

    name: str
    role: str
    set_in: str


def whoami(
    who: Annotated[
        str | None,
        typer.Option(
            "--set", help="From now on this one speaks, unless a command says otherwise.", metavar='"NAME (ROLE)"'
        ),
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="From now on every command says who speaks.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Who speaks where a command does not say --by, and where that is set; with --set it is set. It never goes into a store.

    The environment (GLITTERBALL_BY) stands over the settings, and --by over both.
    """
    if who is not None and forget:
        raise typer.BadParameter("either --set or --forget, not both")
    if forget:
        path = change_setting(SETTING, None)
        say(f"Nobody is set in {path} any more.")
        return
    if who is not None:
        actor = speaker(who, "--set")
        path = change_setting(SETTING, f"{actor.name} ({actor.role})")
        say(f"Set in {path}.")
    found = standing()
    if found is None:
        raise SpeakerUnknown(str(settings_file()))
    actor = speaker(found.said, found.where)
    if who is not None and found.where == BY:
        say(f"{BY} of the environment stands over it.")
    rows = [Row(name=actor.name, role=actor.role, set_in=found.where)]
    show(Answer(schema="whoami", mode="", title=f"{actor.name} ({actor.role})", rows=rows, row=Row), form)
