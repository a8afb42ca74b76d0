"""`glitterball rehearse`: a season played again with synthetic votes, through the same commands as a live one."""

from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from domain.plurals import count_of
from glitterball.cli.asking import AsOption, SeasonArgument, proofs_of, store_of
from glitterball.cli.output import errors, say
from glitterball.naming import Kind, SeasonUnclear, choices, identifier, named
from glitterball.refusals import SeasonTaken
from glitterball.rehearsal import rehearse as play
from glitterball.season_files import shipped_season, shipped_seasons
from glitterball.store import open_season

SHIPPED = Kind("shipped season", "shipped seasons", SeasonUnclear)


def rehearse(
    context: typer.Context,
    season: SeasonArgument,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same votes.")] = 33,
    name: AsOption = None,
    prove: Annotated[
        bool, typer.Option("--prove", help="Gateways commit to their counts, and each week that can be is proved.")
    ] = False,
) -> None:
    """Play a shipped season again with synthetic votes that fit every announced result.

    Casting, marks, batches of several gateways, manifests, seals, certificates signed by two, announcements: all of it runs
    through the engine into the store. REHEARSAL is on everything that comes of it.
    """
    ships = named(season, SHIPPED, choices(shipped_seasons()))
    recorded = f"{ships}-rehearsal" if name is None else identifier(name, "--as", "harbour-1")
    played = open_season(ships)
    reported: dict[int, int] = {}
    by_episode = {one.episode: one.votes for one in shipped_season(ships).reported_votes}
    for number, week in played.state.weeks.items():
        votes = [by_episode[episode.number] for episode in week.opened.fact.episodes if episode.number in by_episode]
        if votes:
            reported[number] = sum(votes)
    with store_of(context, make=True) as store:
        if recorded in store.seasons():
            raise SeasonTaken(recorded)
        columns = (
            TextColumn("REHEARSAL"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("weeks"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=errors(), transient=True, disable=not errors().is_terminal) as bar:
            task = bar.add_task("weeks", total=len(played.state.weeks))
            done = play(
                played.state,
                store.engine,
                recorded,
                seed,
                reported,
                lambda done, of: bar.update(task, completed=done),
                proofs_of(context) if prove else None,
            )
        say(
            f"REHEARSAL  {recorded}: {count_of(done.weeks, 'week')}, {count_of(done.votes, 'synthetic vote')} "
            f"in {count_of(done.batches, 'batch', 'batches')}, "
            f"{count_of(done.events, 'event')} (seed {done.seed})."
        )
        if prove:
            say(f"Proved: {count_of(done.proved, 'week')} (experimental, not reviewed by an outside cryptographer).")
            for refusal in done.unproved:
                say(f"Not proved: week {refusal.week}, {refusal.why}.")
        say(f"Compare what was announced with what is computed: glitterball replay {recorded} --compare")
