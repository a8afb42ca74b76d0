"""The table of contents of the command line."""

from pathlib import Path
from typing import Annotated

import typer

import glitterball
from glitterball.cli import (
    bundle,
    canvass,
    casting,
    certificate,
    checkpoint,
    decision,
    demo,
    doctor,
    events,
    history,
    implied,
    incidents,
    people,
    projection,
    rehearsal,
    replay,
    rules,
    score,
    season,
    setting_up,
    settling,
    signing,
    stating,
    store,
    turnout,
    verify,
    votes,
    week,
    what_if,
    whoami,
)
from glitterball.files import protecting

app = typer.Typer(
    name="glitterball",
    help="A results engine for televised dance competitions: every outcome audited, replayed and explained.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Start with: glitterball demo",
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"glitterball {glitterball.__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    address: Annotated[
        str,
        typer.Option(
            "--store",
            envvar="GLITTERBALL_STORE",
            metavar="STORE",
            help="The event store: memory: or sqlite:PATH.",
        ),
    ] = "sqlite:glitterball.sqlite",
    sign: Annotated[
        list[Path] | None,
        typer.Option(
            "--sign",
            envvar="GLITTERBALL_SIGN",
            metavar="FILE",
            help="A key file with which a person of the roster signs; say it again for the second person.",
        ),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What holds for every command."""
    context.obj = address
    signing.sign_with(tuple(sign or ()))
    if address.startswith("sqlite:"):
        context.with_resource(protecting(address.removeprefix("sqlite:"), "the store"))


app.command("demo")(demo.demo)
app.add_typer(season.app, name="season")
season.app.command("open")(setting_up.open_season)
season.app.command("adopt")(setting_up.adopt)
season.app.command("cast")(setting_up.cast)
season.app.command("recast")(casting.recast)
app.add_typer(score.app, name="score")
score.app.command("bonus")(stating.bonus)
score.app.command("total")(stating.total)
app.add_typer(votes.app, name="votes")
app.add_typer(week.app, name="week")
week.app.command("panel")(setting_up.panel)
week.app.command("schedule")(setting_up.schedule)
week.app.command("absent")(setting_up.absent)
week.app.command("restate")(settling.restate)
week.app.command("immune")(setting_up.immune)
week.app.command("withdraw")(setting_up.withdraw)
week.app.command("take-back-withdrawal")(casting.take_back_withdrawal)
week.app.command("order")(casting.order)
week.app.command("stand-in")(casting.stand_in)
week.app.command("dispute")(stating.dispute)
week.app.command("implied")(implied.implied)
week.app.command("certificate")(certificate.certificate)
votes.app.command("outage")(stating.outage)
votes.app.command("substitute")(stating.substitute)
votes.app.command("canvass")(canvass.canvass)
votes.app.command("timeline")(turnout.timeline)
votes.app.command("surges")(turnout.surges)
votes.app.command("exclude")(turnout.exclude_)
app.add_typer(decision.app, name="decision")
app.add_typer(people.app, name="people")
app.add_typer(events.app, name="events")
app.add_typer(store.app, name="store")
app.command("replay")(replay.replay)
app.add_typer(projection.app, name="projections")
app.add_typer(rules.app, name="rules")
app.add_typer(history.app, name="history")
app.add_typer(incidents.app, name="incidents")
app.add_typer(checkpoint.app, name="checkpoint")
app.command("bundle")(bundle.bundle)
app.command("verify")(verify.verify)
app.command("verifier")(certificate.verifier)
app.command("whatif")(what_if.whatif)
app.command("rehearse")(rehearsal.rehearse)
app.command("doctor")(doctor.doctor)
app.command("whoami")(whoami.whoami)
