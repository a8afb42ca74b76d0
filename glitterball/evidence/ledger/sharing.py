"""Checkpoints of a log that several machines record in: one of them signs, and the store keeps a second copy of what was signed.

The lease only keeps two from trying. What keeps the promise is the register: it is written before anybody sees a signature, and
the store is told afterwards. So a store that knows of less is a machine that died between the two, which is made good with the
next checkpoint; a store that knows of more, or of another root, is a register that was set back or copied: nothing is signed.
"""

from contextlib import AbstractContextManager, nullcontext

from glitterball.evidence.ledger.refusals import RegisterDiffers
from glitterball.evidence.ledger.register import Register
from glitterball.log import EventLog
from glitterball.log.shared import Signed


def lease_of(log: EventLog) -> AbstractContextManager[None]:
    """While it lasts no other machine signs for this log; of a log in a file or in memory the register alone decides."""
    return nullcontext() if log.shared is None else log.shared.lease()


def settle(log: EventLog) -> None:
    """Nothing is signed that a server which dies now would take with it. Refuses (`StandbyBehind`)."""
    if log.shared is not None:
        log.shared.settle()


def must_agree(log: EventLog, register: Register) -> None:
    """Refuses (`RegisterDiffers`) where the store knows of a signature that the register does not. Inside `alone`."""
    if log.shared is None:
        return
    for signed in log.shared.signed_by(register.key):
        mine = register.of_size(signed.size)
        if mine is None:
            raise RegisterDiffers(signed.size, str(register.path), "has not got it")
        if mine.root != signed.root:
            raise RegisterDiffers(signed.size, str(register.path), "has another of that size")


def share(log: EventLog, register: Register) -> None:
    """Have the store keep what the register has and it has not, the smallest first. Refuses what contradicts what it keeps."""
    if log.shared is None:
        return
    kept = max((signed.size for signed in log.shared.signed_by(register.key)), default=0)
    for published in register.published():
        if published.size > kept:
            answer = log.shared.keep(Signed(register.key, published.size, published.root, published.note))
            if answer != "kept":
                raise RegisterDiffers(published.size, str(register.path), f"was answered that it is {answer}")
