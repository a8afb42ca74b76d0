"""The viewers' instant save as it was announced: a vote of its own between those in danger, and so a claim of its own."""

from typing import NamedTuple

from domain.rulebook.forms import Form
from domain.season.proving.groups import Groups
from domain.season.state import Announced
from domain.stages.second_stages import ViewersSave


class Saved(NamedTuple):
    """Whom the save kept of those in danger, by the votes of `body`, and who left, at once or by it."""

    body: str
    kept: tuple[str, ...]
    leaving: frozenset[str]
    at_once: bool

    def left(self, groups: Groups) -> tuple[str, ...]:
        """Who left by the save: in the claim the last group is out at once, where the form lets couples out so."""
        return tuple(sorted(self.leaving - frozenset(groups[-1] if self.at_once else ())))


def saved_by_viewers(form: Form, said: Announced) -> Saved | None:
    """Whom an instant save has kept; nothing where there is none, or where it decides nothing."""
    stage, leaving = form.second_stage, frozenset(said.eliminated or ())
    kept = tuple(sorted(frozenset(said.danger or ()) - leaving))
    if not isinstance(stage, ViewersSave) or not kept or len(leaving) <= form.out_at_once:
        return None
    return Saved(stage.bodies, kept, leaving, form.out_at_once > 0)
