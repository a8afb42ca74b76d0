"""How a week may end: who is selected from the order, what second stage decides between them, how many leave."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, model_validator

from domain.record import Frozen, Name, Slug
from domain.stages.clause import Clause
from domain.stages.measures import Measure
from domain.stages.plugged import Parameters, PlugInName
from domain.stages.second_stages import SecondStage


class Lowest(Frozen):
    """The lowest `couples` are the bottom set (bottom two, bottom three)."""

    kind: Literal["lowest"] = "lowest"
    couples: Annotated[int, Field(ge=1, le=40)]

    def size(self, eligible: int) -> int:
        """How many of the couples that can be selected are."""
        return min(self.couples, eligible)


class TopSafe(Frozen):
    """The top `couples` are safe and all others are the bottom set."""

    kind: Literal["top_safe"] = "top_safe"
    couples: Annotated[int, Field(ge=1, le=40)]

    def size(self, eligible: int) -> int:
        """How many of the couples that can be selected are."""
        return max(eligible - self.couples, 0)


class Wildcard(Frozen):
    """The top `couples` go on and, of the rest, the best `wildcards` by a count of their own; all others are the bottom set.

    `counts` may be what a side counts or something no side does, as the juries' points were. Couples equal in it where
    the last wildcard falls are a tie for people to decide. Source: the song contest's semi-finals of 2008 and 2009.
    """

    kind: Literal["wildcard"] = "wildcard"
    couples: Annotated[int, Field(ge=1, le=40)]
    wildcards: Annotated[int, Field(ge=1, le=40)] = 1
    counts: Measure

    def size(self, eligible: int) -> int:
        """How many of the couples that can be selected are."""
        return max(eligible - self.couples - self.wildcards, 0)


class CalledBack(Frozen):
    """A round before a final: the `couples` with most calls go on, and all others leave.

    Each judge calls back exactly so many. Couples equal at the cut go on all or none, as the chairman decides and the log
    records. Source: the Skating System, Rules 1 to 4 (RULES 4).
    """

    kind: Literal["called_back"] = "called_back"
    couples: Annotated[int, Field(ge=1, le=40)]

    def size(self, eligible: int) -> int:
        """How many of the couples that can be selected are."""
        return max(eligible - self.couples, 0)


class PlugInSelect(Frozen):
    """The `couples` with least are the bottom set, as the kind `name` of a package works it out from `parameters`.

    How many are in danger says the rulebook, couples with equal numbers stand in the week's own order. Its source is the form's.
    """

    kind: Literal["plug_in"] = "plug_in"
    name: PlugInName
    couples: Annotated[int, Field(ge=1, le=40)]
    parameters: Parameters = ()

    def size(self, eligible: int) -> int:
        """How many of the couples that can be selected are."""
        return min(self.couples, eligible)


class EveryonePlaced(Frozen):
    """A finale: every couple gets a place and nobody is in danger.

    With `shared_places` couples the tie chain leaves equal share their place; without it their order stays open.
    """

    kind: Literal["everyone_placed"] = "everyone_placed"
    shared_places: bool | None = None

    def size(self, eligible: int) -> int:
        """Nobody is selected."""
        return 0


class Nobody(Frozen):
    """Nobody is selected and nobody leaves."""

    kind: Literal["nobody"] = "nobody"

    def size(self, eligible: int) -> int:
        """Nobody is selected."""
        return 0


Select = Annotated[
    Lowest | TopSafe | Wildcard | CalledBack | PlugInSelect | EveryonePlaced | Nobody, Discriminator("kind")
]


class Form(Clause):
    """One way a week may end. Of the bottom set the lowest `out_at_once` leave first; the second stage then keeps as
    many of the others as makes `leave` couples go in all. Without a second stage the lowest `leave` go."""

    name: Slug
    says: Name
    select: Select
    leave: Annotated[int, Field(ge=0, le=10)] = 0
    out_at_once: Annotated[int, Field(ge=0, le=10)] = 0
    second_stage: SecondStage | None = None

    @property
    def counts(self) -> tuple[Measure, ...]:
        """What the form counts beside the sides, in its selection."""
        return (self.select.counts,) if isinstance(self.select, Wildcard) else ()

    @property
    def somebody_leaves(self) -> bool:
        """Whether couples leave in this form, where nothing keeps them."""
        return self.leave > 0 or isinstance(self.select, CalledBack)

    @property
    def by_order_alone(self) -> bool:
        """Whether nothing but the order of the couples says who is selected."""
        return not isinstance(self.select, Wildcard | CalledBack | PlugInSelect)

    @property
    def counts_votes(self) -> bool:
        """Whether votes decide something in this form beside what the sides make of them."""
        instant = self.second_stage is not None and self.second_stage.save_votes is not None
        return instant or any(measure.stage == "votes" for measure in self.counts)

    @model_validator(mode="after")
    def _fits(self) -> "Form":
        if isinstance(self.select, EveryonePlaced | Nobody):
            if self.leave or self.out_at_once or self.second_stage:
                raise ValueError(f"form {self.name!r} selects {self.select.kind}, so nobody can leave or be saved")
            return self
        if isinstance(self.select, CalledBack):
            if self.leave or self.out_at_once or self.second_stage:
                raise ValueError(
                    f"form {self.name!r} calls couples back, so whoever is not called leaves and nobody is saved"
                )
            return self
        if isinstance(self.select, Lowest | PlugInSelect) and self.leave > self.select.couples:
            raise ValueError(f"form {self.name!r} lets {self.leave} leave but selects only {self.select.couples}")
        if self.out_at_once > self.leave:
            raise ValueError(f"form {self.name!r} lets {self.out_at_once} out at once but only {self.leave} leave")
        if self.second_stage and self.out_at_once == self.leave:
            raise ValueError(f"form {self.name!r} has a second stage that decides nothing: {self.leave} leave at once")
        return self
