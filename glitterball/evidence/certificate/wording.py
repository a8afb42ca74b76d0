"""How the page says things: people, couples, points, moments."""

from collections.abc import Iterable
from fractions import Fraction

from domain.exact import Exact
from glitterball.evidence.certificate.certificate import Certificate
from glitterball.evidence.certificate.people import Answerable
from projections.names import listed
from projections.numbers import number, percent

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def couples(one: Certificate, named: Iterable[str]) -> str:
    """Couples as called on screen."""
    return listed([one.names.get(couple, couple) for couple in named])


def order(one: Certificate, groups: Iterable[tuple[str, ...]]) -> str:
    """Couples best first, those still equal with a sign between."""
    return " › ".join(" = ".join(one.names.get(couple, couple) for couple in group) for group in groups if group)


def people(who: Answerable | None) -> str:
    """One name or both."""
    return " and ".join(who.names) if who is not None else "nobody"


def points(value: Exact) -> str:
    """Points for a reader: shares to two places of a percent, others exactly."""
    if isinstance(value, Fraction) and value.denominator > 10_000:
        return percent(value)
    return number(value)


def moment(time: str | None) -> str:
    """A recorded time."""
    return time.replace("T", " ").replace("Z", " UTC") if time else "no time"


def day(date: str) -> str:
    """A date in words; as it stands where it is none."""
    year, month, number = date.split("-")
    at = int(month) - 1
    return f"{int(number)} {MONTHS[at]} {year}" if at in range(12) else date


def weeks(numbers: tuple[int, ...]) -> str:
    """Weeks by number."""
    return f"week{'s' if len(numbers) > 1 else ''} {listed([str(number) for number in numbers])}"


def counted(one: Certificate) -> str:
    """Whose weeks' scores and votes count."""
    if one.scores_from == one.votes_from:
        return f"scores and votes of {weeks(one.scores_from)}"
    return f"scores of {weeks(one.scores_from)}, votes of {weeks(one.votes_from)}"
