"""Stage kinds of packages: what a rulebook gives to one. What such a kind computes is known to no verifier."""

from __future__ import annotations

from .part_01_findings import demand
from .part_02_spellings import Json
from .part_08_values import WORDS

PLUG_IN = "PLUG_IN "
"""Before the name of a kind of a package among what of a rulebook is not known here."""
MOST_PARAMETERS = 20
LARGEST_PARAMETER = 10**18


def check_parameters(value: Json) -> tuple[str, ...]:
    """By name, in the order of the names: words, whole numbers, yes or no."""
    demand(isinstance(value, dict) and len(value) <= MOST_PARAMETERS, "parameters are needed")
    demand(list(value) == sorted(value), "parameters do not stand in the order of their names")
    for name, given in value.items():
        demand(_is("parameter", name), f"{name[:60]!r} is no name of a parameter")
        whole = type(given) is int and abs(given) <= LARGEST_PARAMETER
        said = isinstance(given, str) and _is("name", given)
        demand(isinstance(given, bool) or whole or said, "a parameter is words, a whole number, yes or no")
    return ()


def _is(word: str, text: str) -> bool:
    pattern, longest = WORDS[word]
    return len(text) <= longest and pattern.fullmatch(text) is not None
