"""The promises a show makes to its viewers about its own rules, and those it does not make, each with the reason."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, model_validator

from domain.record import Frozen, Name

PromiseName = Literal[
    "savable", "nobody-safe", "winnable", "votes-matter", "monotone", "decisive", "neutral", "no-dictator",
    "consistent", "withdrawal-proof", "scale-free", "conserved", "order-free", "local", "schedule",
]  # fmt: skip
"""What can be promised (RULES 5). `glitterball.properties` says each in the show's words and tries to break it."""

PROMISES: tuple[PromiseName, ...] = get_args(PromiseName)


class Waiver(Frozen):
    """A promise the show does not make, and why."""

    promise: PromiseName
    because: Name


def _by_name(waives: Any) -> Any:
    """`[promises.waives] consistent = "because ..."` in the text is a list of waivers in the value."""
    if isinstance(waives, dict):
        return tuple({"promise": promise, "because": because} for promise, because in waives.items())
    return tuple(waives) if isinstance(waives, list) else waives


class Promises(Frozen):
    """Which promises the rulebook makes, and which it waives. What is named in neither is neither made nor waived."""

    makes: tuple[PromiseName, ...] = ()
    waives: Annotated[tuple[Waiver, ...], BeforeValidator(_by_name)] = ()

    @model_validator(mode="after")
    def _said_once(self) -> "Promises":
        named = [*self.makes, *(waiver.promise for waiver in self.waives)]
        for name in named:
            if named.count(name) > 1:
                raise ValueError(f"promise {name!r} is named twice; a promise is made or waived, once")
        return self

    def waived(self, promise: PromiseName) -> str | None:
        """Why a promise is not made, where the rulebook says so."""
        return next((waiver.because for waiver in self.waives if waiver.promise == promise), None)
