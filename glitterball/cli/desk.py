"""`glitterball desk`: a week on one screen that stays. What is said there is said by the commands of this command line."""

import io
import json
import signal
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, TextIO, cast

import typer

from glitterball.addresses import Address
from glitterball.cli.asking import SeasonArgument, WeekArgument, season_of
from glitterball.cli.key_files import key_files
from glitterball.cli.offered import at_one_store
from glitterball.cli.settings import Standing
from glitterball.cli.speaking import speaker, spoken_by, standing
from glitterball.desk.refusals import DeskNeedsTerminal, DeskNotInstalled
from glitterball.desk.speaking import Said

ASK_ELSEWHERE = "Only what is recorded is said here: the pages of the desk show the rest, or another terminal does."

AtTheDeskOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        help='Who sits at the desk, and in what role: "Dora (score desk)". Unless said: GLITTERBALL_BY, or what whoami sets.',
        metavar='"NAME (ROLE)"',
    ),
]


def desk(context: typer.Context, season: SeasonArgument, week: WeekArgument, by: AtTheDeskOption = None) -> None:
    """Watch a week and say what happens, on one screen that stays: marks, reasons, approvals, votes, key by key.

    Every key is shown at its foot, and ? lists them all. What a key would record is shown before it is; marks are recorded as
    they are seen typed. Who speaks, and with which key files (--sign), is as for every command.
    """
    if by is not None:
        speaker(by)
    with season_of(context, season) as asked:
        name, number = asked.name, asked.week(week).number
    if find_spec("textual") is None:
        raise DeskNotInstalled
    if not _at_a_terminal():
        raise DeskNeedsTerminal
    address: Address = context.obj
    from glitterball.desk.following import Follower
    from glitterball.desk.terminal import Desk

    who = standing() if by is None else Standing(by, "--by")
    speaks = SpeaksHere(address, key_files(), who)
    follower = Follower(address, name, number)
    shown = Desk(follower, speaks)
    shown.run(mouse=False)  # the terminal's own, so that text can be chosen and copied
    if shown.told_to_end is not None:  # the terminal is as it was: it ends as it was told to
        signal.signal(shown.told_to_end, signal.SIG_DFL)
        signal.raise_signal(shown.told_to_end)


def _at_a_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


class SpeaksHere:
    """Says command lines in this process, to one store, with the key files and the speaker the desk was begun with."""

    def __init__(self, address: Address, keys: Sequence[Path], who: Standing | None) -> None:
        state = () if address.state is None else ("--state", str(address.state))
        self.before = ["--store", address.text, *state, *(word for file in keys for word in ("--sign", str(file)))]
        self.who = who

    @property
    def name(self) -> str | None:
        """Who speaks where a line does not say it."""
        return None if self.who is None else self.who.said

    def would(self, words: Sequence[str]) -> Said:
        """What a line would record: the command itself says so, and records nothing."""
        if not _records(words):
            return Said(code=2, sentences=(ASK_ELSEWHERE,))
        return self._said(_with(words, "--dry-run"))

    def record(self, words: Sequence[str]) -> Said:
        """Record it. Where, is answered as for machines."""
        return self._said(_with(words, "--format", "json"))

    def _said(self, words: Sequence[str]) -> Said:
        from glitterball.cli.app import app
        from glitterball.cli.ending import run

        out, told = io.StringIO(), io.StringIO()
        before, sys.stdin = sys.stdin, cast(TextIO, io.TextIOWrapper(io.BytesIO()))  # the keyboard is the desk's
        try:
            with redirect_stdout(out), redirect_stderr(told), spoken_by(self.who), at_one_store():
                code = run(app, [*self.before, *words])
        finally:
            sys.stdin = before
        sentences = tuple(sentence.strip() for sentence in told.getvalue().splitlines() if sentence.strip())
        return Said(code=code, sentences=sentences or ("Done.",), positions=_positions(out.getvalue()))


def _with(words: Sequence[str], *options: str) -> list[str]:
    """A line with options where options may stand: before the dashes behind which everything is said as it is."""
    at = words.index("--") if "--" in words else len(words)
    return [*words[:at], *options, *words[at:]]


def _records(words: Sequence[str]) -> bool:
    """Whether a line begins with a command that records, and can be tried."""
    from glitterball.cli.app import app

    found: Any = typer.main.get_command(app)
    for word in words:
        if not hasattr(found, "commands"):
            break
        found = found.commands.get(word)
        if found is None:
            return True  # it will be refused, and with what was meant
    return any(parameter.name == "dry_run" for parameter in getattr(found, "params", ()))


def _positions(answer: str) -> tuple[int, ...]:
    """Where the line recorded something, from its answer for machines; nothing where it ended before it answered."""
    try:
        rows = json.loads(answer)["data"]
    except (ValueError, KeyError, TypeError):
        return ()
    return tuple(row["position"] for row in rows if row["state"] == "recorded")
