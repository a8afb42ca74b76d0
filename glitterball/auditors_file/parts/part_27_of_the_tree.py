"""The tree of a bundle: the root at each checkpoint, and the proofs between them (bundle.md, section 7)."""

from __future__ import annotations

from itertools import pairwise

from .part_01_findings import Findings, Wrong, demand
from .part_02_spellings import hash_of
from .part_04_notes import Checkpoint
from .part_06_trees import Tree, check_consistency
from .part_07_container import Bundle


def check_roots(leaves: bytes, checkpoints: list[Checkpoint], findings: Findings) -> None:
    """The first n leaves have the root that the checkpoint of n states."""
    tree, fitting = Tree(), 0
    for checkpoint in checkpoints:
        for start in range(32 * tree.size, min(32 * checkpoint.size, len(leaves)), 32):
            tree.append(leaves[start : start + 32])
        if (tree.size, tree.root()) == (checkpoint.size, checkpoint.root):
            fitting = checkpoint.size
        else:
            says = "the leaves do not give the root signed; something differs in events"
            findings.add("root", f"{says} {fitting + 1} to {checkpoint.size}")


def check_proofs(bundle: Bundle, checkpoints: list[Checkpoint], findings: Findings) -> None:
    """There is one proof from each checkpoint to the next, and it leads there."""
    wanted = {f"consistency/{old.size}-{new.size}.proof": (old, new) for old, new in pairwise(checkpoints)}
    there = bundle.under("consistency/")
    for name in sorted(there ^ wanted.keys()):
        findings.add("consistency", f"{name} is missing, or not between neighbours")
    for name in sorted(there & wanted.keys()):
        text = bundle.read(name).decode("ascii", "replace")
        try:
            demand(len(text) <= 64 * 45 and (not text or text.endswith("\n")), "it is too long, or cut")
            check_consistency(*wanted[name], [hash_of(line) for line in text.split("\n")[:-1]])
        except Wrong as error:
            findings.add("consistency", f"{name}: {error}")
