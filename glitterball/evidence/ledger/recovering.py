"""A register brought up to what the store knows its key signed, where the one that signed last is lost with its machine."""

from glitterball.evidence.ledger.ledger import Ledger
from glitterball.evidence.ledger.publishing import add_with_scopes, must_follow
from glitterball.evidence.ledger.refusals import RegisterDiffers
from glitterball.evidence.ledger.register import Published, Register
from glitterball.evidence.ledger.sharing import lease_of
from glitterball.log.shared import Signed
from glitterball.proof.checkpoints import open_checkpoint
from glitterball.proof.keys import SignerKey


def recover(ledger: Ledger, register: Register, signer: SignerKey) -> tuple[Published, ...]:
    """Take into the register what the store knows its key signed after it, and answer that.

    Each must be signed by the key (else the note is refused), be of the log as it stands (`LogForked`, `LogRolledBack`), and
    follow on what the register has (`RegisterDiffers`). Cosignatures are not kept in the store: have them given again.
    """
    shared = ledger.log.shared
    register.must_be_of(signer)
    if shared is None:
        return ()
    with lease_of(ledger.log), register.alone():
        ledger.catch_up()
        return tuple(
            _taken_in(ledger, register, signer, signed)
            for signed in shared.signed_by(register.key)
            if _is_new(register, signed)
        )


def _is_new(register: Register, signed: Signed) -> bool:
    mine, last = register.of_size(signed.size), register.last()
    if mine is not None and mine.root != signed.root:
        raise RegisterDiffers(signed.size, str(register.path), "has another of that size")
    if mine is None and last is not None and signed.size < last.size:
        raise RegisterDiffers(signed.size, str(register.path), "has a larger one, and not that")
    return mine is None


def _taken_in(ledger: Ledger, register: Register, signer: SignerKey, signed: Signed) -> Published:
    checkpoint = open_checkpoint(signed.note, (signer.verifier_key(),), signer.name).checkpoint
    if (checkpoint.size, checkpoint.root) != (signed.size, signed.root):
        raise RegisterDiffers(signed.size, str(register.path), "has not got it; and its note is of another tree")
    must_follow(ledger, signed.size, signed.root)
    published = Published(signed.size, signed.root, signed.note)
    add_with_scopes(ledger.log, register, signer, checkpoint, published)
    return published
