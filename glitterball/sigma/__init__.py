"""Proofs about numbers nobody is shown: the CFRG's sigma proofs for linear relations, over P-256 with SHAKE128.

Nothing home-made: draft-irtf-cfrg-sigma-protocols-03 for the proofs, draft-irtf-cfrg-fiat-shamir-03 for the sponge, RFC
9380 for the second generator, FIPS 186 for the curve; the drafts' own vectors hold every file. All of it is pure but for
`secrets`, which the prover and the batch verification need. Start reading at `p256`, then `relations`, then `ranges`.

Experimental: no outside cryptographer has reviewed it. Python is not constant-time: the prover belongs on the machine
that tabulates, which knows the counts anyway, and on no other.
"""
