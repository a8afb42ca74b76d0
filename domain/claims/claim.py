"""What was announced of a week, as groups of couples, best first: the claim to be proved."""

from typing import NamedTuple

from domain.claims.refusals import ClaimCannotBeCompiled
from domain.rulebook.forms import EveryonePlaced, Form, Lowest, TopSafe
from domain.tabulation.outcome import Outcome


class Claim(NamedTuple):
    """Every couple of a group stands above every couple of the next; within a group nothing is said.

    `equal` are couples whose counts are disclosed to be equal, though not how many they are.
    """

    groups: tuple[tuple[str, ...], ...]
    equal: tuple[tuple[str, ...], ...] = ()


def claim_of(form: Form, outcome: Outcome, equal: tuple[tuple[str, ...], ...] = ()) -> Claim:
    """The claim an outcome makes under its form. Couples safe by immunity are no part of it.

    Refuses a form in which something else than the order of the couples selects, and an outcome that is not decided.
    """
    if outcome.status != "decided":
        raise ClaimCannotBeCompiled(f"week {outcome.week} is {outcome.status}")
    if isinstance(form.select, EveryonePlaced):
        return Claim(outcome.order, equal)
    if not isinstance(form.select, Lowest | TopSafe):
        raise ClaimCannotBeCompiled(f"form {form.name} selects {form.select.kind}")
    if not outcome.bottom:
        raise ClaimCannotBeCompiled("nobody was in danger, so nothing follows from the votes")
    standing = tuple(couple for group in outcome.order for couple in group if couple not in outcome.immune)
    safe = tuple(couple for couple in standing if couple not in outcome.bottom)
    out_at_once = form.out_at_once if form.second_stage else len(outcome.leaving)
    staying = len(outcome.bottom) - out_at_once
    groups = (safe, outcome.bottom[:staying], outcome.bottom[staying:])
    return Claim(tuple(group for group in groups if group), equal)
