"""Proving a certified outcome from what gateways have committed to, and keeping the proofs (decision 0026)."""

from glitterball.proving.folder import InFolder, InMemory, Proofs, proofs_beside
from glitterball.proving.prove import leaf_in, made_proof, prove

__all__ = ["InFolder", "InMemory", "Proofs", "leaf_in", "made_proof", "proofs_beside", "prove"]
