"""The key files of this call, which `--sign` names before any command is known, and the assertion a command names."""

from contextvars import ContextVar
from pathlib import Path

_FILES: ContextVar[tuple[Path, ...]] = ContextVar("the key files of this call", default=())
_ASSERTION: ContextVar[Path | None] = ContextVar("the assertion of this call", default=None)


def sign_with(files: tuple[Path, ...]) -> None:
    """What this call signs is signed with these key files; with an assertion only where it names one itself."""
    _FILES.set(files)
    _ASSERTION.set(None)


def key_files() -> tuple[Path, ...]:
    """The key files of this call."""
    return _FILES.get()


def sign_with_assertion(file: Path | None) -> None:
    """What this call signs is signed with this assertion of an authenticator, where one is named."""
    _ASSERTION.set(file)


def assertion_file() -> Path | None:
    """The file of an authenticator's assertion that this call signs with, where one is named."""
    return _ASSERTION.get()
