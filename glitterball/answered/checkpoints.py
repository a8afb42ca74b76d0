"""What is answered of checkpoints: those a key has signed."""

from collections.abc import Iterable
from dataclasses import dataclass

from glitterball.answers import Answer
from glitterball.evidence.ledger import Published
from glitterball.proof.notes import parse_note
from glitterball.proof.spellings import to_base64


@dataclass(frozen=True, slots=True)
class Line:
    """One checkpoint in a list."""

    size: int
    root: str
    signatures: int


def checkpoint_list(published: Iterable[Published]) -> Answer:
    """Every checkpoint the key has signed, by size."""
    rows = [Line(held.size, to_base64(held.root), len(parse_note(held.note).signatures)) for held in published]
    return Answer(schema="checkpoint-list", mode="", title="Checkpoints", rows=rows)
