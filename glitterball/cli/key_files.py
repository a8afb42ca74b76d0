"""The key files of this call, which `--sign` names before any command is known, and the assertion a command names."""

from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer

_FILES: ContextVar[tuple[Path, ...]] = ContextVar("the key files of this call", default=())
_ASSERTION: ContextVar[Path | None] = ContextVar("the assertion of this call", default=None)

AssertionOption = Annotated[
    Path | None,
    typer.Option(
        "--assertion",
        help="Sign with a passkey: what the authenticator gave for the challenge of decision text, as JSON.",
        metavar="FILE",
    ),
]


def sign_with(files: tuple[Path, ...]) -> None:
    """What this call signs is signed with these key files; with an assertion only where its command names one."""
    _FILES.set(files)
    _ASSERTION.set(None)


def sign_with_assertion(file: Path | None) -> None:
    """What this call signs is signed with this assertion of an authenticator, where one is named."""
    _ASSERTION.set(file)


def key_files() -> tuple[Path, ...]:
    """The key files of this call."""
    return _FILES.get()


def assertion_file() -> Path | None:
    """The file with the assertion of this call."""
    return _ASSERTION.get()
