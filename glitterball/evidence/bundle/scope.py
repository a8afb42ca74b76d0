"""The scope: the log's signed word on which positions hold the events of a season (bundle.md, section 6).

glitterball scope v1
<origin>
<season>
<size>
<root>
<first>-<last>
...
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from glitterball.evidence.bundle.refusals import BundleMalformed
from glitterball.proof.checkpoints import Checkpoint
from glitterball.proof.keys import SignerKey
from glitterball.proof.notes import sign_note
from glitterball.proof.spellings import to_base64

HEADING = "glitterball scope v1"
_SPAN = re.compile(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,17})")

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The positions of a season in the first `size` events of a log."""

    origin: str
    season: str
    size: int
    root: bytes
    spans: Spans

    def to_text(self) -> str:
        """The text that is signed."""
        head = (HEADING, self.origin, self.season, self.size, to_base64(self.root))
        return "".join(f"{line}\n" for line in (*head, *(f"{first}-{last}" for first, last in self.spans)))

    def __contains__(self, position: int) -> bool:
        at = bisect_right(self.spans, (position, self.size)) - 1
        return at >= 0 and self.spans[at][0] <= position <= self.spans[at][1]

    def positions(self) -> Iterator[int]:
        """Every position, ascending."""
        for first, last in self.spans:
            yield from range(first, last + 1)


def sign_scope(checkpoint: Checkpoint, season: str, spans: Spans, signer: SignerKey) -> bytes:
    """The scope of a season at a checkpoint, as a signed note."""
    scope = Scope(origin=checkpoint.origin, season=season, size=checkpoint.size, root=checkpoint.root, spans=spans)
    return sign_note(scope.to_text(), (signer,))


def read_scope(text: str, checkpoint: Checkpoint) -> Scope:
    """Read a text that was signed; refuses BundleMalformed unless it is a scope of the log at that checkpoint."""
    lines = text.split("\n")
    if len(lines) < 6 or lines[0] != HEADING or lines[-1] != "":
        raise BundleMalformed("The scope", "it does not begin as one, or a line is missing")
    found = [_SPAN.fullmatch(line) for line in lines[5:-1]]
    spans = tuple((int(one[1]), int(one[2])) for one in found if one)
    scope = Scope(origin=checkpoint.origin, season=lines[2], size=checkpoint.size, root=checkpoint.root, spans=spans)
    if len(spans) < len(found) or scope.to_text() != text:
        raise BundleMalformed("The scope", "it is not about this log at the last checkpoint")
    apart = all(one[1] + 1 < other[0] for one, other in pairwise(spans))
    if not apart or any(first > last for first, last in spans) or (spans and spans[-1][1] > scope.size):
        raise BundleMalformed("The scope", "its spans overlap, touch or reach beyond the log")
    return scope


def spans_in(text: str) -> Spans:
    """The spans of a scope's text that we signed ourselves."""
    found = (_SPAN.fullmatch(line) for line in text.split("\n")[5:-1])
    return tuple((int(one[1]), int(one[2])) for one in found if one)


def spans_of(positions: Iterable[int]) -> Spans:
    """Ascending positions as spans."""
    spans: list[tuple[int, int]] = []
    for position in positions:
        extend_spans(spans, position)
    return tuple(spans)


def extend_spans(spans: list[tuple[int, int]], position: int) -> None:
    """One more position, behind all others."""
    if spans and spans[-1][1] + 1 == position:
        spans[-1] = (spans[-1][0], position)
    else:
        spans.append((position, position))
