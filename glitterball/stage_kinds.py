"""Stage kinds of packages: registered by a program, or found by the entry point `glitterball.stage_kinds` of an installed one.

A kind of an installed package is called PACKAGE:ENTRY-POINT, by the package's own name: no two packages bring the same one.
Code of a package runs only when a rulebook names it. A season that rests on one is not certified (docs/own-stage-kinds.md).
"""

import re
from importlib.metadata import EntryPoint, entry_points
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from domain.stages.plugged import PlugInName, StageKind, StageKindNotTaken, StageParameters

GROUP = "glitterball.stage_kinds"
"""The group of entry points; each names a `StageKind`."""

_REGISTERED: dict[str, StageKind] = {}
_LOADED: dict[str, StageKind] = {}


def register_stage_kind(kind: StageKind) -> None:
    """Take a kind in for this process, before its package is installed or in its place. Registered again it is replaced."""
    _REGISTERED[kind.name] = _fit(kind.name, kind)


def find(name: str) -> StageKind | None:
    """A stage kind by its name, registered or of an installed package. Refuses one that is not right."""
    found = _REGISTERED.get(name) or _LOADED.get(name)
    if found is None and (point := _point(name)) is not None:
        found = _LOADED[name] = _fit(name, _loaded(name, point))
    return found


def _point(name: str) -> EntryPoint | None:
    package, _, kind = name.partition(":")
    points = entry_points(group=GROUP, name=kind)
    return next((point for point in points if point.dist is not None and _normal(point.dist.name) == package), None)


def _normal(package: str) -> str:
    """The name of a package in its one spelling, as package indexes compare names."""
    return re.sub(r"[-_.]+", "-", package).lower()


def _loaded(name: str, point: EntryPoint) -> Any:
    try:
        return point.load()
    except Exception as error:  # whatever a package of somebody else does when it is loaded
        raise StageKindNotTaken(name, f"loading {point.value} ended with {type(error).__name__}: {error}") from error


def _fit(name: str, kind: object) -> StageKind:
    """The kind, if it can be asked under its name."""
    if not isinstance(kind, StageKind) or kind.name != name:
        raise StageKindNotTaken(name, "it is no StageKind of that name")
    try:
        TypeAdapter(PlugInName).validate_python(name)
    except ValidationError as error:
        why = "its name is not of the form package:kind, in small letters, digits and single hyphens"
        raise StageKindNotTaken(name, why) from error
    if not issubclass(kind.parameters, StageParameters):
        raise StageKindNotTaken(name, "its parameters are no StageParameters")
    for field, held in kind.parameters.model_fields.items():
        if _holds_a_float(held.annotation):
            raise StageKindNotTaken(name, f"its parameter {field} is a float; write ExactNumber")
    return kind


def _holds_a_float(annotation: Any) -> bool:
    return annotation is float or any(map(_holds_a_float, get_args(annotation)))
