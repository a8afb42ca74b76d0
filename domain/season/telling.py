"""From a command to the fact it becomes: the same particulars, in the past tense."""

from typing import Any, TypeVar

from domain.season.commands import Command
from domain.season.events import SeasonFact

S = TypeVar("S", bound=SeasonFact)


def told(fact: type[S], command: Command, **more: Any) -> S:
    """The fact with the command's particulars, and what the decision adds."""
    particulars = {name: getattr(command, name) for name in type(command).model_fields if name != "do"}
    return fact(**(particulars | more))
