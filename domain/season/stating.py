"""A command and the fact it becomes: the same particulars, in the past tense."""

from typing import Any, ClassVar, TypeVar

from domain.record import Fact, Frozen, Name
from domain.season.roles import Authority
from domain.stated import Stated


class Command(Frozen, metaclass=Stated):
    """Something asked for. `source` says who published it, for facts taken from the public record.

    `authority` says who may ask for it. A command about a proposal has none of its own: it takes that of what is proposed.
    """

    authority: ClassVar[Authority]

    source: Name | None = None


class SeasonFact(Fact):
    """A fact of a season's stream. `source` says who published it, for facts taken from the public record."""

    source: Name | None = None


F = TypeVar("F", bound=SeasonFact)


def stated(fact: type[F], command: Command, **more: Any) -> F:
    """The fact with the command's particulars, and what the decision adds. What was not given need not be one of its fields."""
    given = ((name, getattr(command, name)) for name in type(command).model_fields if name != "do")
    particulars = {name: value for name, value in given if value is not None or name in fact.model_fields}
    return fact(**(particulars | more))
