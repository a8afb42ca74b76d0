"""Refusals of the snapshots."""

from typing import ClassVar

from domain.refusals import Refusal


class SnapshotsUnwritable(Refusal):
    """The file of snapshots cannot be written."""

    says: ClassVar = "The snapshots at {path} cannot be kept: {reason}."
    fix: ClassVar = (
        "Check the folder, the disk and who has the file open; every answer is as it was, it only takes longer."
    )
    path: str
    reason: str
