"""Checkpoints that a witness cosigns as they are published: for a rehearsal, whose witness is a key beside the log's own.

A real witness is somebody else, on another machine, and keeps its record there.
"""

from datetime import datetime

from glitterball.evidence.ledger.ledger import Ledger
from glitterball.evidence.ledger.publishing import publish, take_cosignatures, witness_request
from glitterball.evidence.ledger.register import Published, Register
from glitterball.proof.keys import Algorithm, SignerKey, VerifierKey
from glitterball.proof.witness import Witness


class WitnessedPublisher:
    """Publishes checkpoints of one log, each cosigned by one witness that has seen the log grow from the one before."""

    def __init__(self, ledger: Ledger, register: Register, signer: SignerKey, witness: SignerKey) -> None:
        self.ledger, self.register, self.signer = ledger, register, signer
        self.witness = Witness(witness, {signer.name: (signer.verifier_key(),)})
        self._seen: dict[str, bytes] = {}
        self._size = 0

    def publish(self, at: str) -> Published:
        """A checkpoint of the log as it stands, cosigned at a recorded time."""
        published = publish(self.ledger, self.register, self.signer)
        request = witness_request(self.ledger, published, self._size)
        seconds = int(datetime.fromisoformat(at).timestamp())
        answer = self.witness.add_checkpoint(request, self._seen, seconds)
        assert answer.status == 200, "the witness of a rehearsal follows the log from its first checkpoint"
        if answer.record is not None:
            self._seen[self.signer.name] = answer.record
        self._size = published.size
        return take_cosignatures(self.register, published.size, answer.body, [self.key])

    @property
    def key(self) -> VerifierKey:
        """What the witness cosigns with."""
        return self.witness.signer.verifier_key(Algorithm.COSIGNATURE)

    def policy(self) -> str:
        """What an auditor of the rehearsal trusts: this log, and its witness."""
        log = self.signer.verifier_key().to_text()
        return f"log {log}\nwitness rehearsal {self.key.to_text()}\nquorum rehearsal\n"
