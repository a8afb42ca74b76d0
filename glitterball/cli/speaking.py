"""Who is speaking: as said with the command, else as set once, in the environment or in the settings.

`speaker` is the one place that answers it, for every command that records. Start reading there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Annotated, ClassVar, get_args

import typer

from domain.record import Actor, Role
from domain.refusals import Refusal
from glitterball.cli import settings
from glitterball.cli.settings import NOBODY, Standing, settings_file
from glitterball.cli.typed import in_words
from glitterball.spelling import did_you_mean

BY = "GLITTERBALL_BY"
"""The variable of the environment that says who speaks."""

SETTING = "by"
"""What it is called in the settings."""


class PersonUnclear(Refusal):
    """Who speaks must be said with a role. `where` is the option, the variable or the file that says it."""

    says: ClassVar = "{where}: {said!r} does not say who speaks in which role.{hint}"
    fix: ClassVar = 'Write a name and a role, such as "Dora (score desk)"; roles {roles:is|are}: {roles}.'
    where: str
    said: str
    roles: str
    hint: str = ""


class SpeakerUnknown(Refusal):
    """A command that records says who speaks, or somebody has set it."""

    exit_code: ClassVar[int] = 2
    says: ClassVar = (
        "Nobody says who speaks: --by is missing, GLITTERBALL_BY is not set, and nothing is set in {settings}."
    )
    fix: ClassVar = 'Say --by "NAME (ROLE)", or set it once: glitterball whoami --set "NAME (ROLE)".'
    settings: str


_AT_THE_DESK: ContextVar[Standing | None] = ContextVar("who speaks at the desk", default=None)


@contextmanager
def spoken_by(who: Standing | None) -> Iterator[None]:
    """While this lasts somebody speaks for every command that does not say otherwise, whatever is set elsewhere."""
    token = _AT_THE_DESK.set(who)
    try:
        yield
    finally:
        _AT_THE_DESK.reset(token)


def standing() -> Standing | None:
    """Who speaks unless a command says otherwise: at a desk whoever sits there; else the environment, then the settings."""
    at_the_desk = _AT_THE_DESK.get()
    if at_the_desk is not None:
        return at_the_desk
    found = settings.standing(SETTING)
    return None if found.where == NOBODY else found


def unless_said() -> str:
    """What stands for `--by` where it is not said. Refuses where nobody has set it, and what was set wrongly, by its place."""
    found = standing()
    if found is None:
        raise SpeakerUnknown(str(settings_file()))
    speaker(found.said, found.where)
    return found.said


def speaker(said: str, option: str = "--by") -> Actor:
    """The one who speaks, from what was said: a name and a role, `Dora (score desk)`."""
    name, bracket, role = said.strip().rpartition("(")
    role = role.strip().removesuffix(")").strip()
    if not bracket or not name.strip() or role not in get_args(Role):
        raise PersonUnclear(option, said, ", ".join(get_args(Role)), did_you_mean(role, get_args(Role)))
    return Actor.model_validate({"name": in_words(name, option), "role": role})


ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        default_factory=unless_said,
        show_default=False,
        help='Who says so, and in what role: "Dora (score desk)". Unless said: GLITTERBALL_BY, or what whoami sets.',
        metavar='"NAME (ROLE)"',
    ),
]
WithOption = Annotated[
    str | None,
    typer.Option(
        "--with",
        help="The second person, where it takes two; without one it is proposed, and the exit code is 4.",
        metavar='"NAME (ROLE)"',
    ),
]
