"""A command as it is sent, by a form or a program: JSON, which says under `do` which it is."""

from functools import cache
from typing import Annotated

from pydantic import Discriminator, TypeAdapter, ValidationError

from domain.misfits import clause_for
from domain.season import commands as c
from glitterball.web.refusals import CommandUnclear


@cache
def commands() -> TypeAdapter[c.SeasonCommand]:
    """How a command is read: by what it says under `do`."""
    return TypeAdapter(Annotated[c.SeasonCommand, Discriminator("do")])


def command_in(octets: bytes | str, what: str = "the body") -> c.SeasonCommand:
    """The command that was sent. Refuses what is none, and says where; `what` is the whole of what was sent."""
    try:
        return commands().validate_json(octets)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))[:200] or what
        raise CommandUnclear(where, clause_for(first)[:2_000]) from None
