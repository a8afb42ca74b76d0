"""Standard output and error as a desk has them: in any encoding, and with a reader that may leave."""

import io
import os
import sys
from typing import Any, TextIO


class Patient(io.FileIO):
    """A stream whose reader may leave (`events list | head -1`): the rest goes nowhere, and the command ends as it would have.

    A command that stopped half way would have to say so with an exit code, and none would be true.
    """

    left = False

    def write(self, octets: Any) -> int:
        """Write what the reader still takes."""
        if not self.left:
            try:
                return int(super().write(octets) or 0)
            except BrokenPipeError:
                self.left = True
        return memoryview(octets).nbytes


def prepare() -> None:
    """Make both streams patient, and write what their encoding does not have as an escape such as \\u0110.

    An escape and not a question mark, so that no two names become one. That is for people; what machines read goes around it,
    in UTF-8 (`write_exactly`).
    """
    sys.stdout, sys.stderr = _prepared(sys.stdout), _prepared(sys.stderr)


def _prepared(stream: TextIO | Any) -> Any:
    if not isinstance(stream, io.TextIOWrapper):  # closed by whoever started us, or somebody else's already
        return stream if stream is not None else open(os.devnull, "w", encoding="utf-8")
    stream.flush()
    raw = Patient(stream.fileno(), "w", closefd=False)
    buffered = io.BufferedWriter(raw)
    return io.TextIOWrapper(
        buffered, stream.encoding, "backslashreplace", line_buffering=stream.line_buffering or stream is sys.stderr
    )


def reader_left() -> bool:
    """Whether nobody reads standard output any more."""
    return bool(getattr(getattr(getattr(sys.stdout, "buffer", None), "raw", None), "left", False))


def write_exactly(text: str) -> None:
    """Write a text to standard output in UTF-8, whatever encoding that has: CSV and JSON are UTF-8 wherever they go."""
    octets = getattr(sys.stdout, "buffer", None)
    if octets is None:  # somebody else's stream, which holds any text
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    octets.write(text.encode("utf-8", "replace"))
    octets.flush()
