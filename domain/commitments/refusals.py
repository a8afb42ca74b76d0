"""Why bytes are no point of the curve."""

from typing import ClassVar

from domain.refusals import Refusal


class PointRefused(Refusal):
    """Bytes that are no point of P-256 in its one spelling (SEC 1 compressed, 33 bytes, never the identity)."""

    exit_code: ClassVar[int] = 5
    says = "{shown} is no point of the curve: {reason}."
    fix = (
        "Points are written compressed, in 33 bytes; the file they stand in was altered or was made by another program."
    )
    shown: str
    reason: str

    def __str__(self) -> str:
        return self.sentence()  # reading records nothing, so there is nothing to say about recording
