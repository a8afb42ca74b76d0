"""`glitterball replay`: a season computed again from its events, week by week, against what was announced."""

from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.answers import Answer, Column
from glitterball.audit.comparing import Comparison, compare_season
from glitterball.cli.asking import AsOfOption, FormatOption, SeasonArgument, season_of
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, show
from glitterball.cli.progress import watching
from projections.names import couple_names


def replay(
    context: typer.Context,
    season: SeasonArgument,
    compare: Annotated[
        bool, typer.Option("--compare", help="Exit with 1 when an announced result differs from the computed one.")
    ] = False,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """Compute every outcome again from the events, and set it beside what was announced and what was certified."""
    with season_of(context, season, as_of) as asked:
        with watching("replaying"):
            compared = compare_season(asked.fold)

        def ended(week: int, leaving: tuple[str, ...], places: tuple[str, ...]) -> str:
            names = couple_names(asked.state, week)
            return f"{names[places[0]]} won" if places else ", ".join(names[couple] for couple in leaving) or "nobody"

        def computed(one: Comparison) -> str:
            secret = one.agrees == "secret"
            return "votes are secret" if secret else ended(one.week, one.computed_leaving, one.computed_places)

        columns = (
            Column("week", lambda one: one.week, right=True),
            Column("form", lambda one: one.form),
            Column("announced", lambda one: ended(one.week, one.announced_leaving, one.announced_places)),
            Column("computed", computed),
            Column("certificate", lambda one: one.certified),
            Column("verdict", lambda one: one.verdict),
        )
        differing = [one for one in compared if one.differs]
        notes = [f"{count_of(len(compared), 'week')}, {len(differing)} of them with something that does not agree."]
        warnings = [str(finding) for one in compared for finding in one.findings]
        title = f"{asked.name}, replayed from {count_of(asked.basis()['position'], 'event')}"
        show(
            Answer(
                schema="replay",
                mode=asked.mode,
                title=title,
                rows=compared,
                columns=columns,
                basis=asked.basis(),
                notes=notes,
                warnings=warnings,
            ),
            form,
        )
        if compare and differing:
            raise leave(Exit.NO)
