"""The ledger: the Merkle tree over the stored bytes of the log (RFC 6962), and the checkpoints its key has signed.

Start reading at `ledger.Ledger` (roots and proofs for any size), then `publishing.publish`, then `making.make_bundle`.
"""

from glitterball.evidence.ledger.ledger import Ledger
from glitterball.evidence.ledger.making import Bundled, make_bundle, write_bundle
from glitterball.evidence.ledger.publishing import publish
from glitterball.evidence.ledger.recovering import recover
from glitterball.evidence.ledger.register import Published, Register, make_key, read_key, register_path
from glitterball.evidence.ledger_file import ledger_path

__all__ = [
    "Bundled",
    "Ledger",
    "Published",
    "Register",
    "ledger_path",
    "make_bundle",
    "make_key",
    "publish",
    "read_key",
    "recover",
    "register_path",
    "write_bundle",
]
