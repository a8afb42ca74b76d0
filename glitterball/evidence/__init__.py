"""Evidence for an outsider: what they can check without believing the show, its machines or us.

`ledger` hashes the log and signs checkpoints, `bundle` packs events with their proofs, `certificate` states an outcome for
people, `verifying` checks all of it. The file an auditor runs without installing anything is made in `auditors_file`.
"""
