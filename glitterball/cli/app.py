"""The table of contents of the command line."""

from pathlib import Path
from typing import Annotated

import typer

import glitterball
from glitterball.addresses import FORMS
from glitterball.cli.contents import Entry, contents
from glitterball.cli.everywhere import work_with
from glitterball.cli.key_files import sign_with
from glitterball.cli.offered import store_typed
from glitterball.cli.settings import standing
from glitterball.cli.zones import read_times_in

CONTENTS = {
    "demo": Entry("Replay season 33, week 2 of Dancing with the Stars from its events, and audit it.", "demo:demo"),
    "tutorial": Entry(
        "Write the files of the tutorial, which its pages work with, into a folder.", "beginning:tutorial"
    ),
    "prove-it": Entry(
        "Play a week from its votes to a sealed and proved bundle, and verify it twice: who left, without a single count.",
        "prove_it:prove_it",
    ),
    "incidents": Entry("List, show and play incidents that a record could have settled.", "incidents:app"),
    "doctor": Entry(
        "Look at the installation, at every event of the store, and at ledger, registers and views beside it.",
        "doctor:doctor",
    ),
    "whoami": Entry(
        "Who speaks where a command does not say --by, and where that is set; with --set it is set. It never goes into a store.",
        "whoami:whoami",
    ),
    "settings": Entry(
        "What holds for every command unless it says otherwise, and where each setting comes from.",
        "settings_shown:settings",
    ),
    "completion": Entry(
        "Print what a shell reads, so that Tab completes commands, options, and seasons, weeks, couples and judges of the store.",
        "completion:completion",
    ),
    "season": Entry(
        "Begin, list, show, import, export and validate seasons.",
        "season:app",
        {
            "new": "beginning:new_season",
            "open": "setting_up:open_season",
            "adopt": "setting_up:adopt",
            "cast": "setting_up:cast",
            "recast": "casting:recast",
        },
    ),
    "people": Entry("Found a roster, introduce, change and revoke the people who may speak.", "people:app"),
    "week": Entry(
        "Open, check, tabulate, audit, certify, announce and close a week.",
        "week:app",
        {
            "panel": "setting_up:panel",
            "schedule": "setting_up:schedule",
            "absent": "setting_up:absent",
            "restate": "settling:restate",
            "immune": "setting_up:immune",
            "withdraw": "setting_up:withdraw",
            "take-back-withdrawal": "casting:take_back_withdrawal",
            "order": "casting:order",
            "stand-in": "casting:stand_in",
            "dispute": "stating:dispute",
            "implied": "implied:implied",
            "certificate": "certificate:certificate",
        },
    ),
    "score": Entry(
        "Give and correct judges' scores.",
        "score:app",
        {
            "bonus": "stating:bonus",
            "total": "stating:total",
        },
    ),
    "votes": Entry(
        "Open and close the lines, take in batches, look at turnout, void.",
        "votes:app",
        {
            "outage": "stating:outage",
            "substitute": "stating:substitute",
            "canvass": "canvass:canvass",
            "follow": "feeds:follow",
            "timeline": "turnout:timeline",
            "surges": "turnout:surges",
            "exclude": "turnout:exclude_",
        },
    ),
    "decision": Entry("Look at, approve, turn down and take back what takes two people.", "decision:app"),
    "desk": Entry(
        "Watch a week and say what happens, on one screen that stays: marks, reasons, approvals, votes, key by key.",
        "desk:desk",
    ),
    "replay": Entry(
        "Compute every outcome again from the events, and set it beside what was announced and what was certified.",
        "replay:replay",
    ),
    "bundle": Entry(
        "Write a bundle: events, rulebooks, checkpoints, proofs, workings. The same bytes every time.", "bundle:bundle"
    ),
    "verify": Entry(
        "Check a bundle offline: that the log is unaltered since its checkpoints, and that its outcomes follow.",
        "verify:verify",
    ),
    "verifier": Entry(
        "Copy out the verifier that is one file and needs nothing but Python 3.11.", "certificate:verifier"
    ),
    "checkpoint": Entry("Checkpoints: sign, list, show, have them witnessed.", "checkpoint:app"),
    "events": Entry("List, show, follow and export the event log.", "events:app"),
    "projections": Entry("The persisted views: list, catch up, status, rebuild.", "projection:app"),
    "whatif": Entry(
        "Under other rules: who would have left. With secret votes: for all, some or none of the votes that fit.",
        "what_if:whatif",
    ),
    "rehearse": Entry(
        "Play a shipped season again with synthetic votes that fit every announced result.", "rehearsal:rehearse"
    ),
    "rules": Entry(
        "Write, list, show, check, compare and test rulebooks.", "rules:app", {"new": "beginning:new_rules"}
    ),
    "history": Entry("Audit and import files with many seasons.", "history:app"),
    "serve": Entry(
        "Show the seasons of the store in a browser: at 127.0.0.1, and read-only unless it is said who may sign in.",
        "serve:serve",
    ),
    "web": Entry("Who may sign in to the pages, who has, and the log of it.", "web:app"),
    "store": Entry(
        "Back a store up and restore it; bring it up to date; go on with one that was stopped.",
        "store:app",
        {"backup": "backups:backup", "restore": "backups:restore_"},
    ),
    "nodes": Entry("Several machines at one store: who is there, and the one that publishes.", "nodes:app"),
}
"""What is typed after `glitterball`; a verb that stands under a noun is of another module than the noun."""

SECTIONS = {
    "First steps": ("demo", "tutorial", "prove-it", "incidents", "doctor", "whoami", "settings", "completion"),
    "The show and its night": ("season", "people", "week", "score", "votes", "decision", "desk"),
    "Audit and proof": ("replay", "bundle", "verify", "verifier", "checkpoint"),
    "Questions and rules": ("events", "projections", "whatif", "rehearse", "rules", "history"),
    "Stores and machines": ("serve", "web", "store", "nodes"),
}
"""The same in the order of the help, under its headings."""

app = typer.Typer(
    cls=contents(CONTENTS, SECTIONS),
    name="glitterball",
    help="A results engine for televised dance competitions: every outcome audited, replayed and explained.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with: glitterball demo. A command, or the code behind a refusal: glitterball help NAME",
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"glitterball {glitterball.__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    address: Annotated[
        str | None,
        typer.Option(
            "--store",
            envvar="GLITTERBALL_STORE",
            metavar="STORE",
            help=f"The event store: {FORMS}. Unless said: the settings, else sqlite:glitterball.sqlite.",
        ),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            envvar="GLITTERBALL_STATE",
            metavar="FOLDER",
            help="Where this machine keeps its own files of a store on a server: views, snapshots, proofs, keys of hidden parts.",
        ),
    ] = None,
    sign: Annotated[
        list[Path] | None,
        typer.Option(
            "--sign",
            envvar="GLITTERBALL_SIGN",
            metavar="FILE",
            help="A key file with which a person of the roster signs; say it again for the second person.",
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            "--zone",
            metavar="ZONE",
            help="Tell times in this zone, and read those typed without one in it, such as America/Los_Angeles. Unless said: "
            "GLITTERBALL_ZONE, or zone in the settings, or UTC.",
        ),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What holds for every command."""
    sign_with(tuple(sign or map(Path, standing("sign").parts())))
    read_times_in(zone)
    kept = standing("state").said
    work_with(context, address or standing("store").said, state or (Path(kept) if kept else None))
    for name, option, value in (("address", "--store", context.obj.shown), ("state", "--state", str(state))):
        if getattr(context.get_parameter_source(name), "name", "") == "COMMANDLINE":
            store_typed(option, value)
