"""What the columns of a row hold, told from the types of its dataclass."""

from dataclasses import fields
from fractions import Fraction
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

Kind = Literal["text", "whole", "flag", "exact", "listed"]
"""What a column holds: words, a whole number, yes or no, an exact number, several things."""

LARGEST = 2**63 - 1
"""The largest whole number that frames and SQL tables hold as one."""


def kinds_of(row: type[Any]) -> dict[str, Kind]:
    """The columns of a row's dataclass and what each holds. `TypeError` for a type no view uses."""
    if row not in _KINDS:
        hints = get_type_hints(row)
        _KINDS[row] = {field.name: _kind(hints[field.name], field.name) for field in fields(row)}
    return _KINDS[row]


_KINDS: dict[type, dict[str, Kind]] = {}


def _kind(hint: Any, name: str) -> Kind:
    if get_origin(hint) is tuple:
        return "listed"
    options = [option for option in get_args(hint) if option is not NoneType] or [hint]
    if get_origin(hint) is Literal or all(get_origin(option) is Literal for option in options) or options == [str]:
        return "text"
    if options == [bool]:
        return "flag"
    if options == [int]:
        return "whole"
    if set(options) == {int, Fraction}:
        return "exact"
    raise TypeError(f"column {name} has the type {hint}, which no frame can hold exactly")
