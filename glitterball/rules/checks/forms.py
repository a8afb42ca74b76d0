"""Forms no week can use, or that a season would miss."""

from collections.abc import Iterator

from domain.rulebook import Form, Rulebook
from domain.rulebook.forms import CalledBack, EveryonePlaced, Lowest, Nobody, PlugInSelect
from domain.stages.measures import Calls
from glitterball.rules.checks.problem import Problem


def form_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """A form that repeats another; a second stage with nobody left to save; no finale; nothing ever decided."""
    seen: dict[Form, str] = {}
    for form in rulebook.forms:
        same = form.model_copy(update={"name": "form", "says": "form", "source": "form"})
        if same in seen:
            what = f"ends a week exactly as {seen[same]!r} does; one of the two is never needed"
            yield Problem(f"forms.{form.name}", what, "warning")
        seen.setdefault(same, form.name)
        if form.second_stage and isinstance(form.select, Lowest | PlugInSelect) and form.leave >= form.select.couples:
            what = (
                f"is never asked: {form.select.couples} are in danger and {form.leave} leave, so nobody is left to save"
            )
            yield Problem(f"forms.{form.name}.second_stage", what)
    yield from _calls(rulebook)
    if not any(isinstance(form.select, EveryonePlaced) for form in rulebook.forms):
        yield Problem("forms", "no form places everyone: the season's finale needs another rulebook", "note")
    if all(isinstance(form.select, Nobody) for form in rulebook.forms):
        yield Problem("forms", "no form lets anyone leave or places anyone: nothing is ever decided")


def _calls(rulebook: Rulebook) -> Iterator[Problem]:
    """Judges call couples back where a form says how many, and only there."""
    counting = [side.name for side in rulebook.sides if isinstance(side.counts, Calls)]
    for form in rulebook.forms:
        if counting and not isinstance(form.select, CalledBack | Nobody):
            what = f"does not say how many couples judges call back, and side {counting[0]} counts their calls"
            yield Problem(f"forms.{form.name}.select", what)
        if not counting and isinstance(form.select, CalledBack):
            yield Problem(
                f"forms.{form.name}.select", "calls couples back, and no side counts judges' calls", "warning"
            )
