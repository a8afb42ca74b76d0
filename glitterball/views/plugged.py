"""Views of others: registered by a program, or found in an installed package by its entry point `glitterball.views`.

They are asked like our own (`season.view(NAME)`, `week.view(NAME)`), as tables and files too. They are not kept beside a store,
and no certificate, bundle or verifier knows of them: a view shows what was decided and decides nothing.
"""

from importlib.metadata import entry_points
from typing import ClassVar

from domain.refusals import Refusal
from glitterball.frames import kinds_of
from glitterball.spelling import did_you_mean
from glitterball.views.catalogue import VERSIONS, View, shipped_view
from glitterball.views.refusals import ViewUnknown

GROUP = "glitterball.views"
"""The group of entry points; each names a `View`."""

_REGISTERED: dict[str, View] = {}


class ViewNotTaken(Refusal):
    """A view of others that cannot be asked."""

    says: ClassVar = "The view {view} cannot be taken in: {why}."
    fix: ClassVar = "Mend it in the package it comes from (docs/plug-ins.md)."
    view: str
    why: str


def register_view(view: View) -> None:
    """Take a view in for this process. Registered again under its name it is replaced; a name of ours is refused."""
    _REGISTERED[view.name] = _fit(view.name, view)


def view_named(name: str) -> View:
    """A view by its name: ours, one registered, one of an installed package. `ViewUnknown` names those there are."""
    found = shipped_view(name) or _REGISTERED.get(name)
    if found is not None:
        return found
    points = {point.name: point for point in entry_points(group=GROUP)}
    if name not in points:
        known = (*VERSIONS, *sorted({*_REGISTERED, *points}))
        raise ViewUnknown(name, ", ".join(known), did_you_mean(name, known))
    try:
        loaded = points[name].load()
    except Exception as error:  # whatever a package of somebody else does when it is loaded
        raise ViewNotTaken(name, f"loading {points[name].value} ended with {type(error).__name__}: {error}") from error
    return _fit(name, loaded)


def _fit(name: str, view: object) -> View:
    """The view, if it can be asked under its name."""
    if not isinstance(view, View) or view.name != name:
        raise ViewNotTaken(name, "it is no View of that name")
    if name in VERSIONS:
        raise ViewNotTaken(name, "one of Glitterball's own has that name")
    try:
        kinds_of(view.row)
    except TypeError as error:
        raise ViewNotTaken(name, str(error)) from error
    return view
