"""Commitments to counts: points of P-256 that hide a count for ever, and add up as counts do. Whole numbers and hashes only.

A gateway commits in its closing manifest; from the counts and the manifest's nonce everybody who has them makes the same
points again. What is proved of them without the counts is `glitterball.sigma`'s.
"""
