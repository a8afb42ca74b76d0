"""What an outcome means for a couple: what the votes alone decide about it, before judges save anybody."""

from domain.rulebook import Form
from domain.tabulation.outcome import Outcome


def judges_decide(form: Form) -> bool:
    """Whether judges choose among those in danger, so that votes can only keep a couple out of danger."""
    return form.second_stage is not None and form.second_stage.takes_ballots


def somebody_is_selected(form: Form) -> bool:
    """Whether the form puts couples in danger at all."""
    return form.select.kind in ("lowest", "top_safe")


def somebody_leaves(form: Form) -> bool:
    """Whether couples leave under the form."""
    return form.leave > 0


def hurt(form: Form, outcome: Outcome) -> frozenset[str]:
    """The couples the votes did not keep: those in the bottom set where judges decide next, else those who leave."""
    return frozenset(outcome.bottom if judges_decide(form) else outcome.leaving)


def open_about(outcome: Outcome) -> frozenset[str]:
    """The couples a tie is open about."""
    if outcome.status == "not tabulated":
        return frozenset(outcome.couples)
    return frozenset(couple for need in outcome.needs if need.clause.startswith("tie_chain") for couple in need.couples)


def settled_by_votes(outcome: Outcome) -> bool:
    """Whether nothing but a second stage is open."""
    return not open_about(outcome)


def stays(form: Form, outcome: Outcome, couple: str) -> bool:
    """Whether the votes certainly keep the couple, whatever judges or lots do."""
    waiting = {name for need in outcome.needs for name in need.couples}
    return couple not in hurt(form, outcome) and couple not in waiting


def in_danger(form: Form, outcome: Outcome, couple: str) -> bool:
    """Whether the couple is certainly in the bottom set."""
    return couple in outcome.bottom


def first(form: Form, outcome: Outcome, couple: str) -> bool:
    """Whether the couple alone leads the standings."""
    return bool(outcome.order) and outcome.order[0] == (couple,)
