"""Proofs, and what one is about, read from the season alone: what counts, what was announced, and in which bytes.

Prover and verifier ask the same functions, and neither hands the other a statement (decision 0026). That it is true is
`domain.claims`' in whole numbers, and `glitterball.sigma`'s without them.
"""
