"""The refusals: why a command was not recorded. Codes are stable for ever; sentences are for people.

A refusal is raised, never returned. It says what, where, which clause where one applies, how to go on, and what is known
to be recorded: nothing, unless its class says otherwise.
"""

import re
from typing import Any, ClassVar, dataclass_transform, get_origin

from domain.plurals import filled


@dataclass_transform(eq_default=False)
class Refusal(Exception):
    """A command the rules do not allow. Subclasses are named statements with the facts they are about.

    The code is the class's name in small letters with hyphens. A class that is called otherwise than its code says its code.

    A fact is what a class annotates, in that order, as in a dataclass, and may have a value by default. It is not made by
    `dataclass`, which writes each class's methods anew: with some hundred refusals that was a tenth of a small command.
    """

    code: ClassVar[str]
    says: ClassVar[str]
    fix: ClassVar[str]
    on_record: ClassVar[str] = "Nothing was recorded."
    """What is known to be on record. A commit that failed half way knows less, and must not say this."""

    about: ClassVar[tuple[str, ...]] = ()
    """The names of the facts, in order."""

    def __init_subclass__(cls) -> None:
        if "code" not in vars(cls):
            cls.code = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
        annotated = vars(cls).get("__annotations__", {}).items()
        own = (name for name, kind in annotated if kind is not ClassVar and get_origin(kind) is not ClassVar)
        cls.about = tuple(dict.fromkeys((*cls.about, *own)))

    def __init__(self, *facts: Any, **named: Any) -> None:
        given = dict(zip(self.about, facts, strict=False)) | named
        lacking = [name for name in self.about if name not in given and not hasattr(type(self), name)]
        if lacking or len(given) != len(facts) + len(named) or not set(given) <= set(self.about):
            raise TypeError(
                f"{type(self).__name__} is about {', '.join(self.about) or 'nothing'}, not {facts} and {named}"
            )
        for name, fact in given.items():
            setattr(self, name, fact)

    def __reduce__(self) -> tuple[Any, ...]:
        """As from a process of a pool: made again of its facts, whichever way they were given."""
        return type(self), tuple(self.facts().values()), vars(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={fact!r}' for name, fact in self.facts().items())})"

    def facts(self) -> dict[str, Any]:
        """The facts the refusal is about, by name."""
        return {name: getattr(self, name) for name in self.about}

    def sentence(self) -> str:
        """What is wrong and how to go on, for a person."""
        return f"{self.statement()} {self.advice()}"

    def statement(self) -> str:
        """What is wrong."""
        return filled(self.says, self.facts())

    def advice(self) -> str:
        """How to go on."""
        return filled(self.fix, self.facts())

    def __str__(self) -> str:
        return f"{self.sentence()} {self.on_record}"
