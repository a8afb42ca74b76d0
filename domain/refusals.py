"""The refusals: why a command was not recorded. Codes are stable for ever; sentences are for people.

A refusal is raised, never returned. It says what, where, which clause where one applies, how to go on, and what is known
to be recorded: nothing, unless its class says otherwise.
"""

import re
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from domain.plurals import filled


@dataclass(eq=False)
class Refusal(Exception):
    """A command the rules do not allow. Subclasses are named statements with the facts they are about.

    The code is the class's name in small letters with hyphens. A class that is called otherwise than its code says its code.
    """

    code: ClassVar[str]
    says: ClassVar[str]
    fix: ClassVar[str]
    on_record: ClassVar[str] = "Nothing was recorded."
    """What is known to be on record. A commit that failed half way knows less, and must not say this."""

    def __init_subclass__(cls) -> None:
        if "code" not in vars(cls):
            cls.code = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def facts(self) -> dict[str, Any]:
        """The facts the refusal is about, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

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
