"""Values as JSON and CSV have them. Exact numbers stay exact: whole ones are numbers, others text such as "17/2"."""

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any


def as_record(row: Any) -> dict[str, Any]:
    """A row, a dataclass or a mapping, as JSON values by name."""
    if isinstance(row, Mapping):
        return {str(key): plain(value) for key, value in row.items()}
    return {field.name: plain(getattr(row, field.name)) for field in fields(row)}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(element) for element in value]
    if isinstance(value, Mapping) or hasattr(value, "__dataclass_fields__"):
        return as_record(value)
    return value


def written(value: object) -> str:
    """A value in a table or a CSV cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return ", ".join(written(element) for element in value)
    return str(value)
