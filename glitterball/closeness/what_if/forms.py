"""Which form of another rulebook a week would have ended by: as many leave, and a finale stays a finale."""

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.book import Rulebook
from domain.rulebook.forms import EveryonePlaced, Form, Nobody


def leaving(form: Form, period: ScoringPeriod) -> int | None:
    """How many leave under a form; None in a finale."""
    if isinstance(form.select, EveryonePlaced):
        return None
    if isinstance(form.select, Nobody):
        return 0
    return min(form.leave, form.select.size(len(period.couples) - len(period.immune)))


def fitting_form(form: Form, other: Rulebook, period: ScoringPeriod) -> Form | None:
    """The form of the other rulebook that fits best: of the same name, else with the same second stage or none, else with the
    smallest danger set; the rulebook's own order decides between equals."""
    want = leaving(form, period)
    found = [one for one in other.forms if leaving(one, period) == want]
    if not found:
        return None
    kind = form.second_stage.kind if form.second_stage else None

    def unlike(one: Form) -> tuple[bool, bool, int]:
        here = one.second_stage.kind if one.second_stage else None
        return (one.name != form.name, here != kind, one.select.size(len(period.couples)))

    return min(found, key=unlike)


def why_not(form: Form, other: Rulebook, period: ScoringPeriod) -> str:
    """Said when no form fits."""
    want = leaving(form, period)
    ends = "a finale" if want is None else f"a week in which {want or 'nobody'} leave{'s' if want in (0, 1) else ''}"
    return f"rulebook {other.ref} has no form for {ends}, so there is no hypothetical result"
