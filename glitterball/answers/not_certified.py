"""What stands beside every answer about a season whose rules name stage kinds of packages."""

from collections.abc import Mapping
from typing import Any


def not_certified(basis: Mapping[str, Any]) -> tuple[str, ...]:
    """The sentence, where the basis of an answer names such kinds."""
    kinds = basis.get("stage_kinds_of_packages", ())
    if not kinds:
        return ()
    return (f"Not certified, and no verifier can check it: the season's rules name {', '.join(kinds)}, of a package.",)
