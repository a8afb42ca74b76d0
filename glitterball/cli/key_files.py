"""The key files of this call, which `--sign` names before any command is known."""

from contextvars import ContextVar
from pathlib import Path

_FILES: ContextVar[tuple[Path, ...]] = ContextVar("the key files of this call", default=())


def sign_with(files: tuple[Path, ...]) -> None:
    """What this call signs is signed with these key files."""
    _FILES.set(files)


def key_files() -> tuple[Path, ...]:
    """The key files of this call."""
    return _FILES.get()
