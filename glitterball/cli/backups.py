"""`glitterball store backup` and `store restore`."""

from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.backups import Backup, back_up, restore
from glitterball.cli.asking import NoStore
from glitterball.cli.output import say, say_exactly
from glitterball.log.place import why_stopped

KEYS_BACKUP = "Also write the keys of the seasons' hidden parts, into this folder: new or empty, and not in the backup."
KEYS_RESTORE = "The folder with the keys of the seasons, as store backup --keys wrote it."


def backup(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(help="The folder of the backup; new or empty.", metavar="TO")],
    keys: Annotated[Path | None, typer.Option("--keys", help=KEYS_BACKUP, metavar="FOLDER")] = None,
) -> None:
    """Back the store up as it stands in one moment, while others go on recording, and read it back before answering.

    It prints the root of what it holds: write that down where the backup is not. Without the keys of its seasons a backup
    tells no vote to anybody; with them whoever has both reads every count, so they go into a folder of their own, only when
    asked for.
    """
    store = file_of(context)
    if not store.exists():
        raise NoStore(str(store))
    made = back_up(store, to, keys)
    say(f"{to} holds {told(made)}. It was read back, and nothing is wrong with it.")
    if made.keys:
        say(_of_keys(made, keys))
    reason = why_stopped(store)
    if reason:
        say(f"The store itself is stopped, because {reason}.")
    say("It does not hold what its log's key has signed: the register stays with the key, and is never set back.")
    say_exactly(made.root)


def restore_(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="The folder that store backup made.", metavar="FROM")],
    keys: Annotated[Path | None, typer.Option("--keys", help=KEYS_RESTORE, metavar="FOLDER")] = None,
    root: Annotated[
        str | None,
        typer.Option(
            "--root", help="The root that was printed when it was made: no other backup is restored.", metavar="ROOT"
        ),
    ] = None,
) -> None:
    """Bring a backup to the name of the store, where nothing is. It stays stopped until store resume has held it against
    what was published.

    The backup is looked at first: every file against its SHA-256, every event against its hash, all of them against the root.
    """
    store = file_of(context)
    done = restore(source, store, keys, root)
    held = done.backup
    say(f"{store} is restored: {told(held)}.")
    say(
        f"Whatever was acknowledged after position {held.events} is missing in it: look with glitterball "
        f"events list, say it again, and "
        "have gateways send again what came after that."
    )
    for season in done.locked:
        say(
            f"The key of {season} is not beside it, so nobody reads its votes and it takes no more of them: put "
            f"its *.key file there."
        )
    for row in done.beside:
        say(f"{row.what}: {row.found}. {row.do}")
    say(
        "Nothing is recorded in it until it was held against what was published: glitterball store resume, "
        "with --register FILE or "
        "--known FILE."
    )


def file_of(context: typer.Context) -> Path:
    """The file of the store that the command line names."""
    path: Path | None = context.obj.file
    if path is None:
        server = " (a server has means of its own for that)" if context.obj.is_kept else ""
        raise typer.BadParameter(f"{context.obj.shown} has no file{server}: name one with --store sqlite:PATH")
    return path


def told(held: Backup) -> str:
    """What a backup holds, in words."""
    if not held.events:
        return "no event"
    return f"{count_of(held.events, 'event')} of {held.told_seasons()}, the last of {held.last[:19]}, root {held.root}"


def _of_keys(made: Backup, keys: Path | None) -> str:
    seasons = ", ".join(made.keys)
    if keys is None:
        return (
            f"The keys of {seasons} are not in it: without them nobody reads its votes, and they are backed up "
            f"with --keys FOLDER."
        )
    return f"The keys of {seasons} are in {keys}: whoever has both reads every count, so keep them apart."
