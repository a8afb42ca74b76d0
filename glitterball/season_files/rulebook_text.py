"""A rulebook as the TOML text `domain.rulebook.read_rulebook` reads."""

import json
from typing import Any

import tomli_w

from domain.record import canonical_json
from domain.rulebook import Rulebook
from domain.rulebook.reading import FORMAT, NAMED


def rulebook_text(rulebook: Rulebook) -> str:
    """The text of a rulebook. Raises `ValueError` when a reading of an assumption has no form in TOML."""
    tree: dict[str, Any] = {"glitterball": FORMAT, **json.loads(canonical_json(rulebook))}
    for assumption in tree.get("assumptions", []):
        assumption["alternatives"] = [json.loads(reading) for reading in assumption["alternatives"]]
    for plural in NAMED:
        if plural in tree:
            tree[plural] = {member.pop("name"): member for member in tree[plural]}
    try:
        return tomli_w.dumps(tree)
    except TypeError as error:
        raise ValueError(f"rulebook {rulebook.ref} has a reading that TOML cannot hold: {error}") from None
