"""Why bytes are no bundle."""

from typing import ClassVar

from domain.refusals import Refusal


class BundleMalformed(Refusal):
    """The bytes do not have the form of a bundle, or of the part of one they should be."""

    exit_code: ClassVar[int] = 5
    says: ClassVar = "{part} is not as the format has it: {reason}."
    fix: ClassVar = "Ask for the bundle again, and compare its SHA-256 with the one that was published."
    part: str
    reason: str


class BundleNewer(Refusal):
    """A bundle of a version that this program does not know."""

    exit_code: ClassVar[int] = 3
    code: ClassVar = "bundle-newer"
    says: ClassVar = "The bundle was written by a newer Glitterball than this program: {reason}."
    fix: ClassVar = "Verify it with the version that wrote it, or a later one."
    reason: str


class BundleTooLarge(Refusal):
    """More than the container holds."""

    exit_code: ClassVar[int] = 3
    says: ClassVar = "The bundle would have {what}."
    fix: ClassVar = "Bundle a season from a log of its own, or a week instead of the season."
    what: str
