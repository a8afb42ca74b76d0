"""`glitterball season contingency`: everything a count by hand needs, as plain files that print."""

from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.cli.asking import AsOfOption, NewFolderOption, SeasonArgument, season_of
from glitterball.cli.output import banner, say

OptionalWeek = Annotated[
    int | None, typer.Argument(help="The week; without one every week that was opened.", min=1, metavar="[WEEK]")
]
SignOption = Annotated[
    Path | None,
    typer.Option("--key", help="The log's key file: the list of the files is signed with it.", metavar="FILE"),
]


def contingency(
    context: typer.Context,
    season: SeasonArgument,
    out: NewFolderOption,
    week: OptionalWeek = None,
    key: SignOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write all that a count by hand needs, for the night on which no program runs: it holds every vote count.

    Plain text and CSV, to be printed or kept on a stick: cast, rules, marks by judge, votes by gateway, channel and couple,
    what is void and why, decisions, announcements, standings with their working, and how it is worked out with pencil. It may
    be made while lines are open, and says then that it is not final.
    """
    with season_of(context, season, as_of) as asked:
        made = asked.contingency(out, () if week is None else (week,), key=key)
    say(f"{banner(made.mode)}{out} holds vote counts: it is for the adjudicator and whoever counts by hand.")
    say(f"{count_of(len(made.files), 'file')} of {made.season}, up to position {made.position}, {made.time[:19]}.")
    for number, standing in made.standing:
        say(f"Week {number}: {standing}")
    if key is not None:
        say("Signed: SHA256SUMS.note, beside the list of the files.")
