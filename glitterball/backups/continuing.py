"""Whether a restored store may be recorded in: it must continue every checkpoint that was published of it.

A store that ends before a published checkpoint looks sound, and whatever is recorded in it next contradicts that checkpoint for
ever. Its own files cannot tell; the register of the log's key and the published notes can.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from domain.findings import Finding
from domain.plurals import count_of
from glitterball.backups.making import root_of
from glitterball.backups.refusals import CheckpointsNotContinued, CheckpointsNotNamed
from glitterball.evidence.ledger.checking import register_differences, tells_nothing
from glitterball.log import EventLog
from glitterball.proof.checkpoints import parse_checkpoint
from glitterball.proof.spellings import to_base64


def must_continue(
    store: Path,
    registers: Sequence[Path],
    notes: Sequence[bytes],
    *,
    nothing_published: bool = False,
    new_log: bool = False,
) -> tuple[Finding, ...]:
    """Refuses (`CheckpointsNotContinued`) a store that does not continue what registers and published notes say, and
    (`CheckpointsNotNamed`) where nobody names a checkpoint nor says that nothing was published. A register in which
    nothing was signed, as a new key has it, names none.

    With `new_log` what it does not continue is answered, for whoever ends that log. The signatures of notes are not looked at:
    a note that nobody signed can only make this stricter.
    """
    with closing(EventLog.open(f"sqlite:{store}", read_only=True)) as log:
        found = (*_of_registers(log, registers), *_of_notes(log, notes))
    if found and not new_log:
        raise CheckpointsNotContinued(str(store), found)
    if not (found or notes or nothing_published) and all(map(tells_nothing, registers)):
        raise CheckpointsNotNamed(str(store))
    return found


def _of_registers(log: EventLog, registers: Sequence[Path]) -> Iterator[Finding]:
    for path in registers:
        for finding in (found for found in register_differences(path, log) if found.severity == "error"):
            yield Finding(f"{path.name}, {finding.where}", finding.what)


def _of_notes(log: EventLog, notes: Sequence[bytes]) -> Iterator[Finding]:
    last = log.last_position()
    for note in notes:
        checkpoint = parse_checkpoint(note)
        where = f"published checkpoint of {checkpoint.origin}"
        if checkpoint.size > last:
            yield Finding(where, f"it has {count_of(checkpoint.size, 'event')}, and the store ends at {last}")
        elif root_of(log, checkpoint.size) != to_base64(checkpoint.root):
            yield Finding(where, f"its {count_of(checkpoint.size, 'event')} are not the first of the store")
