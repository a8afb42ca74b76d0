"""How a command ends: with a sentence and one of eight exit codes.

0 done; 1 the answer is no; 2 usage; 3 bad input, nothing recorded; 4 needs a human decision; 5 integrity failure and nothing
else; 6 it may have been recorded, look before saying it again; 70 an unforeseen error.
"""

import os
import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

import typer

from domain.refusals import Refusal
from glitterball.cli.output import say


class Exit(IntEnum):
    """What the exit code of a command means."""

    DONE = 0
    NO = 1
    USAGE = 2
    BAD_INPUT = 3
    NEEDS_A_HUMAN = 4
    INTEGRITY = 5
    MAY_BE_RECORDED = 6
    UNFORESEEN = 70


NEEDS_A_HUMAN = ("week-not-ready", "needs-second-person", "same-person", "not-certified")
"""Refusals that wait for people rather than for better input."""

LISTED = 20
"""Findings printed at most; the rest is counted."""


def leave(code: Exit) -> typer.Exit:
    """The exception that ends a command with an exit code."""
    return typer.Exit(int(code))


def run(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run the CLI and answer its exit code. A traceback is shown only with --debug."""
    debug = "--debug" in arguments or bool(os.environ.get("GLITTERBALL_DEBUG"))
    try:
        code = app(args=list(arguments), standalone_mode=False, prog_name="glitterball")
        return int(code or 0)
    except Refusal as refusal:
        if debug:
            raise
        return _refused(refusal)
    except typer.Abort:
        say("Stopped. Nothing was recorded.")
        return int(Exit.USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        return int(Exit.DONE)
    except OSError as error:
        if debug:
            raise
        say(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}. Nothing was recorded.")
        return int(Exit.BAD_INPUT)
    except Exception as error:
        if hasattr(error, "format_message"):  # a usage error, of click or of the copy of it that typer brings
            return _misused(error)
        if debug:
            raise
        say(f"This should not have happened: {type(error).__name__}: {error}")
        say("Run the same command with --debug and report what it prints. Check the store with: glitterball doctor")
        return int(Exit.UNFORESEEN)


def _refused(refusal: Refusal) -> int:
    say(f"{refusal.sentence()}")
    findings = getattr(refusal, "findings", ())
    for finding in findings[:LISTED]:
        say(f"  {finding}")
    if len(findings) > LISTED:
        say(f"  and {len(findings) - LISTED} more")
    say(f"{refusal.on_record} [{refusal.code}]")
    code = getattr(refusal, "exit_code", None)
    if code is None:
        code = Exit.NEEDS_A_HUMAN if refusal.code in NEEDS_A_HUMAN else Exit.BAD_INPUT
    return int(code)


def _misused(error: Any) -> int:
    context = getattr(error, "ctx", None)
    say(f"{error.format_message()}")
    if context is not None:
        say(f"Try: {context.command_path} --help")
    return int(Exit.USAGE)
