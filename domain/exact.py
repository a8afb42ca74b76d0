"""Exact numbers. Marks, points and shares are whole numbers or fractions, never floats (half points exist: US season 1)."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import lcm
from typing import Annotated, Any, TypeGuard

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

Exact = int | Fraction
"""A whole number is always an `int`; everything else a `Fraction` in lowest terms."""


def exact(value: int | Fraction) -> Exact:
    """The one form of a number: 8 for 16/2, `Fraction(17, 2)` for eight and a half."""
    if type(value) is int:
        return value
    return int(value) if value.denominator == 1 else value


def all_exact(values: Iterable[int | Fraction]) -> tuple[Exact, ...]:
    """Each in the one form of a number. Where all are whole already, which is nearly always, none is looked at twice."""
    listed = tuple(values)
    return listed if _whole(listed) else tuple(map(exact, listed))


def _whole(values: tuple[Exact, ...]) -> TypeGuard[tuple[int, ...]]:
    """Whether each is an `int` and nothing that only behaves like one."""
    return {*map(type, values)} <= {int}


def read_exact(text: str) -> Exact:
    """Read a number as people write it: `8`, `8.5` or `17/2`. Raises `ValueError` on anything else."""
    text = text.strip()
    if len(text) > 40:
        raise ValueError(f"{text[:20]!r}... is too long for a mark")
    try:
        if "/" in text:
            return exact(Fraction(text))
        number = Decimal(text)
        if not number.is_finite() or abs(number.adjusted()) > 20:
            raise ValueError
        return exact(Fraction(number))
    except (ValueError, InvalidOperation, ZeroDivisionError):
        raise ValueError(f"{text!r} is not a number such as 8, 8.5 or 17/2") from None


def write_exact(value: Exact) -> str:
    """The text of a number, as `read_exact` reads it: `8`, `17/2`."""
    return str(value)


def as_typed(value: Exact) -> str:
    """The text of a number as somebody types it, and as `read_exact` reads it: `8`, `9.5`; `17/3` where no decimals hold it."""
    places = next((places for places in range(7) if 10**places % value.denominator == 0), None)
    if not places:
        return str(value)
    whole, rest = divmod(abs(int(value * 10**places)), 10**places)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{places}d}"


def over_one_denominator(values: Iterable[Exact]) -> tuple[tuple[int, ...], int]:
    """Whole numerators over their least common denominator: (8, 17/2) becomes ((16, 17), 2). Integers stay as they are."""
    listed = tuple(values)
    if _whole(listed):
        return listed, 1
    over = lcm(*(value.denominator for value in listed))
    if over == 1:
        return tuple(int(value) for value in listed), 1
    return tuple(value.numerator * (over // value.denominator) for value in listed), over


class _ExactSchema:
    """In stored JSON a whole number is a number and a fraction is text, `"17/2"`; a float is refused."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda value: value if isinstance(value, int) else str(value)
            ),
        )

    @staticmethod
    def _validate(value: object) -> Exact:
        if isinstance(value, bool):
            raise ValueError("a number is needed, not true or false")
        if isinstance(value, int):
            return value
        if isinstance(value, Fraction):
            return exact(value)
        if isinstance(value, str):
            return read_exact(value)
        raise ValueError(f"{value!r} is not exact: write a whole number, or text such as '17/2'")


ExactNumber = Annotated[Exact, _ExactSchema]
"""The field type of an exact number in events, commands and rulebooks."""
