"""`glitterball whatif`: a week, or a season, as it would have been under other rules. Hypothetical, and impossible to record."""

from typing import Annotated

import typer

from glitterball.answered.what_if import what_if_answer
from glitterball.cli.asking import AsOfOption, EveryWeekArgument, FormatOption, SeasonArgument, season_of
from glitterball.cli.output import Format, show
from glitterball.cli.rulebook_named import read_rulebook_named


def whatif(
    context: typer.Context,
    season: SeasonArgument,
    week: EveryWeekArgument = None,
    rules: Annotated[
        str, typer.Option("--rules", help="A rulebook's file, or the name of one that ships.")
    ] = "us-3-27",
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """Under other rules: who would have left. With secret votes: for all, some or none of the votes that fit."""
    other = read_rulebook_named(rules)
    with season_of(context, season, as_of) as asked:
        show(what_if_answer(asked, other, week, every_row=form is not Format.TABLE), form)
