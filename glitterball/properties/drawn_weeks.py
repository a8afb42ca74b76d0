"""Weeks drawn at random for the properties that look at a whole week: more couples and dances, absent judges, any numbers."""

from hypothesis import strategies as st

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Form, Rulebook
from glitterball.properties.floor import Floor
from glitterball.testing.complete_weeks import complete_weeks, sizes


def drawn_weeks(rulebook: Rulebook, forms: tuple[Form, ...]) -> st.SearchStrategy[tuple[Floor, ScoringPeriod]]:
    """Weeks in one of the forms, each with its floor."""
    by_name = {form.name: form for form in forms}
    usable = [form for form in forms if sizes(form)]
    if not usable:
        return st.nothing()

    def with_floor(week: ScoringPeriod) -> tuple[Floor, ScoringPeriod]:
        return Floor(rulebook, by_name[week.form], len(week.couples), max(1, len(week.panel.judges))), week

    return complete_weeks(rulebook, usable).map(with_floor)
