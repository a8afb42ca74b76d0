"""Published formats of transparency logs: trees, notes, checkpoints, cosignatures, policies, receipts and tiles.

Nothing home-made: RFC 6962 and RFC 9162 for the tree, the C2SP specifications for every text. All of it is pure: no
disk, clock, chance or network, and nothing of the event log or the engine. Start reading at `merkle`, then
`notes`, then `checkpoints`; `policy` is where an auditor says whom to trust.
"""
