"""Voting: what a ballot must be to count. The canvass holds raw ballots against it; batches arrive counted."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from domain.record import Frozen, Name, Slug
from domain.stages.clause import Clause

Kind = Literal["single ballots", "counts", "last saved allocation"]
"""How a channel takes votes: one ballot a vote (a text message); a count for each voter and couple; or an allocation
over couples that a voter may save again, where the last one saved while the lines are open stands whole."""

Per = Literal["voter, couple and method", "voter and method", "voter and couple", "voter"]


class Cap(Clause):
    """The most votes that count, and per what. A channel is a method. Of more, the first by time count."""

    votes: Annotated[int, Field(ge=1, le=10_000)]
    per: Per = "voter, couple and method"


class Channel(Clause):
    """A channel (a method of voting) and how it takes votes."""

    name: Slug
    kind: Kind


class Regions(Clause):
    """Where a ballot must come from to count, as the raw ballots write it."""

    eligible: Annotated[tuple[Name, ...], Field(min_length=1, max_length=500)]


class Window(Clause):
    """Whose times open and close the lines: those on record for the week's voting, or each channel's own, given with it.

    `minutes` is how long lines are open where nobody says it when they are opened; the rules of a show that opens its lines
    for as long as the broadcast lasts have none.
    """

    times: Literal["the week's", "each channel's"]
    minutes: Annotated[int, Field(ge=1, le=10_000)] | None = None


def _by_name(channels: Any) -> Any:
    """`[voting.channels.sms]` in the text is a list of named clauses in the value."""
    if isinstance(channels, dict):
        return tuple(
            {"name": name, **channel} if isinstance(channel, dict) else channel for name, channel in channels.items()
        )
    return tuple(channels) if isinstance(channels, list) else channels


class Voting(Frozen):
    """What makes a ballot count: the cap, the channels, the window, and the eligible regions where not everywhere.

    `bodies` are the voting bodies whose ballots are counted apart, such as countries; most shows have one.
    """

    cap: Cap
    channels: Annotated[
        tuple[Channel, ...],
        BeforeValidator(_by_name, json_schema_input_type=tuple[Channel, ...] | dict[str, Any]),
        Field(min_length=1, max_length=100),
    ]
    window: Window
    regions: Regions | None = None
    bodies: Annotated[tuple[Name, ...], Field(min_length=1, max_length=200)] = ("viewers",)

    @model_validator(mode="after")
    def _named_once(self) -> "Voting":
        regions = self.regions.eligible if self.regions else ()
        for what, names in (
            ("channel", [channel.name for channel in self.channels]),
            ("voting body", list(self.bodies)),
            ("region", list(regions)),
        ):
            for name in names:
                if names.count(name) > 1:
                    raise ValueError(f"{what} {name!r} is declared twice")
        return self

    def channel(self, name: str) -> Channel | None:
        """The channel of that name, if the clause has it."""
        return next((channel for channel in self.channels if channel.name == name), None)
