"""Why a ledger is not gone on with, and why a checkpoint is not signed. `exit_code` 5 where two things that must agree do not."""

from typing import ClassVar

from domain.refusals import Refusal


class LedgerRefusal(Refusal):
    """A refusal about the ledger or its checkpoints."""

    exit_code: ClassVar[int] = 3


class NotALedger(LedgerRefusal):
    """The file is something else, so it is not touched."""

    code = "not-a-ledger"
    says = "{path} is not a ledger of this version: {reason}."
    fix = "Name another file, or move this one away: a ledger is made again from the log."
    path: str
    reason: str


class LedgerUnwritable(LedgerRefusal):
    """The file cannot be opened, written or read."""

    code = "ledger-unwritable"
    says = "The file {path} cannot be used: {reason}."
    fix = "Check the folder and the space on the disk; the log is not affected."
    path: str
    reason: str


class LedgerNotOfLog(LedgerRefusal):
    """What was hashed is not what the log holds now: somebody should know before it is hashed again."""

    exit_code: ClassVar[int] = 5
    code = "ledger-not-of-log"
    says = (
        "The ledger holds {hashed} {hashed:event|events} of the log, and the event at position {position} is not the one it "
        "hashed."
    )
    fix = "Find out whether the store was restored or altered before you rebuild: glitterball checkpoint check."
    hashed: int
    position: int


class LogRolledBack(LedgerRefusal):
    """The log is shorter than a checkpoint its key has signed."""

    exit_code: ClassVar[int] = 5
    code = "log-rolled-back"
    says = (
        "The log ends at {last}, but this key has signed a checkpoint of {signed} {signed:event|events}: an older backup was "
        "restored."
    )
    fix = (
        "Restore the newer store. If events are lost for good, the log is over: "
        "begin a new one with a new origin and key, and say why."
    )
    last: int
    signed: int


class LogForked(LedgerRefusal):
    """The first events of the log are not those of a checkpoint its key has signed."""

    exit_code: ClassVar[int] = 5
    code = "log-forked"
    says = (
        "The first {signed} {signed:event|events} of the log {signed:is not the one|are not those} this key signed a checkpoint "
        "of: "
        "a backup was restored and gone on with, or events were altered."
    )
    fix = "Nothing may be signed for this log. Compare the store with the last bundle: glitterball verify names the position."
    signed: int


class RegisterMissing(LedgerRefusal):
    """What the key signed before is not known, so it signs nothing."""

    code = "register-missing"
    says = "The record of what this key has signed is missing: {path}."
    fix = "Restore it from beside the key. It is made together with the key and must never be made anew for an old key."
    path: str


class RegisterOfAnotherKey(LedgerRefusal):
    """The record beside the key is another key's."""

    code = "register-of-another-key"
    says = "{path} records what {recorded} signed, not {key}."
    fix = "Use the key and the record that were made together."
    path: str
    recorded: str
    key: str


class RegisterDiffers(LedgerRefusal):
    """The store on the server and the register beside the key do not agree on what the key has signed."""

    exit_code: ClassVar[int] = 5
    code = "register-differs"
    says = (
        "The store has a checkpoint of {size} {size:event|events} that this key signed, and {path} {found}: it was set back, or "
        "a copy of key and register signed elsewhere."
    )
    fix = (
        "Bring the register that signed last. Where it is lost for good with its machine: glitterball checkpoint recover "
        "--key FILE, which takes in what fits key and log."
    )
    on_record = "Nothing was signed."
    size: int
    path: str
    found: str


class FileTaken(LedgerRefusal):
    """A file is there already, and is not replaced."""

    code = "file-taken"
    says = "{path} is there already."
    fix = "Choose another name; a key or a record of signatures is never replaced."
    path: str


class NothingToSign(LedgerRefusal):
    """An empty log has nothing to say."""

    code = "nothing-to-sign"
    says = "The log is empty, so there is nothing to sign."
    fix = "Record something first."


class NoSuchCheckpoint(LedgerRefusal):
    """No checkpoint of that size was published."""

    code = "no-such-checkpoint"
    says = "No checkpoint of {wanted} was published; there {known:is|are}: {known}."
    fix = "Publish one with: glitterball checkpoint publish --key FILE."
    wanted: str
    known: str


class CountsGuessable(LedgerRefusal):
    """What would be sealed could be found out by trying."""

    code = "counts-guessable"
    says = (
        "{found} {found:event has|events have} no nonce and so few votes that {found:its|their} counts could be guessed from "
        "{found:its hash|their hashes}, the first at position {position}."
    )
    fix = "Have gateways send a nonce with each batch, or make the bundle all the same with --guessable."
    found: int
    position: int


class NoProof(LedgerRefusal):
    """A bundle was to hold proofs, and there are none up to its last checkpoint."""

    says = "No proof of {weeks:week|weeks} {weeks} stands up to the checkpoint of {size}."
    fix = "Make it (glitterball week prove), then publish a checkpoint (glitterball checkpoint publish)."
    weeks: str
    size: int


class ProofLost(LedgerRefusal):
    """A proof is on record, and its file is not where proofs are kept."""

    says = "The proof of week {week}, recorded at event {position}, is not there: {digest}.sigma."
    fix = "Bring the file back, or make the proof again (glitterball week prove)."
    week: int
    position: int
    digest: str
