"""Stage kinds that packages bring: what one is, and the one place it is asked in.

A rulebook names such a kind as PACKAGE:KIND, so none can hide a kind that ships, nor the kind of another package.
What a rulebook says stands in the log whether or not the package is installed; only what follows from it needs the package.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

from domain.exact import Exact, exact
from domain.period.errors import CannotTabulate
from domain.period.known import SideResult
from domain.period.scoring_period import ScoringPeriod
from domain.record import Frozen, Name
from domain.refusals import Refusal
from domain.stages.finders import FINDERS

PlugInName = Annotated[
    str, StringConstraints(max_length=129, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*:[a-z0-9]+(-[a-z0-9]+)*$")
]
"""A package and a kind that it brings: `acme:golden-buzzer`."""

MOST_PARAMETERS = 20
PARAMETER = r"^[a-z][a-z0-9_]*$"
ParameterName = Annotated[str, StringConstraints(max_length=64, pattern=PARAMETER)]
ParameterValue = bool | Annotated[int, Field(ge=-(10**18), le=10**18)] | Name


class StageParameters(Frozen):
    """The parameters of a stage kind of a package: a subclass says what a rulebook may give it. Exact numbers only."""


def _in_order(parameters: Any) -> Any:
    """The table as pairs, by name: the same parameters are the same bytes in whatever order somebody wrote them."""
    return tuple(sorted(parameters.items())) if isinstance(parameters, dict) else parameters


Parameters = Annotated[
    tuple[tuple[ParameterName, ParameterValue], ...],
    Field(max_length=MOST_PARAMETERS),
    BeforeValidator(_in_order),
    PlainSerializer(dict, return_type=dict[str, ParameterValue]),
    WithJsonSchema(
        {
            "type": "object",
            "maxProperties": MOST_PARAMETERS,
            "propertyNames": {"type": "string", "maxLength": 64, "pattern": PARAMETER},
            "additionalProperties": {"type": ["boolean", "integer", "string"]},
        }
    ),
]
"""What a rulebook gives to a kind: words, whole numbers, yes and no. A fraction is written as text, `"17/2"`."""

Stage = Literal["measure", "points", "link", "selection", "second stage"]

LARGEST_NUMBER = 10**40
"""Numerator and denominator of an answer are below it: what is larger is no count, and takes for ever to write."""

LONGEST_FAULT = 200
"""Characters of what a kind says when it fails that are kept."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What a link is asked about: couples with equal points, with what is known of the week when ties are broken.

    `sides` hold each side's raw values and points, in the order of `period.couples`.
    """

    couples: tuple[str, ...]
    period: ScoringPeriod
    sides: tuple[SideResult, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a selection is asked about: the couples that can be in danger, best first, with what is known of the week.

    `sides` hold each side's raw values and points, in the order of `period.couples`; votes are known by their sides alone.
    """

    couples: tuple[str, ...]
    period: ScoringPeriod
    sides: tuple[SideResult, ...]


@dataclass(frozen=True, slots=True)
class InDanger:
    """What a second stage is asked about: the couples between whom it decides, and how many of them stay."""

    couples: tuple[str, ...]
    places: int
    period: ScoringPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class StageKind:
    """A kind of stage that a package brings.

    `answer(parameters, asked)` is a pure function to exact numbers (`int | Fraction`), more is better. A measure is asked about a
    `ScoringPeriod` and gives a number for each of its couples, in their order; a link about a `Tie`, a number for each tied
    couple; points about the raw values of a side, a number for each; a selection about `Candidates` and a second stage about
    those `InDanger`, a number for each: the least are in danger, the most are saved. `says(parameters)` is how `rules show`
    tells it: to follow "the judges' side counts", "equal couples are told apart by", "a couple's points are", "the lowest are
    in danger by" or "save whoever has most by".
    """

    name: str
    stage: Stage
    parameters: type[StageParameters]
    answer: Callable[[Any, Any], Sequence[Exact]]
    says: Callable[[Any], str]


class StageKindMissing(Refusal):
    """A rulebook names a kind of a package that is not installed."""

    says: ClassVar = (
        "The rulebook names the stage kind {kind}, and the package {package} that brings it is not installed."
    )
    fix: ClassVar = (
        "Install {package} beside Glitterball. Without it nothing is computed under this rulebook; "
        "the log, its checkpoints and exports need no package."
    )
    kind: str
    package: str


class StageKindNotTaken(Refusal):
    """A stage kind of a package that cannot be used."""

    says: ClassVar = "The stage kind {kind} cannot be used: {why}."
    fix: ClassVar = "Mend it where it comes from, the rulebook or the package (docs/own-stage-kinds.md)."
    kind: str
    why: str


def kind_named(name: str) -> StageKind:
    """A stage kind by its name. Refuses one whose package is not installed."""
    for find in FINDERS:
        if (found := find(name)) is not None:
            kind: StageKind = found
            return kind
    raise StageKindMissing(name, name.partition(":")[0])


def given_to(kind: StageKind, parameters: tuple[tuple[str, Any], ...]) -> StageParameters:
    """The parameters of a rulebook as the kind's own. Raises pydantic's `ValidationError` where they do not fit."""
    return kind.parameters.model_validate(dict(parameters))


def answered(
    name: str, stage: Stage, parameters: tuple[tuple[str, Any], ...], asked: Any, many: int
) -> tuple[Exact, ...]:
    """What a kind answers: `many` exact numbers. Whatever else it does, the week cannot be tabulated, and says why."""
    kind = kind_named(name)
    if kind.stage != stage:
        raise StageKindNotTaken(name, f"it is a {kind.stage}, and the rulebook has it as a {stage}")
    try:
        given = kind.answer(given_to(kind, parameters), asked)
        numbers = tuple(islice(given, many + 1))
    except CannotTabulate:
        raise
    except Exception as error:  # whatever code of somebody else does
        raise _fault(name, f"ended with {type(error).__name__}{_words_of(error)}") from error
    if len(numbers) != many:
        raise _fault(
            name, f"gave {'more' if len(numbers) > many else 'fewer'} numbers than the {many} it was asked for"
        )
    for number in numbers:
        if type(number) not in (int, Fraction):
            raise _fault(name, f"gave a value of the type {type(number).__name__}, which is no exact number")
        if abs(number.numerator) >= LARGEST_NUMBER or number.denominator >= LARGEST_NUMBER:
            raise _fault(name, "gave a number of more digits than are taken")
    return tuple(map(exact, numbers))


def _words_of(error: Exception) -> str:
    try:
        return f": {error}"
    except Exception:  # also when it is asked what was wrong
        return ""


def _fault(name: str, what: str) -> CannotTabulate:
    told = " ".join("".join(sign if sign.isprintable() else " " for sign in what[:LONGEST_FAULT]).split())
    return CannotTabulate(f"an answer of {name}", f"{name} {told}")
