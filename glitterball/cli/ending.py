"""How a command ends: with a sentence and one of nine exit codes (docs/exit-codes.md).

0 done; 1 the answer is no; 2 usage; 3 bad input, nothing recorded; 4 needs a human decision; 5 integrity failure and nothing
else; 6 it may have been recorded, look before saying it again; 70 an unforeseen error; 130 stopped with Ctrl-C.
"""

import os
import re
import sys
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import cache
from typing import Any, ClassVar

import typer

from domain.refusals import Refusal
from glitterball.answers.problems import exit_code_of
from glitterball.cli import STOPPED
from glitterball.cli.offered import a_line
from glitterball.cli.output import say, speak_again
from glitterball.cli.settings import OURS, unknown_variables
from glitterball.cli.stopping import LOOK, Stopped, a_call, what_was_recorded
from glitterball.proof.private_keys import NOT_SHOWN, holds_private_key
from glitterball.refusals import ValueNotValid
from glitterball.spelling import did_you_mean
from glitterball.telemetry import Ended, Reported, refused, tell
from glitterball.telemetry import end as telemetry_ends


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


NO_CHOICE = re.compile(r"Invalid value for '(.+?)': Value error, '(.*)' is not one of (.+)\.", re.DOTALL)
"""How the library says that a value is none of those that may stand there."""

LONGEST_PATH = 400
"""Characters of a path that is told, at most."""

LISTED = 20
"""Findings printed at most; the rest is counted."""


class PrivateKeyTyped(Refusal):
    """A private key was typed. It is not repeated in any message."""

    says: ClassVar = f"{{what}} holds {NOT_SHOWN}: no command takes one as it is."
    fix: ClassVar = (
        "Name the file the key is in, or give its public half, the verifier key. What was typed may stand in the shell's "
        "history: if others can read that, make a new key and give this one up."
    )
    exit_code: ClassVar = Exit.USAGE
    what: str


class NotText(ValueNotValid):
    """What was typed is no text."""

    code: ClassVar = "value-not-valid"
    exit_code: ClassVar = Exit.USAGE


def leave(code: Exit) -> typer.Exit:
    """The exception that ends a command with an exit code."""
    return typer.Exit(int(code))


def run(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run the CLI and answer its exit code. A traceback is shown only with --debug."""
    with a_call(), a_line():
        try:
            code = _ended(app, arguments)
            tell(Ended(code))
            return code
        finally:
            telemetry_ends()
            speak_again()


def _ended(app: typer.Typer, arguments: Sequence[str]) -> int:
    debug = "--debug" in arguments or bool(os.environ.get("GLITTERBALL_DEBUG"))
    try:
        code = _run(app, arguments)
        sys.stdout.flush()
        return code
    except Refusal as refusal:
        if debug:
            raise
        return _refused(refusal)
    except Stopped as stopped:
        say(str(stopped))
        return STOPPED
    except (typer.Abort, KeyboardInterrupt):
        return _stopped()
    except OSError as error:
        if debug:
            raise
        return _out_of_order(error)
    except Exception as error:
        if hasattr(error, "format_message"):  # a usage error, of click or of the copy of it that typer brings
            return _misused(error)
        if debug:
            raise
        return _unforeseen(error, arguments)


def _run(app: typer.Typer, arguments: Sequence[str]) -> int:
    typed = {f"Argument {number}": word for number, word in enumerate(arguments, start=1)}
    for what, said in (typed | {name: said for name, said in os.environ.items() if name.startswith(OURS)}).items():
        _require_no_private_key(what, said)
        _require_text(what, said)
    for sentence in unknown_variables():
        say(sentence)
    code = int(_command(app)(args=list(arguments), standalone_mode=False, prog_name="glitterball") or 0)
    return _stopped() if code == STOPPED else code


@cache
def _command(app: typer.Typer) -> Callable[..., Any]:
    """What the commands are made into, which takes as long as a small command: once a process."""
    return typer.main.get_command(app)


def _require_text(what: str, said: str) -> None:
    """What is typed must be text, since it may be recorded or printed; a terminal may send any bytes."""
    if any("\ud800" <= letter <= "\udfff" for letter in said):
        raise NotText(what, said, "Write it in UTF-8; a file whose name is not UTF-8 must be renamed first")
    if "\x00" in said:
        raise NotText(what, said, "No file and no name holds a NUL")


def _require_no_private_key(what: str, said: str) -> None:
    """No command takes a private key as it is: it would stand in the shell's history, and could come to stand on record."""
    if holds_private_key(said):
        raise PrivateKeyTyped(what)


def _stopped() -> int:
    say(f"Stopped. {what_was_recorded()}")
    return STOPPED


def _out_of_order(error: OSError) -> int:
    """A file that cannot be used. Where no file is named it is a stream, such as standard output on a full disk."""
    because = error.strerror or type(error).__name__
    if error.filename is None:
        say(f"Something cannot be read or written to its end: {because}. {LOOK}")
        return int(Exit.MAY_BE_RECORDED)
    name = str(error.filename)
    say(
        f"{name if len(name) <= LONGEST_PATH else f'{name[:LONGEST_PATH]}...'} cannot be used: {because}. Nothing was recorded."
    )
    return int(Exit.BAD_INPUT)


def _unforeseen(error: Exception, arguments: Sequence[str]) -> int:
    say(f"This should not have happened ({type(error).__name__}). {LOOK}")
    from glitterball.cli.unforeseen import report

    try:
        path = report(error, arguments)
        tell(Reported(type(error).__name__, str(path)))
        say(f"A report for those who mend it, without the contents of any file, is in {path}")
    except OSError as unwritten:
        say(f"No report could be written: {unwritten.strerror}.")
    say("The same command with --debug shows more. Check the store with: glitterball doctor")
    return int(Exit.UNFORESEEN)


def _refused(refusal: Refusal) -> int:
    tell(refused(refusal))
    say(f"{refusal.sentence()}")
    findings = getattr(refusal, "findings", ())
    for finding in findings[:LISTED]:
        say(f"  {finding}")
    if len(findings) > LISTED:
        say(f"  and {len(findings) - LISTED} more")
    say(f"{refusal.on_record} [{refusal.code}]")
    return exit_code_of(refusal)


def _misused(error: Any) -> int:
    context = getattr(error, "ctx", None)
    say(_in_our_words(_without_guessing(error)))
    if context is not None:
        say(f"Try: {context.command_path} --help")
    return int(Exit.USAGE)


def _without_guessing(error: Any) -> str:
    """What was wrong; of an option that is not there, which was nearly typed. The library would offer any that is like it."""
    option, context = getattr(error, "option_name", None), getattr(error, "ctx", None)
    if option is None or context is None or not hasattr(error, "possibilities"):
        return str(error.format_message())
    has = [name for parameter in context.command.get_params(context) for name in parameter.opts]
    return f"{context.command_path} has no option {option}.{did_you_mean(option, has)}"


def _in_our_words(message: str) -> str:
    """What was wrong with a number, as a person would say it: the library speaks of input and of parsing."""
    if found := NO_CHOICE.fullmatch(message):
        option, said, listed = found.groups()
        choices = re.findall(r"'([^']*)'", listed)
        return f"{option} cannot be {said!r}; it is one of {', '.join(choices)}.{did_you_mean(said, choices)}"
    message = re.sub(r"Input should be a valid integer, .*", "write a whole number", message)
    message = re.sub(r"Input should be a valid number, .*", "write a number", message)
    return message.replace("Input should be", "it must be")
