"""The refusals of the desk in the browser."""

from typing import ClassVar

from domain.refusals import Refusal


class NoLogKey(Refusal):
    """A bundle ends at a checkpoint that was published with the log's key, and the pages were given none."""

    says: ClassVar = (
        "A bundle ends at a published checkpoint, and these pages were given no key whose checkpoints those are."
    )
    fix: ClassVar = "Have it served with: glitterball serve --key FILE, after glitterball checkpoint publish."
