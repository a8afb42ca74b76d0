"""The ledger: the Merkle tree over the stored bytes of the log (RFC 6962), and the checkpoints its key has signed.

Start reading at `ledger.Ledger` (roots and proofs for any size), then `publishing.publish`, then `making.make_bundle`.
"""

from glitterball.ledger.ledger import Ledger, ledger_path

__all__ = ["Ledger", "ledger_path"]
