"""Some properties tried of some rulebooks from one seed: the same answer in any process."""

import json
from collections.abc import Sequence

from glitterball.properties import Budget, as_json, run_properties
from glitterball.rulebooks import shipped_rulebook

NAMES = ("savable", "monotone", "withdrawal-proof", "conserved", "order-free")
BUDGET = Budget(max_examples=10, seed=7, outcomes=200)


def tried(books: Sequence[str]) -> str:
    """What the properties come to in these books, as JSON."""
    results = [result for name in books for result in run_properties(shipped_rulebook(name), BUDGET, NAMES)]
    return json.dumps(as_json(results), sort_keys=True)
