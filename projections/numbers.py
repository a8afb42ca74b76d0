"""Numbers as people read them. What is compared, added or recorded is the exact number; these are only for reading."""

from fractions import Fraction


def percent(share: Fraction | int, places: int = 2) -> str:
    """A share of the whole as percent, rounded half away from nothing: `9.14 %`. The exact fraction belongs beside it."""
    scaled = Fraction(share) * 100 * 10**places
    rounded = (2 * abs(scaled) + 1) // 2
    whole, rest = divmod(int(rounded), 10**places)
    sign = "-" if scaled < 0 and rounded else ""
    return f"{sign}{whole}.{rest:0{places}d} %" if places else f"{sign}{whole} %"


def upper_bound(share: Fraction | int, attained: bool, beside: str = "") -> str:
    """The highest a share can have been: `at most` where it can have been just that, `less than` where only anything below.
    `beside` is what is said with the number, such as the exact fraction."""
    return f"{'at most' if attained else 'less than'} {percent(share)}{beside}"


def lower_bound(share: Fraction | int, attained: bool, beside: str = "") -> str:
    """The lowest a share can have been, likewise: `at least` or `more than`."""
    return f"{'at least' if attained else 'more than'} {percent(share)}{beside}"


def number(value: int | Fraction) -> str:
    """A number as it is read and said, exactly: 8, 8.5, 1,200,000; `17/3` where four places do not hold it."""
    if isinstance(value, int):
        return f"{value:,}"
    for places in (1, 2, 3, 4):
        scaled = value * 10**places
        if scaled.denominator == 1:
            whole, rest = divmod(abs(int(scaled)), 10**places)
            return f"{'-' if value < 0 else ''}{whole:,}.{rest:0{places}d}"
    return str(value)
