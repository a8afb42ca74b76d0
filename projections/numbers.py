"""Numbers as people read them. What is compared, added or recorded is the exact number; these are only for reading."""

from fractions import Fraction


def percent(share: Fraction | int, places: int = 2) -> str:
    """A share of the whole as percent, rounded half away from nothing: `9.14 %`. The exact fraction belongs beside it."""
    scaled = Fraction(share) * 100 * 10**places
    rounded = (2 * abs(scaled) + 1) // 2
    whole, rest = divmod(int(rounded), 10**places)
    sign = "-" if scaled < 0 and rounded else ""
    return f"{sign}{whole}.{rest:0{places}d} %" if places else f"{sign}{whole} %"


def number(value: int | Fraction) -> str:
    """A whole number with its thousands apart; 8.5 where three places hold a fraction, `17/3` where none do."""
    if isinstance(value, int):
        return f"{value:,}"
    thousandths = value * 1000
    if thousandths.denominator != 1:
        return str(value)
    text = f"{thousandths.numerator:+05d}"
    return f"{text[0] if text[0] == '-' else ''}{text[1:-3]}.{text[-3:]}".rstrip("0").rstrip(".")
