"""The rulebook: a show's rules for a season as one frozen value, every clause with its source."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.exact import Exact, ExactNumber
from domain.record import Frozen, Name, Slug, canonical_json, digest
from domain.rulebook.forms import Form
from domain.rulebook.promises import Promises
from domain.rulebook.voting import Voting
from domain.stages.clause import Clause
from domain.stages.links import BodiesVotedFrom, CountOf, Link
from domain.stages.measures import Measure
from domain.stages.points import Conversion


class Scale(Clause):
    """The marks a judge may give: from `lowest` to `highest` in steps (half points: step "1/2")."""

    lowest: ExactNumber
    highest: ExactNumber
    step: ExactNumber = 1

    @model_validator(mode="after")
    def _rises(self) -> "Scale":
        if self.step <= 0 or self.highest < self.lowest:
            raise ValueError("a scale rises from lowest to highest in steps above 0")
        return self

    def allows(self, mark: Exact) -> bool:
        """Whether a judge may give this mark."""
        return self.lowest <= mark <= self.highest and (mark - self.lowest) % self.step == 0


class Side(Clause):
    """One side of the combination: what it counts, how that becomes points, and its weight."""

    name: Slug
    counts: Measure
    points: Conversion
    weight: ExactNumber = 1

    @model_validator(mode="after")
    def _weighs(self) -> "Side":
        if self.weight == 0:
            raise ValueError("the weight is 0; leave a side out rather than weigh it 0")
        if self.weight < 0:
            raise ValueError(f"the weight is {self.weight}; a weight is above 0, more of a side is better for a couple")
        return self


class Panel(Clause):
    """How many judges may sit and vote: the usual number, or each that occurs (a guest makes three judges four)."""

    judges: Annotated[tuple[Annotated[int, Field(ge=1, le=20)], ...], Field(min_length=1)]


class Immunity(Clause):
    """What immunity means in this show, because it means two things:

    `safe from elimination` (US season 24, week 7) or `excused from the dance-off` only, still eliminable (US seasons 28, 33).
    """

    means: Literal["safe from elimination", "excused from the dance-off"]


class Assumption(Frozen):
    """Something no public source says. `clause` is the path it settles; `alternatives` are the other readings, each as
    canonical JSON text of what would stand at that path instead."""

    name: Slug
    clause: Name
    says: Name
    alternatives: Annotated[tuple[Name, ...], Field(min_length=1)]


class Contradiction(ValueError):
    """A clause that does not agree with another; `path` leads to it from the rulebook."""

    def __init__(self, says: str, *path: str | int) -> None:
        super().__init__(says)
        self.path = path


class Rulebook(Frozen):
    """A show's rules. Higher combined points are better; equal ones go through `tie_chain`, link by link."""

    id: Slug
    version: Annotated[int, Field(ge=1)]
    title: Name
    applies_to: Name
    scale: Scale
    sides: Annotated[tuple[Side, ...], Field(min_length=1)]
    tie_chain: tuple[Link, ...] = ()
    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    panel: Panel | None = None
    immunity: Immunity | None = None
    assumptions: tuple[Assumption, ...] = ()
    promises: Promises | None = None
    voting: Voting | None = None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "Rulebook":
        sides = {side.name: side for side in self.sides}
        _refuse_repeats("side", [side.name for side in self.sides])
        _refuse_repeats("form", [form.name for form in self.forms])
        _refuse_repeats("assumption", [assumption.name for assumption in self.assumptions])
        for number, link in enumerate(self.tie_chain):
            wanted, at = getattr(link, "side", None), ("tie_chain", number, "side")
            if wanted is not None and wanted not in sides:
                says = f"the tie chain compares side {wanted!r}, but the sides are {', '.join(sides)}"
                raise Contradiction(says, *at)
            if isinstance(link, BodiesVotedFrom | CountOf) and sides[link.side].counts.kind != "bodies":
                says = f"the tie chain looks at the voting bodies of side {link.side!r}, which counts none"
                raise Contradiction(says, *at)
        return self

    @property
    def ref(self) -> str:
        """How the rulebook is cited: `us-33@1`."""
        return f"{self.id}@{self.version}"

    def form(self, name: str) -> Form | None:
        """The form of that name, if the rulebook has it."""
        return next((form for form in self.forms if form.name == name), None)

    def hash(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        return digest(canonical_json(self))


def _refuse_repeats(what: str, names: list[str]) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise Contradiction(f"{what} {name!r} is declared twice", f"{what}s", number)
