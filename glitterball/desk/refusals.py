"""The refusals about the desk."""

from typing import ClassVar

from domain.refusals import Refusal


class DeskNotInstalled(Refusal):
    """The library that draws full screens is optional."""

    exit_code: ClassVar[int] = 2
    says: ClassVar = "The desk needs the package textual, which is not installed."
    fix: ClassVar = "Install it with: pip install 'glitterball[desk]'."


class DeskNeedsTerminal(Refusal):
    """A full screen needs a keyboard and a screen."""

    exit_code: ClassVar[int] = 2
    says: ClassVar = "The desk is a full screen, and here is no terminal to show it on."
    fix: ClassVar = (
        "Start it in a terminal; over ssh with ssh -t. In a pipe there are: "
        "`week check`, `week standings` and `events tail`."
    )
