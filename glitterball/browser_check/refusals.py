"""Refusals of the check in a browser: the Python it runs in is not here, or is another."""

from typing import ClassVar

from domain.refusals import Refusal


class BrowserPythonMissing(Refusal):
    """This installation was made without the Python that runs in a browser."""

    says: ClassVar = "The check in a browser is not in this installation: it was made without its Python ({file})."
    fix: ClassVar = (
        "Fetch it once with: python -m glitterball.browser_check.build. Without it, glitterball verifier writes the single "
        "file, and python verify_bundle.py FILE --policy FILE checks the same."
    )
    file: str


class BrowserPythonAltered(Refusal):
    """The Python that runs in a browser is not the one that was taken in."""

    says: ClassVar = (
        "The Python for the check in a browser ({file}) is not the one this version pins: its SHA-256 is {found}."
    )
    fix: ClassVar = "Fetch it again with: python -m glitterball.browser_check.build. Hand out no page made with it."
    exit_code: ClassVar[int] = 5
    file: str
    found: str
